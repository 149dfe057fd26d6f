"""XML files of others: parsed without entities, without looking elsewhere, and bounded."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from annotator.core.errors import FormatError

LARGEST_XML = 200_000_000
"""Bytes of a file that is held in memory as a whole."""
DEEPEST = 1_000


def parsed(source: Path | bytes) -> Element:
    """Give the root of an XML file; FormatError, with the reason, for what cannot be trusted."""
    root: Element | None = None
    for event, element in _events(source):
        if event == "start" and root is None:
            root = element
    if root is None:
        raise FormatError("it is no usable XML: it is empty")
    return root


def each(source: Path | bytes, name: str) -> Iterator[Element]:
    """Give each element of a name when it is whole; the memory that it took is freed after.

    Raises FormatError as `parsed` does.
    """
    for event, element in _events(source):
        if event == "end" and local(element) == name:
            yield element
            element.clear()


def _events(source: Path | bytes) -> Iterator[tuple[str, Element]]:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    file: IO[bytes] = BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    depth = 0
    with file:
        try:
            size = file.seek(0, 2)
            file.seek(0)
            if size > LARGEST_XML:
                raise FormatError(f"it has more than {LARGEST_XML:,} bytes")
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


def begins_with(head: bytes, root: str) -> bool:
    """Say whether the first element of a file, of which these are first bytes, has a name."""
    import re

    text = head.decode("utf-8-sig", "ignore").lstrip()
    if not text.startswith("<"):
        return False
    for name in re.findall(r"<([A-Za-z_][\w.:-]*)", text):
        return bool(name.rpartition(":")[2] == root)
    return False
