"""Files of strangers name pages, pictures and files: none is ever asked for.

The program runs in a process of its own whose every connection and every opened file is heard
(`sys.addaudithook`), beside a port that listens.
"""

import json
import socket
import subprocess
import sys
import zipfile

import pytest

from annotator.storage.project import Project

HEARD = """
import json, sys
heard = []
def hear(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"):
        heard.append([event, str(args)])
    elif event == "open" and "canary" in str(args[0]):
        heard.append([event, str(args[0])])
sys.addaudithook(hear)
"""
RUN = """
from annotator.__main__ import main
sys.argv = ["annotator", *sys.argv[1:]]
code = main()
print("HEARD", json.dumps(heard), code, file=sys.stderr)
"""
SHOW = """
from pathlib import Path
from PySide6.QtTest import QTest
from annotator.settings import Settings
from annotator.ui.application import make_application
from annotator.ui.main_window import MainWindow
application = make_application()
window = MainWindow(Settings())
window.show()
window.files.open(Path(sys.argv[1]))
for _ in range(window.articles.model.rowCount()):
    QTest.qWait(20)
    window.articles.step(1)
window.close()
print("HEARD", json.dumps(heard), 0, file=sys.stderr)
"""


@pytest.fixture
def port():
    """Give a port of this machine that listens, and holds what came to it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server.getsockname()[1]
        with pytest.raises(BlockingIOError):
            server.accept()  # nobody came


@pytest.fixture
def files(tmp_path, port):
    """Give a folder of files that name a canary and a port in every way their formats have."""
    canary = tmp_path / "canary.txt"
    canary.write_text("sing", "utf-8")
    there, file = f"http://127.0.0.1:{port}", canary.as_uri()
    words = "<p>The harbour of Vesna will close in May, the minister of Norland said.</p>" * 6
    page = (
        f'<html><head><title>Vesna</title><base href="{there}/"><link rel="stylesheet" '
        f'href="{there}/a.css"><script src="{there}/a.js"></script><style>@import '
        f'"{there}/b.css"; body {{ background: url({there}/c.png) }}</style>'
        f'<meta http-equiv="refresh" content="0; url={there}/d"></head><body><article>'
        f'<img src="{there}/e.png"><iframe src="{there}/f"></iframe><object data="{file}"></object>'
        f'<img src="{file}">{words}<video src="{there}/g"></video></article></body></html>'
    )
    dtd = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{file}"><!ENTITY f SYSTEM "{there}/h">]>'
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "page.html").write_text(page, "utf-8")
    (folder / "page.mhtml").write_text(
        "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
        f"Content-Location: {there}/i\n\n{page}", "utf-8",
    )  # fmt: skip
    (folder / "feed.rss").write_text(
        f'<?xml version="1.0"?>{dtd}<rss version="2.0"><channel><title>&e;&f;</title></channel>'
        "</rss>", "utf-8",
    )  # fmt: skip
    (folder / "good.rss").write_text(
        f'<rss version="2.0"><channel><title>Vesna</title><link>{there}/j</link><item><title>Port'
        f"</title><link>{there}/k</link><description>{words.replace('<', '&lt;')}</description>"
        f'<enclosure url="{there}/l"/></item></channel></rss>', "utf-8",
    )  # fmt: skip
    (folder / "news.xml").write_text(f"{dtd}<nitf><body>&e;&f;</body></nitf>", "utf-8")
    (folder / "read.md").write_text(f"# Vesna\n\n![x]({there}/m) The harbour will close.", "utf-8")
    (folder / "mail.eml").write_text(
        f"From: a@example.org\nSubject: Vesna\nContent-Type: text/html\n\n{page}", "utf-8"
    )
    (folder / "text.rtf").write_text(
        r"{\rtf1 {\field{\*\fldinst INCLUDEPICTURE " + there + r"/n}}The harbour will close.}"
    )
    with zipfile.ZipFile(folder / "word.docx", "w") as word:
        main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        word.writestr("[Content_Types].xml", "<Types/>")
        word.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{main}"><w:body><w:p><w:r><w:t>The harbour will close.</w:t>'
            "</w:r></w:p></w:body></w:document>",
        )
        word.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships><Relationship Id="1" TargetMode="External" Target="{there}/o" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
            "</Relationships>",
        )
    return folder


def run(code, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", HEARD + code, *map(str, arguments)],
        capture_output=True, text=True, timeout=100,
    )  # fmt: skip
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("HEARD ")]
    return json.loads(line[6 : line.rindex(" ")]), done


def test_nothing_that_a_file_names_is_asked_for(files, tmp_path):
    project = tmp_path / "study.annotator"
    assert run(RUN, "new", project)[0] == []
    heard, done = run(RUN, "import", project, files)
    assert heard == []
    assert all(name in done.stderr for name in ("feed.rss", "news.xml"))
    with Project.open(project, read_only=True) as found:
        assert found.counts().articles >= 4
    heard, _ = run(RUN, "export", project, tmp_path / "out.html", "--format", "html",
                   "--state", "new")  # fmt: skip
    assert heard == []
    text = (tmp_path / "out.html").read_text("utf-8")
    assert "harbour" in text and "<img" not in text and "sing" not in text
    heard, _ = run(SHOW, project)
    assert heard == []


def test_what_is_asked_for_would_be_heard(tmp_path, port):
    (tmp_path / "canary.txt").write_text("sing", "utf-8")
    code = """
import socket
open(sys.argv[1]).close()
try: socket.socket().connect(("127.0.0.1", 1))
except OSError: pass
print("HEARD", json.dumps(heard), 0, file=sys.stderr)
"""
    heard, _ = run(code, tmp_path / "canary.txt")
    assert {event for event, _ in heard} >= {"open", "socket.connect"}
