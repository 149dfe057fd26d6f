"""`annotator import --links` against a site of its own that means no good.

The command is the real one and so is the site; only names are resolved as the test says, by the
program's own hook: nothing here leaves the machine, and inward addresses are refused as ever.
"""

import _socket
import gzip
import socket
import threading
from contextlib import suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from annotator.cli.program import program, run
from annotator.jobs import fetch_pages as fetching
from annotator.storage.project import Project
from tests.cli.test_cli import project as project
from tests.formats.articles.test_pages import PAGE

PUBLIC = "93.184.216.34"
LARGEST = 300_000
MOVES = {"/inward": "http://inner.example/secret", "/literal": "http://127.0.0.1:{port}/secret",
         "/round": "/around", "/around": "/round", "/six": "http://[::ffff:10.1.2.3]/"}  # fmt: skip


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.server.asked.append(self.path)
        with suppress(OSError):
            self.answer()

    def answer(self):
        if self.path in MOVES:
            self.send_response(302)
            self.send_header("Location", MOVES[self.path].format(port=self.server.server_port))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/endless":
            self.head()
            while not self.server.over.is_set():
                self.wfile.write(b"<p>The ferry sails on.</p>" * 1000)
        elif self.path in ("/slow", "/slow-head"):
            if self.path == "/slow":
                self.head()
            else:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while not self.server.over.wait(0.05):
                self.wfile.write(b"x")
                self.wfile.flush()
        elif self.path in ("/good", "/packed", "/bomb"):
            page = b" " * 50_000_000 if self.path == "/bomb" else PAGE.encode()
            data = page if self.path == "/good" else gzip.compress(page)
            packing = {} if self.path == "/good" else {"Content-Encoding": "gzip"}
            self.head({"Content-Length": str(len(data))} | packing)
            self.wfile.write(data)
        else:
            self.send_error(404)

    def head(self, more=None):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        for name, value in (more or {"Connection": "close"}).items():
            self.send_header(name, value)
        self.end_headers()


@pytest.fixture
def site(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.over, server.daemon_threads = [], threading.Event(), True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    addresses = {"site.example": [PUBLIC], "inner.example": [PUBLIC, "10.0.0.7"]}

    def connect(url, address, timeout):
        assert address == PUBLIC, "an address was asked that is not public"
        connection = HTTPConnection("site.example", timeout=timeout)
        connection.sock = socket.socket()
        connection.sock.settimeout(timeout)
        # Past the guard that refuses every connection of a test: this one goes to ourselves.
        _socket.socket.connect(connection.sock, ("127.0.0.1", server.server_port))
        return connection

    made = fetching.Web
    monkeypatch.setattr(
        fetching, "Web",
        lambda: made(resolve=lambda host, port: addresses.get(host, [host]), connect=connect,
                     wait=lambda seconds: None),
    )  # fmt: skip
    monkeypatch.setattr(fetching, "LARGEST", LARGEST)
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
    thread.join(20)


REFUSED = {
    "/inward": "private or local", "/literal": "private or local", "/six": "private or local",
    "/round": "leads elsewhere more than", "/endless": "more than 300,000 bytes",
    "/bomb": "more than 300,000 bytes", "/none": "404",
}  # fmt: skip


def test_each_bad_link_is_named_and_the_rest_goes_on(site, project, tmp_path, capsys):
    links = tmp_path / "links.txt"
    wanted = ["/good", *REFUSED, "/packed"]
    links.write_text("\n".join(f"http://site.example{path}" for path in wanted))
    code = run(program, ["import", str(project), "--links", str(links)])
    said = capsys.readouterr()
    assert code == 1, said.err
    for path, reason in REFUSED.items():
        assert any(
            f"site.example{path}:" in line and reason in line for line in said.err.splitlines()
        ), (path, said.err)
    assert "/secret" not in site.asked and site.asked.count("/robots.txt") == 1
    assert said.out.startswith("Imported 1 article")
    (archive,) = tmp_path.glob("*.warc")
    assert archive.read_bytes().count(PAGE.encode()) == 2  # what came packed is kept unpacked
    with Project.open(project) as opened:
        assert [article.title for article, _ in opened.entries()] == ["The ferry returns"]


@pytest.mark.parametrize("path", ["/slow", "/slow-head"])
def test_a_site_that_sends_letter_by_letter_is_left(site, project, monkeypatch, capsys, path):
    monkeypatch.setattr(fetching, "LONGEST", 0.5)
    code = run(program, ["import", str(project), "--links", f"http://site.example{path}"])
    assert code == 1 and "it took more than" in capsys.readouterr().err


def test_a_list_of_nothing_but_bad_links_leaves_nothing(site, project, tmp_path, capsys):
    before = project.read_bytes()
    code = run(program, ["import", str(project), "--links", "http://site.example/round"])
    assert code == 1 and "leads elsewhere" in capsys.readouterr().err
    assert project.read_bytes() == before and not list(tmp_path.glob("*.warc"))
