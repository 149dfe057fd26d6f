"""What in a text is not the article: adverts, photo credits, “join our channel” lines.

The text never changes. A person greys ranges out; they are kept with the article's metadata
under `NOT_ARTICLE`, as ``start-end`` pairs of code points, half-open, in order, with blanks
between: ``0-82 145-339``. So they are stored, undone and exported as any other fact of it.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import regex

from annotator.core.article import Article
from annotator.core.changes import Change, ChangeSet
from annotator.core.offsets import lines
from annotator.core.span import Fragments, Span, fragments_of

NOT_ARTICLE = "not_article"
"""The metadata key under which the greyed ranges stand."""
_LONGEST = 400
"""A longer line is hardly an advert or a credit, in code points."""

_WISH = r"""
    (?:join|follow|like|find|support|visit|contact)\s(?:us|our|the|me)\b.*\b
        (?:channel|group|newsletter|page|telegram|whatsapp|facebook|twitter|instagram|youtube
          |community|journalism|website|x|app|podcast)\b
  | (?:subscribe|sign\sup|register)\s(?:to|for|now|here|today)\b
  | subscribe$
  | (?:click|tap)\s(?:here|below|to)\b
  | download\s(?:the|our)\b.*\bapp\b
  | (?:share|tweet|print|email)\s(?:this|on)\b
  | (?:read|see|watch|listen)\s(?:more|also|next|too)\b
  | (?:read|watch|see|listen|related|more\son\sthis)(?:\s(?:articles?|stories|news))?:
  | don['’]t\smiss\b
  | (?:advertisement|advertorial|sponsored|promoted|paid\scontent)(?:\s(?:content|by)\b.*|$)
  | (?:اشترك|تابعنا|انضم|اقرأ\sأيضا|إعلان$)
  | (?:广告|相关阅读|责任编辑|点击|扫码|订阅|分享)
  | (?:פרסומת|הצטרפו|עקבו\sאחרינו|קראו\sגם)
"""
_RIGHTS = r"""
    (?:©|\(c\)\s?\d{4}|copyright\s(?:©|\d{4}|by)).*
  | .*\ball\srights\sreserved\b.*
"""
_CREDIT = r"""
    (?:(?:file\s)?(?:photo|photograph|picture|image|video|illustration|graphic)s?(?:\scredit)?
        (?:\s?:|\sby\s|\scourtesy\s)|credit:|图片来源|图：|صورة:|תצלום:|צילום:).*
  | .*\([^()]{2,80}/[^()]{2,60}\)\W*
  | .*(?:/|\bvia\s)(?:AFP|AP|Reuters|Getty(?:\sImages)?|EPA|Shutterstock|Flickr|iStock)\b[\s)\]]*
  | .*\b(?:U\.?S\.?\s[\w.\s]{2,30}|handout|courtesy)\sphoto\b.{0,60}
"""


@cache
def _suspect() -> "regex.Pattern[str]":
    """Give the pattern of a suspected line; compiled late, since the window's start waits."""
    return regex.compile(
        rf"[\W\d]{{0,4}}(?:(?:{_WISH}).*|{_RIGHTS}|{_CREDIT})",
        regex.VERBOSE | regex.IGNORECASE | regex.V1,
    )


def suspected(text: str) -> Fragments:
    r"""Give the lines that look like adverts, rights or photo credits, without the blanks around.

    It is a guess from rules of a few languages, to be shown to a person and never applied
    unasked.

    >>> text = "Join our Telegram channel!\nThe council met.\nA ferry. (A. Lee/Coast Guard)"
    >>> [text[s.start : s.end] for s in suspected(text)]
    ['Join our Telegram channel!', 'A ferry. (A. Lee/Coast Guard)']
    """
    fits = _suspect().fullmatch
    return tuple(
        Span(start, end)
        for start, end in (_trimmed(text, *edges) for edges in lines(text))
        if start < end <= start + _LONGEST and fits(text, start, end)
    )


def greyed(article: Article) -> Fragments:
    """Give the ranges that are greyed out as not part of the article; what cannot be is left out.

    >>> greyed(Article.new("Advert. News.", metadata={NOT_ARTICLE: "0-7 9-99 x"}))
    (Span(start=0, end=7),)
    """
    kept = []
    for pair in article.metadata.get(NOT_ARTICLE, "").split():
        start, _, end = pair.partition("-")
        if _is_number(start) and _is_number(end) and int(start) < int(end) <= len(article.text):
            kept.append(Span(int(start), int(end)))
    return fragments_of(kept)


def is_greyed(article: Article, span: Span) -> bool:
    """Say whether a whole span lies in what is greyed out: then it is offered to nobody."""
    return any(part.contains(span) for part in greyed(article))


def not_greyed(article: Article, spans: Iterable[Span], *, keep: Span | None = None) -> list[Span]:
    """Give the spans, in their order, that may be offered: all but those within what is greyed.

    ``keep`` is one that a person chose herself, wherever it lies.

    >>> article = Article.new("Oslo. In Oslo.", metadata={NOT_ARTICLE: "0-5"})
    >>> not_greyed(article, [Span(0, 4), Span(9, 13)])
    [Span(start=9, end=13)]
    """
    parts = greyed(article)
    starts = [part.start for part in parts]

    def free(span: Span) -> bool:
        at = bisect_right(starts, span.start) - 1
        return span == keep or at < 0 or not parts[at].contains(span)

    return [span for span in spans if not parts or free(span)]


def grey(article: Article, spans: Iterable[Span]) -> ChangeSet:
    """Give the edit that greys spans out besides those that are greyed already."""
    return _set(article, fragments_of((*greyed(article), *spans)), "Grey out")


def ungrey(article: Article, span: Span) -> ChangeSet:
    """Give the edit that takes every greyed range back that a span touches, whole."""
    left = tuple(part for part in greyed(article) if not part.overlaps(span))
    return _set(article, left, "Take back as part of the article")


def _set(article: Article, parts: Fragments, name: str) -> ChangeSet:
    if parts == greyed(article):
        return ChangeSet(name, ())
    metadata = {k: v for k, v in article.metadata.items() if k != NOT_ARTICLE}
    if parts:
        metadata[NOT_ARTICLE] = " ".join(f"{part.start}-{part.end}" for part in parts)
    return ChangeSet(name, (Change(article, replace(article, metadata=metadata)),))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12
