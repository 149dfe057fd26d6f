"""Counting what an import brings: file by file, and in all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import Value, added
from annotator.core.errors import FormatError
from annotator.core.relation import Relation
from annotator.core.scheme import Scheme
from annotator.core.source import Source, says_more, source_of
from annotator.formats.format import Reading
from annotator.formats.mapping import Mapping
from annotator.jobs.import_report import ImportReport, counted
from annotator.jobs.text_notes import TextNotes

if TYPE_CHECKING:
    from annotator.storage.importing import ImportBatch
    from annotator.storage.project import Project


@dataclass(slots=True)
class FileTally:
    """What one file brought so far; ``file`` is its name, as its articles' sources give it."""

    file: str
    counts: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    sources: list[Source] = field(default_factory=list)
    met: dict[str, str] = field(default_factory=dict)
    """What came of each article: a file may have one record for each of its annotators."""
    texts: TextNotes = field(default_factory=TextNotes)

    def add(
        self, batch: "ImportBatch", article: Article, values: Sequence[Value], *, content_ids: bool
    ) -> bool:
        """Add an entry to what is imported, and count what that brought; see `ImportBatch.add`.

        Says whether the article is new.
        """
        kinds = ("annotations", "relations")
        before = [len(batch.brought[kind]) for kind in kinds]
        outcome = batch.add(article, values, content_ids=content_ids)
        self._count(article.id, outcome)
        self.labels.update(value.label for value in values if type(value) is Annotation)
        if outcome == "added":  # the marks of a new article go in with it, and are not listed
            self.counts["annotations"] += sum(type(value) is Annotation for value in values)
            self.counts["relations"] += sum(type(value) is Relation for value in values)
            return True
        for kind, length in zip(kinds, before, strict=True):
            self.counts[kind] += len(batch.brought[kind]) - length
        if not any(type(value) is Annotation for value in values):
            self._meet(batch, article)
        return False

    def _count(self, article: str, outcome: str) -> None:
        """Count an article once: as new, else as one of which more is known now."""
        before = self.met.get(article)
        if before == "known":
            self.counts["known"] -= 1
        if before in (None, "known"):
            self.counts[outcome] += 1
            self.met[article] = outcome

    def _meet(self, batch: "ImportBatch", article: Article) -> None:
        """Keep where a known text was met: another time in this import, or with other facts.

        What was imported before and comes again is no further source.
        """
        holder = batch.holder(article)
        if holder is None:
            return
        known, is_fresh = holder
        if (is_fresh and known.id != article.id) or says_more(known, article):
            # With its folder, which often is the outlet; further up are only the user's own.
            place = "/".join(self.file.replace("\\", "/").split("/")[-2:])
            self.sources.append(source_of(known.id, article, place))


@dataclass(slots=True)
class Tally:
    """What the files read so far brought, and the scheme that they need."""

    scheme: Scheme
    files: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    refused: list[FormatError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: list[FormatError] = field(default_factory=list)
    left_out_in_all: int = 0
    mended: Counter[str] = field(default_factory=Counter)
    by_label: Counter[str] = field(default_factory=Counter)
    created: dict[str, None] = field(default_factory=dict)
    matched: dict[str, str] = field(default_factory=dict)
    ignored: Counter[str] = field(default_factory=Counter)
    sources: dict[str, Source] = field(default_factory=dict)
    texts: TextNotes = field(default_factory=TextNotes)

    def take(self, reading: Reading, brought: FileTally) -> None:
        """Take in a file that was read whole."""
        self.files += 1
        self.counts.update(brought.counts)
        self.by_label.update(brought.labels)
        self.sources |= {source.id: source for source in brought.sources}
        self.notes += reading.notes
        self.texts.take(brought.texts)
        self.left_out += reading.left_out
        self.left_out_in_all += reading.left_out_in_all
        self.mended.update(reading.mended)

    def grow(self, mapping: Mapping) -> None:
        """Take in what a file needed of the scheme."""
        self.scheme = mapping.scheme
        self.created |= dict.fromkeys(mapping.created)
        self.matched |= mapping.matched
        self.ignored += mapping.ignored

    def store_sources(self, project: "Project", batch: "ImportBatch") -> None:
        """Store the sources that the project does not have, in the import's own transaction."""
        if not self.sources:
            return
        known = {source.id for source in project.records(Source)}
        fresh = [source for id, source in self.sources.items() if id not in known]
        self.counts["sources"] = len(fresh)
        if fresh:
            batch.change([added(source) for source in fresh])

    def report(self, *, dry_run: bool = False) -> ImportReport:
        """Give the report."""
        return ImportReport(
            files=self.files, refused=tuple(self.refused),
            notes=(*self.notes, *self.texts.sentences()),
            left_out=tuple(self.left_out), left_out_in_all=self.left_out_in_all,
            mended=self.mended, by_label=self.by_label, created=tuple(self.created),
            matched=tuple(self.matched.items()), ignored=self.ignored, dry_run=dry_run,
            **self.counts,
        )  # fmt: skip


def finish(reading: Reading, mapping: Mapping | None, edited_since: int) -> None:
    """Look at what only the whole file shows; SchemeError before anything of it is kept."""
    if mapping is not None:
        mapping.check()
    if edited_since:
        what = counted(edited_since, "annotation")
        reading.note(f"{what} of it edited here since the last import: kept as they are here.")
