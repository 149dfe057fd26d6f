"""Label Studio's JSON export; its JSON-MIN and CSV exports can be read too."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import msgspec

from annotator.core.annotation import GOLD, Annotation, AttributeValue
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.judgement import ArticleLabel
from annotator.core.relation import Relation
from annotator.core.scheme import Attribute, Scheme
from annotator.formats.carrying import Keeps
from annotator.formats.draft import entries_of
from annotator.formats.fields import FACTS
from annotator.formats.format import Entry, Format, Output, Reading, Writing
from annotator.formats.json_records import first_table
from annotator.formats.label_studio.minimal import HEAD, read_minimal
from annotator.formats.label_studio.tasks import read_tasks
from annotator.formats.offset_units import CODE_POINTS

KEEPS = Keeps(annotators=True, attributes=True, notes=True, relations=True, article_labels=True)


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    with path.open("rb") as file:
        head = file.read(65_536)
    drafts = read_tasks if _is_export(head) else read_minimal
    return entries_of(lambda asked: drafts(path, asked), reading, expected=CODE_POINTS)


def _is_export(head: bytes) -> bool:
    table = first_table(head)
    kinds = (table.get("annotations"), table.get("completions"), table.get("predictions"))
    return isinstance(table.get("data"), dict) or any(isinstance(kind, list) for kind in kinds)


def _recognises(path: Path, head: bytes) -> bool:
    if path.suffix.lower() in (".csv", ".tsv"):
        first = head.split(b"\n", 1)[0].decode("utf-8", "ignore").replace('"', "").strip()
        return set(first.replace("\t", ",").split(",")) >= HEAD
    table = first_table(head)
    if "spans" in table or "entities" in table:
        return False
    whole = isinstance(table.get("data"), dict) and _is_export(head)
    begun = isinstance(table.get("annotations"), list) and isinstance(table.get("id"), int)
    return whole or (begun and "text" not in table) or table.keys() >= HEAD


# --- writing


def _write(found: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    encoder = msgspec.json.Encoder()
    number = 0
    for number, entry in enumerate(found, 1):
        article, values = KEEPS.taken(entry, writing)
        output.write(b"[\n" if number == 1 else b",\n")
        output.write(encoder.encode(_task(number, article, values)))
        yield
    output.write(b"\n]\n" if number else b"[]\n")


def _task(number: int, article: Article, values: list[Value]) -> dict[str, Any]:
    data = {"text": article.text}
    data |= {name: fact for name in FACTS if (fact := getattr(article, name))}
    names = sorted({v.annotator for v in values if hasattr(v, "annotator")})
    return {
        "id": number, "data": data,
        "annotations": [
            {"id": n, "completed_by": {"id": n, "email": name}, "was_cancelled": False,
             "ground_truth": name == GOLD,
             "result": list(_results([v for v in values if getattr(v, "annotator", "") == name]))}
            for n, name in enumerate(names, 1)
        ],
    }  # fmt: skip


def _results(values: list[Value]) -> Iterator[dict[str, Any]]:
    marks = sorted((v for v in values if type(v) is Annotation), key=lambda a: a.sort_key)
    ids = {mark.id: f"m{number}" for number, mark in enumerate(marks, 1)}
    for mark in marks:
        place = {"start": mark.start, "end": mark.end, "text": mark.quote}
        region = {
            "id": ids[mark.id], "from_name": "label", "to_name": "text", "type": "labels",
            "origin": "manual", "value": {**place, "labels": [mark.label]},
        }  # fmt: skip
        yield region | ({"meta": {"text": [mark.note]}} if mark.note else {})
        for name, value in sorted(mark.attributes.items()):
            yield _answer(name, value, {"id": ids[mark.id]}, place)
    for number, label in enumerate(
        sorted((v for v in values if type(v) is ArticleLabel), key=lambda v: v.name), 1
    ):
        yield _answer(label.name, label.value, {"id": f"d{number}"}, {})
    for link in sorted((v for v in values if type(v) is Relation), key=lambda r: r.sort_key):
        if link.head in ids and link.tail in ids:
            yield {
                "type": "relation", "from_id": ids[link.head], "to_id": ids[link.tail],
                "direction": "right", "labels": [link.type],
            }  # fmt: skip


def _answer(
    name: str, value: AttributeValue, own: dict[str, Any], place: dict[str, Any]
) -> dict[str, Any]:
    """Give an answer as Label Studio has it; ``kind`` tells a list of one from one value."""
    if isinstance(value, bool):
        kind, said = "yes_no", {"choices": ["yes" if value else "no"]}
    elif isinstance(value, int | float):
        kind, said = "number", {"number": value}  # type: ignore[dict-item]
    elif isinstance(value, tuple):
        kind, said = "some", {"choices": list(value)}
    else:
        kind, said = "one", {"choices": [value]}
    of = "number" if kind == "number" else "choices"
    return {
        **own, "from_name": name, "to_name": "text", "type": of, "origin": "manual",
        "value": {**place, **said}, "kind": kind,
    }  # fmt: skip


def labelling_config(scheme: Scheme) -> bytes:
    """Give the labelling configuration (XML) of a Label Studio project for a scheme."""
    lines = io.StringIO()
    lines.write('<View>\n  <Labels name="label" toName="text">\n')
    for label in scheme.labels:
        hotkey = f" hotkey={quoteattr(label.key)}" if label.key else ""
        color = f"background={quoteattr(label.color)}"
        lines.write(f"    <Label value={quoteattr(label.id)} {color}{hotkey}/>\n")
    lines.write("  </Labels>\n")
    if scheme.relations:
        lines.write("  <Relations>\n")
        lines.writelines(f"    <Relation value={quoteattr(r.id)}/>\n" for r in scheme.relations)
        lines.write("  </Relations>\n")
    lines.write('  <Text name="text" value="$text"/>\n')
    asked = {a.id: a for label in scheme.labels for a in label.attributes}
    for attribute in asked.values():
        lines.write(_control(attribute, per_region=True))
    for attribute in scheme.article_labels:
        lines.write(_control(attribute, per_region=False))
    lines.write("</View>\n")
    return lines.getvalue().encode("utf-8")


def _control(attribute: Attribute, *, per_region: bool) -> str:
    where = f'name={quoteattr(attribute.id)} toName="text"'
    where += ' perRegion="true"' if per_region else ""
    if attribute.kind == "number":
        return f"  <Number {where}/>\n"
    if attribute.kind not in ("one", "some", "yes_no"):
        return f"  <TextArea {where}/>\n"
    values = ("yes", "no") if attribute.kind == "yes_no" else attribute.values
    many = ' choice="multiple"' if attribute.kind == "some" else ""
    choices = "".join(f"    <Choice value={quoteattr(value)}/>\n" for value in values)
    return f"  <Choices {where}{many}>\n{choices}  </Choices>\n"


FORMAT = Format(
    name="label-studio",
    title="Label Studio",
    suffixes=(".json", ".csv", ".tsv"),
    description="Label Studio's JSON, with its labelling configuration; reads JSON-MIN and CSV.",
    read=_read,
    write=_write,
    loses=KEEPS.loses,
    carried=KEEPS.carried,
    recognises=_recognises,
    beside=lambda scheme: {".labels.xml": labelling_config(scheme)},
)
