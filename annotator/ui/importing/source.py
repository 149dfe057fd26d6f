"""The source of an article as plain words, and which of them its text took up."""

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.core.span import Span
from annotator.jobs.progress import Progress

_TAG = re.compile(r"<[^>]*>")
_TEXT = re.compile(r"[^<>\r\n]+")
_BINARY = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"PAR1")
_WORDS_IN = re.compile(r"^word/[a-z0-9]+\.xml$|^content\.xml$|\.x?html?$")
_PARAGRAPHS = ("p", "h", "h1", "h2", "h3", "li")
_LARGEST_INSIDE = 50_000_000
_MOST_PAGES = 30
MOST_PIECES = 1_500
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes of a file, which may be its first alone, and where it lies.

    ``idle`` says that nothing else reads files now: PDF can be read by one thread at a time.
    """

    data: bytes
    path: Path
    idle: bool = True

    @property
    def is_text(self) -> bool:
        """Whether the bytes can be shown as they are."""
        return not self.data.startswith(_BINARY) and b"\x00" not in self.data[:4000]


@dataclass(frozen=True, slots=True)
class Read:
    """A source as it is shown, and what of it the article's text took up."""

    source: str
    kept: Sequence[Span]


def read(source: Source, came: str) -> Generator[Progress, None, Read]:
    """Read a source as plain words, a part at a time, and find those of a text in it."""
    shown = yield from readable(source)
    return Read(shown, taken(shown, came))


def readable(source: Source) -> Generator[Progress, None, str]:
    """Give a source as text that can be read; a sentence for a file that is none.

    Of documents all paragraphs are given, of PDF the first pages' lines, as they stand there.
    """
    if not source.data:
        return "The source is not there any more."
    if source.is_text:
        return source.data.decode("utf-8", "replace")
    inside = yield from _inside(source)
    if inside:
        return inside
    kind = source.path.suffix.lstrip(".").upper() or "binary"
    return (
        f"This is a {kind} file, which cannot be shown as it is.\n\n"
        "Beside it stands the text that was found in it."
    )


def _inside(source: Source) -> Generator[Progress, None, str]:
    """Give the words of a document or PDF that is still there and not too large to wait for."""
    try:
        if source.path.stat().st_size > _LARGEST_INSIDE:
            return ""
        if source.data.startswith(b"PK"):
            return (yield from _paragraphs(source.path))
        if source.idle and source.data.startswith(b"%PDF"):
            return (yield from _printed(source.path))
    except (FormatError, OSError):
        pass
    return ""


def _paragraphs(path: Path) -> Generator[Progress, None, str]:
    from annotator.formats.office.parts import Parts
    from annotator.formats.xml_tree import local

    found: list[str] = []
    with Parts(path) as parts:
        names = [name for name in sorted(parts.names) if _WORDS_IN.search(name)]
        for done, name in enumerate(names):
            yield Progress(done, len(names), f"part {done + 1:,} of {len(names):,}")
            for element in parts.tree(name).iter():
                if local(element) in _PARAGRAPHS:
                    found.append("".join(element.itertext()))
    return "\n".join(found)


def _printed(path: Path) -> Generator[Progress, None, str]:
    from annotator.formats.pdf.lines import PrintedPage, read_pages

    found: list[str] = []
    most = _MOST_PAGES
    for done, page in enumerate(islice(read_pages(path), _MOST_PAGES + 1)):
        if isinstance(page, PrintedPage):
            found.extend(line.text for line in page.lines)
        else:
            most = min(page.pages, _MOST_PAGES)
        yield Progress(done, most, f"page {min(done + 1, most):,} of {most:,}")
    return "\n".join(found)


def taken(source: str, text: str) -> list[Span]:
    """Give the pieces of a source, between tags and line ends, whose words are in a text.

    >>> [s for s in taken("<nav>Home</nav><p>Two &amp; one.</p>", "Two & one. More.")]
    [Span(start=18, end=32)]
    """
    plain = " ".join(text.split())
    found = []
    for piece in _TEXT.finditer(source):
        before = source[max(0, piece.start() - 1) : piece.start()]
        if before == "<":  # a tag and no words
            continue
        words = " ".join(piece[0].split())
        if len(words) >= _SHORTEST and (words in plain or _unescaped(words) in plain):
            found.append(Span(piece.start(), piece.end()))
            if len(found) >= MOST_PIECES:
                break
    return found


def _unescaped(words: str) -> str:
    return " ".join(unescape(words).split())
