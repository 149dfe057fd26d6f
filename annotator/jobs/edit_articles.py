"""One edit of what is known of many articles: a fact, or a tag, as one action."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.core.article import Article
from annotator.core.article_fields import with_metadata
from annotator.core.article_query import tagged
from annotator.core.changes import Change, ChangeSet
from annotator.core.saved_list import OWN
from annotator.jobs.progress import Progress

if TYPE_CHECKING:
    from annotator.storage.project import Project

FACTS = ("outlet", "author", "published", "language")
ADD_TAG, REMOVE_TAG = "add_tag", "remove_tag"
_PAGE = 100


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """What is set, and to what: one of `FACTS`, a tag, or a field of the metadata.

    ``field`` is a name of `FACTS`, `ADD_TAG`, `REMOVE_TAG`, or ``meta.`` and the field's name.
    """

    field: str
    value: str

    def after(self, article: Article) -> Article:
        """Give an article as it is after the edit; its text stays."""
        if self.field in FACTS:
            return replace(article, **{self.field: self.value})  # type: ignore[arg-type]
        if self.field.startswith(OWN):
            return with_metadata(article, {self.field.removeprefix(OWN): self.value})
        wanted = self.field == ADD_TAG
        return replace(article, metadata=tagged(article.metadata, self.value, wanted=wanted))


def edit_articles(
    project: "Project", numbers: Sequence[int], edit: BulkEdit
) -> Generator[Progress, None, ChangeSet]:
    """Give the change set that edits the articles with some numbers; it is not applied.

    Articles that are so already are not in it. Closing the generator changes nothing.
    """
    changes: list[Change] = []
    for at in range(0, len(numbers), _PAGE):
        yield Progress(at, len(numbers), "Reading the articles")
        for row in project.article_rows(numbers[at : at + _PAGE]):
            before = project.article(row.id)
            after = edit.after(before)
            if after != before:
                changes.append(Change(before, after))
    count = len(changes)
    return ChangeSet(f"Edit {count:,} article{'s' * (count != 1)}", tuple(changes))
