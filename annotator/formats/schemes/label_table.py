"""A table of labels (CSV, TSV): one row a label; a parent column makes groups."""

import csv
import io
from pathlib import Path

from annotator.core.errors import SchemeError
from annotator.formats.schemes.source import Draft, FoundScheme, SchemeSource

_COLUMNS = {
    "name": ("name", "label", "code", "text"), "color": ("color", "colour"), "key": ("key",),
    "definition": ("definition", "description", "memo"), "parent": ("parent", "group", "category"),
}  # fmt: skip


def _recognises(path: Path, text: str) -> bool:
    return path.suffix.lower() in (".csv", ".tsv")


def _read(path: Path, text: str) -> FoundScheme:
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(text[:5000], ",;\t")
    except csv.Error:
        dialect = "excel-tab" if path.suffix.lower() == ".tsv" else "excel"
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), dialect) if any(row)]
    except csv.Error as error:
        raise SchemeError(f"{path} is not a table: {error}.") from error
    if not rows:
        raise SchemeError(f"{path} is empty.", "Give a row for each label.")
    draft = Draft(path.stem)
    places = _places(rows[0])
    body = rows[1:] if places else rows
    places = places or {"name": 0}
    facts = [
        {what: row[at].strip() for what, at in places.items() if at < len(row)} for row in body
    ]
    parents = {f.get("name", ""): f.get("parent", "") for f in facts}
    for fact in facts:
        name, parent = fact.pop("name", ""), fact.pop("parent", "")
        draft.label(name, group=_group(parent, parents), **fact)
    unknown = [head for at, head in enumerate(rows[0]) if at not in places.values()]
    if body is not rows and unknown:
        draft.note(f"The column “{unknown[0]}” was not taken over.")
    return draft.found()


def _places(head: list[str]) -> dict[str, int]:
    """Give where each known column stands; nothing where the first row is no heading."""
    said = [cell.strip().casefold() for cell in head]
    found = {}
    for what, names in _COLUMNS.items():
        at = next((said.index(name) for name in names if name in said), None)
        if at is not None:
            found[what] = at
    return found if "name" in found else {}


def _group(parent: str, parents: dict[str, str]) -> str:
    """Give the path of groups above a label; SchemeError when they go round in a circle."""
    path: list[str] = []
    while parent:
        if parent in path:
            raise SchemeError(f"The group “{parent}” is inside itself.", "Mend its parent.")
        path.insert(0, parent)
        parent = parents.get(parent, "")
    return " / ".join(path)


SOURCE = SchemeSource("table", "Table of labels (CSV)", (".csv", ".tsv"), _recognises, _read)
