"""What agencies send: NITF, NewsML 1 and NewsML-G2; one article a news item."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from annotator.core.article import Article
from annotator.core.dates import iso_date
from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Format, Reading, shown
from annotator.formats.xml_tree import begins_with, local, parsed

_ROOTS = ("nitf", "NewsML", "newsItem", "newsMessage")
_PARAGRAPHS = frozenset(("p", "h2", "h3", "li", "tr", "td", "pre", "fn", "hl2"))
_BODIES = ("body.content", "body", "inlineData", "DataContent")
_SKIPPED = frozenset(("media", "head", "hedline", "title", "script", "style"))


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    reading.bytes_read = path.stat().st_size
    try:
        items = list(_items(parsed(path)))
    except FormatError as error:
        reading.refuse(error.reason)
        return
    if not items:
        reading.refuse("it holds no news item with a text")
    for number, item in enumerate(items, 1):
        try:
            yield _article(item, path), []
        except FormatError as error:
            reading.leave_out(f"item {number}: {error.reason}")


def _items(root: Element) -> Iterator[Element]:
    """Give the elements that are one article each; pictures have no text and are none."""
    for name in ("newsItem", "NewsItem", "nitf"):
        found = [e for e in root.iter() if local(e) == name]
        texts = [e for e in found if _body(e) is not None]
        if found:
            yield from texts
            return


def _body(item: Element) -> Element | None:
    for name in _BODIES:
        for found in item.iter():
            if local(found) == name and "".join(found.itertext()).strip():
                return found
    return None


def _article(item: Element, path: Path) -> Article:
    body = _body(item)
    lines = [] if body is None else list(_lines(body))
    facts = {
        "file": shown(Path(path.name)), "dateline": _first(item, "dateline", "located"),
        "item": item.get("guid") or _first(item, "NewsItemId"),
        "section": ", ".join(_subjects(item)), "copyright": _first(item, "copyrightNotice"),
    }  # fmt: skip
    return Article.new(
        "\n".join(lines), title=_first(item, "headline", "hl1", "HeadLine", "title"),
        author=_first(item, "byline", "ByLine", "by"), published=_date(item),
        outlet=_outlet(item), language=_language(item),
        metadata={key: value for key, value in facts.items() if value},
    )  # fmt: skip


def _lines(body: Element) -> Iterator[str]:
    paragraphs = [e for e in _within(body) if local(e) in _PARAGRAPHS]
    inner = {id(e) for p in paragraphs for e in p.iter() if e is not p}
    outer = [e for e in paragraphs if id(e) not in inner]
    if not outer:
        text = "".join(body.itertext())
        yield from filter(None, (" ".join(line.split()) for line in text.split("\n")))
    for paragraph in outer:
        if words := " ".join("".join(paragraph.itertext()).split()):
            yield words


def _within(element: Element) -> Iterator[Element]:
    for child in element:
        if local(child) not in _SKIPPED:
            yield child
            yield from _within(child)


def _first(item: Element, *names: str) -> str:
    for name in names:
        for found in item.iter():
            words = " ".join("".join(found.itertext()).split()) if local(found) == name else ""
            if words:
                return words
    return ""


def _subjects(item: Element) -> Iterable[str]:
    for found in item.iter():
        if local(found) == "section":
            yield " ".join("".join(found.itertext()).split())
        elif local(found) == "pubdata" and found.get("position.section"):
            yield found.get("position.section", "")


def _date(item: Element) -> str:
    for name in ("contentCreated", "date.issue", "DateLine", "FirstCreated", "story.date",
                 "firstCreated", "versionCreated", "ThisRevisionCreated"):  # fmt: skip
        for found in item.iter():
            if local(found) == name:
                iso = iso_date(_compact(found.get("norm") or "".join(found.itertext()).strip()))
                if iso:
                    return iso
    return ""


def _compact(said: str) -> str:
    """Give a time without signs between, such as 20260301T080000Z, in the usual spelling."""
    day, mark, time = said.partition("T")
    if not (mark and len(day) == 8 and day.isdigit() and time[:6].isdigit()):
        return said
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:6]}{time[6:]}"


def _outlet(item: Element) -> str:
    for found in item.iter():
        if local(found) == "pubdata" and found.get("name"):
            return found.get("name", "")
        if local(found) in ("provider", "doc.copyright", "Provider"):
            said = found.get("holder") or _first(found, "name") or found.get("literal", "")
            if said:
                return said
    return _first(item, "creditline", "CreditLine", "distributor")


def _language(item: Element) -> str:
    for found in item.iter():
        if local(found) in ("language", "Language"):
            said = found.get("tag") or found.get("FormalName") or ""
            if said:
                return said[:2].lower()
    return (item.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower()


FORMAT = Format(
    name="news-xml",
    title="NITF or NewsML",
    suffixes=(".nitf", ".newsml", ".xml"),
    description="The news items of an agency's file (NITF, NewsML, NewsML-G2).",
    read=_read,
    loses=("annotations",),
    recognises=lambda path, head: any(begins_with(head, root) for root in _ROOTS),
    specific=True,
)
