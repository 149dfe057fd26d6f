"""What an export says of itself: the manifest, as plain data, and the dataset card.

No time of day stands in either: the same project and plan give the same bytes.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from annotator import __version__
from annotator.core.annotation import Annotation
from annotator.core.entity import Entity
from annotator.core.judgement import ArticleState
from annotator.core.scheme_file import scheme_to_data
from annotator.formats.format import Entry, Format, Writing, shown
from annotator.jobs.export_choice import Choice
from annotator.jobs.export_plan import Plan
from annotator.jobs.found_files import CARD
from annotator.jobs.import_report import counted
from annotator.jobs.replacing import Part

if TYPE_CHECKING:
    from annotator.storage.project import Project

FORMAT_VERSION = 2
_OURS = "written by Annotator"
Facts: TypeAlias = dict[str, Any]
_KEPT_OF_ENTITIES = ("type", "wikidata", "country", "parent")


@dataclass(slots=True)
class Tally:
    """What passes on its way to a file, counted."""

    articles: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    annotators: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    languages: set[str] = field(default_factory=set)

    def count(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Give the entries on."""
        for article, values in entries:
            self.articles += 1
            self.languages.add(article.language)
            marks = [value for value in values if type(value) is Annotation]
            self.labels.update([mark.label for mark in marks])
            self.annotators.update([mark.annotator for mark in marks])
            if len(marks) < len(values):
                self.states.update([v.state for v in values if type(v) is ArticleState])
            yield article, values


@dataclass(slots=True)
class Portion:
    """One part of an export while and after it is written; ``name`` is "" where all is one."""

    name: str
    path: Path
    writing: Writing
    tally: Tally = field(default_factory=Tally)
    files: list[Facts] = field(default_factory=list)

    @property
    def lost(self) -> list[str]:
        """What could not be written, in words."""
        return [counted_loss(count, what) for what, count in self.writing.lost.items()]

    @property
    def counts(self) -> Facts:
        """How much a reader will find, and the states of what was chosen."""
        writing = self.writing
        return {
            "articles": writing.articles,
            "annotations": writing.written.total(),
            "relations": writing.relations,
            "by_label": dict(sorted(writing.written.items())),
            "by_state": dict(sorted(self.tally.states.items())),
        }


def counted_loss(count: int, what: str) -> str:
    """Give a loss in words; ``what`` is a noun and what is to be said of it.

    >>> counted_loss(2, "note on a relation")
    '2 notes on a relation'
    """
    noun, _, more = what.partition(" ")
    return f"{counted(count, noun)} {more}"


def manifest_of(
    choice: Choice, how: Format, portions: Sequence[Portion], part_of: Mapping[str, str]
) -> Facts:
    """Give the description of an export; ``part_of`` is each article's part, "{}" for no split."""
    plan = choice.plan
    found = _facts(choice, how, portions)
    if plan.shares is not None:
        found["split"] = {
            "shares": str(plan.shares),
            "by": plan.by,
            "seed": plan.seed,
            "parts": {p.name: p.counts for p in portions},
            "articles": dict(sorted(part_of.items())),
        }
    if register := choice.project.records(Entity):
        # The lines hold an entity's identifier; here is who or what that is.
        found["entities"] = {e.id: _entity(e, plan) for e in register}
    found["files"] = [file for portion in portions for file in portion.files]
    return found


def _facts(choice: Choice, how: Format, portions: Sequence[Portion]) -> Facts:
    """Give what is said of some portions together."""
    plan = choice.plan
    return {
        "tool": "annotator",
        "tool_version": __version__,
        "format": plan.format_name,
        "format_version": FORMAT_VERSION,
        "scheme": _scheme(choice.project, plan),
        "annotators": _summed([p.tally.annotators for p in portions]),
        "filters": {
            "annotators": _sorted(plan.annotators and [_name(n, choice) for n in plan.annotators]),
            "states": _sorted(plan.states),
            "labels": _sorted(plan.labels),
            "search": plan.search or None,
        },
        "options": {
            "texts": plan.texts,
            "pseudonyms": plan.pseudonyms,
            "tokenizer": plan.tokenizer,
            "offsets": "code points, half-open",
        },
        "languages": sorted({name for p in portions for name in p.tally.languages if name}),
        "counts": _counts(portions),
        "not_carried": _losses(how, portions),
    }


def _losses(how: Format, portions: Sequence[Portion]) -> list[str]:
    lost: Counter[str] = sum((p.writing.lost for p in portions), Counter())
    return [*how.loses, *(counted_loss(n, what) for what, n in lost.items())]


def _counts(portions: Sequence[Portion]) -> Facts:
    of = [portion.counts for portion in portions]
    sums = {key: sum(c[key] for c in of) for key in ("articles", "annotations", "relations")}
    return sums | {key: _summed([c[key] for c in of]) for key in ("by_label", "by_state")}


def _summed(tables: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for table in tables:
        found.update(table)
    return dict(sorted(found.items()))


def _sorted(names: Iterable[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


def _name(annotator: str, choice: Choice) -> str:
    return choice.names.get(annotator, annotator)


def _scheme(project: "Project", plan: Plan) -> Facts:
    """Give the scheme as data; without the labels' examples where no text may be shared."""
    data = scheme_to_data(project.scheme)
    if not plan.texts:
        for label in data.get("labels", ()):
            label.pop("examples", None)
    return data


def _entity(entity: Entity, plan: Plan) -> Facts:
    """Give what is known of an entity; what it is called stands in texts."""
    facts = {f.name: getattr(entity, f.name) for f in fields(Entity) if f.name != "id"}
    if not plan.texts:
        facts = {name: facts[name] for name in _KEPT_OF_ENTITIES}
    return {name: value for name, value in facts.items() if value not in ("", (), None)}


def as_file(facts: Facts) -> bytes:
    """Give a manifest as it is written."""
    return msgspec.json.format(msgspec.json.encode(facts), indent=1) + b"\n"


# --- the files of a portion


def file_facts(part: Part) -> Facts:
    """Give name, size and hash of a file that is being put in place."""
    return {"name": shown(Path(part.target.name)), "bytes": part.size, "sha256": part.sha256}


def folder_facts(folder: Path) -> list[Facts]:
    """Give name, size and hash of all files below a folder."""
    return [
        {
            "name": shown(Path(folder.name, path.relative_to(folder))).replace("\\", "/"),
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted(folder.rglob("*")) if path.is_file()
    ]  # fmt: skip


# --- the card


def card_of(
    choice: Choice, how: Format, portions: Sequence[Portion], agreement: Mapping[str, float]
) -> bytes:
    """Give the dataset card of an export, for people and for the hub."""
    from annotator.formats.training.card import dataset_card

    # A part without an article has no file that could be loaded.
    told = [p for p in portions if p.tally.articles] or list(portions)
    common: Facts = {"format": how.name, "not_carried": _losses(how, portions)}
    common["agreement"] = dict(agreement)
    if choice.plan.shares is not None:
        common["seed"] = choice.plan.seed
    parts = {p.name: _facts(choice, how, [p]) | common | {"files": p.files} for p in told}
    return dataset_card(choice.project.name, parts).encode()


def card_path(out: Path) -> Path:
    """Give where the card of an export goes: README.md, unless another one is there already.

    A README that somebody wrote, or that describes other files of ours, is left as it is; then
    the card is called after the export.
    """
    usual = out.with_name(CARD)
    try:
        there = usual.read_text("utf-8", "replace") if usual.exists() else ""
    except OSError:
        there = " "
    starts = (f"| {out.name} |", f"| {out.name}/", f"| {part_path(out, 'train').name}")
    ours = _OURS in there and any(start in there for start in starts)
    return usual if not there or ours else out.with_name(f"{out.stem}.{CARD}")


def part_path(out: Path, part: str) -> Path:
    """Give where a part of a split goes: OUT-train beside OUT; OUT itself for the part ""."""
    return out.with_name(f"{out.stem}-{part}{out.suffix}") if part else out
