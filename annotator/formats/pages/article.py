"""From a page to an article."""

from collections.abc import Iterator, Mapping

from annotator.core.article import Article
from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Reading
from annotator.formats.languages import language_of
from annotator.formats.pages.main_text import Page


def entry_of(page: Page, reading: Reading, facts: Mapping[str, str]) -> Iterator[Entry]:
    """Give the article of a page with some facts as metadata."""
    for warning in page.warnings:
        reading.note(warning)
    try:
        article = Article.new(
            page.text, title=page.title, outlet=page.outlet, author=page.author,
            published=page.published, url=page.url,
            language=page.language or language_of(page.text), metadata=dict(facts),
        )  # fmt: skip
    except FormatError as error:
        reading.refuse(error.reason)
        return
    yield article, []
