"""What is said of an article and was decided on it, and what merging does to that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.core.annotation import GOLD, Annotation
from annotator.core.changes import Change, Key, Said, removed
from annotator.core.decision import Decision
from annotator.core.judgement import ArticleState
from annotator.core.removal import Removal

Conflict: TypeAlias = tuple[Said | Decision, Said | Decision]


@dataclass(slots=True)
class Held:
    """All that is said of an article, what was taken back, and what was decided."""

    said: Mapping[Key, Said] = field(default_factory=dict)
    removals: Mapping[str, Removal] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)


@dataclass(slots=True)
class Merged:
    """What merging does to one article. ``changes`` replace what is there by what is later.

    ``conflicting`` are values of which the one that is there stands, and decisions of which both
    stand until somebody settles it. ``gone`` are values that leave; ``records`` what is noted of
    that, and decisions that come or give way.
    """

    article_id: str
    new: list[Said] = field(default_factory=list)
    same: list[Said] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    gone: list[Said] = field(default_factory=list)
    conflicting: list[Conflict] = field(default_factory=list)
    records: list[Change] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many values of each fate."""
        return {
            "new": len(self.new),
            "same": len(self.same),
            "changed": len(self.changes),
            "removed": len(self.gone),
            "conflicting": len(self.conflicting),
        }

    @property
    def leaving(self) -> list[Change]:
        """The changes that remove, relations first, and those that are noted with them."""
        ordered = sorted(self.gone, key=lambda value: isinstance(value, Annotation))
        return [*map(removed, ordered), *self.changes, *self.records]

    def __bool__(self) -> bool:
        """Say whether anything is stored."""
        return bool(self.new or self.changes or self.gone or self.records)


def is_gold(value: Said) -> bool:
    """Say whether a value is the adjudicator's; how far the gold is, is no decision."""
    return value.annotator == GOLD and not isinstance(value, ArticleState)
