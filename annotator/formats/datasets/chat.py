"""Chat fine-tuning JSON Lines: the scheme is asked about, the article given, annotations answered.

A line holds three messages and nothing else, as the services that take such files want it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from annotator.core.annotation import NO_ATTRIBUTES, Annotation
from annotator.core.changes import Value
from annotator.core.judgement import ArticleLabel
from annotator.core.relation import Relation
from annotator.formats.carrying import NOBODY, Keeps
from annotator.formats.draft import Draft, Mark, entries_of
from annotator.formats.fields import name_of, table, tables, text_of, whole_number
from annotator.formats.format import Entry, Format, Output, Reading, Writing
from annotator.formats.json_records import Record, first_table, parsed
from annotator.formats.training.instructions import instructions
from annotator.formats.training.reading import answers, drafts_of, parts_of, told_apart
from annotator.formats.training.records import Said, said_of

# Annotators are kept apart, each in her own lines, though the lines do not name them.
KEEPS = Keeps(
    annotators=True, fragments=True, attributes=True, relations=True, relation_attributes=True,
    article_labels=True,
    others=("who annotated", "which entity of the register an annotation names"),
)  # fmt: skip


# --- reading


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    return entries_of(lambda asked: told_apart(drafts_of(path, asked, _draft)), reading)


def _draft(record: Record) -> Draft:
    said = {
        name_of(message.get("role"), f"the role of {what}"): message.get("content")
        for what, message in tables(record.table.get("messages"), "message")
    }
    text = text_of(said.get("user"), "what the user says")
    answered = text_of(said.get("assistant"), "what the assistant says")
    data = table(parsed(answered.encode("utf-8", "replace")), "what the assistant says")
    draft = Draft(text, line=record.line, record=record.name)
    for what, item in tables(data.get("annotations"), "annotation"):
        draft.marks.append(
            Mark(
                name_of(item.get("label"), f"the label of {what}"), parts_of(item, what),
                text_of(item.get("text"), f"the words of {what}"),
                key=str(whole_number(item.get("id", 0), f"the id of {what}")),
                attributes=answers(item.get("attributes"), what),
            )
        )  # fmt: skip
    for what, link in tables(data.get("relations"), "relation"):
        head, tail = (str(whole_number(link.get(e), f"the {e} of {what}")) for e in _ENDS)
        kind = name_of(link.get("type"), f"the type of {what}")
        draft.link(kind, head, tail, attributes=answers(link.get("attributes"), what))
    labels = answers(data.get("article_labels"), "the article")
    draft.labels += [("", name, value) for name, value in labels.items()]
    return draft


_ENDS = ("head", "tail")


# --- writing


def _write(found: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    encoder = msgspec.json.Encoder()
    system = {"role": "system", "content": instructions(writing.scheme)}
    for entry in found:
        article, values = _taken(entry, writing)
        for said in said_of(values):
            asked = {"role": "user", "content": article.text}
            answer = {"role": "assistant", "content": _answer(said)}
            output.write(encoder.encode({"messages": [system, asked, answer]}) + b"\n")
        yield


def _taken(entry: Entry, writing: Writing) -> Entry:
    """Give what is written; identifiers of the project's register mean nothing elsewhere."""
    article, values = KEEPS.taken(entry, writing)
    entities = {
        label.id: {asked.id for asked in label.attributes if asked.kind == "entity"}
        for label in writing.scheme.labels
    }
    kept: list[Value] = []
    for value in values:
        if isinstance(value, Annotation) and (
            named := entities.get(value.label, set()) & value.attributes.keys()
        ):
            writing.lost["entity that an annotation names"] += len(named)
            left = {k: v for k, v in value.attributes.items() if k not in named}
            value = replace(value, attributes=left or NO_ATTRIBUTES)
        kept.append(value)
    return article, kept


def _answer(said: Said) -> str:
    numbers = {mark.id: number for number, mark in enumerate(said.marks, 1)}
    found: dict[str, Any] = {"annotations": [_span(mark, numbers[mark.id]) for mark in said.marks]}
    if said.links:
        found["relations"] = [
            _full(type=link.type, head=numbers[link.head], tail=numbers[link.tail],
                  attributes=_sorted(link.attributes))
            for link in said.links
        ]  # fmt: skip
    if said.labels:
        found["article_labels"] = {label.name: label.value for label in said.labels}
    return json.dumps(found, ensure_ascii=False)


def _span(mark: Annotation, number: int) -> dict[str, Any]:
    parts = [[part.start, part.end] for part in mark.fragments]
    return _full(
        id=number, label=mark.label, text=mark.quote, start=mark.start, end=mark.end,
        fragments=parts if len(parts) > 1 else None, attributes=_sorted(mark.attributes),
    )  # fmt: skip


def _sorted(answers: Any) -> dict[str, Any] | None:
    return dict(sorted(answers.items())) or None


def _full(**items: Any) -> dict[str, Any]:
    return {name: item for name, item in items.items() if item is not None}


def _carried(entry: Entry, writing: Writing) -> Entry:
    article, values = _taken(entry, replace(writing, lost=Counter()))
    kinds = (Annotation, Relation, ArticleLabel)
    kept: list[Value] = [replace(v, annotator=NOBODY) for v in values if isinstance(v, kinds)]
    return article, kept


def _recognises(path: Path, head: bytes) -> bool:
    messages = first_table(head).get("messages")
    return isinstance(messages, list)


FORMAT = Format(
    name="chat",
    title="Chat fine-tuning",
    suffixes=(".jsonl",),
    description="A conversation an article and annotator: the scheme, the article, and its "
    "annotations as JSON with words and offsets.",
    read=_read,
    write=_write,
    loses=KEEPS.loses,
    carried=_carried,
    recognises=_recognises,
)
