"""Every measure by one contract, its parts and intervals, and what stands behind each number."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError
from annotator.core.tokens import tokens
from annotator.review import agreement
from annotator.review.agreement import measured
from annotator.review.comparison import Comparison
from annotator.review.registry import measure_named, measures
from tests.review.making import (
    article,
    comparison,
    comparisons,
    layer,
    mark,
    relation,
)

NAMES = [measure.name for measure in measures()]
LABELS = ("actor", "cue", "location")


def measure(found, name, **how):
    how.setdefault("draws", 0)
    return agreement.done(measured(found, measure_named(name), **how))


def an_article(seed, names=("ada", "ben"), agree=0.7):
    """Make an article in which each annotator changes some of the first one's marks."""
    random = Random(seed)
    of = article(f"{seed}: " + "Norland pays the port of Vesna. " * 8)
    words = list(tokens(of.text))
    first = [(random.choice(LABELS[::2]), words[i], words[i + random.randint(0, 2)])
             for i in range(1, len(words) - 3, 5)]  # fmt: skip
    layers = []
    for name in names:
        marks = []
        for label, start, end in first:
            if random.random() > agree:
                label = random.choice([*LABELS[::2], "none"])
            if label != "none":
                kind = random.choice("xxy")
                marks.append(mark(of, label, (start.start, end.end), name, kind=kind))
        if seed % 2 == (random.random() < agree):  # a label that only some articles have
            marks.append(mark(of, "cue", (words[-1].start, words[-1].end), name))
        links = [relation(a, b) for a, b in pairwise(marks)
                 if random.random() < agree]  # fmt: skip
        answers = {"relevant": random.random() < 0.5}
        layers.append(replace(layer(name, *marks, relations=links), answers=answers))
    return Comparison(of, tuple(layers))


def study(count=12, **how):
    return [an_article(seed, **how) for seed in range(count)]


def twins(found):
    """Give comparisons of a layer with its copy."""
    pairs = []
    for each in found:
        first = each.layers[0]
        ids = {m.id: f"{m.id[:-12]}f{m.id[-11:]}" for m in first.marks}
        marks = [replace(m, id=ids[m.id], annotator="zoe") for m in first.marks]
        links = [replace(r, id=f"{r.id[:-12]}e{r.id[-11:]}", annotator="zoe", head=ids[r.head],
                         tail=ids[r.tail]) for r in first.relations]  # fmt: skip
        copy = replace(layer("zoe", *marks, relations=links), answers=first.answers)
        pairs.append(Comparison(each.article, (first, copy)))
    return pairs


@pytest.mark.parametrize("name", NAMES)
def test_who_agrees_fully_gets_the_best_value(name):
    overall = measure(twins(study()), name).overall
    assert overall.value == pytest.approx(measure_named(name).best)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_to_compare_is_undefined(name):
    for found in ([], [comparison(article(), ada=[], ben=[])]):
        overall = measure(found, name, draws=20).overall
        assert overall.value is overall.low is overall.high is None
        assert "ndefined" in overall.caution


@pytest.mark.parametrize("name", NAMES)
def test_it_does_not_matter_who_is_first(name):
    found = study(6)
    swapped = [Comparison(one.article, one.layers[::-1]) for one in found]
    one, two = measure(found, name).overall.value, measure(swapped, name).overall.value
    # The shuffled texts of gamma are drawn anew.
    assert one == pytest.approx(two, abs=0.05 if name.startswith("gamma") else 1e-9)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("names", [("ada", "ben"), ("ada", "ben", "cy")])
def test_every_number_leads_to_its_passages(name, names):
    found = study(5, names=names)
    overall = measure(found, name).overall
    texts = {one.article.id: one.article.text for one in found}
    known = {m.id for one in found for each in one.layers for m in (*each.marks, *each.relations)}
    sums = Counter()
    for item in overall.items:
        sums[item.cell] += item.amount
        assert 0 <= item.span.start < item.span.end <= len(texts[item.article_id])
        assert known >= set(item.ids)
    assert {cell: pytest.approx(n) for cell, n in sums.items()} == overall.cells
    for cell in overall.cells:
        assert overall.behind(cell)
    assert overall.articles == 5
    assert overall.annotators == names
    assert overall.counts


@pytest.mark.parametrize("name", NAMES)
def test_more_disagreement_gives_a_lower_value(name):
    better, worse = (measure(study(10, agree=a), name).overall.value for a in (0.95, 0.2))
    if name not in ("article_labels", "attributes", "attributes_alpha"):  # at random in both
        assert better > worse


@pytest.mark.parametrize("name", NAMES)
def test_labels_pairs_articles_and_rounds(name):
    found = study(4, names=("ada", "ben", "cy"))
    rounds = {one.article.id: "pilot" if at < 1 else "main" for at, one in enumerate(found)}
    how = {by: measure(found, name, by=by, rounds=rounds) for by in agreement.BYS}
    assert {part.part for part in how["label"].parts}
    assert [part.annotators for part in how["pair"].parts] == [
        ("ada", "ben"), ("ada", "cy"), ("ben", "cy"),
    ]  # fmt: skip
    assert [part.article_id for part in how["article"].parts] == [o.article.id for o in found]
    assert [(part.round, part.articles) for part in how["round"].parts] == [
        ("main", 3), ("pilot", 1),
    ]  # fmt: skip
    first = measure(found[:1], name).overall.value
    assert how["article"].parts[0].value == first
    assert how["round"].parts[1].value == first


def test_more_than_two_get_the_mean_over_pairs():
    found = study(4, names=("ada", "ben", "cy"))
    result = measure(found, "f1_exact", by="pair")
    values = [part.value for part in result.parts]
    assert result.overall.value == pytest.approx(sum(values) / 3)
    assert result.overall.mean_of == 3
    assert [part.mean_of for part in result.parts] == [0, 0, 0]


@pytest.mark.parametrize("name", ["f1_exact", "token_kappa", "token_fleiss", "u_alpha"])
def test_the_interval_holds_the_value_and_narrows_with_more_articles(name):
    few, many = (measure(study(n), name, draws=400).overall for n in (6, 60))
    for result in (few, many):
        assert result.low < result.value < result.high
    assert many.high - many.low < few.high - few.low
    assert "Only 6 articles" in few.caution
    assert "Only" not in many.caution
    again = measure(study(6), name, draws=400).overall
    assert (again.low, again.high) == (few.low, few.high)


def test_one_article_has_no_interval():
    overall = measure(study(1), "f1_exact", draws=100).overall
    assert overall.value is not None
    assert overall.low is None
    assert "Only 1 article:" in overall.caution


def test_unequal_classes_are_told():
    of = article("word " * 200 + "Norland")
    overall = measure([comparison(of, ada=[("actor", "Norland")], ben=[])], "token_kappa").overall
    assert overall.value == 0
    assert "100% of the tokens are unmarked" in overall.caution
    assert overall.counts == {"tokens": 201, "labelled alike": 200, "unmarked by all": 200}


def test_the_unmarked_class_is_shown_apart():
    parts = measure(study(3), "token_kappa", by="label").parts
    assert [part.part for part in parts] == ["", *LABELS]


@pytest.mark.parametrize("name", ["f1_exact", "token_kappa", "cu_alpha", "attributes"])
def test_counts_and_passages_of_a_part_are_its_own(name):
    result = measure(study(4), name, by="label")
    for part in result.parts:
        assert part.items
        assert all(part.part in item.cell for item in part.items)
        assert {item.cell for item in part.items} == set(part.cells)
    if name == "f1_exact":
        for what, count in result.overall.counts.items():
            assert sum(part.counts[what] for part in result.parts) == count


def test_a_measure_that_is_not_there_names_those_that_are():
    with pytest.raises(AnnotatorError, match="f1_exact"):
        measure_named("vibes")


# --- other people's programs


def token_labels(found, at):
    labels = []
    for token in tokens(found.article.text):
        inside = [m for m in found.layers[at].marks if m.start < token.end and token.start < m.end]
        inside.sort(key=lambda m: (m.end - m.start, m.label, m.id))
        labels.append(inside[0].label if inside else "")
    return labels


def flat_study(count=8):
    """Make marks that do not overlap, as the other programs want them."""
    return study(count)


def test_token_kappa_as_by_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    found = flat_study()
    one, two = ([x for each in found for x in token_labels(each, at)] for at in (0, 1))
    overall = measure(found, "token_kappa").overall
    assert overall.value == pytest.approx(metrics.cohen_kappa_score(one, two))
    matrix = metrics.confusion_matrix(one, two, labels=["", *LABELS])
    for a, b in ((a, b) for a in ("", *LABELS) for b in ("", *LABELS)):
        place = ["", *LABELS].index(a), ["", *LABELS].index(b)
        assert overall.cells.get((a, b), 0) == matrix[place]


def test_f1_as_by_nervaluate():
    nervaluate = pytest.importorskip("nervaluate")
    found = flat_study()
    rows = [
        [[{"label": m.label, "start": m.start, "end": m.end} for m in each.layers[at].marks]
         for each in found]
        for at in (0, 1)
    ]  # fmt: skip
    scores = nervaluate.Evaluator(*rows, tags=list(LABELS)).evaluate()["overall"]["strict"]
    found_f1 = measure(found, "f1_exact").overall.value
    assert found_f1 == pytest.approx(scores.f1 if hasattr(scores, "f1") else scores["f1"])


@given(st.lists(comparisons(), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_any_marks_can_be_measured(found):
    for each in measures():
        if not each.slow:
            value = measure(found, each.name).overall.value
            assert value is None or value <= each.best + 1e-9
