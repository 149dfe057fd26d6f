"""GATE's bdoc JSON: one document, its offsets in the unit that it states."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.core.errors import FormatError
from annotator.formats.draft import Draft, Mark, entries_of
from annotator.formats.fields import name_of, table, tables, text_of, whole_number
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.gate_features import MARKUPS, annotator_of, attributes_of, metadata_of
from annotator.formats.json_records import Record, first_table, records
from annotator.formats.offset_units import CODE_POINTS, UTF16, Counting

_UNITS = {"j": UTF16, "p": CODE_POINTS}


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give the articles of a file. Each set is the work of the annotator of its name."""
    if reading.counting is None:
        reading.counting = _stated(path)
    yield from entries_of(lambda r: _drafts(path, r), reading, expected=UTF16)


def _stated(path: Path) -> Counting | None:
    quiet = Reading(file="-")
    try:
        kinds = {str(record.table.get("offset_type")) for record in records(path, quiet)}
    except FormatError:
        return None
    return _UNITS.get(kinds.pop()) if len(kinds) == 1 else None


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    for record in records(path, reading):
        try:
            yield _draft(record, reading)
        except FormatError as problem:
            reading.refuse(problem.reason.rstrip("."), record.line)


def _draft(record: Record, reading: Reading) -> Draft:
    data = record.table
    features = table(data.get("features") or {}, "its features")
    draft = Draft(
        text_of(data.get("text"), "its text"), line=record.line, record=record.name,
        metadata=metadata_of(features), expected=UTF16,
    )  # fmt: skip
    for name, found in table(data.get("annotation_sets") or {}, "its sets").items():
        if name == MARKUPS:
            reading.note(f"the set “{MARKUPS}” holds tags of the page, and was not read.")
            continue
        inside = table(found, f"the set “{name}”").get("annotations")
        for what, item in tables(inside, f"annotation of the set “{name}”"):
            draft.marks.append(_mark(item, what, name))
    return draft


def _mark(item: dict[str, Any], what: str, name: str) -> Mark:
    start, end = (whole_number(item.get(k), f"the {k} of {what}") for k in ("start", "end"))
    return Mark(
        name_of(item.get("type"), f"the type of {what}"), ((start, end),),
        annotator=annotator_of(name),
        attributes=attributes_of(table(item.get("features") or {}, f"the features of {what}")),
    )  # fmt: skip


def _recognises(path: Path, head: bytes) -> bool:
    found = first_table(head)
    return "annotation_sets" in found or found.get("offset_type") in ("j", "p")


FORMAT = Format(
    name="gate-bdoc",
    title="GATE bdoc JSON",
    suffixes=(".bdocjs", ".bdoc"),
    description="One document with its sets of annotations, as python-gatenlp saves it.",
    read=_read,
    recognises=_recognises,
)
