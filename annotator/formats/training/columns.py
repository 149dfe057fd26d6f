"""What columns the records of a format have, in the words of Hugging Face's ``datasets``.

One value says it, and is shown as the YAML of a dataset card or the JSON inside a Parquet file.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from annotator.core.scheme import Scheme
from annotator.formats.tagged.tags import tag_label

Column: TypeAlias = str | tuple[str, ...] | list[Any] | dict[str, Any]
"""A type's name ("json": any), the names of a class label, a list of one column, or a struct."""
Columns: TypeAlias = Mapping[str, Column]

_OFFSETS: Column = [["int64"]]


def tag_names(labels: Sequence[str]) -> tuple[str, ...]:
    """Give the IOB2 tags of labels, "O" first, so that its number is 0.

    >>> tag_names(["actor"])
    ('O', 'B-actor', 'I-actor')
    """
    return ("O", *(f"{begin}-{label}" for label in labels for begin in "BI"))


def _native(labels: Sequence[str]) -> Columns:
    span: Columns = {
        "id": "string", "start": "int64", "end": "int64", "label": tuple(labels),
        "text": "string", "fragments": _OFFSETS, "attributes": "json", "note": "string",
        "suggested_by": {"source": "string", "score": "float64"},
        "created": "string", "changed": "string",
    }  # fmt: skip
    relation: Columns = {
        "id": "string", "type": "string", "head": "string", "tail": "string",
        "attributes": "json", "note": "string", "created": "string", "changed": "string",
    }  # fmt: skip
    return {
        "id": "string", "text": "string", "spans": [span], "relations": [relation],
        "article_labels": "json", "meta": "json",
    }  # fmt: skip


def _tokens(labels: Sequence[str]) -> Columns:
    return {
        "id": "string", "annotator": "string", "text": "string", "tokens": ["string"],
        "offsets": _OFFSETS, "ner_tags": [tag_names([*dict.fromkeys(map(tag_label, labels))])],
        "tokenizer": "string",
    }  # fmt: skip


def _spans(labels: Sequence[str]) -> Columns:
    span: Columns = {
        "start": "int64", "end": "int64", "label": tuple(labels), "text": "string",
        "fragments": _OFFSETS, "attributes": "string", "note": "string",
    }  # fmt: skip
    relation: Columns = {
        "type": "string", "head": "int64", "tail": "int64", "attributes": "string",
        "note": "string",
    }  # fmt: skip
    facts = ("id", "annotator", "state", "title", "outlet", "author", "published", "url",
             "language", "text")  # fmt: skip
    return {
        **dict.fromkeys(facts, "string"), "spans": [span], "relations": [relation],
        "article_labels": "string",
    }  # fmt: skip


def _spans_and_tokens(labels: Sequence[str]) -> Columns:
    tokens = {name: column for name, column in _tokens(labels).items() if name not in ("id",)}
    return {**_spans(labels), **tokens}


_GLINER: Columns = {
    "tokenized_text": ["string"], "ner": ["json"], "id": "string", "annotator": "string",
    "start": "int64", "text": "string", "tokenizer": "string",
}  # fmt: skip
_CHAT: Columns = {"messages": [{"role": "string", "content": "string"}]}
_KNOWN: Mapping[str, Callable[[Sequence[str]], Columns]] = {
    "jsonl": _native, "hf-tokens": _tokens, "hf-spans": _spans, "parquet": _spans_and_tokens,
    "gliner": lambda labels: _GLINER, "chat": lambda labels: _CHAT,
}  # fmt: skip


def columns_of(format_name: str, labels: Sequence[str]) -> Columns | None:
    """Give the columns of a format's records; None for what ``datasets`` cannot load."""
    known = _KNOWN.get(format_name)
    return known(labels) if known is not None else None


def labels_of(scheme: Scheme, more: Sequence[str] = ()) -> list[str]:
    """Give the labels whose numbers a file uses: the scheme's, then ``more`` that it has not."""
    return list(dict.fromkeys([*(label.id for label in scheme.labels), *more]))


# --- shown as JSON


def as_json(column: Column) -> Any:
    """Give a column as the key "huggingface" of a Parquet file holds it."""
    if isinstance(column, tuple):
        return {"names": list(column), "_type": "ClassLabel"}
    if isinstance(column, list):
        return {"feature": as_json(column[0]), "_type": "List"}
    if isinstance(column, Mapping):
        return {name: as_json(part) for name, part in column.items()}
    return {"_type": "Json"} if column == "json" else {"dtype": column, "_type": "Value"}


# --- shown as YAML


def as_yaml(columns: Columns, depth: int = 0) -> Iterator[str]:
    """Give columns as the lines of a card's ``features``; ``depth`` counts blanks before them."""
    margin = " " * depth
    for name, column in columns.items():
        yield f"{margin}- name: {quoted(name)}"
        yield from _typed(column, depth + 2)


def _typed(column: Column, depth: int) -> Iterator[str]:
    margin = " " * depth
    if isinstance(column, str):
        yield f"{margin}dtype: {column}"
    elif isinstance(column, tuple):
        yield f"{margin}dtype:"
        yield from _class_label(column, depth + 2)
    elif isinstance(column, Mapping):
        yield f"{margin}struct:"
        yield from as_yaml(column, depth)
    else:
        yield from _list(column[0], depth)


def _list(inside: Column, depth: int) -> Iterator[str]:
    margin = " " * depth
    if isinstance(inside, str):
        yield f"{margin}list: {inside}"
        return
    yield f"{margin}list:"
    if isinstance(inside, Mapping):
        yield from as_yaml(inside, depth)
    else:
        yield from _typed(inside, depth + 2)


def _class_label(names: Sequence[str], depth: int) -> Iterator[str]:
    margin = " " * depth
    yield f"{margin}class_label:"
    yield f"{margin}  names:" + ("" if names else " {}")
    for number, name in enumerate(names):
        yield f"{margin}    '{number}': {quoted(name)}"


def quoted(text: str) -> str:
    r"""Give a text in double quotes as YAML reads it, on one line.

    >>> print(quoted('é "x"\n'))
    "é \"x\"\n"
    """
    written = json.dumps(text, ensure_ascii=False)
    return "".join(c if c == " " or c.isprintable() else _escaped(c) for c in written)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
