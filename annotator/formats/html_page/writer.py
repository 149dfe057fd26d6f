"""Writing articles with their marks as one page to read: text, then what is said in tables."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

import regex

from annotator.core.annotation import Annotation, AttributeValue
from annotator.core.article import Article
from annotator.core.boilerplate import greyed
from annotator.core.changes import Value
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.formats.format import Entry, Output, Writing
from annotator.formats.html_page.marked import INK, MUTED, PAPER, marked_text, name_of, written_text

_LANGUAGE = regex.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LINK = regex.compile(r"https?://[^\s\x00-\x1f]+", regex.IGNORECASE)
_STYLE = f"""
:root {{ color-scheme: light; }}
body {{ margin: 0; background: {PAPER}; color: {INK}; font: 18px/1.75 "Noto Serif", Charter,
  Georgia, Cambria, serif; }}
article {{ max-width: 42rem; margin: 0 auto; padding: 2.5rem 1.5rem; }}
article + article {{ border-top: 1px solid #dcdad4; }}
h1 {{ font-size: 1.4em; line-height: 1.3; margin: 0 0 .3rem; }}
.byline {{ font: .75em sans-serif; color: {MUTED}; margin: 0 0 1.5rem; }}
.text {{ white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }}
mark {{ border-radius: 3px; padding: 1px 1px 0; }}
.name {{ vertical-align: baseline; -webkit-user-select: none; user-select: none; }}
.aside {{ font-style: italic; }}
table {{ border-collapse: collapse; margin: 2rem 0 0; font: .75em/1.5 sans-serif; width: 100%; }}
caption {{ text-align: start; font-weight: 600; padding: .3rem 0; }}
th, td {{ text-align: start; vertical-align: top; padding: .25rem .8rem .25rem 0;
  border-top: 1px solid #dcdad4; overflow-wrap: anywhere; white-space: pre-wrap;
  unicode-bidi: plaintext; }}
@media print {{ article + article {{ break-before: page; }} tr {{ break-inside: avoid; }}
  body {{ font-size: 11pt; }} }}
"""
_SAFE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write(entries: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    """Write all articles as one page, in order."""
    coming = iter(entries)
    first = list(islice(coming, 2))
    title = first[0][0].headline if len(first) == 1 else writing.scheme.name
    output.write(_head(title).encode("utf-8"))
    for article, values in chain(first, coming):
        output.write("".join(article_page(article, values, writing.scheme)).encode("utf-8"))
        yield
    output.write(b"</body>\n</html>\n")


def _head(title: str) -> str:
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_SAFE}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{written_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )


def article_page(article: Article, values: Sequence[Value], scheme: Scheme) -> Iterator[str]:
    """Give one article's part of a page, in pieces."""
    annotations = sorted(
        (v for v in values if isinstance(v, Annotation)), key=lambda a: (a.sort_key, a.annotator)
    )
    several = len({a.annotator for a in annotations}) > 1
    tongue = article.language if _LANGUAGE.fullmatch(article.language) else ""
    lang = f' lang="{tongue}"' if tongue else ""
    yield f'<article data-article="{written_text(article.id)}"{lang}>\n'
    yield f'<h1 dir="auto">{written_text(article.headline)}</h1>\n'
    yield from _byline(article)
    yield '<div class="text" dir="auto">'
    yield from marked_text(
        article.text, Span(0, len(article.text)), annotations, scheme,
        greyed=greyed(article), with_annotators=several,
    )  # fmt: skip
    yield "</div>\n"
    yield from _tables(annotations, values, scheme)
    yield "</article>\n"


def _byline(article: Article) -> Iterator[str]:
    known = [article.outlet, article.author, article.published.partition("T")[0], article.language]
    parts = [f"<bdi>{written_text(part)}</bdi>" for part in known if part]
    if _LINK.fullmatch(article.url):
        link = written_text(article.url)
        parts.append(f'<a href="{link}" rel="noopener noreferrer nofollow">{link}</a>')
    elif article.url:
        parts.append(f"<bdi>{written_text(article.url)}</bdi>")
    if parts:
        yield f'<p class="byline">{" · ".join(parts)}</p>\n'


def _tables(
    annotations: Sequence[Annotation], values: Sequence[Value], scheme: Scheme
) -> Iterator[str]:
    yield from _table(
        "Annotations",
        ("Words", "Label", "Annotator", "Attributes", "Note"),
        [
            (a.quote, name_of(a, scheme), a.annotator, _answers(a, scheme), a.note)
            for a in annotations
        ],
    )
    by_id = {a.id: a for a in annotations}
    relations = sorted((v for v in values if isinstance(v, Relation)), key=lambda r: r.sort_key)
    yield from _table(
        "Relations",
        ("From", "Relation", "To", "Annotator", "Note"),
        [
            (_end(r.head, by_id), _type(r, scheme), _end(r.tail, by_id), r.annotator, r.note)
            for r in relations
        ],
    )
    labels = [v for v in values if isinstance(v, ArticleLabel)]
    states = [v for v in values if isinstance(v, ArticleState)]
    rows = [(v.name, in_words(v.value), v.annotator) for v in labels]
    rows += [("state", v.state.replace("_", " "), v.annotator) for v in states]
    yield from _table("The article", ("What", "Answer", "Annotator"), sorted(rows))


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if not rows:
        return
    yield f"<table>\n<caption>{title}</caption>\n<tr>"
    yield from (f'<th scope="col">{head}</th>' for head in heads)
    yield "</tr>\n"
    for row in rows:
        yield f"<tr>{''.join(f'<td>{written_text(cell)}</td>' for cell in row)}</tr>\n"
    yield "</table>\n"


def _answers(annotation: Annotation, scheme: Scheme) -> str:
    label = scheme.label(annotation.label)
    said = []
    for name in sorted(annotation.attributes):
        attribute = label.attribute(name) if label else None
        value = in_words(annotation.attributes[name])
        said.append(f"{attribute.name if attribute else name}: {value}")
    return "; ".join(said)


def in_words(value: AttributeValue) -> str:
    """Give an answer as a reader says it.

    >>> in_words(True), in_words(("road", "rail")), in_words(0.5)
    ('yes', 'road, rail', '0.5')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _end(annotation_id: str, by_id: dict[str, Annotation]) -> str:
    annotation = by_id.get(annotation_id)
    return annotation.quote if annotation else f"({annotation_id}, not on this page)"


def _type(relation: Relation, scheme: Scheme) -> str:
    kind = scheme.relations_by_id.get(relation.type)
    return kind.name if kind else relation.type
