"""The icons are drawable line icons of one grid; the help pages are there and are Markdown."""

import xml.etree.ElementTree as ElementTree

import pytest

from annotator.paths import resource

ICONS = {
    "article-list", "done", "skipped", "in-progress", "new", "search", "import", "export", "undo",
    "redo", "settings", "zoom-in", "zoom-out", "light", "dark", "note", "relation", "add",
    "delete", "next", "previous", "command", "help", "filter", "lock", "saved",
}  # fmt: skip


def test_every_icon_is_there():
    assert {path.stem for path in resource("icons").glob("*.svg")} == ICONS | {"annotator"}


@pytest.mark.parametrize("name", sorted(ICONS))
def test_icon_is_a_line_drawing_in_the_current_colour(name):
    svg = ElementTree.parse(resource(f"icons/{name}.svg")).getroot()
    assert svg.get("viewBox") == "0 0 24 24"
    assert (svg.get("stroke"), svg.get("fill")) == ("currentColor", "none")


def test_qt_draws_every_icon_within_its_square():
    svg = pytest.importorskip("PySide6.QtSvg")
    from PySide6.QtGui import QImage, QPainter

    for path in resource("icons").glob("*.svg"):
        drawing = path.read_bytes().replace(b"currentColor", b"#000000")
        image = QImage(240, 240, QImage.Format.Format_ARGB32)
        image.fill(0)
        renderer = svg.QSvgRenderer(drawing)
        assert renderer.isValid(), path
        with QPainter(image) as painter:
            renderer.render(painter)
        inked = [
            (x, y)
            for x in range(0, 240, 3)
            for y in range(0, 240, 3)
            if image.pixelColor(x, y).alpha()
        ]
        assert inked, f"{path} draws nothing"
        assert all(6 <= x <= 233 and 6 <= y <= 233 for x, y in inked), f"{path} is cut at an edge"


def test_application_icon_is_also_a_picture_of_256():
    head = resource("icons/annotator.png").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(head[at : at + 4], "big") for at in (16, 20)] == [256, 256]


@pytest.mark.parametrize("page", ["welcome", "commitments"])
def test_help_page_starts_with_a_heading(page):
    text = resource(f"help/{page}.md").read_text("utf-8")
    assert text.startswith("# ") and text.count("**") % 2 == 0
