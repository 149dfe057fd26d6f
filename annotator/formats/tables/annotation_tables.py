"""Reading tables of annotations: each row is placed in the text that has its hash, and checked."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from annotator.core.annotation import Annotation, Attributes, AttributeValue, Suggestion
from annotator.core.article import Article
from annotator.core.errors import FormatError
from annotator.core.scheme import Attribute, Scheme
from annotator.core.span import Fragments, Span, fragments_of, quote
from annotator.formats.draft import Draft, Mark
from annotator.formats.format import Entry, Reading
from annotator.formats.offset_units import CODE_POINTS
from annotator.formats.tables.annotation_rows import ANSWER, shown_answer

NEEDED = frozenset({"article_sha256", "annotation_id", "label", "quote", "start", "end"})
"""The columns by which a table of annotations is known."""
_PART = re.compile(r"(\d{1,12})-(\d{1,12})")
_ODD = re.compile(r"[\x00-\x1f\x7f\ufffd-\uffff]|\s")
_WIDEST = 30_000
_OFFICE = ("cp1252", "cp1250", "cp1251", "mac_roman")
_ENOUGH = 200
_LARGEST_LINE = 64_000
_LONGEST_FIELD = 50_000_000
csv.field_size_limit(_LONGEST_FIELD)
Cells = Mapping[str, str]
Opened = Callable[[str], str]


class TableRow(NamedTuple):
    """A row of a table of annotations and its line in the file."""

    line: int
    cells: Cells


def is_heading(names: Iterable[str]) -> bool:
    """Say whether the columns are those of a table of annotations."""
    return {name.strip().removeprefix("\ufeff") for name in names} >= NEEDED


def cut_heading(first: str) -> list[str]:
    """Give the names in a CSV's first line, whatever a spreadsheet has put between them."""
    line = first[:_LARGEST_LINE].removeprefix("\ufeff").splitlines()
    cuts = [next(csv.reader(line[:1], delimiter=mark), []) for mark in (",", ";", "\t")]
    return max(cuts, key=len)


def entries_of_rows(rows: Iterable[TableRow], reading: Reading) -> Iterator[Entry]:
    """Give the entries of rows, each run of one text as one, with the text known here.

    A row that does not fit its text is left out by line and reason, never moved. The file is
    refused where none of its texts is known.
    """
    reading.counting = CODE_POINTS
    texts = reading.texts or (lambda sha256: None)
    known, unknown = 0, 0
    for sha256, run in _runs(rows):
        article = texts(sha256.strip().lower())
        if article is None:
            unknown += 1
            called = run[0].cells.get("title") or sha256 or "an article without a hash"
            count = f"{len(run):,} annotation{'s' * (len(run) != 1)}"
            reading.leave_out(f"{count} of “{called}”: its text is not here", run[0].line)
            continue
        known += 1
        yield _entry(article, run, reading)
    if unknown and not known:
        reading.refuse(
            "it holds annotations without the texts, and none of its texts is here",
            next_step="Import the articles themselves into a project, then this table.",
        )
    elif not known:
        reading.note("it holds no annotation.")


def _runs(rows: Iterable[TableRow]) -> Iterator[tuple[str, list[TableRow]]]:
    run: list[TableRow] = []
    for row in rows:
        if run and run[0].cells["article_sha256"] != row.cells["article_sha256"]:
            yield run[0].cells["article_sha256"], run
            run = []
        run.append(row)
    if run:
        yield run[0].cells["article_sha256"], run


def _entry(article: Article, run: list[TableRow], reading: Reading) -> Entry:
    draft = Draft(article.text, line=run[0].line, source_id=article.id)
    for row in run:
        try:
            draft.marks.append(_mark(article.text, row.cells, reading.scheme))
        except FormatError as problem:
            reading.leave_out(problem.reason.rstrip("."), row.line)
    _, values = draft.entry(reading)
    marks = (value for value in values if isinstance(value, Annotation))
    return article, [replace(mark, article_id=article.id) for mark in marks]


def _mark(text: str, cells: Cells, scheme: Scheme | None) -> Mark:
    """Give a row's annotation; FormatError where it does not fit the text."""
    fragments, label = _fragments(text, cells), cells["label"]
    said, held = cells["quote"], quote(text, fragments)
    if said and _plain(said) != _plain(held):
        where = f"{fragments[0].start}-{fragments[-1].end}"
        raise FormatError(f"its words are “{said[:60]}”, but the text at {where} is “{held[:60]}”")
    source = cells.get("suggested_by", "")
    created = cells.get("created", "")
    return Mark(
        label, tuple((part.start, part.end) for part in fragments), None, "",
        cells.get("annotator", ""), answers(cells, label, scheme), cells.get("note", ""),
        Suggestion(source, _score(cells.get("score", ""))) if source else None,
        cells["annotation_id"].strip(), **_times(created, cells.get("changed", "")),
    )  # fmt: skip


def _times(created: str, changed: str) -> dict[str, str]:
    """Give the times that are still as they were written; a spreadsheet may have turned them."""
    from annotator.formats.native.decoding import time_of

    found = {}
    for name, said in (("created", created), ("changed", changed)):
        try:
            if said:
                found[name] = time_of(said)
        except FormatError:
            continue
    return found


def _fragments(text: str, cells: Cells) -> Fragments:
    given = _PART.findall(cells.get("fragments", ""))
    hull = _number(cells, "start"), _number(cells, "end")
    parts = [(int(start), int(end)) for start, end in given] or [hull]
    if (parts[0][0], parts[-1][1]) != hull:
        parts = [hull]  # somebody has set another beginning or end
    if not all(0 <= start < end <= len(text) for start, end in parts):
        raise FormatError(
            f"{hull[0]}-{hull[1]} is no stretch of its text of {len(text):,} characters"
        )
    return fragments_of([Span(*part) for part in parts])


def _number(cells: Cells, name: str) -> int:
    said = cells[name].strip().removesuffix(".0")
    if not (said.isascii() and said.isdigit() and len(said) <= 12):
        raise FormatError(f"its {name} is “{said[:40]}”, which is no offset")
    return int(said)


def _score(said: str) -> float | None:
    try:
        score = float(said.replace(",", "."))
    except ValueError:
        return None
    return score if abs(score) < float("inf") else None


def _plain(words: str) -> str:
    """Give words as far as a cell surely holds them."""
    return " ".join(_ODD.sub(" ", words[:_WIDEST]).split())


# --- answers


def answers(cells: Cells, label: str, scheme: Scheme | None) -> Attributes:
    """Give a row's answers: the exact ones, but for those whose column was edited."""
    exact = _exact(cells.get("attributes", ""))
    found = dict(exact)
    for name, said in cells.items():
        own = name.removeprefix(ANSWER)
        if own == name or _plain(said) == _plain(_as_cell(exact.get(own))):
            continue
        if said.strip():
            found[own] = typed(said, _asked(scheme, label, own))
        else:
            found.pop(own, None)
    return found


def _exact(said: str) -> dict[str, AttributeValue]:
    try:
        table = json.loads(said) if said else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(table, dict):
        return {}
    return {name: value for name, given in table.items() if (value := _value(given)) is not None}


def _value(given: Any) -> AttributeValue | None:
    if isinstance(given, list):
        return tuple(given) if all(isinstance(one, str) for one in given) else None
    return given if isinstance(given, str | bool | int | float) else None


def _as_cell(value: AttributeValue | None) -> str:
    cell = shown_answer(value)
    whole = isinstance(cell, float) and cell.is_integer()
    return "" if cell is None else str(int(cell) if whole else cell)


def _asked(scheme: Scheme | None, label: str, name: str) -> Attribute | None:
    found = scheme.answers_allowed.get(label, ()) if scheme else ()
    return next((asked for asked in found if asked.id == name), None)


def typed(said: str, asked: Attribute | None) -> AttributeValue:
    """Give the answer that a cell says, as its question wants it; a text where nobody asks."""
    kind = asked.kind if asked else "text"
    words = said.strip()
    if kind == "yes_no" and words.lower() in ("true", "false", "yes", "no", "1", "0"):
        return words.lower() in ("true", "yes", "1")
    if kind == "some":
        return tuple(part.strip() for part in words.split(";") if part.strip())
    if kind == "number":
        try:
            number = float(words.replace(",", "."))
        except ValueError:
            return said
        return int(number) if number.is_integer() else number
    return said


# --- CSV


def csv_rows(path: Path, reading: Reading) -> Iterator[TableRow]:
    """Give the rows of a CSV, a line at a time where it is UTF-8; FormatError for what is none."""
    if _is_utf8(path):
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows_of_lines(file)
    else:
        yield from _rows_of_lines(StringIO(_best_read(path.read_bytes(), reading), newline=""))


def _best_read(data: bytes, reading: Reading) -> str:
    """Give a text that is no UTF-8 as it is most likely meant: so that its quotes fit the texts.

    Office programs write the table of the country without saying which, and a table of few rows
    is too little to guess from.
    """
    from annotator.formats.articles.plain_text import decoded

    quiet = replace(reading, notes=[])
    guess = decoded(data, quiet)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return guess
    found = [guess]
    for name in _OFFICE:
        with suppress(UnicodeDecodeError):
            found.append(data.decode(name))
    best = max(found, key=lambda text: _fitting(text, reading))
    if best is guess:
        reading.notes += quiet.notes
    return best


def _fitting(text: str, reading: Reading) -> int:
    """Count the first rows whose words stand in their text as they are read."""
    count = 0
    for row in islice(_rows_of_lines(StringIO(text, newline="")), _ENOUGH):
        article = reading.texts(row.cells["article_sha256"]) if reading.texts else None
        if article is not None:
            with suppress(FormatError):
                _mark(article.text, row.cells, None)
                count += 1
    return count


def _is_utf8(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _rows_of_lines(file: TextIO) -> Iterator[TableRow]:
    first = file.readline(_LARGEST_LINE)
    cuts = [(len(next(csv.reader([first], delimiter=d), [])), d) for d in (",", ";", "\t")]
    rest = iter(lambda: file.readline(_LONGEST_FIELD), "")
    reader = csv.reader(chain([first], rest), delimiter=max(cuts)[1])
    try:
        yield from table_rows(_numbered(reader), _undefused)
    except csv.Error as error:
        raise FormatError(f"line {reader.line_num}: {error}") from error


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Give the rows with the lines at which they begin; a cell may have lines."""
    line = 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1


def _undefused(cell: str) -> str:
    """Give a cell without the quote that keeps a spreadsheet from taking it for a formula."""
    return cell.removeprefix("'")


def table_rows(found: Iterable[tuple[int, list[str]]], opened: Opened = str) -> Iterator[TableRow]:
    """Give the rows below a heading; one that comes again, as on each sheet, is passed over."""
    names: list[str] = []
    for line, cells in found:
        if is_heading(cells):
            names = [name.strip().removeprefix("\ufeff") for name in cells]
        elif not names:
            raise FormatError("its first row does not name the columns of a table of annotations")
        elif any(cells):
            filled = [*map(opened, cells), *[""] * (len(names) - len(cells))]
            yield TableRow(line, dict(zip(names, filled, strict=False)))
