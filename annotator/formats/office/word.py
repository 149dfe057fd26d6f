"""A Word file (DOCX, also strict) as paragraphs of plain text, in reading order.

Taken are paragraphs, lists, tables (a row a line, cells by tabs), text boxes after the paragraph
that holds them, foot- and endnotes at the end. Left out are comments, deletions, headers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from annotator.core.errors import FormatError
from annotator.formats.office.parts import Parts
from annotator.formats.xml_tree import local

_SIGNS = {
    "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad",
}  # fmt: skip
_SKIPPED = {"del", "moveFrom", "Fallback", "pPr", "rPr", "instrText", "delText", "sectPr"}
_NOTES = ("footnotes", "endnotes")
_NO_NOTES = {"separator", "continuationSeparator", "continuationNotice"}


@dataclass(slots=True)
class Document:
    """What was found in a file. ``macros`` and ``comments`` were left out."""

    paragraphs: list[str] = field(default_factory=list)
    title: str = ""
    author: str = ""
    notes: int = 0
    comments: bool = False
    macros: bool = False


def read_word(path: Path) -> Document:
    """Give the paragraphs of a Word file; FormatError for what is none."""
    with Parts(path) as parts:
        main = _main_part(parts)
        found = Document(comments="word/comments.xml" in parts.names)
        found.macros = any(name.endswith("vbaProject.bin") for name in parts.names)
        body = next((e for e in parts.tree(main) if local(e) == "body"), None)
        if body is None:
            raise FormatError("it is a Word file without a body")
        found.paragraphs = list(_blocks(body))
        for kind in _NOTES:
            name = f"{main.rpartition('/')[0]}/{kind}.xml"
            if name in parts.names:
                notes = list(_notes(parts.tree(name)))
                found.notes += len(notes)
                found.paragraphs += notes
        _add_properties(parts, found)
    return found


def _main_part(parts: Parts) -> str:
    if "word/document.xml" in parts.names:
        return "word/document.xml"
    if "_rels/.rels" in parts.names:
        for relation in parts.tree("_rels/.rels"):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and target in parts.names:
                return target
    raise FormatError("it is an archive, but no Word file")


def _blocks(parent: Element) -> Iterator[str]:
    """Give the paragraphs and table rows below an element."""
    for element in parent:
        match local(element):
            case "p":
                yield from _paragraph(element)
            case "tbl":
                yield from _rows(element)
            case "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo":
                yield from _blocks(element)


def _rows(table: Element) -> Iterator[str]:
    for row in table:
        if local(row) == "tr":
            cells = (cell for cell in row if local(cell) == "tc")
            yield "\t".join(" ".join(part for part in _blocks(c) if part) for c in cells)
        elif local(row) in ("sdt", "sdtContent", "customXml"):
            yield from _rows(row)


def _paragraph(paragraph: Element) -> Iterator[str]:
    boxes: list[Element] = []
    yield "".join(_words(paragraph, boxes))
    for box in boxes:
        yield from _blocks(box)


def _words(element: Element, boxes: list[Element]) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "txbxContent":
            boxes.append(child)
        elif name not in _SKIPPED:
            yield from _words(child, boxes)


def _notes(tree: Element) -> Iterator[str]:
    for note in tree:
        kind = next((value for key, value in note.attrib.items() if key.endswith("}type")), "")
        text = " ".join(part.strip() for part in _blocks(note) if part.strip())
        if kind not in _NO_NOTES and text:
            yield text


def _add_properties(parts: Parts, found: Document) -> None:
    if "docProps/core.xml" not in parts.names:
        return
    for fact in parts.tree("docProps/core.xml"):
        text = (fact.text or "").strip()
        if local(fact) == "title":
            found.title = text
        elif local(fact) == "creator":
            found.author = text
