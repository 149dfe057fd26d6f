"""The old LexisNexis: the many articles of a text, page, Word or RTF export."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.databases.lexis import COUNTER, stories_in, stories_of
from annotator.formats.databases.lines import is_page, is_rtf, lines_of, telling_lines
from annotator.formats.databases.story import entries_of
from annotator.formats.format import Entry, Format, Reading


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    try:
        lines = lines_of(path, reading)
        with path.open("rb") as file:
            head = file.read(4000)
        is_wrapped = not (head.startswith(b"PK") or is_rtf(head) or is_page(head))
        stories = stories_in("\n".join(lines)) if is_wrapped else stories_of(lines)
        yield from entries_of(stories, path, reading, "LexisNexis")
    except FormatError as error:
        reading.refuse(error.reason)


def _recognises(path: Path, head: bytes) -> bool:
    lines = telling_lines(path, head)
    return b"UMENT" in lines.upper() and bool(
        COUNTER.search(lines.replace(b"\r", b"").decode("utf-8", "replace"))
    )


FORMAT = Format(
    name="lexisnexis",
    title="LexisNexis",
    suffixes=(".txt", ".html", ".docx", ".rtf"),
    description="The articles of an old LexisNexis export (text, HTML, Word, RTF).",
    read=_read,
    loses=("annotations",),
    recognises=_recognises,
    specific=True,
)
