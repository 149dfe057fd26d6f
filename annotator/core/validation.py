"""What the text and the scheme allow: hard rules that stop an edit, before it is stored."""

from collections.abc import Callable
from itertools import pairwise
from typing import TypeAlias

from annotator.core.annotation import Annotation, Attributes, AttributeValue
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article, character_problem
from annotator.core.changes import ChangeSet, Value
from annotator.core.entity import Entity, entity_problem
from annotator.core.errors import InvalidEdit, shown
from annotator.core.judgement import STATES, ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.scheme import Attribute, Scheme
from annotator.core.span import Fragments, quote

LabelOf: TypeAlias = Callable[[str], str | None]
"""Gives the label of the annotation with an identifier; None where there is none."""

LONGEST_NOTE = 100_000


def annotation_problem(annotation: Annotation, article: Article, scheme: Scheme) -> str:
    """Say why an annotation cannot stand in an article, or give an empty string.

    Checked: the article; fragments inside the text, sorted, disjoint and apart; the quote; the
    label; the attributes' values; an annotator's name; the note.
    """
    if annotation.article_id != article.id:
        return "it belongs to another article"
    label = scheme.label(annotation.label)
    if label is None:
        return f"label '{annotation.label}' is not in the scheme “{scheme.name}”"
    return (
        fragments_problem(annotation.fragments, annotation.quote, article.text)
        or _author_problem(annotation.annotator, annotation.note)
        or attributes_problem(annotation.attributes, scheme.answers_allowed[label.id])
    )


def fragments_problem(fragments: Fragments, quoted: str, text: str) -> str:
    """Say why fragments with a quote do not fit a text, or give an empty string.

    >>> from annotator.core.span import Span
    >>> fragments_problem((Span(0, 4),), "They", "They left")
    ''
    >>> fragments_problem((Span(1, 5),), "They", "They left")
    "its text is 'They', but offsets 1 to 5 hold 'hey '"
    """
    if not fragments:
        return "it has no span"
    if any(before.end >= after.start for before, after in pairwise(fragments)):
        return "its fragments overlap, touch or are out of order"
    last = fragments[-1].end
    if last > len(text):
        return f"it ends at offset {last}, but the text has {len(text)} characters"
    found = quote(text, fragments)
    if found != quoted:
        return (
            f"its text is {shown(quoted)}, "
            f"but offsets {fragments[0].start} to {last} hold {shown(found)}"
        )
    return ""


def attributes_problem(values: Attributes, allowed: tuple[Attribute, ...]) -> str:
    """Say which attribute or value is not allowed, or give an empty string."""
    for name, value in values.items():
        attribute = next((a for a in allowed if a.id == name), None)
        if attribute is None:
            return f"attribute '{name}' is not in the scheme"
        problem = attribute.problem_with(value) or _text_problem(f"attribute '{name}'", value)
        if problem:
            return problem
    return ""


def relation_problem(
    relation: Relation, ends: tuple[str | None, str | None], scheme: Scheme
) -> str:
    """Say why a relation cannot be, or give an empty string.

    ``ends`` are the labels of head and tail; None for an annotation that is not there.
    """
    kind = scheme.relations_by_id.get(relation.type)
    if kind is None:
        return f"relation '{relation.type}' is not in the scheme “{scheme.name}”"
    head, tail = ends
    if head is None or tail is None:
        return f"its {'head' if head is None else 'tail'} is not an annotation of the project"
    if relation.head == relation.tail:
        return "it joins an annotation to itself"
    if head not in kind.heads or tail not in kind.tails:
        return f"relation '{kind.id}' does not go from '{head}' to '{tail}'"
    return _author_problem(relation.annotator, relation.note) or attributes_problem(
        relation.attributes, kind.attributes
    )


def article_label_problem(value: ArticleLabel, scheme: Scheme) -> str:
    """Say why an article label cannot be, or give an empty string."""
    return _author_problem(value.annotator) or attributes_problem(
        {value.name: value.value}, scheme.article_labels
    )


def state_problem(value: ArticleState) -> str:
    """Say why an article's state cannot be, or give an empty string."""
    if value.state not in STATES:
        return f"'{value.state}' is no state of an article"
    return _author_problem(value.annotator)


def check(
    change_set: ChangeSet,
    article: Article,
    current: AnnotationSet,
    scheme: Scheme,
    *,
    label_elsewhere: LabelOf = lambda annotation_id: None,
) -> None:
    """Raise InvalidEdit, naming the first reason, when an edit of one article is not allowed.

    Only what the edit adds or alters is looked at. Nothing is changed. ``label_elsewhere``
    gives the label of an annotation of another article, to which a relation may lead.
    """
    after = {c.key[1]: c.after for c in change_set.annotations}

    def label_of(annotation_id: str) -> str | None:
        if annotation_id not in after and annotation_id not in current:
            return label_elsewhere(annotation_id)
        found = after.get(annotation_id, current.get(annotation_id))
        return found.label if isinstance(found, Annotation) else None

    for change in change_set.changes:
        problem = _problem_with(change.after, article, scheme, label_of)
        if problem:
            raise InvalidEdit(f"{change_set.name} is not possible: {problem}.")


def _problem_with(value: Value | None, article: Article, scheme: Scheme, label_of: LabelOf) -> str:
    match value:
        case Annotation():
            return annotation_problem(value, article, scheme)
        case Relation():
            return relation_problem(value, (label_of(value.head), label_of(value.tail)), scheme)
        case ArticleLabel():
            return article_label_problem(value, scheme)
        case ArticleState():
            return state_problem(value)
        case Entity():
            return entity_problem(value)
        case Article() if value.text != article.text:
            return "an article's text never changes"
    return ""


def _author_problem(annotator: str, note: str = "") -> str:
    if not annotator.strip():
        return "it names no annotator"
    if len(note) > LONGEST_NOTE:
        return f"its note is longer than {LONGEST_NOTE:,} characters"
    return _text_problem("its annotator's name", annotator) or _text_problem("its note", note)


def _text_problem(what: str, value: AttributeValue) -> str:
    # Without generators for a single text: an import asks this a million times.
    if isinstance(value, str):
        problem = character_problem(value) if value else ""
    elif isinstance(value, tuple):
        problem = next(filter(None, map(character_problem, value)), "")
    else:
        problem = ""
    return f"{what} {problem}" if problem else ""
