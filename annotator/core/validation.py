"""What the text and the scheme allow: hard rules that stop an edit, before it is stored."""

from annotator.core.annotation import Annotation, Attributes
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import ChangeSet
from annotator.core.errors import InvalidEdit
from annotator.core.judgement import STATES, ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.scheme import Attribute, Scheme
from annotator.core.span import quote

LONGEST_NOTE = 100_000


def annotation_problem(annotation: Annotation, article: Article, scheme: Scheme) -> str:
    """Say why an annotation cannot stand in an article, or give an empty string.

    Checked: fragments inside the text, sorted, disjoint and apart; the quote; the label; the
    attributes' values; an annotator's name.
    """
    before = -1
    for span in annotation.fragments:
        if span.start <= before:
            return "its fragments overlap, touch or are out of order"
        before = span.end
    if not annotation.fragments:
        return "it has no span"
    if annotation.end > len(article.text):
        return (
            f"it ends at offset {annotation.end}, "
            f"but the text has {len(article.text)} characters"
        )
    if quote(article.text, annotation.fragments) != annotation.quote:
        found = quote(article.text, annotation.fragments)
        return (
            f"its text is {_short(annotation.quote)}, "
            f"but offsets {annotation.start} to {annotation.end} hold {_short(found)}"
        )
    label = scheme.label(annotation.label)
    if label is None:
        return f"label '{annotation.label}' is not in the scheme “{scheme.name}”"
    if not annotation.annotator:
        return "it names no annotator"
    if len(annotation.note) > LONGEST_NOTE:
        return f"its note is longer than {LONGEST_NOTE:,} characters"
    return attributes_problem(annotation.attributes, label.attributes)


def attributes_problem(values: Attributes, allowed: tuple[Attribute, ...]) -> str:
    """Say which attribute or value is not allowed, or give an empty string."""
    for name, value in values.items():
        attribute = next((a for a in allowed if a.id == name), None)
        if attribute is None:
            return f"attribute '{name}' is not in the scheme"
        problem = attribute.problem_with(value)
        if problem:
            return problem
    return ""


def relation_problem(relation: Relation, ends: tuple[str | None, str | None], scheme: Scheme) -> str:
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
    return attributes_problem(relation.attributes, kind.attributes)


def article_label_problem(value: ArticleLabel, scheme: Scheme) -> str:
    """Say why an article label cannot be, or give an empty string."""
    return attributes_problem({value.name: value.value}, scheme.article_labels)


def check(
    change_set: ChangeSet, article: Article, current: AnnotationSet, scheme: Scheme
) -> None:
    """Raise InvalidEdit, naming the first reason, when an edit of one article is not allowed.

    Only what the edit adds or alters is looked at. Nothing is changed.
    """
    after = {c.value.id: c.after for c in change_set.annotations}  # type: ignore[union-attr]

    def label_of(annotation_id: str) -> str | None:
        found = after.get(annotation_id, current.get(annotation_id))
        return found.label if isinstance(found, Annotation) else None

    for change in change_set.changes:
        value = change.after
        problem = ""
        match value:
            case Annotation():
                problem = annotation_problem(value, article, scheme)
            case Relation():
                problem = relation_problem(
                    value, (label_of(value.head), label_of(value.tail)), scheme
                )
            case ArticleLabel():
                problem = article_label_problem(value, scheme)
            case ArticleState() if value.state not in STATES:
                problem = f"'{value.state}' is no state of an article"
        if problem:
            raise InvalidEdit(f"{change_set.name} is not possible: {problem}.")


def _short(text: str, most: int = 40) -> str:
    return repr(text if len(text) <= most else text[: most - 1] + "…")
