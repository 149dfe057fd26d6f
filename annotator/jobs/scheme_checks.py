"""The scheme's soft rules over a whole project, or one article read afresh."""

from collections.abc import Collection, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.checks import Earlier, Finding, Misfit, findings, misfits_of
from annotator.jobs.progress import Pace, Progress

if TYPE_CHECKING:
    from annotator.storage.project import Project

_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with the headline of its article."""

    headline: str
    finding: Finding | Misfit


def earlier_in(project: "Project") -> Earlier:
    """Give what says whether an earlier article has a label; asks once an article and label."""
    known: dict[tuple[str, str], bool] = {}

    def earlier(mark: Annotation) -> bool:
        key = mark.article_id, mark.label
        if key not in known:
            known[key] = project.is_earlier(mark)
        return known[key]

    return earlier


def check_article(
    project: "Project", article_id: str, annotators: Collection[str] | None
) -> Generator[Progress, None, tuple[str, list[Finding]]]:
    """Give an article's identifier and what the checks find in it, read from the file."""
    yield from ()
    marks = project.annotation_set(article_id)
    found = findings(marks, project.scheme, annotators=annotators, earlier=earlier_in(project))
    return article_id, found


def check_marks(
    project: "Project", annotators: Collection[str] | None
) -> Generator[Progress, None, list[Found]]:
    """Give what the checks find in all articles, in list order, at most 20,000 findings.

    ``annotators`` None looks at everyone's marks. Nothing is changed.
    """
    found: list[Found] = []
    earlier, pace = earlier_in(project), Pace()
    total = len(project.find_articles())
    yield Progress(0, total, "Checking the marks")
    for at, (article, values) in enumerate(project.entries(annotators=annotators)):
        marks = AnnotationSet(article.id, values)
        marked = findings(marks, project.scheme, earlier=earlier)
        found += (Found(article.headline, finding) for finding in marked)
        found += (Found(article.headline, one) for one in misfits_of(article, project.scheme))
        if len(found) >= _MOST:
            break
        if pace.due():
            yield Progress(at + 1, total, f"Checking the marks: {len(found):,} to look at")
    return found[:_MOST]
