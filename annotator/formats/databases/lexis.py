"""The old LexisNexis: "N of M DOCUMENTS", centred source and date, upper-case fields.

The text and the page form have the same blocks in the same order, so one reader takes both.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from annotator.core.dates import is_dateline
from annotator.formats.databases.names import AFTER_THE_TEXT, fact_named
from annotator.formats.databases.story import Story

COUNTER = re.compile(
    r"^[ \t\u00a0]*(\d{1,5}) (?:of|von|de|di|van|sur) (\d{1,5}) "
    r"(?:DOCUMENTS?|DOKUMENTEN?|DOCUMENTOS?|DOCUMENTI|DOCUMENTEN)[ \t\u00a0]*$",
    re.MULTILINE | re.IGNORECASE,
)
"""The line above each article."""
_NAME = re.compile(r"([^\W\d_a-z][^\Wa-z_]*(?:[ -][^\Wa-z_]+){0,3}):[ \u00a0\n]*(.*)", re.DOTALL)
_RIGHTS = re.compile(r"copyright\b|©|all rights reserved|alle rechte|tous droits", re.IGNORECASE)
_CENTRED = 8  # blanks before a line that stands in the middle
_WRAPPED = 55  # a line at least so long goes on in the next one
_HEADER = 12  # blocks within which the date stands


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of an export, without its wrapping."""

    text: str
    centred: bool = False


def parts_of(text: str) -> list[Part]:
    """Give the paragraphs of a hard-wrapped text."""
    found = []
    for block in re.split(r"\n[ \t\u00a0]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line for line in block.split("\n") if line.strip()]
        if lines:
            indent = min(len(line) - len(line.lstrip()) for line in lines)
            found.append(Part(_unwrapped(lines), indent >= _CENTRED))
    return found


def _unwrapped(lines: list[str]) -> str:
    """Join lines that were broken for their length; short ones, as of a list, stay lines."""
    joined = lines[0].strip()
    for before, line in pairwise(lines):
        joined += (" " if len(before.rstrip()) >= _WRAPPED else "\n") + line.strip()
    return joined


def stories_in(text: str) -> Iterator[Story]:
    """Give the stories of an export in the text form; the cover page is none."""
    marks = list(COUNTER.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)] * bool(marks)
    for mark, end in zip(marks, ends, strict=True):
        yield story_of(parts_of(text[mark.end() : end]), f"{mark[1]} of {mark[2]}")


def stories_of(lines: Iterable[str]) -> Iterator[Story]:
    """Give the stories of an export whose paragraphs are not wrapped, as in a page."""
    held: list[Part] = []
    number = ""
    for line in lines:
        counter = COUNTER.fullmatch(line)
        if counter:
            if number:
                yield story_of(held, number)
            number, held = f"{counter[1]} of {counter[2]}", []
        elif line.strip():
            held.append(Part(line))
    if number:
        yield story_of(held, number)


def story_of(parts: Iterable[Part], number: str) -> Story:
    """Give the story in the paragraphs after its counter."""
    left = [part for part in parts if part.text.strip()]
    story = Story(facts={"document": number})
    left = _without_rights(left, story)
    date = next((n for n, p in enumerate(left[:_HEADER]) if is_dateline(_first(p))), None)
    if date is not None:
        story.published = _first(left[date])
        story.outlet = left[date - 1].text if date else ""
        left = left[date + 1 :]
    elif left and left[0].centred:
        story.outlet, left = left[0].text, left[1:]
    left = _take_title(left, story)
    _take_rest(left, story)
    return story


def _first(part: Part) -> str:
    return part.text.replace("\n", " ")


def _without_rights(parts: list[Part], story: Story) -> list[Part]:
    kept = []
    for at, part in enumerate(parts):
        at_edge = at < 4 or at >= len(parts) - 3
        if at_edge and _RIGHTS.match(part.text) and len(part.text) < 300:
            story.facts.setdefault("copyright", _first(part))
        else:
            kept.append(part)
    return kept


def _take_title(parts: list[Part], story: Story) -> list[Part]:
    at = 0
    # Between date and title an edition may stand in the middle: "Late Edition - Final".
    while at + 1 < len(parts) and parts[at].centred and not _field(parts[at + 1]):
        story.facts.setdefault("edition", _first(parts[at]))
        at += 1
    if at < len(parts) and not _field(parts[at]):
        story.title = parts[at].text
        at += 1
    return parts[at:]


def _field(part: Part) -> tuple[str, str] | None:
    """Give the fact and value of a paragraph such as "LENGTH: 355 words"."""
    found = _NAME.match(part.text)
    if not found or len(found[1]) > 40 or not fact_named(found[1]):
        return None
    return fact_named(found[1]), found[2].strip()


def _take_rest(parts: list[Part], story: Story) -> None:
    text: list[str] = []
    for at, part in enumerate(parts):
        known = _field(part)
        if known and known[0] == "body":
            text.append(known[1])
        elif known and text and known[0] in AFTER_THE_TEXT:
            for said in filter(None, map(_field, parts[at:])):
                _take(story, *said)
            break
        elif known and not text:
            _take(story, *known)
        else:
            text.append(part.text)
    story.text = "\n".join(filter(None, text))


def _take(story: Story, fact: str, value: str) -> None:
    match fact:
        case "byline":
            story.byline = value
        case "length":
            story.length = value
        case "title":
            story.title = story.title or value
        case "language":
            story.facts["said_language"] = value
        case "outlet" | "published" | "other":
            pass
        case _:
            story.facts.setdefault(fact, " ".join(value.split()))
