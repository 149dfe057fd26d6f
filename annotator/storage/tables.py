"""The tables: private rows, never handed out. Strict types, checks and foreign keys throughout.

Identifiers are the 16 bytes of a UUID; times are ISO texts; attributes and fragments are JSON.
The text of an article lies in a table of its own, so that listing articles never reads it.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

STATES = ("new", "in_progress", "done", "skipped")
_STRICT = {"sqlite_strict": True}
_NO_ROWID = {"sqlite_strict": True, "sqlite_with_rowid": False}
_UUID = "length(id) = 16"


def _text(**more: object) -> Column[str]:
    return Column(Text, nullable=False, **more)  # type: ignore[arg-type]


def _optional_text() -> Column[str]:
    return Column(Text, nullable=True)


def _article(**more: object) -> Column[int]:
    return Column(
        Integer, ForeignKey("article.number", deferrable=True, initially="DEFERRED"),
        nullable=False, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _annotator(**more: object) -> Column[int]:
    return Column(Integer, ForeignKey("annotator.number"), nullable=False, **more)  # type: ignore[arg-type]


def _end() -> Column[bytes]:
    return Column(
        LargeBinary, ForeignKey("annotation.id", deferrable=True, initially="DEFERRED"),
        nullable=False, index=True,
    )  # fmt: skip


class FactRow(SQLModel, table=True):
    """A small fact about the project, such as who marks."""

    __tablename__ = "fact"
    __table_args__ = (_NO_ROWID,)
    key: str = Field(sa_column=_text(primary_key=True))
    value: str = Field(sa_column=_text())


class SchemeRow(SQLModel, table=True):
    """Every scheme that the project had; the last one counts."""

    __tablename__ = "scheme"
    __table_args__ = (_STRICT,)
    number: int = Field(primary_key=True)
    at: str = Field(sa_column=_text())
    data: str = Field(sa_column=_text())


class AnnotatorRow(SQLModel, table=True):
    """Who said something."""

    __tablename__ = "annotator"
    __table_args__ = (_STRICT,)
    number: int = Field(primary_key=True)
    name: str = Field(sa_column=_text(unique=True))


class ArticleRow(SQLModel, table=True):
    """What is known about an article. ``search`` is what a search looks into."""

    __tablename__ = "article"
    __table_args__ = (
        CheckConstraint(_UUID), CheckConstraint("length(sha256) = 32"), _STRICT,
    )  # fmt: skip
    number: int = Field(primary_key=True)
    id: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    sha256: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    title: str = Field(sa_column=_text())
    outlet: str = Field(sa_column=_text())
    author: str = Field(sa_column=_text())
    published: str = Field(sa_column=_text())
    url: str = Field(sa_column=_text())
    language: str = Field(sa_column=_text())
    metadata_: str = Field(sa_column=Column("metadata", Text, nullable=False))
    headline: str = Field(sa_column=_text())
    search: str = Field(sa_column=_text(index=True))
    length: int


class ArticleTextRow(SQLModel, table=True):
    """The text itself, exactly as it was decoded."""

    __tablename__ = "article_text"
    __table_args__ = (_STRICT,)
    article: int = Field(sa_column=_article(primary_key=True))
    text: str = Field(sa_column=_text())


class AnnotationRow(SQLModel, table=True):
    """A label on a span; ``fragments`` only where there are several. ``first``, ``last``: hull."""

    __tablename__ = "annotation"
    __table_args__ = (
        CheckConstraint(_UUID), CheckConstraint("0 <= first AND first < last"),
        Index("annotation_of_article", "article", "annotator"), _NO_ROWID,
    )  # fmt: skip
    id: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    article: int = Field(sa_column=_article())
    annotator: int = Field(sa_column=_annotator())
    label: str = Field(sa_column=_text())
    first: int
    last: int
    fragments: str = Field(sa_column=_optional_text())
    quote: str = Field(sa_column=_text())
    attributes: str = Field(sa_column=_optional_text())
    note: str = Field(sa_column=_text())
    suggested_by: str = Field(sa_column=_optional_text())
    created: str = Field(sa_column=_text())
    changed: str = Field(sa_column=_text())


class RelationRow(SQLModel, table=True):
    """A link from an annotation to another."""

    __tablename__ = "relation"
    __table_args__ = (CheckConstraint(_UUID), _NO_ROWID)
    id: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    article: int = Field(sa_column=_article(index=True))
    annotator: int = Field(sa_column=_annotator())
    type: str = Field(sa_column=_text())
    head: bytes = Field(sa_column=_end())
    tail: bytes = Field(sa_column=_end())
    attributes: str = Field(sa_column=_optional_text())
    note: str = Field(sa_column=_text())
    created: str = Field(sa_column=_text())
    changed: str = Field(sa_column=_text())


class ArticleLabelRow(SQLModel, table=True):
    """What an annotator says of an article as a whole; the value is JSON."""

    __tablename__ = "article_label"
    __table_args__ = (_NO_ROWID,)
    article: int = Field(sa_column=_article(primary_key=True))
    annotator: int = Field(sa_column=_annotator(primary_key=True))
    name: str = Field(sa_column=_text(primary_key=True))
    value: str = Field(sa_column=_text())
    changed: str = Field(sa_column=_text())


class ArticleStateRow(SQLModel, table=True):
    """How far an annotator is with an article; no row means new."""

    __tablename__ = "article_state"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}"), Index("state_of_annotator", "annotator", "state"),
        _NO_ROWID,
    )  # fmt: skip
    article: int = Field(sa_column=_article(primary_key=True))
    annotator: int = Field(sa_column=_annotator(primary_key=True))
    state: str = Field(sa_column=_text())
    changed: str = Field(sa_column=_text())


class RecordRow(SQLModel, table=True):
    """A small value of the project, as JSON; ``article`` where it belongs to one."""

    __tablename__ = "record"
    __table_args__ = (CheckConstraint(_UUID), _NO_ROWID)
    kind: str = Field(sa_column=_text(primary_key=True))
    id: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    article: int | None = Field(
        sa_column=Column(
            Integer, ForeignKey("article.number", deferrable=True, initially="DEFERRED"),
            nullable=True, index=True,
        )
    )  # fmt: skip
    data: str = Field(sa_column=_text())


class ActionRow(SQLModel, table=True):
    """The edit log: one row an action, never changed; each hash covers the one before."""

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint(_UUID), CheckConstraint("kind IN ('do', 'undo', 'redo')"),
        CheckConstraint("(kind = 'do') = (target IS NULL)"), CheckConstraint("length(hash) = 32"),
        _STRICT,
    )  # fmt: skip
    number: int = Field(primary_key=True)
    id: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    kind: str = Field(sa_column=_text())
    target: int = Field(sa_column=Column(Integer, ForeignKey("action.number"), nullable=True))
    name: str = Field(sa_column=_text())
    annotator: str = Field(sa_column=_text())
    at: str = Field(sa_column=_text())
    payload: str = Field(sa_column=_text())
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


TABLES = SQLModel.metadata.tables
