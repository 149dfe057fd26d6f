"""The rows of an XLSX file one by one, however many there are: nothing of a sheet is kept."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from annotator.core.errors import FormatError
from annotator.formats.office.parts import LOCKED, is_locked
from annotator.formats.xml_tree import children, each, local

MOST_COLUMNS = 16_384
LARGEST_SHEET = 4_000_000_000
"""Bytes of a sheet once unpacked."""
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_STRINGS = "xl/sharedStrings.xml"
_CODE = re.compile("_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class _Bounded(io.RawIOBase):
    """A stream that ends with an error where it is larger than anything sensible."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._left = source, LARGEST_SHEET

    def read(self, size: int = -1) -> bytes:
        """Give the next bytes."""
        data = self._source.read(1 << 20 if size < 0 else size)
        self._left -= len(data)
        if self._left < 0:
            raise FormatError(f"a sheet unpacks to more than {LARGEST_SHEET:,} bytes")
        return data


def first_row(path: Path) -> list[str]:
    """Give the cells of the first row of the first sheet; FormatError for no spreadsheet."""
    return next(sheet_rows(path), (0, []))[1]


def sheet_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the numbered rows of all sheets as texts, one sheet after the other.

    A number is as it stands in the file; formulas give what was last computed. FormatError for
    what is no spreadsheet.
    """
    try:
        with zipfile.ZipFile(path) as book:
            sheets = {int(m[1]): m[0] for m in map(_SHEET.fullmatch, book.namelist()) if m}
            if not sheets:
                raise FormatError("it is no readable spreadsheet: it has no sheet")
            strings = _strings(book)
            for _, name in sorted(sheets.items()):
                with book.open(name) as part:
                    yield from _rows(part, strings)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        if is_locked(path):
            raise FormatError(LOCKED) from error
        raise FormatError(f"it is no readable spreadsheet: {str(error)[:150]}") from error


def _strings(book: zipfile.ZipFile) -> list[str]:
    if _STRINGS not in book.namelist():
        return []
    found = []
    with book.open(_STRINGS) as part:
        for item in each(_Bounded(part), "si"):
            found.append(_text(item))
    return found


def _rows(part: IO[bytes], strings: list[str]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    for row in each(_Bounded(part), "row"):
        said = row.get("r", "")
        number = int(said) if said.isdecimal() and len(said) < 8 else number + 1
        yield number, _cells(row, strings)


def _cells(row: Element, strings: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in children(row, "c"):
        at = _column(cell.get("r", ""), len(cells))
        cells += [""] * (at + 1 - len(cells))
        cells[at] = _cell(cell, strings)
    return cells


def _column(place: str, otherwise: int) -> int:
    """Give the column of a place such as "AB12", from 0."""
    found = _PLACE.fullmatch(place)
    at = otherwise
    if found is not None:
        at = 0
        for letter in found[1]:
            at = at * 26 + ord(letter) - ord("A") + 1
        at -= 1
    if at >= MOST_COLUMNS:
        raise FormatError(f"a row has more than {MOST_COLUMNS:,} cells")
    return at


def _cell(cell: Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_text(part) for part in children(cell, "is"))
    said = "".join(part.text or "" for part in children(cell, "v"))
    if kind == "s":
        known = said.isdecimal() and int(said) < len(strings)
        return strings[int(said)] if known else ""
    if kind == "b":
        return "true" if said == "1" else "false"
    return _decoded(said)


def _text(item: Element) -> str:
    """Give the words of a text, of all its runs, without how they are read aloud."""
    found = []
    for part in item:
        if local(part) == "t":
            found.append(part.text or "")
        elif local(part) == "r":
            found += [run.text or "" for run in children(part, "t")]
    return _decoded("".join(found))


def _decoded(text: str) -> str:
    """Give a text with the characters that XML cannot hold, which stand as codes."""
    return _CODE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
