"""Groups of articles that are nearly the same text, such as copies of one agency's story."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from annotator.core.identifiers import derived_id
from annotator.core.record import Record

Treatment: TypeAlias = Literal["keep", "link", "longest", "first"]
"""What becomes of a group: each stays by itself; they are linked; linked, and all are skipped
but the longest or the first."""
TREATMENTS: tuple[Treatment, ...] = get_args(Treatment)
IN_WORDS: Mapping[Treatment, str] = {
    "link": "Link them",
    "keep": "Keep them apart",
    "longest": "Link, and skip all but the longest",
    "first": "Link, and skip all but the first",
}


@dataclass(frozen=True, slots=True)
class Copies(Record):
    """Articles that belong together; ``likeness`` of each is to the first, 0 to 1.

    Splits for training keep a group together, and marks of one may be offered to the others.
    Of a group that is ``apart`` the user said that it is none, so that nobody is asked again.
    """

    articles: tuple[str, ...]
    likeness: tuple[float, ...]
    apart: bool = False

    @classmethod
    def of(
        cls, articles: Sequence[str], likeness: Sequence[float], *, apart: bool = False
    ) -> "Copies":
        """Give the group of some articles; the same ones are always the same group."""
        return cls(derived_id("copies", *articles), tuple(articles), tuple(likeness), apart)


def kept_of(treatment: Treatment, lengths: Sequence[int]) -> int | None:
    """Give which article of a group stays where the others are skipped; None where none is.

    ``lengths`` are those of the texts, in the group's order.

    >>> kept_of("longest", [20, 30, 30]), kept_of("first", [20, 30]), kept_of("link", [20, 30])
    (1, 0, None)
    """
    if treatment == "longest":
        return max(range(len(lengths)), key=lambda at: (lengths[at], -at))
    return 0 if treatment == "first" else None


def copies_of(article_id: str, groups: Iterable[Copies]) -> list[str]:
    """Give the other articles that one is linked to, in the groups' order, each once.

    >>> copies_of("b", [Copies.of(["a", "b", "c"], [1.0, 0.9, 0.8])])
    ['a', 'c']
    """
    linked = (g.articles for g in groups if not g.apart and article_id in g.articles)
    return list(dict.fromkeys(name for names in linked for name in names if name != article_id))
