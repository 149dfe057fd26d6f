"""Reading: articles, lists, counts and streams, as frozen values. Nothing here writes."""

import sqlite3
import threading
from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

import msgspec
from sqlalchemy import ColumnElement, Engine, Select, String, bindparam, cast, func, select
from sqlalchemy.sql.elements import ClauseElement

from annotator.core.article import Article
from annotator.core.article_query import TAGS, parsed, tags_of
from annotator.core.changes import Value
from annotator.core.errors import DamagedProject, ProjectError
from annotator.core.judgement import NOTHING_FOUND, STATES, ArticleLabel, ArticleState, State
from annotator.core.outlet import Outlet
from annotator.core.relation import Relation
from annotator.storage import rows
from annotator.storage.article_terms import (
    condition,
    group_starts,
    keys,
    order,
    own_fields,
    tags,
    values,
)
from annotator.storage.tables import TABLES

ArticleListing: TypeAlias = Sequence[int]
"""The numbers of articles in the order of the list."""

_article, _text = TABLES["article"], TABLES["article_text"]
_annotation, _relation = TABLES["annotation"], TABLES["relation"]
_label, _state = TABLES["article_label"], TABLES["article_state"]
_annotator, _record = TABLES["annotator"], TABLES["record"]
_PAGE = 250
_ORDER = (_annotation.c.article, _annotation.c.first, _annotation.c.last.desc(),
          _annotation.c.label, _annotation.c.id)  # fmt: skip

_COLUMNS = [c for c in _article.c if c.name not in ("headline", "search", "length")]
_WITH_TEXT = select(*_COLUMNS, _text.c.text).join(_text, _text.c.article == _article.c.number)
_ARTICLE = _WITH_TEXT.where(_article.c.id == bindparam("id"))
_NUMBER = select(_article.c.number).where(_article.c.id == bindparam("id"))


def _within(statement: Select[Any], column: ColumnElement[int]) -> Select[Any]:
    return statement.where(column.between(bindparam("low"), bindparam("high")))


_ARTICLES = _within(_WITH_TEXT, _article.c.number).order_by(_article.c.number)
_ANNOTATIONS = _within(select(_annotation), _annotation.c.article).order_by(*_ORDER)


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """What to list: words in headline, outlet or author; a state, as an annotator has it.

    The search may hold terms such as ``outlet:courier``, see `core.article_query`.
    """

    search: str = ""
    state: State | None = None
    annotator: str = ""


class ArticleKeys(NamedTuple):
    """What an article can be told by: its identifier, title, link, and the file it came from."""

    id: str
    title: str
    url: str
    file: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """What the list shows of an article; ``length`` in code points."""

    number: int
    id: str
    headline: str
    outlet: str
    published: str
    language: str
    length: int
    state: State
    annotation_count: int
    nothing_found: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectCounts:
    """How much there is in a project; states are those of the annotator asked for."""

    articles: int
    annotations: int
    relations: int
    by_state: dict[State, int] = field(default_factory=dict)
    by_label: dict[str, int] = field(default_factory=dict)
    by_annotator: dict[str, int] = field(default_factory=dict)


class Queries:
    """The one connection that reads; several threads may ask, one after the other."""

    def __init__(self, engine: Engine) -> None:
        """Read through an engine's connection."""
        self._engine = engine
        self._lock = threading.RLock()
        self._names: dict[int, str] = {}
        self._ready: dict[ClauseElement, tuple[str, list[str]]] = {}

    @property
    def engine(self) -> Engine:
        """The engine that reads."""
        return self._engine

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Give the connection itself, to copy all of the file; others wait meanwhile."""
        with self._lock, self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            yield raw

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._engine.dispose()

    def all(self, statement: ClauseElement, **bound: object) -> list[Any]:
        """Give all rows of a statement as plain tuples.

        With values for its parameters, the statement is one of this module's own, and is
        compiled only once.
        """
        sql, values = self._prepared(statement, bound) if bound else self._compiled(statement)
        with self._lock, self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            found: list[Any] = raw.execute(sql, values).fetchall()
            return found

    def one(self, statement: ClauseElement, **bound: object) -> Any:
        """Give the first row of a statement, or None."""
        found = self.all(statement, **bound)
        return found[0] if found else None

    def _prepared(
        self, statement: ClauseElement, bound: dict[str, object]
    ) -> tuple[str, list[Any]]:
        if statement not in self._ready:
            compiled = statement.compile(dialect=self._engine.dialect)
            names: list[str] = list(getattr(compiled, "positiontup", None) or ())
            self._ready[statement] = (str(compiled), names)
        sql, names = self._ready[statement]
        return sql, [bound[name] for name in names]

    def _compiled(self, statement: ClauseElement) -> tuple[str, list[Any]]:
        compiled = statement.compile(
            dialect=self._engine.dialect, compile_kwargs={"render_postcompile": True}
        )
        names: list[str] = list(getattr(compiled, "positiontup", None) or ())
        return str(compiled), [compiled.params[name] for name in names]

    # --- records

    def records(self, kind: str, article_id: str = "") -> list[str]:
        """Give the data of all records of a kind, or of those that belong to an article."""
        statement = select(_record.c.data).where(_record.c.kind == kind).order_by(_record.c.id)
        if article_id:
            statement = statement.where(_record.c.article == self.number_of(article_id))
        return [data for (data,) in self.all(statement)]

    # --- annotators

    def annotator_names(self) -> dict[int, str]:
        """Give the annotators' names by number."""
        return dict(self.all(select(_annotator.c.number, _annotator.c.name)))

    def _name(self, number: int) -> str:
        if number not in self._names:
            self._names = self.annotator_names()
        return self._names[number]

    def forget_names(self) -> None:
        """Read the annotators' names afresh next time."""
        self._names = {}

    # --- one article

    def article(self, article_id: str) -> Article:
        """Give an article; ProjectError when it is not there."""
        found = self.one(_ARTICLE, id=rows.blob(article_id))
        if found is None:
            raise ProjectError("This article is not in the project any more.")
        with readable():
            return rows.article_value(found, found[-1])

    def number_of(self, article_id: str) -> int:
        """Give an article's number; ProjectError when it is not there."""
        try:
            key = rows.blob(article_id)
        except ValueError:
            key = b""
        found = self.one(_NUMBER, id=key)
        if found is None:
            raise ProjectError("This article is not in the project any more.")
        return int(found[0])

    def values(self, article_id: str, number: int) -> list[Value]:
        """Give all that is said of an article."""
        return self._said(number, number, {number: article_id}, None)[number]

    # --- the list

    def listing(self, wanted: ArticleFilter) -> ArticleListing:
        """Give the numbers of the articles that a filter lets through."""
        statement = select(_article.c.number)
        query = parsed(wanted.search)
        for word in rows.folded(query.words).split():
            statement = statement.where(func.instr(_article.c.search, word) > 0)
        whose = self._number(wanted.annotator) if wanted.annotator else None
        outlets = self.outlets() if any(t.field == "outlet" for t in query.terms) else ()
        for term in query.terms:
            statement = statement.where(condition(term, whose, outlets))
        if wanted.state is not None:
            statement = statement.where(self._in_state(wanted))
        return array("q", sorted(self._numbers(statement)))

    def _numbers(self, statement: Select[tuple[int]]) -> list[int]:
        """Give the numbers that a statement selects.

        In one text, because a hundred thousand rows take three times as long.
        """
        column = cast(statement.subquery().c[0], String)
        joined = self.one(select(func.aggregate_strings(column, ",")))[0]
        return msgspec.json.decode(f"[{joined or ''}]", type=list[int])

    def outlets(self) -> list[Outlet]:
        """Give the register of outlets."""
        return [msgspec.json.decode(data, type=Outlet) for data in self.records("Outlet", "")]

    def ordered(self, field: str) -> ArticleListing:
        """Give the numbers of all articles in the order of a field, see `article_terms.order`."""
        return array("q", [number for (number,) in self.all(order(field, self.outlets()))])

    def group_starts(self, field: str) -> dict[int, str]:
        """Give the articles that begin groups in that order, see `article_terms.group_starts`."""
        return {n: str(said) for n, said, _ in self.all(group_starts(field, self.outlets()))}

    def field_values(self, field: str) -> list[tuple[str, int]]:
        """Give the values of a field and how many articles have each, the most frequent first."""
        return [(str(value), int(count)) for value, count in self.all(values(field))]

    def own_fields(self) -> list[str]:
        """Give the names of the articles' own metadata, the most frequent first."""
        return [str(name) for name, _ in self.all(own_fields())]

    def article_keys(self) -> list[ArticleKeys]:
        """Give what the articles can be told by, in list order."""
        return [
            ArticleKeys(rows.text_id(key), str(title), str(url), str(file))
            for _, key, title, url, file in self.all(keys())
        ]

    def _in_state(self, wanted: ArticleFilter) -> ColumnElement[bool]:
        said = select(_state.c.article)
        if wanted.annotator:
            said = said.where(_state.c.annotator == self._number(wanted.annotator))
        if wanted.state == "new":
            return _article.c.number.not_in(said)
        return _article.c.number.in_(said.where(_state.c.state == wanted.state))

    def _number(self, annotator: str) -> int:
        found = self.one(select(_annotator.c.number).where(_annotator.c.name == annotator))
        return int(found[0]) if found else 0

    def page(self, numbers: Sequence[int], annotator: str) -> list[ArticleRow]:
        """Give the rows of some articles, in the order asked for."""
        a = _article.c
        columns = (a.number, a.id, a.headline, a.outlet, a.published, a.language, a.length, tags())
        numbers = list(numbers)
        if not numbers:
            return []
        facts = {r[0]: r for r in self.all(select(*columns).where(a.number.in_(numbers)))}
        counted = select(_annotation.c.article, func.count()).where(
            _annotation.c.article.in_(numbers)
        )
        states = select(_state.c.article, _state.c.state).where(_state.c.article.in_(numbers))
        if annotator:
            who = self._number(annotator)
            counted = counted.where(_annotation.c.annotator == who)
            states = states.where(_state.c.annotator == who)
        nothing = select(_label.c.article).where(
            _label.c.article.in_(numbers), _label.c.name == NOTHING_FOUND, _label.c.value == "true"
        )
        if annotator:
            nothing = nothing.where(_label.c.annotator == who)
        blank = {number for (number,) in self.all(nothing)}
        marks = dict(self.all(counted.group_by(_annotation.c.article)))
        state = dict(self.all(states))
        return [
            ArticleRow(
                n, rows.text_id(id_), headline, outlet, published, language, length,
                state.get(n, "new"), marks.get(n, 0), n in blank, tags_of({TAGS: said}),
            )
            for n, id_, headline, outlet, published, language, length, said in (
                facts[number] for number in numbers if number in facts
            )
        ]  # fmt: skip

    # --- counts

    def state_counts(self, annotator: str) -> dict[State, int]:
        """Give how many articles are in each state, for one annotator."""
        total = int(self.one(select(func.count()).select_from(_article))[0])
        said = select(_state.c.state, func.count()).where(
            _state.c.annotator == self._number(annotator)
        )
        found: dict[State, int] = dict.fromkeys(STATES, 0)
        found.update(dict(self.all(said.group_by(_state.c.state))))
        found["new"] += total - sum(found.values())
        return found

    def counts(self, annotator: str) -> ProjectCounts:
        """Give all counts; looks at every annotation."""
        labels = select(_annotation.c.label, func.count()).group_by(_annotation.c.label)
        if annotator:
            labels = labels.where(_annotation.c.annotator == self._number(annotator))
        people = (
            select(_annotator.c.name, func.count())
            .join(_annotation, _annotation.c.annotator == _annotator.c.number)
            .group_by(_annotator.c.name)
        )
        relations = select(func.count()).select_from(_relation)
        by_label = dict(sorted(self.all(labels)))
        states = self.state_counts(annotator) if annotator else self._any_state_counts()
        return ProjectCounts(
            articles=sum(states.values()),
            annotations=sum(by_label.values()),
            relations=int(self.one(relations)[0]),
            by_state=states,
            by_label=by_label,
            by_annotator=dict(sorted(self.all(people))),
        )

    def _any_state_counts(self) -> dict[State, int]:
        """Count an article as far as the annotator who is farthest with it."""
        total = int(self.one(select(func.count()).select_from(_article))[0])
        found: dict[State, int] = dict.fromkeys(STATES, 0)
        best: dict[int, State] = {}
        rank = {"new": 0, "skipped": 1, "in_progress": 2, "done": 3}
        for article, state in self.all(select(_state.c.article, _state.c.state)):
            if rank[state] >= rank[best.get(article, "new")]:
                best[article] = state
        for state in best.values():
            found[state] += 1
        found["new"] += total - len(best)
        return found

    # --- streams

    def entries(self, annotators: Collection[str] | None) -> Iterator[tuple[Article, list[Value]]]:
        """Give every article with all that is said of it, in list order, by the page."""
        numbers = self.listing(ArticleFilter())
        for start in range(0, len(numbers), _PAGE):
            page = numbers[start : start + _PAGE]
            low, high = page[0], page[-1]
            with readable():
                articles = {
                    row[0]: rows.article_value(row, row[-1])
                    for row in self.all(_ARTICLES, low=low, high=high)
                }
            ids = {number: article.id for number, article in articles.items()}
            said = self._said(low, high, ids, annotators)
            for number, article in articles.items():
                # let go of the values once they are used: the next ones take their warm memory
                yield article, said.pop(number)

    def _said(
        self, low: int, high: int, ids: dict[int, str], annotators: Collection[str] | None
    ) -> dict[int, list[Value]]:
        """Give what is said of the articles with some numbers, by number."""
        said: dict[int, list[Value]] = {number: [] for number in ids}
        names = self.annotator_names()
        if annotators is not None:
            names = {number: name for number, name in names.items() if name in annotators}
        with readable():
            make, found = rows.annotation_value, self.all(_ANNOTATIONS, low=low, high=high)
            for number, marks in groupby(found, itemgetter(1)):
                id_ = ids[number]
                said[number] += [make(row, id_, names[row[2]]) for row in marks if row[2] in names]
            for statement, judgement in _JUDGEMENTS:
                for row in self.all(statement, low=low, high=high):
                    made = judgement(row, ids, names)
                    if made is not None:
                        said[made[0]].append(made[1])
        return said


@contextmanager
def readable() -> Iterator[None]:
    """Turn what a row with a wrong content raises into the known problem that it is."""
    try:
        yield
    except (msgspec.MsgspecError, ValueError, TypeError, KeyError) as error:
        raise DamagedProject(
            f"A row of the project is damaged ({type(error).__name__}).",
            "The file was not touched. Check the project to repair it.",
        ) from error


def _make_relation(
    row: Any, ids: dict[int, str], names: dict[int, str]
) -> tuple[int, Relation] | None:
    name = names.get(row[2])
    return None if name is None else (row[1], rows.relation_value(row, ids[row[1]], name))


def _make_label(
    row: Any, ids: dict[int, str], names: dict[int, str]
) -> tuple[int, ArticleLabel] | None:
    article, annotator, name, value, changed = row
    who = names.get(annotator)
    if who is None:
        return None
    return article, ArticleLabel(ids[article], who, name, rows.answer(value), changed)


def _make_state(
    row: Any, ids: dict[int, str], names: dict[int, str]
) -> tuple[int, ArticleState] | None:
    article, annotator, state, changed = row
    who = names.get(annotator)
    return None if who is None else (article, ArticleState(ids[article], who, state, changed))


_JUDGEMENTS: tuple[tuple[Select[Any], Callable[..., tuple[int, Value] | None]], ...] = tuple(
    (_within(select(t), t.c.article).order_by(t.c.article, *t.primary_key.columns), make)
    for t, make in ((_relation, _make_relation), (_label, _make_label), (_state, _make_state))
)
