"""Writing Web Annotations: a page an article, with position and quote of every fragment."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from annotator.core.annotation import Annotation, Attributes
from annotator.core.article import Article
from annotator.core.relation import Relation
from annotator.formats.carrying import Keeps
from annotator.formats.draft import UNKNOWN_TIME
from annotator.formats.format import Entry, Output, Writing
from annotator.formats.web.reading import NAME, URN, VALUE

KEEPS = Keeps(
    annotators=True, fragments=True, attributes=True, notes=True, relations=True,
    relation_attributes=True, relation_notes=True,
)  # fmt: skip
_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"annotator": "urn:x-annotator:"}]
_AROUND = 32
"""Code points of prefix and suffix that a quote has."""


def write(entries: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    """Write a list of AnnotationPages; the text is the value of each page's source."""
    encode = msgspec.json.Encoder().encode
    sign = b"[\n"
    for entry in entries:
        output.write(sign + encode(_page(KEEPS.taken(entry, writing))))
        sign = b",\n"
        yield
    output.write(b"[]\n" if sign == b"[\n" else b"\n]\n")


def _page(entry: Entry) -> dict[str, Any]:
    article, values = entry
    marks = sorted((v for v in values if isinstance(v, Annotation)), key=lambda m: m.sort_key)
    links = sorted((v for v in values if isinstance(v, Relation)), key=lambda r: r.sort_key)
    source = {"id": URN + article.id, "type": "Text", "format": "text/plain"}
    facts = ("title", "author", "published", "url", "language")
    source |= {name: fact for name in facts if (fact := getattr(article, name))}
    return {
        "@context": _CONTEXT, "id": f"{URN}{article.id}#annotations", "type": "AnnotationPage",
        "source": {**source, "value": article.text},
        "items": [*(_mark(mark, article) for mark in marks), *map(_link, links)],
    }  # fmt: skip


def _mark(mark: Annotation, article: Article) -> dict[str, Any]:
    text = article.text
    targets = [
        {
            "source": URN + article.id,
            "selector": [
                {"type": "TextPositionSelector", "start": part.start, "end": part.end},
                {
                    "type": "TextQuoteSelector", "exact": text[part.start : part.end],
                    "prefix": text[max(0, part.start - _AROUND) : part.start],
                    "suffix": text[part.end : part.end + _AROUND],
                },
            ],
        }
        for part in mark.fragments
    ]  # fmt: skip
    return {
        **_head(mark, mark.label, mark.attributes),
        "motivation": "classifying",
        "target": targets if len(targets) > 1 else targets[0],
    }


def _link(link: Relation) -> dict[str, Any]:
    found = _head(link, link.type, link.attributes)
    found["body"].append(URN + link.tail)
    return {**found, "motivation": "linking", "target": URN + link.head}


def _head(value: Annotation | Relation, label: str, attributes: Attributes) -> dict[str, Any]:
    bodies: list[Any] = [{"type": "TextualBody", "purpose": "tagging", "value": label}]
    bodies += [
        {
            "type": "TextualBody", "purpose": "describing", "value": str(said), NAME: name,
            VALUE: said,
        }
        for name, said in sorted(attributes.items())
    ]  # fmt: skip
    if value.note:
        bodies.append({"type": "TextualBody", "purpose": "commenting", "value": value.note})
    head: dict[str, Any] = {"id": URN + value.id, "type": "Annotation"}
    if value.created != UNKNOWN_TIME:
        head["created"] = value.created
    if value.changed not in (UNKNOWN_TIME, value.created):
        head["modified"] = value.changed
    head["creator"] = {"type": "Person", "name": value.annotator}
    return {**head, "body": bodies}
