"""Saved web pages (HTML, MHTML): one article a file, its main text alone."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Format, Reading, shown
from annotator.formats.pages.article import entry_of
from annotator.formats.pages.main_text import LARGEST_PAGE, main_text
from annotator.formats.pages.message import parsed_message, web_page_of

_START = re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b",
                    re.IGNORECASE | re.DOTALL)  # fmt: skip
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://[^\s]+)\s*-->", re.IGNORECASE)


def _is_mhtml(head: bytes) -> bool:
    return b"multipart/related" in head[:4096].lower() and b"mime-version:" in head[:4096].lower()


def _recognises(path: Path, head: bytes) -> bool:
    mark = b"\xef\xbb\xbf"
    return bool(_START.match(head.removeprefix(mark)[:20_000])) or _is_mhtml(head)


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    size = reading.bytes_read = path.stat().st_size
    if size > LARGEST_PAGE:
        reading.refuse(f"it has {size:,} bytes; a page may have {LARGEST_PAGE:,}")
        return
    data = path.read_bytes()
    try:
        if _is_mhtml(data):
            page = web_page_of(parsed_message(data))
        else:
            saved = _SAVED_FROM.search(data[:20_000])
            page = main_text(data, url=saved[1].decode("ascii", "replace") if saved else "")
    except FormatError as error:
        reading.refuse(error.reason)
        return
    yield from entry_of(page, reading, {"file": shown(Path(path.name))})


FORMAT = Format(
    name="html",
    title="Web page",
    suffixes=(".html", ".htm", ".xhtml", ".mhtml", ".mht"),
    description="The main text of a saved page, with title, author, date and outlet.",
    read=_read,
    loses=("annotations",),
    recognises=_recognises,
)
