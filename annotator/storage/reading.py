"""What can be read of an open project, in words of the core. Nothing here writes."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TypeVar, cast

import msgspec
from sqlalchemy import bindparam, select

from annotator.core.annotation import Annotation, AttributeValue
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.errors import DamagedProject, SchemeError
from annotator.core.judgement import State
from annotator.core.record import Record
from annotator.core.removal import Removal
from annotator.core.scheme import Scheme
from annotator.core.scheme_edit import SchemeEdit, Touched
from annotator.core.scheme_file import scheme_from_data
from annotator.storage import engines, passages, rows, search
from annotator.storage.checking import Counts, problems
from annotator.storage.past import PastAction, past
from annotator.storage.queries import (
    ArticleFilter,
    ArticleKeys,
    ArticleListing,
    ArticleRow,
    ProjectCounts,
    Queries,
    readable,
)
from annotator.storage.records import value as record_value
from annotator.storage.removals import removals
from annotator.storage.scheme_changes import answers, label_count, marks_of, touched
from annotator.storage.tables import TABLES

_fact, _scheme = TABLES["fact"], TABLES["scheme"]
_article = TABLES["article"]
_BY_HASH = select(_article.c.id).where(_article.c.sha256 == bindparam("sha256"))
_SETTING = select(_fact.c.value).where(_fact.c.key == bindparam("key"))
ANYTHING = ArticleFilter()
R = TypeVar("R", bound=Record)


class Reading:
    """The half of a project that only reads; from any thread."""

    path: Path
    _queries: Queries

    # --- reading

    def article(self, article_id: str) -> Article:
        """Give an article; ProjectError when it is not there."""
        with engines.told(self.path):
            return self._queries.article(article_id)

    def annotation_set(self, article_id: str) -> AnnotationSet:
        """Give all that is said of an article, by all annotators."""
        return AnnotationSet(article_id, self._values(article_id))

    def _values(self, article_id: str) -> list[Value]:
        with engines.told(self.path):
            return self._queries.values(article_id, self._queries.number_of(article_id))

    def find_articles(self, wanted: ArticleFilter = ANYTHING) -> ArticleListing:
        """Give the numbers of the articles that a filter lets through, in list order."""
        with engines.told(self.path):
            return self._queries.listing(wanted)

    def ordered_articles(self, field: str) -> ArticleListing:
        """Give the numbers of all articles in the order of a field of `core.saved_list.ORDERS`."""
        with engines.told(self.path):
            return self._queries.ordered(field)

    def group_starts(self, field: str) -> dict[int, str]:
        """Give the numbers of the articles that begin a group in that order, and its name.

        Groups are articles of the same outlet, author, month, language or own field (or tags).
        """
        with engines.told(self.path):
            return self._queries.group_starts(field)

    def field_values(self, field: str) -> list[tuple[str, int]]:
        """Give what articles say in outlet, author, language or ``meta.NAME``, and how many do.

        The most frequent value comes first.
        """
        with engines.told(self.path):
            return self._queries.field_values(field)

    def own_fields(self) -> list[str]:
        """Give the names of the articles' own metadata, the most frequent first."""
        with engines.told(self.path):
            return self._queries.own_fields()

    def article_keys(self) -> list[ArticleKeys]:
        """Give what the articles can be told by (identifier, title, link, file), in list order."""
        with engines.told(self.path):
            return self._queries.article_keys()

    def article_rows(self, numbers: Sequence[int], *, annotator: str = "") -> list[ArticleRow]:
        """Give what the list shows of some articles (a page, not thousands)."""
        with engines.told(self.path):
            return self._queries.page(numbers, annotator)

    def row_of(self, article_id: str) -> int:
        """Give an article's number; ProjectError when it is not there."""
        with engines.told(self.path):
            return self._queries.number_of(article_id)

    def counts(self, *, annotator: str = "") -> ProjectCounts:
        """Give all counts; takes a moment in a large project."""
        with engines.told(self.path):
            return self._queries.counts(annotator)

    def state_counts(self, *, annotator: str) -> dict[State, int]:
        """Give how many articles are new, in progress, done, skipped for an annotator."""
        with engines.told(self.path):
            return self._queries.state_counts(annotator)

    def annotators(self) -> tuple[str, ...]:
        """Give the names of all who said something, sorted."""
        with engines.told(self.path):
            return tuple(sorted(self._queries.annotator_names().values()))

    def article_by_hash(self, sha256: str) -> str | None:
        """Give the identifier of the article with a text's hash, or None."""
        with engines.told(self.path):
            found = self._queries.one(_BY_HASH, sha256=bytes.fromhex(sha256))
        return rows.text_id(found[0]) if found else None

    def entries(
        self, *, annotators: Collection[str] | None = None
    ) -> Iterator[tuple[Article, list[Value]]]:
        """Give every article with what is said of it (by some annotators), in list order.

        Memory does not grow with the project.
        """
        with engines.told(self.path):
            yield from self._queries.entries(annotators)

    def holding(self, parts: Sequence[str]) -> Iterator[tuple[Article, list[Value]]]:
        """Give each article whose text holds all parts (small ASCII), with what is said of it."""
        with engines.told(self.path):
            yield from search.holding(self._queries, parts)

    def text_index(self) -> search.TextIndex:
        """Give a new, empty index of the words of all texts; the caller fills and closes it."""
        return search.TextIndex(self._queries)

    def touched(self, edit: SchemeEdit) -> Touched:
        """Give what a scheme change is about, without changing anything."""
        with engines.told(self.path):
            return touched(self._queries, edit)

    def marks_of(self, label: str) -> list[tuple[str, str]]:
        """Give identifier and words of every annotation with a label, in list order."""
        with engines.told(self.path):
            return marks_of(self._queries, label)

    def label_count(self, label: str) -> int:
        """Count the annotations with a label."""
        with engines.told(self.path):
            return label_count(self._queries, label)

    def answers(self, label: str, attribute: str) -> Counter[AttributeValue]:
        """Count the answers to an attribute; with label "" the values of an article label."""
        with engines.told(self.path):
            return answers(self._queries, label, attribute)

    def records(self, kind: type[R], article_id: str = "") -> list[R]:
        """Give all records of a kind in the order of their making, or those of an article."""
        with engines.told(self.path):
            found = self._queries.records(kind.__name__, article_id)
        with readable():
            return [cast(R, record_value(kind.__name__, data)) for data in found]

    def removals(self) -> tuple[dict[str, Removal], dict[str, str]]:
        """Give marks and relations that their annotators took back, and when others came back."""
        with engines.told(self.path):
            return removals(self._queries)

    def past(self, article_id: str = "", after: str = "") -> Iterator[PastAction]:
        """Give what was done after a time, newest first; of one article what touched it."""
        with engines.told(self.path):
            yield from past(self._queries, article_id, after)

    # --- marks anywhere

    def mentions(self, entity_id: str) -> list[passages.Passage]:
        """Give every mark that means an entity, by anyone, with the words around it."""
        with engines.told(self.path):
            return passages.mentions(self._queries, entity_id)

    def mention_counts(self, attributes: Collection[str]) -> Counter[str]:
        """Count the marks by their answer to some attributes; a moment in a large project."""
        with engines.told(self.path):
            return passages.mention_counts(self._queries, attributes)

    def marks_like(
        self, words: str, labels: Collection[str], *, beside: str, most: int = 60
    ) -> list[passages.Passage]:
        """Give marks of some labels in other articles, found by words or headline."""
        with engines.told(self.path):
            return passages.like(self._queries, words, labels, beside=beside, most=most)

    def passage(self, annotation_id: str) -> passages.Passage | None:
        """Give the mark with an identifier wherever it is, or None."""
        with engines.told(self.path):
            return passages.passage(self._queries, annotation_id)

    def is_earlier(self, mark: Annotation) -> bool:
        """Say whether an earlier-published article has a mark of the same label."""
        with engines.told(self.path):
            return passages.is_earlier(self._queries, mark)

    # --- facts

    def setting(self, key: str) -> str:
        """Give a small fact kept with the project; "" when there is none."""
        with engines.told(self.path):
            found = self._queries.one(_SETTING, key=key)
        return str(found[0]) if found else ""

    # --- proving

    def check(self, proven: Counts | None = None) -> Iterator[str]:
        """Give every problem of the project as a sentence; looks at every row.

        ``proven`` is filled with how many rows of each kind are sound.
        """
        with engines.told(self.path):
            yield from problems(self._queries, self.path, proven)

    # --- at opening

    def _read_scheme(self) -> Scheme:
        last = select(_scheme.c.data).order_by(_scheme.c.number.desc()).limit(1)
        row = self._queries.one(last)
        if row is None:
            raise DamagedProject(f"{self.path} holds no scheme.", "Restore a backup copy.")
        try:
            return scheme_from_data(rows.plain(row[0]), where=str(self.path))
        except (msgspec.MsgspecError, SchemeError) as error:
            raise DamagedProject(
                f"{self.path} is damaged: its scheme cannot be read.",
                "The file was not touched. Check the project to repair it.",
            ) from error
