"""How each file of an import is read: its format, the project's names, what was decided before."""

import json
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING

from annotator.core.file_names import NamePattern
from annotator.core.scheme import Scheme
from annotator.formats.format import Format, Reading
from annotator.formats.mapping import Mapping, Rules, rules_from
from annotator.formats.offset_units import Counting
from annotator.formats.registry import format_of, formats
from annotator.jobs.found_files import FoundFile, refuse_oddities
from annotator.jobs.known_texts import known_texts, only_quoted

if TYPE_CHECKING:
    from annotator.storage.project import Project


@dataclass(frozen=True, slots=True)
class Wishes:
    """How files are to be read. ``annotator`` is whose marks they are where a file says nothing.

    ``rules`` None means those that were used last for a format, else none. ``counting`` is what
    the user says that offsets count. ``columns`` are those of tables, by what of an article they
    hold; ``names`` fills from files' names what the files do not say.
    """

    format_name: str | None = None
    annotator: str = ""
    rules: Rules | None = None
    counting: Counting | None = None
    columns: Table[str, str] = field(default_factory=dict)
    names: NamePattern | None = None


class Opener:
    """Tells how each file of an import is read; asks the project only once what it remembers."""

    def __init__(self, project: "Project", chosen: Format | None, wishes: Wishes) -> None:
        """Open files for a project, as one format or as what each of them is."""
        self._chosen, self._wishes = chosen, wishes
        self._rules = cache(partial(remembered, project))
        self._texts, self._quoted = known_texts(project), only_quoted(project)

    def opened(self, file: FoundFile, scheme: Scheme) -> tuple[Format, Reading, Mapping | None]:
        """Give how a file is read, and the mapping of its names to a scheme where one is needed.

        Raises FormatError for what cannot be a file of the format.
        """
        how, wishes = self._chosen, self._wishes
        if how is None or not how.companions:
            refuse_oddities(file.path, may_be_empty=file.path.suffix.lower() in _may_be_empty())
        how = how or format_of(file.path)
        rules = wishes.rules if wishes.rules is not None else self._rules(how)
        mapping = None if how.exact and rules is None else Mapping(scheme, rules)
        reading = Reading(
            scheme=scheme if mapping is None else None, annotator=wishes.annotator, file=file.name,
            counting=wishes.counting, from_archive=file.from_archive, columns=wishes.columns,
            texts=self._texts, quoted=self._quoted,
        )  # fmt: skip
        return how, reading, mapping


@cache
def _may_be_empty() -> tuple[str, ...]:
    """Give the suffixes of files that say something though they are empty."""
    return tuple(s for f in formats() if f.companions for s in f.suffixes)


def remembered(project: "Project", how: Format | None) -> Rules | None:
    """Give the rules that were used last for files of a format, or None."""
    kept = project.setting(remembered_as(how)) or project.setting(remembered_as(None))
    return rules_from(json.loads(kept)) if kept else None


def remembered_as(how: Format | None) -> str:
    """Give the setting of a project under which the rules for a format are kept."""
    return f"import-map:{how.name}" if how else "import-map"
