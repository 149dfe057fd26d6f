"""The scheme file: a scheme as plain data, read from TOML and kept as JSON.

The form is documented in CONTRIBUTING.md; ``format = 1`` is its version.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from annotator.core.errors import SchemeError
from annotator.core.scheme import Attribute, Check, Label, RelationType, Scheme

FORMAT = 1
LARGEST_FILE = 5_000_000

T = TypeVar("T")
_INNER: dict[str, type] = {"attributes": Attribute, "article_labels": Attribute}


def read_scheme(path: Path) -> Scheme:
    """Give the scheme in a TOML file.

    Raises SchemeError with the file and the reason when it is missing, too large, no TOML,
    from a newer version or contradicts itself.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SchemeError(f"{path} is larger than any scheme file.")
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise SchemeError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SchemeError(f"{path} is not UTF-8 text (byte {error.start}).") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SchemeError(f"{path} is not a TOML file: {error}.") from error
    return scheme_from_data(data, where=str(path))


def scheme_from_data(data: Mapping[str, Any], *, where: str = "the scheme") -> Scheme:
    """Give the scheme that plain data describes; raises SchemeError naming what is wrong."""
    written = data.get("format", FORMAT)
    if not isinstance(written, int) or written > FORMAT:
        raise SchemeError(
            f"{where} has format {written}; this version of Annotator reads up to {FORMAT}.",
            "Update Annotator to use it.",
        )
    try:
        return Scheme(
            id=_text(data, "id"),
            name=_text(data, "name"),
            version=_text(data, "version"),
            labels=_all(Label, data.get("labels", [])),
            relations=_all(RelationType, data.get("relations", [])),
            article_labels=_all(Attribute, data.get("article_labels", [])),
            checks=_all(Check, data.get("checks", [])),
            definition=data.get("definition", ""),
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise SchemeError(f"{where} is not a scheme: {error}.") from error


def scheme_to_data(scheme: Scheme) -> dict[str, Any]:
    """Give a scheme as plain data that `scheme_from_data` turns into an equal one."""
    return {"format": FORMAT, **_data_of(scheme)}


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value:
        raise ValueError(f"it has no '{key}'")
    return value


def _all(kind: type[T], items: Any) -> tuple[T, ...]:
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValueError(f"its {kind.__name__} entries are not a list of tables")
    return tuple(_one(kind, item) for item in items)


def _one(kind: type[T], item: Mapping[str, Any]) -> T:
    known = {field.name: field.type for field in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(item) - set(known))
    if unknown:
        raise ValueError(f"{kind.__name__} '{item.get('id', '?')}' has the unknown '{unknown[0]}'")
    values: dict[str, Any] = {}
    for name, value in item.items():
        if name in _INNER:
            values[name] = _all(_INNER[name], value)
        elif name == "parameters":
            values[name] = tuple((str(k), str(v)) for k, v in value)
        elif isinstance(value, list):
            values[name] = tuple(value)
        else:
            values[name] = value
        _check_kind(kind.__name__, item, name, values[name], str(known[name]))
    return kind(**values)


def _check_kind(
    kind: str, item: Mapping[str, Any], name: str, value: object, declared: str
) -> None:
    expected: dict[str, type | tuple[type, ...]] = {
        "str": str, "int": int, "bool": bool, "int | None": int,
    }  # fmt: skip
    right = True
    for hint, types in expected.items():
        if hint in (declared, declared.removeprefix("<class '").removesuffix("'>")):
            right = isinstance(value, types)
    if declared.startswith("tuple[str") and "tuple[tuple" not in declared:
        right = isinstance(value, tuple) and all(isinstance(part, str) for part in value)
    if not right:
        raise ValueError(f"{kind} '{item.get('id', '?')}' has a wrong '{name}': {value!r}")


def _data_of(value: object) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for field in fields(value):  # type: ignore[arg-type]
        item = getattr(value, field.name)
        if item is None or item == () or (item == "" and field.name != "id"):
            continue
        if isinstance(item, tuple):
            data[field.name] = [
                list(part) if isinstance(part, tuple) else part
                if isinstance(part, str) else _data_of(part)
                for part in item
            ]  # fmt: skip
        else:
            data[field.name] = item
    return data
