"""A scheme as a page to print or to put into a methods appendix: standalone HTML, no script."""

from collections.abc import Iterable, Iterator
from html import escape

from markdown_it import MarkdownIt

from annotator.core.scheme import Attribute, Label, RelationType, Scheme

_KINDS = {
    "one": "one of", "some": "some of", "text": "text", "number": "number", "yes_no": "yes or no",
    "date": "date or interval", "entity": "entry of the register",
}  # fmt: skip
_STYLE = """
body { font: 16px/1.5 Georgia, serif; color: #22252b; max-width: 46em; margin: 2em auto;
  padding: 0 1em; }
h1, h2, h3, th { font-family: sans-serif; line-height: 1.25; }
h2 { margin-top: 2em; border-bottom: 1px solid #ccc; }
.key { border: 1px solid #999; border-radius: 4px; padding: 0 .4em; font-size: .8em; }
.swatch { display: inline-block; width: .8em; height: .8em; border-radius: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .9em; }
th, td { text-align: left; vertical-align: top; padding: .3em .6em .3em 0;
  border-bottom: 1px solid #ddd; }
blockquote { margin: .3em 0; color: #444; border-left: 3px solid #ddd; padding-left: .8em; }
@media print { body { margin: 0; } h3 { break-after: avoid; } }
"""


def scheme_document(scheme: Scheme) -> str:
    """Give a scheme as one HTML page: labels, attributes, relations, checks, history.

    Everything in it is escaped; guidelines are rendered from Markdown without raw HTML.
    """
    body = "\n".join(_parts(scheme))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(scheme.name)}</title><style>{_STYLE}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def scheme_markdown(scheme: Scheme) -> str:
    """Give a scheme as Markdown, for printing: what `scheme_document` says, in plainer form."""
    lines = [f"# {plain(scheme.name)}", f"Version {plain(scheme.version)}", scheme.definition]
    for label in scheme.labels:
        key = f" (key {plain(label.key)})" if label.key else ""
        lines += [f"## {plain(label.name)}{key}", label.definition, label.guideline]
        lines += [f"> {example}" for example in label.examples]
        lines += [_line(attribute) for attribute in label.attributes]
    lines += ["## Relations"] if scheme.relations else []
    names = {label.id: label.name for label in scheme.labels}
    for r in scheme.relations:
        ends = [", ".join(plain(names[x]) for x in side) for side in (r.heads, r.tails)]
        number = f"({_number(r)}). {r.definition}"
        lines.append(f"- **{plain(r.name)}**: {ends[0]} → {ends[1]} {number}")
    lines += ["## Of the whole article"] if scheme.article_labels else []
    lines += [_line(attribute) for attribute in scheme.article_labels]
    lines += ["## Metadata of every article"] if scheme.fields else []
    lines += [_line(field) for field in scheme.fields]
    lines += ["## Checks"] if scheme.checks else []
    lines += [f"- {plain(check.text)}" for check in scheme.checks]
    lines += ["## What changed"] if scheme.history else []
    lines += [f"- {plain(n.version)}, {n.date}: {plain(n.text)}" for n in reversed(scheme.history)]
    return "\n\n".join(line for line in lines if line.strip())


def _line(a: Attribute) -> str:
    asked = r" \*" if a.asked else ""
    answers = ", ".join(map(plain, a.values)) or _KINDS[a.kind]
    return f"- **{plain(a.name)}**{asked}: {answers}. {a.definition}"


_SIGNS = frozenset(r"\`*_{}[]()#+-.!|<>~&")


def plain(text: str) -> str:
    r"""Give words so that Markdown takes nothing in them for a mark.

    >>> print(plain("a_b"))
    a\_b
    """
    return "".join(f"\\{c}" if c in _SIGNS else c for c in text)


def prose(markdown: str) -> str:
    """Give Markdown as HTML; raw HTML in it is shown as text, and links lead nowhere unsafe."""
    return str(MarkdownIt("commonmark", {"html": False}).disable("image").render(markdown))


def _parts(scheme: Scheme) -> Iterator[str]:
    yield f"<h1>{escape(scheme.name)}</h1>"
    yield f"<p>Version {escape(scheme.version)}</p>"
    yield prose(scheme.definition)
    yield "<h2>Labels</h2>"
    for label in scheme.labels:
        yield from _label(label)
    if scheme.relations:
        yield "<h2>Relations</h2>"
        yield _table(("Relation", "From", "To", "Number", "Meaning"), _relations(scheme))
    if scheme.article_labels:
        yield "<h2>Of the whole article</h2>"
        yield _attributes(scheme.article_labels)
    if scheme.fields:
        yield "<h2>Metadata of every article</h2>"
        yield _attributes(scheme.fields)
    if scheme.checks:
        yield "<h2>Checks while working</h2>"
        yield "<ul>" + "".join(f"<li>{escape(c.text)}</li>" for c in scheme.checks) + "</ul>"
    if scheme.history:
        yield "<h2>What changed</h2>"
        rows = ((n.version, n.date, n.text) for n in reversed(scheme.history))
        yield _table(("Version", "Date", "Change"), rows)


def _label(label: Label) -> Iterator[str]:
    key = f' <span class="key">{escape(label.key)}</span>' if label.key else ""
    off = "" if label.on else " (off)"
    swatch = f'<span class="swatch" style="background:{escape(label.color)}"></span>'
    yield f"<h3>{swatch} {escape(label.name)}{key}{off}</h3>"
    if label.group:
        yield f"<p>Group: {escape(label.group)}</p>"
    yield prose(label.definition) + prose(label.guideline)
    for example in label.examples:
        yield f"<blockquote>{prose(example)}</blockquote>"
    if label.attributes:
        yield _attributes(label.attributes)


def _attributes(attributes: Iterable[Attribute]) -> str:
    rows = (
        (
            a.name + (" *" if a.asked else "") + (" (required)" if a.required else ""),
            ", ".join(a.values) or _KINDS[a.kind],
            a.definition,
        )
        for a in attributes
    )
    return _table(("Attribute (* asked)", "Answers", "Meaning"), rows)


def _relations(scheme: Scheme) -> Iterator[tuple[str, ...]]:
    names = {label.id: label.name for label in scheme.labels}
    for relation in scheme.relations:
        yield (
            relation.name,
            ", ".join(names[end] for end in relation.heads),
            ", ".join(names[end] for end in relation.tails),
            _number(relation),
            relation.definition,
        )


def _number(relation: RelationType) -> str:
    most = "any number" if relation.most is None else str(relation.most)
    number = f"{relation.least} to {most}"
    return f"{number}, or not stated" if relation.may_be_not_stated else number


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><tr>{titles}</tr>{body}</table>"
