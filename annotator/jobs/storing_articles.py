"""Storing drafts as the user decided: edited, repaired, mapped; in one transaction and undo."""

import json
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core import boilerplate
from annotator.core.article import Article
from annotator.core.changes import SAID
from annotator.core.copies import Copies, Treatment, kept_of
from annotator.core.errors import FormatError, ReadOnlyProject, SchemeError
from annotator.core.file_names import FIELDS, NamePattern
from annotator.core.scheme_edit import edited
from annotator.core.text_problems import ORIGINAL, repaired
from annotator.formats.format import Entry, shown
from annotator.formats.mapping import Mapping, Rules
from annotator.jobs.drafts import OWN, Alike, Drafts, Row, SourceFile
from annotator.jobs.find_copies import regrouped
from annotator.jobs.import_articles import mapped, remembered
from annotator.jobs.import_report import ImportReport, counted, passed_over
from annotator.jobs.progress import Pace, Progress
from annotator.jobs.tally import FileTally, Tally, finish

if TYPE_CHECKING:
    from annotator.storage.importing import ImportBatch
    from annotator.storage.project import Project

ORIGINAL_TEXT = "original_text"
"""The metadata key under which the text of a repaired article stands as it came."""


@dataclass(slots=True)
class Decisions:
    """What the user decided on drafts, by the rows' numbers; what is not named stays as read.

    ``edits`` holds the article's own fields by their names, and metadata by other names.
    """

    unticked: set[int] = field(default_factory=set)
    edits: dict[int, dict[str, str]] = field(default_factory=dict)
    copies: list[Treatment] = field(default_factory=list)
    """What becomes of the drafts' groups of near-duplicates, in their order; () decides nothing."""
    skipped: set[int] = field(default_factory=set)
    """The rows left out by that, which are among the unticked."""
    repaired: dict[int, set[str]] = field(default_factory=dict)
    """Which kinds of text problems are put right in which rows."""
    greyed: set[int] = field(default_factory=set)
    names: NamePattern | None = None
    rules: Rules | None = None

    def article(self, row: Row, article: Article, file_name: str) -> Article:
        """Give the article of a row as it will be stored; FormatError if it cannot be."""
        if self.names is not None:
            article = self.names.fill(article, file_name)
        if row.number in self.edits:
            article = _edited(article, self.edits[row.number])
        if row.number in self.repaired:
            article = with_repaired_text(article, self.repaired[row.number])
        if row.number in self.greyed:
            spans = boilerplate.suspected(article.text)
            for change in boilerplate.grey(article, spans).changes:
                assert isinstance(change.after, Article)
                article = change.after
        return article

    def decide_copies(self, groups: Sequence[Alike], treatments: Sequence[Treatment]) -> None:
        """Decide on groups of near-duplicates; what was left out by that before is ticked again."""
        self.unticked -= self.skipped
        self.copies, self.skipped = list(treatments), set()
        for group, treatment in zip(groups, treatments, strict=True):
            kept = kept_of(treatment, group.words)
            if kept is not None:
                self.skipped |= {row for row in group.rows if str(row) != group.articles[kept]}
        self.skipped -= self.unticked  # those that the user left out stay so whatever is decided
        self.unticked |= self.skipped

    def repair(self, row: Row, kind: str) -> None:
        """Put a kind of text problem right in a row."""
        self.repaired.setdefault(row.number, set()).add(kind)

    def edit(self, row: Row, facts: dict[str, str]) -> None:
        """Take facts in, besides those edited before."""
        self.edits[row.number] = self.edits.get(row.number, {}) | facts


def with_repaired_text(article: Article, kinds: Collection[str]) -> Article:
    """Give an article with kinds of problems put right; what came stands whole in its metadata.

    The same article where nothing is put right. It is another text, so another identifier.
    """
    text = repaired(article.text, kinds)
    if text == article.text:
        return article
    kept = {**article.metadata, ORIGINAL: article.sha256, ORIGINAL_TEXT: article.text}
    facts = {name: getattr(article, name) for name in FIELDS}
    return Article.new(text, metadata=kept, **facts)


def _edited(article: Article, facts: dict[str, str]) -> Article:
    known = {name: said for name, said in facts.items() if name in FIELDS}
    own = {name: said for name, said in facts.items() if name not in FIELDS}
    metadata = {k: v for k, v in {**article.metadata, **own}.items() if v or k not in own}
    make: Callable[..., Article] = replace
    return make(article, metadata=metadata, **known)


def store_drafts(
    project: "Project", drafts: Drafts, decisions: Decisions, *, annotator: str
) -> Generator[Progress, None, ImportReport]:
    """Store the drafts that are ticked; gives the report, with what the reading refused.

    It is one transaction, one row of the log and one undo. Closing the generator leaves nothing.
    """
    if project.read_only:
        raise ReadOnlyProject("Nothing can be imported.", project.read_only_reason)
    tally = Tally(project.scheme, refused=list(drafts.found.refused))
    tally.notes += passed_over(drafts.found.passed_over)
    ticked = [row for row in drafts.rows if row.number not in decisions.unticked]
    name = _name(drafts, ticked)
    done, pace = 0, Pace()
    ids = dict.fromkeys((row for group in drafts.groups for row in group.rows), "")
    with project.importing(name, annotator=annotator) as batch:
        yield Progress(0, len(ticked), "Storing")
        for number, rows in groupby(ticked, key=lambda row: row.file):
            file = drafts.files[number]
            for _ in _store(project, drafts, file, list(rows), decisions, batch, tally, ids):
                done += 1
                if pace.due():
                    yield Progress(done, len(ticked), f"Storing {shown(Path(file.path.name))}")
        if tally.scheme is not project.scheme:
            batch.grow_scheme(project.scheme, edited(name, project.scheme, tally.scheme).after)
        tally.store_sources(project, batch)
        _link(project, drafts, decisions, batch, tally, ids)
    _remember(project, drafts, decisions)
    unticked = len(drafts.rows) - len(ticked)
    if unticked:
        tally.notes.append(f"{counted(unticked, 'article')} not ticked and left out.")
    return tally.report()


def _store(
    project: "Project", drafts: Drafts, file: SourceFile, rows: list[Row],
    decisions: Decisions, batch: "ImportBatch", tally: Tally, ids: dict[int, str],
) -> Iterator[None]:  # fmt: skip
    rules = decisions.rules or remembered(project, file.how)
    mapping = Mapping(tally.scheme, rules) if file.maps or decisions.rules else None
    reading = replace(
        file.reading, labels=dict(file.reading.labels), relations=dict(file.reading.relations)
    )  # the mapping empties them, and a cancelled import may be begun again
    brought, stored = FileTally(file.name), dict[int, str]()
    edited_before = batch.edited
    try:
        with batch.file():
            decided = _decided(drafts, file, rows, decisions)
            for (article, values), row in zip(mapped(decided, reading, mapping), rows, strict=True):
                is_new = brought.add(batch, article, values, content_ids=not file.how.exact)
                if is_new and row.number in ids:
                    stored[row.number] = article.id
                yield
            finish(reading, mapping, batch.edited - edited_before)
    except (SchemeError, FormatError) as error:
        tally.refused.append(FormatError(error.message, file=file.name))
        return
    tally.take(reading, brought)
    ids |= stored
    if mapping is not None:
        tally.grow(mapping)


def _link(
    project: "Project", drafts: Drafts, decisions: Decisions, batch: "ImportBatch", tally: Tally,
    ids: dict[int, str],
) -> None:  # fmt: skip
    """Store the groups of near-duplicates that were decided on, of what is in the project now."""
    groups = []
    for group, treatment in zip(drafts.groups, decisions.copies, strict=False):
        names = [
            name[len(OWN) :] if name.startswith(OWN) else ids[int(name)] for name in group.articles
        ]
        there = [(name, like) for name, like in zip(names, group.likeness, strict=True) if name]
        if len(there) > 1:
            articles, likeness = zip(*there, strict=True)
            groups.append(Copies.of(articles, likeness, apart=treatment == "keep"))
    changes = regrouped(project.records(Copies), groups)
    if changes:
        batch.change(changes)
    tally.counts["linked"] = sum(not group.apart for group in groups)


def _decided(
    drafts: Drafts, file: SourceFile, rows: list[Row], decisions: Decisions
) -> Iterator[Entry]:
    for row in rows:
        read, values = drafts.entry(row)
        article = decisions.article(row, read, file.name)
        if article.id != read.id:  # a repaired text; it had no marks, but may have a state
            values = [replace(v, article_id=article.id) for v in values if isinstance(v, SAID)]
        yield article, values


def _name(drafts: Drafts, ticked: list[Row]) -> str:
    files = {row.file for row in ticked}
    if len(files) == 1:
        return f"Import {shown(Path(Path(drafts.files[next(iter(files))].name).name))}"
    return f"Import {counted(len(files), 'file')}"


def _remember(project: "Project", drafts: Drafts, decisions: Decisions) -> None:
    """Keep the map under the formats that it was used for, where `remembered` finds it."""
    if decisions.rules is None:
        return
    for name in {file.how.name for file in drafts.files if file.maps}:
        project.set_setting(f"import-map:{name}", json.dumps(decisions.rules.as_data()))
