"""Factiva: the many articles of a page, an RTF, an XML, a Word or a text export."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.databases.factiva import (
    language_of,
    stories_in,
    story_of_blocks,
    story_of_element,
)
from annotator.formats.databases.lines import is_page, lines_of, telling_lines
from annotator.formats.databases.page_blocks import beginning, blocks, has_class, page_tree
from annotator.formats.databases.story import LARGEST_EXPORT, Story, entries_of
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.xml_tree import begins_with, each, local

_IN_PAGE = re.compile(
    rb"""class ?= ?["']?(?:article +[a-z]{2,4}Article|[a-z]{2,4}Article +article)\b"""
)
_NUMBER = re.compile(rb"Do[ck]umento? [A-Z0-9]{6,8}0{2,}[A-Za-z0-9]{6,}")
_ROOTS = ("ppsArticleResponse", "PerformContentSearchResponse")


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    size = reading.bytes_read = path.stat().st_size
    try:
        if size > LARGEST_EXPORT:
            raise FormatError(f"it has {size:,} bytes; an export may have {LARGEST_EXPORT:,}")
        yield from entries_of(_stories(path, reading), path, reading, "Factiva")
    except FormatError as error:
        reading.refuse(error.reason)


def _stories(path: Path, reading: Reading) -> Iterator[Story]:
    data = path.read_bytes()
    if any(begins_with(data[:2000], root) for root in _ROOTS):
        for element in each(data, "ppsarticle"):
            if local(element) == "ppsarticle":
                yield story_of_element(element)
    elif not is_page(data):
        yield from stories_in(lines_of(path, reading))
    else:
        for div in page_tree(data).iter("div"):
            if has_class(div, "article"):
                names = (div.get("class") or "").casefold().split()
                yield story_of_blocks(list(blocks(div)), language_of(names), div.get("id") or "")


def _recognises(path: Path, head: bytes) -> bool:
    if any(begins_with(head, root) for root in _ROOTS):
        return True
    if is_page(head):
        return bool(_IN_PAGE.search(beginning(path, head)))
    return bool(_NUMBER.search(telling_lines(path, head)))


FORMAT = Format(
    name="factiva",
    title="Factiva",
    suffixes=(".html", ".rtf", ".xml", ".docx", ".txt"),
    description="The articles of a Factiva export (HTML, RTF, XML, Word, text).",
    read=_read,
    loses=("annotations",),
    recognises=_recognises,
    specific=True,
)
