"""An OpenDocument text (ODT) as paragraphs of plain text, in reading order."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from annotator.core.errors import FormatError
from annotator.formats.office.parts import Parts
from annotator.formats.office.word import Document
from annotator.formats.xml_tree import local

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST_BLANKS = 1_000
_SKIPPED = {"annotation", "annotation-end", "tracked-changes", "sequence-decls", "forms"}


def read_opendocument(path: Path) -> Document:
    """Give the paragraphs of an ODT file; FormatError for what is none."""
    with Parts(path) as parts:
        if "content.xml" not in parts.names:
            raise FormatError("it is an archive, but no OpenDocument text")
        tree = parts.tree("content.xml")
        body = next(
            (e for e in tree.iter() if local(e) == "text" and e.tag != f"{_TEXT}span"), None
        )
        if body is None:
            raise FormatError("it is an OpenDocument file, but no text")
        notes: list[Element] = []
        found = Document(paragraphs=list(_blocks(body, notes)))
        for note in notes:
            found.paragraphs += [part for part in _blocks(note, []) if part.strip()]
        found.notes = len(notes)
        if "meta.xml" in parts.names:
            for fact in parts.tree("meta.xml").iter():
                if local(fact) == "title":
                    found.title = (fact.text or "").strip()
                elif local(fact) == "initial-creator":
                    found.author = (fact.text or "").strip()
    return found


def _blocks(parent: Element, notes: list[Element]) -> Iterator[str]:
    for element in parent:
        match local(element):
            case "p" | "h":
                boxes: list[Element] = []
                yield "".join(_words(element, boxes, notes))
                for box in boxes:
                    yield from _blocks(box, notes)
            case "table-row":
                cells = (c for c in element if local(c) == "table-cell")
                yield "\t".join(" ".join(p for p in _blocks(c, notes) if p) for c in cells)
            case name if name not in _SKIPPED:
                yield from _blocks(element, notes)


def _words(element: Element, boxes: list[Element], notes: list[Element]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local(child)
        if name == "s":
            yield " " * min(int(child.get(f"{_TEXT}c") or 1), _MOST_BLANKS)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name == "note":
            notes += [part for part in child if local(part) == "note-body"]
        elif name == "text-box":
            boxes.append(child)
        elif name not in _SKIPPED:
            yield from _words(child, boxes, notes)
        yield child.tail or ""
