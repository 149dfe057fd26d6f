"""The articles of a project by hashes of their texts or by quotes, for files without texts."""

import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from annotator.core.article import Article

if TYPE_CHECKING:
    from annotator.storage.project import Project

_SHA256 = re.compile("[0-9a-f]{64}")
_WORD = re.compile("[A-Za-z0-9]{3,}")
_MOST_WORDS = 20


def known_texts(project: "Project") -> Callable[[str], Article | None]:
    """Give what gives the article whose text has a SHA-256, or None."""

    def article(sha256: str) -> Article | None:
        wanted = sha256.lower()
        known = project.article_by_hash(wanted) if _SHA256.fullmatch(wanted) else None
        return project.article(known) if known else None

    return article


def only_quoted(project: "Project") -> Callable[[Collection[str]], Article | None]:
    """Give what gives the only article that holds all of some quotes, or None.

    Blanks and line ends do not count.
    """

    def article(quotes: Collection[str]) -> Article | None:
        wanted = {_plain(quote) for quote in quotes}
        words = {word.lower() for quote in wanted for word in _WORD.findall(quote)}
        longest = sorted(words, key=lambda word: (-len(word), word))[:_MOST_WORDS]
        found = None
        for held, _ in project.holding(longest):
            text = _plain(held.text)
            if all(quote in text for quote in wanted):
                if found is not None:
                    return None
                found = held
        return found

    return article


def _plain(text: str) -> str:
    return " ".join(text.split())
