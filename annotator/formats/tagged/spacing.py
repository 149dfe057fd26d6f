"""Text from tokens: where a file says nothing of the blanks, these rules do.

Tokens are joined by one blank, but for none before closing signs (``. , ; : ! ? % ) ] } » ” …``)
and endings (``'s``, ``’s``, ``n't``), none after opening ones (``( [ { « “ ‘ $ £ €``), none inside
a pair of straight quotes, and none between tokens of scripts that are written without blanks.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import regex

Place = tuple[int, int]

_CLOSING = frozenset(".,;:!?%)]}»”…،؛؟。，、！？；：）」』》")
_OPENING = frozenset("([{«“‘$£€¿¡（「『《")
_ENDING = regex.compile(r"[’']\p{L}{1,2}|n[’']t|\.{2,3}", regex.IGNORECASE)
_UNSPACED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}。，、！？；：（）「」『』《》]"
)


class Words(NamedTuple):
    """The tokens of one sentence, and ``text`` where the file gives it.

    ``glued`` is what it says of the blank after each token (True: there is none), if anything.
    """

    tokens: Sequence[str]
    text: str = ""
    glued: Sequence[bool] | None = None


def rebuilt(sentences: Iterable[Words]) -> tuple[str, list[list[Place]]]:
    r"""Give the text of sentences, one a line, and where each of their tokens stands.

    >>> rebuilt([Words(["He", "is", "n't", "(", "yet", ")", "here", "."]), Words(["No", "!"])])[0]
    "He isn't (yet) here.\nNo!"
    """
    pieces: list[str] = []
    places: list[list[Place]] = []
    start = 0
    for sentence in sentences:
        text, inside = _sentence(sentence)
        places.append([(start + a, start + b) for a, b in inside])
        pieces.append(text)
        start += len(text) + 1
    return "\n".join(pieces), places


def _sentence(words: Words) -> tuple[str, list[Place]]:
    if words.text:
        found = aligned(words.text, words.tokens)
        if found is not None:
            return words.text, found
    glued = words.glued if words.glued is not None else _glued(words.tokens)
    pieces: list[str] = []
    places: list[Place] = []
    at = 0
    for number, token in enumerate(words.tokens):
        if number and not glued[number - 1]:
            pieces.append(" ")
            at += 1
        places.append((at, at + len(token)))
        pieces.append(token)
        at += len(token)
    return "".join(pieces), places


def aligned(text: str, tokens: Iterable[str]) -> list[Place] | None:
    """Give where tokens stand in a text, with nothing but blanks between; None where they do not.

    >>> aligned("Mr.  Smith", ["Mr.", "Smith"])
    [(0, 3), (5, 10)]
    """
    places, at = [], 0
    for token in tokens:
        while not text.startswith(token, at):
            if at >= len(text) or not text[at].isspace():
                return None
            at += 1
        places.append((at, at + len(token)))
        at += len(token)
    return places if not text[at:].strip() else None


def _glued(tokens: Sequence[str]) -> list[bool]:
    """Say of each token whether the next one follows without a blank."""
    quoting = False
    glued: list[bool] = []
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if token == '"':
            quoting = not quoting
        opens = token in _OPENING or (token == '"' and quoting)
        closes = following in _CLOSING or _ENDING.fullmatch(following) is not None
        closes = closes or (following == '"' and quoting)
        glued.append(opens or closes or (_is_unspaced(token[-1:]) and _is_unspaced(following[:1])))
    return glued


def _is_unspaced(character: str) -> bool:
    return _UNSPACED.fullmatch(character) is not None
