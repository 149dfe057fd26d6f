"""Tables: one article a row, columns found by name or told, bad rows named."""

import json
from pathlib import Path

import pytest

from annotator.core.errors import FormatError
from annotator.formats.completion import completed_entries
from annotator.formats.format import FileRefused, Reading, entries
from annotator.formats.registry import format_named, format_of
from annotator.formats.tables.columns import read_columns

DATA = Path(__file__).parents[4] / "shared" / "data" / "articles"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"no real files: {DATA} is absent")


def read(path, **told):
    reading = Reading(columns=told)
    return [a for a, _ in entries(format_of(path), path, reading)], reading


def saved(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def refused(path):
    with pytest.raises(FileRefused) as caught:
        list(entries(format_named("table"), path, Reading()))
    return str(caught.value)


TABLE = (
    'Date;Headline;Body;Page\n2026-03-01;The ferry;"It runs;\r\n again ""soon""";7\n'
    ";;Second text;\n"
)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_columns_found_by_their_names(tmp_path, delimiter):
    table = TABLE if delimiter == ";" else TABLE.replace(";", delimiter)
    (first, second), _ = read(saved(tmp_path, "a.csv", table))
    assert first.text == f'It runs{delimiter}\r\n again "soon"'
    assert (first.title, first.published, first.metadata["Page"]) == (
        "The ferry",
        "2026-03-01",
        "7",
    )
    assert second.text == "Second text" and second.title == ""


def test_columns_told(tmp_path):
    path = saved(tmp_path, "a.csv", "Wortlaut,Kopf\nEs fährt.,Die Fähre\n")
    (article,), _ = read(path, text="Wortlaut", title="Kopf")
    assert (article.text, article.title) == ("Es fährt.", "Die Fähre")
    assert "no column is called like a text; there are “Wortlaut”" in refused(path)
    file = saved(tmp_path, "m.toml", '[columns]\ntext = "Volltext"\n')
    assert read_columns(file) == {"text": "Volltext"}
    for bad in ('page = "x"', "text = 1", "[", "columns = 1"):
        with pytest.raises(FormatError):
            read_columns(saved(tmp_path, "b.toml", bad))


def test_json_and_json_lines(tmp_path):
    rows = [
        {"content": "One.", "headline": "A", "tags": ["x", "y"], "page": 3.0},
        {"content": "Two."},
    ]
    for name, data in (("a.json", json.dumps(rows)), ("a.jsonl", "\n".join(map(json.dumps, rows)))):
        found, _ = read(saved(tmp_path, name, data))
        assert [a.text for a in found] == ["One.", "Two."]
        assert found[0].metadata["tags"] == "x; y" and found[0].metadata["page"] == "3"


def test_a_row_that_cannot_be_an_article_is_named_and_the_rest_goes_on(tmp_path):
    rows = ['{"text": "One."}', '{"text": "Half \\ud800"}', '{"text": "Two."}']
    path = saved(tmp_path, "a.jsonl", "\n".join(rows))
    reading = Reading()
    try:
        found = [a.text for a, _ in entries(format_named("table"), path, reading)]
    except FileRefused as error:
        assert error.line == 2
    else:
        assert found == ["One.", "Two."] and reading.left_out[0].line == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", "empty"),
        ("text,a\n", "no rows"),
        ("text,text\nx,y\n", "two columns are called"),
        ("text\x00\nx\n", "NUL"),
        ("text,a\nx,y,z\n", "row 2 has 3 cells"),
        ('text,a\n"x', "no rows|unexpected|EOF"),
        ("alpha,beta\nx,y\n", "no column is called like a text"),
    ],
)
def test_what_is_no_table_of_articles_is_refused(tmp_path, data, said):
    import re

    path = saved(tmp_path, "a.csv", data)
    if '"x' in data:
        found, _ = read(path)
        assert [a.text for a in found] == ["x"]
        return
    assert re.search(said, refused(path))


def test_a_spreadsheet(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Title", "Text", "Date", "Words"])
    book.active.append(["The ferry", "It runs.\nAgain.", "2026-03-01", 4])
    book.active.append([None, None, None, None])
    book.save(tmp_path / "a.xlsx")
    (article,), _ = read(tmp_path / "a.xlsx")
    assert article.text == "It runs.\nAgain." and article.metadata["Words"] == "4"
    assert "readable spreadsheet" in refused(saved(tmp_path, "b.xlsx", b"PK\x03\x04 broken"))


@needs_data
def test_real_tables():
    found, _ = read(DATA / "wikinews_2019.csv")
    assert len(found) == 171 and sum(len(a.text) for a in found) == 411_133
    assert max(len(a.text) for a in found) == 10_552 and len({a.title for a in found}) == 171
    assert min(a.published for a in found) == "2019-01-04"
    tables = DATA / "tables"
    assert len(read(tables / "example.utf16.csv")[0]) == 3
    assert [a.text for a in read(tables / "example_one_column_no_header.xlsx")[0]] == [
        "AAA", "BBB", "CCC"]  # fmt: skip
    found, reading = read(tables / "example.csv")
    assert len(found) == 2 and "without a text" in reading.notes[0]
    for name in ("example.invalid.2.csv", "example.invalid.2.xlsx"):
        assert "row 2 has 3 cells" in refused(tables / name)


def test_a_list_of_labels_is_no_table_of_articles(tmp_path):
    label = {"id": 4, "text": "Ferry", "suffix_key": "f", "background_color": "#ff0000"}
    path = saved(tmp_path, "labels.json", json.dumps([label]))
    assert "list of labels" in refused(path)


def test_one_of_several_files_says_that_it_is_read_with_the_others(tmp_path):
    saved(tmp_path, "documents.json", "[]")
    path = saved(tmp_path, "entities.json", "[]")
    with pytest.raises(FormatError, match="read together"):
        format_of(path)


@pytest.mark.parametrize(
    ("header", "day"),
    [
        ("Titel;Datum;Volltext;Zeitung;Autor", "1. März 2026"),
        ("titre;date;texte;journal;auteur", "1er mars 2026"),
        ("titel;datum;tekst;krant;auteur", "1 maart 2026"),
        ("Título;Fecha;Texto;Medio;Autor", "1 de marzo de 2026"),
        ("titolo;data;testo;testata;autore", "1 marzo 2026"),
        ("título;data;texto;jornal;autor", "1 de março de 2026"),
    ],
)
def test_columns_in_other_languages(tmp_path, header, day):
    path = saved(tmp_path, "a.csv", f"{header}\nThe ferry;{day};It sails.;Post;Mona Eide\n")
    ((article, _),) = completed_entries(format_of(path), path, Reading())
    assert (article.title, article.text, article.outlet) == ("The ferry", "It sails.", "Post")
    assert (article.published, article.author) == ("2026-03-01", "Mona Eide")


def test_a_column_called_data_is_no_date_in_english(tmp_path):
    ((article,), _) = read(saved(tmp_path, "a.csv", "title,text,data\nA,It sails.,2026-03-01\n"))
    assert article.published == "" and article.metadata["data"] == "2026-03-01"


@pytest.mark.parametrize(
    ("days", "iso"),
    [
        (["3/4/2026", "13/4/2026"], ["2026-04-03", "2026-04-13"]),
        (["3/4/2026", "4/13/2026"], ["2026-03-04", "2026-04-13"]),
        (["3/4/2026", "4/4/2026"], ["", "2026-04-04"]),
        (["13/4/2026", "4/13/2026", "3/4/2026"], ["2026-04-13", "2026-04-13", ""]),
        (["1772352000", "1772352000000"], ["2026-03-01T08:00:00+00:00"] * 2),
    ],
)
def test_dates_that_only_the_table_tells(tmp_path, days, iso):
    rows = "".join(f"{day},Ferry {n} sails.\n" for n, day in enumerate(days))
    path = saved(tmp_path, "a.csv", f"date,text\n{rows}")
    found = [a.published for a, _ in completed_entries(format_of(path), path, Reading())]
    assert found == iso
