"""Real files beside the project; what they hold is counted in their expected.json."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from annotator.core.annotation import Annotation
from annotator.core.relation import Relation
from annotator.formats.format import Entry, Format, Reading, entries
from annotator.formats.registry import format_of

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is not there")


@cache
def expected() -> dict[str, Any]:
    found = json.loads((SHARED / "expected.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def taken(name: str, how: Format | None = None) -> tuple[list[Entry], Reading]:
    """Read a shared file as an import would."""
    path = SHARED / name
    reading = Reading(annotator="someone")
    return list(entries(how or format_of(path), path, reading)), reading


def labels(found: list[Entry]) -> dict[str, int]:
    return dict(Counter(v.label for _, vs in found for v in vs if isinstance(v, Annotation)))


def links(found: list[Entry]) -> dict[str, int]:
    return dict(Counter(v.type for _, vs in found for v in vs if isinstance(v, Relation)))


def quotes_hold(found: list[Entry]) -> bool:
    """Say whether every mark stands on the words that it quotes."""
    return all(
        v.quote == " ".join(article.text[p.start : p.end] for p in v.fragments)
        for article, values in found
        for v in values
        if isinstance(v, Annotation)
    )
