"""Hugging Face spans: JSON Lines whose records all have the same columns, so that they load."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from annotator.formats.carrying import Keeps
from annotator.formats.draft import Draft, entries_of
from annotator.formats.format import Entry, Format, Output, Reading, Writing
from annotator.formats.json_records import first_table
from annotator.formats.training.reading import draft_of, drafts_of
from annotator.formats.training.records import said_of, span_record

KEEPS = Keeps(
    annotators=True, fragments=True, attributes=True, notes=True, relations=True,
    relation_attributes=True, relation_notes=True, article_labels=True, states=True,
)  # fmt: skip


def read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give the entries of JSON records with spans, or with tokens and tags."""

    def drafts(asked: Reading) -> Iterator[Draft]:
        return drafts_of(path, asked, lambda r: draft_of(r.table, asked, r.line, r.name))

    return entries_of(drafts, reading)


def _write(found: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    encoder = msgspec.json.Encoder()
    for entry in found:
        article, values = KEEPS.taken(entry, writing)
        for said in said_of(values):
            output.write(encoder.encode(span_record(article, said)) + b"\n")
        yield


def _recognises(path: Path, head: bytes) -> bool:
    record = first_table(head)
    return isinstance(record.get("article_labels"), str) and isinstance(record.get("spans"), list)


FORMAT = Format(
    name="hf-spans",
    title="Hugging Face spans",
    suffixes=(".jsonl", ".json"),
    description="A record an article and annotator, spans by code points; all records have the "
    "same columns. The dataset card beside it names them and the labels.",
    read=read,
    write=_write,
    loses=KEEPS.loses,
    carried=KEEPS.carried,
    recognises=_recognises,
)
