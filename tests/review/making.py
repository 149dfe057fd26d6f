"""Small comparisons: invented text, marks written as they stand in it."""

from itertools import count

from hypothesis import strategies as st

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.relation import Relation
from annotator.core.span import Span, fragments_of, quote
from annotator.review.comparison import Comparison, Layer

TIME = "2026-01-02T03:04:05.000Z"
TEXT = (
    "Norland’s minister said on Monday that the port of Vesna will stay open. "
    "Mayor Koval 🎉 doubted it: the union would strike in Skarvik."
)
_numbers = count(1)


def an_id() -> str:
    return f"00000000-0000-7000-8000-{next(_numbers):012x}"


def article(text: str = TEXT, id: str = "") -> Article:
    return Article.new(text, id=id or an_id())


def mark(
    of: Article, label: str, words: str | tuple[int, int], annotator: str = "ada", **attributes
) -> Annotation:
    """Mark the first occurrence of words, or a range."""
    if isinstance(words, str):
        start = of.text.index(words)
        words = (start, start + len(words))
    parts = (Span(*words),)
    return Annotation(
        an_id(), of.id, annotator, label, parts, quote(of.text, parts), TIME, TIME, attributes
    )


def relation(head: Annotation, tail: Annotation, type: str = "in", **attributes) -> Relation:
    return Relation(
        an_id(), head.article_id, head.annotator, type, head.id, tail.id, TIME, TIME, attributes
    )


def layer(annotator: str, *marks: Annotation, relations=(), state="done") -> Layer:
    ordered = tuple(sorted(marks, key=lambda m: m.sort_key))
    return Layer(annotator, ordered, tuple(relations), state=state)


def comparison(of: Article, **marks: list[tuple[str, str | tuple[int, int]]]) -> Comparison:
    """Make a comparison: ``ada=[("actor", "Norland")]``."""
    return Comparison(
        of,
        tuple(
            layer(name, *(mark(of, label, words, name) for label, words in items))
            for name, items in marks.items()
        ),
    )


@st.composite
def comparisons(draw, names=("ada", "ben"), labels=("actor", "location"), length=40, most=6):
    """Draw an article of short words with some marks by each."""
    of = article("ab cd. " * (length // 7 + 1) + draw(st.sampled_from("xyz")) * 3)
    layers = []
    for name in names:
        marks = []
        for _ in range(draw(st.integers(0, most))):
            start = draw(st.integers(0, length - 2))
            end = draw(st.integers(start + 1, min(length, start + 9)))
            parts = fragments_of([Span(start, end)])
            label = draw(st.sampled_from(labels))
            marks.append(
                Annotation(an_id(), of.id, name, label, parts, quote(of.text, parts), TIME, TIME)
            )
        layers.append(layer(name, *marks))
    return Comparison(of, tuple(layers))
