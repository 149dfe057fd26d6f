"""Hugging Face token classification: tokens, their offsets and IOB2 tags, as JSON Lines.

One layer of tags: of annotations that overlap the one that starts first is tagged, and of those
that start together the longest; the others are counted as lost.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from annotator.formats.carrying import Keeps
from annotator.formats.datasets.hf_spans import read
from annotator.formats.format import Entry, Format, Output, Writing
from annotator.formats.json_records import first_table
from annotator.formats.training.reading import tags_of
from annotator.formats.training.records import (
    OVERLAPS,
    WIDENED,
    Tagged,
    carried_by_tokens,
    one_layer,
    said_of,
)

KEEPS = Keeps(annotators=True, others=(OVERLAPS, WIDENED, "blanks in labels (written as _)"))


def _write(found: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    encoder = msgspec.json.Encoder()
    for entry in found:
        article, values = KEEPS.taken(entry, writing)
        tagged = Tagged.of(article.text, writing)
        for said in said_of(values):
            record = {"id": article.id, "annotator": said.annotator, "text": article.text}
            output.write(encoder.encode(record | tagged.record(said.marks, writing)) + b"\n")
        yield


def _carried(entry: Entry, writing: Writing) -> Entry:
    return carried_by_tokens(entry, writing, KEEPS, one_layer)


def _recognises(path: Path, head: bytes) -> bool:
    record = first_table(head)
    words = record.get("tokens")
    return bool(tags_of(record)) and (not words or isinstance(words[0], str))


FORMAT = Format(
    name="hf-tokens",
    title="Hugging Face token classification",
    suffixes=(".jsonl", ".json"),
    description="A record an article and annotator with “news-1” tokens, their offsets by code "
    "points and IOB2 tags. The dataset card beside it names the tags.",
    read=read,
    write=_write,
    loses=KEEPS.loses,
    carried=_carried,
    recognises=_recognises,
    tokenized=True,
)
