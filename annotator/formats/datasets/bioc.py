"""BioC XML: documents of passages and sentences, with annotations and relations."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from annotator.core.errors import FormatError, shown
from annotator.formats.draft import Draft, Mark, entries_of
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.xml_tree import begins_with, child_text, children, each, local, number

_TYPES = ("type", "label", "class")
_LARGEST_GAP = 100_000


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give an article for each document.

    Its text is what passages and sentences hold, each at its offset; gaps become line ends. A
    mark is called by its infon "type", else "annotation"; its other infons are attributes.
    """
    yield from entries_of(lambda r: _drafts(path, r), reading)


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    found = 0
    try:
        for document in each(path, "document"):
            found += 1
            name = child_text(document, "id").strip() or f"document {found}"
            try:
                yield _draft(document, name, reading)
            except FormatError as problem:
                reading.refuse(f"{name}: {problem.reason.rstrip('.')}")
    except FormatError as problem:
        reading.refuse(problem.reason.rstrip("."))
        return
    if not found:
        reading.refuse("it holds no BioC document")


@dataclass(slots=True)
class _Stretch:
    """A passage or sentence: its offset, its text, and what is said of it."""

    start: int
    text: str
    element: Element


def _draft(document: Element, name: str, reading: Reading) -> Draft:
    stretches = list(_stretches(document))
    draft = Draft(
        _text(stretches), record=name, source_id=child_text(document, "id").strip(),
        metadata=_infons(document),
    )  # fmt: skip
    for holder, start, end in _holders(document, stretches, len(draft.text)):
        for annotation in children(holder, "annotation"):
            draft.marks.append(_mark(annotation, draft, start, end, reading))
        for relation in children(holder, "relation"):
            _link(relation, draft, reading)
    return draft


def _stretches(document: Element) -> Iterator[_Stretch]:
    for passage in children(document, "passage"):
        offset = number(child_text(passage, "offset").strip() or "0", "the offset of a passage")
        text = child_text(passage, "text")
        if text:
            yield _Stretch(offset, text, passage)
            continue
        for sentence in children(passage, "sentence"):
            own = child_text(sentence, "offset").strip()
            start = number(own or str(offset), "the offset of a sentence")
            yield _Stretch(start, child_text(sentence, "text"), sentence)


def _text(stretches: list[_Stretch]) -> str:
    pieces: list[str] = []
    length = 0
    for stretch in stretches:
        gap = stretch.start - length
        if gap > _LARGEST_GAP:
            raise FormatError(f"there are {gap:,} characters missing before offset {stretch.start}")
        if gap < 0:  # passages that all begin at 0 follow one another
            gap = 1 if pieces else 0
            stretch.start = length + gap
        pieces += [(" " if not pieces else "\n") * gap, stretch.text]
        length += gap + len(stretch.text)
    return "".join(pieces)


def _holders(
    document: Element, stretches: list[_Stretch], length: int
) -> Iterator[tuple[Element, int, int]]:
    """Give what holds annotations, and the stretch of text that it is about."""
    yield document, 0, length
    places = {id(s.element): (s.start, s.start + len(s.text)) for s in stretches}
    for passage in children(document, "passage"):
        inside = [places[id(s)] for s in children(passage, "sentence") if id(s) in places]
        around = (inside[0][0], inside[-1][1]) if inside else (0, length)
        yield passage, *places.get(id(passage), around)
        for sentence in children(passage, "sentence"):
            yield sentence, *places.get(id(sentence), around)


def _mark(annotation: Element, draft: Draft, start: int, end: int, reading: Reading) -> Mark:
    said = _infons(annotation)
    label = next((said.pop(name) for name in _TYPES if said.get(name)), "annotation")
    parts = []
    for location in children(annotation, "location"):
        first = number(location.get("offset"), "the offset of an annotation")
        parts.append((first, first + number(location.get("length"), "the length of an annotation")))
    quoted: str | None = child_text(annotation, "text") or None
    if not all(start <= a and b <= end for a, b in parts) and all(
        b <= end - start for _, b in parts
    ):
        parts = [(start + a, start + b) for a, b in parts]
        reading.mend("offset that counts from its passage or sentence")
    if quoted and not _stands_somewhere(draft.text, quoted):
        name = annotation.get("id") or label
        reading.note(
            f"{draft.record}: the words {shown(quoted)} of {shown(name)} are nowhere in the text; "
            "it was put where its offsets say."
        )
        quoted = None
    who = said.pop("annotator", "")
    key = annotation.get("id") or ""
    return Mark(label, tuple(parts), quoted, key=key, annotator=who, attributes=said)


def _stands_somewhere(text: str, quoted: str) -> bool:
    return quoted in text or " ".join(quoted.split()) in " ".join(text.split())


def _link(relation: Element, draft: Draft, reading: Reading) -> None:
    said = _infons(relation)
    kind = next((said.pop(name) for name in _TYPES if said.get(name)), "relation")
    nodes = [
        (node.get("refid") or "", node.get("role") or "") for node in children(relation, "node")
    ]
    if len(nodes) < 2:
        reading.leave_out(f"{draft.record}: relation {shown(kind)} has fewer than two ends")
        return
    who = said.pop("annotator", "")
    head = nodes[0][0]
    for tail, _ in nodes[1:]:  # one with more ends becomes several, all from the first
        draft.link(kind, head, tail, annotator=who, attributes=said)
    if len(nodes) > 2:
        reading.mend("relation with more than two ends (made several)")


def _infons(element: Element) -> dict[str, str]:
    return {
        child.get("key") or "": child.text or ""
        for child in element
        if local(child) == "infon" and child.get("key") and child.text
    }


def _recognises(path: Path, head: bytes) -> bool:
    return begins_with(head, "collection") and (b"<document" in head or b"BioC" in head)


FORMAT = Format(
    name="bioc",
    title="BioC XML",
    suffixes=(".xml", ".bioc"),
    description="Documents of passages with annotations and relations, as of PubTator.",
    read=_read,
    recognises=_recognises,
)
