"""What a chart shows: a table of numbers, each with the passages behind it."""

import csv
import io
from dataclasses import dataclass
from typing import Literal, TypeAlias

from annotator.formats.tables.defusing import is_risky
from annotator.review.measure import Item

Kind: TypeAlias = Literal["matrix", "bars", "lines"]
PASSAGES = "passages"
"""The unit of counts."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number of a chart: None where it is undefined; with an interval where there is one.

    One that is not ``meant`` is a place where no number could be, as of someone with herself.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    items: tuple[Item, ...] = ()
    meant: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """A titled table; ``values`` are in rows, and ``unit`` says what the numbers are."""

    title: str
    kind: Kind
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]
    unit: str = ""
    note: str = ""

    def at(self, row: int, column: int) -> Value:
        """Give a number."""
        return self.values[row][column]

    def text(self, row: int, column: int) -> str:
        """Give a number as it is shown: passages whole, all else with two digits."""
        value = self.at(row, column).value
        if value is None:
            return "undefined" if self.at(row, column).meant else "–"
        shown = f"{value:,.0f}" if self.unit == PASSAGES else f"{value:.2f}"
        return shown.replace("-", "−")

    def as_csv(self) -> str:
        """Give the table as CSV, with the ends of intervals where there are any."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow((self.title, *map(_safe, self.columns)))
        for name, values in zip(self.rows, self.values, strict=True):
            writer.writerow((_safe(name), *(_exact(v.value) for v in values)))
            if any(v.low is not None for v in values):
                writer.writerow((f"{_safe(name)} (low)", *(_exact(v.low) for v in values)))
                writer.writerow((f"{_safe(name)} (high)", *(_exact(v.high) for v in values)))
        return out.getvalue()


def _exact(number: float | None) -> str:
    return "" if number is None else f"{number:.6g}"


def _safe(text: str) -> str:
    """Let no spreadsheet take a name for a formula."""
    return f"'{text}" if is_risky(text) else text
