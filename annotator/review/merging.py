"""Bringing annotators' work together: what is new, the same, changed, or settled already.

Values are the same one by their identifier. Of two contents of one value the later one counts,
and of two at the same moment the one whose JSON sorts last: so the order in which hand-ins come
does not matter, and coming twice changes nothing. Nothing is ever removed. An adjudicator's
values are never replaced.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from annotator.core.annotation import GOLD
from annotator.core.changes import Change, Key, Said, key_of

_json = msgspec.json.Encoder(enc_hook=dict, order="deterministic")


@dataclass(slots=True)
class Merged:
    """What merging does to one article. ``changes`` replace what is there by what is later.

    ``conflicting`` are values of which the one that is there stands: it is later, or gold.
    """

    article_id: str
    new: list[Said] = field(default_factory=list)
    same: list[Said] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    conflicting: list[tuple[Said, Said]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many values of each fate."""
        return {
            "new": len(self.new),
            "same": len(self.same),
            "changed": len(self.changes),
            "conflicting": len(self.conflicting),
        }

    def __bool__(self) -> bool:
        """Say whether anything is stored."""
        return bool(self.new or self.changes)


def later(one: Said, two: Said) -> Said:
    """Give the content that counts of two of the same value; the same in either order."""
    return max(one, two, key=_rank)


def _rank(value: Said) -> tuple[str, bytes]:
    return value.changed, _json.encode(value)


def combined(values: Iterable[Said]) -> dict[Key, Said]:
    """Give each value once, with the content that counts."""
    found: dict[Key, Said] = {}
    for value in values:
        key = key_of(value)
        found[key] = value if key not in found else later(found[key], value)
    return found


def merged(article_id: str, there: Mapping[Key, Said], coming: Iterable[Said]) -> Merged:
    """Give what becomes of values that come to an article, beside those that are there."""
    result = Merged(article_id)
    settled = any(value.annotator == GOLD for value in there.values())
    for key, value in combined(coming).items():
        before = there.get(key)
        if before == value:
            result.same.append(value)
        elif before is None and not (settled and value.annotator == GOLD):
            result.new.append(value)
        elif before is None:
            result.conflicting.append((value, value))
        elif before.annotator == GOLD or later(before, value) is before:
            result.conflicting.append((before, value))
        else:
            result.changes.append(Change(before, value))
    return result
