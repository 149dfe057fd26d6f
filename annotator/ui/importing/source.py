"""The source of an article as plain words, and which of them its text took up."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.core.span import Span

_TAG = re.compile(r"<[^>]*>")
_TEXT = re.compile(r"[^<>\r\n]+")
_BINARY = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"PAR1")
_WORDS_IN = re.compile(r"^word/[a-z0-9]+\.xml$|^content\.xml$|\.x?html?$")
_PARAGRAPHS = ("p", "h", "h1", "h2", "h3", "li")
_LARGEST_INSIDE = 3_000_000
_MOST_PAGES = 8
MOST_PIECES = 1_500
_SHORTEST = 3


def readable(data: bytes, path: Path, *, idle: bool = True) -> str:
    """Give a source as text that can be read; a sentence for a file that is none.

    Of documents all paragraphs are given, of PDF the first pages' lines, as they stand there.
    ``idle`` says that nothing else reads files now: PDF can be read by one thread at a time.
    """
    if not data:
        return "The source is not there any more."
    if data.startswith(_BINARY) or b"\x00" in data[:4000]:
        inside = _inside(data, path, idle=idle)
        if inside:
            return inside
        kind = path.suffix.lstrip(".").upper() or "binary"
        return (
            f"This is a {kind} file, which cannot be shown as it is.\n\n"
            "Beside it stands the text that was found in it."
        )
    return data.decode("utf-8", "replace")


def _inside(data: bytes, path: Path, *, idle: bool) -> str:
    """Give the words of a document or PDF that is still there and not too large to wait for."""
    try:
        if path.stat().st_size > _LARGEST_INSIDE:
            return ""
        if data.startswith(b"PK"):
            return "\n".join(_paragraphs(path))
        return "\n".join(_printed(path)) if idle and data.startswith(b"%PDF") else ""
    except (FormatError, OSError):
        return ""


def _paragraphs(path: Path) -> Iterator[str]:
    from annotator.formats.office.parts import Parts
    from annotator.formats.xml_tree import local

    with Parts(path) as parts:
        for name in sorted(parts.names):
            if _WORDS_IN.search(name):
                for element in parts.tree(name).iter():
                    if local(element) in _PARAGRAPHS:
                        yield "".join(element.itertext())


def _printed(path: Path) -> Iterator[str]:
    from annotator.formats.pdf.lines import PrintedPage, read_pages

    for page in islice(read_pages(path), _MOST_PAGES + 1):
        if isinstance(page, PrintedPage):
            yield from (line.text for line in page.lines)


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
