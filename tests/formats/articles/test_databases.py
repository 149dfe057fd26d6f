"""Exports of news databases: every article of a file, split right, with what is said of it."""

import pytest

from annotator.formats.format import FileRefused, Reading, entries
from annotator.formats.registry import format_of
from tests.formats.articles.exports import (
    docx,
    europresse,
    factiva,
    factiva_codes,
    factiva_lines,
    factiva_xml,
    lexis,
    lexis_page,
    nexis,
    proquest,
    proquest_page,
    text_of,
)


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


def said(articles):
    """Give what is the same in all stories of a file."""
    return {(a.outlet, a.published, a.author, a.metadata.get("section", "")) for a in articles}


def check_texts(articles, numbers=(1, 2)):
    assert [a.text.replace("\n", ". ") for a in articles] == [text_of(n) for n in numbers]
    assert [a.title for a in articles] == [f"The ferry: part {n}" for n in numbers]


FACTIVA = '<html><head><meta charset="utf-8"><title>Factiva</title></head><body>{}</body></html>'


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_factiva_page(tmp_path, encoding):
    path = tmp_path / "a.html"
    stories = [
        factiva(1), factiva(2, language="de", title="Die Fähre: „Streit“", clock="09:30"),
        factiva(3, language="zhtw", date="1998年4月18日", words="60 字", author=False),
    ]  # fmt: skip
    path.write_bytes(FACTIVA.format("".join(stories)).encode(encoding, "xmlcharrefreplace"))
    articles, reading = read(path, "factiva")
    assert [a.language for a in articles] == ["en", "de", "zh"]
    assert [a.title for a in articles][1] == "Die Fähre: „Streit“"
    assert [a.published for a in articles] == ["1998-04-18", "1998-04-18T09:30", "1998-04-18"]
    assert [a.author for a in articles] == ["Mona Eide", "Mona Eide", ""]
    assert {(a.outlet, a.metadata["section"], a.metadata["source_code"]) for a in articles} == {
        ("Skarvik Post", "News", "SKARV")}  # fmt: skip
    assert [a.text.replace("\n", ". ") for a in articles] == [text_of(n) for n in (1, 2, 3)]
    assert articles[0].metadata["document"] == "SKARV000019980411du4i0000x"
    assert len(reading.notes) == 1 and "article 3" in reading.notes[0]  # 60 signs it has not


def test_factiva_rtf(tmp_path):
    path = tmp_path / "a.rtf"
    lines = [line for n in (1, 2) for line in factiva_lines(n)]
    path.write_text("{\\rtf1\\ansi\\ansicpg1252 " + "\\par\n".join(lines) + "\\par}", "ascii")
    articles, reading = read(path, "factiva")
    check_texts(articles)
    assert said(articles) == {("Skarvik Post", "1998-04-18T09:30", "Mona Eide", "")}
    assert not reading.notes


def test_factiva_with_codes(tmp_path):
    stories = "".join(
        '<div class="article enArticle"><table>'
        + "".join(f"<tr><td><b>{k}</b></td><td>{v}</td></tr>" for k, v in factiva_codes(n).items())
        + "</table></div>"
        for n in (1, 2)
    )
    path = tmp_path / "a.html"
    path.write_text(FACTIVA.format(stories), "utf-8")
    articles, _ = read(path, "factiva")
    check_texts(articles)
    assert said(articles) == {("Skarvik Post", "1998-04-18T09:30", "Mona Eide", "")}


def test_factiva_xml(tmp_path):
    path = tmp_path / "a.xml"
    stories = "".join(map(factiva_xml, (1, 2)))
    path.write_text(
        f'\ufeff<?xml version="1.0" encoding="utf-8"?><ppsArticleResponse xmlns="http://x.example">'
        f"<ppsArticleResultSet>{stories}</ppsArticleResultSet></ppsArticleResponse>", "utf-8",
    )  # fmt: skip
    articles, reading = read(path, "factiva")
    check_texts(articles)
    assert said(articles) == {("Skarvik Post", "1998-04-18", "Mona Eide", "News")}
    assert not reading.notes


def test_europresse_that_declares_another_encoding(tmp_path):
    path = tmp_path / "a.HTML"
    head = '<html><head><meta charset="iso-8859-1"><style>' + "p{}" * 30_000
    stories = "".join(map(europresse, (1, 2))).replace("acte", "été")
    path.write_text(f"{head}</style></head><body>{stories}</body></html>", "utf-8")
    articles, reading = read(path, "europresse")
    assert [a.title for a in articles] == ["Le bac : été 1", "Le bac : été 2"]
    assert [a.text.replace("\n", ". ") for a in articles] == [text_of(1), text_of(2)]
    assert said(articles) == {("Le Post de Skarvik", "1998-04-18", "Mona Eide", "Politique")}
    assert not reading.notes and articles[0].metadata["pages"] == "12"


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_proquest(tmp_path, name):
    path = tmp_path / name
    if name == "a.txt":
        path.write_text("\ufeff" + "_" * 60 + "\n\nTable of contents\n1. The ferry\n\n" + "_" * 60
                        + "\n" + "".join(map(proquest, (1, 2))), "utf-8")  # fmt: skip
    else:
        path.write_text(
            f"<!DOCTYPE html><html><body>{''.join(map(proquest_page, (1, 2)))}</body></html>"
        )
    articles, reading = read(path, "proquest")
    check_texts(articles)
    assert said(articles) == {("Skarvik Post", "1998-04-18", "Eide, Mona", "News")}
    assert [a.url for a in articles] == [f"https://example.org/docview/{n}" for n in (1, 2)]
    assert not reading.notes
