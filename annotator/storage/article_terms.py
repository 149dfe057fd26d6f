"""The terms of a search for articles as conditions of a query."""

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from annotator.core.article_query import STATES_BY_NAME, TAGS, Term, date_bounds
from annotator.storage.tables import TABLES

_article, _annotation = TABLES["article"], TABLES["annotation"]
_state = TABLES["article_state"]
_COLUMNS = {"title": _article.c.headline, "outlet": _article.c.outlet, "author": _article.c.author}


def condition(term: Term, annotator: int | None) -> ColumnElement[bool]:
    """Give the condition of a term; states are those of an annotator, or anyone's for None."""
    found = _condition(term.field, term.value.lower(), annotator)
    return not_(found) if term.excluded else found


def _condition(field: str, value: str, annotator: int | None) -> ColumnElement[bool]:
    if field in _COLUMNS:
        return func.instr(func.lower(_COLUMNS[field]), value) > 0
    if field == "date":
        low, high = date_bounds(value)
        return and_(_article.c.published >= low.upper(), _article.c.published < high.upper())
    if field == "lang":
        return or_(func.lower(_article.c.language) == value,
                   func.instr(func.lower(_article.c.language), f"{value}-") == 1)  # fmt: skip
    if field == "state":
        return _in_state(value, annotator)
    if field == "label":
        marked = select(_annotation.c.article).where(func.lower(_annotation.c.label) == value)
        return _article.c.number.in_(marked)
    if field == "tag":
        return func.instr(func.lower(";" + _own(TAGS) + ";"), f";{value};") > 0
    return func.instr(func.lower(_own(field.removeprefix("meta."))), value) > 0


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
