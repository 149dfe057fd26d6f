"""Damaged files of every kind: read as far as can be, or refused with a reason, never a crash."""

import io
import random
import zipfile
from contextlib import suppress

import pytest

from annotator.formats.format import FileRefused, Reading, entries
from annotator.formats.registry import format_named
from tests.formats.articles import exports as e
from tests.formats.articles.locked import encrypted_pdf
from tests.formats.articles.test_feeds import ATOM, G2, NITF, RSS, archive
from tests.formats.articles.test_pages import MAIL, PAGE

MUTATIONS = 60


def word(tmp_path, paragraphs):
    return e.docx(tmp_path / "whole.docx", paragraphs).read_bytes()


def stored(members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as out:
        for name, text in members.items():
            out.writestr(name, text)
    return held.getvalue()


SPREAD = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<c><rootfile full-path="O/p.opf"/></c>',
    "O/p.opf": '<p><manifest><item id="a" href="a.xhtml"/></manifest>'
    '<spine><itemref idref="a"/></spine></p>',
    "O/a.xhtml": "<html><body><h1>One</h1><p>The ferry sails.</p></body></html>",
}
OPEN = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": '<d xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    "<text:p>The ferry sails.</text:p></office:text></office:body></d>",
}
BOX = b"From a@b Mon Mar  2 00:00:00 2026\n"


def wrapped(stories):
    return f"<html><body>{stories}</body></html>".encode()


def workbook(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["title", "text", "date"], ["A", "It sails.", 46082], ["B", "Again.", None]):
        book.active.append(row)
    book.save(tmp_path / "whole.xlsx")
    return (tmp_path / "whole.xlsx").read_bytes()


SEEDS = {
    "nexis": lambda tmp: word(tmp, e.nexis(1) + e.nexis(2)),
    "docx": lambda tmp: word(tmp, ["The ferry sails.", "It does."]),
    "lexisnexis": lambda tmp: (e.lexis(1, 2) + e.lexis(2, 2)).encode(),
    "factiva": lambda tmp: wrapped(e.factiva(1) + e.factiva(2)),
    "europresse": lambda tmp: wrapped(e.europresse(1) + e.europresse(2)),
    "proquest": lambda tmp: (e.proquest(1) + e.proquest(2)).encode(),
    "feed": lambda tmp: RSS.encode(),
    "news-xml": lambda tmp: NITF.encode(),
    "warc": lambda tmp: b"".join(archive()),
    "html": lambda tmp: PAGE.encode(),
    "mail": lambda tmp: MAIL,
    "rtf": lambda tmp: ("{\\rtf1 " + "\\par\n".join(e.factiva_lines(1)) + "}").encode(),
    "table": lambda tmp: b"title,text,date\nA,It sails.,2026-03-01\nB,Again,x\n",
    "pdf": lambda tmp: encrypted_pdf("The ferry sails. It does."),
    "markdown": lambda tmp: b"---\ntitle: x\n---\n# Head\n\nIt *runs*.\n",
}
MORE = [("feed", ATOM.encode()), ("news-xml", G2.encode()),
        ("epub", stored(SPREAD)), ("odt", stored(OPEN)), ("mail", (BOX + MAIL + b"\n") * 2),
        ("factiva", e.factiva_xml(1).encode())]  # fmt: skip


def mutated(data, source):
    """Give bytes with a piece cut out, repeated, replaced or put in."""
    start = source.randrange(len(data))
    end = min(len(data), start + source.choice((1, 1, 2, 8, 64, 400)))
    kind = source.randrange(4)
    piece = (
        b"",
        data[start:end] * 3,
        source.randbytes(end - start),
        source.choice((b"\x00", b"<", b">", b"\xff\xfe", b"]]>", b"&x;", b"\r\n\r\n")),
    )[kind]
    return data[:start] + piece + data[end if kind != 3 else start :]


@pytest.mark.parametrize(
    ("name", "seed"), [*SEEDS.items(), *((n, lambda tmp, d=d: d) for n, d in MORE)]
)
def test_mutated_files(name, seed, tmp_path):
    how = format_named(name)
    check_mutated(seed(tmp_path), how, tmp_path / f"a{how.suffixes[0]}")


def test_mutated_workbooks(tmp_path):
    check_mutated(workbook(tmp_path), format_named("table"), tmp_path / "a.xlsx")


def test_a_printed_pdf_mutated(tmp_path, qapp):
    """One that a printing program wrote: fonts within it, streams packed."""
    from PySide6.QtGui import QPainter, QPdfWriter

    writer = QPdfWriter(str(tmp_path / "whole.pdf"))
    painter = QPainter(writer)
    for line in range(1, 20):
        painter.drawText(500, line * 300, f"The night ferry of Skarvik sails again, line {line}.")
    painter.end()
    whole = (tmp_path / "whole.pdf").read_bytes()
    check_mutated(whole, format_named("pdf"), tmp_path / "a.pdf")


def check_mutated(whole, how, path):
    for number in range(MUTATIONS):
        source = random.Random(number)
        path.write_bytes(mutated(whole, source))
        how.recognises(path, path.read_bytes()[:65_536])
        reading = Reading()
        with suppress(FileRefused):
            for article, _ in entries(how, path, reading):
                assert article.text.strip() and "\x00" not in article.text
