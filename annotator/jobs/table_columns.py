"""Which columns of tables hold what, as the user said it for tables with the same columns."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.errors import FormatError
from annotator.formats.format import Reading
from annotator.formats.tables.columns import FIELDS, found_columns
from annotator.formats.tables.rows import rows_of

if TYPE_CHECKING:
    from annotator.storage.project import Project

TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet")
"""How the files end whose columns are asked for; records of JSON say what they hold."""


@dataclass(frozen=True, slots=True)
class TableStart:
    """The columns of a table and its first rows' cells, by column."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]

    @property
    def key(self) -> str:
        """What tables with the same columns share."""
        return header_key(self.header)


def header_key(header: Sequence[str]) -> str:
    """Give what is the same for tables with the same columns in whatever order.

    >>> header_key(["a", "b"]) == header_key(["b", "a"])
    True
    """
    return sha256("\x1f".join(sorted(header)).encode("utf-8", "replace")).hexdigest()[:16]


def start_of(path: Path, rows: int = 3) -> TableStart | None:
    """Give the start of a table; None for a file that is none, or cannot be read."""
    if path.suffix.lower() not in TABLES:
        return None
    try:
        first = list(islice(rows_of(path, Reading()), rows))
    except (FormatError, OSError):
        return None
    return TableStart(path, tuple(first[0].cells), tuple(r.cells for r in first)) if first else None


@dataclass(slots=True)
class Columns:
    """What was said of tables by their columns, now and, in a project, before.

    Nothing is kept with the project before `remember`.
    """

    project: "Project"
    told: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, start: TableStart) -> dict[str, str]:
        """Give the columns by what they hold, as the user said it; {} where nobody said."""
        said = self.told.get(start.key)
        if said is None:
            kept = self.project.setting(f"import-columns:{start.key}")
            said = _plain(kept) if kept else {}
        return {f: column for f, column in said.items() if column in start.header}

    def guessed(self, start: TableStart) -> dict[str, str]:
        """Give the columns as the table will be read: as told, else by their names."""
        try:
            return found_columns(start.header, self.of(start))
        except FormatError:
            return self.of(start)

    def remember(self) -> None:
        """Keep what was said with the project; it is no edit."""
        for key, said in self.told.items():
            self.project.set_setting(f"import-columns:{key}", json.dumps(said))


def _plain(kept: str) -> dict[str, str]:
    data = json.loads(kept)
    return {f: str(c) for f, c in data.items() if f in FIELDS} if isinstance(data, dict) else {}
