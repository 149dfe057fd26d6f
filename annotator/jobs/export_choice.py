"""Which articles of a project a plan exports, and what of all that is said of them."""

from collections import defaultdict
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from annotator.core.annotation import Annotation
from annotator.core.changes import SAID, Value
from annotator.core.judgement import ArticleState, State
from annotator.core.relation import Relation
from annotator.formats.format import Entry, Writing
from annotator.jobs.export_plan import Plan, pseudonyms
from annotator.jobs.import_report import counted
from annotator.jobs.progress import Pace, Progress
from annotator.jobs.splitting import Facts

if TYPE_CHECKING:
    from annotator.storage.project import Project

_PAGE = 500
_FEW = 4
"""One article of so many is read by itself sooner than all of them are."""
States = Collection[State]


@dataclass(frozen=True, slots=True)
class Choice:
    """The entries of a plan. ``articles`` are the identifiers of those wanted; None: all."""

    project: "Project"
    plan: Plan
    articles: Collection[str] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    """Pseudonyms by name; empty where names are told."""

    def entries(self) -> Iterator[Entry]:
        """Give the articles with what is exported of them, in the order of the list."""
        plan = self.plan
        for article, values in self._read():
            if self.articles is not None and article.id not in self.articles:
                continue
            found = values if plan.states is not None else _of_those_who_began(values)
            if plan.states is not None:
                found = _in_states(values, plan.states)
            if found or (plan.states is not None and not values and "new" in plan.states):
                yield article, self._told(found)

    def _told(self, values: list[Value]) -> list[Value]:
        labels = self.plan.labels
        if labels is not None:
            values = [v for v in values if type(v) is not Annotation or v.label in labels]
        return [_renamed(value, self.names) for value in values] if self.names else values

    def writing(self) -> Writing:
        """Give what a file of the plan is written with."""
        return Writing(self.project.scheme, tokenizer=self.plan.tokenizer)

    def only(self, articles: Collection[str]) -> "Choice":
        """Give the choice of some articles of this one."""
        return replace(self, articles=articles)

    def _read(self) -> Iterator[Entry]:
        """Give all articles, or of a few wanted ones these alone, in the order of the list."""
        project, wanted = self.project, self.articles
        if wanted is None or len(wanted) * _FEW > len(project.find_articles()):
            yield from project.entries(annotators=self.plan.annotators)
            return
        for name in sorted(wanted, key=project.row_of):
            said = project.annotation_set(name)
            values = [*said, *said.relations, *said.article_labels, *said.states]
            people = self.plan.annotators
            kept: list[Value] = [v for v in values if people is None or v.annotator in people]
            yield project.article(name), kept

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out, so that no end of a relation can be missing."""
        plan = self.plan
        return (
            plan.annotators is None and plan.states is None and plan.labels is None
            and plan.shares is None and self.articles is None
        )  # fmt: skip

    def looked_at(self) -> Generator[Progress, None, "Seen"]:
        """Give what must be known of all articles before the first one is written."""
        kinds = {kind.id for kind in self.project.scheme.relations if kind.across_articles}
        seen, pace = Seen(), Pace()
        if self.is_everything or not (kinds or self.plan.shares):
            return seen
        for article, values in self.entries():
            if self.plan.shares:
                labels = sorted({v.label for v in values if type(v) is Annotation})
                seen.facts[article.id] = Facts(
                    article.sha256, tuple(labels), article.outlet, article.published
                )
            seen.tails.update(v.tail for v in values if type(v) is Relation and v.type in kinds)
            if pace.due():
                yield Progress(0, None, f"Choosing: {counted(len(seen.facts), 'article')}")
        for article, values in self.entries() if seen.tails else ():
            marks = {v.id for v in values if type(v) is Annotation}
            seen.article_of.update((tail, article.id) for tail in seen.tails & marks)
            if pace.due():
                yield Progress(0, None, "Looking for relations between articles")
        return seen


@dataclass(slots=True)
class Seen:
    """What is known of the articles of a choice before they are written.

    ``tails`` are the annotations that relations between articles lead to, and ``article_of``
    says where those of them stand that are exported; ``facts`` are what a split goes by.
    """

    facts: dict[str, Facts] = field(default_factory=dict)
    tails: set[str] = field(default_factory=set)
    article_of: dict[str, str] = field(default_factory=dict)

    def tails_in(self, articles: Collection[str] | None) -> frozenset[str]:
        """Give those that stand in some articles; None means any."""
        return frozenset(
            tail for tail, name in self.article_of.items() if articles is None or name in articles
        )


def chosen(project: "Project", plan: Plan) -> Generator[Progress, None, Choice]:
    """Give the choice that a plan makes, after looking for the articles that it searches for."""
    found = (yield from _found(project, plan.search)) if plan.search.strip() else None
    return Choice(project, plan, found, pseudonyms(project, plan.seed) if plan.pseudonyms else {})


def _found(project: "Project", search: str) -> Generator[Progress, None, frozenset[str]]:
    """Give the articles with words in their text, headline, outlet or author."""
    from annotator.storage.project import ArticleFilter

    wanted = ArticleFilter(search=search)
    index = project.text_index()
    with closing(index):
        while index.step(0.04):
            yield Progress(0, None, "Looking into the texts")
        numbers = index.widened(project.find_articles(wanted), wanted)
    pages = (numbers[at : at + _PAGE] for at in range(0, len(numbers), _PAGE))
    return frozenset(row.id for page in pages for row in project.article_rows(page))


def _of_those_who_began(values: list[Value]) -> list[Value]:
    """Give the values without those who only have a state that says "new"."""
    states = [value for value in values if type(value) is ArticleState]
    if not any(value.state == "new" for value in states):
        return values
    began = {_whose(v) for v in values if type(v) is not ArticleState or v.state != "new"}
    return [value for value in values if _whose(value) in began]


def _in_states(values: Iterable[Value], states: States) -> list[Value]:
    state_of: defaultdict[str, str] = defaultdict(lambda: "new")
    values = list(values)
    state_of.update({v.annotator: v.state for v in values if isinstance(v, ArticleState)})
    return [value for value in values if state_of[_whose(value)] in states]


def _whose(value: Value) -> str:
    assert isinstance(value, SAID)
    return value.annotator


def _renamed(value: Value, names: Mapping[str, str]) -> Value:
    """Give a value under its annotator's pseudonym, and an annotator who proposed it likewise."""
    assert isinstance(value, SAID)
    made = replace(value, annotator=names.get(value.annotator, value.annotator))
    if isinstance(made, Annotation) and made.suggested_by is not None:
        source = made.suggested_by.source
        if source in names:
            made = replace(made, suggested_by=replace(made.suggested_by, source=names[source]))
    return made
