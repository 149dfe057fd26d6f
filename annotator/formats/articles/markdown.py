"""Markdown files: one article a file; the marks of Markdown are taken away, the words stay."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.article import Article, text_problem
from annotator.core.errors import FormatError
from annotator.formats.articles.plain_text import LARGEST_FILE, decoded
from annotator.formats.format import Entry, Format, Reading, shown

_FRONT = re.compile(r"---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
_FACT = re.compile(r"^([A-Za-z_]+):\s*(.+?)\s*$", re.MULTILINE)
_KNOWN = {
    "title": "title", "author": "author", "date": "published", "published": "published",
    "outlet": "outlet", "source": "outlet", "url": "url", "link": "url", "language": "language",
    "lang": "language",
}  # fmt: skip


def text_of(markdown: str) -> tuple[str, str]:
    """Give the words of Markdown, a block a line, and its first heading."""
    from markdown_it import MarkdownIt

    lines: list[str] = []
    title, heading = "", False
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type == "heading_open":
            heading = True
        elif token.type == "inline":
            words = "".join(_words(child) for child in token.children or ())
            lines.append(words)
            if heading and not title:
                title = " ".join(words.split())
        elif token.type in ("fence", "code_block"):
            lines.append(token.content.rstrip("\n"))
        else:
            heading = heading and token.type != "heading_close"
    return "\n".join(line for line in lines if line.strip()), title


def _words(token: object) -> str:
    kind = getattr(token, "type", "")
    if kind in ("softbreak", "hardbreak"):
        return " " if kind == "softbreak" else "\n"
    return str(getattr(token, "content", "")) if kind in ("text", "code_inline") else ""


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    if path.stat().st_size > LARGEST_FILE:
        reading.refuse(f"it is larger than {LARGEST_FILE:,} bytes")
        return
    data = path.read_bytes()
    reading.bytes_read = len(data)
    try:
        source = decoded(data, reading)
        if problem := text_problem(source):  # the parser would put other characters there
            raise FormatError(problem)
        front = _FRONT.match(source)
        facts = dict(_FACT.findall(front[1])) if front else {}
        text, title = text_of(source[front.end() :] if front else source)
        said = {_KNOWN[k.lower()]: v.strip("\"'") for k, v in facts.items() if k.lower() in _KNOWN}
        said.setdefault("title", title)
        yield Article.new(text, metadata={"file": shown(Path(path.name))}, **said), []
    except (FormatError, RecursionError) as error:
        reading.refuse(getattr(error, "reason", "it is nested deeper than any article"))


FORMAT = Format(
    name="markdown",
    title="Markdown",
    suffixes=(".md", ".markdown"),
    description="One article a file; headings and emphasis become plain words.",
    read=_read,
    loses=("annotations",),
)
