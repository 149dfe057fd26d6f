"""An article: a text that never changes, and what is known about it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from unicodedata import category

from annotator.core.errors import FormatError
from annotator.core.identifiers import new_id

NOTHING: Mapping[str, str] = MappingProxyType({})
LARGEST_TEXT = 20_000_000
"""The most code points that a text may have; a longer file is no news article."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article. ``text`` is exactly what was decoded; every offset points into it."""

    id: str
    text: str
    sha256: str
    title: str = ""
    outlet: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    metadata: Mapping[str, str] = field(default_factory=lambda: NOTHING, hash=False)

    @classmethod
    def new(
        cls,
        text: str,
        *,
        id: str = "",
        title: str = "",
        outlet: str = "",
        author: str = "",
        published: str = "",
        url: str = "",
        language: str = "",
        metadata: Mapping[str, str] = NOTHING,
    ) -> "Article":
        """Give an article with its hash and, where none is given, a new identifier.

        Raises FormatError for a text that cannot be kept exactly: see `text_problem`.
        """
        problem = text_problem(text)
        if problem:
            raise FormatError(problem)
        return cls(
            id or new_id(), text, text_hash(text),
            title, outlet, author, published, url, language, metadata,
        )  # fmt: skip

    @property
    def headline(self) -> str:
        """The title, or the text's first words where there is none (at most 80 code points)."""
        if self.title:
            return self.title
        first = next((line.strip() for line in self.text[:2000].splitlines() if line.strip()), "")
        return first if len(first) <= 80 else first[:79].rstrip() + "…"


def text_hash(text: str) -> str:
    """Give the SHA-256 of a text's UTF-8 in 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def text_problem(text: str) -> str:
    r"""Say why a text cannot be an article, or give an empty string when it can.

    A text with no visible character, with NUL or with a lone surrogate cannot be stored and
    given back exactly, and one over `LARGEST_TEXT` code points is no article.

    >>> text_problem("A text.")
    ''
    >>> text_problem("a\x00b")
    'the text holds a NUL character at offset 1; save the file as UTF-8 text again'
    """
    if len(text) > LARGEST_TEXT:
        return (
            f"the text has {len(text):,} characters; an article has at most {LARGEST_TEXT:,}. "
            "Split the file into articles"
        )
    problem = character_problem(text)
    if problem:
        return f"the text {problem}; save the file as UTF-8 text again"
    return "" if any(map(_is_visible, text)) else "the text is empty"


def character_problem(text: str) -> str:
    r"""Say what no text of a project may hold, or give an empty string: NUL, lone surrogates.

    >>> character_problem("a\ud800")
    'holds half a character (lone surrogate U+D800) at offset 1'
    """
    at = text.find("\x00")
    if at >= 0:
        return f"holds a NUL character at offset {at}"
    if text.isascii():
        return ""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return (
            f"holds half a character (lone surrogate U+{ord(text[error.start]):04X}) "
            f"at offset {error.start}"
        )
    return ""


def _is_visible(character: str) -> bool:
    return not character.isspace() and category(character) not in ("Cc", "Cf")
