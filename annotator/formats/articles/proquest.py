"""ProQuest: the many articles of a text, page, RTF or Word export."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.databases.lines import lines_of, telling_lines
from annotator.formats.databases.proquest import stories_in
from annotator.formats.databases.story import entries_of
from annotator.formats.format import Entry, Format, Reading

_TELLS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rb"proquest[- ]doku?ment\w*[- ]?(?:id|link)|proquest document id|"
        rb"\bid\b[\w' ]{0,30}proquest",
        rb"(?:full text|volltext|texte int\S{1,2}gral|texte complet|texto completo|testo completo)"
        rb"\s*:|(?:publication (?:title|info|date)|abstract)\s*:",
    )
)


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    try:
        lines = lines_of(path, reading)
        yield from entries_of(stories_in(lines), path, reading, "ProQuest")
    except FormatError as error:
        reading.refuse(error.reason)


def _recognises(path: Path, head: bytes) -> bool:
    lines = telling_lines(path, head)
    return b"ProQuest" in lines and all(tell.search(lines) for tell in _TELLS)


FORMAT = Format(
    name="proquest",
    title="ProQuest",
    suffixes=(".txt", ".html", ".rtf", ".docx"),
    description="The articles of a ProQuest export (text, HTML, RTF, Word).",
    read=_read,
    loses=("annotations",),
    recognises=_recognises,
    specific=True,
)
