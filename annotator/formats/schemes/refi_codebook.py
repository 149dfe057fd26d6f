"""A codebook of the REFI-QDA standard (`.qdc`)."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from annotator.core.errors import SchemeError
from annotator.formats.schemes.source import Draft, FoundScheme, SchemeSource
from annotator.formats.schemes.xml_root import xml_root

_DEEPEST = 50


def _recognises(path: Path, text: str) -> bool:
    return "CodeBook" in text[:5000] and text.lstrip().startswith("<")


def _read(path: Path, text: str) -> FoundScheme:
    root = xml_root(path, text)
    draft = Draft(path.stem)
    names: set[str] = set()
    for code, group in _codes(root):
        name = (code.get("name") or "").strip()
        if code.get("isCodable", "true") in ("false", "0") and len(code):
            continue  # a category: its codes carry it as their group
        if name.casefold() in names and group:
            draft.note(f"“{name}” is there in several groups; its group is now in its name.")
            name = f"{name} ({group})"
        names.add(name.casefold())
        description = next((c.text for c in code if _tag(c) == "Description"), None)
        draft.label(name, color=code.get("color") or "", group=group, definition=description or "")
    if any(_tag(part) == "Set" for part in root.iter()):
        draft.note("The sets of codes were not taken over.")
    return draft.found()


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _codes(root: Element) -> Iterator[tuple[Element, str]]:
    for book in root.iter():
        if _tag(book) == "Codes":
            yield from _below(book, (), 0)


def _below(parent: Element, path: tuple[str, ...], depth: int) -> Iterator[tuple[Element, str]]:
    if depth > _DEEPEST:
        raise SchemeError("Its codes are nested deeper than any codebook.")
    for code in parent:
        if _tag(code) == "Code":
            yield code, " / ".join(path)
            yield from _below(code, (*path, (code.get("name") or "").strip()), depth + 1)


SOURCE = SchemeSource("refi-qda", "REFI-QDA codebook", (".qdc", ".xml"), _recognises, _read)
