r"""What is wrong with a text as it came in, and the text as it should have come.

To be asked before any mark exists: a repaired text is another text, with other offsets. Whoever
repairs keeps the SHA-256 of what came with the article, under `ORIGINAL`.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

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
# What is asked first of every text, with the quicker engine; most texts end there.
_TWO_ODD = re.compile("[^\x00-\x7f]{2}|[ÂÃ][ \xa0]")
_NOT_LATIN = re.compile("[\u0370-\u03ff\u1f00-\u1fff\u0400-\u052f]")
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
    seen = _is_all_seen(start)
    found = (rule(start) for rule in _RULES if not (seen and rule in _UNSEEN))
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


def _is_all_seen(text: str) -> bool:
    """Say whether every sign is printed, or is a blank or a line's end."""
    for blank in "\n", "\t", "\r", "\xa0":
        text = text.replace(blank, "")
    return text.isprintable()


def _without_mojibake(text: str) -> str:
    # A letter that was read byte by byte is two or more, none of them ASCII.
    if text.isascii() or not _TWO_ODD.search(text):
        return text
    from ftfy import fix_encoding  # loaded late: most texts are plain

    return fix_encoding(text)


def _unescaped(text: str) -> str:
    from html import unescape

    return str(_ENTITY.sub(lambda found: unescape(found[0]), text))


def _may_be_mixed(text: str) -> bool:
    return not text.isascii() and _NOT_LATIN.search(text) is not None


def _in_one_script(text: str) -> str:
    return (
        text if not _may_be_mixed(text) else str(_MIXED.sub(lambda found: _as_most(found[0]), text))
    )


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
    count = sum(1 for _ in _MIXED.finditer(text)) if _may_be_mixed(text) else 0
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


def _ocr(text: str) -> TextProblem | None:
    # What is badly recognised is so from its first lines on.
    if not any(pattern.search(text, 0, _OCR_SHOWS) for pattern in _ODD_WORDS):
        return None
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


_hidden = _counted(
    "hidden characters", "there are soft hyphens or characters without width", _HIDDEN,
    repaired=True,
)  # fmt: skip
_direction = _counted(
    "direction characters", "characters change the direction of writing", _DIRECTION, repaired=True,
)  # fmt: skip
_controls = _counted("control characters", "there are control characters", _CONTROLS, repaired=True)
_UNSEEN = (_hidden, _direction, _controls)
_RULES: tuple[Callable[[str], TextProblem | None], ...] = (
    _mojibake,
    _counted("lost letters", "letters were lost before the file was made (�)",
             re.compile(_LOST), repaired=False),
    _counted("escaped signs", "signs of a web page stand in the text, as &amp;", _ENTITY,
             repaired=True),
    _hidden,
    _direction,
    _controls,
    _mixed,
    _ocr,
    _cut,
)  # fmt: skip
