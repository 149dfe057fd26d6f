r"""What is wrong with a text as it came in, and the text as it should have come.

To be asked before any mark exists: a repaired text is another text, with other offsets. Whoever
repairs keeps the SHA-256 of what came with the article, under `ORIGINAL`.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeAlias

import regex

ORIGINAL = "original_sha256"
"""The metadata key under which the hash of a text stands that was repaired."""

_HIDDEN = regex.compile(
    "[\u200b\u2060\ufeff\u180e\u00ad]"
    r"|(?<![\p{L}\p{M}])[\u200c\u200d](?![\p{L}\p{So}\p{Sk}\ufe0f])"
)
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f]")
_LOST = "\ufffd"
_MIXED = regex.compile(
    r"\b(?=\w*\p{Latin})(?=\w*[\p{Cyrillic}\p{Greek}])[\p{Latin}\p{Cyrillic}\p{Greek}]{3,}\b"
)
_OCR = regex.compile(r"\b(?:\p{LC}+[0-9|\\^~]+\p{LC}+|[^\s\w]{4,}|\p{Ll}+\p{Lu}\p{Ll}*\p{Lu}\w*)\b")
# What is asked first of every text, of the little in it that is not plain; most texts end there.
_PLAIN = bytes((*b"\t\n\f\r", *range(0x20, 0x7F)))
_TWO_ODD = re.compile("[^\x00-\x7f]{2}|[ÂÃ][ \xa0]")
_NOT_LATIN = re.compile("[\u0370-\u03ff\u1f00-\u1fff\u0400-\u052f]")
_MAY_HIDE = re.compile("[\u200b-\u200d\u2060\ufeff\u180e\u00ad]")
_ODD_WORDS = (
    re.compile(r"[0-9|\\^~][^\W\d_]"), re.compile(r"(?<=[^\W\d_A-Z])[A-Z]"),
    re.compile(r"[!-/:-@\[-`{-~]{4}"),
)  # fmt: skip
_ENTITY = re.compile(r"&(?:amp|quot|lt|gt|nbsp|apos|#\d{2,5}|#x[0-9a-fA-F]{2,4});")
_ENDED = regex.compile(
    r"""[.!?…。！？．｡؟۔।॥།၊။។։።:;"”“'’‘»«)\]）」』】》〉›‹*|—–-]\s*$"""
    r"""|\.\s*\([\w/ .-]+\)\s*$|[\p{Thai}\p{Lao}]\s*$"""  # Thai and Lao end sentences by a blank
)
_TEASER = regex.compile(
    r"(?:\[?…\]?|\[?\.\.\.\]?|read more|continue reading|\[\+?\d+ chars\])\s*$", regex.IGNORECASE
)
_LATIN = "ABCEHIJKMOPSTXYaceijopsxyäëïöüÄËÏÖÜ"
_CYRILLIC = "АВСЕНІЈКМОРЅТХУасеіјорѕхуӓёїӧӱӒЁЇӦӰ"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_LONG = 400
_SMALL, _CAPITAL, _DIGIT, _SIGN, _BLANK, _EITHER = b"aA0! |"
"""Kinds of Latin-1 characters as `_ODD_WORDS` tell them apart: a capital is one of ASCII; the last
kind are signs that badly read letters are taken for too."""


def _kind(code: int) -> int:
    sign = chr(code)
    if code >= 0x80 or sign.isspace() or not sign.isprintable():
        return _SMALL if sign.isalnum() and code >= 0x80 else _BLANK
    if sign in "|\\^~":
        return _EITHER
    if sign.isdigit():
        return _DIGIT
    return _SMALL if sign.islower() else _CAPITAL if sign.isupper() else _SIGN


_KINDS = bytes(map(_kind, range(256)))
_MOST_READ, _OCR_SHOWS = 200_000, 1_500


@dataclass(frozen=True, slots=True)
class TextProblem:
    """One thing that is wrong. ``repaired`` says whether `repaired` puts it right."""

    kind: str
    sentence: str
    count: int
    repaired: bool


def problems(text: str) -> tuple[TextProblem, ...]:
    r"""Give what looks wrong with a text, worst first; rules and guesses, for a person to judge.

    >>> [p.kind for p in problems("The mayorâ€™s fer\u00adry.")]
    ['mojibake', 'hidden characters']
    """
    start = text[:_MOST_READ]
    odd = _odd(start)
    found = (rule(start) for may_be, rule in _RULES if may_be(start, odd))
    return tuple(problem for problem in found if problem is not None)


def repaired(text: str, kinds: Collection[str] | None = None) -> str:
    r"""Give a text without what can be put right for sure; the same text where nothing can.

    Put right are letters read in a wrong encoding (by ftfy), escaped signs of web pages, hidden,
    control and direction characters, and Cyrillic letters that look like the Latin ones around
    them, or the other way round. Joiners within words stay: Persian and emoji need them.
    With ``kinds``, as `TextProblem` names them, nothing else is.

    >>> repaired("The mayorâ€™s fer\u00adry &amp; pier.")
    'The mayor’s ferry & pier.'
    >>> repaired("The fer\u00adry &amp; pier.", ["hidden characters"])
    'The ferry &amp; pier.'
    """
    for kind, put_right in _REPAIRS.items():
        if kinds is None or kind in kinds:
            text = put_right(text)
    return text


def _odd(text: str) -> str:
    """Give the characters of a text that are not printed ASCII, blanks or line ends, in order."""
    rest = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return rest.decode("utf-8", "surrogatepass")


def _has_two_odd(text: str) -> bool:
    # Read byte by byte, a letter is two or more, none of them ASCII: each becomes a question mark.
    if b"??" not in text.encode("ascii", "replace") and not ("Â" in text or "Ã" in text):
        return False
    return _TWO_ODD.search(text) is not None


def _without_mojibake(text: str) -> str:
    if text.isascii() or not _has_two_odd(text):
        return text
    from ftfy import fix_encoding  # loaded late: most texts are plain

    return fix_encoding(text)


def _unescaped(text: str) -> str:
    from html import unescape

    return str(_ENTITY.sub(lambda found: unescape(found[0]), text))


def _in_one_script(text: str) -> str:
    return str(_MIXED.sub(lambda found: _as_most(found[0]), text))


def _as_most(word: str) -> str:
    """Give a word in the script of most of its letters, where the others look like that too."""
    latin = word.translate(_TO_LATIN)
    cyrillic = word.translate(_TO_CYRILLIC)
    changed = sum(a != b for a, b in zip(word, latin, strict=True))
    back = sum(a != b for a, b in zip(word, cyrillic, strict=True))
    for mended, count in sorted([(latin, changed), (cyrillic, back)], key=lambda x: x[1]):
        if len(word) > 3 and 0 < count * 2 < len(word) and not _MIXED.search(mended):
            return mended
    return word


_REPAIRS: dict[str, Callable[[str], str]] = {
    "mojibake": _without_mojibake,
    "escaped signs": _unescaped,
    "hidden characters": lambda text: str(_HIDDEN.sub("", text)),
    "control characters": lambda text: str(_CONTROLS.sub("", text)),
    "direction characters": lambda text: str(_DIRECTION.sub("", text)),
    "mixed scripts": _in_one_script,
}


def _mojibake(text: str) -> TextProblem | None:
    if _without_mojibake(text) == text:
        return None
    return TextProblem("mojibake", "letters were read in a wrong encoding", 1, True)


def _mixed(text: str) -> TextProblem | None:
    count = sum(1 for _ in _MIXED.finditer(text))
    if not count:
        return None
    said = "words mix Latin with Cyrillic or Greek letters"
    return TextProblem("mixed scripts", said, count, not _MIXED.search(_in_one_script(text)))


def _counted(
    kind: str,
    sentence: str,
    pattern: "regex.Pattern[str] | re.Pattern[str]",
    *,
    repaired: bool,
) -> Callable[[str], TextProblem | None]:
    def rule(text: str) -> TextProblem | None:
        count = sum(1 for _ in pattern.finditer(text))
        return TextProblem(kind, sentence, count, repaired) if count else None

    return rule


def _may_be_ocr(text: str, odd: str) -> bool:
    # What is badly recognised is so from its first lines on.
    if not any(sign > "\xff" and sign.isalnum() for sign in odd):
        # Then the kinds of its characters tell as much, in a tenth of the time.
        kinds = text[:_OCR_SHOWS].encode("latin-1", "replace").translate(_KINDS)
        if not any(pair in kinds for pair in (b"0a", b"0A", b"aA", b"!!!!", b"|")):
            return False
    return any(pattern.search(text, 0, _OCR_SHOWS) for pattern in _ODD_WORDS)


def _ocr(text: str) -> TextProblem | None:
    words = text.count(" ") + text.count("\n") + 1
    count = sum(1 for _ in _OCR.finditer(text))
    if count < 5 or count * 50 < words:
        return None
    return TextProblem("OCR noise", "many words look badly recognised", count, False)


def _cut(text: str) -> TextProblem | None:
    end = text[-80:].rstrip()
    if end.endswith((".", "”", '"', "!", "?")) and not end.endswith(".."):
        return None
    if _TEASER.search(end):
        return TextProblem("cut off", "it ends as a teaser does", 1, False)
    last = text.rstrip().rpartition("\n")[2]
    if len(text) < _LONG or len(last) < 60 or _ENDED.search(last[-80:]):
        return None
    return TextProblem("cut off", "it ends within a sentence", 1, False)


_Gate: TypeAlias = Callable[[str, str], bool]
"""Says quickly of a text and of what is odd in it that a rule need not be asked."""


def _always(_text: str, _odd: str) -> bool:
    return True


def _any_odd(_text: str, odd: str) -> bool:
    return bool(odd)


def _with(pattern: "re.Pattern[str]") -> _Gate:
    return lambda _, odd: pattern.search(odd) is not None


def _with_entity(text: str, _odd: str) -> bool:
    return "&" in text


_RULES: tuple[tuple[_Gate, Callable[[str], TextProblem | None]], ...] = (
    (_any_odd, _mojibake),
    (_with(re.compile(_LOST)),
     _counted("lost letters", "letters were lost before the file was made (�)",
              re.compile(_LOST), repaired=False)),
    (_with_entity,
     _counted("escaped signs", "signs of a web page stand in the text, as &amp;", _ENTITY,
              repaired=True)),
    (_with(_MAY_HIDE),
     _counted("hidden characters", "there are soft hyphens or characters without width", _HIDDEN,
              repaired=True)),
    (_with(_DIRECTION),
     _counted("direction characters", "characters change the direction of writing", _DIRECTION,
              repaired=True)),
    (_with(_CONTROLS),
     _counted("control characters", "there are control characters", _CONTROLS, repaired=True)),
    (_with(_NOT_LATIN), _mixed),
    (_may_be_ocr, _ocr),
    (_always, _cut),
)  # fmt: skip
