"""Where annotators differ in an article: groups of annotations that speak of the same passage."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from annotator.core.annotation import Annotation, AttributeValue
from annotator.core.relation import Relation
from annotator.core.span import Span
from annotator.review.alignment import STRICT, Equality, head_of, overlaps
from annotator.review.comparison import Comparison
from annotator.review.pairing import most_pairs

Kind: TypeAlias = Literal["missing", "label", "boundary", "attribute", "relation"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_ALIKE = 0.5
"""Overlapping annotations of different labels are one group from this likeness on."""


@dataclass(frozen=True, slots=True)
class Group:
    """Annotations of the same passage, at most one by each annotator who worked on the article.

    ``kinds`` says in what they differ, the weightiest first; without any they agree.
    ``relations`` are those starting here that not everybody has who marked both ends, and
    ``attributes`` the identifiers of the attributes that differ.
    """

    article_id: str
    annotators: tuple[str, ...]
    members: tuple[Annotation, ...]
    kinds: tuple[Kind, ...] = ()
    attributes: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()

    @property
    def agreed(self) -> bool:
        """Whether there is nothing to decide."""
        return not self.kinds

    @property
    def span(self) -> Span:
        """The hull of all members, in code points."""
        return Span(min(m.start for m in self.members), max(m.end for m in self.members))

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that were given, sorted."""
        return tuple(sorted({member.label for member in self.members}))

    @property
    def missing(self) -> tuple[str, ...]:
        """The annotators who marked nothing here."""
        here = {member.annotator for member in self.members}
        return tuple(name for name in self.annotators if name not in here)

    @property
    def confidence(self) -> float:
        """The share of annotators who gave the reading that most gave (same label and span)."""
        readings = Counter((member.label, member.fragments) for member in self.members)
        readings[("", ())] = len(self.missing)
        return max(readings.values()) / len(self.annotators)

    @property
    def pattern(self) -> tuple[object, ...]:
        """What identical cases share: who marked which words how, and in what they differ."""
        return (
            self.kinds,
            self.missing,
            tuple(
                (m.annotator, m.label, m.quote.casefold(), tuple(sorted(m.attributes.items())))
                for m in self.members
            ),
        )

    def by(self, annotator: str) -> Annotation | None:
        """Give an annotator's reading, or None where she marked nothing."""
        return next((m for m in self.members if m.annotator == annotator), None)


def groups(comparison: Comparison, equality: Equality = STRICT) -> list[Group]:
    """Give all groups of an article by their start, agreed ones too.

    Annotations go together, one by each annotator, in this order: same label and same code
    points; same label and overlap (as many pairs as can be); same code points; at least half of
    the code points shared. ``equality`` decides only what counts as a difference.
    """
    places = _grouped(comparison)
    relations = _relation_differences(comparison, places, equality) if equality.relations else {}
    found = [
        _judged(comparison, tuple(members), relations.get(at, ()), equality)
        for at, members in enumerate(places)
    ]
    found.sort(key=lambda group: (group.span, group.labels))
    return found


def disagreements(
    comparisons: Iterable[Comparison], equality: Equality = STRICT
) -> Iterator[Group]:
    """Give the groups that need a decision, article after article."""
    for comparison in comparisons:
        yield from (group for group in groups(comparison, equality) if group.kinds)


# --- which annotations speak of the same passage


def _grouped(comparison: Comparison) -> list[list[Annotation]]:
    places: list[list[Annotation]] = []
    for layer in comparison.layers:
        rest = list(layer.marks)
        free = set(range(len(places)))
        if places:
            rest = _joined_by_key(places, rest, free, with_label=True)
            rest = _joined_by_overlap(places, rest, free, same_label=True)
            rest = _joined_by_key(places, rest, free, with_label=False)
            rest = _joined_by_overlap(places, rest, free, same_label=False)
        places += [[mark] for mark in rest]
    return places


def _joined_by_key(
    places: list[list[Annotation]], marks: list[Annotation], free: set[int], *, with_label: bool
) -> list[Annotation]:
    """Put annotations where somebody marked the same code points; gives those left."""
    if not marks or not free:
        return marks
    at: defaultdict[object, list[int]] = defaultdict(list)
    for place in sorted(free, reverse=True):
        for key in {_key(member, with_label=with_label) for member in places[place]}:
            at[key].append(place)
    left = []
    for mark in marks:
        candidates = at.get(_key(mark, with_label=with_label), [])
        while candidates and candidates[-1] not in free:
            candidates.pop()
        if candidates:
            place = candidates.pop()
            places[place].append(mark)
            free.discard(place)
        else:
            left.append(mark)
    return left


def _key(mark: Annotation, *, with_label: bool) -> object:
    return (mark.label, mark.fragments) if with_label else mark.fragments


def _joined_by_overlap(
    places: list[list[Annotation]], marks: list[Annotation], free: set[int], *, same_label: bool
) -> list[Annotation]:
    """Put annotations where they overlap with somebody's; gives those left."""
    if not marks or not free:
        return marks
    members = [(member, place) for place in free for member in places[place]]
    members.sort(key=lambda item: item[0].sort_key)
    weights: dict[tuple[int, int], float] = {}
    for at, other, likeness in overlaps(marks, [member for member, _ in members]):
        member, place = members[other]
        fits = member.label == marks[at].label if same_label else likeness >= _ALIKE
        if fits and likeness > weights.get((at, place), 0.0):
            weights[at, place] = likeness
    joined = set()
    for at, place in most_pairs(weights):
        places[place].append(marks[at])
        free.discard(place)
        joined.add(at)
    return [mark for at, mark in enumerate(marks) if at not in joined]


# --- in what they differ


def _judged(
    comparison: Comparison,
    members: tuple[Annotation, ...],
    relations: tuple[Relation, ...],
    equality: Equality,
) -> Group:
    names = comparison.annotators
    attributes = _differing(members) if equality.attributes else ()
    differs: dict[Kind, bool] = {
        "missing": len(members) < len(names),
        "label": equality.labels and any(m.label != members[0].label for m in members),
        "boundary": _boundaries_differ(members, equality),
        "attribute": bool(attributes),
        "relation": bool(relations),
    }
    kinds = tuple(kind for kind in KINDS if differs[kind])
    return Group(comparison.article.id, names, members, kinds, attributes, relations)


def _boundaries_differ(members: Sequence[Annotation], equality: Equality) -> bool:
    first = members[0]
    if equality.boundaries == "exact":
        return any(member.fragments != first.fragments for member in members)
    if equality.boundaries == "head":
        return any(head_of(member) != head_of(first) for member in members[1:])
    return False


def _differing(members: Sequence[Annotation]) -> tuple[str, ...]:
    """Give the attributes to which those with the same label gave different answers, or none."""
    by_label: defaultdict[str, list[Annotation]] = defaultdict(list)
    for member in members:
        by_label[member.label].append(member)
    return tuple(
        sorted(
            {
                name
                for same in by_label.values()
                if len(same) > 1
                for name in set().union(*(m.attributes for m in same))
                if any(m.attributes.get(name) != same[0].attributes.get(name) for m in same)
            }
        )
    )


def _relation_differences(
    comparison: Comparison, places: Sequence[Sequence[Annotation]], equality: Equality
) -> dict[int, tuple[Relation, ...]]:
    """Give by the head's place the relations that not all have who marked both of its ends."""
    if not any(layer.relations for layer in comparison.layers):
        return {}
    place_of = {mark.id: at for at, members in enumerate(places) for mark in members}
    links: defaultdict[tuple[str, int, int], list[Relation]] = defaultdict(list)
    for layer in comparison.layers:
        for relation in layer.relations:
            head, tail = place_of.get(relation.head), place_of.get(relation.tail)
            if head is not None and tail is not None:  # else it leads to another article
                links[relation.type, head, tail].append(relation)
    found: defaultdict[int, list[Relation]] = defaultdict(list)
    for (_, head, tail), relations in links.items():
        could = {m.annotator for m in places[head]} & {m.annotator for m in places[tail]}
        if could > {r.annotator for r in relations} or (
            equality.attributes and not _same_answers([r.attributes for r in relations])
        ):
            found[head] += relations
    return {at: tuple(relations) for at, relations in found.items()}


def _same_answers(all_answers: Sequence[object]) -> bool:
    return all(answers == all_answers[0] for answers in all_answers)


def answers_of(group: Group, attribute: str) -> dict[str, AttributeValue | None]:
    """Give what each annotator with a reading answered to an attribute; None: nothing."""
    return {m.annotator: m.attributes.get(attribute) for m in group.members}
