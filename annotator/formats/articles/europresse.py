"""Europresse: the many articles of a page export."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.dates import is_weekday, iso_date
from annotator.core.errors import FormatError
from annotator.formats.databases.page_blocks import Block, beginning, blocks, page_tree
from annotator.formats.databases.story import LARGEST_EXPORT, Story, entries_of, word_count
from annotator.formats.format import Entry, Format, Reading

_OUTLET, _HEADER, _TITLE = "docpublicationname", "docheader", "titrearticlevisu"
_AUTHOR = frozenset(("docauthors", "sm-margin-bottomnews", "rdp__author"))
_BODY = "dococurrcontainer"
_NO_TEXT = frozenset(("rdp__public-certificate", "doccertificate", "publicationlogo", "source-name",
                      "apd-wrapper", "rdp__certificate"))  # fmt: skip
_ISSUE = re.compile(r"[,;]?\s*(?:no|n°|nr|vol)\.?\s*[\w-]+.*$", re.IGNORECASE)


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    size = reading.bytes_read = path.stat().st_size
    try:
        if size > LARGEST_EXPORT:
            raise FormatError(f"it has {size:,} bytes; an export may have {LARGEST_EXPORT:,}")
        found = list(blocks(page_tree(path.read_bytes())))
    except FormatError as error:
        reading.refuse(error.reason)
        return
    yield from entries_of(_stories(found), path, reading, "Europresse")


def _stories(found: list[Block]) -> Iterator[Story]:
    """Give the stories: each begins with the name of its outlet."""
    held: list[Block] = []
    in_name = False
    for block in found:
        if _OUTLET in block.classes and not in_name:
            if held:
                yield _story(held)
            held = []
        in_name = _OUTLET in block.classes
        if held or in_name:
            held.append(block)
    if held:
        yield _story(held)


def _story(found: list[Block]) -> Story:
    story = Story()
    has_body = any(_BODY in block.classes for block in found)
    text: list[str] = []
    for block in found:
        classes = block.classes
        if _OUTLET in classes:
            story.outlet = f"{story.outlet} {block.text}".strip()
        elif _TITLE in classes:
            story.title = f"{story.title} {block.text}".strip()
        elif _HEADER in classes:
            _take_header(block.text, story)
        elif classes & _AUTHOR and not text:
            story.byline = f"{story.byline} {block.text}".strip()
        elif (_BODY in classes if has_body else story.title) and not classes & _NO_TEXT:
            text.append(block.text)
    story.outlet, issue = _ISSUE.sub("", story.outlet), _ISSUE.search(story.outlet)
    story.facts["issue"] = issue[0].strip(" ,;") if issue else ""
    story.text = "\n".join(filter(None, text))
    return story


def _take_header(line: str, story: Story) -> None:
    """Take a line such as "Politique, samedi 18 avril 1998 664 mots, p. 12"."""
    line = " ".join(line.split())
    if not story.published and iso_date(line):
        story.published = line
    if not story.length and word_count(line)[0]:
        number, unit = word_count(_without_year(line))
        story.length = f"{number} {unit}" if number else ""
    page = re.search(r"\b(?:p|pp|S|Pg|pág)\.\s*([\w+, -]+)$", line)
    if page:
        story.facts["pages"] = page[1]
    section, comma, rest = line.partition(",")
    if comma and not iso_date(section) and not is_weekday(section) and iso_date(rest):
        story.facts.setdefault("section", section)


def _without_year(line: str) -> str:
    """Give a header without its date, whose year may stand just before the number of words."""
    return re.sub(r"(?<!\d)[12]\d{3}(?=\s+\d)", "", line)


def _recognises(path: Path, head: bytes) -> bool:
    page = beginning(path, head) if b"<" in head[:400] else b""
    return b"DocPublicationName" in page and (
        b"DocHeader" in page or b"titrearticlevisu" in page.lower()
    )


FORMAT = Format(
    name="europresse",
    title="Europresse",
    suffixes=(".html",),
    description="The articles of a Europresse export (HTML).",
    read=_read,
    loses=("annotations",),
    recognises=_recognises,
    specific=True,
)
