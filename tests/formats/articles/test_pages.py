"""Saved pages, mail, Markdown and EPUB: the main text and what is known of it, nothing loaded."""

import json
import socket
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml.html import document_fromstring

from annotator.core.errors import FormatError
from annotator.formats.articles import mail
from annotator.formats.format import FileRefused, Reading, entries
from annotator.formats.pages.main_text import main_text
from annotator.formats.registry import format_of

DATA = Path(__file__).parents[4] / "shared" / "data" / "html"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"no real files: {DATA} is absent")
BODY = "".join(
    f"<p>The harbour council of Skarvik promised in its {n}th meeting that the night ferry would "
    f"run again before winter, and that nobody would be left on the pier.</p>"
    for n in range(4, 12)
)
PAGE = (
    '<!DOCTYPE html><html lang="nb"><head><title>The ferry | Skarvik Post</title>'
    '<meta property="og:title" content="The ferry returns">'
    '<meta property="article:published_time" content="2026-03-01T08:00:00Z">'
    '<meta name="author" content="Mona Eide"><meta property="og:site_name" content="Skarvik Post">'
    '<link rel="stylesheet" href="http://127.0.0.1:{port}/x.css"></head><body>'
    '<nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>The ferry returns</h1>'
    '<img src="http://127.0.0.1:{port}/x.png">' + BODY + "</article>"
    "<aside>Join our channel for more news</aside><footer>All rights reserved</footer>"
    "</body></html>"
)


def read(path):
    reading = Reading()
    return [article for article, _ in entries(format_of(path), path, reading)], reading


def saved(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def test_a_saved_page_and_no_request(tmp_path):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        page = PAGE.replace("{port}", str(server.getsockname()[1]))
        ((article,), _) = read(saved(tmp_path, "a.html", page))
        with pytest.raises(TimeoutError):
            server.accept()
    assert (article.title, article.author, article.published, article.outlet) == (
        "The ferry returns", "Mona Eide", "2026-03-01", "Skarvik Post")  # fmt: skip
    assert article.language == "nb"
    assert article.text.count("harbour council") == 8
    assert not {"Sport", "Join our channel", "rights reserved"} & set(article.text.split("\n"))


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "iso-8859-1"), ("windows-1252", "utf-8"), ("windows-1251", "windows-1251")],
)
def test_pages_that_declare_another_encoding(tmp_path, encoding, declared):
    word = "Совет" if encoding == "windows-1251" else "Rådet’s"
    page = PAGE.replace("council", word).replace("<head>", f'<head><meta charset="{declared}">')
    ((article,), _) = read(saved(tmp_path, "a.html", page.encode(encoding)))
    assert article.text.count(word) == 8


def test_mhtml(tmp_path):
    mhtml = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://post.example/ferry\n"
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        f"{PAGE}\n--b--\n"
    )
    ((article,), _) = read(saved(tmp_path, "a.mhtml", mhtml))
    assert article.title == "The ferry returns" and article.text.count("council") == 8
    assert article.url.startswith("https://post.example/ferry")


@pytest.mark.parametrize(
    ("page", "said"),
    [("<html><body></body></html>", "no main text"), ("<html>", "no main text"),
     ("<!doctype html>" + "<div>" * 50_000, "no main text")],
)  # fmt: skip
def test_pages_without_an_article(tmp_path, page, said):
    with pytest.raises(FileRefused, match=said):
        read(saved(tmp_path, "a.html", page))


def test_a_cookie_notice_is_told(tmp_path):
    page = "<html><body><p>Please accept all cookies to go on. We and our partners use them to " + (
        "show you what we think you want to see, every day of the year.</p></body></html>"
    )
    with pytest.raises(FormatError, match=r"cookie notice|no main text"):
        main_text(page)


@pytest.mark.parametrize(
    "said",
    ["We value your privacy. We and our partners store information, such as cookies.",
     "Wir verwenden Cookies. Mit dem Knopf unten können Sie alle akzeptieren.",
     "Nous utilisons des cookies pour vous montrer ce que nous pensons.",
     "Utilizamos cookies propias y de terceros para analizar sus visitas.",
     "Utilizziamo i cookie per mostrare quello che vi interessa di più.",
     "Wij gebruiken cookies om te tonen wat voor u van belang is.",
     "Usamos cookies para mostrar o que mais lhe interessa neste portal."],
)  # fmt: skip
def test_walls_of_other_languages_are_no_articles(said):
    page = f"<html><body><article><h1>Hello</h1><p>{said}</p><p>{said}</p></article></body></html>"
    with pytest.raises(FormatError, match="cookie notice"):
        main_text(page)


def test_an_article_about_cookies_is_one():
    story = "The court ruled that a cookie policy must be clear, the judges said on Monday. " * 20
    assert main_text(f"<html><body><article><p>{story}</p></article></body></html>").text


MAIL = (
    b"From: Mona Eide <mona@post.example>\nTo: x@example.org\nSubject: =?utf-8?q?The_f=C3=A6rry?=\n"
    b"Date: Mon, 2 Mar 2026 08:00:00 +0100\nMIME-Version: 1.0\n"
    b"Content-Type: text/plain; charset=utf-8\n\nIt runs again.\n>From now on.\n"
)


def test_mail_and_mailbox(tmp_path):
    ((article,), _) = read(saved(tmp_path, "a.eml", MAIL))
    assert (article.title, article.published) == ("The færry", "2026-03-02T08:00:00+01:00")
    assert article.text == "It runs again.\n>From now on."
    line = b"From mona@post.example Mon Mar  2 08:00:00 2026\n"
    box = line + MAIL + b"\n" + line + MAIL.replace(b"runs", b"sails") + b"\n" + line + b"broken\n"
    articles, reading = read(saved(tmp_path, "b.mbox", box))
    assert [a.text.split("\n")[0] for a in articles] == ["It runs again.", "It sails again."]
    assert articles[0].text.endswith("From now on.") and len(reading.left_out) == 1


def test_markdown(tmp_path):
    text = (
        "---\ntitle: The ferry\ndate: 2026-03-01\n---\n# Head\n\nIt *runs* [again](http://x).\n\n"
        "- one\n- two\n"
    )
    ((article,), _) = read(saved(tmp_path, "a.md", text))
    assert article.text == "Head\nIt runs again.\none\ntwo"
    assert (article.title, article.published) == ("The ferry", "2026-03-01")


def test_a_message_that_is_too_large_is_told_not_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(mail, "LARGEST_MESSAGE", 2 * len(MAIL))
    start, large = b"From a@b Mon Mar  2 00:00:00 2026\n", MAIL + b"\nMore.\n" * len(MAIL)
    box = tmp_path / "a.mbox"
    box.write_bytes(start + MAIL + b"\n" + start + large + b"\n" + start + MAIL)
    articles, reading = read(box)
    assert len(articles) == 2 and "message 2: it has more than" in str(reading.left_out[0])
    for name, data in {"b.mbox": start + large, "c.eml": large}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(FileRefused, match=r"more than|none of its messages"):
            read(tmp_path / name)


def test_epub(tmp_path):
    path = tmp_path / "a.epub"
    chapter = "<html><body><h1>{}</h1><p>First&nbsp;words.</p><p>More.</p></body></html>"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mimetype", "application/epub+zip")
        out.writestr("META-INF/container.xml", '<c><rootfile full-path="O/p.opf"/></c>')
        out.writestr("O/p.opf", (
            '<p><m><title>Book</title><creator>Mona</creator></m><manifest>'
            '<item id="a" href="a.xhtml"/><item id="b" href="b%20c.xhtml"/></manifest>'
            '<spine><itemref idref="b"/><itemref idref="a"/></spine></p>'))  # fmt: skip
        out.writestr("O/a.xhtml", chapter.format("Two"))
        out.writestr("O/b c.xhtml", chapter.format("One"))
    articles, _ = read(path)
    assert [a.title for a in articles] == ["One", "Two"]
    assert articles[0].text == "One\nFirst words.\nMore." and articles[0].author == "Mona"


def test_a_site_a_commentator_and_a_change_are_not_the_article_s():
    said = "".join(f"<p>The night ferry of Skarvik sails again, part {n}.</p>" for n in range(9))
    page = f"""<html lang="en"><head><title>The ferry · Skarvik Post</title>
    <meta property="og:title" content="The ferry &middot; Skarvik Post">
    <meta property="og:site_name" content="Skarvik Post"></head><body>
    <article><h1>The ferry</h1><p>Published on 16 August 2019</p>{said}</article>
    <aside><p class="comment-author-link">Per</p><time datetime="2019-08-24T03:36:11Z">then</time>
    </aside></body></html>"""
    found = main_text(page)
    assert (found.title, found.author, found.outlet) == ("The ferry", "", "Skarvik Post")
    assert found.published == "2019-08-16"
    marked = page.replace(
        "<h1>", '<div typeof="schema:Person"><img alt="x"><a>Mona Eide</a></div><h1>'
    )
    assert main_text(marked).author == "Mona Eide"
    facts = (
        '<meta name="author" content="Skarvik Post">'
        '<meta property="article:published_time" content="2019-08-01">'
    )
    changed = page.replace("</title>", f"</title>{facts}")
    found = main_text(changed)
    assert (found.author, found.published) == ("Skarvik Post", "2019-08-01")


@needs_data
def test_real_pages_have_their_main_text():
    """By the gold's own measure: snippets that must and must not stand in the main text."""
    gold = json.loads((DATA / "gold-trafilatura.json").read_text("utf-8"))
    kept = wanted = unwanted = 0
    for page in gold.values():
        found = main_text((DATA / page["file"]).read_bytes())
        assert (found.title, found.author, found.published) == (
            page["title"], page["author"], page["date"],
        )  # fmt: skip
        text = " ".join(found.text.split())
        wanted += len(page["with"])
        kept += sum(" ".join(words.split()) in text for words in page["with"])
        unwanted += sum(" ".join(words.split()) in text for words in page["without"])
    precision, recall = kept / (kept + unwanted), kept / wanted
    assert 2 * precision * recall / (precision + recall) >= 0.94


@needs_data
def test_the_words_of_a_real_page_are_those_of_its_gold():
    page = main_text((DATA / "v8-blog" / "source.html").read_bytes())
    gold = document_fromstring((DATA / "v8-blog" / "expected.html").read_text("utf-8"))
    found, wanted = (Counter(text.split()) for text in (page.text, gold.text_content()))
    same = (found & wanted).total()
    precision, recall = same / found.total(), same / wanted.total()
    assert 2 * precision * recall / (precision + recall) >= 0.9, (precision, recall)
