"""Synthetic news, the same at every run: 600 words and 40 spans an article, all invented."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.judgement import ArticleState
from annotator.core.relation import Relation
from annotator.core.scheme import Scheme
from annotator.core.scheme_file import read_scheme
from annotator.core.span import Span
from annotator.formats.format import Entry, Writing
from annotator.formats.registry import format_named
from annotator.paths import resource

WORDS, SPANS, RELATIONS = 600, 40, 4
_MOMENT = "2026-01-02T03:04:05.000Z"
_PHRASES = """
the of to and in a for that on with is as at by from it will be was has not said after minister
government harbour union council region border talks budget ferry rail strike bank Norland Skarvik
Port Ellen Ostrava Vellmark Brandt Aster Koval pledged promised agreed plans “we could” café naïve
déjà €5,000 12.5 2031 Monday Friday school hospital bridge police
"""
_VOCABULARY = _PHRASES.split()


def scheme() -> Scheme:
    return read_scheme(resource("schemes/news-commitments.toml"))


def text(number: int, words: int = WORDS) -> str:
    """Give the text of the article with a number: sentences of 6 to 24 words in paragraphs."""
    rng = Random(number)
    parts: list[str] = []
    left = words
    while left > 0:
        length = min(left, rng.randint(6, 24))
        sentence = " ".join(rng.choices(_VOCABULARY, k=length))
        parts.append(sentence[:1].upper() + sentence[1:] + ".")
        parts.append(rng.choice((" ", " ", "\n\n")))
        left -= length
    return f"{number}. " + "".join(parts)


def entry(number: int, *, annotator: str = "mo", spans: int = SPANS, words: int = WORDS) -> Entry:
    """Give the article with a number, marked."""
    rng = Random(-number - 1)
    body = text(number, words)
    article = Article.new(
        body, id=_id(rng, number, 0), title=f"Report {number} from Norland",
        outlet="The Vellmark Courier",
        published=f"20{20 + number % 9}-0{1 + number % 9}-12", language="en",
    )  # fmt: skip
    starts = [0, *(i + 1 for i, c in enumerate(body) if c == " ")]
    ids = [_id(rng, number, place) for place in range(1, spans + RELATIONS + 1)]
    marks = [_mark(rng, article, starts, annotator, ids[place]) for place in range(spans)]
    values: list[Value] = [*marks]
    commitments = [m for m in marks if m.label == "commitment"]
    actors = [m for m in marks if m.label == "actor"]
    for own, head, tail in zip(ids[spans:], commitments, actors, strict=False):
        values.append(
            Relation(own, article.id, annotator, "committed_by", head.id, tail.id,
                     _MOMENT, _MOMENT)
        )  # fmt: skip
    values.append(ArticleState(article.id, annotator, "done", _MOMENT))
    return article, values


def entries(count: int, *, annotator: str = "mo") -> Iterator[Entry]:
    return (entry(number, annotator=annotator) for number in range(count))


def write_jsonl(path: Path, count: int) -> None:
    """Write that many marked articles as native JSONL."""
    native = format_named("jsonl")
    assert native.write is not None
    with path.open("wb") as file:
        for _ in native.write(entries(count), file, Writing(scheme())):
            pass


def _mark(rng: Random, article: Article, starts: list[int], annotator: str, id: str) -> Annotation:
    first = rng.randrange(len(starts) - 12)
    label = rng.choice(("actor", "actor", "location", "commitment"))
    length = rng.randint(6, 12) if label == "commitment" else rng.randint(1, 3)
    span = Span(starts[first], starts[first + length] - 1)
    attributes = {"act": "pledge", "polarity": "will do"} if label == "commitment" else {}
    return Annotation(
        id, article.id, annotator, label, (span,), article.text[span.start : span.end],
        _MOMENT, _MOMENT, attributes,
    )  # fmt: skip


def _id(rng: Random, number: int, place: int) -> str:
    """Give a UUIDv7 as the program makes them: later marks have higher ones."""
    h = f"{1_770_000_000_000 + number * 60_000 + place * 500:012x}"
    r = f"{rng.getrandbits(72):018x}"
    return f"{h[:8]}-{h[8:]}-7{r[:3]}-8{r[3:6]}-{r[6:]}"
