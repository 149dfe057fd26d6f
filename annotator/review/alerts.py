"""Thresholds of a project: which agreement is so low that it is to be told."""

import json
from collections.abc import Mapping
from dataclasses import replace

from annotator.review.measure import Agreement, Result

ALERTS = "agreement-alerts"
"""The setting of a project that holds them, as a JSON table: a measure's name → the least value."""


def alerts_from(kept: str) -> dict[str, float]:
    """Give the thresholds that a setting holds; none where it cannot be read.

    >>> alerts_from('{"f1_exact": 0.7, "kappa": "high"}')
    {'f1_exact': 0.7}
    """
    try:
        found = json.loads(kept or "{}")
    except ValueError:
        return {}
    table = found if isinstance(found, dict) else {}
    return {
        name: float(least) for name, least in table.items()
        if isinstance(least, int | float) and not isinstance(least, bool) and -1 <= least <= 1
    }  # fmt: skip


def with_alerts(agreement: Agreement, least: float | None) -> Agreement:
    """Give an agreement whose numbers say so where they are below a threshold.

    An undefined number is below none.
    """
    if least is None:
        return agreement
    parts = tuple(_looked_at(part, least) for part in agreement.parts)
    return replace(agreement, overall=_looked_at(agreement.overall, least), parts=parts)


def kept_as(alerts: Mapping[str, float]) -> str:
    """Give thresholds as the text of the setting."""
    return json.dumps(dict(sorted(alerts.items())))


def _looked_at(result: Result, least: float) -> Result:
    if result.value is None or result.value >= least:
        return result
    said = f"Below {least:.2f}, from where on this project wants to be warned."
    return replace(result, below=least, caution=" ".join(filter(None, (said, result.caution))))
