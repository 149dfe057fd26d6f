"""BIO in several columns: each column a layer of marks, so that they may lie over each other."""

from collections.abc import Sequence
from pathlib import Path

from annotator.formats.format import Format
from annotator.formats.tagged.columns import shape_of
from annotator.formats.tagged.reading import read
from annotator.formats.tagged.writing import MOST_LAYERS, Layout


def _row(token: str, tags: Sequence[str]) -> str:
    return "\t".join((token, *tags))


_LAYOUT = Layout(
    layers=MOST_LAYERS, ends=False, row=_row, begin="\t".join(("-DOCSTART-", *"O" * MOST_LAYERS))
)


def _recognises(path: Path, head: bytes) -> bool:
    return shape_of(head) == "bio-layers"


FORMAT = Format(
    name="bio-layers",
    title="BIO in several columns",
    suffixes=(".nested", ".bio-layers"),
    description=f"A “news-1” token and {MOST_LAYERS} tags a line: marks may nest and cross.",
    read=read,
    write=_LAYOUT.write,
    loses=_LAYOUT.keeps.loses,
    recognises=_recognises,
    carried=_LAYOUT.carried,
    tokenized=True,
)
