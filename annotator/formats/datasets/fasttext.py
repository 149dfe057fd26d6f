"""fastText: a text a line, the categories of the whole text before it as ``__label__NAME``."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.formats.carrying import Keeps
from annotator.formats.draft import Draft, entries_of
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.text_lines import text_lines

_SIGN = "__label__"
_FIRST = re.compile(rb"\s*(?:__label__\S+[ \t]+)+\S")


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    for number, line in text_lines(path, reading):
        words, found = line.strip(), []
        while words.startswith(_SIGN):
            label, _, words = words.partition(" ")
            found.append(label.removeprefix(_SIGN))
            words = words.lstrip()
        if not words and not found:
            continue
        draft = Draft(words, line=number, source_id=f"line {number}")
        if found:
            draft.labels.append(("", "category", tuple(dict.fromkeys(found))))
        yield draft


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    yield from entries_of(lambda own: _drafts(path, own), reading)


FORMAT = Format(
    name="fasttext",
    title="fastText",
    suffixes=(".txt",),
    description="One text a line with the categories of the whole text before it (__label__NAME).",
    read=_read,
    loses=Keeps(article_labels=True).loses,
    recognises=lambda path, head: _FIRST.match(head.removeprefix(b"\xef\xbb\xbf")) is not None,
    specific=True,
)
