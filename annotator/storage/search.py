"""Looking into the texts: which articles hold some words."""

import shutil
import sqlite3
import tempfile
import time
import weakref
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import regex
from sqlalchemy import bindparam, func, select

from annotator.core.article import Article
from annotator.core.article_query import parsed, terms_alone
from annotator.core.changes import Value
from annotator.storage import engines, rows
from annotator.storage.queries import ArticleFilter, ArticleListing, Queries
from annotator.storage.tables import TABLES

_article, _text = TABLES["article"], TABLES["article_text"]
_BATCH = 16  # texts
_SHORTEST = 3  # letters; a shorter beginning stands in nearly every text
_UNSPACED = regex.compile(r"([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])")
_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+")
_TEXTS = (
    select(_text.c.article, _text.c.text)
    .where(_text.c.article.between(bindparam("low"), bindparam("high")))
    .order_by(_text.c.article)
)


def holding(queries: Queries, parts: Sequence[str]) -> Iterator[tuple[Article, list[Value]]]:
    """Give, in list order, each article whose text holds all parts, with all that is said of it.

    Parts are small ASCII letters or digits; capitals in the text do not count. It reads every
    text once; memory does not grow with the project.
    """
    found = select(_article.c.id).join(_text, _text.c.article == _article.c.number)
    small = func.lower(_text.c.text)
    for part in parts:
        found = found.where(func.instr(small, part) > 0)
    for (identifier,) in queries.all(found.order_by(_article.c.number)):
        article_id = rows.text_id(identifier)
        number = queries.number_of(article_id)
        yield queries.article(article_id), queries.values(article_id, number)


class TextIndex:
    """Which words stand in which texts of a project, whatever their case and accents.

    It is made bit by bit by `step`, lies in a temporary file, and is thrown away by `close`: a
    project file holds nothing twice. Where articles come or go, a new one is made. One thread.
    """

    def __init__(self, queries: Queries) -> None:
        """Start empty."""
        self._queries = queries
        self._folder = Path(tempfile.mkdtemp(prefix="annotator-search-"))
        self._words = sqlite3.connect(self._folder / "words", isolation_level=None)
        self._end = weakref.finalize(self, _thrown_away, self._words, self._folder)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -8000"):
            self._words.execute(f"PRAGMA {pragma}").fetchall()
        self._words.execute(
            "CREATE VIRTUAL TABLE words USING fts5(text, content='', detail=none, columnsize=0, "
            "tokenize='unicode61 remove_diacritics 2')"
        )
        greatest = queries.one(select(func.max(_text.c.article)))[0]
        self._next, self._last = 0, -1 if greatest is None else int(greatest)
        self.complete = self._last < 0

    def step(self, seconds: float = 0.01) -> bool:
        """Look at some more texts, for about so long; says whether any are left."""
        end = time.monotonic() + seconds
        while not self.complete and time.monotonic() < end:
            low, self._next = self._next, self._next + _BATCH
            with engines.told(self._folder):
                self._add(self._queries.all(_TEXTS, low=low, high=self._next - 1))
            self.complete = self._next > self._last
        return not self.complete

    def _add(self, found: Sequence[tuple[int, str]]) -> None:
        self._words.execute("BEGIN")
        self._words.executemany(
            "INSERT INTO words(rowid, text) VALUES (?, ?)",
            ((number, _UNSPACED.sub(r" \1 ", text)) for number, text in found),
        )
        self._words.execute("COMMIT")

    def find(self, search: str) -> list[int]:
        """Give the numbers of the texts, of those looked at so far, with words that begin so.

        Every word of the search is wanted. One of fewer than three letters must stand there as
        it is, and alone finds nothing (in scripts without blanks each character is a word).
        """
        words = _WORD.findall(_UNSPACED.sub(r" \1 ", search))
        long = [word for word in words if len(word) >= _SHORTEST or _UNSPACED.match(word)]
        if not long:
            return []
        wanted = " AND ".join(f'"{word}"' + "*" * (word in long) for word in words)
        # In one text: as rows, a hundred thousand hits take three times as long.
        query = "SELECT group_concat(rowid) FROM words WHERE words MATCH ?"
        with engines.told(self._folder):
            (joined,) = self._words.execute(query, (wanted,)).fetchone()
        return sorted(msgspec.json.decode(f"[{joined or ''}]", type=list[int]))

    def widened(self, listing: ArticleListing, wanted: ArticleFilter) -> ArticleListing:
        """Give a listing together with the articles whose texts hold what was searched for."""
        query = parsed(wanted.search)
        hits = self.find(query.words)
        if hits and (wanted.state is not None or query.terms):
            allowed = set(self._queries.listing(replace(wanted, search=terms_alone(wanted.search))))
            hits = [number for number in hits if number in allowed]
        return array("q", sorted({*listing, *hits})) if hits else listing

    def close(self) -> None:
        """Throw the index away."""
        self._end()


def _thrown_away(words: sqlite3.Connection, folder: Path) -> None:
    words.close()
    shutil.rmtree(folder, ignore_errors=True)
