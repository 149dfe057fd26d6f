"""Joining the gold of two adjudicators: what both decided alike is one, what differs stays, shown.

A decision gives way only to one that was made in its place (``Decision.over``). Two that were
made apart both stand; where their readings differ, that is a conflict for whoever decides next.
Gold is the same by what it says (label, words, answers), not by its identifier.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from annotator.core.annotation import Annotation
from annotator.core.changes import Said, added, key_of, removed
from annotator.core.decision import Decision
from annotator.core.identifiers import derived_id
from annotator.core.relation import Relation
from annotator.review.held import Held, Merged, is_gold

_Says: TypeAlias = tuple[object, ...]


def differ(one: Decision, two: Decision) -> bool:
    """Say whether two decisions on the same marks contradict each other.

    One that was put off contradicts nothing.
    """
    if one.id == two.id or "deferred" in (one.outcome, two.outcome):
        return False
    same = (one.outcome, sorted(one.gold)) == (two.outcome, sorted(two.gold))
    return bool(set(one.sources) & set(two.sources)) and not same


class GoldJoin:
    """Joins the gold of an article; ``sources`` are all marks on which a decision stands."""

    def __init__(self, there: Held, coming: Iterable[Decision], result: Merged) -> None:
        """Find which decisions stand when those that come are known."""
        self._there, self._result = there, result
        every = {one.id: one for one in coming} | dict(there.decisions)
        self._over = {own for one in every.values() for own in one.over}
        self._standing = [one for own, one in every.items() if own not in self._over]
        self._gone = self._over - {own for one in self._standing for own in one.gold}
        self.sources = frozenset(own for one in self._standing for own in one.sources)
        self._place: dict[str, str] = {}
        self._says: dict[_Says, str] = {}
        self._ids: set[str] = set()

    def join(self, coming: Sequence[Said]) -> None:
        """Sort the gold that comes by its fate, and the decisions."""
        if not (coming or self._standing or self._over):
            return
        self._look_at_what_is_there()
        for value in coming:
            if isinstance(value, Annotation):
                self._take_mark(value)
        for value in coming:
            if isinstance(value, Relation):
                self._take_relation(value)
            elif not isinstance(value, Annotation):
                self._take_other(value)
        self._decide()

    def _look_at_what_is_there(self) -> None:
        gold = [value for value in self._there.said.values() if is_gold(value)]
        for value in gold:
            self._ids.add(getattr(value, "id", ""))
            if isinstance(value, Annotation):
                if value.id in self._gone:
                    self._result.gone.append(value)
                    continue
                self._place[value.id] = value.id
                self._says.setdefault(_said(value), value.id)
        for value in gold:
            if isinstance(value, Relation):
                if {value.head, value.tail} & self._gone:
                    self._result.gone.append(value)
                else:
                    self._says.setdefault(_linked(value), value.id)

    def _take_mark(self, value: Annotation) -> None:
        if value.id in self._gone:
            self._result.same.append(value)
            return
        here = self._says.get(_said(value))
        if here is not None:
            self._place[value.id] = here
            self._result.same.append(value)
            return
        own = self._own_id(value)
        self._place[value.id] = self._says[_said(value)] = own
        self._result.new.append(replace(value, id=own))

    def _own_id(self, value: Annotation | Relation) -> str:
        """Give its identifier, or one of its own where that stands for something else here."""
        own = value.id
        if own in self._ids:
            said = _said(value) if isinstance(value, Annotation) else _linked(value)
            own = derived_id("gold", own, repr(said))
            before = self._there.said.get(key_of(value))
            if before is not None:
                self._result.conflicting.append((before, value))
        self._ids.add(own)
        return own

    def _take_relation(self, value: Relation) -> None:
        head, tail = (self._place.get(end, end) for end in (value.head, value.tail))
        moved = replace(value, head=head, tail=tail)
        if {value.head, value.tail} & self._gone or _linked(moved) in self._says:
            self._result.same.append(value)
            return
        own = self._own_id(moved)
        self._says[_linked(moved)] = own
        self._result.new.append(replace(moved, id=own))

    def _take_other(self, value: Said) -> None:
        """Take an answer about the whole article; the one that is there stands."""
        before = self._there.said.get(key_of(value))
        if before is None:
            self._result.new.append(value)
        elif before == value:
            self._result.same.append(value)
        else:
            self._result.conflicting.append((before, value))

    def _decide(self) -> None:
        """Note the decisions that come, those that give way, and which contradict each other."""
        there, result = self._there.decisions, self._result
        result.records += [removed(one) for own, one in there.items() if own in self._over]
        placed = [
            replace(one, gold=tuple(self._place.get(own, own) for own in one.gold))
            for one in self._standing
        ]
        result.records += [added(one) for one in placed if one.id not in there]
        on: defaultdict[str, list[Decision]] = defaultdict(list)
        for one in placed:
            for source in one.sources:
                on[source].append(one)
        seen: set[tuple[str, str]] = set()
        for two in placed:
            for one in (o for source in two.sources for o in on[source] if two.id not in there):
                pair = (min(one.id, two.id), max(one.id, two.id))
                if differ(one, two) and pair not in seen:
                    seen.add(pair)
                    result.conflicting.append((one, two))


def _said(value: Annotation) -> _Says:
    answers = sorted((name, repr(answer)) for name, answer in value.attributes.items())
    return (value.label, value.fragments, tuple(answers))


def _linked(value: Relation) -> _Says:
    return (value.type, value.head, value.tail)
