"""Exporting training data: a file complete or not at all, and a manifest that describes it."""

import hashlib
import io
from collections import Counter, defaultdict
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from annotator import __version__
from annotator.core.annotation import Annotation
from annotator.core.changes import SAID, Value
from annotator.core.entity import Entity
from annotator.core.errors import FormatError
from annotator.core.judgement import ArticleState, State
from annotator.core.relation import Relation
from annotator.core.scheme import Scheme
from annotator.core.scheme_file import scheme_to_data
from annotator.formats.format import Entry, Format, Writing, shown
from annotator.formats.registry import format_named
from annotator.jobs.dataset_file import written, written_folder
from annotator.jobs.import_articles import MANIFEST, counted
from annotator.jobs.progress import Pace, Progress
from annotator.jobs.replacing import Replacing, refuse_what_is_no_file
from annotator.jobs.splitting import PARTS, split

if TYPE_CHECKING:
    from annotator.storage.project import Project

FORMAT_VERSION = 1
States: TypeAlias = Collection[State]


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote; as text it is one sentence. ``lost`` is what could not be written."""

    path: Path
    manifest: Path
    articles: int = 0
    annotations: int = 0
    relations: int = 0
    lost: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Give the counts and the path as a sentence."""
        if not self.articles:
            return f"No article has been begun, so {shown(self.path)} is empty."
        said = f"Exported {counted(self.articles, 'article')} with "
        said += counted(self.annotations, "annotation")
        if self.relations:
            said += f" and {counted(self.relations, 'relation')}"
        said += f" to {shown(self.path)}."
        return said + (f" Left out: {', '.join(self.lost)}." if self.lost else "")


@dataclass(slots=True)
class _Tally:
    articles: int = 0
    relations: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    annotators: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)

    def count(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        for article, values in entries:
            self.articles += 1
            marks = [value for value in values if type(value) is Annotation]
            self.labels.update([mark.label for mark in marks])
            self.annotators.update([mark.annotator for mark in marks])
            if len(marks) < len(values):
                self.relations += sum(type(value) is Relation for value in values)
                self.states.update([v.state for v in values if type(v) is ArticleState])
            yield article, values


def export_dataset(
    project: "Project",
    out: Path,
    *,
    format_name: str = "jsonl",
    annotators: Collection[str] | None = None,
    states: States | None = None,
    articles: Collection[str] | None = None,
) -> Generator[Progress, None, ExportReport]:
    """Export what annotators (None: all) said of articles, to a file and a manifest beside it.

    ``articles`` are the identifiers of those wanted, None: all.
    ``states`` None means all articles that somebody has begun; else what each annotator said of
    the articles that she has in one of the states. Raises FormatError when the file cannot be
    written, and when it does not say the same when it is read back. Until the end nothing is
    replaced; an error or closing the generator leaves the folder as it was. A format of several
    files becomes a folder, or a zip where the name ends so.
    """
    chosen = writable(format_name)
    as_folder = chosen.write_files is not None and out.suffix.lower() != ".zip"
    if not as_folder:
        refuse_what_is_no_file(out)
    manifest = out.with_name(out.stem + MANIFEST)
    _refuse_the_project(project, out, manifest)
    total = len(project.find_articles())
    found = yield from _annotations(project, annotators, states, articles)
    tally, writing = _Tally(), Writing(project.scheme, found)
    entries = tally.count(_chosen(project, annotators, states, articles))
    beside = chosen.beside(project.scheme) if chosen.beside else {}
    files = [] if as_folder else [out, *(out.with_name(out.stem + end) for end in beside)]
    with Replacing(*files, manifest) as (*parts, facts):
        yield Progress(0, total, shown(Path(out.name)))
        job = (
            written_folder(chosen, entries, out, writing) if as_folder
            else written(chosen, entries, parts[0], writing)
        )  # fmt: skip
        for progress in job:
            yield Progress(tally.articles, total, f"{shown(Path(out.name))}: {progress.what}")
        for part, data in zip(parts[1:], beside.values(), strict=True):
            part.write(data)
        description = _manifest(project.scheme, chosen, tally, writing, annotators, states)
        if register := project.records(Entity):
            # The lines hold an entity's identifier; here is who or what that is.
            description["entities"] = {e.id: _facts(e) for e in register}
        description["files"] = [
            {"name": shown(Path(part.target.name)), "bytes": part.size, "sha256": part.sha256}
            for part in parts
        ] or _files_of(out)
        facts.write(msgspec.json.format(msgspec.json.encode(description), indent=1) + b"\n")
        yield Progress(total, total, shown(Path(out.name)))
    lost = tuple(counted_loss(count, what) for what, count in writing.lost.items())
    relations = tally.relations - _lost_relations(writing)
    return ExportReport(out, manifest, tally.articles, tally.labels.total(), relations, lost)


def _facts(entity: Entity) -> dict[str, Any]:
    facts = {f.name: getattr(entity, f.name) for f in fields(Entity) if f.name != "id"}
    return {name: value for name, value in facts.items() if value not in ("", (), None)}


def _files_of(folder: Path) -> list[dict[str, Any]]:
    return [
        {"name": f"{folder.name}/{path.name}", "bytes": path.stat().st_size,
         "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in sorted(folder.iterdir()) if path.is_file()
    ]  # fmt: skip


def _lost_relations(writing: Writing) -> int:
    return sum(count for what, count in writing.lost.items() if what.startswith("relation "))


def counted_loss(count: int, what: str) -> str:
    """Give a loss in words; ``what`` is a noun and what is to be said of it.

    >>> counted_loss(2, "note on a relation")
    '2 notes on a relation'
    """
    noun, _, more = what.partition(" ")
    return f"{counted(count, noun)} {more}"


def preview(
    project: "Project",
    *,
    format_name: str = "jsonl",
    annotators: Collection[str] | None = None,
    states: States | None = None,
    articles: int = 3,
) -> str:
    """Give the file's beginning, the first articles, exactly as an export would write it."""
    chosen = writable(format_name)
    assert chosen.write is not None
    buffer = io.BytesIO()
    entries = islice(_chosen(project, annotators, states), articles)
    for _ in chosen.write(entries, buffer, Writing(project.scheme)):
        pass
    return buffer.getvalue().decode("utf-8", "replace")


def writable(name: str) -> Format:
    """Give the format with a name; FormatError when there is none or it cannot be written."""
    chosen = format_named(name, written=True)
    if chosen.write is None:
        raise FormatError(f"{chosen.title} can only be read.", next_step="Export as jsonl.")
    return chosen


def _refuse_the_project(project: "Project", *outs: Path) -> None:
    for out in outs:
        if out.exists() and out.samefile(project.path):
            raise FormatError(
                "this is the project itself.", file=shown(out), next_step="Name another file."
            )


# --- what is exported


def _chosen(
    project: "Project",
    annotators: Collection[str] | None,
    states: States | None,
    wanted: Collection[str] | None = None,
) -> Iterator[Entry]:
    for article, values in project.entries(annotators=annotators):
        if wanted is not None and article.id not in wanted:
            continue
        if states is None:
            begun = _of_those_who_began(values)
            if begun:
                yield article, begun
        else:
            found = _in_states(values, states)
            if found or (not values and "new" in states):
                yield article, found


def _annotations(
    project: "Project",
    annotators: Collection[str] | None,
    states: States | None,
    articles: Collection[str] | None = None,
) -> Generator[Progress, None, frozenset[str] | None]:
    """Give which annotations are exported, where relations to others must be left out."""
    everything = annotators is None and states is None and articles is None
    if everything or not any(kind.across_articles for kind in project.scheme.relations):
        return None
    if not project.counts().relations:
        return None
    found: set[str] = set()
    pace = Pace()
    for _, values in _chosen(project, annotators, states, articles):
        found.update(value.id for value in values if type(value) is Annotation)
        if pace.due():
            yield Progress(0, None, f"Choosing: {counted(len(found), 'annotation')}")
    return frozenset(found)


def _of_those_who_began(values: list[Value]) -> list[Value]:
    """Give the values without those who only have a state that says "new"."""
    if not any(type(value) is ArticleState and value.state == "new" for value in values):
        return values
    began = {_whose(v) for v in values if type(v) is not ArticleState or v.state != "new"}
    return [value for value in values if _whose(value) in began]


def _in_states(values: list[Value], states: States) -> list[Value]:
    state_of: defaultdict[str, str] = defaultdict(lambda: "new")
    state_of.update({v.annotator: v.state for v in values if isinstance(v, ArticleState)})
    return [value for value in values if state_of[_whose(value)] in states]


def _whose(value: Value) -> str:
    assert isinstance(value, SAID)
    return value.annotator


def export_split(
    project: "Project",
    out: Path,
    shares: Sequence[float],
    seed: int,
    *,
    format_name: str = "jsonl",
    annotators: Collection[str] | None = None,
    states: States | None = None,
) -> Generator[Progress, None, list[ExportReport]]:
    """Export as `export_dataset` does, to OUT-train, OUT-dev and OUT-test; two shares: no dev.

    Near-duplicates go to one part. Each part is complete or not there; an error leaves those
    that were written before it.
    """
    from annotator.suggestions.near_duplicates import groups

    yield Progress(0, None, "Looking for near-duplicates")
    begun = [(a.id, a.sha256) for a, _ in _chosen(project, annotators, states)]
    chosen = dict(begun)
    texts = ((a.id, a.text) for a, _ in project.entries(annotators=()) if a.id in chosen)
    part_of = split(chosen, [group.articles for group in groups(texts)], shares, seed)
    reports = []
    for part in PARTS if len(shares) > 2 else (PARTS[0], PARTS[2]):
        report = yield from export_dataset(
            project, out.with_name(f"{out.stem}-{part}{out.suffix}"), format_name=format_name,
            annotators=annotators, states=states,
            articles=frozenset(name for name, found in part_of.items() if found == part),
        )  # fmt: skip
        reports.append(report)
    return reports


# --- the manifest


def _manifest(
    scheme: Scheme,
    chosen: Format,
    tally: _Tally,
    writing: Writing,
    annotators: Collection[str] | None,
    states: States | None,
) -> dict[str, Any]:
    # No time of day stands here: the same project gives the same bytes.
    return {
        "tool": "annotator",
        "tool_version": __version__,
        "format": chosen.name,
        "format_version": FORMAT_VERSION,
        "scheme": scheme_to_data(scheme),
        "annotators": dict(sorted(tally.annotators.items())),
        "filters": {
            "annotators": None if annotators is None else sorted(annotators),
            "states": None if states is None else sorted(states),
        },
        "counts": {
            "articles": tally.articles,
            "annotations": tally.labels.total(),
            "relations": tally.relations - _lost_relations(writing),
            "by_label": dict(sorted(tally.labels.items())),
            "by_state": dict(sorted(tally.states.items())),
        },
        "not_carried": [*chosen.loses, *(counted_loss(n, x) for x, n in writing.lost.items())],
    }
