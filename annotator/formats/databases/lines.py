"""An export's file as lines, whatever it was saved for: Word, RTF, a page or plain text."""

import re
from functools import lru_cache
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.articles.plain_text import decoded
from annotator.formats.articles.rtf import read_rtf
from annotator.formats.databases.page_blocks import beginning, blocks, page_tree
from annotator.formats.databases.story import LARGEST_EXPORT
from annotator.formats.format import Reading
from annotator.formats.office.parts import Parts
from annotator.formats.office.word import read_word

_WORD, _RTF = b"PK\x03\x04", b"{\\rtf"
_TELLING = re.compile(rb"do[ck]ument|proquest", re.IGNORECASE)
_EDGE = re.compile(rb"</(?:w:)?(?:p|div|tr|td|h\d|li|span)>|<(?:w:)?(?:br|cr|hr)\b[^>]*>",
                   re.IGNORECASE)  # fmt: skip
_TAG = re.compile(rb"<[^>]*>")


def lines_of(path: Path, reading: Reading) -> list[str]:
    """Give the lines of an export; FormatError for what is damaged, locked or too large.

    An empty one follows each paragraph where the file tells them apart, as all but plain text do.
    """
    size = reading.bytes_read = path.stat().st_size
    if size > LARGEST_EXPORT:
        raise FormatError(f"it has {size:,} bytes; an export may have {LARGEST_EXPORT:,}")
    data = path.read_bytes()
    if data.startswith(_WORD) or is_rtf(data):
        paragraphs = read_word(path).paragraphs if data.startswith(_WORD) else read_rtf(data)
        return [line for paragraph in paragraphs for line in (paragraph, "")]
    if is_page(data):
        return page_lines(data)
    return decoded(data, reading).replace("\x0c", "\n").splitlines()


def page_lines(data: bytes) -> list[str]:
    """Give the lines of a page, an empty one after each block; a line across is one of "_"."""
    found: list[str] = []
    for block in blocks(page_tree(data)):
        found += ["_" * 20] if block.tag == "hr" else [*block.text.split("\n"), ""]
    return found


def is_rtf(data: bytes) -> bool:
    """Say whether bytes are those of an RTF file."""
    return data[:400].lstrip().startswith(_RTF)


def is_page(data: bytes) -> bool:
    """Say whether bytes are those of a page."""
    return b"<" in data[:4000] and bool(
        re.search(rb"<(?:html|body|p|div|!doctype)\b", data[:4000], re.IGNORECASE)
    )


def telling_lines(path: Path, head: bytes) -> bytes:
    """Give lines by which an export can be recognised, as UTF-8; nothing where there are none.

    They are the whole of a Word or RTF file, and the beginning of any other.
    """
    if head.startswith(_WORD):
        found = path.stat() if b"word/" in head else None
        return _word_lines(path, found.st_mtime_ns, found.st_size) if found else b""
    if is_rtf(head):
        found = path.stat()
        return _rtf_lines(path, found.st_mtime_ns, found.st_size)
    if not _may_tell(head):
        return b""  # it is asked of every text
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")
    if is_page(head):
        return _without_tags(beginning(path, head))
    return head.replace(b"\x0c", b"\n")  # a new sheet of paper begins with a line


# Each database's format asks in its turn, so the last answer is kept.
@lru_cache(maxsize=1)
def _may_tell(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")
    return b"ument" in head or b"UMENT" in head or b"ProQuest" in head


@lru_cache(maxsize=1)
def _word_lines(path: Path, changed: int, size: int) -> bytes:
    try:
        with Parts(path) as parts:
            data = parts.data("word/document.xml")
    except FormatError:
        return b""  # the reader of Word files tells what is wrong with it
    return _without_tags(data) if _TELLING.search(data) else b""


@lru_cache(maxsize=1)
def _rtf_lines(path: Path, changed: int, size: int) -> bytes:
    if size > LARGEST_EXPORT:
        return b""  # the reader of RTF files tells it
    data = path.read_bytes()
    try:
        return "\n".join(read_rtf(data)).encode("utf-8") if _TELLING.search(data) else b""
    except FormatError:
        return b""


def _without_tags(data: bytes) -> bytes:
    data = data.replace(b"&nbsp;", b" ").replace(b"&#160;", b" ").replace(b"\xc2\xa0", b" ")
    return _TAG.sub(b"", _EDGE.sub(b"\n", data))
