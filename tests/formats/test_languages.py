"""The language of a text: by small words where they leave no doubt, else by the model."""

import pytest

from annotator.formats import languages
from annotator.formats.languages import language_of
from tests.core.test_text_problems import CLEAN

PLAIN = {
    "en": "The council said that the ferry, which they had promised, would sail with the tide and "
    "that the pier, from which the boats have gone, would be mended.",
    "de": "Der Rat sagte, dass die Fähre nicht fahren wird und dass sich auch nach einer Woche und "
    "nach einem Sturm nichts ändern wurde.",
    "fr": "Le conseil est dans le port avec cette dame ; ils ont été là après la fête, où sont les "
    "bacs, et leur capitaine est dans une cabine.",
    "es": "Los vecinos, según la alcaldesa, también están en el puerto desde ayer, pero sus barcos "
    "han salido hasta las islas más lejanas.",
    "it": "Il consiglio della città ha detto che gli abitanti sono nel porto, anche fino alla "
    "festa, dalla parte delle barche più vecchie.",
    "nl": "Het bestuur heeft een plan, maar het wordt niet voor deze winter uitgevoerd en de boten "
    "zijn naar een haven gebracht.",
    "pt": "O conselho não disse uma palavra em público, mas são também eles, pelo menos às vezes, "
    "que já estão em casa até à noite.",
}


@pytest.mark.parametrize("language", PLAIN)
def test_small_words_say_what_the_model_says(language, monkeypatch):
    text = PLAIN[language]
    assert languages._likeliest(text)[0] == language
    monkeypatch.delattr(languages, "_likeliest")  # it is not asked
    assert language_of(text) == language


@pytest.mark.parametrize("language", CLEAN)
def test_clean_news_is_told(language):
    assert language_of(CLEAN[language]) == language


def test_where_small_words_of_two_languages_stand_the_model_decides(monkeypatch):
    asked = []
    monkeypatch.setattr(languages, "_likeliest", lambda text: asked.append(text) or ("xx", 1.0))
    assert language_of(PLAIN["en"] + " und nicht auch") == "xx"
    assert language_of("The ferry, the ferry, the ferry, the ferry, the ferry.") == "xx"
    assert len(asked) == 2


@pytest.mark.parametrize("text", ["", "1234", "?! 12", "Ok"])
def test_what_is_hardly_text_has_no_language(text):
    assert language_of(text) == ""
