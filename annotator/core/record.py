"""A record: a small value that the project keeps beside its articles, such as an entity."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """The base of all records. ``id`` is a UUID and what makes it the same one after an edit.

    A kind of record is a frozen dataclass of plain fields that inherits from this one and is
    named in `storage.records`. One that has an ``article_id`` belongs to that article.
    """

    id: str
