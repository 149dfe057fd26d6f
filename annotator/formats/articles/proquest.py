"""ProQuest: the many articles of a text or page export."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.articles.plain_text import decoded
from annotator.formats.databases.page_blocks import beginning, blocks, page_tree
from annotator.formats.databases.proquest import stories_in
from annotator.formats.databases.story import LARGEST_EXPORT, entries_of
from annotator.formats.format import Entry, Format, Reading

_TELLS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rb"proquest[- ]doku?ment[- ]?(?:id|link)|id du document proquest|"
        rb"id del documento (?:de )?proquest|proquest document id",
        rb"(?:full text|volltext|texte int\S{1,2}gral|texto completo|testo completo)\s*(?:<[^>]*>)*"
        rb"\s*:|(?:publication (?:title|info|date)|abstract)\s*:",
    )
)


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    size = reading.bytes_read = path.stat().st_size
    try:
        if size > LARGEST_EXPORT:
            raise FormatError(f"it has {size:,} bytes; an export may have {LARGEST_EXPORT:,}")
        data = path.read_bytes()
        lines = _page_lines(data) if _is_page(data) else decoded(data, reading).splitlines()
        yield from entries_of(stories_in(lines), path, reading, "ProQuest")
    except FormatError as error:
        reading.refuse(error.reason)


def _is_page(data: bytes) -> bool:
    return bool(re.search(rb"<(?:html|body|p|div|!doctype)\b", data[:4000], re.IGNORECASE))


def _page_lines(data: bytes) -> Iterator[str]:
    for block in blocks(page_tree(data)):
        yield from ["_" * 20] if block.tag == "hr" else [*block.text.split("\n"), ""]


def _recognises(path: Path, head: bytes) -> bool:
    page = beginning(path, head)
    return b"ProQuest" in page and all(tell.search(page) for tell in _TELLS)


FORMAT = Format(
    name="proquest",
    title="ProQuest",
    suffixes=(".txt", ".html"),
    description="The articles of a ProQuest export (text, HTML).",
    read=_read,
    loses=("annotations",),
    recognises=_recognises,
    specific=True,
)
