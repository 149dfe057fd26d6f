"""From the paragraphs of an office file to one article."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.article import Article
from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Reading, shown
from annotator.formats.office.word import Document


def text_of(paragraphs: list[str]) -> str:
    """Give paragraphs as a text: one a line, blank ones at the edges left out."""
    lines = [paragraph.rstrip() for paragraph in paragraphs]
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return "\n".join(lines)


def entry_of(found: Document, path: Path, reading: Reading) -> Iterator[Entry]:
    """Give the article of a document; an empty one is refused."""
    text = text_of(found.paragraphs)
    if not text:
        reading.refuse("it holds no text", next_step="If it is a scan, it needs text recognition.")
        return
    if found.comments:
        reading.note("its comments were left out.")
    if found.notes:
        one = found.notes == 1
        notes = "foot- or endnote stands" if one else f"{found.notes:,} foot- or endnotes stand"
        reading.note(f"its {notes} at the end.")
    if found.macros:
        reading.note("it holds macros, which were not looked at.")
    facts = {"file": shown(Path(path.name))}
    try:
        yield Article.new(text, title=found.title, author=found.author, metadata=facts), []
    except FormatError as error:
        reading.refuse(error.reason)
