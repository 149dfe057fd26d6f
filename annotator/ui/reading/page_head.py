"""What stands above the text: the headline, and a small line of outlet, author and date.

It is never part of the text's offsets. Where the text's own first line is the title, that
line is set as the headline, and only the small line is added under it.
"""

from urllib.parse import urlsplit

from annotator.core.article import Article
from annotator.ui.reading.blocks import Blocks
from annotator.ui.reading.paragraph import Paragraph, reads_right_to_left
from annotator.ui.reading.typesetting import Typesetting


class PageHead:
    """The room above the text, with what is drawn in it."""

    def __init__(self, article: Article, blocks: Blocks, setting: Typesetting) -> None:
        """Lay out the headline."""
        first = blocks.neighbour(0, 1)
        start, end = (blocks.starts[first], blocks.ends[first]) if first else (0, 0)
        title = " ".join(article.title.split())
        own_line = " ".join(article.text[start:end].split()) if end - start < 1_000 else ""
        self.headline_block = first if title and own_line.casefold() == title.casefold() else None
        self.title: Paragraph | None = None
        self.right_to_left = reads_right_to_left(title or article.text[start : start + 500])
        self.byline = byline_of(article, isolated=self.right_to_left)
        self.top_margin = setting.gap(30)
        self.byline_height = setting.scaled(26) if self.byline else 0
        self.height = self.top_margin
        if title and self.headline_block is None:
            self.title = Paragraph(title, setting, setting.headline_font)
            self.height += self.title.height + setting.scaled(4)
        if self.headline_block is None and (self.title or self.byline):
            self.height += self.byline_height + setting.gap(14)


def byline_of(article: Article, *, isolated: bool = False) -> str:
    """Give outlet, author, date, language and the link's site in one line, as far as known.

    ``isolated`` keeps each part in its own direction, or a date would turn round.
    """
    day = article.published.partition("T")[0]
    known = filter(
        None, (article.outlet, article.author, day, article.language, _site(article.url))
    )
    return " · ".join(f"\u2068{part}\u2069" if isolated else part for part in known)


def _site(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # no link at all, such as "http://[x"
        return ""
