"""BIO: a token and its IOB2 tag a line."""

from collections.abc import Sequence
from pathlib import Path

from annotator.formats.format import Format
from annotator.formats.tagged.columns import shape_of
from annotator.formats.tagged.reading import read
from annotator.formats.tagged.writing import Layout


def _row(token: str, tags: Sequence[str]) -> str:
    return f"{token}\t{tags[0]}"


_LAYOUT = Layout(layers=1, ends=False, row=_row, begin="-DOCSTART-\tO")


def _recognises(path: Path, head: bytes) -> bool:
    return shape_of(head) == "bio"


FORMAT = Format(
    name="bio",
    title="BIO",
    suffixes=(".bio",),
    description="A “news-1” token and its tag a line: B-PER begins a mark, I-PER continues it.",
    read=read,
    write=_LAYOUT.write,
    loses=_LAYOUT.keeps.loses,
    recognises=_recognises,
    carried=_LAYOUT.carried,
    tokenized=True,
)
