"""The native training data: JSON Lines, one line an article and annotator, both ways."""

import re
from pathlib import Path

from annotator.formats.format import Format
from annotator.formats.json_records import first_table
from annotator.formats.native.proof import NativeProof
from annotator.formats.native.reader import read
from annotator.formats.native.writer import carried, write

# A line may be cut by the end of what is looked at, so it is not parsed here.
_FIRST_LINE = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"[^\n]*"text"\s*:')


def _recognises(path: Path, head: bytes) -> bool:
    if _FIRST_LINE.match(head):
        return True
    # A line that is whole and has no text is some table's; one that is broken is ours to refuse.
    table = first_table(head)
    return path.suffix.lower() in (".jsonl", ".ndjson") and (not table or "text" in table)


FORMAT = Format(
    name="jsonl",
    title="JSON Lines",
    suffixes=(".jsonl", ".ndjson"),
    description="One line an article and annotator; keeps everything, and trains models.",
    read=read,
    write=write,
    recognises=_recognises,
    exact=True,
    proof=NativeProof,
    carried=carried,
)
