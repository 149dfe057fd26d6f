"""doccano's JSON Lines with offsets in UTF-16 units, as doccano's own screen counts them."""

from functools import partial
from pathlib import Path

from annotator.formats.datasets.doccano import (
    KEEPS,
    carried,
    read,
    recognises,
    stated_unit,
    write,
)
from annotator.formats.format import Format
from annotator.formats.offset_units import UTF16


def _recognises(path: Path, head: bytes) -> bool:
    return recognises(path, head) and stated_unit(head) == "utf-16"


FORMAT = Format(
    name="doccano-utf16",
    title="doccano in UTF-16 units",
    suffixes=(".jsonl", ".json"),
    description="For doccano itself, whose screen counts an emoji as two characters.",
    read=read,
    write=partial(write, counting=UTF16),
    loses=KEEPS.loses,
    carried=carried,
    recognises=_recognises,
    specific=True,
)
