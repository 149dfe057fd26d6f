"""Colours and keys for new labels, in the order in which they are given out."""

from collections.abc import Iterable

from annotator.core.scheme import Label

PALETTE = (
    "#0072b2", "#d55e00", "#009e73", "#533bbe", "#903150", "#195118", "#ad3d96", "#70067a",
)  # fmt: skip
"""Colours for new labels, in the order in which they are given out.

Chosen so that the nearest two bars stay apart in both themes, also with a red or green cone
missing (Machado and others 2009). Names and bars tell labels apart without any colour.
"""
KEYS = "123456789"


def next_color(labels: Iterable[Label]) -> str:
    """Give the colour that the fewest labels have, the first one of several.

    >>> next_color([]), next_color([Label("a", "A", PALETTE[0])])
    ('#0072b2', '#d55e00')
    """
    used = [label.color.lower() for label in labels]
    return min(PALETTE, key=used.count)


def next_key(labels: Iterable[Label]) -> str:
    """Give the first digit that no label has, or an empty string.

    >>> next_key([Label("a", "A", PALETTE[0], "1")])
    '2'
    """
    taken = {label.key for label in labels}
    return next((key for key in KEYS if key not in taken), "")
