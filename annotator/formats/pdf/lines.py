"""The printed lines of a PDF with their places, page by page, by PDFium."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.core.errors import FormatError

MOST_PAGES = 3_000
MOST_CHARACTERS = 200_000  # a page with more is no page of words
_BREAKS, _BLANK = (0x0A, 0x0D), 0x20
# PDFium writes these where a word was divided at a line's end.
_HYPHENS, _SOFT_HYPHEN = (0x02, 0xFFFE), 0xAD
_GAP = 1.8


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of words; the box in points from the page's lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """How high the letters are."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page's lines in the order in which they are written, and its size in points."""

    number: int
    lines: tuple[PrintedLine, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a file says of itself."""

    title: str = ""
    author: str = ""
    pages: int = 0


def read_pages(path: Path) -> Iterator[PdfFacts | PrintedPage]:
    """Give first the facts, then each page; FormatError for what cannot be read."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        words = str(error).lower()
        if "password" in words or "security" in words:
            raise FormatError("it is encrypted. Save it without a password") from error
        raise FormatError("it is damaged or no PDF file") from error
    try:
        if len(document) > MOST_PAGES:
            raise FormatError(f"it has {len(document):,} pages; at most {MOST_PAGES:,} are read")
        said = document.get_metadata_dict()
        yield PdfFacts(said.get("Title", "").strip(), said.get("Author", "").strip(), len(document))
        for number in range(len(document)):
            yield _page(document, number)
    except pypdfium2.PdfiumError as error:
        raise FormatError(f"it is damaged: {str(error)[:100]}") from error
    finally:
        document.close()


def _page(document: Any, number: int) -> PrintedPage:
    page = document[number]
    text = page.get_textpage()
    try:
        lines = tuple(_lines(text, min(text.count_chars(), MOST_CHARACTERS)))
        width, height = page.get_size()
    finally:
        text.close()
        page.close()
    return PrintedPage(number + 1, lines, width, height)


@dataclass(slots=True)
class _Held:
    """The line being gathered: its letters as UTF-16 units, and the box of those seen so far."""

    units: list[int] = field(default_factory=list)
    left: float = 0.0
    bottom: float = 0.0
    right: float = 0.0
    top: float = 0.0

    def add(self, unit: int, box: tuple[float, float, float, float] | None) -> None:
        if box is not None:
            left, bottom, right, top = box
            if not any(unit != _BLANK for unit in self.units):
                self.left, self.bottom, self.top = left, bottom, top
            self.bottom, self.top = min(self.bottom, bottom), max(self.top, top)
            self.right = right
        self.units.append(unit)

    def leaves(self, box: tuple[float, float, float, float]) -> bool:
        """Say whether a letter stands apart: in another column, or on another line."""
        left, bottom, _, top = box
        height = max(self.top - self.bottom, 1.0)
        apart = left - self.right > _GAP * height or left < self.left - height
        below = top < self.bottom or bottom > self.top
        return bool(self.units) and (apart or below)

    def line(self) -> PrintedLine | None:
        text = _text(self.units).strip()
        return PrintedLine(text, self.left, self.bottom, self.right, self.top) if text else None


def _lines(text: Any, count: int) -> Iterator[PrintedLine]:
    """Give the lines in writing order; PDFium ends them, a wide gap begins another column."""
    from pypdfium2 import raw

    held = _Held()
    for at in range(max(count, 0)):
        unit = raw.FPDFText_GetUnicode(text, at)
        ends = unit in _BREAKS
        box = None if ends or unit == _BLANK else text.get_charbox(at)
        if ends or (box is not None and held.leaves(box)):
            if line := held.line():
                yield line
            held = _Held()
        if not ends:
            held.add(_SOFT_HYPHEN if unit in _HYPHENS else unit, box)
    if line := held.line():
        yield line


def _text(units: list[int]) -> str:
    data = b"".join(
        chr(unit).encode("utf-16-le", "surrogatepass") for unit in units if 0 < unit < 0x110000
    )
    return data.decode("utf-16-le", "replace")
