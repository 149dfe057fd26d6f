"""A source: where an article's text was met once more, such as another paper's copy of it."""

from dataclasses import dataclass

from annotator.core.article import Article
from annotator.core.identifiers import derived_id, now
from annotator.core.record import Record

_FACTS = ("title", "outlet", "published", "url")


@dataclass(frozen=True, slots=True)
class Source(Record):
    """One more file or link that has the text of an article, with what is said of it there.

    ``place`` is the file as the import names it, ``imported`` when that was.
    """

    article_id: str
    place: str
    title: str
    outlet: str
    published: str
    url: str
    imported: str

    @property
    def line(self) -> str:
        """The source in one line: outlet, title, date, place.

        >>> met = Article.new("A text.", outlet="The Star", published="2026-03-02")
        >>> source_of("a", met, "star.html").line
        'The Star · 2026-03-02 · star.html'
        """
        said = (self.outlet, self.title, self.published, self.place)
        return " · ".join(" ".join(part.split()) for part in said if part)


def source_of(article_id: str, met: Article, place: str) -> Source:
    """Give the source of an article that was met at a place; the same one gives the same again."""
    own = derived_id("source", article_id, place, met.title, met.outlet, met.published, met.url)
    return Source(own, article_id, place, met.title, met.outlet, met.published, met.url, now())


def says_more(known: Article, met: Article) -> bool:
    """Say whether what is said of an article where it was met is not all known.

    What tells most is the file's name, where the articles have kept it.

    >>> here = Article.new("A text.", title="Ferry", outlet="The Star")
    >>> says_more(here, Article.new("A text.", title="Ferry"))
    False
    >>> says_more(here, Article.new("A text.", title="Ferry", outlet="The Post"))
    True
    """
    files = {article.metadata.get("file", "") for article in (known, met)}
    if len(files) > 1 and "" not in files:
        return True
    return any(getattr(met, name) not in ("", getattr(known, name)) for name in _FACTS)
