"""The old LexisNexis: the many articles of a text or page export."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.articles.plain_text import decoded
from annotator.formats.databases.lexis import COUNTER, Part, stories_in, story_of
from annotator.formats.databases.page_blocks import blocks, page_tree
from annotator.formats.databases.story import LARGEST_EXPORT, Story, entries_of
from annotator.formats.format import Entry, Format, Reading

_COUNTER = re.compile(COUNTER.pattern.replace("$", r"\r?$").replace("^", "").encode()
                      .replace(rb"\u00a0", rb"\xa0"), re.MULTILINE | re.IGNORECASE)  # fmt: skip
_IN_PAGE = re.compile(rb">\s*\d{1,5} (?:of|von|de|di|van|sur) \d{1,5} (?:DOC|DOK)UMENT",
                      re.IGNORECASE)  # fmt: skip


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    size = reading.bytes_read = path.stat().st_size
    try:
        if size > LARGEST_EXPORT:
            raise FormatError(f"it has {size:,} bytes; an export may have {LARGEST_EXPORT:,}")
        data = path.read_bytes()
        is_page = b"<" in data[:400] and bool(_IN_PAGE.search(data))
        stories = _in_page(data) if is_page else stories_in(_text(data, reading))
        yield from entries_of(stories, path, reading, "LexisNexis")
    except FormatError as error:
        reading.refuse(error.reason)


def _text(data: bytes, reading: Reading) -> str:
    return decoded(data, reading).replace("\r\n", "\n").replace("\x0c", "\n")


def _in_page(data: bytes) -> Iterator[Story]:
    held: list[Part] = []
    number = ""
    for block in blocks(page_tree(data)):
        counter = COUNTER.fullmatch(block.text)
        if counter:
            if number:
                yield story_of(held, number)
            number, held = f"{counter[1]} of {counter[2]}", []
        else:
            held.append(Part(block.text))
    if number:
        yield story_of(held, number)


def _recognises(path: Path, head: bytes) -> bool:
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    plain = head.replace(b"\x00", b"") if utf16 else head
    if b"<" in plain[:400]:
        return bool(_IN_PAGE.search(plain))
    return b"UMENT" in plain.upper() and bool(_COUNTER.search(plain)) and b":" in plain


FORMAT = Format(
    name="lexisnexis",
    title="LexisNexis",
    suffixes=(".txt", ".html"),
    description="The articles of an old LexisNexis export (text, HTML).",
    read=_read,
    loses=("annotations",),
    recognises=_recognises,
    specific=True,
)
