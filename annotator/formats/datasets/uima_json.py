"""UIMA CAS as JSON (version 0.4), of dkpro-cassis and INCEpTION."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.cas.drafts import drafts
from annotator.formats.cas.json_cas import from_json
from annotator.formats.cas.writing import KEEPS, write_json_files
from annotator.formats.documents import zipped
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.json_records import first_table, records
from annotator.formats.offset_units import UTF16

_KEYS = ("%TYPES", "%FEATURE_STRUCTURES", "%VIEWS")


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give an article for each text of a file."""
    if reading.counting is None:
        reading.counting = UTF16
    for record in records(path, reading):
        try:
            if not any(key in record.table for key in _KEYS):
                raise FormatError("it is no JSON CAS")
            for draft in drafts(from_json(record.table), reading):
                yield draft.entry(reading)
        except FormatError as problem:
            reading.refuse(problem.reason.rstrip("."), record.line, next_step=problem.next_step)


def _recognises(path: Path, head: bytes) -> bool:
    return any(key in first_table(head) for key in _KEYS)


FORMAT = Format(
    name="uima-json",
    title="UIMA CAS JSON",
    suffixes=(".json",),
    description="A JSON file an article (JSON CAS 0.4); offsets are UTF-16 units.",
    read=_read,
    write=zipped(write_json_files),
    write_files=write_json_files,
    loses=KEEPS.loses,
    carried=KEEPS.carried,
    recognises=_recognises,
)
