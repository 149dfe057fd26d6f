"""The article in a web page: main text and what the page says about it, by trafilatura.

Nothing a page names is ever loaded: the library is given bytes and no address to fetch.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from annotator.core.errors import FormatError
from annotator.formats.pages.statements import author_in, date_in, title_without_site

LARGEST_PAGE = 20_000_000
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")
_WALL = re.compile(
    r"accept (all )?cookies|cookie (settings|consent|policy)|enable javascript|"
    r"use of cookies|we value your privacy|before you continue to|such as cookies|"
    r"subscribe to (continue|read)|are you a robot|access denied|verify you are human|"
    r"cookies? (akzeptieren|zustimmen)|alle akzeptieren|verwenden cookies|"
    r"accepter (les|tous les) cookies|utilisons des cookies|aceptar (las |todas las )?cookies|"
    r"utilizamos cookies|accett\w+ (i |tutti i )?cookie|utilizziamo( i)? cookie|"
    r"cookies accepteren|gebruiken cookies|aceitar (os |todos os )?cookies|usamos cookies",
    re.IGNORECASE,
)
_SHORT, _LONG = 400, 1200


@dataclass(frozen=True, slots=True)
class Page:
    """What was found in a page; ``warnings`` are sentences on what may be wrong with it."""

    text: str
    title: str = ""
    author: str = ""
    published: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    warnings: list[str] = field(default_factory=list)


def main_text(data: bytes | str, *, url: str = "") -> Page:
    """Give the article of a page; FormatError when it has none.

    ``url`` is where the page came from, when that is known; it is not visited.
    """
    if len(data) > LARGEST_PAGE:
        raise FormatError(f"it has more than {LARGEST_PAGE:,} bytes")
    html = data if isinstance(data, str) else decoded_page(data)
    if not html.strip():
        raise FormatError("it is empty")
    from trafilatura import bare_extraction

    found = bare_extraction(
        html, url=url or None, favor_precision=True, include_comments=False, include_tables=True,
        with_metadata=True, deduplicate=False,
    )  # fmt: skip
    text = "" if found is None or isinstance(found, dict) else _plain(found.text or "")
    if found is None or isinstance(found, dict) or text in ("", _said(found.title)):
        raise FormatError("no article was found in the page: it has no main text")
    if _is_wall(text):
        raise FormatError("it looks like a cookie notice or a paywall, not an article")
    outlet = _said(found.sitename)
    return Page(
        text, title_without_site(_said(found.title), outlet),
        author_in(html, _said(found.author), outlet), date_in(html, _said(found.date)), outlet,
        _said(found.url) or url, _said(found.language) or _language(html), _warnings(text),
    )  # fmt: skip


def decoded_page(data: bytes) -> str:
    """Give a page's text: by its mark, UTF-8 when it is that, else what the page declares.

    Pages that declare one encoding and are in another are common; strict UTF-8 is believed
    first, since hardly any other text is UTF-8 by chance.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"),
                       (b"\xfe\xff", "utf-16-be")):  # fmt: skip
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:4096])
    name = declared[1].decode("ascii", "replace").lower() if declared else ""
    if name in ("", "utf-8", "utf8", "iso-8859-1", "latin-1", "us-ascii"):
        name = "windows-1252"  # what browsers read for these
    try:
        return data.decode(name, "replace")
    except LookupError:
        return data.decode("windows-1252", "replace")


def _plain(text: str) -> str:
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    return "\n".join(line for line in lines if line)


def _said(value: object) -> str:
    text = unescape(_TAGS.sub("", value)).strip() if isinstance(value, str) else ""
    return " ".join(text.split())


_LANG = re.compile(r"<html[^>]*\blang\s*=\s*[\"']?([A-Za-z]{2,3})", re.IGNORECASE)


def _language(html: str) -> str:
    found = _LANG.search(html[:5000])
    return found[1].lower() if found else ""


def _is_wall(text: str) -> bool:
    said = {found[0].lower() for found in _WALL.finditer(text[:_LONG])}
    return len(said) >= (1 if len(text) < _SHORT else 2) and len(text) < _LONG


def _warnings(text: str) -> list[str]:
    if len(text) < _SHORT // 2:
        return ["the main text is very short; look at whether it is whole."]
    return []
