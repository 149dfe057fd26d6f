"""What is to be decided: the groups of all articles, which of them are shown, and progress."""

import gc
from collections import Counter, defaultdict
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.decision import Decision
from annotator.jobs.agreement import models
from annotator.jobs.progress import Pace, Progress
from annotator.review.alignment import STRICT, Equality
from annotator.review.comparison import Comparison, compared
from annotator.review.disagreement import Group, Kind, groups
from annotator.review.merging_gold import differ

if TYPE_CHECKING:
    from annotator.storage.project import Project

State: TypeAlias = Literal["open", "deferred", "automatic", "decided", "all"]
Order: TypeAlias = Literal["place", "confidence", "frequency"]


@dataclass(slots=True)
class Case:
    """A group, and the decision that settles it; None while there is none.

    ``rivals`` are decisions of several adjudicators that contradict each other: then none counts.
    """

    group: Group
    article: Article
    decision: Decision | None = None
    rivals: tuple[Decision, ...] = ()

    @property
    def state(self) -> State:
        """How far it is; a deferred one still waits."""
        if self.decision is None:
            return "open"
        if self.decision.outcome == "deferred":
            return "deferred"
        return "automatic" if self.decision.automatic else "decided"

    @property
    def disputed(self) -> bool:
        """Whether there is, or was, something to decide."""
        return bool(self.group.kinds or self.rivals)

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.decision is not None and self.decision.outcome != "deferred"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which disagreements are shown: an empty wish lets all through.

    ``since`` and ``until`` are dates as articles have them; ``confidence`` is the greatest share
    of annotators that may agree on one reading.
    """

    state: State = "open"
    kind: Kind | Literal[""] = ""
    label: str = ""
    pair: tuple[str, ...] = ()
    outlet: str = ""
    since: str = ""
    until: str = ""
    confidence: float = 1.0
    order: Order = "place"

    def lets(self, case: Case) -> bool:
        """Say whether a case is shown."""
        return (
            self._of_group(case.group) and self._of_article(case.article) and self._of_state(case)
        )

    def _of_group(self, group: Group) -> bool:
        return (
            (not self.kind or self.kind in group.kinds)
            and (not self.label or self.label in group.labels)
            and (not self.pair or _differ(group, self.pair))
            and group.confidence <= self.confidence + 1e-9
        )

    def _of_article(self, article: Article) -> bool:
        published = article.published
        return (
            (not self.outlet or article.outlet == self.outlet)
            and (not self.since or published >= self.since)
            and (not self.until or (bool(published) and published[: len(self.until)] <= self.until))
        )

    def _of_state(self, case: Case) -> bool:
        if self.state == "all":
            return True
        if self.state == "decided":
            return case.settled
        return case.state == self.state


def _differ(group: Group, pair: Sequence[str]) -> bool:
    """Say whether two annotators gave different readings, or only one of them gave one."""
    if not all(name in group.annotators for name in pair):
        return False
    one, two = (group.by(name) for name in pair)
    if one is None or two is None:
        return one is not two
    said = [(m.label, m.fragments, dict(m.attributes)) for m in (one, two)]
    return said[0] != said[1] or "relation" in group.kinds


@dataclass
class Queue:
    """The cases of a project by article; those that are shown, in order, and the one gone to.

    With ``finished``, only of articles that two at least have said to be done with. ``without``
    are those whose marks are no annotator's, such as models.
    """

    equality: Equality = STRICT
    finished: bool = False
    without: frozenset[str] = frozenset()
    wanted: Wanted = field(default_factory=Wanted)
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    cases: dict[str, list[Case]] = field(default_factory=dict)
    shown: list[Case] = field(default_factory=list)
    at: int = -1
    _counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    _alike: dict[tuple[object, ...], list[Case]] | None = None

    # --- building

    def take(
        self, comparisons: Iterable[Comparison], decisions: Iterable[Decision]
    ) -> Generator[int, None, None]:
        """Group article after article; yields how many are done."""
        by_article: defaultdict[str, list[Decision]] = defaultdict(list)
        for decision in decisions:
            by_article[decision.article_id].append(decision)
        for number, comparison in enumerate(comparisons, 1):
            self._group(comparison, by_article[comparison.article.id])
            yield number

    def _group(self, comparison: Comparison, decisions: Collection[Decision]) -> None:
        article = comparison.article
        found = [Case(group, article) for group in groups(comparison, self.equality)]
        self.comparisons[article.id] = comparison
        self.cases[article.id] = found
        self._alike = None
        self.decide(article.id, decisions)

    def reread(
        self, article: Article, values: Collection[Value], decisions: Collection[Decision]
    ) -> None:
        """Group one article again, after its marks or decisions have changed."""
        comparison = next(
            compared([(article, values)], finished=self.finished, without=self.without), None
        )
        if comparison is None:
            self.cases.pop(article.id, None)
            self.comparisons.pop(article.id, None)
            self._counts.pop(article.id, None)
            self._alike = None
        else:
            self._group(comparison, decisions)

    def decide(self, article_id: str, decisions: Collection[Decision]) -> None:
        """Note which decisions stand on an article whose annotators' marks did not change."""
        cases = self.cases.get(article_id, ())
        _settle(cases, decisions)
        open_ones = [case for case in cases if case.disputed]
        self._counts[article_id] = (sum(case.settled for case in open_ones), len(open_ones))

    # --- what is shown

    def show(self, wanted: Wanted) -> None:
        """Show what is wanted; the case gone to stays, or else the one after it comes."""
        before = self.current
        self.wanted = wanted
        self.shown = [
            case
            for found in self.cases.values()
            for case in found
            if (case.disputed or case.decision) and wanted.lets(case)
        ]
        self._sort()
        self.at = self._place_of(before) if before is not None else (0 if self.shown else -1)

    def _sort(self) -> None:
        if self.wanted.order == "confidence":
            self.shown.sort(key=lambda case: case.group.confidence)
        elif self.wanted.order == "frequency":
            counts = Counter(case.group.pattern for case in self.shown)
            self.shown.sort(key=lambda case: -counts[case.group.pattern])

    def _place_of(self, case: Case) -> int:
        ids = {member.id for member in case.group.members}
        for at, other in enumerate(self.shown):
            if other.article is case.article or other.article.id == case.article.id:
                if ids & {member.id for member in other.group.members}:
                    return at
                if other.group.span > case.group.span and self.wanted.order == "place":
                    return at
        return min(self.at, len(self.shown) - 1)

    @property
    def current(self) -> Case | None:
        """The case gone to."""
        return self.shown[self.at] if 0 <= self.at < len(self.shown) else None

    def step(self, by: int, *, article: bool = False, unsettled: bool = False) -> Case | None:
        """Go to the next or previous case (of another article); None where there is none."""
        here, at = self.current, self.at + by
        while 0 <= at < len(self.shown):
            case = self.shown[at]
            other = here is None or case.article.id != here.article.id
            if (other or not article) and not (unsettled and case.settled):
                self.at = at
                return case
            at += by
        return None

    def find(self, article_id: str, start: int, end: int) -> Case | None:
        """Give the case on a passage, also one that is not shown; the nearest of the article."""
        cases = [c for c in self.cases.get(article_id, ()) if c.disputed or c.decision]
        touching = [c for c in cases if c.group.span.start < end and c.group.span.end > start]
        return min(
            touching or cases, key=lambda case: abs(case.group.span.start - start), default=None
        )

    # --- numbers

    def progress(self, article_id: str) -> tuple[int, int, int, int]:
        """Give how many disagreements are settled and there are: in an article, and in all."""
        here = self._count([article_id])
        return (*here, *self._count(self.cases))

    def _count(self, articles: Iterable[str]) -> tuple[int, int]:
        found = [self._counts.get(article, (0, 0)) for article in articles]
        return sum(settled for settled, _ in found), sum(total for _, total in found)

    def identical(self, case: Case) -> list[Case]:
        """Give the other waiting cases for which the same decision would do."""
        alike = self._by_pattern().get(case.group.pattern, ())
        return [other for other in alike if other is not case and not other.settled]

    def _by_pattern(self) -> dict[tuple[object, ...], list[Case]]:
        if self._alike is None:
            self._alike = {}
            for cases in self.cases.values():
                for case in cases:
                    if case.group.kinds:
                        self._alike.setdefault(case.group.pattern, []).append(case)
        return self._alike

    @property
    def annotators(self) -> list[str]:
        """Everybody who is compared anywhere, sorted."""
        return sorted({name for one in self.comparisons.values() for name in one.annotators})

    def settled_articles(self) -> list[str]:
        """Give the articles in which nothing is left to decide."""
        return [
            article
            for article, cases in self.cases.items()
            if all(case.settled for case in cases if case.disputed)
        ]


def _settle(cases: Iterable[Case], decisions: Collection[Decision]) -> None:
    """Give each case the decision that has all of its marks among its sources.

    Of several the latest, and one that was put off only where there is no other.
    """
    of_source: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in sorted(decisions, key=lambda one: (one.outcome != "deferred", one.changed)):
        for source in decision.sources:
            of_source[source].append(decision)
    for case in cases:
        if not of_source:
            case.decision, case.rivals = None, ()
            continue
        lists = [of_source.get(member.id, []) for member in case.group.members]
        here = {one.id: one for each in lists for one in each}.values()
        case.rivals = tuple(one for one in here if any(differ(one, two) for two in here))
        whole = [one for one in lists[0] if all(one in each for each in lists)]
        case.decision = whole[-1] if whole and not case.rivals else None


@contextmanager
def _garbage_kept() -> Iterator[None]:
    """Collect no garbage for a moment: all that is made stays, and looking costs a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_queue(project: "Project", queue: Queue) -> Generator[Progress, None, Queue]:
    """Fill a queue from a project."""
    total, pace = len(project.find_articles()), Pace()
    decisions = project.records(Decision)
    queue.without = models(project)
    found = compared(project.entries(), finished=queue.finished, without=queue.without)
    with _garbage_kept():
        for number in queue.take(found, decisions):
            if pace.due():
                yield Progress(number, total, "Comparing")
    queue.show(queue.wanted)
    if queue.current is not None:
        queue.identical(queue.current)  # while a job may take its time
    return queue
