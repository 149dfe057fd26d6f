"""GATE XML: a text with nodes between its characters, and sets of annotations between nodes."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from annotator.core.annotation import AttributeValue
from annotator.core.errors import FormatError, shown
from annotator.formats.draft import Draft, Mark
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.gate_features import MARKUPS, annotator_of, attributes_of, metadata_of
from annotator.formats.offset_units import CODE_POINTS
from annotator.formats.xml_tree import begins_with, child_text, children, local, parsed


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give the one article of a file.

    Nodes stand in the text itself, so what their numbers count does not matter. Each set is the
    work of the annotator of its name; features that are Java objects are left out.
    """
    reading.counting = CODE_POINTS  # places are where the nodes stand
    try:
        root = parsed(path)
        if local(root) != "GateDocument":
            raise FormatError("it is no GATE document")
        yield _draft(root, reading).entry(reading)
    except FormatError as problem:
        reading.refuse(problem.reason.rstrip("."), next_step=problem.next_step)


def _draft(root: Element, reading: Reading) -> Draft:
    holders = children(root, "TextWithNodes")
    if not holders:
        raise FormatError("it holds no text")
    text, nodes = _text(holders[0])
    features = [_features(f, reading) for f in children(root, "GateDocumentFeatures")]
    draft = Draft(text, metadata=metadata_of(features[0] if features else {}))
    for found in children(root, "AnnotationSet"):
        name = found.get("Name") or ""
        if name == MARKUPS:
            reading.note(f"the set “{MARKUPS}” holds tags of the page, and was not read.")
            continue
        for annotation in children(found, "Annotation"):
            _add(annotation, name, nodes, draft, reading)
        for kind in children(found, "RelationSet"):
            for relation in children(kind, "Relation"):
                _link(relation, name, draft, reading)
    return draft


def _text(holder: Element) -> tuple[str, dict[str, int]]:
    pieces = [holder.text or ""]
    length = len(pieces[0])
    nodes: dict[str, int] = {}
    for node in holder:
        nodes[node.get("id") or ""] = length
        pieces.append(node.tail or "")
        length += len(pieces[-1])
    return "".join(pieces), nodes


def _add(
    annotation: Element, name: str, nodes: dict[str, int], draft: Draft, reading: Reading
) -> None:
    label, own = annotation.get("Type") or "", annotation.get("Id") or ""
    start, end = (
        nodes.get(annotation.get("StartNode") or ""),
        nodes.get(annotation.get("EndNode") or ""),
    )
    if start is None or end is None:
        reading.leave_out(f"{shown(label)} {shown(own)}: it begins or ends at no node of the text")
        return
    attributes = attributes_of(_features(annotation, reading))
    draft.marks.append(
        Mark(
            label, ((start, end),), key=f"{name}#{own}", annotator=annotator_of(name),
            attributes=attributes,
        )
    )  # fmt: skip


def _link(relation: Element, name: str, draft: Draft, reading: Reading) -> None:
    members = (relation.get("Members") or "").split(";")
    kind = relation.get("Type") or "relation"
    if len(members) != 2:
        reading.leave_out(f"relation {shown(kind)} has {len(members)} ends")
        return
    head, tail = (f"{name}#{member.strip()}" for member in members)
    draft.link(kind, head, tail, annotator=annotator_of(name))


def _features(holder: Element, reading: Reading) -> dict[str, AttributeValue]:
    found: dict[str, AttributeValue] = {}
    for feature in children(holder, "Feature"):
        value = next(iter(children(feature, "Value")), None)
        if value is None:
            continue
        made = _value(value.get("className") or "", value.text or "")
        if made is None:
            reading.note("its features that are Java objects were not read.")
        else:
            found[child_text(feature, "Name")] = made
    return found


def _value(kind: str, text: str) -> AttributeValue | None:
    short = kind.rpartition(".")[2]
    if short == "String":
        return text
    if short == "Boolean":
        return text.strip() == "true"
    try:
        if short in ("Integer", "Long", "Short"):
            return int(text[:30])
        if short in ("Double", "Float", "BigDecimal"):
            return float(text)
    except ValueError:
        return text
    return None


def _recognises(path: Path, head: bytes) -> bool:
    return begins_with(head, "GateDocument")


FORMAT = Format(
    name="gate",
    title="GATE XML",
    suffixes=(".xml",),
    description="One document with its sets of annotations, as GATE saves it.",
    read=_read,
    recognises=_recognises,
)
