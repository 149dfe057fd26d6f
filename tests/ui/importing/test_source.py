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
