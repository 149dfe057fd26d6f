"""Deciding what is gold: rules that settle a group, as one change set with the decision's record.

Gold annotations belong to `GOLD`, never to the annotators, whose marks are not touched. Deciding
a group again replaces what came of it before. Relations follow when both ends are settled.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from annotator.core.annotation import GOLD, Annotation, Attributes
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import Change, ChangeSet, Value, added, removed
from annotator.core.decision import Decision, Outcome, Reason
from annotator.core.identifiers import new_id, now
from annotator.core.relation import Relation
from annotator.core.span import Fragments, Span, fragments_of, quote
from annotator.review.disagreement import Group


class Reading(NamedTuple):
    """What a passage is to be marked as."""

    label: str
    fragments: Fragments
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to settle a group.

    ``settle`` gives the readings that stand (an empty list: nothing is marked), or None where
    the rule settles nothing. ``annotator`` is set where one annotator is accepted.
    """

    name: str
    settle: Callable[[Group], list[Reading] | None]
    annotator: str = ""


def reading_of(mark: Annotation) -> Reading:
    """Give what an annotation says."""
    return Reading(mark.label, mark.fragments, mark.attributes)


def accept(annotator: str) -> Rule:
    """Take one annotator's reading; where she marked nothing, nothing is gold."""

    def settle(group: Group) -> list[Reading] | None:
        mark = group.by(annotator)
        return [] if mark is None else [reading_of(mark)]

    return Rule(f"accept {annotator}", settle, annotator)


def trusted(by_label: Mapping[str, str]) -> Rule:
    """Take, for a label, the reading of the annotator trusted with it; labels of no one wait."""

    def settle(group: Group) -> list[Reading] | None:
        names = {by_label[label] for label in group.labels if label in by_label}
        if len(names) != 1 or not all(label in by_label for label in group.labels):
            return None
        return accept(names.pop()).settle(group)

    return Rule("trusted annotator", settle)


def chosen(readings: Sequence[Reading], name: str = "edited") -> Rule:
    """Take readings that the adjudicator made herself, attribute by attribute or in place."""
    return Rule(name, lambda group: list(readings))


def _all(group: Group) -> list[Reading]:
    found: list[Reading] = []
    for member in group.members:
        reading = reading_of(member)
        if reading not in found:
            found.append(reading)
    return found


def _union(group: Group) -> list[Reading] | None:
    label = _commonest(member.label for member in group.members)
    parts = [span for member in group.members for span in member.fragments]
    return None if label is None else [Reading(label, fragments_of(parts), _answers(group.members))]


def _intersection(group: Group) -> list[Reading] | None:
    label = _commonest(member.label for member in group.members)
    shared = list(group.members[0].fragments)
    for member in group.members[1:]:
        both = [(a, b) for a in shared for b in member.fragments if a.overlaps(b)]
        shared = [Span(max(a.start, b.start), min(a.end, b.end)) for a, b in both]
    if label is None or not shared:
        return None
    return [Reading(label, fragments_of(shared), _answers(group.members))]


def _majority(group: Group) -> list[Reading] | None:
    """More than half of those who worked on the article; also for marking nothing."""
    needed = len(group.annotators) / 2
    if len(group.missing) > needed:
        return []
    counts = Counter((member.label, member.fragments) for member in group.members)
    (label, fragments), most = counts.most_common(1)[0]
    if most <= needed:
        return None
    same = [m for m in group.members if (m.label, m.fragments) == (label, fragments)]
    return [Reading(label, fragments, _answers(same))]


def _unanimous(group: Group) -> list[Reading] | None:
    return [reading_of(group.members[0])] if group.agreed else None


ALL = Rule("all", _all)
NONE = Rule("none", lambda group: [])
UNION = Rule("union", _union)
INTERSECTION = Rule("intersection", _intersection)
MAJORITY = Rule("majority", _majority)
UNANIMOUS = Rule("unanimous", _unanimous)
AUTOMATIC: tuple[Rule, ...] = (UNANIMOUS, MAJORITY, INTERSECTION)
"""The rules that may settle many groups at once, after a preview."""


def _commonest(labels: Iterable[str]) -> str | None:
    counts = Counter(labels).most_common(2)
    tie = len(counts) > 1 and counts[0][1] == counts[1][1]
    return None if tie else counts[0][0]


def _answers(members: Sequence[Annotation]) -> Attributes:
    """Give the answers that more than half of the members gave."""
    votes: defaultdict[str, Counter[object]] = defaultdict(Counter)
    for member in members:
        for name, value in member.attributes.items():
            votes[name][value] += 1
    return {
        name: value  # type: ignore[misc]
        for name, counts in votes.items()
        for value, count in counts.most_common(1)
        if count > len(members) / 2
    }


# --- making gold


@dataclass(frozen=True, slots=True)
class Note:
    """Why, by whom, and how a decision was made."""

    person: str
    reason: Reason = ""
    comment: str = ""
    automatic: bool = False
    outcome: Outcome = "gold"
    weights: tuple[float, ...] = ()


Decided: TypeAlias = Sequence[Decision]


def decide(
    groups: Sequence[Group],
    rule: Rule,
    article: Article,
    current: AnnotationSet,
    decisions: Decided,
    note: Note,
) -> ChangeSet:
    """Give the one action that settles groups of an article by a rule.

    ``current`` holds the article's values and ``decisions`` the earlier decisions on it. Groups
    that the rule cannot settle are left as they are. With the outcome "deferred" nothing becomes
    gold; "genuine" keeps the rule's readings with the note's weights.
    """
    settled: list[tuple[Group, list[Reading]]] = []
    for group in groups:
        readings = [] if note.outcome == "deferred" else rule.settle(group)
        if readings is not None:
            settled.append((group, readings))
    sources = {member.id for group, _ in settled for member in group.members}
    before = [one for one in decisions if sources & set(one.sources)]
    standing = [one for one in decisions if one not in before]
    changes = _reopened(before, current)
    made: list[Decision] = []
    for group, readings in settled:
        gold = [_gold(article, reading) for reading in readings]
        changes += map(added, gold)
        made.append(_decision(group, gold, rule, note, before))
    changes += map(added, _relations(rule, current, standing, made))
    changes += map(added, made)
    return ChangeSet(f"Decide: {rule.name}", tuple(changes))


def reopen(decisions: Decided, current: AnnotationSet) -> ChangeSet:
    """Give the action that takes decisions back, with the gold that came of them."""
    return ChangeSet("Reopen", tuple(_reopened(decisions, current)))


def _reopened(decisions: Decided, current: AnnotationSet) -> list[Change]:
    gold = [mark for one in decisions for own in one.gold if (mark := current.get(own))]
    relations = {
        relation.id: relation
        for mark in gold
        for relation in current.relations_of(mark.id)
        if relation.annotator == GOLD
    }
    gone: list[Value] = [*relations.values(), *gold, *decisions]
    return [removed(value) for value in gone]


def _gold(article: Article, reading: Reading) -> Annotation:
    moment = now()
    return Annotation(
        new_id(), article.id, GOLD, reading.label, reading.fragments,
        quote(article.text, reading.fragments), moment, moment, reading.attributes,
    )  # fmt: skip


def _decision(
    group: Group, gold: Sequence[Annotation], rule: Rule, note: Note, before: Decided
) -> Decision:
    outcome: Outcome = note.outcome
    if outcome == "gold" and not gold:
        outcome = "none"
    return Decision(
        new_id(), group.article_id, tuple(m.id for m in group.members),
        tuple(mark.id for mark in gold), outcome, rule.name, note.person, now(), note.reason,
        note.comment, note.automatic, note.weights if outcome == "genuine" else (),
        _replaced(group, before),
    )  # fmt: skip


def _replaced(group: Group, before: Decided) -> tuple[str, ...]:
    """Give all in whose place a new decision on a group stands, down to the first one."""
    here = {member.id for member in group.members}
    own = [one for one in before if here & set(one.sources)]
    return tuple(sorted({i for one in own for i in (one.id, *one.gold, *one.over)}))


def _relations(
    rule: Rule, current: AnnotationSet, standing: Decided, made: Decided
) -> list[Relation]:
    """Give the gold relations that follow: both ends settled, one at least just now.

    Of an accepted annotator her own; else those that more than half of the annotators have who
    marked both ends.
    """
    gold_of = {
        source: one.gold[0] for one in (*standing, *made) if one.gold for source in one.sources
    }
    fresh = {own for one in made for own in one.gold}
    author = {mark.id: mark.annotator for mark in current}
    marked: defaultdict[str, set[str]] = defaultdict(set)
    for source, gold in gold_of.items():
        if source in author:
            marked[gold].add(author[source])
    carriers: defaultdict[tuple[str, str, str], list[Relation]] = defaultdict(list)
    for relation in current.relations:
        head, tail = gold_of.get(relation.head), gold_of.get(relation.tail)
        if relation.annotator != GOLD and head and tail and fresh & {head, tail}:
            carriers[relation.type, head, tail].append(relation)
    return [
        _gold_relation(relations[0], head, tail)
        for (_, head, tail), relations in carriers.items()
        if _follows(rule, {r.annotator for r in relations}, marked[head] & marked[tail])
    ]


def _follows(rule: Rule, have: set[str], could: set[str]) -> bool:
    return rule.annotator in have if rule.annotator else len(have) > len(could) / 2


def _gold_relation(relation: Relation, head: str, tail: str) -> Relation:
    moment = now()
    return Relation(
        new_id(), relation.article_id, GOLD, relation.type, head, tail, moment, moment,
        relation.attributes,
    )  # fmt: skip


def identical(group: Group, others: Iterable[Group]) -> list[Group]:
    """Give the groups for which the same decision would do: same readings of the same words."""
    return [other for other in others if other.pattern == group.pattern]
