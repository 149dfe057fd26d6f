"""Which words of a source its text took up, and that a source is only ever shown as words."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QPainter, QPdfWriter

from annotator.core.span import Span
from annotator.ui.importing.looking import Looking
from annotator.ui.importing.source import Read, Source, taken
from annotator.ui.importing.source import readable as reading

PAGE = '<nav>Home page</nav>\n<p>Two &amp; <b>one more</b>.</p><script src="x.js">run()</script>'


def readable(data: bytes, path: Path) -> str:
    """Read a source to its end."""
    job = reading(Source(data, path))
    try:
        while True:
            next(job)
    except StopIteration as end:
        return str(end.value)


def pieces(source: str, text: str) -> list[str]:
    return [source[span.start : span.end] for span in taken(source, text)]


def test_what_stands_in_the_text_is_told_from_menus_and_scripts() -> None:
    assert pieces(PAGE, "Two & one more.\n") == ["Two &amp; ", "one more"]


def test_escaped_signs_of_a_plain_text_are_its_own() -> None:
    assert pieces("Fish &amp; chips.\nAdvert", "Fish &amp; chips.") == ["Fish &amp; chips."]


@given(st.text(max_size=200), st.text(max_size=200))
def test_pieces_are_in_order_and_apart(source: str, text: str) -> None:
    found = taken(source, text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= span.start < span.end <= len(source) for span in found)


def test_a_file_that_is_no_text_is_named_and_not_shown() -> None:
    assert "DOCX" in readable(b"PK\x03\x04rest", Path("a.docx"))
    assert "not there" in readable(b"", Path("a.txt"))
    assert readable("<b>é</b>".encode(), Path("a.html")) == "<b>é</b>"


def test_the_words_of_a_document_are_shown_with_what_its_text_left_out(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "a.docx"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(path, "w") as document:
        for part, words in (("document", "The council met."), ("footer1", "Page 1")):
            xml = f"<w:r {space}><w:p><w:t>{words}</w:t></w:p></w:r>"
            document.writestr(f"word/{part}.xml", xml)
        document.writestr("word/media/picture.bin", b"\x00")
    shown = readable(path.read_bytes(), path)
    assert shown.splitlines() == ["The council met.", "Page 1"]
    assert pieces(shown, "The council met.") == ["The council met."]


def test_a_document_that_is_broken_or_a_bomb_is_not_opened(tmp_path: Path) -> None:
    import zipfile

    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 broken")
    assert "cannot be shown" in readable(b"PK\x03\x04 broken", tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "b.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b"<p>" + b" " * 30_000_000)
    assert "cannot be shown" in readable(b"PK\x03\x04", tmp_path / "b.docx")


@pytest.fixture
def printed(tmp_path: Path, qapp):
    """Print pages, each with its number in words, and give the file as a source."""

    def made(name: str, pages: int) -> Source:
        path = tmp_path / name
        writer = QPdfWriter(str(path))
        with QPainter(writer) as painter:
            for number in range(pages):
                if number:
                    writer.newPage()
                painter.drawText(400, 800, f"Page {number} of {name} was printed at noon.")
        return Source(path.read_bytes()[:2000], path)

    return made


def test_a_pdf_is_read_beside_the_window_page_by_page(printed, qtbot) -> None:
    looking, found, told = Looking(None), [], []
    looking.found.connect(found.append)
    looking.going_on.connect(told.append)
    looking.look(printed("long.pdf", 34), "Page 3 of long.pdf was printed at noon.")
    assert found == [], "the window does not wait"
    qtbot.waitUntil(lambda: bool(found), timeout=60_000)
    (read,) = found
    lines = read.source.splitlines()
    assert len(lines) == 30 and lines[29].startswith("Page 29 of long.pdf")
    assert [read.source[span.start : span.end] for span in read.kept] == [lines[3]]
    assert told[0] == "page 1 of 30" and told[-1] == "page 30 of 30"


def test_only_what_was_looked_at_last_is_shown(printed, qtbot) -> None:
    looking, found = Looking(None), []
    looking.found.connect(found.append)
    sources = [printed(f"{name}.pdf", 12) for name in "abc"]
    for source in sources:
        looking.look(source, "")
    qtbot.waitUntil(lambda: bool(found), timeout=60_000)
    assert "of c.pdf" in found[0].source
    looking.look(sources[0], "")
    looking.look(Source(b"Short words.", Path("a.txt")), "Short words.")
    assert found[1:] == [Read("Short words.", [Span(0, 12)])], "a short text is there at once"
    looking.look(sources[1], "")
    looking.stop()
    assert not looking.runner.running
    looking.look(sources[2], "")
    qtbot.waitUntil(lambda: len(found) > 2, timeout=60_000)
    assert "of c.pdf" in found[2].source and len(found) == 3
    looking.stop()


def test_pdf_is_not_read_while_something_else_reads_files(printed, qtbot) -> None:
    looking, found = Looking(None), []
    looking.found.connect(found.append)
    source = printed("a.pdf", 1)
    looking.look(Source(source.data, source.path, idle=False), "")
    qtbot.waitUntil(lambda: bool(found), timeout=60_000)
    assert "cannot be shown" in found[0].source
    looking.stop()
