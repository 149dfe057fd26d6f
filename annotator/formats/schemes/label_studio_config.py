"""A labelling configuration of Label Studio (XML)."""

from pathlib import Path
from xml.etree.ElementTree import Element

from annotator.core.scheme import Attribute, AttributeKind
from annotator.core.scheme_edit import free_id
from annotator.formats.schemes.source import Draft, FoundScheme, SchemeSource
from annotator.formats.schemes.xml_root import xml_root

_SPANS = ("Labels", "HyperTextLabels", "ParagraphLabels")
_QUESTIONS: dict[str, AttributeKind] = {
    "Choices": "one", "TextArea": "text", "Number": "number", "Rating": "number",
    "DateTime": "date",
}  # fmt: skip


def _recognises(path: Path, text: str) -> bool:
    head = text.lstrip()[:5000]
    return head.startswith("<") and "<View" in head


def _read(path: Path, text: str) -> FoundScheme:
    root = xml_root(path, text)
    draft = Draft(path.stem)
    for group in root.iter():
        if group.tag in _SPANS:
            _add_labels(draft, group)
    names = list(draft.labels)
    _add_relations(draft, root, names)
    for question in root.iter():
        if question.tag in _QUESTIONS:
            _add_question(draft, question, names)
    return draft.found()


def _add_labels(draft: Draft, group: Element) -> None:
    for label in group.iter("Label"):
        name = label.get("value") or ""
        draft.label(
            label.get("alias") or name, name=name, color=label.get("background") or "",
            key=label.get("hotkey") or "", definition=label.get("hint") or "",
        )  # fmt: skip


def _add_relations(draft: Draft, root: Element, names: list[str]) -> None:
    for relations in root.iter("Relations"):
        for relation in relations.iter("Relation"):
            draft.relation(relation.get("value") or "", names, names)
        draft.note("Label Studio lets a relation join any labels; narrow its ends in the scheme.")


def _add_question(draft: Draft, question: Element, names: list[str]) -> None:
    name = question.get("name") or question.tag
    if question.get("perRegion") not in ("true", "True"):
        draft.note(f"“{name}” is asked of the whole text; make it an article label.")
        return
    kind = _QUESTIONS[question.tag]
    choices = tuple(dict.fromkeys(c.get("value") or "" for c in question.iter("Choice")))
    if kind == "one" and question.get("choice") == "multiple":
        kind = "some"
    when = (question.get("whenLabelValue") or "").split(",")
    wanted = [w.strip() for w in when if w.strip() in draft.labels] or names
    required = question.get("required") in ("true", "True")
    attribute = Attribute(free_id(name, ()), name, kind, choices, required=required)
    draft.attribute(attribute, wanted)


SOURCE = SchemeSource(
    "label-studio", "Label Studio labelling configuration", (".xml",), _recognises, _read
)
