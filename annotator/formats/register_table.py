"""The entity register as a CSV table, both ways; formulas are defused for spreadsheets."""

import csv
import io
from collections.abc import Iterable
from dataclasses import fields

from annotator.core.entity import Entity, entity_problem
from annotator.core.errors import FormatError
from annotator.core.identifiers import new_id, now
from annotator.formats.tables.defusing import defused

COLUMNS = tuple(f.name for f in fields(Entity))
_NEEDED = "name"
_MOST = 1_000_000


def write_register(entities: Iterable[Entity]) -> str:
    """Give a CSV table with one row an entity, aliases joined by " | ".

    A text that a spreadsheet would take for a formula gets a single quote before it, which
    `read_register` takes away again.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for entity in entities:
        writer.writerow([_cell(getattr(entity, name)) for name in COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value)
    return defused(" | ".join(value) if isinstance(value, tuple) else str(value))


def read_register(text: str, file: str = "") -> list[Entity]:
    """Give the entities of a CSV table that has at least a column ``name``.

    Rows without an identifier get one. Raises FormatError with the line for a row that cannot
    be an entity; then nothing of the table should be used.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        head = [cell.strip().casefold() for cell in next(rows, [])]
        if _NEEDED not in head:
            raise FormatError("the table has no column “name”.", file=file, line=1)
        found = []
        for number, row in enumerate(rows, 2):
            if any(row):
                found.append(_entity(dict(zip(head, row, strict=False)), file, number))
            if number > _MOST:
                raise FormatError("the table is longer than any register.", file=file, line=number)
    except csv.Error as error:
        raise FormatError(f"this is no table: {error}.", file=file) from error
    return found


def _entity(row: dict[str, str], file: str, line: int) -> Entity:
    cells = {name: _plain(row.get(name) or "") for name in COLUMNS}
    try:
        degrees = {
            name: float(cells[name]) if cells[name] else None for name in ("latitude", "longitude")
        }
    except ValueError as error:
        raise FormatError("a coordinate is no number.", file=file, line=line) from error
    entity = Entity(
        cells["id"] or new_id(), cells["name"], cells["changed"] or now(), cells["type"],
        tuple(part.strip() for part in cells["aliases"].split("|") if part.strip()),
        cells["wikidata"], cells["country"].upper(), degrees["latitude"], degrees["longitude"],
        cells["parent"], cells["note"],
    )  # fmt: skip
    problem = entity_problem(entity)
    if problem:
        raise FormatError(f"“{entity.name}”: {problem}.", file=file, line=line)
    return entity


def _plain(cell: str) -> str:
    return cell[1:].strip() if cell[:2] and cell.startswith("'") else cell.strip()
