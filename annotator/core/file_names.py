"""What a file's name says about its article, read by a pattern such as {outlet}_{date}_{title}."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

import regex

from annotator.core.article import Article
from annotator.core.dates import iso_date
from annotator.core.errors import AnnotatorError

FIELDS = ("title", "outlet", "author", "published", "url", "language")
"""The names that mean a field of the article; ``date`` is ``published``; others are metadata."""
_LONGEST = 300
_PATIENCE = 0.2  # seconds; names made of separators alone can be split in millions of ways
_PLACE = re.compile(r"\{([^{}]*)\}")
_DATE = (
    r"[12]\d{3}(?:[-._ ]?(?:0[1-9]|1[0-2])(?:[-._ ]?(?:0[1-9]|[12]\d|3[01]))?)?"
    r"|\d{1,2}[-._]\d{1,2}[-._][12]\d{3}"
)


class NamePattern:
    """A pattern for file names without their suffix; one with "/" looks at folders as well.

    >>> NamePattern("{outlet}_{date}_{title}").facts("news/Daily_2026-03-01_Harbour_deal.txt")
    {'outlet': 'Daily', 'published': '2026-03-01', 'title': 'Harbour deal'}
    >>> NamePattern("{outlet}/{date}*").facts("news/Daily/20260301b.txt")
    {'outlet': 'Daily', 'published': '2026-03-01'}
    """

    def __init__(self, pattern: str) -> None:
        """Raise AnnotatorError, saying what is wrong, for what is no pattern.

        ``*`` stands for anything that is not kept. A place takes as little as it can, the last
        one the rest, and none goes beyond its folder.
        """
        self.text = pattern
        names = [_field(name) for name in _PLACE.findall(pattern)]
        wrong = _wrong(pattern, names)
        if wrong:
            raise AnnotatorError(
                f"“{pattern[:80]}” is no pattern for file names: {wrong}.",
                "Write it like {outlet}_{date}_{title}; * stands for anything else.",
            )
        self._names = names
        self._depth = pattern.count("/") + 1
        self._pattern = regex.compile(_expression(pattern), regex.DOTALL)

    def facts(self, name: str) -> dict[str, str]:
        """Give what the name of a file says; nothing where the pattern does not fit.

        A date that is none leaves the whole name unread: the pattern fitted by accident.
        """
        parts = PurePosixPath(name.replace("\\", "/")).parts[-self._depth :]
        stem = PurePosixPath(parts[-1]).stem if parts else ""
        whole = "/".join([*parts[:-1], stem])[-_LONGEST:]
        try:
            found = self._pattern.fullmatch(whole, timeout=_PATIENCE)
        except TimeoutError:
            found = None
        if found is None:
            return {}
        facts = {name: _plain(said) for name, said in zip(self._names, found.groups(), strict=True)}
        if "published" in facts:
            facts["published"] = _date(facts["published"])
            if not facts["published"]:
                return {}
        return {name: said for name, said in facts.items() if said}

    def fill(self, article: Article, name: str) -> Article:
        """Give the article with what the name says and the file does not."""
        facts = self.facts(name)
        missing = {f: said for f, said in facts.items() if f in FIELDS and not getattr(article, f)}
        beside = {f: said for f, said in facts.items() if f not in FIELDS}
        if not missing and not set(beside) - set(article.metadata):
            return article
        metadata: Mapping[str, str] = {**beside, **article.metadata}
        make: Callable[..., Article] = replace
        return make(article, metadata=metadata, **missing)


def _field(name: str) -> str:
    name = name.strip().casefold()
    return "published" if name == "date" else name


def _wrong(pattern: str, names: list[str]) -> str:
    if not names:
        return "it names nothing in braces"
    odd = next((name for name in names if not name.isidentifier()), None)
    if odd is not None:
        return f"“{odd}” is no name"
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        return f"“{twice}” is there twice"
    if "}{" in pattern:
        return "nothing stands between two places, so that nobody can tell where one ends"
    if set(_PLACE.sub("", pattern)) & set("{}"):
        return "a brace is not closed"
    return "it is too long" if len(pattern) > _LONGEST or len(names) > 12 else ""


def _expression(pattern: str) -> str:
    made, last = "", 0
    for place in _PLACE.finditer(pattern):
        made += _between(pattern[last : place.start()])
        made += f"({_DATE})" if _field(place[1]) == "published" else "([^/]+?)"
        last = place.end()
    return made + _between(pattern[last:])


def _between(words: str) -> str:
    return re.escape(words).replace(r"\*", "[^/]*")


def _plain(said: str) -> str:
    """Give words as they are read: underscores between words are blanks."""
    return " ".join((said if " " in said else said.replace("_", " ")).split())


def _date(said: str) -> str:
    plain = re.sub(r"[ ._]", "-", said)
    day = re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", plain)
    whole = re.fullmatch(r"(\d{4})(\d\d)(\d\d)?", plain)
    if day:
        plain = f"{day[1]}.{day[2]}.{day[3]}"
    elif whole:
        plain = "-".join(filter(None, whole.groups()))
    return iso_date(plain, day_first=True)
