"""UIMA CAS as XMI, of UIMA, DKPro, WebAnno and INCEpTION."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.cas.drafts import drafts
from annotator.formats.cas.writing import XMI_KEEPS, carried_xmi, write_xmi_files
from annotator.formats.cas.xmi import read_xmi
from annotator.formats.documents import zipped
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.offset_units import UTF16
from annotator.formats.xml_tree import begins_with


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give an article for each text of a file; its type system is not needed."""
    if reading.counting is None:
        reading.counting = UTF16
    try:
        cas = read_xmi(path)
        if cas is None:
            reading.note("it describes types and holds no article.")
            return
        for draft in drafts(cas, reading):
            yield draft.entry(reading)
    except FormatError as problem:
        reading.refuse(problem.reason.rstrip("."), next_step=problem.next_step)


def _recognises(path: Path, head: bytes) -> bool:
    return begins_with(head, "XMI") or begins_with(head, "typeSystemDescription")


FORMAT = Format(
    name="uima-xmi",
    title="UIMA CAS XMI",
    suffixes=(".xmi",),
    description="An XML file an article, with a type system; offsets are UTF-16 units.",
    read=_read,
    write=zipped(write_xmi_files),
    write_files=write_xmi_files,
    loses=XMI_KEEPS.loses,
    carried=carried_xmi,
    recognises=_recognises,
)
