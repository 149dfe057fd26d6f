"""Word, OpenDocument and RTF files: every word in reading order, and nothing that is not text."""

import io
import zipfile
from pathlib import Path

import pytest

from annotator.formats.format import FileRefused, Reading, entries
from annotator.formats.registry import format_of

DATA = Path(__file__).parents[4] / "shared" / "data" / "articles"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"no real files: {DATA} is absent")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name, data)
    return path


def word(tmp_path, body, **parts):
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return zipped(tmp_path / "a.docx", {"word/document.xml": document, **parts})


def read(path):
    reading = Reading()
    ((article, _),) = entries(format_of(path), path, reading)
    return article, reading.notes


def p(words):
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def test_word_in_reading_order(tmp_path):
    table = f"<w:tbl><w:tr><w:tc>{p('North')}</w:tc><w:tc>{p('South')}</w:tc></w:tr></w:tbl>"
    box = ("<w:p><w:r><w:t>Before</w:t><w:AlternateContent><w:Choice><w:txbxContent>"
           f"{p('In the box')}</w:txbxContent></w:Choice><w:Fallback><w:txbxContent>"
           f"{p('In the box')}</w:txbxContent></w:Fallback></w:AlternateContent>"
           "</w:r></w:p>")  # fmt: skip
    change = ("<w:p><w:ins><w:r><w:t>Kept</w:t></w:r></w:ins>"
              "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>")  # fmt: skip
    signs = ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t>"
             "<w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>")  # fmt: skip
    notes = f'<w:footnotes {W}><w:footnote w:type="separator">{p("x")}</w:footnote>' + (
        f"<w:footnote>{p('A note.')}</w:footnote></w:footnotes>"
    )
    core = '<c xmlns:d="urn:d"><d:title>The pier</d:title><d:creator>Mo</d:creator></c>'
    path = word(
        tmp_path, p("One &amp; two 🎉") + table + box + change + signs,
        **{"word/footnotes.xml": notes, "docProps/core.xml": core, "word/comments.xml": "<c/>"},
    )  # fmt: skip
    article, notes = read(path)
    assert article.text.split("\n") == [
        "One & two 🎉", "North\tSouth", "Before", "In the box", "Kept", "a\tb", "c‑d", "A note.",
    ]  # fmt: skip
    assert (article.title, article.author) == ("The pier", "Mo")
    assert any("comments" in note for note in notes) and any(
        "its foot- or endnote stands" in n for n in notes
    )


def test_opendocument(tmp_path):
    ns = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
          'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
          'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"')  # fmt: skip
    body = ("<text:h>The pier</text:h><text:p>a<text:s text:c='3'/>b<text:tab/>c"
            "<text:note><text:note-body><text:p>A note.</text:p></text:note-body></text:note> d"
            "<office:annotation><text:p>no</text:p></office:annotation></text:p>"
            "<table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>"
            "<table:table-cell><text:p>y</text:p></table:table-cell></table:table-row>"
            "</table:table>")  # fmt: skip
    content = f"<c {ns}><office:body><office:text>{body}</office:text></office:body></c>"
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        out.writestr("content.xml", content)
    article, _ = read(path)
    assert article.text == "The pier\na   b\tc d\nx\ty\nA note."


def test_rtf(tmp_path):
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1\ansi\ansicpg1252 Caf\'e9 \u-10179?\u-8704?\par Next\~one}")
    assert read(path)[0].text == "Café 😀\nNext\u00a0one"


def bomb():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("word/document.xml", b"<a>" + b" " * 80_000_000 + b"</a>")
    return inner.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"PK\x03\x04 word/ broken", "damaged"),
        ("b.docx", b"\xd0\xcf\x11\xe0 old", "old or encrypted"),
        ("c.docx", bomb, "far more than"),
        ("d.odt", b"PK\x03\x04", "damaged"),
        ("e.rtf", b"{\\rtf1 }", "no text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(tmp_path, name, data, said):
    path = tmp_path / name
    path.write_bytes(data() if callable(data) else data)
    with pytest.raises(FileRefused, match=said):
        list(entries(format_of(path), path, Reading()))


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub"])
def test_a_version_of_zip_that_nobody_knows_is_damage(tmp_path, name):
    path = zipped(tmp_path / name, {"word/document.xml": "<a/>"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 6] = 250  # the version needed to unpack the member
    path.write_bytes(data)
    with pytest.raises(FileRefused, match="damaged"):
        list(entries(format_of(path), path, Reading()))


def test_entities_of_its_own_are_not_read(tmp_path):
    evil = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><body>&x;</body></a>'
    path = zipped(tmp_path / "a.docx", {"word/document.xml": evil})
    with pytest.raises(FileRefused, match="entities"):
        list(entries(format_of(path), path, Reading()))


@needs_data
@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("docx/single-paragraph.docx", "Walking on imported air"),
        ("docx/simple-list.docx", "Apple\nBanana"),
        ("docx/tables.docx", "Above\nTop left\tTop right\nBottom left\tBottom right\nBelow"),
        ("docx/text-box.docx", "Datum plane"),
        ("docx/strict-format.docx", "Test"),
        ("docx/utf8-bom.docx", "This XML has a byte order mark."),
        ("rtf/unicode.rtf", "柔道"),
        ("rtf/issue_20.rtf", "Test"),
        ("rtf/line_break_textedit_mac.rtf", "A\nB\nC"),
    ],
)
def test_real_files(file, text):
    assert read(DATA / file)[0].text == text


@needs_data
def test_real_files_all_give_text_or_a_reason():
    for path in [*(DATA / "docx").iterdir(), *(DATA / "rtf").iterdir()]:
        if path.name == "empty.docx":
            with pytest.raises(FileRefused, match="no text"):
                read(path)
        else:
            assert read(path)[0].text.strip()
    polish = read(DATA / "rtf" / "ansicpg1250.rtf")[0].text
    assert polish.split()[0] == "Proszę"


def test_a_document_of_too_many_parts_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("annotator.formats.office.parts.MOST_PARTS", 2)
    path = word(tmp_path, p("x"), **{"a.xml": "<a/>", "b.xml": "<b/>"})
    with pytest.raises(FileRefused, match="more than 2 parts"):
        list(entries(format_of(path), path, Reading()))


def test_an_encrypted_document_is_refused(tmp_path):
    path = word(tmp_path, p("x"))
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag that says encrypted
        place = data.index(mark)
        data[place + at] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(FileRefused, match="encrypted"):
        list(entries(format_of(path), path, Reading()))
