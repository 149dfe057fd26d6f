"""Answering attributes by keys: which key means which value, and what a typed text means."""

import re
from collections.abc import Sequence
from datetime import date

from annotator.core.annotation import Annotation, AttributeValue
from annotator.core.scheme import Attribute, Scheme

_WORD = re.compile(r"\w+")
YES_NO = ("yes", "no")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


_YES_NO_WORDS = {
    "yes": True, "true": True, "1": True, "no": False, "false": False, "0": False,
}  # fmt: skip


def yes_or_no(text: str) -> bool | None:
    """Give what a word says to a yes-or-no question; None where it says neither.

    >>> yes_or_no("Yes"), yes_or_no("0"), yes_or_no("perhaps")
    (True, False, None)
    """
    return _YES_NO_WORDS.get(text.strip().casefold())


def choices_of(attribute: Attribute) -> tuple[str, ...]:
    """Give the values to choose from; empty where the answer is typed."""
    if attribute.kind == "yes_no":
        return YES_NO
    return attribute.values if attribute.kind in ("one", "some") else ()


def value_keys(values: Sequence[str]) -> tuple[str, ...]:
    """Give a letter for each value: its first where that is free, else one that it has.

    A value that finds no letter free has an empty string; digits by place work for the first
    nine besides.

    >>> value_keys(["will do", "will not do", "unclear"])
    ('w', 'n', 'u')
    """
    taken: set[str] = set()
    keys = []
    for value in values:
        words = [word.casefold() for word in _WORD.findall(value)]
        letters = [word[0] for word in words] + list("".join(words))
        key = next((x for x in letters if x not in taken and x.isalpha()), "")
        taken.add(key)
        keys.append(key)
    return tuple(keys)


def chosen_by(key: str, values: Sequence[str]) -> str | None:
    """Give the value that a key means: a digit by place, a letter by name; None for no value.

    >>> chosen_by("2", ["a", "b"]), chosen_by("B", ["a", "b"]), chosen_by("9", ["a"])
    ('b', 'b', None)
    """
    if key.isdecimal() and key.isascii():
        return values[int(key) - 1] if 1 <= int(key) <= len(values) else None
    keys = value_keys(values)
    return values[keys.index(key.casefold())] if key and key.casefold() in keys else None


def answer_for(attribute: Attribute, value: str) -> AttributeValue:
    """Give the answer that choosing a value makes."""
    if attribute.kind == "yes_no":
        return value == "yes"
    return (value,) if attribute.kind == "some" else value


def toggled(
    attribute: Attribute, before: AttributeValue | None, value: str
) -> AttributeValue | None:
    """Give the answer after a value was chosen, or chosen again, which takes it away.

    Of an attribute of several values the chosen ones stay in the order of the scheme.
    """
    if attribute.kind != "some":
        answer = answer_for(attribute, value)
        return None if before == answer else answer
    held = set(before) if isinstance(before, tuple) else set()
    held ^= {value}
    return tuple(v for v in attribute.values if v in held) or None


def typed(attribute: Attribute, text: str) -> tuple[AttributeValue | None, str]:
    """Give the answer that a typed text means, and why it means none.

    >>> typed(Attribute("n", "N", "number"), "2.5")
    (2.5, '')
    >>> typed(Attribute("d", "Date", "date"), "31 May")
    (None, 'Write a date like 2026-05-31, 2026-05 or 2026, or two with / between.')
    """
    text = text.strip()
    if not text:
        return None, ""
    if attribute.kind == "number":
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            return None, f"“{text}” is no number."
        return (int(number) if number.is_integer() else number), ""
    if attribute.kind == "date" and not is_date(text):
        return None, "Write a date like 2026-05-31, 2026-05 or 2026, or two with / between."
    return text, ""


def is_date(text: str) -> bool:
    """Say whether a text is an ISO 8601 date of any precision, or an interval of two.

    >>> is_date("2026-02-30"), is_date("2026/2027-03"), is_date("../2026")
    (False, True, True)
    """
    parts = text.split("/")
    if len(parts) > 2 or not any(_is_one_date(part) for part in parts):
        return False
    return all(_is_one_date(part) or (len(parts) == 2 and part in ("", "..")) for part in parts)


def _is_one_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if not found:
        return False
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        date(max(year, 1), month, day)
    except ValueError:
        return False
    return True


def open_questions(mark: Annotation, scheme: Scheme) -> tuple[Attribute, ...]:
    """Give the asked attributes of a mark that are not answered, in the scheme's order."""
    label = scheme.label(mark.label)
    asked = (a for a in (label.attributes if label else ()) if a.asked or a.required)
    return tuple(a for a in asked if a.id not in mark.attributes)
