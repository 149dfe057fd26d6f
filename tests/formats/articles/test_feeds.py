"""Feeds, agencies' XML and web archives: every item an article, nothing loaded."""

import gzip

import pytest

from annotator.formats.format import FileRefused, Reading, entries
from annotator.formats.registry import format_of
from tests.formats.articles.test_pages import PAGE

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="d" xmlns:content="c"><channel>
<title>Skarvik Post</title><language>nb-NO</language>
<item><title>The ferry &amp; the pier</title><link>https://post.example/1</link>
<description>Teaser</description><content:encoded><![CDATA[<p>It sails.</p><p>Now&nbsp;it does.</p>
<script>no()</script>]]></content:encoded><dc:creator>Mona Eide</dc:creator>
<pubDate>Mon, 02 Mar 2026 08:00:00 +0100</pubDate><category>News</category><guid>g1</guid></item>
<item><title>No text at all</title></item><item/></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><title>A</title>
<link rel="self" href="https://x.example/self"/><link href="https://x.example/a"/>
<author><name>Mona</name></author><published>2026-03-02T08:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div>
</content></entry></feed>"""
NITF = """<?xml version="1.0"?><nitf><head><title>T</title><docdata><date.issue
norm="20260302T080000Z"/></docdata><pubdata name="Skarvik Post" position.section="News"/></head>
<body><body.head><hedline><hl1>The ferry: again</hl1></hedline><byline>Mona Eide</byline>
<dateline>SKARVIK</dateline></body.head><body.content><p>One <em>two</em>.</p><p>Three.</p>
<media><media-caption><p>Picture</p></media-caption></media></body.content></body></nitf>"""
G2 = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="tag:1" xml:lang="en"><itemMeta><provider literal="Skarvik"/><versionCreated>
2026-03-02T09:00:00+01:00</versionCreated></itemMeta><contentMeta><headline>The ferry</headline>
<by>Mona Eide</by><language tag="en-GB"/></contentMeta><contentSet><inlineXML>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>One.</p><p>Two.</p>
</body></html></inlineXML></contentSet></newsItem>
<newsItem guid="tag:2"><contentMeta><headline>A picture</headline></contentMeta></newsItem>
</itemSet></newsMessage>"""


def read(path, data, name):
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    how, reading = format_of(path), Reading()
    assert how.name == name
    return [article for article, _ in entries(how, path, reading)], reading


def test_rss(tmp_path):
    (one, two), reading = read(tmp_path / "a.xml", RSS, "feed")
    assert one.text == "It sails.\nNow\u00a0it does." and one.title == "The ferry & the pier"
    assert (one.published, one.author) == ("2026-03-02T08:00:00+01:00", "Mona Eide")
    assert (one.outlet, one.language, one.url) == ("Skarvik Post", "nb", "https://post.example/1")
    assert one.metadata["section"] == "News" and two.text == "No text at all"
    assert "teaser" in reading.notes[0] and "item 3" in str(reading.left_out[0])


def test_atom(tmp_path):
    ((one,), _) = read(tmp_path / "a.atom", ATOM, "feed")
    assert (one.text, one.title, one.author) == ("One.\nTwo.", "A", "Mona")
    assert (one.url, one.published) == ("https://x.example/a", "2026-03-02T08:00:00+00:00")


def test_nitf(tmp_path):
    ((one,), _) = read(tmp_path / "a.xml", NITF, "news-xml")
    assert (one.text, one.title) == ("One two.\nThree.", "The ferry: again")
    assert one.author == "Mona Eide"
    assert (one.outlet, one.published) == ("Skarvik Post", "2026-03-02T08:00:00+00:00")
    assert one.metadata["dateline"] == "SKARVIK" and one.metadata["section"] == "News"


def test_newsml_g2(tmp_path):
    ((one,), _) = read(tmp_path / "a.xml", G2, "news-xml")
    assert (one.text, one.title, one.author) == ("One.\nTwo.", "The ferry", "Mona Eide")
    assert (one.outlet, one.language) == ("Skarvik", "en")
    assert one.published == "2026-03-02T09:00:00+01:00"


@pytest.mark.parametrize("start", ["<rss>", "<nitf>"])
def test_xml_bombs_are_refused(tmp_path, start):
    bomb = f'<!DOCTYPE a [<!ENTITY x "{"y" * 1000}">]>{start}&x;</{start[1:]}'
    with pytest.raises(FileRefused, match="entities of its own"):
        read(tmp_path / "a.xml", bomb, "feed" if "rss" in start else "news-xml")


ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: text/html"


def record(kind, body, url="https://post.example/1", http=ANSWER):
    payload = (f"{http}\r\n\r\n".encode() if http else b"") + body
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
            f"WARC-Date: 2026-03-02T08:00:00Z\r\nContent-Length: {len(payload)}\r\n\r\n"
        ).encode()
        + payload
        + b"\r\n\r\n"
    )


def archive():
    page = PAGE.encode()
    packed = f"{ANSWER}\r\nContent-Encoding: gzip"
    chunked = f"{ANSWER}\r\nTransfer-Encoding: chunked"
    pieces = b"%x\r\n" % 500 + page[:500] + b"\r\n%x\r\n" % len(page[500:]) + page[500:]
    return [
        record("warcinfo", b"software: x", http=""), record("request", b"GET /", http=""),
        record("response", page),
        record("response", gzip.compress(page), "https://b.example", packed),
        record("response", pieces + b"\r\n0\r\n\r\n", "https://c.example", chunked),
        record("response", b"x", http="HTTP/1.1 200 OK\r\nContent-Type: image/png"),
        record("response", page, http="HTTP/1.1 404 Not Found\r\nContent-Type: text/html"),
        record("response", b"<html></html>", "https://empty.example"),
    ]  # fmt: skip


@pytest.mark.parametrize("packed", [False, True])
def test_warc(tmp_path, packed):
    data = b"".join(map(gzip.compress, archive()) if packed else archive())
    articles, reading = read(tmp_path / ("a.warc.gz" if packed else "a.warc"), data, "warc")
    assert [a.text.count("harbour council") for a in articles] == [8, 8, 8]
    assert {a.title for a in articles} == {"The ferry returns"}
    assert articles[0].metadata["fetched"] == "2026-03-02T08:00:00Z"
    assert len(reading.left_out) == 1 and "empty.example" in str(reading.left_out[0])


@pytest.mark.parametrize("end", [b"WARC/1.0\r\nContent-Length: x\r\n\r\n", b"nonsense\r\n"])
def test_a_damaged_archive_is_refused(tmp_path, end):
    with pytest.raises(FileRefused, match="damaged"):
        read(tmp_path / "a.warc", archive()[2] + end, "warc")
