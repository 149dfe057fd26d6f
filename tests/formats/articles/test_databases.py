"""Exports of news databases: every article of a file, split right, with what is said of it."""

import pytest

from annotator.formats.format import FileRefused, Reading, entries
from annotator.formats.registry import format_of
from tests.formats.articles.exports import docx, lexis, lexis_page, nexis, text_of


def read(path, name):
    how, reading = format_of(path), Reading()
    assert how.name == name
    return [article for article, _ in entries(how, path, reading)], reading


def test_nexis_uni(tmp_path):
    cover = ["User Name: = mona", "Date and Time: = Monday, March 2, 2026 9:00", "Documents (3)",
             "1. The ferry: part 1", "2. The ferry: part 2", "3. Die Fähre"]  # fmt: skip
    path = docx(
        tmp_path / "a.docx",
        cover + nexis(1) + nexis(2, body=False, date="2 March 2026, Late Edition")
        + nexis(3, title="Die Fähre: Streit", date="Montag 2. März 2026", length=900,
                length_name="Länge", unit="Wörter", end="Ende des Dokuments"),
    )  # fmt: skip
    articles, reading = read(path, "nexis")
    assert [a.title for a in articles] == [
        "The ferry: part 1", "The ferry: part 2", "Die Fähre: Streit",
    ]  # fmt: skip
    assert [a.published for a in articles] == [
        "2026-03-01T17:07+00:00", "2026-03-02", "2026-03-02",
    ]  # fmt: skip
    for number, article in enumerate(articles, 1):
        assert article.text.replace("\n", ". ") == text_of(number)
        assert (article.outlet, article.author) == ("Skarvik Post (Norland)", "Mona Eide")
        assert article.metadata["section"] == "NEWS; Pg. 4"
        assert article.metadata["load_date"] == "March 2, 2026"
    assert [n for n in reading.notes if "900" in n and "article 3" in n and "60 were found" in n]
    assert len(reading.notes) == 1


def test_a_hundred_stories_of_nexis(tmp_path):
    path = docx(tmp_path / "a.docx", [p for n in range(100) for p in nexis(n)], bom=False)
    articles, reading = read(path, "nexis")
    assert [a.text.partition("\n")[0] for a in articles] == [f"Story {n}" for n in range(100)]
    assert not reading.notes and not reading.left_out


def test_a_word_file_of_one_article_stays_one(tmp_path):
    path = docx(tmp_path / "a.docx", ["Body", "The ferry sails.", "It is the End of Document 4."])
    assert format_of(path).name == "docx"


def test_stories_without_a_date_or_a_text_are_told(tmp_path):
    path = docx(tmp_path / "a.docx", [
        "No day", "Post", "Length: 5 words", "Body", "It sails.", "End of Document",
        "Empty", "Post", "1 May 2026", "Body", "End of Document"])  # fmt: skip
    articles, reading = read(path, "nexis")
    assert [(a.title, a.outlet, a.published, a.text) for a in articles] == [
        ("No day", "Post", "", "It sails."),
    ]  # fmt: skip
    assert "no date" in reading.notes[0] and "article 2" in str(reading.left_out[0])


def test_an_export_without_any_text_is_refused(tmp_path):
    path = docx(tmp_path / "a.docx", ["Empty", "Post", "1 May 2026", "Body", "End of Document"])
    with pytest.raises(FileRefused, match="no article was found"):
        read(path, "nexis")


COVER = "\ufeff\r\n\r\n            Print Request: All Documents: 1-3\r\n  Terms: ferry\r\n\r\n\x0c"


def test_old_lexisnexis_as_text(tmp_path):
    path = tmp_path / "a.TXT"
    stories = [lexis(1, 3), lexis(2, 3, fields=False), lexis(3, 3, edition=True)]
    path.write_bytes((COVER + "".join(stories)).encode("utf-8"))
    articles, reading = read(path, "lexisnexis")
    assert len(articles) == 3 and not reading.notes
    for number, article in enumerate(articles, 1):
        assert article.text == f"{text_of(number)}\nHe said: nothing."
        assert article.title == (
            f"Ferry: part {number} of the long quarrel about the pier of Skarvik which goes on"
        )
        assert (article.outlet, article.published) == ("Skarvik Post (Norland)", "2026-03-01")
        assert article.author == ("" if number == 2 else "Mona Eide")
        assert article.metadata["load_date"] == "March 2, 2026"
    assert articles[2].metadata["edition"] == "Late Edition - Final"
    assert articles[0].metadata["section"] == "NEWS; Pg. 4"


def test_old_lexisnexis_as_a_page(tmp_path):
    path = tmp_path / "a.html"
    page = "".join(lexis_page(n, 2) for n in (1, 2))
    path.write_text(f"<HTML><HEAD><STYLE>x</STYLE></HEAD><BODY>{page}</BODY></HTML>", "utf-8")
    articles, reading = read(path, "lexisnexis")
    assert [a.title for a in articles] == ["Ferry: part 1", "Ferry: part 2"]
    assert [a.text for a in articles] == [f"{text_of(n)}\nThe end." for n in (1, 2)]
    assert {(a.outlet, a.published, a.author) for a in articles} == {
        ("Skarvik Post", "2026-03-01", "Mona Eide")}  # fmt: skip
    assert not reading.notes
