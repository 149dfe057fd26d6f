"""Formats of one file a document: an entry taken apart by annotator, and the zip of all files."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.relation import Relation
from annotator.formats.archives import ZipFiles
from annotator.formats.format import Entry, Files, FilesWriter, Output, Writer, Writing

Document: TypeAlias = tuple[str, Article, list[Value]]
"""The annotator, the article, and what she says of it; "" where nobody says anything."""

_UNSAFE = re.compile(r"[^\w-]+")


def documents(entry: Entry, *, relations_across: Callable[[], None]) -> Iterator[Document]:
    """Give a document for each annotator with marks, in the order of their names.

    A relation goes with its head; where its tail is another annotator's, ``relations_across``
    is called and it is left out.
    """
    article, values = entry
    owner = {v.id: v.annotator for v in values if isinstance(v, Annotation)}
    said: dict[str, list[Value]] = {who: [] for who in sorted(set(owner.values()))}
    for value in values:
        if isinstance(value, Annotation):
            said[value.annotator].append(value)
        elif isinstance(value, Relation):
            if owner.get(value.head) != owner.get(value.tail):
                relations_across()
            else:
                said[owner[value.head]].append(value)
    if not said:
        yield "", article, []
    for who, mine in said.items():
        yield who, article, mine


def file_name(number: int, annotator: str, suffix: str) -> str:
    """Give the name of a document's file: its number, and the safe part of who annotated.

    >>> file_name(7, "J. Doe", ".tsv")
    '00007-J_Doe.tsv'
    """
    who = _UNSAFE.sub("_", annotator).strip("_")[:60]
    return f"{number:05}{f'-{who}' if who else ''}{suffix}"


def zipped(write_files: FilesWriter) -> Writer:
    """Give the writer that puts the files of another one into a zip."""

    def write(entries: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
        files: Files = (archive := ZipFiles(output))
        yield from write_files(entries, files, writing)
        archive.close()

    return write
