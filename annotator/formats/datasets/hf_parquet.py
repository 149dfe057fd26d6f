"""Hugging Face Parquet: spans, tokens and tags in one table, with its label names."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.core.errors import FormatError
from annotator.formats.carrying import Keeps
from annotator.formats.draft import Draft, entries_of
from annotator.formats.format import Entry, Format, Output, Reading, Writing
from annotator.formats.tagged.tags import tag_label
from annotator.formats.training.columns import columns_of, labels_of, tag_names
from annotator.formats.training.parquet import Rows, column_names, rows_of
from annotator.formats.training.reading import TAGS, draft_of
from annotator.formats.training.records import Tagged, said_of, span_record

KEEPS = Keeps(
    annotators=True, fragments=True, attributes=True, notes=True, relations=True,
    relation_attributes=True, relation_notes=True, article_labels=True, states=True,
)  # fmt: skip


_TOKENS = ("tokens", "offsets", "ner_tags", "tokenizer")


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    return entries_of(lambda asked: _drafts(path, asked), reading)


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    with path.open("rb"):  # what cannot be opened is said in one way for all formats
        pass
    # Spans say it all; tokens are only needed where there are none.
    rows = rows_of(path, _TOKENS if "spans" in column_names(path) else ())
    number = 0
    while True:
        number += 1
        try:
            row = next(rows, None)
            if row is None:
                return
        except FormatError as problem:
            reading.refuse(problem.reason.rstrip("."), next_step=problem.next_step)
            return
        try:
            yield draft_of(row, reading, None, f"row {number}")
        except FormatError as problem:
            reading.refuse(f"row {number}: {problem.reason.rstrip('.')}")


def _write(found: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    labels = _Numbers(labels_of(writing.scheme))
    with Rows(output, _columns(labels.names)) as rows:
        for entry in found:
            article, values = KEEPS.taken(entry, writing)
            tagged = Tagged.of(article.text, writing)
            for said in said_of(values):
                # What finds no tag is not lost: it stands among the spans.
                tags = tagged.record(said.marks, Writing(writing.scheme))
                rows.add(labels.numbered(span_record(article, said) | tags))
            yield
        rows.finish(_columns(labels.names), tokenizer=writing.tokenizer)


def _columns(labels: Iterable[str]) -> Mapping[str, Any]:
    columns = columns_of("parquet", list(labels))
    assert columns is not None
    return columns


class _Numbers:
    """The numbers of labels and tags; a label that the scheme has not gets the next one."""

    def __init__(self, labels: Iterable[str]) -> None:
        self.names: dict[str, int] = {}
        self._tags = {"O": 0}
        for label in labels:
            self._add(label)

    def _add(self, label: str) -> None:
        self.names.setdefault(label, len(self.names))
        tags = tag_names(list(dict.fromkeys(map(tag_label, self.names))))
        self._tags = {tag: number for number, tag in enumerate(tags)}

    def numbered(self, record: dict[str, Any]) -> dict[str, Any]:
        """Give a record with numbers in the place of labels and tags."""
        for span in record["spans"]:
            if span["label"] not in self.names:
                self._add(span["label"])
            span["label"] = self.names[span["label"]]
        record["ner_tags"] = [self._tags[tag] for tag in record["ner_tags"]]
        return record


def _recognises(path: Path, head: bytes) -> bool:
    if not head.startswith(b"PAR1"):
        return False
    names = column_names(path)
    return {"text", "spans"} <= names or ("tokens" in names and bool(names & set(TAGS)))


FORMAT = Format(
    name="parquet",
    title="Hugging Face Parquet",
    suffixes=(".parquet",),
    description="A row an article and annotator: spans by code points, “news-1” tokens and IOB2 "
    "tags of those that do not overlap; with label names. Needs annotator[parquet].",
    read=_read,
    write=_write,
    loses=KEEPS.loses,
    carried=KEEPS.carried,
    recognises=_recognises,
    tokenized=True,
)
