"""XML files of others: parsed without entities, without looking elsewhere, and bounded."""

from collections.abc import Iterator
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import IO, TypeAlias
from xml.etree.ElementTree import Element, ParseError

from annotator.core.errors import FormatError

LARGEST_XML = 100_000_000
"""Bytes of a file that is held in memory as a whole."""
MOST_ELEMENTS = 2_000_000
"""How many elements may be held at once; each takes about 200 bytes."""
DEEPEST = 1_000

Source: TypeAlias = Path | bytes | RawIOBase | BytesIO
"""A file, its bytes, or a stream of them, which is closed at the end."""


def parsed(source: Path | bytes, *, emptied: str = "") -> Element:
    """Give the root of an XML file; FormatError, with the reason, for what cannot be trusted.

    Elements called ``emptied`` lose what is inside of them; `each` gives them whole.
    """
    if _size(source) > LARGEST_XML and not emptied:
        raise FormatError(f"it has more than {LARGEST_XML:,} bytes")
    root: Element | None = None
    held = before = 0
    for event, element in _events(source):
        if event == "start":
            root = element if root is None else root
            before = held if local(element) == emptied else before
            held += 1
            _bounded(held)
        elif local(element) == emptied:
            element.clear()
            held = before + 1
    if root is None:
        raise FormatError("it is no usable XML: it is empty")
    return root


def each(source: Source, name: str) -> Iterator[Element]:
    """Give each element of a name when it is whole; it is empty after.

    Raises FormatError as `parsed` does.
    """
    root: Element | None = None
    held = 0
    for event, element in _events(source):
        if event == "start":
            root = element if root is None else root
            held += 1
            _bounded(held)
        elif local(element) == name and root is not None:
            yield element
            element.clear()  # where it is no child of the root, the one above holds it still
            root.clear()
            held = 0


def _size(source: Path | bytes) -> int:
    return len(source) if isinstance(source, bytes) else source.stat().st_size


def _bounded(elements: int) -> None:
    if elements > MOST_ELEMENTS:
        raise FormatError(f"it has more than {MOST_ELEMENTS:,} elements in one piece")


def _events(source: Source) -> Iterator[tuple[str, Element]]:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    if isinstance(source, bytes):
        source = BytesIO(source)
    file: IO[bytes] | RawIOBase = source.open("rb") if isinstance(source, Path) else source
    depth = 0
    with file:
        try:
            for event, element in iterparse(file, events=("start", "end")):
                depth += 1 if event == "start" else -1
                if depth > DEEPEST:
                    raise FormatError("it is nested deeper than any data of this kind")
                yield event, element
        except DefusedXmlException as error:
            raise FormatError("it holds entities of its own, which are not read") from error
        except (ParseError, ValueError, LookupError) as error:
            raise FormatError(f"it is no usable XML: {str(error)[:200]}") from error


def local(element: Element) -> str:
    """Give an element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, name: str) -> list[Element]:
    """Give the children of a name, whatever their namespace."""
    return [child for child in element if local(child) == name]


def child_text(element: Element, name: str) -> str:
    """Give the text of the first child of a name; "" where there is none."""
    return next((child.text or "" for child in element if local(child) == name), "")


def number(text: str | None, what: str) -> int:
    """Give a whole number from 0; FormatError for anything else."""
    if text is None or len(text) > 15 or not (text.isascii() and text.strip().isdigit()):
        raise FormatError(f"{what} is no number from 0")
    return int(text)


_BEFORE = b"\xef\xbb\xbf\xff\xfe \t\r\n\x0b\x0c"
"""What may stand before the first sign of XML: marks of the byte order, and blanks."""


def begins_with(head: bytes, root: str) -> bool:
    """Say whether the first element of a file, of which these are first bytes, has a name."""
    import re

    if not head.lstrip(_BEFORE).startswith(b"<"):
        return False  # nearly every file that is no XML, told without decoding it
    text = head.decode("utf-8-sig", "ignore")
    for name in re.findall(r"<([A-Za-z_][\w.:-]*)", text):
        return bool(name.rpartition(":")[2] == root)
    return False
