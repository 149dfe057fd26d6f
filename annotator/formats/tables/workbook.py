"""A spreadsheet being written row by row: plain values, no formulas, the same bytes each time."""

import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from annotator.formats.archives import EARLIEST, timeless_member
from annotator.formats.format import Output
from annotator.formats.output_file import OutputFile
from annotator.formats.tables.defusing import is_risky

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
"""What a cell and a sheet of Excel can hold."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CUT = "text cut to what a cell can hold"
_REPLACED = "text with a character that XLSX cannot hold"


def as_kept(text: str) -> str:
    """Give what comes back of a text in a cell: cut, and without what XLSX cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text[:LONGEST_CELL])


class Workbook:
    """Rows under a heading; what does not fit one sheet goes on in the next.

    ``lost`` counts what a cell cannot hold. To be used with ``with``.
    """

    def __init__(self, name: str, heading: Sequence[str], lost: Counter[str]) -> None:
        """Begin the first sheet."""
        from openpyxl import Workbook as Book

        self._book = Book(write_only=True)
        self._name, self._heading, self._lost = name, heading, lost
        self._sheets, self._saved = 0, False
        self._begin()

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(self, *error: object) -> None:
        if not self._saved:  # given up: what was written meanwhile lies in temporary files
            for sheet in self._book.worksheets:
                sheet.close()
                sheet._writer.cleanup()

    def _begin(self) -> None:
        self._sheets += 1
        self._sheet = self._book.create_sheet(self._name + f" {self._sheets}" * (self._sheets > 1))
        self._sheet.freeze_panes = "A2"
        self._sheet.append(self._heading)
        self._rows = 1

    def add(self, row: Iterable[Any]) -> None:
        """Take a row of texts, numbers and None."""
        if self._rows == MOST_ROWS:
            self._begin()
        self._rows += 1
        self._sheet.append([(self._cell(v) or None) if isinstance(v, str) else v for v in row])

    def _cell(self, text: str) -> Any:
        kept = text[:LONGEST_CELL]
        if len(kept) < len(text):
            self._lost[_CUT] += 1
        if "_x" in kept:
            kept = _ESCAPE.sub("_x005F_", kept)  # else it would be taken for a character's code
        if _FORBIDDEN.search(kept):
            kept = _FORBIDDEN.sub("\ufffd", kept)
            self._lost[_REPLACED] += 1
        return self._plain(kept) if is_risky(text) or text.startswith(("'", "#")) else kept

    def _plain(self, text: str) -> Any:
        """Give a cell that is text whatever it looks like, also once somebody has edited it."""
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, "")
        cell._value, cell.data_type = text, "s"
        cell.quotePrefix = True
        return cell

    def save(self, output: Output) -> None:
        """Write the file."""
        from openpyxl.writer.excel import ExcelWriter

        self._book.properties.created = self._book.properties.modified = datetime(*EARLIEST)
        archive = _Timeless(OutputFile(output), "w", zipfile.ZIP_DEFLATED)
        self._saved = True
        ExcelWriter(self._book, archive).save()


class _Timeless(zipfile.ZipFile):
    """An archive whose members have no time of their own, so that it is the same each time."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *more: Any, **options: Any) -> None:
        super().writestr(timeless_member(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *more: Any, **options: Any) -> None:
        member = timeless_member(str(arcname))
        with Path(filename).open("rb") as source, self.open(member, "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)
