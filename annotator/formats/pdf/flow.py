"""From printed lines to running text: columns, paragraphs, hyphens, running heads, page numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from annotator.formats.pdf.lines import PrintedLine, PrintedPage

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[\W_]*(page|seite|p\.|s\.)?\s*\d{1,4}(\s*(of|von|/|sur|de)\s*\d{1,4})?[\W_]*", re.IGNORECASE
)
_END = tuple(".!?:;…”\"»’')]}。！？")
_EDGE_LINES = 2
_OUTER = 0.12  # of the page's height, where heads and feet stand


def running_text(pages: Sequence[PrintedPage]) -> tuple[str, int]:
    """Give the text of pages, a paragraph a line, and how many heads and feet were left out."""
    repeated = _repeated(pages)
    paragraphs: list[str] = []
    left_out = 0
    for page in pages:
        kept = []
        for at, line in enumerate(page.lines):
            if _is_margin(line, at, page, repeated):
                left_out += 1
            else:
                kept.append(line)
        _add(paragraphs, _paragraphs(_in_columns(kept, page.width)))
    return "\n".join(paragraphs), left_out


def _edges(page: PrintedPage) -> Iterable[PrintedLine]:
    by_height = sorted(page.lines, key=lambda line: -line.top)
    return [*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]]


def _likeness(line: PrintedLine) -> str:
    return _NUMBER.sub("#", " ".join(line.text.split()).casefold())


def _repeated(pages: Sequence[PrintedPage]) -> set[str]:
    """Give what stands at the edge of at least half of the pages (of three or more)."""
    if len(pages) < 3:
        return set()
    counts = Counter(name for page in pages for name in {_likeness(x) for x in _edges(page)})
    return {name for name, count in counts.items() if count >= max(3, len(pages) / 2)}


def _is_margin(line: PrintedLine, at: int, page: PrintedPage, repeated: set[str]) -> bool:
    outer = line.top < _OUTER * page.height or line.bottom > (1 - _OUTER) * page.height
    if outer and _PAGE_NUMBER.fullmatch(line.text.strip()):
        return True
    return outer and _likeness(line) in repeated and line in _edges(page)


def _in_columns(lines: list[PrintedLine], width: float) -> list[PrintedLine]:
    """Give lines column by column where they were written across two of them.

    Most files write a column after the other; only where the writing jumps right and back again
    and again is the order of the page taken, not that of the file.
    """
    jumps = sum(
        abs(one.top - two.top) < 0.5 * one.height and two.left > one.right
        for one, two in pairwise(lines)
    )
    if jumps < 0.3 * len(lines) or not lines:
        return lines
    middle = _gutter(lines, width)
    if middle is None:
        return lines
    return sorted(lines, key=lambda line: (line.left > middle, -line.top))


def _gutter(lines: list[PrintedLine], width: float) -> float | None:
    for share in (0.5, 0.48, 0.52, 0.45, 0.55):
        x = share * width
        crossing = sum(line.left < x < line.right for line in lines)
        if crossing <= 0.05 * len(lines):
            return x
    return None


def _paragraphs(lines: list[PrintedLine]) -> list[str]:
    if not lines:
        return []
    usual = median(line.height for line in lines)
    right = max(line.right for line in lines)
    found = [lines[0].text.strip()]
    for before, line in pairwise(lines):
        if _begins(before, line, usual, right):
            found.append(line.text.strip())
        else:
            found[-1] = _continued(found[-1], line.text.strip())
    return [paragraph.replace("\u00ad", "") for paragraph in found if paragraph]


def _begins(before: PrintedLine, line: PrintedLine, usual: float, right: float) -> bool:
    gap = before.bottom - line.top
    if gap > 0.9 * usual or abs(before.height - line.height) > 0.35 * usual:
        return True
    new_column = line.bottom > before.top
    ended = before.text.rstrip().endswith(_END)
    short = before.right < before.left + 0.8 * (min(right, before.left + 600) - before.left)
    indented = line.left - before.left > 0.8 * usual and not new_column
    return ended and (short or indented)


def _continued(text: str, more: str) -> str:
    """Join a line to the one before; a word that a hyphen divided becomes whole again."""
    if text.endswith("\u00ad"):
        return text[:-1] + more
    if text.endswith("-") and len(text) > 1 and text[-2].isalpha() and more[:1].islower():
        return text[:-1] + more
    return f"{text} {more}"


def _add(paragraphs: list[str], more: list[str]) -> None:
    """Add a page's paragraphs; one that a page's end cut in two becomes whole again."""
    cut = paragraphs and more and not paragraphs[-1].endswith(_END) and more[0][:1].islower()
    if cut:
        paragraphs[-1] = _continued(paragraphs[-1], more[0])
        more = more[1:]
    paragraphs += more
