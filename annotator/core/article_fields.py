"""Metadata of articles that the scheme asks for: what their texts mean, and whether they fit.

An article's metadata stay texts, whatever the scheme says of them, so that a change of the scheme
never loses one. A text that does not fit its field is shown and counted, never put right unasked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from annotator.core.annotation import AttributeValue
from annotator.core.answering import YES_NO, typed, yes_or_no
from annotator.core.article import Article
from annotator.core.scheme import Attribute, Scheme

BETWEEN = ";"
"""What stands between the values of a field that takes several."""
_LONGEST = 60  # characters of a text in a message


def said_in(field: Attribute, text: str) -> tuple[AttributeValue | None, str]:
    """Give what a text of the metadata says in a field, and why it says nothing that fits.

    >>> said_in(Attribute("tone", "Tone", "some", ("calm", "sharp")), "calm; sharp")
    (('calm', 'sharp'), '')
    >>> said_in(Attribute("page", "Page", "number"), "A3")
    (None, '“A3” is no number.')
    >>> said_in(Attribute("page", "Page", "number"), "")
    (None, '')
    """
    text = text.strip()
    if not text:
        return None, ""
    match field.kind:
        case "yes_no":
            known = yes_or_no(text)
            return known, "" if known is not None else f"{_quoted(text)} is neither yes nor no."
        case "one" | "some":
            parts = _parts(text) if field.kind == "some" else (text,)
            unknown = next((part for part in parts if part not in field.values), None)
            if unknown is not None:
                return None, f"{_quoted(unknown)} is none of {', '.join(field.values)}."
            return (parts if field.kind == "some" else text), ""
        case _:
            return typed(field, text)


def as_said(field: Attribute, answer: AttributeValue | None) -> str:
    """Give an answer as the metadata keep it; "" for none.

    >>> as_said(Attribute("wire", "Wire", "yes_no"), True)
    'yes'
    >>> as_said(Attribute("tone", "Tone", "some", ("a", "b")), ("a", "b"))
    'a; b'
    """
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return YES_NO[0] if answer else YES_NO[1]
    if isinstance(answer, tuple):
        return f"{BETWEEN} ".join(answer)
    return str(answer)


def misfit(field: Attribute, text: str) -> str:
    """Say why a text does not fit a field, or is missing where it is required; "" if it fits."""
    if not text.strip():
        return "It is required, and nothing is said." if field.required else ""
    return said_in(field, text)[1]


def misfits(scheme: Scheme, metadata: Mapping[str, str]) -> Iterator[tuple[Attribute, str]]:
    """Give the fields of the scheme that an article's metadata do not fit, each with why."""
    for field in scheme.fields:
        problem = misfit(field, metadata.get(field.id, ""))
        if problem:
            yield field, problem


def with_value(field: Attribute, text: str, old: str, new: str | None) -> str:
    """Give a text of the metadata with one value of its field in the place of another.

    None takes the value away. A text that does not say the value stays as it is.

    >>> tone = Attribute("tone", "Tone", "some", ("calm", "sharp"))
    >>> with_value(tone, "calm; sharp", "calm", "quiet"), with_value(tone, "calm", "calm", None)
    ('quiet; sharp', '')
    """
    parts = _parts(text) if field.kind == "some" else (text.strip(),)
    if old not in parts:
        return text
    kept = (new if part == old else part for part in parts)
    return f"{BETWEEN} ".join(dict.fromkeys(part for part in kept if part is not None))


def with_metadata(article: Article, said: Mapping[str, str]) -> Article:
    """Give an article that says other things in some fields; "" takes what it says away."""
    rest = {name: text for name, text in article.metadata.items() if said.get(name, text)}
    return replace(
        article, metadata={**rest, **{name: text for name, text in said.items() if text}}
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.strip() for p in text.split(BETWEEN) if p.strip()))


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}”"
