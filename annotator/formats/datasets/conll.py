"""CoNLL-2003: four columns (token, part of speech, chunk, tag), read in many variants."""

from collections.abc import Sequence
from pathlib import Path

from annotator.formats.format import Format
from annotator.formats.tagged.columns import NO_POS, shape_of
from annotator.formats.tagged.reading import read
from annotator.formats.tagged.writing import Layout


def _row(token: str, tags: Sequence[str]) -> str:
    # Neither parts of speech nor chunks are known; the columns are there for readers of four.
    return f"{token} {NO_POS} _ {tags[0]}"


_LAYOUT = Layout(layers=1, ends=False, row=_row, begin=f"-DOCSTART- {NO_POS} _ O")


def _recognises(path: Path, head: bytes) -> bool:
    return shape_of(head) == "conll"


FORMAT = Format(
    name="conll",
    title="CoNLL-2003",
    suffixes=(".conll", ".iob", ".iob2", ".conll03"),
    description="A “news-1” token a line in four columns, IOB2 tags last; other widths are read.",
    read=read,
    write=_LAYOUT.write,
    loses=_LAYOUT.keeps.loses,
    recognises=_recognises,
    carried=_LAYOUT.carried,
    tokenized=True,
)
