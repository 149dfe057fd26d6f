"""REFI-QDA project (`.qdpx`); its codebooks (`.qdc`) and bare projects (`.qde`) are read too."""

import zipfile
from pathlib import Path

from annotator.formats.format import Format
from annotator.formats.refi.reading import read
from annotator.formats.refi.writing import KEEPS, carried, write
from annotator.formats.xml_tree import begins_with


def _recognises(path: Path, head: bytes) -> bool:
    if head.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()[:200_000]
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
            return path.suffix.lower() == ".qdpx"
        return any(name.lower().endswith(".qde") for name in names)
    return b"urn:QDA-XML" in head[:4000] and (
        begins_with(head, "Project") or begins_with(head, "CodeBook")
    )


FORMAT = Format(
    name="refi-qda",
    title="REFI-QDA project",
    suffixes=(".qdpx", ".qdc", ".qde"),
    description="For ATLAS.ti, MAXQDA, NVivo, QualCoder: codes, texts, codings, memos, links.",
    read=read,
    write=write,
    loses=KEEPS.loses,
    carried=carried,
    recognises=_recognises,
)
