"""The edits: pure functions from values to a `ChangeSet`. None of them stores anything.

Times and identifiers are made here. An edit that would change nothing gives an empty change
set, which is false. Whether the scheme allows an edit, `core.validation` says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from annotator.core.annotation import NO_ATTRIBUTES, Annotation, Attributes, AttributeValue
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.article_fields import with_metadata
from annotator.core.changes import Change, ChangeSet, Value, added, removed
from annotator.core.identifiers import new_id, now
from annotator.core.judgement import ArticleLabel, ArticleState, State
from annotator.core.relation import Relation
from annotator.core.scheme import Label, Scheme
from annotator.core.span import Fragments, Span, fragments_of, quote

STATE_NAMES: dict[State, str] = {
    "new": "new", "in_progress": "in progress", "done": "done", "skipped": "skipped",
}  # fmt: skip


def add(
    article: Article,
    fragments: Fragments,
    *,
    label: str,
    annotator: str,
    label_name: str = "",
    attributes: Attributes = NO_ATTRIBUTES,
) -> ChangeSet:
    """Give the edit that marks fragments of an article with a label."""
    moment = now()
    annotation = Annotation(
        id=new_id(),
        article_id=article.id,
        annotator=annotator,
        label=label,
        fragments=fragments,
        quote=quote(article.text, fragments),
        created=moment,
        changed=moment,
        attributes=attributes,
    )
    return ChangeSet(f"Add {label_name or label}", (added(annotation),))


def delete(annotations: Iterable[Annotation], current: AnnotationSet) -> ChangeSet:
    """Give the edit that deletes annotations, and the relations that hang on them."""
    marks = {a.id: a for a in annotations}
    relations = {r.id: r for a_id in marks for r in current.relations_of(a_id)}
    changes = [*map(removed, relations.values()), *map(removed, marks.values())]
    name = "Delete annotation" if len(marks) == 1 else f"Delete {len(marks)} annotations"
    return ChangeSet(name, tuple(changes))


def change_label(
    annotation: Annotation, label: Label, current: AnnotationSet, scheme: Scheme
) -> ChangeSet:
    """Give the edit that changes an annotation's label, and drops what does not fit the new one.

    Attributes go that the new label does not have or whose values it does not know; so do
    relations that the scheme does not allow from or to it.
    """
    allowed = {attribute.id: attribute for attribute in scheme.answers_allowed[label.id]}
    answers = {
        name: value
        for name, value in annotation.attributes.items()
        if name in allowed and not allowed[name].problem_with(value)
    }

    def fits(relation: Relation) -> bool:
        kind = scheme.relations_by_id.get(relation.type)
        ends = [annotation.id == end for end in (relation.head, relation.tail)]
        sides = [kind.heads, kind.tails] if kind else [(), ()]
        return all(label.id in side for mine, side in zip(ends, sides, strict=True) if mine)

    return relabel(
        annotation,
        label.id,
        current,
        allowed=answers or NO_ATTRIBUTES,
        relations_allowed=[r.id for r in current.relations_of(annotation.id) if fits(r)],
        label_name=label.name,
    )


def relabel(
    annotation: Annotation,
    label: str,
    current: AnnotationSet,
    *,
    allowed: Attributes,
    relations_allowed: Iterable[str],
    label_name: str = "",
) -> ChangeSet:
    """Give the edit that changes an annotation's label.

    ``allowed`` are the attributes that the new label keeps; relations whose identifiers are not
    in ``relations_allowed`` (the scheme does not allow them from the new label) are deleted.
    """
    if annotation.label == label:
        return ChangeSet("Change label", ())
    kept = set(relations_allowed)
    gone = [r for r in current.relations_of(annotation.id) if r.id not in kept]
    changed = replace(annotation, label=label, attributes=allowed, changed=now())
    return ChangeSet(
        f"Change label to {label_name or label}",
        (*map(removed, gone), Change(annotation, changed)),
    )


def set_fragments(annotation: Annotation, article: Article, fragments: Fragments) -> ChangeSet:
    """Give the edit that lets an annotation cover other fragments."""
    if fragments == annotation.fragments or not fragments:
        return ChangeSet("Change span", ())
    changed = replace(
        annotation, fragments=fragments, quote=quote(article.text, fragments), changed=now()
    )
    return ChangeSet("Change span", (Change(annotation, changed),))


def move_start(annotation: Annotation, article: Article, start: int) -> ChangeSet:
    """Give the edit that moves the start of the first fragment; empty when it would vanish."""
    first, *rest = annotation.fragments
    if not 0 <= start < first.end:
        return ChangeSet("Change span", ())
    return set_fragments(annotation, article, (Span(start, first.end), *rest))


def move_end(annotation: Annotation, article: Article, end: int) -> ChangeSet:
    """Give the edit that moves the end of the last fragment; empty when it would vanish."""
    *rest, last = annotation.fragments
    if not last.start < end <= len(article.text):
        return ChangeSet("Change span", ())
    return set_fragments(annotation, article, (*rest, Span(last.start, end)))


def add_fragment(annotation: Annotation, article: Article, span: Span) -> ChangeSet:
    """Give the edit that adds a part to an annotation; parts that touch become one."""
    return set_fragments(annotation, article, fragments_of((*annotation.fragments, span)))


def remove_fragment(annotation: Annotation, article: Article, span: Span) -> ChangeSet:
    """Give the edit that removes a part; the last part is never removed this way."""
    rest = tuple(part for part in annotation.fragments if part != span)
    return set_fragments(annotation, article, rest)


def set_note(annotation: Annotation, note: str) -> ChangeSet:
    """Give the edit that writes an annotation's note."""
    if note == annotation.note:
        return ChangeSet("Edit note", ())
    changed = replace(annotation, note=note, changed=now())
    return ChangeSet("Edit note", (Change(annotation, changed),))


def set_attribute(annotation: Annotation, name: str, value: AttributeValue | None) -> ChangeSet:
    """Give the edit that answers an attribute, or with None leaves it open."""
    attributes = dict(annotation.attributes)
    if value is None:
        attributes.pop(name, None)
    else:
        attributes[name] = value
    if attributes == annotation.attributes:
        return ChangeSet("Set attribute", ())
    changed = replace(annotation, attributes=attributes or NO_ATTRIBUTES, changed=now())
    return ChangeSet(f"Set {name}", (Change(annotation, changed),))


def set_attributes(annotation: Annotation, answers: Attributes) -> ChangeSet:
    """Give the edit that gives an annotation several answers; its other answers stay."""
    attributes = {**annotation.attributes, **answers}
    if attributes == annotation.attributes:
        return ChangeSet("Set attributes", ())
    changed = replace(annotation, attributes=attributes, changed=now())
    return ChangeSet("Set attributes", (Change(annotation, changed),))


def relate(
    head: Annotation, tail: Annotation, *, type: str, annotator: str, name: str = ""
) -> ChangeSet:
    """Give the edit that links an annotation to another."""
    moment = now()
    relation = Relation(
        id=new_id(),
        article_id=head.article_id,
        annotator=annotator,
        type=type,
        head=head.id,
        tail=tail.id,
        created=moment,
        changed=moment,
    )
    return ChangeSet(f"Add relation {name or type}", (added(relation),))


def retype(relation: Relation, type: str, *, name: str = "") -> ChangeSet:
    """Give the edit that makes a relation one of another type; its attributes go."""
    if relation.type == type:
        return ChangeSet("Change relation", ())
    changed = replace(relation, type=type, attributes=NO_ATTRIBUTES, changed=now())
    return ChangeSet(f"Change relation to {name or type}", (Change(relation, changed),))


def reverse(relation: Relation) -> ChangeSet:
    """Give the edit that lets a relation lead the other way."""
    changed = replace(relation, head=relation.tail, tail=relation.head, changed=now())
    return ChangeSet("Turn relation round", (Change(relation, changed),))


def set_relation_note(relation: Relation, note: str) -> ChangeSet:
    """Give the edit that writes a relation's note."""
    if note == relation.note:
        return ChangeSet("Edit note", ())
    changed = replace(relation, note=note, changed=now())
    return ChangeSet("Edit note", (Change(relation, changed),))


def delete_relation(relation: Relation) -> ChangeSet:
    """Give the edit that deletes a relation."""
    return ChangeSet("Delete relation", (removed(relation),))


def set_state(current: AnnotationSet, annotator: str, state: State) -> ChangeSet:
    """Give the edit that says how far an annotator is with an article."""
    before = current.state(annotator)
    name = f"Mark {STATE_NAMES[state]}"
    if (before.state if before else "new") == state:
        return ChangeSet(name, ())
    after = ArticleState(current.article_id, annotator, state, now())
    return ChangeSet(name, (Change(before, None if state == "new" else after),))


def set_article_label(
    current: AnnotationSet, annotator: str, name: str, value: AttributeValue | None
) -> ChangeSet:
    """Give the edit that sets one of an article's labels, or with None takes it away."""
    before = current.article_label(annotator, name)
    if value == (before.value if before else None):
        return ChangeSet(f"Set {name}", ())
    after = None
    if value is not None:
        after = ArticleLabel(current.article_id, annotator, name, value, now())
    return ChangeSet(f"Set {name}", (Change(before, after),))


def edit_article(
    article: Article, *, metadata: Mapping[str, str] | None = None, **facts: str
) -> ChangeSet:
    """Give the edit of an article's title, outlet, author, published, url or language.

    ``metadata`` says other things in some fields of its metadata; "" takes one away.
    """
    if {"id", "text", "sha256"} & set(facts):
        raise ValueError("an article's text and identity never change")
    after = replace(with_metadata(article, metadata or {}), **facts)  # type: ignore[arg-type]
    return ChangeSet("Edit article details", () if after == article else (Change(article, after),))


def add_all(name: str, values: Iterable[Value]) -> ChangeSet:
    """Give the edit that adds several values as one action."""
    return ChangeSet(name, tuple(map(added, values)))
