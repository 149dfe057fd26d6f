"""The source of an article as plain words, and which of them its text took up."""

import re
from html import unescape
from pathlib import Path

from annotator.core.span import Span

_TAG = re.compile(r"<[^>]*>")
_TEXT = re.compile(r"[^<>\r\n]+")
_BINARY = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"PAR1")
MOST_PIECES = 1_500
_SHORTEST = 3


def readable(data: bytes, path: Path) -> str:
    """Give a source as text that can be read; a sentence for a file that is none."""
    if not data:
        return "The source is not there any more."
    if data.startswith(_BINARY) or b"\x00" in data[:4000]:
        kind = path.suffix.lstrip(".").upper() or "binary"
        return (
            f"This is a {kind} file, which cannot be shown as it is.\n\n"
            "Beside it stands the text that was found in it."
        )
    return data.decode("utf-8", "replace")


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
