"""Pages from the web: only public ones, only so large, only so long, and kept as they were sent."""

import io
from http.client import HTTPResponse

import pytest

from annotator.formats.format import Reading, entries
from annotator.formats.registry import format_of
from annotator.jobs import fetch_pages as fetching
from annotator.jobs.fetch_pages import Web, fetch_pages
from tests.formats.articles.test_pages import PAGE

HTML = "Content-Type: text/html; charset=utf-8\r\n"


class Socket:
    def __init__(self, data):
        self.data = data

    def makefile(self, mode):
        return io.BytesIO(self.data)


class Connection:
    sock = None

    def __init__(self, site, sent):
        self.site, self.sent = site, sent

    def request(self, method, path, headers):
        self.sent.append((self.site, path))
        self.path = path

    def getresponse(self):
        status, headers, body = PAGES.get((self.site, self.path), (404, "", b""))
        answer = HTTPResponse(Socket(f"HTTP/1.1 {status} X\r\n{headers}\r\n".encode() + body))
        answer.begin()
        return answer

    def close(self):
        pass


PAGES = {
    ("a.example", "/good"): (200, HTML, PAGE.encode()),
    ("a.example", "/moved"): (302, "Location: /good\r\n", b""),
    ("a.example", "/inward"): (302, "Location: http://inner.example/x\r\n", b""),
    ("a.example", "/literal"): (302, "Location: http://127.0.0.1/x\r\n", b""),
    ("a.example", "/file"): (302, "Location: file:///etc/passwd\r\n", b""),
    ("a.example", "/round"): (302, "Location: /round\r\n", b""),
    ("a.example", "/picture"): (200, "Content-Type: image/png\r\n", b"x"),
    ("a.example", "/large"): (200, HTML, b"x" * 5000),
    ("a.example", "/robots.txt"): (200, "", b"User-agent: *\nDisallow: /closed\n"),
    ("a.example", "/closed"): (200, HTML, PAGE.encode()),
}
ADDRESSES = {"a.example": ["93.184.216.34"], "inner.example": ["93.184.216.34", "10.0.0.7"]}


def fetched(tmp_path, *links):
    sent, waits = [], []
    web = Web(
        resolve=lambda host, port: ADDRESSES.get(host, [host]),
        connect=lambda url, address, timeout: Connection(url.hostname, sent), wait=waits.append,
    )  # fmt: skip
    job = fetch_pages(links, tmp_path / "a.warc", web)
    try:
        while True:
            next(job)
    except StopIteration as end:
        return end.value, sent, waits


def test_pages_are_kept_and_read(tmp_path):
    failed, sent, waits = fetched(tmp_path, "https://a.example/good", "http://a.example/moved")
    assert failed == [] and waits == [fetching.PAUSE]
    path = tmp_path / "a.warc"
    articles = [a for a, _ in entries(format_of(path), path, Reading())]
    assert [a.title for a in articles] == ["The ferry returns"] * 2
    assert PAGE.encode() in path.read_bytes() and ("a.example", "/robots.txt") in sent


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("http://a.example/inward", "private or local"), ("http://127.0.0.1/x", "private or local"),
        ("http://a.example/literal", "private or local"), ("http://[::1]/", "private or local"),
        ("http://[::ffff:10.0.0.1]/", "private or local"), ("http://169.254.1.1/", "private or"),
        ("http://a.example/file", "only links"), ("ftp://a.example/x", "only links"),
        ("http://me:x@a.example/", "password"), ("http://a.example/round", "elsewhere more than"),
        ("http://a.example/picture", "no web page"), ("http://a.example/none", "404"),
        ("http://a.example/closed", "robots"), ("http://a.example:x/", "no address"),
    ],
)  # fmt: skip
def test_links_that_are_not_loaded(tmp_path, link, said):
    failed, sent, _ = fetched(tmp_path, link)
    assert len(failed) == 1 and said in str(failed[0])
    assert not {"inner.example", "127.0.0.1", "::1"} & {site for site, _ in sent}


def test_a_page_without_end_is_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    failed, _, _ = fetched(tmp_path, "http://a.example/large")
    assert "more than 1,000 bytes" in str(failed[0])


def test_the_command_line_loads_only_what_is_public(tmp_path, capsys):
    from annotator.cli.program import program, run

    project, links = tmp_path / "a.annotator", tmp_path / "links.txt"
    links.write_text("# mine\nhttp://127.0.0.1/x\n\nhttp://[::1]/y\n")
    assert run(program, ["new", str(project)]) == 0
    capsys.readouterr()
    assert run(program, ["import", str(project), "--links", str(links)]) == 1
    assert capsys.readouterr().err.count("private or local") == 2
    assert not list(tmp_path.glob("*.warc"))
    assert run(program, ["import", str(project)]) == 2
