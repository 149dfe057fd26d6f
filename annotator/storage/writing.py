"""Writing values as rows, inside a transaction that somebody else began."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, insert, select, update
from sqlalchemy.sql.elements import ClauseElement

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import Change, ChangeSet, Value
from annotator.core.errors import ProjectError, StaleEdit
from annotator.core.identifiers import now
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.scheme import Scheme
from annotator.core.scheme_file import scheme_from_data, scheme_to_data
from annotator.storage import rows
from annotator.storage.tables import TABLES

_STALE = StaleEdit(
    "This was changed meanwhile, so the edit was not stored.", "Open the article again."
)


class Writer:
    """One transaction's writes. Numbers of articles and annotators are looked up once."""

    def __init__(self, connection: Connection) -> None:
        """Write through a connection with a transaction begun."""
        self._connection = connection
        raw = connection.connection.driver_connection
        assert raw is not None
        self.raw: Any = raw
        self._articles: dict[str, int] = {}
        self._annotators: dict[str, int] = {}

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
            else:
                table, row = self.row(value)
                self.raw.execute(self.insertion(table), row)

    def row(self, value: Value) -> tuple[str, tuple[Any, ...]]:
        """Give the table and the row of a value that belongs to an article."""
        assert not isinstance(value, Article | Scheme)
        article, who = self.article_number(value.article_id), self.annotator_number(value.annotator)
        match value:
            case Annotation():
                return "annotation", rows.annotation_row(value, article, who)
            case Relation():
                return "relation", rows.relation_row(value, article, who)
            case ArticleLabel():
                return "article_label", (
                    article, who, value.name, rows.as_json(value.value), value.changed,
                )  # fmt: skip
            case ArticleState():
                return "article_state", (article, who, value.state, value.changed)

    def add_article(self, article: Article) -> int:
        """Insert an article at the end of the list; gives its number."""
        table = TABLES["article"]
        last = self._one(select(func.max(table.c.number)))
        number = (last[0] or 0) + 1
        self.raw.execute(self.insertion("article"), rows.article_row(number, article))
        self.raw.execute(self.insertion("article_text"), (number, article.text))
        self._articles[article.id] = number
        return number

    def add_scheme(self, scheme: Scheme) -> None:
        """Make a scheme the project's present one; the earlier ones are kept."""
        table = TABLES["scheme"]
        last = self._one(select(func.max(table.c.number)))
        row = ((last[0] or 0) + 1, now(), rows.as_json(scheme_to_data(scheme)))
        self.raw.execute(self.insertion("scheme"), row)

    @cache  # noqa: B019 - a writer lives as long as one transaction
    def insertion(self, name: str) -> str:
        """Give the SQL that inserts a whole row of a table, in the order of its columns."""
        return str(insert(TABLES[name]).compile(dialect=self._connection.dialect))

    # --- what is stored

    def stored(self, change: Change) -> Value | None:
        """Give the value as it is stored now, or None."""
        value = change.value
        if isinstance(value, Scheme):
            return self.scheme() if change.before is not None else None
        if isinstance(value, Article):
            return self.article(value.id)
        table, where = self._place(value)
        row = self._one(select(table).where(where))
        if row is None:
            return None
        return self._value(table.name, row, value.article_id)

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
            table = TABLES["article"]
            row = self._one(select(table.c.number).where(table.c.id == rows.blob(article_id)))
            if row is None:
                raise ProjectError("The article of this edit is not in the project any more.")
            self._articles[article_id] = row[0]
        return self._articles[article_id]

    def annotator_number(self, name: str) -> int:
        """Give an annotator's number, entering a new name."""
        if name not in self._annotators:
            table = TABLES["annotator"]
            row = self._one(select(table.c.number).where(table.c.name == name))
            if row is None:
                last = self._one(select(func.max(table.c.number)))
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

    def forget(self) -> None:
        """Look numbers up again: a savepoint was rolled back."""
        self._articles.clear()
        self._annotators.clear()

    # --- the rest

    def _name(self, number: int) -> str:
        table = TABLES["annotator"]
        name: str = self._one(select(table.c.name).where(table.c.number == number))[0]
        return name

    def _place(self, value: Value) -> tuple[Table, Any]:
        match value:
            case Annotation():
                table = TABLES["annotation"]
                return table, table.c.id == rows.blob(value.id)
            case Relation():
                table = TABLES["relation"]
                return table, table.c.id == rows.blob(value.id)
            case ArticleLabel():
                table = TABLES["article_label"]
                return table, and_(*self._whose(table, value), table.c.name == value.name)
            case ArticleState():
                table = TABLES["article_state"]
                return table, and_(*self._whose(table, value))
        raise TypeError(type(value).__name__)

    def _whose(self, table: Table, value: ArticleLabel | ArticleState) -> tuple[Any, Any]:
        return (
            table.c.article == self.article_number(value.article_id),
            table.c.annotator == self.annotator_number(value.annotator),
        )

    def _remove(self, value: Value) -> None:
        if isinstance(value, Article):
            number = self._articles.pop(value.id, None) or self.article_number(value.id)
            self._articles.pop(value.id, None)
            text, table = TABLES["article_text"], TABLES["article"]
            self._run(delete(text).where(text.c.article == number))
            self._run(delete(table).where(table.c.number == number))
            return
        table, where = self._place(value)
        self._run(delete(table).where(where))

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
        compiled = statement.compile(dialect=self._connection.dialect)
        names: list[str] = list(getattr(compiled, "positiontup", None) or ())
        return str(compiled), [compiled.params[name] for name in names]


def _in_order(changes: Iterable[Change]) -> list[Change]:
    """Put new articles first and removed ones last: what is said of them needs them."""
    rank: Callable[[Change], int] = lambda c: (  # noqa: E731
        0 if not isinstance(c.value, Article) else -1 if c.after is not None else 1
    )
    return sorted(changes, key=rank)
