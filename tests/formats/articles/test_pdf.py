"""PDF files: running text out of printed lines; scans and locked files are told."""

from pathlib import Path

import pytest

from annotator.formats.format import FileRefused, Reading, entries
from annotator.formats.registry import format_named, format_of

pytest.importorskip("pypdfium2")
PARAGRAPHS = [
    "The harbour council of Skarvik promised on Monday that the night ferry would run again "
    "before the winter, and that the pier would be mended at the town’s own cost.",
    "Its chair, Mona Eide, said the money was there. The union of pilots, which had asked for a "
    "written promise, called the vote a good beginning and nothing more than that.",
]


@pytest.fixture
def written(tmp_path, qapp):
    """Give a function that paints pages, each a list of (x, y, words), and saves them."""
    from PySide6.QtGui import QFont, QPageSize, QPainter, QPdfWriter

    def write(*pages, size=11):
        path = tmp_path / "a.pdf"
        writer = QPdfWriter(str(path))
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setResolution(72)
        painter = QPainter(writer)
        painter.setFont(QFont("Noto Serif", size))
        for number, page in enumerate(pages):
            if number:
                writer.newPage()
            for x, y, words in page:
                painter.drawText(x, y, words)
        painter.end()
        return path

    return write


def wrapped(text, width):
    lines, held = [], ""
    for word in text.split():
        if len(held) + len(word) + 1 > width:
            lines.append(held)
            held = word
        else:
            held = f"{held} {word}".strip()
    return [*lines, held]


def column(x, y, paragraphs, width):
    out = []
    for paragraph in paragraphs:
        for line in wrapped(paragraph, width):
            out.append((x, y, line))
            y += 15
        y += 15
    return out


def read(path):
    reading = Reading()
    ((article, _),) = entries(format_of(path), path, reading)
    return article, reading.notes


def test_wrapped_lines_become_paragraphs(written):
    article, _ = read(written(column(60, 100, PARAGRAPHS, 70)))
    assert article.text == "\n".join(PARAGRAPHS)


def test_a_column_is_read_before_the_next(written):
    page = column(40, 100, PARAGRAPHS[:1], 34) + column(320, 100, PARAGRAPHS[1:], 34)
    assert read(written(page))[0].text == "\n".join(PARAGRAPHS)


def test_columns_written_across_are_read_down(written):
    left, right = (column(x, 100, [p], 34) for x, p in zip((40, 320), PARAGRAPHS, strict=True))
    across = [line for pair in zip(left, right, strict=False) for line in pair]
    across += left[len(right) :] + right[len(left) :]
    article, _ = read(written(across))
    assert article.text.replace("\n", " ") == " ".join(PARAGRAPHS)


def test_divided_words_heads_and_page_numbers(written):
    lines = ["The council prom-", "ised to mend the bro-", "ken pier of Skarvik."]
    pages = []
    for number in range(3):
        body = [(60, 120 + 15 * at, line) for at, line in enumerate(lines)]
        pages.append([(60, 40, f"Skarvik Post {number}"), *body, (290, 810, str(number + 1))])
    article, notes = read(written(*pages))
    assert article.text == "\n".join(
        ["The council promised to mend the broken pier of Skarvik."] * 3
    )
    assert "6 running heads" in notes[0]


def test_a_paragraph_over_two_pages_is_one(written):
    first = [(60, 100, "The council said that it"), (60, 115, "would keep the ferry")]
    second = [(60, 100, "running all winter.")]
    assert read(written(first, second))[0].text == (
        "The council said that it would keep the ferry running all winter."
    )


def test_a_page_without_text_is_told(written):
    article, notes = read(written([(60, 100, "Some words.")], []))
    assert article.text == "Some words." and "page 2 holds no text" in notes[0]
    with pytest.raises(FileRefused, match="text recognition"):
        read(written([], []))


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnonsense", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"])
def test_a_broken_file_is_refused(tmp_path, data):
    path = tmp_path / "b.pdf"
    path.write_bytes(data)
    with pytest.raises(FileRefused, match="damaged"):
        list(entries(format_named("pdf"), Path(path), Reading()))
