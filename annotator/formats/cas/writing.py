"""From an entry to the structures of a CAS, which hold all that is said of an article."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from annotator.core.annotation import Annotation, Attributes
from annotator.core.article import Article, text_hash
from annotator.core.changes import Value
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.offsets import Utf16Map
from annotator.core.relation import Relation
from annotator.core.span import quote
from annotator.formats.carrying import Keeps
from annotator.formats.cas.json_cas import written_json
from annotator.formats.cas.structures import LINK, MARK, PART, SAID, STATE, Simple, Structure
from annotator.formats.cas.xmi import type_system, written_xmi
from annotator.formats.documents import file_name
from annotator.formats.format import Entry, Files, Writing

KEEPS = Keeps(
    annotators=True, fragments=True, attributes=True, notes=True, suggestions=True,
    relations=True, relation_attributes=True, relation_notes=True, article_labels=True,
    states=True,
)  # fmt: skip
XMI_KEEPS = replace(KEEPS, others=("characters that XML cannot hold (U+FFFD is written)",))
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold."""


def write_xmi_files(entries: Iterable[Entry], files: Files, writing: Writing) -> Iterator[None]:
    """Write an XMI file for each article, and the type system that reads them."""
    files.add("TypeSystem.xml", type_system().encode())
    for number, entry in enumerate(entries, 1):
        article, values = without_unwritable(XMI_KEEPS.taken(entry, writing), writing)
        document = written_xmi(article.text, _structures(article, values))
        files.add(file_name(number, ".xmi"), document.encode())
        yield


def write_json_files(entries: Iterable[Entry], files: Files, writing: Writing) -> Iterator[None]:
    """Write a JSON CAS for each article."""
    for number, entry in enumerate(entries, 1):
        article, values = KEEPS.taken(entry, writing)
        document = written_json(article.text, _structures(article, values))
        files.add(file_name(number, ".json"), document)
        yield


def carried_xmi(entry: Entry, writing: Writing) -> Entry:
    """Give what comes back of an entry by XMI."""
    quiet = replace(writing, lost=Counter())
    return without_unwritable(XMI_KEEPS.taken(entry, quiet), quiet)


def without_unwritable(entry: Entry, writing: Writing) -> Entry:
    """Give an entry with U+FFFD for each character that XML cannot hold, and count them."""
    article, values = entry
    text, times = UNWRITABLE.subn("\ufffd", article.text)
    if times:
        writing.lost["character that XML cannot hold"] += times
        article = replace(article, text=text, sha256=text_hash(text))
    clean: list[Value] = []
    for value in values:
        if isinstance(value, Annotation | Relation) and UNWRITABLE.search(value.note):
            writing.lost["character that XML cannot hold"] += 1
            value = replace(value, note=UNWRITABLE.sub("\ufffd", value.note))
        if isinstance(value, Annotation) and times:
            value = replace(value, quote=quote(text, value.fragments))
        clean.append(value)
    return article, clean


def _structures(article: Article, values: Iterable[Value]) -> Iterator[Structure]:
    units: Callable[[int], int] = Utf16Map(article.text).to_utf16
    numbers: dict[str, tuple[str, Annotation]] = {}
    last = 1
    every = list(values)
    for mark in sorted((v for v in every if isinstance(v, Annotation)), key=lambda m: m.sort_key):
        last += 1
        own = str(last)
        numbers[mark.id] = own, mark
        yield _mark(own, mark, units)
        if len(mark.fragments) > 1:
            for part in mark.fragments:
                last += 1
                yield Structure(
                    str(last), PART, refs={"mark": [own]}, begin=units(part.start),
                    end=units(part.end),
                )  # fmt: skip
    for number, value in enumerate(_others(every), last + 1):
        match value:
            case Relation():
                yield _link(str(number), value, numbers, units)
            case ArticleLabel():
                said = {
                    "annotator": value.annotator,
                    "name": value.name,
                    "value": _json(value.value),
                }
                yield Structure(str(number), SAID, dict(said))
            case ArticleState():
                state: dict[str, Simple] = {"annotator": value.annotator, "state": value.state}
                yield Structure(str(number), STATE, state)


def _others(values: Iterable[Value]) -> list[Value]:
    def order(value: Value) -> tuple[str, ...]:
        match value:
            case Relation():
                return ("1", *value.sort_key)
            case ArticleLabel():
                return ("2", value.annotator, value.name)
            case ArticleState():
                return ("3", value.annotator)
        return ("4",)

    return sorted((v for v in values if not isinstance(v, Annotation)), key=order)


def _mark(own: str, mark: Annotation, units: Callable[[int], int]) -> Structure:
    features = _features(mark.label, mark.annotator, mark.note, mark.attributes)
    if mark.suggested_by:
        features["suggestedBy"] = mark.suggested_by.source
        if mark.suggested_by.score is not None:
            features["score"] = mark.suggested_by.score
    return Structure(own, MARK, features, begin=units(mark.start), end=units(mark.end))


def _link(
    own: str, link: Relation, numbers: dict[str, tuple[str, Annotation]],
    units: Callable[[int], int],
) -> Structure:  # fmt: skip
    (head, _), (tail, place) = numbers[link.head], numbers[link.tail]
    return Structure(
        own, LINK, _features(link.type, link.annotator, link.note, link.attributes),
        {"Governor": [head], "Dependent": [tail]}, begin=units(place.start),
        end=units(place.end),
    )  # fmt: skip


def _features(label: str, who: str, note: str, attributes: Attributes) -> dict[str, Simple]:
    features: dict[str, Simple] = {"label": label, "annotator": who}
    if note:
        features["note"] = note
    if attributes:
        features["attributes"] = _json(dict(sorted(attributes.items())))
    return features


def _json(value: object) -> str:
    return json.dumps(value)
