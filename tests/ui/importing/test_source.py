"""Which words of a source its text took up, and that a source is only ever shown as words."""

from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.importing.source import readable, taken

PAGE = '<nav>Home page</nav>\n<p>Two &amp; <b>one more</b>.</p><script src="x.js">run()</script>'


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
