"""The sample: rebuilt byte for byte, valid, and holding everything that it is to show."""

import importlib.util
import json
from itertools import pairwise, permutations
from pathlib import Path

import pytest

from annotator.core.annotation import Annotation
from annotator.core.identifiers import is_id
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.offsets import is_grapheme_edge
from annotator.core.relation import Relation
from annotator.core.scheme_file import read_scheme
from annotator.core.validation import (
    annotation_problem,
    article_label_problem,
    relation_problem,
    state_problem,
)
from annotator.formats.format import Reading, Writing, entries
from annotator.formats.registry import format_named
from annotator.paths import resource

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "sample" / "sample.jsonl"
SEED = ROOT.parent / "shared" / "data" / "articles" / "seed-article.txt"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("make_sample", ROOT / "packaging/make_sample.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scheme():
    return read_scheme(resource("schemes/news-commitments.toml"))


@pytest.fixture(scope="module")
def sample(scheme):
    return list(entries(format_named("jsonl"), SAMPLE, Reading(scheme)))


@pytest.fixture(scope="module")
def lines():
    return [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]


def marks(values, annotator=None):
    found = [v for v in values if isinstance(v, Annotation)]
    return [a for a in found if annotator in (None, a.annotator)]


def texts(sample):
    return [article.text for article, _ in sample]


def test_sources_give_the_same_bytes(tool):
    assert tool.sample() == SAMPLE.read_bytes(), "run packaging/make_sample.py"


def test_reading_and_writing_gives_the_same_bytes(sample, scheme):
    written = bytearray()

    class Output:
        def write(self, data):
            written.extend(data)

    for _ in format_named("jsonl").write(sample, Output(), Writing(scheme)):
        pass
    assert bytes(written) == SAMPLE.read_bytes()


def test_six_articles_by_two_annotators(sample, lines):
    assert len(sample) == 6 and len(lines) == 11
    assert {line["meta"]["annotator"] for line in lines} == {"amara", "jonas"}
    for article, _ in sample:
        facts = (article.title, article.outlet, article.author, article.published)
        assert all(facts) and article.url.startswith("https://example.org/")


def test_every_value_is_allowed(sample, scheme):
    for article, values in sample:
        labels = {a.id: a.label for a in marks(values)}
        for value in values:
            assert _problem(value, article, labels, scheme) == "", value


def _problem(value, article, labels, scheme):
    match value:
        case Annotation():
            return annotation_problem(value, article, scheme)
        case Relation():
            return relation_problem(value, (labels[value.head], labels[value.tail]), scheme)
        case ArticleLabel():
            return article_label_problem(value, scheme)
        case ArticleState():
            return state_problem(value)
    return f"unexpected: {value}"


def test_identifiers_and_times_are_well_formed_and_unique(sample):
    ids = [article.id for article, _ in sample]
    for _, values in sample:
        ids += [v.id for v in values if isinstance(v, Annotation | Relation)]
    assert len(set(ids)) == len(ids)
    assert all(is_id(i) and i[14] == "7" and i[19] in "89ab" for i in ids)
    for _, values in sample:
        for annotator in ("amara", "jonas"):
            made = sorted((a.created, a.id) for a in marks(values, annotator))
            assert [i for _, i in made] == sorted(i for _, i in made), "ids follow time"
            assert all(a[0] < b[0] for a, b in pairwise(made))


def test_offsets_point_at_the_quoted_words_on_grapheme_edges(lines):
    for line in lines:
        for span in line["spans"]:
            parts = span.get("fragments", [[span["start"], span["end"]]])
            assert " ".join(line["text"][a:b] for a, b in parts) == span["text"]
            assert all(is_grapheme_edge(line["text"], edge) for part in parts for edge in part)


@pytest.mark.parametrize(("least", "most"), [(25, 45)])
def test_marks_an_article_and_annotator(lines, least, most):
    for line in lines:
        assert least <= len(line["spans"]) <= most, line["meta"]["title"]


def test_asked_attributes_of_commitments_are_answered(sample, scheme):
    asked = [a.id for a in scheme.label("commitment").attributes if a.asked]
    for _, values in sample:
        for annotation in marks(values):
            if annotation.label == "commitment":
                assert set(asked) <= annotation.attributes.keys(), annotation.quote


def test_lengths_are_those_of_short_news(sample):
    for article, _ in sample:
        if article.language == "zh":
            assert 400 <= len(article.text) <= 800
        else:
            assert 250 <= len(article.text.split()) <= 450, article.title


def test_languages(sample):
    assert [article.language for article, _ in sample] == ["en", "en", "en", "ar", "zh", "en"]
    assert "\u0600" < texts(sample)[3][0] < "\u06ff"
    assert any("\u4e00" <= c <= "\u9fff" for c in texts(sample)[4])


def test_spans_nest_and_cross(sample):
    pairs = [
        (a, b)
        for _, values in sample
        for name in ("amara", "jonas")
        for a, b in permutations(marks(values, name), 2)
    ]
    assert any(a.span.contains(b.span) and a.span != b.span for a, b in pairs)
    assert any(a.start < b.start < a.end < b.end for a, b in pairs)


def test_a_commitment_is_discontinuous_around_words_left_out(sample):
    (split,) = (
        a for a in marks(sample[2][1], "amara") if a.quote == "will not sell the Brannholm shipyard"
    )
    assert len(split.fragments) == 2


@pytest.mark.parametrize(
    ("number", "characters"),
    [
        (0, "“"), (0, "’"),
        (1, "👩🏽‍🚒"), (1, "🇺🇳"), (1, "e\u0301"), (1, "1\u00a0240"),
        (2, "\r\n\r\n"),
    ],
)  # fmt: skip
def test_text_holds_what_is_hard(sample, number, characters):
    assert characters in texts(sample)[number]


def test_marks_stand_after_the_emoji_and_over_it(sample):
    article, values = sample[1]
    at = article.text.index("👩")
    assert any(a.start > at for a in marks(values))
    assert any(a.start < at < a.end for a in marks(values))


def test_no_line_end_but_crlf_in_the_third(sample):
    text = texts(sample)[2]
    assert text.count("\n") == text.count("\r") == text.count("\r\n") > 0


def test_relations_and_notes_are_there(sample):
    values = [v for _, of in sample for v in of]
    assert len({v.type for v in values if isinstance(v, Relation)}) == 12
    assert sum(bool(a.note) for a in marks(values)) >= 2


def test_annotators_differ_in_boundary_label_and_by_missing(sample):
    mine, theirs = (
        {(article.id, a.fragments): a.label for article, of in sample for a in marks(of, name)}
        for name in ("amara", "jonas")
    )
    assert any(mine[key] != theirs[key] for key in mine.keys() & theirs.keys())
    both = sum(mine[key] == theirs[key] for key in mine.keys() & theirs.keys())
    assert both > 0.7 * len(mine), "they agree mostly"
    hulls = {(a, spans[0].start) for a, spans in mine} & {(a, s[0].start) for a, s in theirs}
    assert any((a, spans[0].start) in hulls for a, spans in mine.keys() - theirs.keys())


def test_states_leave_a_newcomer_something_to_do(sample):
    states = [
        {v.annotator: v.state for v in values if isinstance(v, ArticleState)}
        for _, values in sample
    ]
    assert "amara" not in states[5] and not marks(sample[5][1], "amara")
    assert {"done", "in_progress"} == {state for of in states for state in of.values()}


def test_words_that_stand_twice_must_say_which(tool):
    whole = tool.Span(0, 9)
    with pytest.raises(ValueError, match="which one"):
        tool.find("Halm Halm", whole, "Halm")
    assert tool.find("Halm Halm", whole, "Halm", 2) == (tool.Span(5, 9),)
    with pytest.raises(ValueError, match="stands 0 times"):
        tool.find("Halm Halm", whole, "Brask")


def test_nothing_of_the_seed_article_is_in_the_project_text():
    if not SEED.exists():
        pytest.skip(f"{SEED} is not here")
    seed = " ".join(SEED.read_text("utf-8").split())
    windows = {seed[at : at + 40] for at in range(len(seed) - 39)}
    for path in sorted(resource(".").rglob("*")):
        if path.suffix in (".jsonl", ".toml", ".md"):
            text = " ".join(path.read_text("utf-8").replace("\\n", " ").split())
            shared = windows & {text[at : at + 40] for at in range(len(text) - 39)}
            assert not shared, path
