"""Reading brat files: a text and its annotations, and the types that a configuration names."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.brat.configuration import define
from annotator.formats.brat.lines import Line, lines_of
from annotator.formats.brat.meaning import Meaning, value_of
from annotator.formats.draft import Draft, Link, Mark, entries_of
from annotator.formats.format import Entry, Reading, shown

ORIGINAL = "brat.ann"
"""The key of an article's metadata that keeps the lines for writing them back."""
LARGEST_FILE = 50_000_000
_PARTS = {".ann": (".ann",), ".a1": (".a1", ".a2", ".rel", ".co")}


def read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give the one article of a pair of files, named by either."""
    if path.suffix.lower() == ".txt":
        path = path.with_suffix(".a1" if path.with_suffix(".a1").is_file() else ".ann")
    define(path.parent, reading)
    return entries_of(lambda asked: _drafts(path, asked), reading)


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    try:
        text = _text(path.with_suffix(".txt"))
        said = "".join(
            _text(path.with_suffix(suffix))
            for suffix in _PARTS.get(path.suffix.lower(), (path.suffix,))
            if suffix == path.suffix or path.with_suffix(suffix).is_file()
        )
    except FormatError as problem:
        reading.refuse(problem.reason.rstrip("."), next_step=problem.next_step)
        return
    reading.bytes_read += len(text) + len(said)
    metadata = {"file": shown(Path(path.with_suffix(".txt").name))}
    if said:
        metadata[ORIGINAL] = said
    draft = Draft(text, metadata=metadata, keeps_offsets=True)
    _take(draft, Meaning(lines_of(said)), reading)
    yield draft


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise FormatError(f"{path.name} has more than {LARGEST_FILE:,} bytes.")
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise FormatError(
            f"its other half {shown(Path(path.name))} is not there (No such file or directory).",
            next_step="brat keeps a text (.txt) and its annotations (.ann) side by side.",
        ) from error
    except UnicodeDecodeError as error:
        reason = f"{shown(Path(path.name))} is not UTF-8 (byte {error.start})."
        raise FormatError(reason, next_step="Save it as UTF-8.") from error


def _take(draft: Draft, meaning: Meaning, reading: Reading) -> None:
    for line in meaning.lines:
        if line.kind == "mark":
            draft.marks.append(_mark(line, meaning, reading))
        elif line.kind in ("relation", "event", "equivalence"):
            links = meaning.links(line)
            if not links and len(line.arguments) > 1:
                reading.note(f"line {line.number} names what is not there; it is only kept.")
            for said in links:
                draft.links.append(_link(line, said.type, said.head, said.tail, meaning))
        elif line.kind == "other" and line.raw.strip():
            reading.note(f"line {line.number} is none that we know; it is kept for writing back.")
        elif line.kind in ("answer", "note") and not meaning.target(line.target):
            reading.note(f"line {line.number} is about nothing that is there; it is only kept.")


def _mark(line: Line, meaning: Meaning, reading: Reading) -> Mark:
    if line.broken:
        reading.mend("record that was broken over several lines")
    answers = {name: value_of(said) for name, said in meaning.answers.get(line.id, {}).items()}
    return Mark(
        line.name, line.parts, line.quoted or None, line.id, attributes=answers,
        note="\n".join(meaning.notes.get(line.id, ())),
    )  # fmt: skip


def _link(line: Line, kind: str, head: str, tail: str, meaning: Meaning) -> Link:
    if line.kind != "relation":
        return Link(kind, head, tail)
    answers = {name: value_of(said) for name, said in meaning.answers.get(line.id, {}).items()}
    return Link(
        kind, head, tail, attributes=answers, note="\n".join(meaning.notes.get(line.id, ()))
    )
