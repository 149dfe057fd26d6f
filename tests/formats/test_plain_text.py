"""Plain text: every character as it was decoded, and a reason for what is no text."""

from pathlib import Path

import pytest

from annotator.core.article import Article
from annotator.formats.articles import plain_text
from annotator.formats.format import FileRefused, Reading, entries

TEXT = "Ünder “quotes”\r\nno\u00a0break\u2028line 🎉\n\ttail "


def read(data: bytes, folder: Path) -> tuple[Article, list[str]]:
    path = folder / "é ‘x’.txt"
    path.write_bytes(data)
    reading = Reading()
    ((article, values),) = entries(plain_text.FORMAT, path, reading)
    assert values == [] and article.metadata["file"] == "é ‘x’.txt"
    return article, reading.notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_the_text_is_exactly_what_was_decoded(encoding: str, tmp_path: Path) -> None:
    article, notes = read(TEXT.encode(encoding), tmp_path)
    assert article.text == TEXT and notes == []


def test_only_the_first_mark_goes(tmp_path: Path) -> None:
    assert read(("\ufeff\ufeff" + TEXT).encode(), tmp_path)[0].text == "\ufeff" + TEXT


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Der Minister kündigte am Montag an, die Brücke in Köln werde geöffnet. " * 5, "cp1252"),
        ("Министр заявил в понедельник, что правительство закроет базы. " * 5, "cp1251"),
        ("caf\u00e9", "latin-1"),
    ],
)
def test_a_guess_is_noted(text: str, encoding: str, tmp_path: Path) -> None:
    article, notes = read(text.encode(encoding), tmp_path)
    assert article.text == text
    assert len(notes) == 1 and "guess" in notes[0] and "é ‘x’.txt" in notes[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bytes(range(256)) * 20, "binary"),
        (b"%PDF-1.7 text", "a PDF file"),
        (b"PK\x03\x04....", "Word"),
        (b"SQLite format 3\x00...", "open it instead"),
        (b"a\x00b", "NUL"),
        (b"abc \xed\xa0\x80", "half a character (lone surrogate U+D800) at offset 4"),
        (b"\xff\xfea\x00\x00\xd8b\x00", "half a character"),
        (b"\xff\xfea", "utf-16-le"),
        (b"\xef\xbb\xbfabc\xff", "byte 3"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\t", "empty"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        read(data, tmp_path)
    assert reason in str(caught.value)


def test_fifty_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(plain_text.LARGEST_FILE + 1)  # takes no room on the disk
    with pytest.raises(FileRefused, match="50,000,001 bytes"):
        list(entries(plain_text.FORMAT, path, Reading()))


def test_a_real_article_of_the_shared_data() -> None:
    path = Path(__file__).parents[3] / "shared" / "data" / "articles" / "seed-article.txt"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    ((article, _),) = entries(plain_text.FORMAT, path, Reading())
    text = article.text
    assert (len(text), text.count("\n"), text.count("\u00a0")) == (3648, 31, 4)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("He said “we will” – and didn’t. ", "cp1252"),
        ("“We will,” it said.", "cp1252"),
        ("Le ministre a annoncé lundi qu’il rouvrira l’école.", "cp1252"),
        ("El gobierno anunció que reabrirá la escuela mañana.", "latin-1"),
        ("Rząd zapowiedział w poniedziałek, że otworzy most w przyszłym roku.", "cp1250"),
        ("Правительство обещало построить мост до конца года.", "koi8-r"),
        ("Η κυβέρνηση υποσχέθηκε να χτίσει τη γέφυρα.", "cp1253"),
        ("تعهدت الحكومة يوم الاثنين ببناء الجسر.", "cp1256"),
        ("中国政府星期一宣布，将在明年之前完成这座桥。", "gb18030"),
        ("政府は月曜日に橋の建設を約束したと発表した。", "shift-jis"),
        ("정부는 월요일에 다리를 건설하겠다고 약속했다.", "euc-kr"),
    ],
)
def test_old_encodings_of_news_are_found(text: str, encoding: str, tmp_path: Path) -> None:
    article, notes = read(text.encode(encoding), tmp_path)
    assert article.text == text and "guess" in notes[0]


@pytest.mark.parametrize("data", ["Köln ü".encode()[:-1], ("é" * 9).encode() + b"\xff" + b"abc"])
def test_damaged_utf8_is_not_read_as_something_else(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="UTF-8 with a damaged place at byte"):
        read(data, tmp_path)


def test_control_characters_are_no_text_even_in_utf8(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="binary"):
        read(("text " + "\x01\x02\x03" * 20).encode(), tmp_path)
    with pytest.raises(FileRefused, match="UTF-16 without a mark"):
        read("A text of some words.".encode("utf-16-le"), tmp_path)
    assert read(b"one bell \x07, one page\x0c", tmp_path)[0].text == "one bell \x07, one page\x0c"
