"""Which articles are whose: the list shows to each annotator what is theirs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.core.errors import AnnotatorError
from annotator.core.team import Assignment

if TYPE_CHECKING:
    from annotator.storage.project import Project


def given_to(project: "Project", annotator: str) -> set[str]:
    """Give the articles that are assigned to an annotator."""
    return {one.article_id for one in project.records(Assignment) if one.annotator == annotator}


def numbers_of(project: "Project", annotator: str, listing: Sequence[int]) -> list[int]:
    """Give those of a listing's articles that are assigned to an annotator."""
    mine = set()
    for article_id in given_to(project, annotator):
        try:
            mine.add(project.row_of(article_id))
        except AnnotatorError:  # the article was removed since
            continue
    return [number for number in listing if number in mine]
