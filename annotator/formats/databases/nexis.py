"""Nexis Uni (Lexis Advance): an article from its title to "End of Document", by paragraphs."""

import re
from collections.abc import Iterable, Iterator

from annotator.core.dates import is_dateline
from annotator.formats.databases.names import AFTER_THE_TEXT, fact_named, field_in
from annotator.formats.databases.story import Story, is_word_count

ENDS = (
    "End of Document", "Ende des Dokuments", "Dokumentende", "Fin du document",
    "Fin del documento", "Fim do documento", "Fine del documento", "Einde van document",
    "Einde van het document",
)  # fmt: skip
"""The paragraph that ends an article, by the language of the database's window."""
_ENDS = frozenset(end.casefold() for end in ENDS)
_COPYRIGHT = re.compile(r"copyright\b|©|\(c\)\s*\d{4}|all rights reserved|tous droits|alle rechte",
                        re.IGNORECASE)  # fmt: skip
_TOLD = frozenset(("section", "length", "byline", "load_date"))
_HEADER = 40  # paragraphs within which a story's date stands, without a cover page
_TITLE_LINES = 4  # and the outlet: more than that before the date is a cover page
_FIELD = re.compile(r"([^\W\d_][\w' -]{1,30}):[\u00a0\u202f](.*)", re.DOTALL)


def stories_in(paragraphs: Iterable[str]) -> Iterator[Story]:
    """Give the stories of an export; what follows the last end mark is none, if it has no text."""
    held: list[str] = []
    for paragraph in paragraphs:
        for line in paragraph.replace("\r", "\n").split("\n"):
            words = line.strip(" \t\ufeff")
            if words.strip("\u00a0").casefold() in _ENDS:
                if held:
                    yield _story(held)
                held = []
            elif words.strip("\u00a0"):
                held.append(words)
    if any(_is_body(line) for line in held):
        yield _story(held)


def are_of_an_export(paragraphs: Iterable[str]) -> bool:
    """Say whether lines are of an export: one ends an article, and one names a fact of it."""
    ended = named = False
    for line in paragraphs:
        words = line.strip(" \t\r\ufeff\u00a0")
        ended = ended or words.casefold() in _ENDS
        named = named or _is_body(words) or field_in(words)[0] in _TOLD or _is_right(words)
        if ended and named:
            return True
    return False


def _is_body(line: str) -> bool:
    return len(line) < 25 and fact_named(line.strip("\u00a0: ")) == "body"


def _story(lines: list[str]) -> Story:
    body = next((at for at, line in enumerate(lines) if _is_body(line)), None)
    header_end = len(lines) if body is None else body
    date = _date_at(lines[:header_end])
    story = Story()
    if date is None:
        start = _first_field(lines[:header_end])
        names, at = lines[:start], start
    else:
        start = date + 1
        names, at = lines[:date], start
        story.published = lines[date]
    # A cover page stands before the first story: its title and outlet are the last two lines.
    title = names[:-1] if len(names) <= _TITLE_LINES else names[-2:-1]
    story.title = " ".join(title) if len(names) > 1 else "".join(names)
    story.outlet = names[-1] if len(names) > 1 else ""
    at = _take_header(story, lines, at, header_end)
    text = lines[(at if body is None else body + 1) :]
    end = next((n for n, line in enumerate(text) if _is_tail(line)), len(text))
    _take_tail(story, text[end:])
    story.text = "\n".join(text[:end])
    return story


def _date_at(lines: list[str]) -> int | None:
    dates = [at for at, line in enumerate(lines) if at > 0 and is_dateline(line)]
    # After a cover page, which may be long, the story's own date is the last one.
    if len(lines) > _HEADER and dates:
        return dates[-1]
    return next((at for at in dates if at > 1), dates[0] if dates else None)


def _first_field(lines: list[str]) -> int:
    fields = (at for at, line in enumerate(lines) if _header_field(line)[0] or _is_right(line))
    return next(fields, min(len(lines), 2))


def _is_right(line: str) -> bool:
    return bool(_COPYRIGHT.match(line))


def _header_field(line: str) -> tuple[str, str]:
    """Give a field of the header; a no-break space after the colon tells one of any name."""
    fact, value = field_in(line)
    if fact:
        return fact, value
    found = _FIELD.fullmatch(line)
    return ("other", found[2]) if found else ("", "")


def _take_header(story: Story, lines: list[str], at: int, end: int) -> int:
    """Take what stands between the date and the text, and give where it ends."""
    while at < end:
        fact, value = _header_field(lines[at])
        if fact:
            _take(story, fact, value)
        elif _is_right(lines[at]):
            story.facts.setdefault("copyright", lines[at])
        elif is_word_count(lines[at]):
            story.length = lines[at]
        elif end == len(lines):
            break  # no line says where the text begins: it is the first that is no fact
        at += 1
    return at


def _take(story: Story, fact: str, value: str) -> None:
    value = value.strip("\u00a0 ")
    if fact == "byline":
        story.byline = story.byline or value
    elif fact == "length":
        story.length = value
    elif fact not in ("body", "other"):
        story.facts.setdefault(fact, value)


def _is_tail(line: str) -> bool:
    if fact_named(line) in ("classification", "graphic", "notes"):
        return True  # a heading of its own
    fact, _ = field_in(line)
    return fact in AFTER_THE_TEXT and ("\u00a0" in line[:40] or fact == "load_date")


def _take_tail(story: Story, lines: list[str]) -> None:
    for line in lines:
        fact, value = field_in(line)
        if fact in ("load_date", "type", "subject", "graphic"):
            _take(story, fact, value)
        elif fact == "language":
            story.facts.setdefault("said_language", value.strip("\u00a0 "))
