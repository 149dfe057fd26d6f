"""WebAnno TSV 3.x, of WebAnno and INCEpTION."""

from pathlib import Path

from annotator.formats.documents import zipped
from annotator.formats.format import Format
from annotator.formats.webanno.reading import read
from annotator.formats.webanno.writing import KEEPS, carried, write_files


def _recognises(path: Path, head: bytes) -> bool:
    return head.startswith((b"#FORMAT=WebAnno TSV", b"\xef\xbb\xbf#FORMAT=WebAnno TSV"))


FORMAT = Format(
    name="webanno-tsv",
    title="WebAnno TSV 3",
    suffixes=(".tsv",),
    description="Tokens with layers of spans, relations, slots and chains; a file an article.",
    read=read,
    write=zipped(write_files),
    write_files=write_files,
    loses=KEEPS.loses,
    carried=carried,
    recognises=_recognises,
)
