"""One article of a news database as it was found, and the article that it becomes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.article import Article
from annotator.core.dates import iso_date
from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Reading, shown
from annotator.formats.languages import language_of

LARGEST_EXPORT = 100_000_000
"""Bytes of an export; a database gives at most some hundreds of articles in one file."""
_MOST_NOTES = 20
_FAR_OFF, _FEW = 0.25, 20
_WORDS = (
    "words?|wörter|woerter|worte|mots?|palabras?|parole|palavras?|woorden|ord|слов[ао]?|"
    "słów|slov|kelime|szó|字|語|语|词|詞|文字|단어|كلمة|מילים|kata|sanaa"
)
_SAID = re.compile(rf"(?<![\d.,])(\d[\d.,' \u00a0\u202f]*?)\s*({_WORDS})(?!\w)", re.IGNORECASE)
_BY = re.compile(r"^(?:by|von|par|por|di|da|door|av)[\s\u00a0]+(?=\S)", re.IGNORECASE)
_NO_BLANKS = frozenset("字語语词詞") | {"文字"}


@dataclass(slots=True)
class Story:
    """What an export says of one article, in its words; ``length`` as in "937 words"."""

    text: str = ""
    title: str = ""
    outlet: str = ""
    published: str = ""
    byline: str = ""
    length: str = ""
    language: str = ""
    url: str = ""
    facts: dict[str, str] = field(default_factory=dict)


def entries_of(
    stories: Iterable[Story], path: Path, reading: Reading, database: str
) -> Iterator[Entry]:
    """Give the articles of an export; a file in which none was found is refused.

    Told are articles without a date or a text, and lengths that are far from what was found.
    """
    found, said = 0, 0
    for number, story in enumerate(stories, 1):
        name = f"article {number}" + (f" (“{story.title[:60]}”)" if story.title else "")
        try:
            article = _article(story, path, database)
        except FormatError as error:
            reading.leave_out(f"{name}: {error.reason}")
            continue
        for warning in _warnings(story, article):
            said += 1
            if said <= _MOST_NOTES:
                reading.note(f"{name}: {warning}")
        found += 1
        yield article, []
    if said > _MOST_NOTES:
        reading.note(f"{said - _MOST_NOTES} more of its articles have such a note.")
    if not found and not reading.problems:
        reading.refuse(f"it looks like an export of {database}, but no article was found in it")


def word_count(said: str) -> tuple[int, str]:
    """Give the number in a length such as "1.937 Wörter" and what it counts; 0 for none.

    >>> word_count("Length: 1,937 words"), word_count("664 Wörter"), word_count("a few words")
    ((1937, 'words'), (664, 'Wörter'), (0, ''))
    """
    found = _SAID.search(said[:400])
    digits = re.sub(r"\D", "", found[1]) if found else ""
    return (int(digits), found[2]) if found and 0 < len(digits) < 8 else (0, "")


def is_word_count(line: str) -> bool:
    """Say whether a line is a length and nothing else."""
    found = _SAID.fullmatch(line.strip()) if len(line) < 40 else None
    return found is not None


def _article(story: Story, path: Path, database: str) -> Article:
    if not story.text.strip():
        raise FormatError("it has no text")
    facts = {"file": shown(Path(path.name)), "database": database}
    facts |= {key: value for key, value in story.facts.items() if value}
    published = iso_date(story.published)
    if story.published and not published:
        facts["date"] = story.published
    if story.length:
        facts["length"] = story.length
    return Article.new(
        story.text, title=" ".join(story.title.split()), outlet=" ".join(story.outlet.split()),
        author=_BY.sub("", " ".join(story.byline.split())), published=published, url=story.url,
        language=story.language or language_of(story.text), metadata=facts,
    )  # fmt: skip


def _warnings(story: Story, article: Article) -> Iterator[str]:
    said, unit = word_count(story.length)
    found = len("".join(story.text.split())) if unit in _NO_BLANKS else len(story.text.split())
    if said and abs(said - found) > max(_FEW, said * _FAR_OFF):
        yield f"its length is given as {said:,}, but {found:,} were found; look at its edges."
    if not article.published:
        yield (
            f"its date was not understood: {story.published[:60]}"
            if story.published
            else ("no date was found.")
        )
    if not article.title:
        yield "no title was found."
