"""How the articles are listed: which, in what order; and lists that were given a name."""

from dataclasses import dataclass

from annotator.core.record import Record

ORDERS = {
    "": "As imported", "title": "Title", "outlet": "Outlet", "author": "Author", "date": "Date",
    "language": "Language", "length": "Length", "marks": "Number of marks", "state": "State",
    "meta.tags": "Tags",
}  # fmt: skip
"""What articles can be ordered by besides fields of their own (``meta.NAME``), in words."""
UNGROUPED = frozenset({"", "title", "length", "marks"})
"""Orders in which hardly two articles are equal."""
OWN = "meta."
"""What stands before the name of a field of the project's own."""


@dataclass(frozen=True, slots=True)
class SavedList(Record):
    """A search, a state and an order under a name, as the list shows them again.

    ``state`` is "" for all, ``order`` one of `ORDERS` or ``meta.NAME``; ``grouped`` puts a
    heading above those that are equal in it.
    """

    name: str
    search: str = ""
    state: str = ""
    order: str = ""
    descending: bool = False
    grouped: bool = False
