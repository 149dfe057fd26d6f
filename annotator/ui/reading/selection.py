"""The selection: where it was begun, where it has got to, and the span that this means."""

from typing import Literal, TypeAlias

from annotator.core.span import Span
from annotator.ui.reading.units import Units

Grain: TypeAlias = Literal["word", "character", "sentence", "exact"]


class Selection:
    """The pointer's or the keyboard's selection in one article, in code points.

    ``anchor`` stays while ``head`` moves; by the grain the stretch between them is widened to
    whole words (without punctuation at the edges), graphemes, or sentences.
    """

    def __init__(self, units: Units) -> None:
        """Start at the text's start with nothing selected."""
        self._units = units
        self.anchor = 0
        self.head = 0
        self.grain: Grain = "word"
        self._base: Span | None = None
        self.span: Span | None = None

    def put(self, offset: int) -> None:
        """Put the caret somewhere and select nothing."""
        self.anchor = self.head = offset
        self.grain = "word"
        self._base = self.span = None

    def hold(self, span: Span | None) -> None:
        """Select exactly a span, or nothing."""
        if span is None:
            self.put(self.head)
            return
        self.anchor, self.head = span.start, span.end
        self.grain, self._base, self.span = "exact", span, span

    def begin(self, offset: int, grain: Grain) -> None:
        """Begin at an offset; by word or sentence the one there is selected at once."""
        self.put(offset)
        self.grain = grain

    def begin_with(self, base: Span, grain: Grain) -> None:
        """Begin with a whole unit, which stays selected wherever the head goes."""
        self.anchor, self.head = base.start, base.end
        self.grain, self._base, self.span = grain, base, base

    def extend(self, offset: int, grain: Grain | None = None) -> None:
        """Move the head; what lies between is selected by the grain."""
        if self.grain == "exact" or grain is not None:
            self.grain = grain or "word"
            if self._base and self.grain != "sentence":
                self._turn(offset)
        self.head = offset
        self.span = self._meant()

    def _turn(self, offset: int) -> None:
        """Let a whole unit that was held be extended from its far edge."""
        assert self._base
        self.anchor = self._base.end if offset < self._base.start else self._base.start
        self._base = None

    def _meant(self) -> Span | None:
        low, high = sorted((self.anchor, self.head))
        if self._base is not None:
            low, high = min(self._base.start, self.head), max(self._base.end, self.head)
        if self.grain == "character":
            return self._units.graphemes(low, high) if low < high else None
        if self.grain == "sentence":
            first = self._units.sentence_at(low)
            last = self._units.sentence_at(max(high - 1, low))
            return Span(first.start, max(first.end, last.end)) if first and last else None
        return self._units.dragged(low, high)
