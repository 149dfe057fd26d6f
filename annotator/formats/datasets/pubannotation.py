"""PubAnnotation JSON: denotations, relations, attributes, tracks, and spans in several parts.

Offsets count code points. A discontinuous denotation is a list of spans ("bagging") or a chain
of fragments; both become one mark.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.core.annotation import AttributeValue
from annotator.core.errors import FormatError
from annotator.formats.draft import Draft, Mark, entries_of
from annotator.formats.fields import (
    answer,
    article_text,
    facts_and_rest,
    name_of,
    table,
    tables,
    whole_number,
)
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.json_records import Record, first_table, records
from annotator.formats.offset_units import CODE_POINTS

_FRAGMENT, _CHAIN = "_FRAGMENT", "_lexicallyChainedTo"
_KNOWN = {
    "text", "denotations", "relations", "attributes", "modifications", "tracks", "blocks",
    "annotations", "project", "config", "namespaces", "typesettings",
}  # fmt: skip


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    return entries_of(lambda asked: _drafts(path, asked), reading, expected=CODE_POINTS)


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    for record in records(path, reading):
        try:
            yield _draft(record)
        except FormatError as problem:
            where = f"{record.name}: " if record.name else ""
            reading.refuse(f"{where}{problem.reason}", record.line)


def _draft(record: Record) -> Draft:
    data = record.table
    facts, rest = facts_and_rest(data, _KNOWN)
    draft = Draft(
        article_text(data.get("text")), line=record.line, record=record.name, facts=facts,
        metadata=rest, source_id=str(data.get("sourceid") or ""),
    )  # fmt: skip
    tracks = [track for _, track in tables(data.get("tracks"), "track")]
    for number, track in enumerate([data, *tracks]):
        project = track.get("project") if number else ""
        _take(draft, track, str(project or ""), f"{number}:")
    return draft


def _take(draft: Draft, track: dict[str, Any], who: str, prefix: str) -> None:
    """Add the annotations of one project; ``prefix`` keeps apart equal identifiers of several."""
    answers = _answers(track)
    parts: dict[str, list[tuple[int, int]]] = {}
    labels: dict[str, str] = {}
    for what, item in tables(track.get("denotations"), "denotation"):
        own = name_of(item.get("id", f"#{len(parts)}"), f"the id of {what}")
        parts[own] = list(_spans(item.get("span"), what))
        labels[own] = name_of(item.get("obj"), f"obj of {what}")
    links = []
    for what, item in tables(track.get("relations"), "relation"):
        head, kind, tail = (name_of(item.get(k), f"{k} of {what}") for k in ("subj", "pred", "obj"))
        if kind == _CHAIN and labels.get(tail) == _FRAGMENT and head in parts and tail in parts:
            parts[head] = sorted(parts[head] + parts.pop(tail))
            labels.pop(tail)
        else:
            links.append((kind, head, tail, answers.get(str(item.get("id")), {})))
    for own, spans in parts.items():
        draft.marks.append(Mark(
            labels[own], tuple(spans), key=prefix + own, annotator=who,
            attributes=answers.get(own, {}),
        ))  # fmt: skip
    for kind, head, tail, said in links:
        draft.link(kind, prefix + head, prefix + tail, annotator=who, attributes=said)


def _answers(track: dict[str, Any]) -> dict[str, dict[str, AttributeValue]]:
    found: dict[str, dict[str, AttributeValue]] = {}
    for key in ("attributes", "modifications"):
        for what, item in tables(track.get(key), key):
            name = name_of(item.get("pred"), f"pred of {what}")
            # A modification says of what it is ("obj") that it is so ("Negation").
            of, said = item.get("subj"), answer(item.get("obj"))
            if key == "modifications":
                of, said = item.get("obj"), True
            if said is not None and of is not None:
                found.setdefault(str(of), {})[name] = said
    return found


def _spans(value: Any, what: str) -> Iterator[tuple[int, int]]:
    for part in value if type(value) is list and value else [value]:
        span = table(part, f"the span of {what}")
        yield (
            whole_number(span.get("begin"), f"begin of {what}"),
            whole_number(span.get("end"), f"end of {what}"),
        )


def _recognises(path: Path, head: bytes) -> bool:
    table = first_table(head)
    if not isinstance(table.get("text"), str):
        return False
    return isinstance(table.get("denotations"), list) or (
        isinstance(table.get("tracks"), list) and "sourcedb" in table
    )


FORMAT = Format(
    name="pubannotation",
    title="PubAnnotation",
    suffixes=(".json", ".jsonl"),
    description="PubAnnotation's JSON with denotations, relations, attributes and tracks.",
    read=_read,
    recognises=_recognises,
)
