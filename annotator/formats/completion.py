"""What every article gets, whatever file it came from: its date as ISO 8601, its language.

It is done here, once an article, for all that brings articles without annotations; data with
annotations stay exactly as they were written.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from annotator.core.article import Article
from annotator.core.dates import iso_date
from annotator.formats.format import Entry, Format, Reading, entries
from annotator.formats.languages import language_of

SAID_DATE = "date"
"""The metadata key under which a date stands as it was said, where it was not understood."""


def brings_articles_alone(how: Format) -> bool:
    """Say whether a format brings articles and nothing that is said of them."""
    return "annotations" in how.loses


def completed_entries(how: Format, path: Path, reading: Reading) -> Iterator[Entry]:
    """Give the entries of a file as `entries` does, their articles completed."""
    found = entries(how, path, reading)
    if not brings_articles_alone(how):
        yield from found
        return
    for article, values in found:
        yield completed(article), values


def completed(article: Article) -> Article:
    """Give an article with its date in ISO 8601 and its language, where they can be told.

    A date that is not understood goes to the metadata as it was said, so that no wrong one is
    sorted by. A language that the source names stays.
    """
    published, metadata = article.published, article.metadata
    if published:
        published = iso_date(published)
        if not published:
            metadata = {**metadata, SAID_DATE: article.published}
    language = article.language or language_of(article.text)
    if (published, language) == (article.published, article.language):
        return article
    return replace(article, published=published, language=language, metadata=metadata)
