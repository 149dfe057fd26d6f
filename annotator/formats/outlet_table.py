"""The register of outlets as a CSV table, both ways; formulas are defused for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Iterator

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import FormatError
from annotator.core.identifiers import new_id
from annotator.core.outlet import Outlet
from annotator.formats.tables.defusing import defused, is_risky

COLUMNS = ("name", "other_names")
_BETWEEN = " | "
_MOST, _LONGEST = 100_000, 500


def write_outlets(outlets: Iterable[Outlet]) -> str:
    """Give a CSV table with one row an outlet, its other names joined by " | ".

    A text that a spreadsheet would take for a formula gets a single quote before it, which
    `read_outlets` takes away again.

    >>> write_outlets([Outlet("1", "The Star", ("Star", "=Star"))]).splitlines()[1]
    'The Star,Star | =Star'
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for known in sorted(outlets, key=lambda known: known.name.casefold()):
        writer.writerow([defused(known.name), defused(_BETWEEN.join(known.aliases))])
    return out.getvalue()


def read_outlets(text: str, file: str = "") -> list[tuple[str, tuple[str, ...]]]:
    r"""Give each outlet's name and other names from a table with a column ``name``.

    ``other_names`` are parted by "|". Raises FormatError with the line for a row without a
    name, and for a name that two rows claim; then nothing of the table should be used.

    >>> read_outlets("name,other_names\nThe Star,Star | STAR Ltd\n")
    [('The Star', ('Star', 'STAR Ltd'))]
    """
    claimed: dict[str, int] = {}
    found = []
    for line, name, others in _rows(text, file):
        if not name:
            raise FormatError("the outlet has no name.", file=file, line=line)
        names = list({one.lower(): one for one in (name, *others)}.values())
        for one in names:
            before = claimed.setdefault(one.lower(), line)
            if before != line:
                reason = f"“{one[:80]}” is a name of the outlet in line {before:,} already."
                raise FormatError(reason, file=file, line=line)
        found.append((name, tuple(one for one in names if one.lower() != name.lower())))
    return found


def _rows(text: str, file: str) -> Iterator[tuple[int, str, list[str]]]:
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = [cell.strip().casefold().replace(" ", "_") for cell in next(rows, [])]
        if "name" not in columns:
            raise FormatError("the table has no column “name”.", file=file, line=1)
        for row in rows:
            if rows.line_num > _MOST:
                raise FormatError("the table is longer than any register.", file=file)
            cells = {key: _plain(cell) for key, cell in zip(columns, row, strict=False)}
            others = cells.get("other_names", "").split("|")
            if any(cells.values()):
                yield rows.line_num, cells.get("name", ""), [
                    " ".join(one.split()) for one in others if one.strip()
                ]  # fmt: skip
    except csv.Error as error:
        raise FormatError(f"this is no table: {error}.", file=file) from error


def _plain(cell: str) -> str:
    """Take away the quote that keeps a spreadsheet from computing."""
    cell = cell.strip()
    quoted = cell.startswith("'") and (cell.startswith("''") or is_risky(cell[1:]))
    return " ".join((cell[1:] if quoted else cell).split())[: _LONGEST * 20]


def taken_over(
    found: Iterable[tuple[str, tuple[str, ...]]], known: Iterable[Outlet], name: str
) -> ChangeSet:
    """Give the edit after which the register holds what a table says, and all else it held.

    A name that the table gives to another outlet goes there; an outlet left with one name goes.
    """
    found, before = list(found), list(known)
    told = {one.lower() for own, others in found for one in (own, *others)}
    after: dict[str, Outlet] = {}
    for outlet in before:
        left = [one for one in outlet.names if one.lower() not in told]
        if len(left) > 1:
            after[outlet.id] = Outlet(outlet.id, left[0], tuple(left[1:]))
    by_name = {one.lower(): outlet.id for outlet in before for one in reversed(outlet.names)}
    for own, others in found:
        if others:
            id = by_name.get(own.lower(), "")
            free = bool(id) and id not in after
            kept = id if free else new_id()
            after[kept] = Outlet(kept, own, others)
    was = {outlet.id: outlet for outlet in before}
    pairs = ((was.get(id), after.get(id)) for id in {**was, **after})
    changes = tuple(Change(old, new) for old, new in pairs if old != new)
    return ChangeSet(name, changes)
