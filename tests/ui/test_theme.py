from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.ui import theme as themes
from annotator.ui.theme import DARK, LEAST_CONTRAST, LIGHT, PALETTE, contrast, label_shades, mixed

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
# Machado, Oliveira and Fernandes 2009, severity 1: how linear RGB looks with a cone missing.
SEEN = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no long cone": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no middle cone": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}  # fmt: skip


@BOTH
@given(color=COLORS)
def test_every_colour_gives_readable_shades(theme, color):
    shades = label_shades(color, theme)
    assert contrast(shades.bar, theme.paper) >= LEAST_CONTRAST
    assert contrast(shades.name, theme.paper) >= LEAST_CONTRAST
    assert contrast(shades.name, shades.fill) >= LEAST_CONTRAST
    assert contrast(theme.ink, shades.fill) >= LEAST_CONTRAST
    assert contrast(theme.ink, shades.strong) >= LEAST_CONTRAST


@BOTH
def test_ink_can_be_read_on_every_ground(theme):
    for ground in (theme.paper, theme.panel, theme.card, theme.selection, theme.warning,
                   theme.match, theme.match_current):  # fmt: skip
        assert contrast(theme.ink, ground) >= LEAST_CONTRAST, ground
    for ground in (theme.paper, theme.panel, theme.card):
        assert contrast(theme.muted, ground) >= LEAST_CONTRAST
        assert contrast(theme.accent, ground) >= LEAST_CONTRAST
    assert contrast(theme.focus, theme.paper) >= 3


def test_a_fill_is_the_stated_share_of_a_colour_on_paper():
    assert label_shades("#2563c9", LIGHT).fill == mixed("#2563c9", LIGHT.paper, 0.15)
    assert (LIGHT.paper, DARK.paper) == ("#fdfcfa", "#16181d")
    assert DARK.strength == 0.24


@pytest.mark.parametrize("seen", SEEN)
@BOTH
def test_default_colours_are_distinct_for_colour_blind_readers(theme, seen):
    bars = [_lab(label_shades(color, theme).bar, SEEN[seen]) for color in PALETTE]
    nearest = min(
        sum((p - q) ** 2 for p, q in zip(one, other, strict=True)) ** 0.5
        for one, other in combinations(bars, 2)
    )
    assert nearest > (0.1 if seen == "all cones" else 0.045)


def test_a_readable_colour_is_left_as_it_is():
    assert label_shades("#4b5563", LIGHT).bar == "#4b5563"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ff0000", 1)],
)
def test_contrast_is_that_of_wcag(one, other, expected):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.01)


def _lab(color, matrix):
    linear = [themes._linear(channel) for channel in themes._channels(color)]
    seen = (sum(a * b for a, b in zip(row, linear, strict=True)) for row in matrix)
    channels = tuple(themes._companded(min(max(channel, 0), 1)) for channel in seen)
    return themes._to_oklab(themes._hex(channels))
