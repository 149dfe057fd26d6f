"""On paper, as PDF and as SVG: the whole text once, no line cut, light, and cancelled cleanly."""

import shutil
import subprocess
import unicodedata
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.ui.printing.manuscript import Manuscript
from annotator.ui.printing.paper import page_layout, pdf
from annotator.ui.printing.picture import svg
from annotator.ui.printing.preview import PrintPreview
from annotator.ui.printing.sheets import cut_blocks, marks_within, sheets_of
from annotator.ui.reading.blocks import Kind
from annotator.ui.reading.modes import Mode
from annotator.ui.reading.painter import Overlay, PagePainter
from annotator.ui.reading.typesetting import Typesetting
from annotator.ui.theme import LIGHT
from tests.ui.reading import making
from tests.ui.reading.making import SCHEME, article_of, mark, news, random_marks

needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not on this machine"
)


def result(job):
    try:
        while True:
            next(job)
    except StopIteration as end:
        return end.value


def long_manuscript(words=3_000, marks=120):
    article = article_of(news(words), title="Ferry “again”", outlet="The Courier")
    return Manuscript(article, random_marks(article, marks), SCHEME)


def read_pdf(data, tmp_path, *options):
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    ended = subprocess.run(
        ["pdftotext", *options, str(path), "-"], capture_output=True, check=True, timeout=60
    )
    return unicodedata.normalize("NFKC", ended.stdout.decode("utf-8"))


def test_breaks_stand_between_lines_and_nothing_is_left_out(qapp):
    document = long_manuscript().document(741)
    sheets = result(sheets_of(document, 900, "x"))
    assert len(sheets) > 5
    assert sheets[0].top == 0
    for sheet, after in zip(sheets, [*sheets[1:], None], strict=True):
        assert 0 < sheet.bottom - sheet.top <= 900
        assert after is None or sheet.bottom <= after.top
    for index in range(len(document.blocks)):
        if document.blocks.kinds[index] != Kind.TEXT:
            continue
        top = document.top(index)
        for line in document.laid(index).paragraph.lines:
            low, high = top + line.top, top + line.top + line.height
            assert sum(s.top <= low and high <= s.bottom for s in sheets) == 1


def test_a_line_higher_than_a_sheet_has_one_of_its_own(qapp):
    article = article_of("One ferry.\nTwo towns and many marks.\nThree fares.")
    marks = [mark(article, "towns", number=n) for n in range(1, 60)]
    document = Manuscript(article, marks, SCHEME).document(700)
    sheets = result(sheets_of(document, 300, "x"))
    assert len(sheets) == 3 and sheets[1].bottom - sheets[1].top > 300


def test_names_of_a_cut_paragraph_are_on_one_sheet_only(qapp):
    document = long_manuscript().document(741)
    sheets = result(sheets_of(document, 500, "x"))
    shared = 0
    for sheet, after in pairwise(sheets):
        both = [b for b in cut_blocks(document, sheet) if b in list(cut_blocks(document, after))]
        for block in both:
            shared += 1
            top = document.top(document.index_of(block.start))
            kept = [
                name
                for part in sheets
                for name in marks_within(block.marks, part.top - top, part.bottom - top).names
            ]
            assert sorted(map(id, kept)) == sorted(map(id, block.marks.names))
    assert shared


@needs_pdftotext
def test_the_text_of_a_pdf_can_be_read_and_stands_there_once(qapp, tmp_path):
    words = [f"word{number:04d}" for number in range(2_400)]
    text = "\n".join(" ".join(words[at : at + 300]) for at in range(0, 2_400, 300))
    article = article_of(text, title="Numbered words", outlet="The Courier")
    data = result(pdf(Manuscript(article, random_marks(article, 90), SCHEME)))
    read = read_pdf(data, tmp_path).split()
    assert [w for w in read if w.startswith("word") and w[4:].isdigit()] == words
    pages = read_pdf(data, tmp_path).count("\f")
    assert pages > 3
    whole = read_pdf(data, tmp_path)
    assert f"{pages} / {pages}" in whole and whole.count("Numbered words") == pages
    assert whole.count("The Courier") == 1


@needs_pdftotext
def test_no_ligature_hides_letters_in_a_pdf(qapp, tmp_path):
    article = article_of("The first office offered flat, fluffy waffles.")
    path = tmp_path / "l.pdf"
    path.write_bytes(result(pdf(Manuscript(article, [], SCHEME))))
    read = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout
    assert article.text in " ".join(read.decode().split())


@needs_pdftotext
@pytest.mark.parametrize("name", ["latin", "hebrew", "chinese", "emoji", "combining"])
def test_other_scripts_reach_the_pdf(qapp, tmp_path, name):
    text = making.TEXTS[name]
    data = result(pdf(Manuscript(article_of(text), [], SCHEME)))
    read = read_pdf(data, tmp_path)
    letters = {c for c in unicodedata.normalize("NFKC", text) if c.isalnum()}
    # A font may use one glyph for a character and its radical, and the PDF names one of them.
    assert len(letters & set(read)) >= 0.9 * len(letters), letters - set(read)


def test_a_pdf_has_its_title_and_the_labels_names(qapp, tmp_path):
    article = article_of(making.LATIN, title="Ferry")
    data = result(pdf(Manuscript(article, [mark(article, "Council")], SCHEME)))
    assert data.startswith(b"%PDF-1.") and data.rstrip().endswith(b"%%EOF")
    if shutil.which("pdftotext"):
        assert "Actor" in read_pdf(data, tmp_path).split()


def test_paper_is_light_and_its_size_ours(qapp):
    assert Manuscript(article_of("x"), [], SCHEME).theme is LIGHT
    layout = page_layout()
    assert layout.pageSize().id() == QPageSize.PageSizeId.A4
    assert layout.orientation() == QPageLayout.Orientation.Portrait
    assert layout.margins() == QMarginsF(20, 18, 20, 18)


@pytest.mark.parametrize("mode", list(Mode))
def test_labels_are_named_on_paper_in_every_mode(qapp, tmp_path, mode):
    article = article_of(making.LATIN)
    marks = [mark(article, "Council"), mark(article, "Skarvik", "location")]
    data = result(svg(Manuscript(article, marks, SCHEME, Typesetting(mode=mode))))
    said = " ".join("".join(n.itertext()) for n in ElementTree.fromstring(data).iter())
    assert "Actor" in said and "Location" in said


def test_svg_holds_the_words_as_text_and_draws_as_the_screen_does(qapp):
    from PySide6.QtCore import QByteArray, QRectF
    from PySide6.QtSvg import QSvgRenderer

    article = article_of("The Council said it would restore the ferry.", title="Ferry <&> fares")
    manuscript = Manuscript(article, [mark(article, "Council")], SCHEME)
    data = result(svg(manuscript))
    tree = ElementTree.fromstring(data)
    said = " ".join("".join(node.itertext()) for node in tree.iter() if node.tag.endswith("text"))
    for word in (*article.text.split(), "Actor", "<&>"):
        assert word in said, said
    assert not [n for n in tree.iter() if n.tag.rpartition("}")[2] in ("script", "image")]
    document = manuscript.document(690)
    document.lay_out(0, 10_000)
    size = (770, document.height)
    by_svg, by_us = (QImage(*size, QImage.Format.Format_RGB32) for _ in range(2))
    with QPainter(by_svg) as painter:
        QSvgRenderer(QByteArray(data)).render(painter, QRectF(0, 0, *size))
    by_us.fill(PagePainter(LIGHT).paper)
    with QPainter(by_us) as painter:
        painter.translate(40, 0)
        PagePainter(LIGHT).paint(painter, document, Overlay(), 0, document.height)
    fill = LIGHT_FILL(manuscript)
    assert abs(_count(by_svg, fill) - _count(by_us, fill)) < 0.12 * _count(by_us, fill)


@pytest.mark.parametrize("name", ["arabic", "hebrew", "chinese"])
def test_letters_of_fallback_fonts_are_outlines_in_svg_and_the_text_its_description(qapp, name):
    article = article_of(making.TEXTS[name])
    tree = ElementTree.fromstring(result(svg(Manuscript(article, [], SCHEME))))
    found = {node.tag.rpartition("}")[2]: node for node in tree.iter()}
    assert found["desc"].text == article.text
    drawn = ["".join(n.itertext()) for n in tree.iter() if n.tag.endswith("text")]
    assert not any(letter > "\u0590" and letter.isalpha() for text in drawn for letter in text)
    assert sum(len(n.get("d", "")) for n in tree.iter() if n.tag.endswith("path")) > 5_000


def LIGHT_FILL(manuscript):
    from annotator.ui.theme import label_shades

    return label_shades(manuscript.scheme.label("actor").color, LIGHT).fill


def _count(image, color):
    return sum(
        image.pixelColor(x, y).name() == color
        for x in range(image.width())
        for y in range(image.height())
    )


def test_a_long_article_tells_how_far_it_is_and_stops_when_told(qapp):
    job = pdf(long_manuscript(9_000, 400))
    seen = [next(job) for _ in range(6)]
    assert all(p.total and 0 <= p.done <= p.total for p in seen)
    job.close()


def test_the_preview_shows_the_pages_of_the_pdf_and_is_turned_by_keys(qtbot, tmp_path):
    manuscript = long_manuscript()
    window = QWidget()
    window.theme = LIGHT
    qtbot.addWidget(window)
    printed = []
    preview = PrintPreview(window, manuscript, lambda: printed.append(1))
    preview.show()
    qtbot.waitUntil(lambda: preview.paper.pages is not None, timeout=60_000)
    count = len(preview.paper.pages.sheets)
    data = result(pdf(manuscript))
    assert count == data.count(b"/Type /Page\n") > 2
    assert preview.place.text() == f"Page 1 of {count}" and not preview.back.isEnabled()
    pictures = [preview.paper.grab().toImage()]
    for key, page in ((Qt.Key.Key_PageDown, 2), (Qt.Key.Key_End, count), (Qt.Key.Key_Space, count),
                      (Qt.Key.Key_Left, count - 1), (Qt.Key.Key_Home, 1)):  # fmt: skip
        QTest.keyClick(preview.paper, key)
        assert preview.place.text() == f"Page {page} of {count}"
        pictures.append(preview.paper.grab().toImage())
    assert pictures[0] == pictures[-1] != pictures[1]
    preview.go.click()
    assert printed == [1]
