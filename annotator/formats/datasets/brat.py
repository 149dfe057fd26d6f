"""brat standoff: a text and a file of annotations for each article, in a folder or an archive."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.archives import ZipFiles
from annotator.formats.brat.lines import lines_of
from annotator.formats.brat.reader import read
from annotator.formats.brat.writer import KEEPS, carried, write_files
from annotator.formats.format import Entry, Format, Output, Writing


def _write(found: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    files = ZipFiles(output)
    yield from write_files(found, files, writing)
    files.close()


def _recognises(path: Path, head: bytes) -> bool:
    if path.suffix.lower() not in (".ann", ".a1"):
        return False
    lines = list(lines_of(head.decode("utf-8", "ignore")))[:20]
    return not lines or any(line.kind != "other" for line in lines)


FORMAT = Format(
    name="brat",
    title="brat standoff",
    suffixes=(".ann", ".a1"),
    description="Pairs of a text and its annotations; lines that were not edited stay as they are.",
    read=read,
    write=_write,
    write_files=write_files,
    loses=KEEPS.loses,
    carried=carried,
    recognises=_recognises,
    companions=(".txt", ".a2", ".rel", ".co"),
)
