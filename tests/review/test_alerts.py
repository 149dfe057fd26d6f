"""Thresholds below which a project warns of an agreement."""

from annotator.review.alerts import alerts_from, kept_as, with_alerts
from annotator.review.measure import Agreement, Result


def result(value, caution=""):
    return Result("f1_exact", ("ada", "ben"), value, caution=caution)


def test_only_defined_numbers_below_are_told():
    found = with_alerts(
        Agreement(result(0.69, "Few."), (result(0.7), result(None), result(0.1))), 0.7
    )
    assert found.overall.below == 0.7
    assert (
        found.overall.caution == "Below 0.70, from where on this project wants to be warned. Few."
    )
    assert [part.below for part in found.parts] == [None, None, 0.7]
    assert found.overall.value == 0.69
    plain = Agreement(result(0.1), ())
    assert with_alerts(plain, None) is plain


def test_what_cannot_be_read_warns_of_nothing():
    for text in ("", "[1]", "{", '{"f1_exact": true}', '{"f1_exact": 7}', "null"):
        assert alerts_from(text) == {}
    assert alerts_from(kept_as({"b": 0.5, "a": 1})) == {"a": 1.0, "b": 0.5}
