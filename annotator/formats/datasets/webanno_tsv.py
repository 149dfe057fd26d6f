"""WebAnno TSV 3.x, of WebAnno and INCEpTION."""

import re
from pathlib import Path

from annotator.formats.documents import zipped
from annotator.formats.format import Format
from annotator.formats.tagged.columns import shape_of
from annotator.formats.webanno.reading import read
from annotator.formats.webanno.writing import KEEPS, carried, write_files

_TSV2 = re.compile(rb"(?: ?# \S+ \|[^\n]*\n)?#id=\d+\r?\n#text=")


def _recognises(path: Path, head: bytes) -> bool:
    if _TSV2.match(head):  # with tags it is read as columns; else it is told what it is
        return shape_of(head) is None
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
    tokenized=True,
)
