"""What an adjudicator decided on a passage, what was said of it, and marks without a place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from annotator.core.annotation import NO_ATTRIBUTES, Attributes
from annotator.core.record import Record

Outcome: TypeAlias = Literal["gold", "none", "genuine", "deferred"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
Reason: TypeAlias = Literal["", "guideline gap", "slip", "ambiguous"]
REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Decision(Record):
    """How a group of annotations was settled, by whom or which rule, and why.

    ``sources`` are the identifiers of the annotations decided on, ``gold`` those of the
    annotations that came of it. ``rule`` says how ("accept ada", "majority", "union" …);
    ``automatic`` that no person looked at this one. With the outcome "genuine" several readings
    stand: ``weights`` has one of each gold annotation, in their order. ``over`` are identifiers
    of the decisions, and of their gold, in whose place it was made; merging never brings those
    back.
    """

    article_id: str
    sources: tuple[str, ...]
    gold: tuple[str, ...]
    outcome: Outcome
    rule: str
    person: str
    changed: str
    reason: Reason = ""
    comment: str = ""
    automatic: bool = False
    weights: tuple[float, ...] = ()
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment(Record):
    """A remark on annotations of an article, or on all of it where ``about`` is empty.

    ``thread`` is the identifier of the comment that began the thread, its own for the first one,
    whose ``resolved`` counts for all.
    """

    article_id: str
    about: tuple[str, ...]
    thread: str
    author: str
    text: str
    changed: str
    resolved: bool = False


def needing_help(comments: Iterable[Comment]) -> frozenset[str]:
    """Give the articles for which somebody asked for help, and nobody has settled it yet.

    Asking is beginning a thread on the whole article; it ends when the thread is settled.
    """
    return frozenset(
        one.article_id for one in comments
        if not one.about and one.id == one.thread and not one.resolved
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Orphan(Record):
    """An annotation whose words were not found in the project's text: kept, never shown as one.

    ``id`` is the annotation's. ``start`` and ``end`` are code points of the text it was made in,
    whose SHA-256 is ``sha256``.
    """

    article_id: str
    annotator: str
    label: str
    quote: str
    start: int
    end: int
    sha256: str
    changed: str
    attributes: Attributes = field(default_factory=lambda: NO_ATTRIBUTES, hash=False)
    note: str = ""
