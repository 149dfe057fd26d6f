"""What a search for articles asks: words, and terms such as ``outlet:courier`` or ``tag:ferry``."""

from collections.abc import Mapping
from dataclasses import dataclass

import regex

FIELDS = ("title", "outlet", "author", "date", "lang", "state", "tag", "label")
"""The names that may stand before a colon; ``meta.NAME:`` asks a field of the project's own."""
STATES_BY_NAME = {"new": "new", "open": "in_progress", "in_progress": "in_progress",
                  "done": "done", "skipped": "skipped"}  # fmt: skip
_TERM = regex.compile(
    rf'(?<!\S)(?<not>-)?(?<field>{"|".join(FIELDS)}|meta\.[^\s:"]+):(?:"(?<quoted>(?:[^"]|"")*)"?|(?<plain>\S*))'
)


@dataclass(frozen=True, slots=True)
class Term:
    """One condition on a field; ``excluded`` turns it round."""

    field: str
    value: str
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """The words that are looked for, and the conditions beside them; all must hold."""

    words: str
    terms: tuple[Term, ...] = ()


def parsed(search: str) -> ArticleQuery:
    """Give what a search asks. A term without a value yet asks nothing.

    >>> asked = parsed('ferry outlet:"The Courier" -tag:sport')
    >>> asked.words, asked.terms[0]
    ('ferry', Term(field='outlet', value='The Courier', excluded=False))
    >>> asked.terms[1]
    Term(field='tag', value='sport', excluded=True)
    >>> parsed("https://example.org note: none").terms
    ()
    """
    terms = []
    for found in _TERM.finditer(search):
        said = found["quoted"]
        value = (found["plain"] if said is None else said.replace('""', '"')).strip()
        if value:
            terms.append(Term(found["field"], value, found["not"] is not None))
    return ArticleQuery(" ".join(_TERM.sub(" ", search).split()), tuple(terms))


def quoted(value: str) -> str:
    """Give a value as it is written after a term's colon, whatever is in it.

    >>> parsed("outlet:" + quoted('The "Star"')).terms[0].value
    'The "Star"'
    """
    return '"' + " ".join(value.split()).replace('"', '""') + '"'


def terms_alone(search: str) -> str:
    """Give a search without its words.

    >>> terms_alone("ferry tag:harbour boat")
    'tag:harbour'
    """
    return " ".join(found[0] for found in _TERM.finditer(search))


def date_bounds(value: str) -> tuple[str, str]:
    """Give the first and last ISO date, as texts to compare, that a term's value means.

    >>> date_bounds("2024"), date_bounds("2024-03..2024-05"), date_bounds("..2023")
    (('2024', '2024~'), ('2024-03', '2024-05~'), ('0', '2023~'))
    """
    low, dots, high = value.partition("..")
    return low or "0", (high if dots else low) + "~"


TAGS = "tags"
"""The field of an article's metadata that holds its tags."""
_BETWEEN = ";"


def tags_of(metadata: Mapping[str, str]) -> tuple[str, ...]:
    """Give an article's tags in their order.

    >>> tags_of({"tags": "ferry;to check"})
    ('ferry', 'to check')
    """
    return tuple(tag for tag in metadata.get(TAGS, "").split(_BETWEEN) if tag)


def tagged(metadata: Mapping[str, str], tag: str, *, wanted: bool) -> dict[str, str]:
    """Give metadata with a tag, or without it. Blanks at a tag's ends and ";" in it are dropped.

    >>> tagged({"tags": "ferry"}, "harbour", wanted=True), tagged({"tags": "a"}, "a", wanted=False)
    ({'tags': 'ferry;harbour'}, {})
    """
    tag = tag.replace(_BETWEEN, " ").strip()
    kept = [known for known in tags_of(metadata) if known != tag]
    kept += [tag] if wanted and tag else []
    rest = {name: value for name, value in metadata.items() if name != TAGS}
    return {**rest, TAGS: _BETWEEN.join(kept)} if kept else rest
