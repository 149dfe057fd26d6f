"""Plain lists of labels: doccano's JSON, Prodigy's and spaCy's, or one label a line."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotator.core.errors import SchemeError
from annotator.formats.schemes.source import Draft, FoundScheme, SchemeSource

_LONGEST = 80
_NAMES = ("text", "label", "name", "value")


def _recognises(path: Path, text: str) -> bool:
    if path.suffix.lower() == ".txt":
        lines = [line.strip() for line in text.splitlines()]
        # Labels, not prose: an article must not become a scheme of its sentences.
        return all(len(line) <= _LONGEST and not line.endswith((".", "!", "?")) for line in lines)
    return path.suffix.lower() in (".json", ".jsonl")


def _read(path: Path, text: str) -> FoundScheme:
    draft = Draft(path.stem)
    if path.suffix.lower() == ".txt":
        for line in text.splitlines():
            if line.strip():
                draft.label(line)
    else:
        for item in _items(path, text):
            _add(draft, item)
    return draft.found()


def _items(path: Path, text: str) -> Iterable[Any]:
    """Give the entries of a JSON list, of a table with a list of labels, or of JSON lines."""
    try:
        if path.suffix.lower() == ".jsonl":
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SchemeError(f"{path} is not a JSON file: {error}.") from error
    if isinstance(data, dict):
        data = next((data[k] for k in ("labels", "ner", "label") if k in data), None)
    if isinstance(data, dict):
        data = [name for names in data.values() for name in names]
    if not isinstance(data, list):
        raise SchemeError(f"{path} holds no list of labels.", "Give a list of names.")
    return data


def _add(draft: Draft, item: Any) -> None:
    if isinstance(item, str):
        draft.label(item)
        return
    name = next((item[k] for k in _NAMES if isinstance(item.get(k), str)), "") if isinstance(
        item, dict
    ) else ""  # fmt: skip
    if not name:
        raise SchemeError(f"{str(item)[:60]} names no label.", "Each entry needs a text or label.")
    if "pattern" in item:  # a list of patterns names each label many times
        if name not in draft.labels:
            draft.label(name)
        draft.note("The patterns themselves were not taken over, only their labels.")
        return
    if item.get("task_type") in ("Category", "Seq2seq"):
        draft.note(f"“{name}” is a label of whole texts; make it an article label.")
        return
    draft.label(
        name, color=str(item.get("background_color") or item.get("color") or ""),
        key=str(item.get("suffix_key") or ""),
    )  # fmt: skip
    if item.get("prefix_key"):
        draft.note("Keys with Ctrl, Alt or Shift were taken over without them.")


SOURCE = SchemeSource(
    "labels", "List of labels (doccano, Prodigy, spaCy, text)", (".json", ".jsonl", ".txt"),
    _recognises, _read,
)  # fmt: skip
