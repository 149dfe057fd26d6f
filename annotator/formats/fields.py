"""Reading what stands in the fields of another tool's records, whatever it turns out to be."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotator.core.annotation import AttributeValue
from annotator.core.errors import FormatError, shown

FACTS = ("title", "outlet", "author", "published", "url", "language")
"""What articles have fields of their own for."""
_LONGEST = 10_000


def whole_number(value: Any, what: str) -> int:
    """Give an offset; FormatError for what is no whole number of a possible size."""
    if type(value) is float and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if type(value) is not int or not 0 <= value < 2**53:
        raise FormatError(f"{what} is {shown(value)}, not a number from 0")
    return value


def text_of(value: Any, what: str) -> str:
    """Give a text; FormatError for anything else."""
    if type(value) is not str:
        raise FormatError(f"{what} is {shown(value)}, not a text")
    return value


def article_text(value: Any) -> str:
    """Give an article's text, empty where there is none; FormatError for anything else."""
    return "" if value is None else text_of(value, "its text")


def name_of(value: Any, what: str) -> str:
    """Give a name, which some tools write as a number; FormatError for anything else."""
    if type(value) is int and abs(value) < 2**63:
        return str(value)
    return text_of(value, what)


def listed(value: Any, what: str) -> list[Any]:
    """Give a list, empty for none; FormatError for anything else."""
    if value is None:
        return []
    if type(value) is not list:
        raise FormatError(f"{what} is {shown(value)}, not a list")
    return value


def tables(value: Any, what: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the objects of a list, each with its place in words; FormatError for others."""
    for number, item in enumerate(listed(value, what), 1):
        yield f"{what} {number}", table(item, f"{what} {number}")


def table(value: Any, what: str) -> dict[str, Any]:
    """Give an object; FormatError for anything else."""
    if type(value) is not dict:
        raise FormatError(f"{what} is {shown(value)}, not an object")
    return value


def answer(value: Any) -> AttributeValue | None:
    """Give what an attribute can hold of a value, or None: simple values, lists of texts."""
    if isinstance(value, str | bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**63 else str(value)
    if isinstance(value, list) and value and all(type(x) in (str, int) for x in value):
        return tuple(dict.fromkeys(str(x) for x in value))
    return None


def score(value: Any) -> float | None:
    """Give a score from 0 to 1, or None for anything else."""
    return float(value) if type(value) in (int, float) and 0 <= value <= 1 else None


def facts_and_rest(
    values: Mapping[str, Any], known: Iterable[str] = ()
) -> tuple[dict[str, str], dict[str, str]]:
    """Give of a record's further fields the facts of an article, and the other simple ones."""
    left = {k: v for k, v in values.items() if k not in set(known) and simple(v)}
    facts = {k: str(v) for k, v in left.items() if k in FACTS and isinstance(v, str)}
    return facts, {k: _text(v) for k, v in left.items() if k not in facts}


def simple(value: Any) -> bool:
    """Say whether a value is one text, number or truth that is not too long to keep."""
    if isinstance(value, str):
        return len(value) <= _LONGEST
    return isinstance(value, bool | float) or (isinstance(value, int) and abs(value) < 10**30)


def _text(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
