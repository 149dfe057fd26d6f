"""An exported page as the blocks that one sees, each with the classes that it stands in.

Nothing that a page names is loaded, and no script or style is taken for text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.errors import FormatError
from annotator.formats.databases.story import LARGEST_EXPORT
from annotator.formats.pages.main_text import decoded_page

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset((
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "td", "th", "table", "article",
    "section", "header", "footer", "hr", "blockquote", "body", "ul", "ol", "dl", "dt", "dd",
))  # fmt: skip
_SKIPPED = frozenset(("script", "style", "head", "noscript", "svg", "button", "select", "form"))
_DEEPEST = 400


@dataclass(frozen=True, slots=True)
class Block:
    """Words between two edges. ``classes`` are those of all elements around, in lower case."""

    text: str
    tag: str
    classes: frozenset[str]


def page_tree(data: bytes) -> "HtmlElement":
    """Give the elements of a page in any encoding; FormatError for what has none."""
    from lxml import html
    from lxml.etree import LxmlError

    if len(data) > LARGEST_EXPORT:
        raise FormatError(f"it has more than {LARGEST_EXPORT:,} bytes")
    text = decoded_page(data).replace("\x00", "")
    start = text.find("<", 1) if text.lstrip().startswith("<?xml") else 0
    try:
        # In bytes of a known encoding: what the page declares is often wrong.
        parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
        tree = html.document_fromstring(text[start:].encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError, AssertionError) as error:
        raise FormatError(f"it is no usable page: {str(error)[:100]}") from error
    return tree


def beginning(path: Path, head: bytes) -> bytes:
    """Give the first 2 MB of a page whose first bytes may be nothing but its style."""
    if len(head) < 60_000 or b"<" not in head[:400]:
        return head
    with path.open("rb") as file:
        return file.read(2_000_000)


def has_class(element: "HtmlElement", name: str) -> bool:
    """Say whether an element has a class, whatever its case."""
    return name in (element.get("class") or "").casefold().split()


def blocks(root: "HtmlElement") -> Iterator[Block]:
    """Give the blocks below an element in reading order; a line across is a block of tag "hr"."""
    held: list[str] = []
    inner: set[str] = set()

    def flush(tag: str, classes: frozenset[str]) -> Iterator[Block]:
        lines = (" ".join(line.split(" ")).strip() for line in "".join(held).split("\n"))
        text = "\n".join(" ".join(line.split()) if "\u00a0" not in line else line
                         for line in lines if line)  # fmt: skip
        if text:
            yield Block(text, tag, classes | inner)
        held.clear()
        inner.clear()

    def walk(element: "HtmlElement", around: frozenset[str], depth: int) -> Iterator[Block]:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _SKIPPED or depth > _DEEPEST:
            return
        own = frozenset((element.get("class") or "").casefold().split())
        classes = around | own
        if tag in _BLOCKS:
            yield from flush(tag, around)
        else:
            inner.update(own)
        if tag == "hr":
            yield Block("", tag, classes)
        held.append("\n" if tag == "br" else _words(element.text))
        for child in element:
            yield from walk(child, classes, depth + 1)
            held.append(_words(child.tail))
        if tag in _BLOCKS:
            yield from flush(tag, classes)

    yield from walk(root, frozenset(), 0)
    yield from flush("body", frozenset())


def _words(text: str | None) -> str:
    """Give text with its line ends as blanks: in a page they are nothing else."""
    return (text or "").replace("\r", " ").replace("\n", " ")
