"""`annotator import` of a folder of bad files: each named with its reason, the rest goes on."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from annotator.storage.project import Project
from tests.cli.test_cli import project as project
from tests.cli.test_cli import run as run

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
PAGE = b"<html><body><article><p>" + b"The council met on Monday. " * 20 + b"</p></article></body>"


def ole(*names: str) -> bytes:
    """Give what begins like an old Office file, with names of its directory."""
    return OLE + b"\0".join(name.encode("utf-16-le") for name in names) + b"\0" * 512


def zipped(members: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def web_archive(page: bytes) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://skarvik.example/a\r\n"
        b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (len(answer), answer)
    )


BOMB = (
    b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel><item>&b;</item></channel>'
)
REFUSED = {
    "broken.pdf": (b"%PDF-1.7\n1 0 obj <</Type", "damaged or no PDF"),
    "broken.docx": (b"PK\x03\x04" + b"junk" * 50, "damaged"),
    "locked.docx": (ole("EncryptedPackage"), "encrypted"),
    "macros.doc": (ole("WordDocument", "Macros", "_VBA_PROJECT"), "with macros"),
    "old.doc": (ole("WordDocument"), "an old or encrypted Office file"),
    "empty.html": (b"<html><body></body></html>", "no main text"),
    "empty.txt": (b"", "empty"),
    "wall.html": (
        b"<html><body><article><h1>Your privacy</h1><p>We value your privacy. We and our partners "
        b"store information, such as cookies, to show you what you like.</p></article></body>",
        "cookie notice",
    ),
    "bomb.xml": (BOMB, "entities of its own"),
    "bomb.zip": (lambda: zipped({"a.txt": b" " * 30_000_000}), "times its size"),
    "climbs.zip": (lambda: zipped({"../evil.txt": b"Words."}), "outside the archive"),
    "outer.zip": (lambda: zipped({"x/in.zip": zipped({"a.txt": b"Words."})}),
                  "outer.zip/x/in.zip: it is an archive inside an archive"),
    "inner.zip": (lambda: zipped({"a.pdf": b"%PDF-1.7 broken"}), "inner.zip/a.pdf: it is damaged"),
    "broken.odt": (
        lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text",
                        "content.xml": b"<office:doc"}), "no usable XML",
    ),
    "broken.epub": (
        lambda: zipped({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<cont"}),
        "no usable XML",
    ),
    "nul.csv": (b"title,text\nOne,Some te\0xt here\n", "NUL"),
    "ragged.csv": (b"title,text\nOne,Some text\nTwo,More,and,more\n", "row 3"),
}  # fmt: skip


def test_each_bad_file_is_named_and_the_rest_goes_on(run, project, tmp_path):
    bad = tmp_path / "bad"
    bad.mkdir()
    for name, (data, _) in REFUSED.items():
        (bad / name).write_bytes(data() if callable(data) else data)
    with (bad / "huge.txt").open("wb") as sparse:
        sparse.truncate(2 << 30)
    (bad / "good.txt").write_text("The council met on Monday.", "utf-8")
    (bad / "zz.txt").write_text("The ferry sails again.", "utf-8")
    ended = run("import", project, "bad", "--report", "report.txt", code=1)
    assert f"Imported 2 articles; {len(REFUSED) + 1} files refused." in ended.stdout
    report = (tmp_path / "report.txt").read_text("utf-8")
    for name, said in [*((n, s) for n, (_, s) in REFUSED.items()), ("huge.txt", "2,147,483,648")]:
        for told in (ended.stderr, report):
            assert any(name in line and said in line for line in told.splitlines()), (name, told)
    with Project.open(project) as opened:
        assert len(opened.find_articles()) == 2


@pytest.mark.parametrize("lost", [20, 400])
def test_a_web_archive_cut_off_is_refused_whole(run, project, tmp_path, lost):
    second = web_archive(PAGE.replace(b"Monday", b"Tuesday"))
    (tmp_path / "a.warc").write_bytes(web_archive(PAGE) + second[:-lost])
    ended = run("import", project, "a.warc", code=1)
    assert "Imported 0 articles; 1 file refused." in ended.stdout
    assert "a.warc: it is damaged after 1 pages: the file ends within a record" in ended.stderr
