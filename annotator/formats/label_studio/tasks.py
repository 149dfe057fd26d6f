"""Label Studio's tasks: texts, and the results of annotators and of models.

Today's exports count code points, those of before about 2022 UTF-16 units; the quotes tell.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.core.annotation import AttributeValue, Suggestion
from annotator.core.errors import FormatError, shown
from annotator.formats.draft import UNKNOWN_TIME, Draft, Link, Mark
from annotator.formats.fields import (
    article_text,
    facts_and_rest,
    listed,
    name_of,
    score,
    table,
    tables,
    whole_number,
)
from annotator.formats.format import Reading
from annotator.formats.json_records import Record, records

_ADDRESS = re.compile(
    r"\s*(?:(?:https?|s3|gs|azure-blob|file|data):\S*|/[\w.%~+-][\w./%?=&~+-]*"
    r"|[\w./%~+-]+\.(?:png|jpe?g|gif|webp|bmp|tiff?|svg|wav|mp3|flac|ogg|m4a|mp4|webm|mov|pdf))\s*",
    re.ASCII | re.IGNORECASE,
)
_RELATION = "relation"
"""The type of a relation that has no label."""


def read_tasks(path: Path, reading: Reading) -> Iterator[Draft]:
    """Give the drafts of an export's tasks; a broken one is refused."""
    for record in records(path, reading):
        try:
            yield _Task(record, reading).draft()
        except FormatError as problem:
            where = f"{record.name}: " if record.name else ""
            reading.refuse(f"{where}{problem.reason}", record.line)


class _Task:
    def __init__(self, record: Record, reading: Reading) -> None:
        self._task, self._record, self._reading = record.table, record, reading

    def draft(self) -> Draft:
        data = table(self._task.get("data"), "data")
        said = [*self._annotations(), *self._predictions()]
        items = [item for _, results, _ in said for item in results]
        key = text_key(data, [i.get("to_name") for i in items], map(_quoted, items))
        facts, rest = facts_and_rest(data, (key,))
        own = self._task.get("id")
        draft = Draft(
            article_text(data.get(key)), line=self._record.line, record=self._name(own),
            source_id=str(own) if type(own) in (int, str) else "", facts=facts, metadata=rest,
        )  # fmt: skip
        for number, (who, results, model) in enumerate(said):
            _Results(draft, self._reading, who, f"{number}:", model).take(results)
        return draft

    def _name(self, own: Any) -> str:
        name = self._record.name
        return f"{name} (task {own})" if type(own) in (int, str) and name else name

    def _annotations(self) -> Iterator[tuple[str, list[dict[str, Any]], Suggestion | None]]:
        key = "annotations" if "annotations" in self._task else "completions"
        for what, found in tables(self._task.get(key), "annotation"):
            if found.get("was_cancelled"):
                self._reading.mend("cancelled annotation that was passed over")
                continue
            results = [item for _, item in tables(found.get("result"), f"result of {what}:")]
            yield who(found.get("completed_by")), results, None

    def _predictions(self) -> Iterator[tuple[str, list[dict[str, Any]], Suggestion | None]]:
        for what, found in tables(self._task.get("predictions"), "prediction"):
            version = found.get("model_version")
            model = version.strip() if isinstance(version, str) and version.strip() else "model"
            results = [item for _, item in tables(found.get("result"), f"result of {what}:")]
            yield model, results, Suggestion(model, score(found.get("score")))


def who(completed_by: Any) -> str:
    """Give an annotator's name: that of the account, or its number; "" for none."""
    if isinstance(completed_by, dict):
        names = [completed_by.get(key) for key in ("email", "username", "first_name", "id")]
        found = next((name for name in names if name not in (None, "")), "")
        return found if isinstance(found, str) else f"user {found}"
    if isinstance(completed_by, str):
        return completed_by
    return f"user {completed_by}" if type(completed_by) is int else ""


def text_key(data: dict[str, Any], named: list[Any], quotes: Iterator[Any]) -> str:
    """Give the field of a task that holds its text: the one named, or in which quotes occur.

    A field that only says where a picture or recording lies is none, unless it is called so;
    FormatError where there is no other.
    """
    strings = {key: value for key, value in data.items() if isinstance(value, str)}
    texts = {k: v for k, v in strings.items() if k == "text" or not _ADDRESS.fullmatch(v)}
    if strings and not texts:
        raise FormatError("it holds no text, only where pictures, recordings or files lie")
    for name in (*(n for n in named if isinstance(n, str)), "text"):
        if name.removeprefix("$") in texts:
            return name.removeprefix("$")
    said = [quoted for quoted in quotes if isinstance(quoted, str)][:50]
    return max(
        texts, key=lambda key: (sum(q in texts[key] for q in said), len(texts[key])), default="text"
    )


def _quoted(item: dict[str, Any]) -> Any:
    value = item.get("value")
    return value.get("text") if isinstance(value, dict) else None


class _Results:
    """The results of one annotator or model becoming marks, answers and links of a draft."""

    def __init__(
        self, draft: Draft, reading: Reading, annotator: str, prefix: str, model: Suggestion | None
    ) -> None:
        self._draft, self._reading = draft, reading
        self._annotator, self._prefix, self._model = annotator, prefix, model
        self._places: dict[str, int] = {}  # region → the first of its marks in the draft

    def take(self, results: list[dict[str, Any]]) -> None:
        for item in results:
            value = item.get("value")
            if isinstance(value, dict) and "start" in value and _labels(item) is not None:
                self._region(item, value)
        for item in results:
            if item.get("type") == _RELATION:
                self._relation(item)
            elif _labels(item) is None:
                self._answer(item)

    def _region(self, item: dict[str, Any], value: dict[str, Any]) -> None:
        if isinstance(value["start"], str):
            self._leave_out("a region of an HTML page has no place in a plain text")
            return
        start = whole_number(value["start"], "the start of a region")
        end = whole_number(value.get("end"), "the end of a region")
        quoted, labels = value.get("text"), _labels(item) or []
        own = str(item.get("id") or "")
        if not labels:
            self._leave_out(f"a region at {start} to {end} has no label")
        for number, label in enumerate(labels):
            if number == 0 and own:
                self._places[own] = len(self._draft.marks)
            self._draft.marks.append(Mark(
                name_of(label, "a label"), ((start, end),),
                quoted if isinstance(quoted, str) else None,
                key=self._key(own) if number == 0 and own else "", annotator=self._annotator,
                note=_note(item), suggested_by=self._suggested(item), created=UNKNOWN_TIME,
            ))  # fmt: skip

    def _suggested(self, item: dict[str, Any]) -> Suggestion | None:
        own = score(item.get("score"))
        if self._model is None or own is None:
            return self._model
        return Suggestion(self._model.source, own)

    def _key(self, own: str) -> str:
        return f"{self._prefix}{own}"

    def _relation(self, item: dict[str, Any]) -> None:
        ends = [self._key(name_of(item.get(k), k)) for k in ("from_id", "to_id")]
        if item.get("direction") == "left":
            ends.reverse()
        for label in listed(item.get("labels"), "labels") or [_RELATION]:
            both = {"direction": "both"} if item.get("direction") == "bi" else {}
            self._draft.links.append(
                Link(name_of(label, "a relation's label"), ends[0], ends[1], self._annotator, both)
            )

    def _answer(self, item: dict[str, Any]) -> None:
        """Take in a choice, a number or a text: of the region with its id, else of the article."""
        name, found = str(item.get("from_name") or item.get("type") or ""), answer(item)
        own = str(item.get("id") or "")
        if found is None:
            self._leave_out(f"a result of type {shown(item.get('type'))} is nothing that we know")
        elif own in self._places:
            place = self._places[own]
            mark = self._draft.marks[place]
            self._draft.marks[place] = mark._replace(attributes={**mark.attributes, name: found})
        elif isinstance(item.get("value"), dict) and "start" in item["value"]:
            self._leave_out(f"{shown(name)} is an answer about a region without a label")
        else:
            self._draft.labels.append((self._annotator, name, found))

    def _leave_out(self, reason: str) -> None:
        record = self._draft.record
        self._reading.leave_out(f"{record}: {reason}" if record else reason, self._draft.line)


def _labels(item: dict[str, Any]) -> list[Any] | None:
    """Give the labels of a region, or None for what is no region with labels."""
    value, kind = item.get("value"), item.get("type")
    if not isinstance(value, dict):
        return None
    for key in (kind, "labels"):
        if isinstance(key, str) and key.endswith("labels") and isinstance(value.get(key), list):
            found: list[Any] = value[key]
            return found
    return [] if isinstance(kind, str) and kind.endswith("labels") and "start" in value else None


def _note(item: dict[str, Any]) -> str:
    meta = item.get("meta")
    said = meta.get("text") if isinstance(meta, dict) else None
    lines = said if isinstance(said, list) else [said]
    return "\n".join(line for line in lines if isinstance(line, str))


def answer(item: dict[str, Any]) -> AttributeValue | None:
    """Give what a result answers, or None for none that we know."""
    value = item.get("value")
    if not isinstance(value, dict):
        return None
    for key in ("number", "rating"):
        if type(value.get(key)) in (int, float):
            return value[key]  # type: ignore[no-any-return]
    if isinstance(value.get("datetime"), str):
        return str(value["datetime"])
    if isinstance(value.get("taxonomy"), list):
        paths = (" / ".join(map(str, p)) for p in value["taxonomy"] if isinstance(p, list))
        return tuple(dict.fromkeys(paths)) or None
    found = value.get("choices")
    if found is None and item.get("type") == "textarea":
        found = value.get("text")
    found = [found] if isinstance(found, str) else found
    if not isinstance(found, list) or not found or not all(type(x) is str for x in found):
        return None
    return _of_kind(item.get("kind"), found)


def _of_kind(kind: Any, found: list[str]) -> AttributeValue:
    """Give texts as the kind of attribute that our own files name, else one text or several."""
    if kind == "yes_no" and found in (["yes"], ["no"]):
        return found == ["yes"]
    if kind == "some" or (len(found) > 1 and kind != "one"):
        return tuple(dict.fromkeys(found))
    return "\n".join(found)
