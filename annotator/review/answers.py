"""Agreement on attributes, relations and whole articles, as items."""

from collections.abc import Iterable, Iterator

from annotator.core.annotation import AttributeValue
from annotator.core.span import Span
from annotator.review.alignment import Equality, matched
from annotator.review.comparison import Comparison
from annotator.review.measure import Cells, Item
from annotator.review.spans_f1 import BOTH, FIRST, SECOND

NO_ANSWER = ""
ARTICLE = ("\x00article",)
"""The cell that counts articles."""
LIST = "\x1f"
"""Between the answers of an attribute that takes several, in a cell."""
_OVERLAP = Equality("overlap")


def said(value: AttributeValue | None) -> str:
    """Give an answer as a cell holds it.

    >>> said(True), said(None), said(("b", "a")) == said(("a", "b"))
    ('yes', '', True)
    """
    if value is None:
        return NO_ANSWER
    if isinstance(value, bool):
        return "yes" if value else "no"
    return LIST.join(sorted(value)) if isinstance(value, tuple) else str(value)


def attribute_items(comparison: Comparison) -> Iterator[Item]:
    """Give the answers to each attribute of annotations that both made (same label, overlap).

    A cell is label.attribute and the two answers; an attribute that neither answered is none.
    """
    one, two = (layer.marks for layer in comparison.layers)
    for a, b in matched(one, two, _OVERLAP):
        for name in sorted({*a.attributes, *b.attributes}):
            answers = (said(a.attributes.get(name)), said(b.attributes.get(name)))
            cell = (f"{a.label}.{name}", *answers)
            yield Item(cell, 1, comparison.article.id, a.span, (a.id, b.id))


def attributes_used(comparison: Comparison) -> Iterable[str]:
    """Give label.attribute of all answers."""
    return {
        f"{mark.label}.{name}"
        for layer in comparison.layers
        for mark in layer.marks
        for name in mark.attributes
    }


def of_first(cells: Cells, name: str) -> Cells:
    """Give the cells that begin with a name."""
    return {cell: amount for cell, amount in cells.items() if cell[0] == name}


def without_first(cells: Cells) -> dict[tuple[str, ...], float]:
    """Give the cells without what each begins with, summed."""
    found: dict[tuple[str, ...], float] = {}
    for cell, amount in cells.items():
        found[cell[1:]] = found.get(cell[1:], 0.0) + amount
    return found


def same_share(cells: Cells) -> float | None:
    """Give the share of equal answers, or None where nothing was asked."""
    total = sum(cells.values())
    return sum(n for cell, n in cells.items() if cell[1] == cell[2]) / total if total else None


def answer_counts(cells: Cells) -> dict[str, float]:
    """Give how many answers were compared and how many are equal."""
    return {
        "compared": sum(cells.values()),
        "equal": sum(n for cell, n in cells.items() if len(set(cell[1:])) == 1),
    }


# --- relations


def relation_items(comparison: Comparison) -> Iterator[Item]:
    """Give the relations that both have, or one alone.

    Two are the same when they have one type and their ends are annotations that go together
    (same label, overlap). Those leading to another article are left out.
    """
    first, second = comparison.layers
    partner = {a.id: b.id for a, b in matched(first.marks, second.marks, _OVERLAP)}
    span_of = {mark.id: mark.span for layer in comparison.layers for mark in layer.marks}
    open_ = {(r.type, r.head, r.tail): r for r in second.relations if r.tail in span_of}
    article = comparison.article.id
    for relation in first.relations:
        if relation.tail not in span_of or relation.head not in span_of:
            continue
        ends = (partner.get(relation.head, ""), partner.get(relation.tail, ""))
        other = open_.pop((relation.type, *ends), None)
        span = span_of[relation.head]
        if other is None:
            yield Item((relation.type, FIRST), 1, article, span, (relation.id,))
        else:
            yield Item((relation.type, BOTH), 1, article, span, (relation.id, other.id))
    for relation in open_.values():
        if relation.head in span_of:
            span = span_of[relation.head]
            yield Item((relation.type, SECOND), 1, article, span, (relation.id,))


def relation_types_used(comparison: Comparison) -> Iterable[str]:
    """Give the types of all relations."""
    return {relation.type for layer in comparison.layers for relation in layer.relations}


# --- whole articles


def presence_items(comparison: Comparison) -> Iterator[Item]:
    """Give the article itself, and each label that somebody used in it, with who did."""
    used = [{mark.label for mark in layer.marks} for layer in comparison.layers]
    whole = Span(0, len(comparison.article.text))
    yield Item(ARTICLE, 1, comparison.article.id, whole)
    for label in sorted(set().union(*used)):
        answers = (said(label in labels) for labels in used)
        ids = tuple(
            mark.id for layer in comparison.layers for mark in layer.marks if mark.label == label
        )
        yield Item((label, *answers), 1, comparison.article.id, whole, ids)


def presence_of(cells: Cells, label: str) -> dict[tuple[str, str], float]:
    """Give in how many articles both, one or none of two annotators used a label."""
    found = {(cell[1], cell[2]): n for cell, n in cells.items() if cell[0] == label}
    neither = cells.get(ARTICLE, 0.0) - sum(found.values())
    return found | ({(said(False), said(False)): neither} if neither else {})


def article_label_items(comparison: Comparison) -> Iterator[Item]:
    """Give the answers to the article's own questions; who did not answer is left out."""
    whole = Span(0, len(comparison.article.text))
    names = {name for layer in comparison.layers for name in layer.answers}
    for name in sorted(names):
        answers = [
            said(layer.answers[name]) for layer in comparison.layers if name in layer.answers
        ]
        yield Item((name, *answers), 1, comparison.article.id, whole)


def article_labels_used(comparison: Comparison) -> Iterable[str]:
    """Give the names of all questions that somebody answered."""
    return {name for layer in comparison.layers for name in layer.answers}
