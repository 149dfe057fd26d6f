"""The scheme file: a scheme as plain data, read from TOML and kept as JSON.

The form is documented in CONTRIBUTING.md; ``format = 1`` is its version.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from annotator.core.article import character_problem
from annotator.core.checks import check_problem
from annotator.core.errors import SchemeError, shown
from annotator.core.scheme import Attribute, Check, Label, RelationType, Scheme, SchemeNote

FORMAT = 1
LARGEST_FILE = 1_000_000
# tomllib takes time and memory by the square of a dotted key's parts; a scheme needs three.
_LONG_KEY = re.compile(r"""(?<![\w.-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){16}""")

_PARTS: dict[str, type] = {
    "labels": Label,
    "relations": RelationType,
    "attributes": Attribute,
    "article_labels": Attribute,
    "checks": Check,
    "history": SchemeNote,
    "fields": Attribute,
}


def read_scheme(path: Path) -> Scheme:
    """Give the scheme in a TOML file.

    Raises SchemeError with the file and the reason when it is missing, too large, no TOML,
    from a newer version or contradicts itself.
    """
    try:
        if not path.is_file():
            raise SchemeError(f"{path} is not there or is no file.")
        if path.stat().st_size > LARGEST_FILE:
            raise SchemeError(f"{path} is larger than any scheme file.")
        text = path.read_bytes().decode("utf-8-sig")
        if _LONG_KEY.search(text):
            raise SchemeError(f"{path} is nested deeper than any scheme.")
        data = tomllib.loads(text)
    except OSError as error:
        raise SchemeError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SchemeError(f"{path} is not UTF-8 text (byte {error.start}).") from error
    except RecursionError as error:
        raise SchemeError(f"{path} is nested deeper than any scheme.") from error
    except ValueError as error:  # not TOML, a name or a number that cannot be
        raise SchemeError(f"{path} is not a TOML file: {error}.") from error
    return given(scheme_from_data(data, where=str(path)), str(path))


def scheme_from_data(data: Mapping[str, Any], *, where: str = "the scheme") -> Scheme:
    """Give the scheme that plain data describes.

    Raises SchemeError naming the field when one is missing, unknown or of the wrong type, and
    when the scheme contradicts itself.
    """
    if not isinstance(data, Mapping):
        raise SchemeError(f"{where} is not a scheme: it is no table of fields.")
    written = data.get("format", FORMAT)
    if type(written) is not int or not 1 <= written <= FORMAT:
        raise SchemeError(
            f"{where} has format {shown(written)}; this version of Annotator reads up to {FORMAT}.",
            "Update Annotator to use it.",
        )
    try:
        scheme = msgspec.convert(data, Scheme)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at ")
        place = f"{place.strip('`').removeprefix('$.')}: " if place else ""
        ends = "`heads`" in reason or "`tails`" in reason
        next_step = "Say from which labels it leads (heads) and to which (tails)." if ends else ""
        raise SchemeError(f"{where} is not a scheme: {place}{reason}.", next_step) from error
    unknown = _unknown_field({k: v for k, v in data.items() if k != "format"}, Scheme)
    if unknown:
        raise SchemeError(f"{where} has the unknown field {shown(unknown, 80)}.")
    for text in _texts(data):
        if problem := character_problem(text):
            raise SchemeError(f"{where} is not a scheme: {shown(text)} {problem}.")
    return scheme


def given(scheme: Scheme, where: str) -> Scheme:
    """Give a scheme that a user hands over; SchemeError where it is not what was meant.

    Two parts with one name could not be told apart, and a check that names nothing finds
    nothing. What a project holds already is opened all the same.
    """
    for kind, parts in _named(scheme):
        for name, count in Counter(part.name.casefold() for part in parts).items():
            if count > 1:
                raise SchemeError(
                    f"{where} has two {kind} with the name {shown(name)}.", "Name one otherwise."
                )
    problem = next(filter(None, (check_problem(check, scheme) for check in scheme.checks)), "")
    if problem:
        raise SchemeError(
            f"{where} cannot be used: {problem}.", "Put the check right, or leave it out."
        )
    return scheme


def _named(
    scheme: Scheme,
) -> Iterator[tuple[str, tuple[Attribute, ...] | tuple[RelationType, ...]]]:
    yield "relations", scheme.relations
    yield "article labels", scheme.article_labels
    yield "fields", scheme.fields
    for label in scheme.labels:
        yield f"attributes of {shown(label.name)}", label.attributes
    for relation in scheme.relations:
        yield f"attributes of {shown(relation.name)}", relation.attributes


def scheme_to_data(scheme: Scheme) -> dict[str, Any]:
    """Give a scheme as plain data that `scheme_from_data` turns into an equal one.

    Fields that hold their default are left out.
    """
    return {"format": FORMAT, **_table_of(scheme)}


def _unknown_field(table: Mapping[str, Any], kind: type) -> str:
    """Give the path of the first field of a well-typed table that its kind does not have."""
    known = {field.name for field in fields(kind)}
    for name, value in table.items():
        if name not in known:
            return name
        for number, part in enumerate(value if name in _PARTS else ()):
            unknown = _unknown_field(part, _PARTS[name])
            if unknown:
                return f"{name}[{number}].{unknown}"
    return ""


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(_texts, value))
    elif isinstance(value, Mapping):
        yield from chain.from_iterable(map(_texts, value.values()))


def _table_of(value: Any) -> dict[str, Any]:
    table = {}
    for field in fields(value):
        held = getattr(value, field.name)
        if field.default is MISSING or held != field.default:
            table[field.name] = _plain(held)
    return table


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return _table_of(value) if is_dataclass(value) else value
