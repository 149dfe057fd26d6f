"""What is to be exported and how: one value that the command line and the dialog both fill."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from annotator.core.annotation import GOLD
from annotator.core.errors import FormatError
from annotator.core.judgement import STATES, State
from annotator.core.tokens import TOKENIZER, TOKENIZERS
from annotator.formats.format import Format
from annotator.formats.registry import format_named
from annotator.jobs.splitting import BY, By, Shares, shares_of

if TYPE_CHECKING:
    from annotator.storage.project import Project

WITHOUT_TEXTS = "jsonl"
"""The one format that can be written without the texts."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is exported; None and "" mean that nothing is left out.

    ``states`` None means articles that somebody has begun; else what each annotator said of the
    articles that she has in one of these. ``labels`` are those of annotations; an article
    without any of them is there all the same, since it is an example of none. ``search`` is
    looked for as in the list of articles. ``texts`` False writes offsets and hashes alone.
    ``seed`` decides the split and the order of pseudonyms. ``decisions`` also writes how the gold
    came about, to a file beside.
    """

    format_name: str = "jsonl"
    annotators: tuple[str, ...] | None = None
    states: tuple[State, ...] | None = None
    labels: tuple[str, ...] | None = None
    search: str = ""
    shares: Shares | None = None
    by: By = "label"
    seed: int = 1
    pseudonyms: bool = False
    texts: bool = True
    tokenizer: str = TOKENIZER
    decisions: bool = False

    def as_data(self) -> dict[str, Any]:
        """Give it as plain data that `plan_from` turns into an equal one."""
        data = {f.name: getattr(self, f.name) for f in fields(self)}
        return data | {"shares": str(self.shares) if self.shares else ""}


def plan_from(data: object, *, annotators: Collection[str], labels: Collection[str]) -> Plan:
    """Give the plan that plain data describes, as far as it can still be.

    What is not there any more, such as an annotator of another project, is as in a new plan.
    """
    told: Mapping[str, Any] = data if isinstance(data, dict) else {}
    usual = Plan()
    try:
        shares = shares_of(str(told.get("shares", "")))
    except FormatError:
        shares = None
    by, seed, search = told.get("by"), told.get("seed"), told.get("search")
    tokenizer = str(told.get("tokenizer"))
    return Plan(
        format_name=_writable_name(told.get("format_name")),
        annotators=_kept(told.get("annotators"), annotators),
        states=_kept(told.get("states"), STATES),
        labels=_kept(told.get("labels"), labels),
        search=search if isinstance(search, str) else "",
        shares=shares,
        by=by if by in BY else usual.by,
        seed=seed if type(seed) is int else usual.seed,
        pseudonyms=told.get("pseudonyms") is True,
        texts=told.get("texts") is not False,
        tokenizer=tokenizer if tokenizer in TOKENIZERS else usual.tokenizer,
        decisions=told.get("decisions") is True,
    )


def _kept(told: object, known: Collection[Any]) -> tuple[Any, ...] | None:
    kept = tuple(x for x in told if x in known) if isinstance(told, list) else ()
    return kept or None


def _writable_name(told: object) -> str:
    try:
        return writable(str(told)).name
    except FormatError:
        return Plan().format_name


def writable(name: str) -> Format:
    """Give the format with a name; FormatError when there is none or it cannot be written."""
    chosen = format_named(name, written=True)
    if chosen.write is None:
        raise FormatError(f"{chosen.title} can only be read.", next_step="Export as jsonl.")
    return chosen


def refuse_what_cannot_be(plan: Plan, project: "Project") -> None:
    """Raise FormatError for a plan that contradicts itself or names what the project has not."""
    how = writable(plan.format_name)
    if not plan.texts and how.name != WITHOUT_TEXTS:
        raise FormatError(
            f"{how.title} cannot be written without the texts.",
            next_step=f"Use the format {WITHOUT_TEXTS}, or export with the texts.",
        )
    if plan.tokenizer not in TOKENIZERS:
        known = ", ".join(TOKENIZERS)
        raise FormatError(f"There is no tokenizer “{plan.tokenizer}”; there are: {known}.")
    if plan.decisions and plan.annotators is not None and GOLD not in plan.annotators:
        raise FormatError(
            "decisions tell how the gold came about, and the gold is not exported.",
            next_step="Export the gold too, or leave the decisions out.",
        )
    for name in plan.annotators or ():
        if name not in project.annotators():
            names = ", ".join(project.annotators()) or "nobody yet"
            raise FormatError(f"“{name}” marked nothing; there is: {names}.")
    for label in plan.labels or ():
        if project.scheme.label(label) is None:
            names = ", ".join(known.id for known in project.scheme.labels) or "none"
            raise FormatError(f"There is no label “{label}”; there is: {names}.")


def pseudonyms(project: "Project", seed: int) -> dict[str, str]:
    """Give A1, A2, … for all annotators of a project but the gold.

    The order is that of a hash of seed and name, so an annotator is called the same in every
    export of the project with one seed, whatever is left out; no file says who is who.
    """
    from annotator.core.article import text_hash

    names = sorted(set(project.annotators()) - {GOLD}, key=lambda name: text_hash(f"{seed} {name}"))
    return {name: f"A{number}" for number, name in enumerate(names, 1)}
