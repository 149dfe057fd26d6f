"""Exports of news databases in each language of their windows: all fields, in every shape."""

import pytest

from annotator.formats.registry import format_of
from tests.formats.articles import interfaces as e
from tests.formats.articles.exports import docx
from tests.formats.articles.test_databases import read

CODES = list(e.INTERFACES)
TITLES = ("Ferry: part 1", "“Money: yes; ferry: no” – part 2")
COVER = "\ufeff\r\n\r\n            Print Request: All Documents: 1-3\r\n  Terms: ferry\r\n\r\n\x0c"


def rtf(lines):
    def escaped(text):
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text)

    return "{\\rtf1\\ansi\\ansicpg1252 " + "\\par\n".join(map(escaped, lines)) + "\\par}"


def page(stories, charset="utf-8"):
    return f'<html><head><meta charset="{charset}"></head><body>{stories}</body></html>'


def write(tmp_path, name, text, encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def nexis_file(tmp_path, code, kind, face):
    lines = e.nexis(face, TITLES[0]) + e.nexis(face, TITLES[1])
    if kind == "docx":
        return docx(tmp_path / "a.docx", lines), "nexis"
    return write(tmp_path, "a.rtf", rtf(lines), "ascii"), "nexis"


def lexis_file(tmp_path, code, kind, face):
    cover = COVER if kind.startswith("utf") else COVER[1:]
    text = cover + "".join(e.lexis(face, title, n, 2) for n, title in enumerate(TITLES, 1))
    return write(tmp_path, "a.txt", text, kind), "lexisnexis"


def factiva_file(tmp_path, code, kind, face):
    if kind == "rtf":
        lines = [x for n, title in enumerate(TITLES) for x in e.factiva_lines(face, title, n)]
        return write(tmp_path, "a.rtf", rtf(lines), "ascii"), "factiva"
    stories = "".join(e.factiva(face, code, title, n) for n, title in enumerate(TITLES))
    return write(tmp_path, "a.html", page(stories), kind), "factiva"


def europresse_file(tmp_path, code, kind, face):
    stories = "".join(e.europresse(face, title) for title in TITLES)
    return write(tmp_path, "a.html", page(stories, "iso-8859-1"), kind), "europresse"


def proquest_file(tmp_path, code, kind, face):
    text = "_" * 60 + "\n" + "".join(e.proquest(code, t, n) for n, t in enumerate(TITLES))
    return write(tmp_path, "a.txt", text, kind), "proquest"


SHAPES = [
    (nexis_file, "docx"), (nexis_file, "rtf"), (lexis_file, "utf-8"), (lexis_file, "windows-1252"),
    (lexis_file, "utf-16"), (factiva_file, "utf-8"), (factiva_file, "windows-1252"),
    (factiva_file, "rtf"), (europresse_file, "utf-8"), (europresse_file, "windows-1252"),
    (proquest_file, "utf-8"), (proquest_file, "windows-1252"),
]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("made", "kind"), SHAPES)
def test_every_field_in_every_language(tmp_path, made, kind, code):
    if made is proquest_file and code not in e.PROQUEST:
        pytest.skip("ProQuest has no Dutch window")
    face = e.INTERFACES[code]
    path, name = made(tmp_path, code, kind, face)
    articles, reading = read(path, name)
    assert [a.title for a in articles] == list(TITLES)
    for article in articles:
        assert article.text == "\n".join(face.text)
        assert article.published[:10] == "2026-03-01"
        assert article.outlet.startswith("Skarvik Post")
        assert article.author in ("Mona Eide", "Eide, Mona")
        assert article.language == code
        if name != "factiva":
            assert article.metadata["section"].casefold().startswith("news")
    assert not [note for note in reading.notes if "guess" not in note]


def in_shape(tmp_path, kind, lines):
    """Write lines as a Word, RTF, text or page file, as a researcher may have saved them."""
    if kind == "docx":
        return docx(tmp_path / "a.docx", lines)
    if kind == "rtf":
        return write(tmp_path, "a.rtf", rtf(lines), "ascii")
    if kind == "html":
        shown = "".join(f"<p>{line}</p>" for line in lines if line.strip("_") or line)
        return write(tmp_path, "a.html", page(shown.replace(f"<p>{'_' * 60}</p>", "<hr>")))
    return write(tmp_path, "a.txt", "\r\n\r\n".join(lines), "utf-8-sig")


EVERY = [(code, face, f"Ferry: part {n}") for n, (code, face) in enumerate(e.INTERFACES.items())]


def check_every(articles, reading, every=EVERY):
    assert [a.title for a in articles] == [title for _, _, title in every]
    for article, (code, face, _) in zip(articles, every, strict=True):
        assert article.text == "\n".join(face.text)
        assert (article.published[:10], article.language) == ("2026-03-01", code)
        assert article.outlet.startswith("Skarvik Post")
        assert article.author in ("Mona Eide", "Eide, Mona")
    assert not reading.notes and not reading.left_out


@pytest.mark.parametrize("body", [True, False], ids=["body", "no body line"])
@pytest.mark.parametrize("kind", ["docx", "rtf", "txt", "html"])
def test_nexis_with_all_languages_in_one_file(tmp_path, kind, body):
    lines = [line for _, face, title in EVERY for line in e.nexis(face, title, body=body)]
    check_every(*read(in_shape(tmp_path, kind, lines), "nexis"))


@pytest.mark.parametrize("kind", ["docx", "rtf", "html"])
def test_lexisnexis_with_all_languages_in_one_file(tmp_path, kind):
    lines = [
        line
        for n, (_, face, title) in enumerate(EVERY, 1)
        for line in [face.counter.format(n, len(EVERY)), *e.lexis_fields(face, title)]
    ]
    check_every(*read(in_shape(tmp_path, kind, lines), "lexisnexis"))


@pytest.mark.parametrize("kind", ["docx", "rtf", "txt"])
def test_factiva_with_all_languages_in_one_file(tmp_path, kind):
    lines = [x for n, (_, face, title) in enumerate(EVERY) for x in e.factiva_lines(face, title, n)]
    check_every(*read(in_shape(tmp_path, kind, lines), "factiva"))


@pytest.mark.parametrize("kind", ["docx", "rtf", "txt", "html"])
def test_proquest_with_all_languages_in_one_file(tmp_path, kind):
    every = [(code, face, title) for code, face, title in EVERY if code in e.PROQUEST]
    lines = [
        line.strip() for n, (code, _, title) in enumerate(every)
        for line in e.proquest(code, title, n).split("\n") if line.strip()
    ]  # fmt: skip
    check_every(*read(in_shape(tmp_path, kind, ["_" * 60, *lines]), "proquest"), every)


def test_europresse_with_all_languages_in_one_file(tmp_path):
    stories = "".join(e.europresse(face, title) for _, face, title in EVERY)
    check_every(*read(write(tmp_path, "a.HTML", page(stories, "iso-8859-1")), "europresse"))


@pytest.mark.parametrize(
    ("header", "section", "pages"),
    [
        ("Politique, samedi 18 avril 1998 664 mots, p. 12", "Politique", "12"),
        ("Saturday, April 18, 1998 - 664 words, p. 12", "", "12"),
        ("samedi 18 avril 1998", "", ""),
        ("Opinión, sábado, 18 de abril de 1998 - 664 palabras", "Opinión", ""),
        ("Kultur, Samstag, 18. April 1998 - 1.664 Wörter, S. 3", "Kultur", "3"),
    ],
)
def test_europresse_headers(tmp_path, header, section, pages):
    face = e.INTERFACES["fr"]
    story = e.europresse(face, "Le bac").replace(
        f"NEWS, {face.date}&nbsp;{e.count(face)} {face.words}, p. 4", header
    )
    (article,), _ = read(write(tmp_path, "a.html", page(story)), "europresse")
    found = article.metadata
    assert article.published == "1998-04-18"
    assert (found.get("section", ""), found.get("pages", "")) == (section, pages)


@pytest.mark.parametrize("name", ["a.txt", "a.rtf", "a.html"])
def test_an_article_about_documents_is_no_export(tmp_path, name):
    words = "The council read 1 of 3 documents. It was the End of Document, said ProQuest."
    text = {"a.rtf": "{\\rtf1 " + words + "}", "a.html": page(f"<p>{words * 9}</p>")}
    path = write(tmp_path, name, text.get(name, words))
    assert format_of(path).name in ("text", "rtf", "html")
