"""Tables of annotations, as spreadsheets and people hand them back."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.identifiers import derived_id
from annotator.formats.format import Entry, FileRefused, Reading, entries
from annotator.formats.registry import format_named, format_of
from tests.formats.samples import KNOWN, SCHEME, mark, placed

CSV, XLSX = format_named("csv", written=True), format_named("xlsx", written=True)
ARTICLE = Article.new("Åsa pledged 3 m to Norland in May.", id=derived_id("asa"), title="=Ås; a")
MARKS = [
    mark(ARTICLE, (0, 3), note="'quoted'\r\n=1+1", attributes={"mention": "name"}),
    mark(ARTICLE, (4, 11), (26, 33), label="commitment",
         attributes={"act": "pledge", "testable": True, "deadline": "-5"}),
]  # fmt: skip
DATA: list[Entry] = [(ARTICLE, list(MARKS))]


def reading() -> Reading:
    return Reading(scheme=SCHEME, texts=KNOWN.get)


def read_marks(path: Path, how: Reading | None = None) -> list[Annotation]:
    own = how or reading()
    return [v for _, vs in entries(format_of(path), path, own) for v in vs]  # type: ignore[misc]


def told(m: Annotation) -> tuple[object, ...]:
    return m.id, m.label, m.fragments, m.quote, m.note, dict(m.attributes)


def table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    reader = csv.DictReader(StringIO(path.read_bytes().decode(), newline=""))
    return list(reader.fieldnames or ()), list(reader)


def put(path: Path, names: list[str], rows: list[dict[str, str]], delimiter: str = ",") -> str:
    out = StringIO(newline="")
    writer = csv.DictWriter(out, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_a_spreadsheet_saved_again_says_the_same(
    encoding: str, delimiter: str, tmp_path: Path
) -> None:
    path = placed(DATA, CSV, tmp_path)
    names, rows = table(path)
    for row in rows:  # numbers, and times in a country's own way
        row |= {"start": f"{row['start']}.0", "end": f"{row['end']}.0", "created": "02.01.2026"}
    path.write_bytes(put(path, names, rows, delimiter).encode(encoding))
    found = read_marks(path)
    assert [told(m) for m in found] == [told(m) for m in MARKS]


def test_what_was_corrected_in_the_table_counts(tmp_path: Path) -> None:
    path = placed(DATA, CSV, tmp_path)
    names, rows = table(path)
    rows[0] |= {"label": "location", "note": "better", "end": "11", "quote": ""}
    rows[1] |= {"attributes.act": "refusal", "attributes.testable": "no", "attributes.deadline": ""}
    path.write_bytes(put(path, names, rows).encode())
    first, second = read_marks(path)
    assert (first.label, first.note, first.quote) == ("location", "better", "Åsa pledged")
    assert dict(second.attributes) == {"act": "refusal", "testable": False}


@pytest.mark.parametrize(("changed", "reason"), [
    ({"start": "1"}, "its words are “Åsa”, but the text at 1-3 is “sa”"),
    ({"end": "900"}, "0-900 is no stretch of its text of 34 characters"),
    ({"start": "3"}, "3-3 is no stretch"),
    ({"start": "-1"}, "its start is “-1”, which is no offset"),
    ({"end": "9" * 30}, "which is no offset"),
    ({"label": ""}, "it has no name"),
])  # fmt: skip
def test_a_row_that_does_not_fit_is_left_out_by_its_line(
    changed: dict[str, str], reason: str, tmp_path: Path
) -> None:
    path = placed(DATA, CSV, tmp_path)
    names, rows = table(path)
    rows[0] |= changed
    path.write_bytes(put(path, names, rows).encode())
    how = reading()
    (kept,) = read_marks(path, how)
    assert kept.label == "commitment"
    (problem,) = how.left_out
    assert reason in str(problem) and problem.file == str(path) and problem.line


def test_rows_in_any_order_and_on_several_sheets_are_read(tmp_path: Path) -> None:
    other = Article.new("Norland replied.", id=derived_id("reply"))
    reply = mark(other, (0, 7))
    data: list[Entry] = [*DATA, (other, [reply])]
    path = placed(data, XLSX, tmp_path)
    book = load_workbook(path)
    rows = list(book.active.values)  # type: ignore[union-attr]
    more = book.create_sheet("More")
    for row in (rows[0], rows[2], rows[1]):  # the heading again, and the article in between
        more.append(row)
    book.active.delete_rows(2)  # type: ignore[union-attr]
    book.save(path)
    found = read_marks(path)
    assert {m.id for m in found} == {*(m.id for m in MARKS), reply.id}


def test_a_table_whose_texts_are_not_here_is_refused_and_a_part_of_them_told(
    tmp_path: Path,
) -> None:
    other = Article.new("Norland replied.", id=derived_id("reply"), title="Reply")
    path = placed([*DATA, (other, [mark(other, (0, 7))])], CSV, tmp_path)
    with pytest.raises(FileRefused, match="none of its texts is here") as caught:
        read_marks(path, Reading(scheme=SCHEME))
    assert "Import the articles" in caught.value.next_step
    how = Reading(scheme=SCHEME, texts={ARTICLE.sha256: ARTICLE}.get)
    assert len(read_marks(path, how)) == 2
    assert "1 annotation of “Reply”: its text is not here" in str(how.left_out[0])


def test_tables_of_articles_and_of_annotations_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    path.write_text("title,text,label\nA,Norland left.,x\n")
    assert format_of(path).name == "table"
    assert format_of(placed(DATA, CSV, tmp_path)).name == "csv"
    assert format_of(placed(DATA, XLSX, tmp_path)).name == "xlsx"
    (one,) = entries(CSV, path, reading())  # whoever says “csv” of articles is understood
    assert one[0].text == "Norland left."
