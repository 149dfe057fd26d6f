"""The shipped schemes are whole, and say what scheme-news-commitments.md asks for."""

import math
from itertools import combinations

import pytest

from annotator.core.scheme_file import read_scheme, scheme_from_data, scheme_to_data
from annotator.paths import resource

NAMES = ("news-commitments", "named-entities", "protest-events")
CHECK_RULES = {
    "needs_relation": {"label", "relation"},
    "needs_attribute": {"label", "attribute", "value", "needs"},
    "unlikely_together": {"label", "attribute", "value", "other", "other_value"},
    "one_label_a_span": set(),
    "needs_link_to_earlier": {"label", "attribute", "value", "relation"},
}


@pytest.fixture(params=NAMES)
def scheme(request):
    return read_scheme(resource(f"schemes/{request.param}.toml"))


@pytest.fixture
def news():
    return read_scheme(resource("schemes/news-commitments.toml"))


def test_no_scheme_file_goes_untested():
    assert {path.stem for path in resource("schemes").glob("*.toml")} == set(NAMES)


def test_identifier_is_the_name_of_the_file(scheme):
    assert read_scheme(resource(f"schemes/{scheme.id}.toml")) == scheme


def test_scheme_survives_being_kept_in_a_project(scheme):
    assert scheme_from_data(scheme_to_data(scheme)) == scheme


def test_every_label_is_explained_with_two_or_three_examples(scheme):
    for label in scheme.labels:
        assert label.definition and label.key
        assert label.guideline.strip().startswith("**Mark**")
        assert len(label.examples) in (2, 3)
        assert all(example.count("**") >= 2 for example in label.examples), label.id


def test_every_check_names_what_the_scheme_has(scheme):
    for check in scheme.checks:
        named = dict(check.parameters)
        assert CHECK_RULES[check.rule] <= named.keys(), check.id
        if "relation" in named:
            assert named["label"] in scheme.relations_by_id[named["relation"]].heads
        label = scheme.label(named.get("label", ""))
        for name, value in (("attribute", "value"), ("other", "other_value")):
            if name in named:
                assert named[value] in label.attribute(named[name]).values
        if "needs" in named:
            assert label.attribute(named["needs"]) is not None


def test_default_scheme_offers_three_labels_on_three_keys(news):
    offered = [(label.key, label.id) for label in news.active_labels]
    assert offered == [("1", "actor"), ("2", "location"), ("3", "commitment")]
    helpers = [label.id for label in news.labels if not label.on]
    assert helpers == ["deadline", "condition", "cue", "event"]


def test_default_scheme_asks_the_starred_attributes(news):
    asked = {label.id: [a.id for a in label.attributes if a.asked] for label in news.active_labels}
    assert asked == {
        "actor": ["actor_type", "entity"],
        "location": ["role"],
        "commitment": [
            "act", "content", "polarity", "condition", "deadline", "voice", "confidence"
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "heads", "tails", "least", "most"),
    [
        ("committed_by", ("commitment",), ("actor",), 1, None),
        ("committed_to", ("commitment",), ("actor",), 0, None),
        ("affects", ("commitment",), ("actor",), 0, None),
        ("reported_by", ("commitment",), ("actor",), 0, 1),
        ("applies_in", ("commitment",), ("location",), 0, None),
        ("due", ("commitment",), ("deadline",), 0, 1),
        ("depends_on", ("commitment",), ("condition", "commitment"), 0, None),
        ("updates", ("commitment",), ("commitment",), 0, None),
        ("same_as", ("actor",), ("actor",), 0, None),
        ("member_of", ("actor",), ("actor",), 0, None),
        ("part_of", ("location",), ("location",), 0, 1),
        ("based_in", ("actor",), ("location",), 0, 1),
    ],
)
def test_default_scheme_has_the_relations_with_their_ends(news, name, heads, tails, least, most):
    kind = news.relations_by_id[name]
    assert (kind.heads, kind.tails, kind.least, kind.most) == (heads, tails, least, most)
    assert kind.across_articles == (name == "updates")
    assert kind.may_be_not_stated == (name == "committed_by")


def test_default_scheme_keeps_every_value_of_its_description(news):
    def values(label, attribute):
        return news.label(label).attribute(attribute).values

    assert len(values("actor", "actor_type")) == 15
    assert len(values("location", "role")) == 6
    assert len(values("location", "level")) == 8
    assert len(values("commitment", "act")) == 9
    assert len(values("commitment", "status")) == 7
    assert news.relations_by_id["updates"].attributes[0].values == (
        "repeats", "revises", "withdraws", "fulfils", "breaks"
    )  # fmt: skip
    assert [a.id for a in news.article_labels] == ["genre", "relevant", "nothing_found"]
    assert len(news.checks) == 6


def test_help_and_scheme_tell_what_commitmentbank_means(news):
    assert "CommitmentBank" in news.definition
    assert "CommitmentBank" in resource("help/commitments.md").read_text("utf-8")


@pytest.mark.parametrize("sight", ["normal", "protanopia", "deuteranopia"])
def test_offered_colours_stay_apart_for_colour_blind_readers(scheme, sight):
    shades = {label.id: _seen(label.color, sight) for label in scheme.active_labels}
    near = {
        (one, other): round(math.dist(shades[one], shades[other]), 3)
        for one, other in combinations(shades, 2)
        if math.dist(shades[one], shades[other]) < 0.08
    }
    assert not near


# Severity 1 of Machado, Oliveira and Fernandes (2009), for linear RGB.
_SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
# Ottosson's OKLab, in which distances are about as large as they look.
_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def _seen(color, sight):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    seen = [min(1, max(0, value)) for value in _times(_SIGHTS[sight], linear)]
    return _times(_LAB, [value ** (1 / 3) for value in _times(_CONES, seen)])


def _times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]
