r"""What is wrong with a text as it came in, and the text as it should have come.

To be asked before any mark exists: a repaired text is another text, with other offsets. Whoever
repairs keeps the SHA-256 of what came with the article, under `ORIGINAL`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import regex

ORIGINAL = "original_sha256"
"""The metadata key under which the hash of a text stands that was repaired."""

_HIDDEN = regex.compile(
    "[\u200b\u2060\ufeff\u180e\u00ad]"
    r"|(?<![\p{L}\p{M}])[\u200c\u200d](?![\p{L}\p{So}\p{Sk}\ufe0f])"
)
_DIRECTION = regex.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = regex.compile("[\x01-\x08\x0b\x0e-\x1f\x7f]")
_LOST = "\ufffd"
_MIXED = regex.compile(
    r"\b(?=\w*\p{Latin})(?=\w*[\p{Cyrillic}\p{Greek}])[\p{Latin}\p{Cyrillic}\p{Greek}]{3,}\b"
)
_OCR = regex.compile(r"\b(?:\p{L}+[0-9|\\^~]+\p{L}+|[^\s\w]{4,}|\p{Ll}+\p{Lu}\p{Ll}*\p{Lu}\w*)\b")
_ENTITY = regex.compile(r"&(?:amp|quot|lt|gt|nbsp|apos|#\d{2,5}|#x[0-9a-fA-F]{2,4});")
_ENDED = regex.compile(r"""[.!?…。！？؟:;"”’»)\]›*|—–-]\s*$|\.\s*\([\w/ .-]+\)\s*$""")
_TEASER = regex.compile(
    r"(?:\[?…\]?|\[?\.\.\.\]?|read more|continue reading|\[\+?\d+ chars\])\s*$", regex.IGNORECASE
)
_LONG = 400
_MOST_READ = 200_000


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
    found = (rule(start) for rule in _RULES)
    return tuple(problem for problem in found if problem is not None)


def repaired(text: str, kinds: Collection[str] | None = None) -> str:
    r"""Give a text without what can be put right for sure; the same text where nothing can.

    Put right are letters read in a wrong encoding (by ftfy), escaped signs of web pages, hidden,
    control and direction characters. Joiners within words stay: Persian and emoji need them.
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


def _without_mojibake(text: str) -> str:
    if text.isascii():
        return text
    from ftfy import fix_encoding  # loaded late: most texts are plain

    return fix_encoding(text)


def _unescaped(text: str) -> str:
    from html import unescape

    return str(_ENTITY.sub(lambda found: unescape(found[0]), text))


_REPAIRS: dict[str, Callable[[str], str]] = {
    "mojibake": _without_mojibake,
    "escaped signs": _unescaped,
    "hidden characters": lambda text: str(_HIDDEN.sub("", text)),
    "control characters": lambda text: str(_CONTROLS.sub("", text)),
    "direction characters": lambda text: str(_DIRECTION.sub("", text)),
}


def _mojibake(text: str) -> TextProblem | None:
    if _without_mojibake(text) == text:
        return None
    return TextProblem("mojibake", "letters were read in a wrong encoding", 1, True)


def _counted(
    kind: str, sentence: str, pattern: "regex.Pattern[str]", *, repaired: bool, least: int = 1
) -> Callable[[str], TextProblem | None]:
    def rule(text: str) -> TextProblem | None:
        count = sum(1 for _ in pattern.finditer(text))
        return TextProblem(kind, sentence, count, repaired) if count >= least else None

    return rule


def _ocr(text: str) -> TextProblem | None:
    words = text.count(" ") + text.count("\n") + 1
    count = sum(1 for _ in _OCR.finditer(text))
    if count < 5 or count * 50 < words:
        return None
    return TextProblem("OCR noise", "many words look badly recognised", count, False)


def _cut(text: str) -> TextProblem | None:
    if _TEASER.search(text[-80:]):
        return TextProblem("cut off", "it ends as a teaser does", 1, False)
    last = text.rstrip().rpartition("\n")[2]
    if len(text) < _LONG or len(last) < 60 or _ENDED.search(last[-80:]):
        return None
    return TextProblem("cut off", "it ends within a sentence", 1, False)


_RULES: tuple[Callable[[str], TextProblem | None], ...] = (
    _mojibake,
    _counted("lost letters", "letters were lost before the file was made (�)",
             regex.compile(_LOST), repaired=False),
    _counted("escaped signs", "signs of a web page stand in the text, as &amp;", _ENTITY,
             repaired=True),
    _counted("hidden characters", "there are soft hyphens or characters without width", _HIDDEN,
             repaired=True),
    _counted("direction characters", "characters change the direction of writing", _DIRECTION,
             repaired=True),
    _counted("control characters", "there are control characters", _CONTROLS, repaired=True),
    _counted("mixed scripts", "words mix Latin with Cyrillic or Greek letters", _MIXED,
             repaired=False),
    _ocr,
    _cut,
)  # fmt: skip
