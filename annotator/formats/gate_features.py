"""Features of GATE's documents and annotations, as attributes can hold them."""

from collections.abc import Mapping
from typing import Any

from annotator.core.annotation import AttributeValue
from annotator.formats.fields import answer

MARKUPS = "Original markups"
"""The set in which GATE keeps the tags of the page that it loaded; they are no annotations."""


def attributes_of(features: Mapping[str, Any]) -> dict[str, AttributeValue]:
    """Give the features that an attribute can hold: texts, numbers, truths, lists of texts."""
    found = ((str(name), answer(value)) for name, value in features.items())
    return {name: value for name, value in found if value is not None and name}


def metadata_of(features: Mapping[str, Any]) -> dict[str, str]:
    """Give a document's simple features as an article's metadata."""
    return {
        str(name): str(value)
        for name, value in features.items()
        if isinstance(value, str | int | float) and len(str(value)) <= 10_000
    }


def annotator_of(set_name: str) -> str:
    """Give whose marks a set holds: GATE keeps an annotator's in a set of her name."""
    return "" if set_name in ("", "Key", "default") else set_name
