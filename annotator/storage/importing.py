"""Bringing in many articles at once: one transaction for the job, a savepoint a file."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, select

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import SAID, Change, ChangeSet, Value, key_of
from annotator.core.errors import FormatError, ProjectError
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.scheme import Scheme
from annotator.storage import proofs, rows
from annotator.storage.log import Imported, as_data
from annotator.storage.proofs import Proofs
from annotator.storage.tables import TABLES
from annotator.storage.writing import Writer

Outcome: TypeAlias = Literal["added", "known", "extended"]
_FLUSH = 4_000
_ORDER = (
    "article", "article_text", "annotation", "relation", "article_label", "article_state",
)  # fmt: skip
_SAID = _ORDER[2:]


class ImportBatch:
    """Adds articles and what is said of them; what is there already is left as it is.

    Rows are gathered and inserted some thousand at a time, which is several times faster than
    one by one.
    """

    def __init__(self, connection: Connection) -> None:
        """Write through a connection with a transaction begun."""
        self._writer = Writer(connection)
        self._raw: Any = self._writer.raw
        self._waiting: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _ORDER}
        self._count = 0
        self._fresh: set[str] = set()
        self._recent: dict[str, str] = {}  # of the articles that wait: SHA-256 → identifier
        self._waited: dict[str, int] | None = None  # rows of earlier files; None outside of one
        self._saved = False
        self._kept: dict[str, list[Any]] = {}
        self._next = self._last_number() + 1
        self._scheme: tuple[Scheme, Scheme] | None = None
        self.edited = 0
        self._changed: list[Change] = []
        self.brought: dict[str, list[Any]] = {
            "articles": [], "annotations": [], "relations": [], "labels": [], "states": [],
        }  # fmt: skip
        self._digests: dict[str, list[bytes]] = {kind: [] for kind in self.brought}

    @property
    def imported(self) -> Imported:
        """What was added, by identifier and with its digests, for the log."""
        proven, changes = Proofs.joined(self._digests), as_data(self._changed)
        return Imported(**self.brought, scheme=self._scheme, changes=changes, proofs=proven)

    @property
    def growth(self) -> ChangeSet:
        """What was changed besides what was added: the scheme, values that `change` was given."""
        scheme = (Change(*self._scheme),) if self._scheme else ()
        return ChangeSet("Import", (*scheme, *self._changed))

    def change(self, changes: Sequence[Change]) -> None:
        """Change values that are there, or add records; part of the one transaction and undo.

        StaleEdit when a value is not as it is expected to be.
        """
        self.flush()
        self._writer.apply(ChangeSet("Import", tuple(changes)))
        self._changed += changes

    def grow_scheme(self, before: Scheme, after: Scheme) -> None:
        """Make a scheme the project's present one as part of the import."""
        self._writer.add_scheme(after)
        self._scheme = (before, after)

    @contextmanager
    def file(self) -> Iterator[None]:
        """Keep all that is added inside, or on any exception nothing of it.

        The rows of articles alone wait for those of the next files: that they can be stored is
        known already, and of a folder of texts each has one row.
        """
        marks = {name: len(ids) for name, ids in self.brought.items()}
        number = self._next
        self._waited = {name: len(rows) for name, rows in self._waiting.items()}
        try:
            yield
            if self._count >= _FLUSH or any(self._waiting[name] for name in _SAID):
                self.flush()
        except BaseException:
            self._drop(marks, number)
            raise
        else:
            self._release()
        finally:
            self._waited = None

    def _drop(self, marks: dict[str, int], number: int) -> None:
        """Take back the present file."""
        if self._saved:
            self._raw.execute("ROLLBACK TO file")
        self._release()
        assert self._waited is not None
        for name, length in self._waited.items():
            del self._waiting[name][length:]
        for name, length in marks.items():
            del self.brought[name][length:]
            del self._digests[name][length:]
        self._count, self._next = sum(map(len, self._waiting.values())), number
        self._fresh = set(self.brought["articles"])
        self._recent = {sha: i for sha, i in self._recent.items() if i in self._fresh}
        self._writer.forget()
        waiting = {rows.text_id(row[1]): row[0] for row in self._waiting["article"]}
        self._writer.number_articles(waiting)

    def _save(self) -> None:
        """Write the rows of earlier files, and mark the place to which this one is taken back."""
        assert self._waited is not None
        own = {name: self._waiting[name][length:] for name, length in self._waited.items()}
        for name, length in self._waited.items():
            del self._waiting[name][length:]
        try:
            self._write()
        except FormatError as error:  # not this file's fault, and theirs can be told no more
            raise ProjectError(f"The import was taken back: {error.message}.") from error
        self._waiting |= own
        self._waited = dict.fromkeys(self._waited, 0)
        self._raw.execute("SAVEPOINT file")
        self._saved = True

    def _release(self) -> None:
        if self._saved:
            self._raw.execute("RELEASE file")
        self._saved = False

    def add(
        self, article: Article, values: Sequence[Value], *, content_ids: bool = False
    ) -> Outcome:
        """Add an article and what is said of it.

        An article whose text is in the project keeps its own identifier; what is said is put
        under that. A value that is there already and equal is skipped. FormatError when an
        identifier is there with another content; but ``content_ids`` were made of what the file
        says, so that value is the same one, edited here since: it stays and is counted in
        `edited`.
        """
        known = self._known(article)
        if known is None:
            forms = [self._add_article(article), *self._add_values(values)]
            self._digests["articles"].append(proofs.joint_digest(forms))
            if self._count >= _FLUSH:
                self.flush()
            return "added"
        self.flush()
        there = self._values_of(known)
        extra = []
        for value in values:
            own = value if _article_of(value) == known else _moved(value, known)
            before = there.get(key_of(own))
            if before is None:
                extra.append(own)
            elif before == own or isinstance(own, ArticleState | ArticleLabel):
                continue
            elif content_ids:
                self.edited += 1
            else:
                raise FormatError(
                    f"the identifier {own.id} is in the project with another content.",
                    next_step="Nothing of this file was stored; what is in the project stays.",
                )
        if extra:
            self.extend(extra)
        return "extended" if extra else "known"

    def holder(self, article: Article) -> tuple[Article, bool] | None:
        """Give the article that has the same text, and whether this import brought it; or None."""
        known = self._known(article)
        if known is None:
            return None
        self.flush()
        held = self._writer.article(known)
        return None if held is None else (held, known in self._fresh)

    def extend(self, values: Sequence[Value]) -> None:
        """Add what is said of articles that are there; the caller knows that none of it is."""
        forms = self._add_values(values)
        for value, form in zip(values, forms, strict=True):
            self._note(value, proofs.digest(_article_of(value), form))
        if self._count >= _FLUSH:
            self.flush()

    def _add_article(self, article: Article) -> proofs.Form:
        number, self._next = self._next, self._next + 1
        row = rows.article_row(number, article)
        self._waiting["article"].append(row)
        self._waiting["article_text"].append((number, article.text))
        self._recent[article.sha256] = article.id
        self._writer.number_articles({article.id: number})
        self._fresh.add(article.id)
        self.brought["articles"].append(article.id)
        self._count += 1
        return proofs.article_form(row)

    def _add_values(self, values: Sequence[Value]) -> list[proofs.Form]:
        forms = []
        for value in values:
            table, row = self._writer.row(value)
            self._waiting[table].append(row)
            forms.append(proofs.form(table, row, value.annotator))  # type: ignore[union-attr]
        self._count += len(values)
        return forms

    def _note(self, value: Value, digest: bytes) -> None:
        kind, named = _name_of(value)
        self.brought[kind].append(named)
        self._digests[kind].append(digest)

    def flush(self) -> None:
        """Write the rows that wait; FormatError where an identifier is there twice."""
        if self._waited is not None and not self._saved:
            self._save()
        self._write()
        self._recent.clear()
        self._count = 0

    def _write(self) -> None:
        for name in _ORDER:
            waiting = self._waiting[name]
            if waiting:
                try:
                    self._raw.executemany(self._writer.insertion(name), waiting)
                except sqlite3.IntegrityError as error:
                    raise self._twice(name, error) from error
                waiting.clear()

    def _twice(self, name: str, error: sqlite3.IntegrityError) -> FormatError:
        """Say which identifier stands twice."""
        seen: set[bytes] = set()
        for row in self._waiting[name]:
            key = row[1] if name == "article" else row[0]
            if isinstance(key, bytes) and (key in seen or self._is_stored(name, key)):
                return FormatError(
                    f"the identifier {rows.text_id(key)} stands twice: two {name}s cannot share it."
                )
            seen.add(key)
        return FormatError(f"it contradicts what is in the project ({error}).")

    def _is_stored(self, name: str, key: bytes) -> bool:
        return (
            self._raw.execute(f"SELECT 1 FROM {name} WHERE id = ?", (key,)).fetchone() is not None
        )

    def _known(self, article: Article) -> str | None:
        """Give the identifier under which a text is in the project, or None.

        Raises FormatError when the identifier belongs to another text.
        """
        recent = self._recent.get(article.sha256)
        if recent is not None:
            return recent
        found = self._raw.execute(_BY_HASH, (bytes.fromhex(article.sha256),)).fetchone()
        if found is not None:
            return rows.text_id(found[0])
        key = rows.blob(article.id)
        taken = article.id in self._fresh or self._is_stored("article", key)
        if taken:
            raise FormatError(
                f"the article identifier {article.id} belongs to another text.",
                next_step="Give the article another id, or leave the id out.",
            )
        return None

    def _values_of(self, article_id: str) -> dict[Any, Value]:
        number = self._writer.article_number(article_id)
        return {key_of(v): v for v in self._writer.values(article_id, number)}

    def _last_number(self) -> int:
        table = TABLES["article"]
        sql = str(select(table.c.number).order_by(table.c.number.desc()).limit(1).compile())
        found = self._raw.execute(sql.replace(":param_1", "1")).fetchone()
        return int(found[0]) if found else 0


_BY_HASH = "SELECT id FROM article WHERE sha256 = ?"


def _name_of(value: Value) -> tuple[str, object]:
    """Give the kind of a value, and what names it there, as the log row of an import has them."""
    match value:
        case Annotation():
            return "annotations", value.id
        case Relation():
            return "relations", value.id
        case ArticleLabel():
            return "labels", (value.article_id, value.annotator, value.name)
        case _:
            assert isinstance(value, ArticleState)
            return "states", (value.article_id, value.annotator)


def _article_of(value: Value) -> str:
    assert isinstance(value, SAID)
    return value.article_id


def _moved(value: Value, article_id: str) -> Value:
    assert isinstance(value, SAID)
    return replace(value, article_id=article_id)
