"""Groups of articles that are nearly the same text, such as copies of one agency's story."""

from dataclasses import dataclass

from annotator.core.record import Record


@dataclass(frozen=True, slots=True)
class Copies(Record):
    """Articles that belong together; ``likeness`` of each is to the first, 0 to 1.

    Splits for training keep a group together, and marks of one may be offered to the others.
    """

    articles: tuple[str, ...]
    likeness: tuple[float, ...]
