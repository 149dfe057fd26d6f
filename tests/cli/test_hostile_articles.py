"""`annotator import` of what researchers really have: locked, huge, cut, walled, odd files."""

import os
import signal
import subprocess
import sys
import time

import pytest

from annotator.storage.project import Project
from tests.cli.test_bad_articles import BOMB, PAGE, ole, zipped
from tests.cli.test_cli import environment
from tests.cli.test_cli import project as project
from tests.cli.test_cli import run as run
from tests.formats.articles.locked import encrypted_docx, encrypted_pdf
from tests.formats.articles.test_mutations import BOX
from tests.formats.articles.test_pages import MAIL

WORDS = "The harbour council met on Monday. "
BLOWN = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = (
    f'<?xml version="1.0"?><!DOCTYPE h [<!ENTITY a0 "ha">{BLOWN}]><html><body>&a9;</body></html>'
)
WALLS = {
    "en": "We use cookies and similar means. Accept all cookies or change the cookie settings.",
    "de": "Wir verwenden Cookies und Ähnliches. Alle akzeptieren oder Einstellungen ändern.",
    "fr": "Nous utilisons des cookies pour mesurer nos visites. Accepter tous les cookies ?",
    "es": "Utilizamos cookies propias para medir las visitas. Aceptar todas las cookies.",
    "it": "Utilizziamo i cookie per misurare le visite al nostro sito. Accetta tutti i cookie.",
    "nl": "Wij gebruiken cookies om onze site beter te maken. Cookies accepteren of instellen.",
    "pt": "Usamos cookies para melhorar a sua visita ao nosso jornal. Aceitar todos os cookies.",
}


def page(words):
    return f"<html><body><main><h1>Welcome</h1><p>{words}</p></main></body></html>".encode()


def word_bomb():
    body = b"<w:document><w:body><w:p><w:r><w:t>" + b" " * 70_000_000
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": body})


REFUSED = {
    "locked.pdf": (lambda: encrypted_pdf(WORDS, user=b"secret"), "it is encrypted"),
    "cut.pdf": (lambda: encrypted_pdf(WORDS)[:500], "damaged"),
    "locked.docx": (encrypted_docx, "it is encrypted"),
    "locked.xlsx": (encrypted_docx, "it is encrypted"),
    "macros.xls": (lambda: ole("Workbook", "_VBA_PROJECT_CUR"), "no readable spreadsheet"),
    "macros.doc": (lambda: ole("WordDocument", "Macros"), "with macros"),
    "bomb.docx": (word_bomb, "unpack"),
    "laughs.html": (lambda: LAUGHS.encode(), "no main text"),
    "laughs.xml": (lambda: LAUGHS.replace("html", "rss").encode(), "entities of its own"),
    "bomb.xml": (lambda: BOMB, "entities of its own"),
    "many.zip": (lambda: zipped({f"{n}.txt": b"x" * 10_000_000 for n in range(9)}), "unpack"),
    "blank.html": (lambda: page(""), "no main text"),
    "ragged.csv": (lambda: b"title;text\nOne;Some text\nTwo;More;and;more\n", "row 3"),
    "nul.csv": (lambda: b"title,text\nOne,Some te\0xt\n", "NUL"),
    "textless.csv": (lambda: b"a,b\n1,2\n3,4\n", "no column is called like a text"),
    "blank.csv": (lambda: b"title,text\n", "no rows"),
    "deep.json": (lambda: b"[" * 200_000, "it is none of the “.json” files"),
    "half.jsonl": (lambda: b'{"text": "' + WORDS.encode() + b'"}\n{"text": "It', "line 2"),
    "binary.rtf": (lambda: b"{\\rtf1 {\\pict " + b"0" * 9000, "no text"),
    **{f"wall-{code}.html": (lambda said=said: page(said), "cookie notice")
       for code, said in WALLS.items()},
}  # fmt: skip
SIZE = "2,147,483,648 bytes"
HUGE = {
    "huge.html": (b"<html>", SIZE), "huge.rtf": (b"{\\rtf1 ", SIZE),
    "huge.pdf": (b"%PDF-1.7\n", SIZE), "huge.csv": (b"a,b\n", "500,000,000 bytes"),
    "huge.docx": (b"PK\x03\x04", ""), "huge.eml": (b"From: a\nTo: b\nDate: c\n", "50,000,000"),
    "huge.xml": (b"<rss><channel>", ""), "huge.json": (b'[{"text": "a"},', ""),
    "huge.zip": (b"PK\x03\x04", ""),
}  # fmt: skip
TAKEN = {
    "unlocked.pdf": (lambda: encrypted_pdf(WORDS), WORDS.strip()),
    "semicolons.csv": (lambda: f"title;text\nOne, two;{WORDS}\n".encode(), WORDS.strip()),
    "tabs.csv": (lambda: f"title\ttext\nOne, two\tSome; {WORDS}\n".encode(), "Some; "),
    "commas.tsv": (lambda: f'title,text\nOne,"Now, {WORDS}"\n'.encode(), "Now, "),
    "halves.rtf": (lambda: rb"{\rtf1\ansi It sails \u-10179?\u-8704? and \u-10179? stays.}",
                   "It sails 😀 and \ufffd stays."),
    "box.mbox": (lambda: (BOX + MAIL + b"\n") * 2, ""),
}  # fmt: skip


def test_each_is_named_with_its_reason_and_the_rest_goes_on(run, project, tmp_path):
    folder = tmp_path / "dropped"
    folder.mkdir()
    for name, (data, _) in (REFUSED | TAKEN).items():
        (folder / name).write_bytes(data())
    for name, (start, _) in HUGE.items():
        with (folder / name).open("wb") as sparse:
            sparse.write(start)
            sparse.truncate(2 << 30)
    refused = REFUSED | HUGE
    ended = run("import", project, "dropped", "--report", "report.txt", code=1)
    report = (tmp_path / "report.txt").read_text("utf-8").splitlines()
    for name, (_, reason) in refused.items():
        for said in (ended.stderr.splitlines(), report):
            assert any(name in x and reason in x for x in said), (name, reason, ended.stderr)
    assert f"{len(refused)} files refused" in ended.stdout, ended.stderr
    with Project.open(project) as opened:
        texts = [article.text for article, _ in opened.entries()]
        assert not list(opened.check())
    for name, (_, words) in TAKEN.items():
        assert any(words in text for text in texts), (name, texts)


TROUBLED = {
    "mojibake": "The mayorâ€™s ferry sails.", "hidden characters": "The fer\u00adry sails.",
    "direction characters": "The ferry \u202esails\u202c.", "mixed scripts": "The Kremlіn said so.",
    "escaped signs": "The ferry &amp; the pier.", "control characters": "The ferry\x07 sails.",
    "lost letters": "The f\ufffdrry sails.", "cut off": "The council met and […]",
    "OCR noise": "0n th3 pi3r t|1e may0r sa1d th4t fe7ry wi11l g0ne",
}  # fmt: skip


def test_what_is_wrong_with_texts_is_told_once_a_kind(run, project, tmp_path):
    (tmp_path / "texts").mkdir()
    for kind, text in TROUBLED.items():
        (tmp_path / "texts" / f"{kind}.txt").write_text(text, "utf-8")
    for number in range(5):
        (tmp_path / "texts" / f"soft {number}.txt").write_text(f"A fer\u00adry, {number}.", "utf-8")
        (tmp_path / "texts" / f"clean {number}.txt").write_text(f"A ferry, {number}.", "utf-8")
    ended = run("import", project, "texts", "--report", "report.txt")
    said = ended.stderr.splitlines()
    for kind in TROUBLED:
        (line,) = [line for line in said if f": {kind}: " in line]
        assert f"/{kind}.txt" in line and line in (tmp_path / "report.txt").read_text("utf-8")
        can_be_mended = kind not in ("lost letters", "cut off", "OCR noise")
        assert ("can put it right" in line) == can_be_mended
        assert line.startswith("6 articles" if kind == "hidden characters" else "1 article (")
    assert "clean" not in ended.stderr
    assert "would import 0 articles" in run("import", project, "texts", "--dry-run").stdout.lower()


def test_a_folder_of_thousands_of_tiny_files(run, project, tmp_path):
    folder = tmp_path / "tiny"
    for number in range(2_000):
        (folder / str(number % 20)).mkdir(parents=True, exist_ok=True)
        (folder / str(number % 20) / f"{number}.txt").write_text(f"Ferry {number} sails.")
    (folder / "3" / "bad.txt").write_bytes(b"")
    ended = run("import", project, "tiny", code=1)
    assert ended.stdout == "Imported 2,000 articles; 1 file refused.\n"
    assert "tiny/3/bad.txt: the file is empty" in ended.stderr


@pytest.mark.parametrize("kind", ["txt", "html"])
def test_an_interrupt_within_a_folder_keeps_nothing(project, tmp_path, kind):
    """Interrupted as Ctrl-C does it: the whole group, with the processes that read pages."""
    for number in range(40 if kind == "html" else 2_000):
        data = PAGE.replace(b"Monday", b"day %d" % number) if kind == "html" else b"Ferry %d."
        path = tmp_path / "many" / f"{number}.{kind}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data if kind == "html" else data % number)
    # The last is a table so long that nothing can be stored for good before it is interrupted.
    ending = tmp_path / "zz.jsonl"
    with ending.open("wb") as out:
        for number in range(40_000):
            out.write(b'{"text": "Ferry number %d sails once more."}\n' % number)
    log = project.with_name(project.name + "-wal")
    with subprocess.Popen(
        [sys.executable, "-m", "annotator", "import", str(project), "many", "zz.jsonl"],
        cwd=tmp_path, env=environment(tmp_path / "home"), stderr=subprocess.PIPE,
        stdout=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        while process.poll() is None and not (log.exists() and log.stat().st_size > 50_000):
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGINT)
        out, said = process.communicate(timeout=60)
    assert process.returncode == 130, (out, said)
    assert said.strip().endswith(b"Interrupted: nothing is half imported, nothing half written.")
    assert b"Traceback" not in said and out == b""
    with Project.open(project) as opened:
        assert not opened.find_articles() and not list(opened.check())
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith("p.")} == {
        "p.annotator"
    }
