"""Facts of articles that are here already, from a table: one row an article, as one action."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.article import Article
from annotator.core.boilerplate import NOT_ARTICLE
from annotator.core.changes import Change, ChangeSet
from annotator.core.dates import iso_date
from annotator.core.errors import FormatError
from annotator.core.text_problems import ORIGINAL
from annotator.formats.format import Reading, shown
from annotator.formats.tables.columns import named_columns
from annotator.formats.tables.rows import Row, rows_of
from annotator.jobs.progress import Pace, Progress

if TYPE_CHECKING:
    from annotator.storage.project import Project

FACTS = ("title", "outlet", "author", "published", "url", "language")
_FILE = ("file", "filename", "file_name")
_KEPT = (NOT_ARTICLE, ORIGINAL, "original_text")
KEYS = ("id", "url", "file", "title")
"""By what an article can be told, the surest first."""
_LONGEST, _MOST = 2_000, 60
"""Code points of a fact, and facts of an article."""


@dataclass(frozen=True, slots=True)
class FactColumns:
    """Which columns tell the article (by `KEYS`), which set which of its fields, which are own."""

    finds: Mapping[str, str]
    sets: Mapping[str, str]
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactsFound:
    """What a table says: the edit (not applied), rows that are so already, rows with a problem."""

    edit: ChangeSet
    same: int
    problems: tuple[FormatError, ...]


def facts_in(
    project: "Project", path: Path, columns: Mapping[str, str] | FactColumns | None = None
) -> Generator[Progress, None, FactsFound]:
    """Read a table of facts; nothing is stored.

    An article is told by its identifier, its link, the name of the file it came from, or its
    title: the first of these columns that says something decides. A row that fits none or several
    articles is a problem. An empty cell changes nothing; columns with other names are facts of
    those names. ``columns`` tells which column holds what, as when articles are imported; with
    `FactColumns` nothing is guessed, and what they do not name is left out.
    Raises FormatError where the table cannot be read or has no such column.
    """
    finder: _Finder | None = None
    after: dict[str, tuple[Article, Article]] = {}
    problems: list[FormatError] = []
    same, pace, name = 0, Pace(), shown(Path(path.name))
    for number, row in enumerate(rows_of(path, Reading(file=shown(path))), 1):
        finder = finder or _Finder(project, row, columns or {}, shown(path))
        if pace.due():
            yield Progress(number, None, f"Reading {name}")
        try:
            found = finder.article(row)
            before, now = after.get(found) or (project.article(found),) * 2
            now = finder.told(now, row)
        except FormatError as error:
            problems.append(FormatError(error.reason, file=shown(path), line=row.line))
            continue
        if now == before:
            same += 1
        else:
            after[found] = before, now
    if finder is None:
        raise FormatError("the table holds no rows.", file=shown(path))
    count = len(after)
    title = f"Facts of {count:,} article{'s' * (count != 1)} from {name}"
    edit = ChangeSet(title, tuple(Change(*pair) for pair in after.values()))
    return FactsFound(edit, same, tuple(problems))


def guessed_columns(header: Sequence[str], told: Mapping[str, str]) -> FactColumns:
    """Give what columns are by their names, and by what is told of them.

    Every column with the name of a key may find the article; a row's first one that says
    something does. Raises FormatError where a column that was told is not there.
    """
    known = named_columns(header, told)
    plain = {name.strip().casefold().replace(" ", "_"): name for name in header}
    file = next((plain[name] for name in _FILE if name in plain), "")
    finds = {key: file if key == "file" else known.get(key, "") for key in KEYS}
    taken = {*known.values(), file}
    return FactColumns(
        {key: column for key, column in finds.items() if column},
        {fact: known[fact] for fact in FACTS if fact in known},
        tuple(name for name in header if name not in taken),
    )


class _Finder:
    """Tells which article a row is about, and what it says of it."""

    def __init__(
        self, project: "Project", row: Row, told: Mapping[str, str] | FactColumns, file: str
    ) -> None:
        if not isinstance(told, FactColumns):
            told = guessed_columns(list(row.cells), told)
        self._columns = told
        if not self._columns.finds:
            raise FormatError(
                "no column says which article a row is about.",
                file=file,
                next_step="Give it a column called id, url, file or title.",
            )
        kept = [name for name in self._columns.own if name in _KEPT]
        if kept:
            raise FormatError(
                f"the column “{kept[0]}” has a name that the program keeps for itself.",
                file=file,
                next_step="Give the column another name.",
            )
        self._known: dict[str, dict[str, list[str]]] = {key: {} for key in KEYS}
        for keys in project.article_keys():
            for key, index in self._known.items():
                value = getattr(keys, key)
                if value:
                    index.setdefault(value, []).append(keys.id)

    def article(self, row: Row) -> str:
        """Give the identifier of the article that a row is about; FormatError for none or many."""
        for key, index in self._known.items():
            said = row.cells.get(self._columns.finds.get(key, ""), "").strip()
            found = index.get(said, ()) if said else ()
            if len(found) == 1:
                return found[0]
            if len(found) > 1:
                raise FormatError(f"{len(found):,} articles have the {key} “{said[:80]}”.")
            if said:
                raise FormatError(f"no article here has the {key} “{said[:80]}”.")
        raise FormatError("it does not say which article it is about.")

    def told(self, article: Article, row: Row) -> Article:
        """Give an article with what a row says of it; FormatError for a date that is none."""
        facts: dict[str, str] = {}
        for field in FACTS:
            said = " ".join(row.cells.get(self._columns.sets.get(field, ""), "").split())
            if field == "published" and said:
                facts[field] = iso_date(said)
                if not facts[field]:
                    raise FormatError(f"“{said[:40]}” is no date that is certain.")
            elif said:
                facts[field] = said[:_LONGEST]
        own = {name: value[:_LONGEST] for name in self._columns.own
               if (value := row.cells.get(name, "").strip())}  # fmt: skip
        metadata = {**article.metadata, **own}
        if len(metadata) > max(_MOST, len(article.metadata)):
            raise FormatError(f"an article can have {_MOST} facts of its own.")
        return replace(article, metadata=metadata, **facts)
