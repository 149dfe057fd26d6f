"""Which articles are whose: the list shows to each annotator what is theirs."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
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
    return among(project, given_to(project, annotator), listing)


def among(project: "Project", articles: Iterable[str], listing: Sequence[int]) -> list[int]:
    """Give those of a listing that are some articles, by identifier; those removed are none."""
    wanted = set()
    for article_id in articles:
        with suppress(AnnotatorError):
            wanted.add(project.row_of(article_id))
    return [number for number in listing if number in wanted]
