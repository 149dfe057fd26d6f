"""Bringing annotators' work together: what is new, the same, changed, removed, or settled already.

Values are the same one by their identifier. Of two contents of one value the later one counts,
and of two at the same moment the one whose JSON sorts last. What its annotator took back goes,
unless it was said anew later or a decision stands on it; a removal remembers what it removed. So
the order in which hand-ins come does not matter, coming twice changes nothing, and nothing is
lost. Gold is joined by `review.merging_gold`.
"""

from collections.abc import Iterable, Mapping

import msgspec

from annotator.core.annotation import Annotation
from annotator.core.changes import Change, Key, Said, key_of
from annotator.core.decision import Decision
from annotator.core.relation import Relation
from annotator.core.removal import Removable, Removal, removal
from annotator.review.held import Held, Merged, is_gold
from annotator.review.merging_gold import GoldJoin

_json = msgspec.json.Encoder(enc_hook=dict, order="deterministic")


def later(one: Said, two: Said) -> Said:
    """Give the content that counts of two of the same value; the same in either order."""
    return max(one, two, key=_rank)


def _rank(value: Said | Removal) -> tuple[str, bytes]:
    return value.changed, _json.encode(value)


def combined(values: Iterable[Said]) -> dict[Key, Said]:
    """Give each value once, with the content that counts."""
    found: dict[Key, Said] = {}
    for value in values:
        key = key_of(value)
        found[key] = value if key not in found else later(found[key], value)
    return found


def joined_removals(*all_: Iterable[Removal]) -> dict[str, Removal]:
    """Give each removal once: the later time, and the content that counts."""
    found: dict[str, Removal] = {}
    for one in (each for removals in all_ for each in removals):
        other = found.setdefault(one.id, one)
        if other is not one and other != one:
            content = max(one.value, other.value, key=_rank)
            moment = max(one.changed, other.changed)
            found[one.id] = removal(content, moment)
    return found


def merged(
    article_id: str,
    there: Held,
    coming: Iterable[Said],
    removals: Iterable[Removal] = (),
    decisions: Iterable[Decision] = (),
) -> Merged:
    """Give what becomes of values that come to an article, beside those that are there."""
    result = Merged(article_id)
    every = list(coming)
    gold = GoldJoin(there, decisions, result)
    gold.join([value for value in every if is_gold(value)])
    own = _OwnJoin(there, joined_removals(there.removals.values(), removals), result)
    own.join(combined(value for value in every if not is_gold(value)), gold.sources)
    return result


class _OwnJoin:
    """Joins what annotators say, each of her own."""

    def __init__(self, there: Held, removals: dict[str, Removal], result: Merged) -> None:
        self._there, self._removals, self._result = there, removals, result
        self._whole: dict[str, Removable] = {}

    def join(self, coming: Mapping[Key, Said], sources: frozenset[str]) -> None:
        """Sort what comes by its fate; what ``sources`` names stays, whoever took it back."""
        if self._removals:
            self._know_whole(coming)
        out = self._out(sources)
        for key, value in coming.items():
            if not (isinstance(value, Annotation | Relation) and value.id in out):
                self._take(key, value, self._there.said.get(key))
        for own in sorted(out):
            key = key_of(self._whole[own])
            here = self._there.said.get(key)
            if here is not None:
                self._result.gone.append(here)
            elif key in coming:
                self._result.same.append(coming[key])
        self._bring_back(out, coming)
        self._note(out)

    def _know_whole(self, coming: Mapping[Key, Said]) -> None:
        """Give every mark and relation its latest content, wherever that is known."""
        removed_ = (one.value for one in self._removals.values())
        for value in (*self._there.said.values(), *coming.values(), *removed_):
            if isinstance(value, Annotation | Relation) and not is_gold(value):
                other = self._whole.setdefault(value.id, value)
                self._whole[value.id] = max(other, value, key=_rank)

    def _out(self, sources: frozenset[str]) -> set[str]:
        """Give what is not to be seen: taken back, or a relation whose end was."""
        out = {
            one.id for one in self._removals.values()
            if one.changed and one.id not in sources
            and self._whole[one.id].changed <= one.changed
        }  # fmt: skip
        for value in self._whole.values():
            if isinstance(value, Relation) and {value.head, value.tail} & out:
                out.add(value.id)
        return out

    def _take(self, key: Key, value: Said, before: Said | None) -> None:
        result = self._result
        if before == value:
            result.same.append(value)
        elif before is None:
            result.new.append(value)
        elif later(before, value) is before:
            result.conflicting.append((before, value))
        else:
            result.changes.append(Change(before, value))

    def _bring_back(self, out: set[str], coming: Mapping[Key, Said]) -> None:
        """Bring what was taken back once and is to be seen after all."""
        for own in sorted(self._removals.keys() - out):
            value = self._whole[own]
            key = key_of(value)
            if key not in coming and key not in self._there.said:
                self._result.new.append(value)

    def _note(self, out: set[str]) -> None:
        """Note what is gone with its content; forget removals that say nothing any more."""
        for own in sorted(out | self._removals.keys()):
            before, one = self._there.removals.get(own), self._removals.get(own)
            value = self._whole[own]
            moment = one.changed if one else ""
            after = removal(value, moment) if own in out or moment >= value.changed else None
            if before != after:
                self._result.records.append(Change(before, after))
