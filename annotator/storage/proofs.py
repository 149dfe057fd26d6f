"""What proves the values that an import brought, which its log row names and does not hold.

A digest is over every column of a row but the numbers of article and annotator, for which other
files have others; the annotator's name stands instead. An article has one digest for itself and
all that came with it, in any order; what was added to an article that was there has its own.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import msgspec

from annotator.core.article import Article
from annotator.core.changes import Said
from annotator.storage import rows

Form: TypeAlias = tuple[str, bytes, str, Sequence[Any]]
"""What a digest is over: table, identifier (where it is a column), annotator, other columns."""
SIZE = 16
# The columns of version 2 of the tables: one that is added later stays out of these digests.
_COLUMNS = {
    "article": slice(2, 10), "annotation": slice(3, 13), "relation": slice(3, 10),
    "article_label": slice(2, 5), "article_state": slice(2, 4),
}  # fmt: skip
_packed = msgspec.msgpack.Encoder().encode
_article = lru_cache(maxsize=64)(rows.blob)  # many values of one article follow each other


class Proofs(msgspec.Struct, frozen=True):
    """The digests of what an import brought, one after the other in base64, in its log row.

    They stand in the order of the identifiers there.
    """

    articles: str = ""
    annotations: str = ""
    relations: str = ""
    labels: str = ""
    states: str = ""

    @classmethod
    def joined(cls, digests: Mapping[str, Iterable[bytes]]) -> "Proofs":
        """Give the digests of each kind as the log row holds them."""
        text = {kind: base64.b64encode(b"".join(some)) for kind, some in digests.items()}
        return cls(**{kind: data.decode("ascii") for kind, data in text.items()})

    def of(self, kind: str) -> list[bytes]:
        """Give the digests of a kind."""
        data = base64.b64decode(getattr(self, kind))
        return [data[at : at + SIZE] for at in range(0, len(data), SIZE)]


def form(table: str, row: Sequence[Any], annotator: str) -> Form:
    """Give what the digest of something that is said of an article is over, from its row."""
    key = row[0]
    return table, key if type(key) is bytes else b"", annotator, row[_COLUMNS[table]]


def article_form(row: Sequence[Any]) -> Form:
    """Give the same for the row of an article, whose text is in it by the hash."""
    return "article", row[1], "", row[_COLUMNS["article"]]


def form_of(value: Article | Said) -> Form:
    """Give what the digest of a value is over."""
    if isinstance(value, Article):
        return article_form(rows.article_row(0, value))
    table, row = rows.said_row(value, 0, 0)
    return form(table, row, value.annotator)


def digest(article_id: str, form: Form) -> bytes:
    """Give the digest of one value, with the article that it was added to."""
    return hashlib.sha256(_packed((_article(article_id), form))).digest()[:SIZE]


def joint_digest(forms: Iterable[Form]) -> bytes:
    """Give the one digest of an article and what came with it, in whatever order."""
    return hashlib.sha256(_packed(sorted(forms))).digest()[:SIZE]
