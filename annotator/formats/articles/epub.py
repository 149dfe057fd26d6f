"""EPUB: one article a chapter, in reading order."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from annotator.core.article import Article
from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Format, Reading, shown
from annotator.formats.office.parts import Parts
from annotator.formats.pages.main_text import decoded_page
from annotator.formats.xml_tree import local, parsed

_MOST_CHAPTERS = 5_000
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]*);|<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*>")
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "div", "pre", "td", "dt",
           "dd", "figcaption", "title"}  # fmt: skip
_SKIPPED = {"script", "style", "head", "svg", "nav"}


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    reading.bytes_read = path.stat().st_size
    try:
        with Parts(path) as parts:
            package = _package(parts)
            tree = parts.tree(package)
            facts = _facts(tree)
            for number, name in enumerate(_chapters(tree, package), 1):
                if number > _MOST_CHAPTERS:
                    raise FormatError(f"it has more than {_MOST_CHAPTERS:,} chapters")
                if name in parts.names:
                    yield from _chapter(parts.data(name), name, facts, path, reading)
    except FormatError as error:
        reading.refuse(error.reason)


def _package(parts: Parts) -> str:
    for found in parts.tree("META-INF/container.xml").iter():
        if local(found) == "rootfile":
            return found.get("full-path") or ""
    raise FormatError("it is an EPUB without a package")


def _facts(tree: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for fact in tree.iter():
        name, text = local(fact), (fact.text or "").strip()
        if text and name in ("title", "creator", "publisher", "date", "language"):
            found.setdefault(name, text)
    return found


def _chapters(tree: Element, package: str) -> Iterator[str]:
    folder = PurePosixPath(package).parent
    files = {item.get("id"): item.get("href", "") for item in tree.iter() if local(item) == "item"}
    for item in tree.iter():
        href = files.get(item.get("idref")) if local(item) == "itemref" else None
        if href:
            yield str(folder / unquote(href.split("#")[0])).removeprefix("./")


def _chapter(
    data: bytes, name: str, facts: dict[str, str], path: Path, reading: Reading
) -> Iterator[Entry]:
    try:
        root = parsed(_NAMED.sub(_letter, decoded_page(data)).encode("utf-8"))
    except FormatError as error:
        reading.leave_out(f"chapter {name}: {error.reason}")
        return
    lines = list(_lines(root))
    title = next(iter(lines), "")[:200] if _has_heading(root) else facts.get("title", "")
    if sum(map(len, lines)) < 2:
        return
    try:
        yield Article.new(
            "\n".join(lines), title=title, author=facts.get("creator", ""),
            outlet=facts.get("publisher", ""), published=facts.get("date", ""),
            language=facts.get("language", ""),
            metadata={"file": shown(Path(path.name)), "chapter": name},
        ), []  # fmt: skip
    except FormatError as error:
        reading.leave_out(f"chapter {name}: {error.reason}")


def _letter(found: re.Match[str]) -> str:
    """Give the letter of an HTML name, which XML does not know; XML's own five stay."""
    if found[1] is None:
        return ""  # a declaration: the text is UTF-8 by now
    return found[0] if found[1] in ("amp", "lt", "gt", "quot", "apos") else unescape(found[0])


def _has_heading(root: Element) -> bool:
    return any(isinstance(e.tag, str) and local(e) in ("h1", "h2") for e in root.iter())


def _lines(root: Element) -> Iterator[str]:
    held: list[str] = []

    def walk(element: Element) -> Iterator[str]:
        name = local(element) if isinstance(element.tag, str) else "script"
        if name in _SKIPPED:
            return
        if name in _BLOCKS:
            yield from flush()
        held.append("\n" if name == "br" else element.text or "")
        for child in element:
            yield from walk(child)
            held.append(child.tail or "")
        if name in _BLOCKS:
            yield from flush()

    def flush() -> Iterator[str]:
        words = " ".join("".join(held).split())
        held.clear()
        if words:
            yield words

    yield from walk(root)
    yield from flush()


FORMAT = Format(
    name="epub",
    title="EPUB",
    suffixes=(".epub",),
    description="One article a chapter.",
    read=_read,
    loses=("annotations",),
    recognises=lambda path, head: b"mimetypeapplication/epub+zip" in head[:200],
)
