"""RSS and Atom files: one article an item; nothing that they link to is loaded."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

from annotator.core.article import Article
from annotator.core.dates import iso_date
from annotator.core.errors import FormatError
from annotator.formats.databases.page_blocks import blocks, page_tree
from annotator.formats.format import Entry, Format, Reading, shown
from annotator.formats.xml_tree import begins_with, local, parsed

_ROOTS = ("rss", "feed", "RDF")
_TEXTS = ("encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "date", "issued", "updated", "modified")
_SHORT = 400
_SPACE = re.compile(r"(</?)[A-Za-z][\w.-]*:(?=[a-z])")


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    reading.bytes_read = path.stat().st_size
    try:
        root = parsed(path)
    except FormatError as error:
        reading.refuse(error.reason)
        return
    channel = next((e for e in root.iter() if local(e) in ("channel", "feed")), root)
    outlet, language = _said(channel, "title"), _said(channel, "language")
    items = [e for e in root.iter() if local(e) in ("item", "entry")]
    if not items:
        reading.refuse("it is a feed without items")
    short = 0
    for number, item in enumerate(items, 1):
        try:
            article = _article(item, outlet, language, path)
        except FormatError as error:
            reading.leave_out(f"item {number}: {error.reason}")
            continue
        short += len(article.text) < _SHORT
        yield article, []
    if short:
        reading.note(
            f"{short} of its {len(items)} items hold hardly more than a teaser; "
            "the whole articles are behind their links."
        )


def _article(item: Element, outlet: str, language: str, path: Path) -> Article:
    text = max((_text(child) for child in item if local(child) in _TEXTS), key=len, default="")
    facts = {"file": shown(Path(path.name)), "feed_id": _said(item, "guid") or _said(item, "id")}
    sections = [e.get("term") or (e.text or "") for e in item if local(e) == "category"]
    facts["section"] = ", ".join(filter(None, (" ".join(s.split()) for s in sections)))
    title = _said(item, "title")
    dates = (iso_date(_said(item, name)) for name in _DATES)
    return Article.new(
        text or title, title=title, outlet=_said(item, "source") or outlet,
        author=_author(item), published=next(filter(None, dates), ""), url=_link(item),
        language=(item.get("{http://www.w3.org/XML/1998/namespace}lang") or language)[:2].lower(),
        metadata={key: value for key, value in facts.items() if value},
    )  # fmt: skip


def _author(item: Element) -> str:
    names = []
    for child in item:
        if local(child) in ("creator", "author"):
            names.append(_said(child, "name") or " ".join("".join(child.itertext()).split()))
    return ", ".join(dict.fromkeys(filter(None, names)))


def _link(item: Element) -> str:
    for child in item:
        if local(child) == "link" and child.get("rel", "alternate") == "alternate":
            address = (child.get("href") or child.text or "").strip()
            if address.startswith(("http://", "https://")):
                return address
    return ""


def _said(item: Element, name: str) -> str:
    """Give the words of the first child of a name, without marks."""
    for child in item:
        if local(child) == name:
            return " ".join(_text(child).split())
    return ""


def _text(element: Element) -> str:
    """Give the words of an element that holds a page's elements, escaped or as they are."""
    text = "".join(element.itertext())
    # Elements of XHTML are written with their space, which a page does not have.
    html = _SPACE.sub(r"\1", tostring(element, encoding="unicode")) if len(element) else text
    if "<" not in html and "&" not in html:
        return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
    if not html.strip():
        return ""
    return "\n".join(block.text for block in blocks(page_tree(html.encode("utf-8"))) if block.text)


FORMAT = Format(
    name="feed",
    title="RSS or Atom",
    suffixes=(".rss", ".atom", ".xml", ".rdf"),
    description="One article an item of a saved feed.",
    read=_read,
    loses=("annotations",),
    recognises=lambda path, head: (
        any(begins_with(head, root) for root in _ROOTS)
        and (b"<item" in head or b"<entry" in head or b"<rss" in head or b"/Atom" in head)
    ),
    specific=True,
)
