"""Potato: the answers of an annotator (user_state.json, annotated_instances.jsonl).

The texts stand in the task's data files, which are looked for beside the answers. A browser
counts a CRLF as one character, so offsets drift by one a line: which way of counting is right
is found out from the words.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.core.errors import FormatError
from annotator.formats.draft import Draft, entries_of
from annotator.formats.fields import answer, article_text, name_of, table, whole_number
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.json_records import first_table, records

LARGEST_FILE = 200_000_000
_SPANS, _LABELS = "instance_id_to_span_to_value", "instance_id_to_label_to_value"
_FOLDERS = ("data_files", "data")
_IDS, _TEXTS = ("id", "instance_id", "item_id"), ("text", "displayed_text", "content")


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    return entries_of(lambda asked: _drafts(path, asked), reading, expected=None)


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    texts: dict[str, str] | None = None
    for record in records(path, reading):
        data = record.table
        try:
            if _SPANS in data or _LABELS in data:
                texts = _texts(path) if texts is None else texts
                yield from _state(data, texts, reading)
            else:
                yield _instance(data, record.line)
        except FormatError as problem:
            reading.refuse(problem.reason, record.line, next_step=problem.next_step)


def _state(data: dict[str, Any], texts: dict[str, str], reading: Reading) -> Iterator[Draft]:
    who = str(data.get("user_id") or "")
    spans, labels = (_by_instance(data.get(key), key) for key in (_SPANS, _LABELS))
    for own in dict.fromkeys([*spans, *labels]):
        if own not in texts:
            reading.leave_out(f"instance {own:.60}: no data file beside holds its text")
            continue
        draft = Draft(texts[own], record=f"instance {own:.60}", source_id=own, expected=None)
        _take_spans(draft, spans.get(own), who)
        _take_labels(draft, labels.get(own), who)
        yield draft


def _by_instance(value: Any, what: str) -> dict[str, Any]:
    if isinstance(value, list):  # pairs, as keys of tables cannot be numbers
        return {
            str(pair[0]): pair[1] for pair in value if isinstance(pair, list) and len(pair) == 2
        }
    return table(value or {}, what)


def _instance(data: dict[str, Any], line: int | None) -> Draft:
    own = next((str(data[key]) for key in ("instance_id", "id") if key in data), "")
    draft = Draft(article_text(data.get("displayed_text", data.get("text"))), line=line,
                  source_id=own, expected=None)  # fmt: skip
    who = str(data.get("user_id") or data.get("user") or "")
    _take_spans(draft, data.get("span_annotations"), who)
    _take_labels(draft, data.get("label_annotations"), who)
    return draft


def _take_spans(draft: Draft, found: Any, who: str) -> None:
    for number, (item, value) in enumerate(_spans(found), 1):
        what = f"span {number}"
        start = whole_number(item.get("start"), f"the start of {what}")
        end = whole_number(item.get("end"), f"the end of {what}")
        named = next((item[k] for k in ("name", "label", "annotation") if item.get(k)), None)
        quoted = item.get("text", item.get("span"))
        said = value if isinstance(value, str) and value not in ("true", "True", named) else ""
        draft.mark(
            name_of(named, f"the name of {what}"), start, end,
            quoted if isinstance(quoted, str) else None, annotator=who,
            key=str(item.get("id") or ""), note=said,
        )  # fmt: skip


def _spans(found: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """Give spans with their values, of a list of either or of lists by scheme."""
    if isinstance(found, dict):
        for items in found.values():
            yield from _spans(items)
        return
    for item in found if isinstance(found, list) else []:
        if isinstance(item, list) and len(item) == 2 and isinstance(item[0], dict):
            yield item[0], item[1]
        else:
            span = table(item, "a span")
            yield span, span.get("value")


def _take_labels(draft: Draft, found: Any, who: str) -> None:
    """Add the answers about a text, of a table by scheme or of pairs."""
    chosen: dict[str, list[str]] = {}
    if isinstance(found, dict):
        for scheme, answers in found.items():
            for name, value in answers.items() if isinstance(answers, dict) else ():
                _choose(chosen, scheme, name, value)
    for pair in found if isinstance(found, list) else []:
        if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], dict):
            scheme, name = str(pair[0].get("schema", "")), str(pair[0].get("name", ""))
            _choose(chosen, scheme, name, pair[1])
    for scheme, names in chosen.items():
        said = answer(names if len(names) > 1 else names[0])
        if said is not None:
            draft.labels.append((who, scheme, said))


def _choose(chosen: dict[str, list[str]], scheme: str, name: str, value: Any) -> None:
    if value in (None, False, "", "false"):
        return
    is_choice = value in (True, "true", "True", name)
    said = name if is_choice or not isinstance(value, str | int | float) else str(value)
    chosen.setdefault(scheme, []).append(said)


# --- the task's data


def _texts(path: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    tops = path.absolute().parents[:3]
    for folder in (path.parent, *(top / name for top in tops for name in _FOLDERS)):
        for file in sorted(folder.iterdir()) if folder.is_dir() else ():
            if file != path and file.is_file() and file.stat().st_size <= LARGEST_FILE:
                texts |= {own: text for own, text in _rows(file) if own not in texts}
        if texts:
            return texts
    raise FormatError(
        "it holds answers but no texts, and no data file lies beside it",
        next_step="Put the task's data file (JSON, JSON Lines, CSV) into its folder data_files.",
    )


def _rows(file: Path) -> Iterator[tuple[str, str]]:
    suffix = file.suffix.lower()
    if suffix in (".json", ".jsonl"):
        found = (record.table for record in records(file, Reading()))
    elif suffix in (".csv", ".tsv"):
        text = io.StringIO(file.read_bytes().decode("utf-8-sig", "replace"), newline="")
        rows = csv.DictReader(text, delimiter="," if suffix == ".csv" else "\t")
        found = (dict(row) for row in rows)
    else:
        return
    try:
        for row in found:
            own = next((row[key] for key in _IDS if row.get(key) not in (None, "")), None)
            text_ = next((row[key] for key in _TEXTS if isinstance(row.get(key), str)), None)
            if own is not None and text_ is not None:
                yield str(own), text_
    except (FormatError, csv.Error):
        return  # some other file of the task


def _recognises(path: Path, head: bytes) -> bool:
    table = first_table(head)
    if _SPANS in table or _LABELS in table:
        return True
    begun = path.name == "user_state.json" and bool(table)
    return begun or ("span_annotations" in table and ("displayed_text" in table or "id" in table))


FORMAT = Format(
    name="potato",
    title="Potato",
    suffixes=(".json", ".jsonl"),
    description="Potato's answers (user_state.json, annotated_instances.jsonl) with its data.",
    read=_read,
    recognises=_recognises,
)
