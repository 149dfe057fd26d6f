"""Writing values as rows, inside a transaction that somebody else began."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.sql.elements import ClauseElement

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import SAID, Change, ChangeSet, Value
from annotator.core.errors import ProjectError, StaleEdit
from annotator.core.identifiers import now
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.record import Record
from annotator.core.relation import Relation
from annotator.core.scheme import Scheme
from annotator.core.scheme_file import scheme_from_data, scheme_to_data
from annotator.storage import records, rows
from annotator.storage.tables import TABLES

_STALE = StaleEdit(
    "This was changed meanwhile, so the edit was not stored.", "Open the article again."
)


class Writer:
    """One transaction's writes. Numbers of articles and annotators are looked up once."""

    def __init__(self, connection: Connection) -> None:
        """Write through a connection with a transaction begun."""
        raw = connection.connection.driver_connection
        assert raw is not None
        self.raw: Any = raw
        self._dialect = connection.dialect
        self._last_article: int | None = None
        self._articles: dict[str, int] = {}
        self._annotators: dict[str, int] = {}
        self._names: dict[int, str] = {}

    # --- change sets

    def apply(self, change_set: ChangeSet) -> None:
        """Write a change set; StaleEdit when a value is not as the edit expects it."""
        for change in _in_order(change_set.changes):
            if self.stored(change) != change.before:
                raise _STALE
            self._write(change)

    def _write(self, change: Change) -> None:
        if isinstance(change.value, Article) and change.before and change.after:
            self._update_article(change.value)
            return
        if isinstance(change.value, Scheme):
            self.add_scheme(change.value)
            return
        if change.before is not None:
            self._remove(change.before)
        if change.after is not None:
            self.add([change.after])

    def add(self, values: Iterable[Value]) -> None:
        """Insert values that are not there."""
        for value in values:
            if isinstance(value, Article):
                self.add_article(value)
            elif isinstance(value, Record):
                self.raw.execute(self.insertion("record"), self._record_row(value))
            else:
                table, row = self.row(value)
                self.raw.execute(self.insertion(table), row)

    def row(self, value: Value) -> tuple[str, tuple[Any, ...]]:
        """Give the table and the row of a value that belongs to an article."""
        assert isinstance(value, SAID)
        article, who = self.article_number(value.article_id), self.annotator_number(value.annotator)
        return rows.said_row(value, article, who)

    def _record_row(self, value: Record) -> tuple[Any, ...]:
        article = getattr(value, "article_id", "")
        number = self.article_number(article) if article else None
        return records.kind_of(value), rows.blob(value.id), number, rows.as_json(value)

    def add_article(self, article: Article) -> int:
        """Insert an article at the end of the list; gives its number."""
        number = self._next_article()
        self.raw.execute(self.insertion("article"), rows.article_row(number, article))
        self.raw.execute(self.insertion("article_text"), (number, article.text))
        self._articles[article.id] = number
        return number

    def _next_article(self) -> int:
        if self._last_article is None:
            last = self._one(select(func.max(TABLES["article"].c.number)))
            self._last_article = last[0] or 0
        self._last_article += 1
        return self._last_article

    def add_scheme(self, scheme: Scheme) -> None:
        """Make a scheme the project's present one; the earlier ones are kept."""
        table = TABLES["scheme"]
        last = self._one(select(func.max(table.c.number)))
        row = ((last[0] or 0) + 1, now(), rows.as_json(scheme_to_data(scheme)))
        self.raw.execute(self.insertion("scheme"), row)

    def insertion(self, name: str) -> str:
        """Give the SQL that inserts a whole row of a table, in the order of its columns."""
        return _sql("insert", name, self._dialect)

    # --- what is stored

    def stored(self, change: Change) -> Value | None:
        """Give the value as it is stored now, or None."""
        value = change.value
        if isinstance(value, Scheme):
            return self.scheme() if change.before is not None else None
        if isinstance(value, Article):
            return self.article(value.id)
        name, key = self._place(value)
        row = self.raw.execute(_sql("select", name, self._dialect), key).fetchone()
        if row is None:
            return None
        if isinstance(value, Record):
            return records.value(row[0], row[-1])
        return self._value(name, row, value.article_id)

    def article(self, article_id: str) -> Article | None:
        """Give an article as it is stored, or None."""
        table, text = TABLES["article"], TABLES["article_text"]
        row = self._one(select(table).where(table.c.id == rows.blob(article_id)))
        if row is None:
            return None
        words = self._one(select(text.c.text).where(text.c.article == row[0]))
        return rows.article_value(row, words[0])

    def scheme(self) -> Scheme:
        """Give the project's present scheme."""
        table = TABLES["scheme"]
        row = self._one(select(table.c.data).order_by(table.c.number.desc()).limit(1))
        return scheme_from_data(rows.plain(row[0]))

    def article_number(self, article_id: str) -> int:
        """Give an article's number; ProjectError when it is not there."""
        if article_id not in self._articles:
            sql = _sql("article_number", "article", self._dialect)
            row = self.raw.execute(sql, (rows.blob(article_id),)).fetchone()
            if row is None:
                raise ProjectError("The article of this edit is not in the project any more.")
            self._articles[article_id] = row[0]
        return self._articles[article_id]

    def annotator_number(self, name: str) -> int:
        """Give an annotator's number, entering a new name."""
        if name not in self._annotators:
            sql = _sql("annotator_number", "annotator", self._dialect)
            row = self.raw.execute(sql, (name,)).fetchone()
            if row is None:
                last = self._one(select(func.max(TABLES["annotator"].c.number)))
                row = ((last[0] or 0) + 1,)
                self.raw.execute(self.insertion("annotator"), (row[0], name))
            self._annotators[name] = row[0]
        return self._annotators[name]

    def number_articles(self, numbers: dict[str, int]) -> None:
        """Note the numbers of articles that are about to be inserted."""
        self._articles.update(numbers)

    def values(self, article_id: str, number: int) -> list[Value]:
        """Give all that is said of an article, as this transaction sees it."""
        found: list[Value] = []
        for name in ("annotation", "relation", "article_label", "article_state"):
            table = TABLES[name]
            sql, bound = self._compiled(select(table).where(table.c.article == number))
            found += [self._value(name, row, article_id) for row in self.raw.execute(sql, bound)]
        return found

    def _value(self, name: str, row: Any, article_id: str) -> Value:
        if name == "annotation":
            return rows.annotation_value(row, article_id, self._name(row[2]))
        if name == "relation":
            return rows.relation_value(row, article_id, self._name(row[2]))
        if name == "article_label":
            return ArticleLabel(article_id, self._name(row[1]), row[2], rows.answer(row[3]), row[4])
        return ArticleState(article_id, self._name(row[1]), row[2], row[3])

    def many(self, statement: ClauseElement, values: Iterable[Mapping[str, Any]]) -> int:
        """Run a statement once for each set of values; gives how many rows it changed in all."""
        compiled = statement.compile(dialect=self._dialect)
        names: list[str] = list(getattr(compiled, "positiontup", None) or ())
        ordered = (tuple(map(one.__getitem__, names)) for one in values)
        return int(self.raw.executemany(str(compiled), ordered).rowcount)

    def forget(self) -> None:
        """Look numbers up again: a savepoint was rolled back."""
        self._articles.clear()
        self._annotators.clear()
        self._last_article = None

    # --- the rest

    def _name(self, number: int) -> str:
        if number not in self._names:
            found = self.raw.execute(_sql("select", "annotator", self._dialect), (number,))
            self._names[number] = found.fetchone()[1]
        return self._names[number]

    def _place(self, value: Value) -> tuple[str, tuple[Any, ...]]:
        """Give the table of a value and its primary key there."""
        match value:
            case Annotation():
                return "annotation", (rows.blob(value.id),)
            case Relation():
                return "relation", (rows.blob(value.id),)
            case ArticleLabel():
                return "article_label", (*self._whose(value), value.name)
            case ArticleState():
                return "article_state", self._whose(value)
            case Record():
                return "record", (records.kind_of(value), rows.blob(value.id))
        raise TypeError(type(value).__name__)

    def _whose(self, value: ArticleLabel | ArticleState) -> tuple[int, int]:
        return self.article_number(value.article_id), self.annotator_number(value.annotator)

    def _remove(self, value: Value) -> None:
        if isinstance(value, Article):
            number = self._articles.pop(value.id, None) or self.article_number(value.id)
            self._articles.pop(value.id, None)
            text, table = TABLES["article_text"], TABLES["article"]
            self._run(delete(text).where(text.c.article == number))
            self._run(delete(table).where(table.c.number == number))
            return
        name, key = self._place(value)
        if self.raw.execute(_sql("delete", name, self._dialect), key).rowcount != 1:
            raise _STALE

    def _update_article(self, article: Article) -> None:
        table = TABLES["article"]
        number = self.article_number(article.id)
        names = [column.name for column in table.columns][3:]
        row = dict(zip(names, rows.article_row(number, article)[3:], strict=True))
        self._run(update(table).where(table.c.number == number).values(row))

    def _run(self, statement: ClauseElement) -> None:
        sql, values = self._compiled(statement)
        if self.raw.execute(sql, values).rowcount != 1:
            raise _STALE

    def _one(self, statement: ClauseElement) -> Any:
        sql, values = self._compiled(statement)
        return self.raw.execute(sql, values).fetchone()

    def _compiled(self, statement: ClauseElement) -> tuple[str, list[Any]]:
        compiled = statement.compile(dialect=self._dialect)
        names: list[str] = list(getattr(compiled, "positiontup", None) or ())
        return str(compiled), [compiled.params[name] for name in names]


def _in_order(changes: Iterable[Change]) -> list[Change]:
    """Put new articles first and removed ones last: what is said of them needs them."""
    rank: Callable[[Change], int] = lambda c: (  # noqa: E731
        0 if not isinstance(c.value, Article) else -1 if c.after is not None else 1
    )
    return sorted(changes, key=rank)


def _by_key(name: str) -> ColumnElement[bool]:
    return and_(*(column == bindparam(column.name) for column in TABLES[name].primary_key.columns))


@cache
def _sql(verb: str, name: str, dialect: Dialect) -> str:
    """Give one of the statements that every edit needs, compiled once for a connection's kind."""
    table = TABLES[name]
    statement: ClauseElement
    match verb:
        case "insert":
            statement = insert(table)
        case "select":
            statement = select(table).where(_by_key(name))
        case "delete":
            statement = delete(table).where(_by_key(name))
        case "article_number":
            statement = select(table.c.number).where(table.c.id == bindparam("id"))
        case _:
            statement = select(table.c.number).where(table.c.name == bindparam("name"))
    return str(statement.compile(dialect=dialect))
