"""BIOES (also called BILUO): as BIO, and the tags say where a mark ends."""

from collections.abc import Sequence
from pathlib import Path

from annotator.formats.format import Format
from annotator.formats.tagged.columns import shape_of
from annotator.formats.tagged.reading import read
from annotator.formats.tagged.writing import Layout


def _row(token: str, tags: Sequence[str]) -> str:
    return f"{token}\t{tags[0]}"


_LAYOUT = Layout(layers=1, ends=True, row=_row, begin="-DOCSTART-\tO")


def _recognises(path: Path, head: bytes) -> bool:
    return shape_of(head) == "bioes"


FORMAT = Format(
    name="bioes",
    title="BIOES",
    suffixes=(".bioes", ".biluo", ".bilou"),
    description="A “news-1” token and its tag a line; E- ends a mark, S- is all of one. "
    "BILUO (L-, U-) is read too.",
    read=read,
    write=_LAYOUT.write,
    loses=_LAYOUT.keeps.loses,
    recognises=_recognises,
    carried=_LAYOUT.carried,
    tokenized=True,
)
