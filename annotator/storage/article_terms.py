"""The terms of a search for articles as conditions of a query."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, not_, or_, select, true

from annotator.core.article_query import STATES_BY_NAME, TAGS, Term, date_bounds
from annotator.core.outlet import Outlet
from annotator.core.saved_list import OWN
from annotator.storage.rows import folded
from annotator.storage.tables import TABLES

_article, _annotation = TABLES["article"], TABLES["annotation"]
_state = TABLES["article_state"]
_COLUMNS = {"title": _article.c.headline, "outlet": _article.c.outlet, "author": _article.c.author}


def condition(
    term: Term, annotator: int | None, outlets: Iterable[Outlet] = ()
) -> ColumnElement[bool]:
    """Give the condition of a term; states are those of an annotator, or anyone's for None.

    An outlet is found by any of the names that it is registered with.
    """
    found = _condition(term.field, folded(term.value), annotator)
    if term.field == "outlet":
        found = or_(found, _of_register(folded(term.value), outlets))
    return not_(found) if term.excluded else found


def _of_register(value: str, outlets: Iterable[Outlet]) -> ColumnElement[bool]:
    names = {
        folded(name) for known in outlets
        if any(value in folded(other) for other in known.names) for name in known.names
    }  # fmt: skip
    return func.folded(_article.c.outlet).in_(sorted(names)) if names else false()


def order(field: str, outlets: Iterable[Outlet] = ()) -> Select[tuple[int]]:
    """Give the numbers of all articles by a field of `core.saved_list.ORDERS` or ``meta.NAME``.

    What is empty comes last, and equals stay as imported.
    """
    value = _ordered_by(field, outlets)
    if field in ("length", "marks"):
        return select(_article.c.number).order_by(value, _article.c.number)
    return select(_article.c.number).order_by(value == "", value, _article.c.number)


def group_starts(field: str, outlets: Iterable[Outlet] = ()) -> Select[tuple[Any, ...]]:
    """Give the first article of each run of equals in that order, and what it says of the field.

    By date all of a month are equal. Title, length and marks make no groups.
    """
    by, number = _ordered_by(field, outlets), _article.c.number
    # Of a group SQLite gives the other columns of the row that has the least.
    if field == "date":
        month = func.substr(by, 1, len("2026-03"))
        least = func.min(by + " " + func.printf("%012d", number))
        return select(number, month, least).group_by(month)
    said = _own(field.removeprefix(OWN)) if field.startswith(OWN) else _article.c[field]
    return select(number, said, func.min(number)).group_by(by)


def _ordered_by(field: str, outlets: Iterable[Outlet]) -> ColumnElement[Any]:
    if field == "outlet":
        own = {folded(other): folded(known.name) for known in outlets for other in known.aliases}
        column = func.folded(_article.c.outlet)
        return case(own, value=column, else_=column) if own else column
    if field == "marks":
        counted = select(func.count()).where(_annotation.c.article == _article.c.number)
        return counted.scalar_subquery()
    if field.startswith(OWN):
        return func.folded(_own(field.removeprefix(OWN)))
    columns = {
        "title": func.folded(_article.c.headline), "author": func.folded(_article.c.author),
        "date": instant(), "language": _article.c.language,
        "length": _article.c.length,
    }  # fmt: skip
    return columns[field]


def instant() -> ColumnElement[str]:
    """Give when an article appeared, in UTC and no more exact than it is said.

    A date or a time without its distance from UTC counts as UTC's.
    """
    said = _article.c.published
    in_utc = func.strftime("%Y-%m-%dT%H:%M:%f", said)  # None for what is no date
    return case((func.length(said) > len("2026-03-01"), func.coalesce(in_utc, said)), else_=said)


def own_fields() -> Select[tuple[str, int]]:
    """Give the names of the articles' own metadata, each with its articles' number."""
    member = func.json_each(_article.c.metadata).table_valued("key")
    return (
        select(member.c.key, func.count()).select_from(_article).join(member, true())
        .where(_article.c.metadata != "{}").group_by(member.c.key)
        .order_by(func.count().desc(), member.c.key)
    )  # fmt: skip


def keys() -> Select[tuple[Any, ...]]:
    """Give number, identifier, title, link and file of all articles, in list order."""
    columns = (_article.c.number, _article.c.id, _article.c.title, _article.c.url, _own("file"))
    return select(*columns).order_by(_article.c.number)


def saying(name: str) -> Select[tuple[int, bytes, str]]:
    """Give number, identifier and text of all articles that say something in their own field."""
    said = _own(name)
    found = select(_article.c.number, _article.c.id, said).where(said != "")
    return found.order_by(_article.c.number)


def values(field: str) -> Select[tuple[str, int]]:
    """Give the values of outlet, author, language or ``meta.NAME``, each with its articles' number.

    The most frequent come first; articles that say nothing are not counted.
    """
    column = _own(field.removeprefix(OWN)) if field.startswith(OWN) else _article.c[field]
    return (
        select(column, func.count()).where(column != "").group_by(column)
        .order_by(func.count().desc(), column)
    )  # fmt: skip


def _condition(field: str, value: str, annotator: int | None) -> ColumnElement[bool]:
    if field in _COLUMNS:
        return func.instr(func.folded(_COLUMNS[field]), value) > 0
    if field == "date":
        low, high = date_bounds(value)
        return and_(_article.c.published >= low.upper(), _article.c.published < high.upper())
    if field == "lang":
        return or_(func.folded(_article.c.language) == value,
                   func.instr(func.folded(_article.c.language), f"{value}-") == 1)  # fmt: skip
    if field == "state":
        return _in_state(value, annotator)
    if field == "label":
        marked = select(_annotation.c.article).where(func.folded(_annotation.c.label) == value)
        return _article.c.number.in_(marked)
    if field == "tag":
        return func.instr(func.folded(";" + _own(TAGS) + ";"), f";{value};") > 0
    return func.instr(func.folded(_own(field.removeprefix("meta."))), value) > 0


def tags() -> ColumnElement[str]:
    """Give an article's tags as its metadata holds them."""
    return _own(TAGS)


def _own(name: str) -> ColumnElement[str]:
    """Give a field of an article's own metadata, "" where it is not there."""
    path = '$."' + name.replace('"', "") + '"'
    return func.coalesce(func.json_extract(_article.c.metadata, path), "")


def _in_state(name: str, annotator: int | None) -> ColumnElement[bool]:
    said = select(_state.c.article)
    if annotator is not None:
        said = said.where(_state.c.annotator == annotator)
    state = STATES_BY_NAME.get(name, name)
    if state == "new":
        return _article.c.number.not_in(said.where(_state.c.state != "new"))
    return _article.c.number.in_(said.where(_state.c.state == state))
