"""What a page says in plain sight, where its extracted title, author or date are another's.

A site's own name is no part of a title, a commentator or the site itself is no author, and the
day that a page was changed or saved is not the one on which it says that it was published.
"""

import re
from html import unescape

from annotator.core.dates import iso_date

_DATED = re.compile(
    r"article:published_time|datePublished|"
    r"name=[\"'](?:date|pubdate|dc\.date(?:\.\w+)?|publish[\w-]*)[\"']", re.IGNORECASE,
)  # fmt: skip
_PUBLISHED = re.compile(
    r"\b(?:veröffentlicht am|erschienen am|published(?: on)?:?|posted on|publié le|publicado el|"
    r"publicado em|pubblicato il|gepubliceerd op|geplaatst op|publisert|publicerad|opublikowano)"
    r"[\s:]+([^<>]{6,40})", re.IGNORECASE,
)  # fmt: skip
_PERSON = re.compile(
    r"<\w+\b[^>]*\b(?:typeof|itemtype)=[\"'][^\"']*\bPerson[\"'][^>]*>(.{1,2000})",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")
_NAME = re.compile(r"[^\W\d_][^\d_<>@|]{2,59}")


def title_without_site(title: str, outlet: str) -> str:
    """Give a title without the name of its site behind a sign that no headline ends with.

    >>> title_without_site("The ferry sails · Skarvik Post", "Skarvik Post")
    'The ferry sails'
    >>> title_without_site("The ferry | A history", "Skarvik Post")
    'The ferry | A history'
    """
    head, sign, tail = title.rpartition(next((s for s in "·|»•" if f" {s} " in title), "\n"))
    return head.strip() if sign and head.strip() and _plain(tail) == _plain(outlet) else title


def author_in(html: str, author: str, outlet: str) -> str:
    """Give the author that a page marks as a person, where the one found wrote no article.

    That is: a commentator, or the site itself. "" where nobody else is marked.
    """
    if author and not _is_commentator(html, author) and not _is_site(author, outlet):
        return author
    marked = _PERSON.search(html)
    for words in _TAG.split(marked[1]) if marked else ():
        name = " ".join(unescape(words).split())
        if _NAME.fullmatch(name) and not _is_site(name, outlet):
            return name
    return "" if _is_commentator(html, author) else author


def date_in(html: str, found: str) -> str:
    """Give the day on which a page says that it was published, unless its head says one.

    The elements for times are no such saying: a comment's may be the only one.

    >>> date_in("<p>Veröffentlicht am 16.08.2019<br>", "2019-08-24")
    '2019-08-16'
    """
    if _DATED.search(html):
        return found
    said = _PUBLISHED.search(html)
    return (iso_date(unescape(said[1])) if said else "") or found


def _is_site(author: str, outlet: str) -> bool:
    """Say whether an author is the outlet, or its address without the last part."""
    return bool(author) and _plain(author) in (_plain(outlet), _plain(outlet.rpartition(".")[0]))


def _is_commentator(html: str, author: str) -> bool:
    name = re.escape(author)
    return bool(author) and bool(
        re.search(rf"comment[\w-]*author[^>]*>(?:\s|<[^>]*>)*{name}\s*<", html)
        and not re.search(rf"(?:content=[\"']|\"name\"\s*:\s*\"){name}[\"']", html)
    )


def _plain(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))
