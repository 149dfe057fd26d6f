"""Native training data without the texts, read where the texts are known; see `formats.textless`.

It is written by an export that leaves out the texts, not by its name.
"""

from pathlib import Path

from annotator.formats.format import Format
from annotator.formats.json_records import first_table
from annotator.formats.textless import LOSES, NAME, TITLE, read


def _recognises(path: Path, head: bytes) -> bool:
    if path.suffix.lower() not in (".jsonl", ".ndjson"):
        return False
    table = first_table(head) or {}
    meta = table.get("meta")
    return "text" not in table and isinstance(meta, dict) and "sha256" in meta


FORMAT = Format(
    name=NAME,
    title=TITLE,
    suffixes=(".jsonl", ".ndjson"),
    description="Offsets and hashes, for texts that may not be shared; read where they are known.",
    read=lambda path, reading: read(path, reading, reading.texts),
    loses=LOSES,
    recognises=_recognises,
    exact=True,
    specific=True,
)
