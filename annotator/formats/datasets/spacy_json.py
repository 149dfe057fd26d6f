"""spaCy's JSON: the lines of ``Doc.to_json`` both ways, and the training files of version 2.

Version 2 trained on documents of tokens and on pairs of a text and what is said of it; annotators
that work for spaCy still write the pairs, some of them under the key "annotations".

Offsets count code points. The tokens written are those that spaCy needs to give the text back:
each edge of an annotation is an edge of a token, and blanks other than one space are tokens.
spaCy trains on no span that begins or ends with a blank, so blanks at the edges are left out.
"""

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import msgspec

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.errors import FormatError
from annotator.core.span import Span, quote
from annotator.formats.carrying import Keeps
from annotator.formats.draft import Draft, entries_of
from annotator.formats.fields import (
    article_text,
    facts_and_rest,
    listed,
    name_of,
    table,
    tables,
    text_of,
    whole_number,
)
from annotator.formats.format import Entry, Format, Output, Reading, Writing
from annotator.formats.json_records import Record, first_table, plain_table, records
from annotator.formats.offset_units import CODE_POINTS

BLANKS = ("blanks at the edges of annotations", "annotations of blanks alone")
KEEPS = Keeps(others=BLANKS)
GROUP = "sc"
"""The key under which spaCy looks for overlapping spans."""
_PAIRS = re.compile(
    rb"""\s*(?:\{(?s:.{0,9999}?)"annotations"\s*:\s*)?\[\s*\[\s*"(?:[^"\\]|\\.)*"\s*,\s*"""
    rb"""\{\s*(?:"(?:entities|spans|cats|links|heads|deps|tags)"|\})"""
)
_KNOWN = {
    "text", "ents", "spans", "entities", "tokens", "sents", "cats", "meta", "paragraphs", "links",
    "heads", "deps", "tags",
}  # fmt: skip


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    return entries_of(lambda asked: _drafts(path, asked), reading, expected=CODE_POINTS)


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    for record in records(path, reading, _said_of):
        try:
            if "paragraphs" in record.table:
                yield _document(record, reading)
            elif "annotations" in record.table:
                for number, pair in enumerate(listed(record.table["annotations"], "its pairs"), 1):
                    if pair is not None:  # some write one where a text has not been looked at
                        yield _draft(Record(_said_of(pair), record.line, f"pair {number}"))
            else:
                yield _draft(record)
        except FormatError as problem:
            where = f"{record.name}: " if record.name else ""
            reading.refuse(f"{where}{problem.reason}", record.line)


def _said_of(value: Any) -> dict[str, Any]:
    """Give a record as an object, also where it is a pair of a text and an object."""
    if type(value) is list and len(value) == 2 and isinstance(value[1], dict):
        return {**value[1], "text": value[0]}
    return plain_table(value)


def _draft(record: Record) -> Draft:
    data = record.table
    meta = data.get("meta") if isinstance(data.get("meta"), dict) else {}
    facts, rest = facts_and_rest({**data, **(meta or {})}, _KNOWN)
    draft = Draft(
        article_text(data.get("text")), line=record.line, record=record.name, facts=facts,
        metadata=rest,
    )  # fmt: skip
    groups = data.get("spans") if isinstance(data.get("spans"), dict) else {}
    lists = [*(groups or {}).values(), data.get("ents"), data.get("entities")]
    if isinstance(data.get("spans"), list):
        lists.append(data["spans"])
    seen: Counter[tuple[int, int, str]] = Counter()
    for items in lists:
        here = Counter(_span(item, n) for n, item in enumerate(listed(items, "its spans"), 1))
        for (start, end, label), count in (here - seen).items():
            for _ in range(count):
                draft.mark(label, start, end)
        seen |= here
    cats = data.get("cats")
    if isinstance(cats, dict):
        chosen = [c for c, said in cats.items() if type(said) in (int, float, bool) and said >= 0.5]
        if chosen:
            draft.labels.append(("", "category", tuple(chosen)))
    return draft


def _span(item: Any, number: int) -> tuple[int, int, str]:
    what = f"span {number}"
    if type(item) is list and len(item) >= 3:
        item = {"start": item[0], "end": item[1], "label": item[2]}
    item = table(item, what)
    start = whole_number(item.get("start"), f"the start of {what}")
    end = whole_number(item.get("end"), f"the end of {what}")
    return start, end, name_of(item.get("label"), f"the label of {what}")


# --- training files of spaCy 2: sentences of tokens with BILUO tags


def _document(record: Record, reading: Reading) -> Draft:
    text: list[str] = []
    marks: list[tuple[str, int, int]] = []
    length = 0
    for _, paragraph in tables(record.table.get("paragraphs"), "paragraph"):
        if length:
            length += _put(text, "\n\n")
        for number, (_, sentence) in enumerate(tables(paragraph.get("sentences"), "sentence")):
            if number and not text[-1].endswith((" ", "\n")):
                length += _put(text, "\n")
            places, tags = [], []
            for _, token in tables(sentence.get("tokens"), "token"):
                orth, space = text_of(token.get("orth"), "a token"), token.get("space", " ")
                places.append((length, length + len(orth)))
                tags.append(token.get("ner"))
                length += _put(text, orth) + _put(text, space if isinstance(space, str) else " ")
            if text and text[-1] == " ":
                length -= len(text.pop())
            marks += _tagged(tags, places, reading)
    whole = "".join(text)
    own = record.table.get("id")
    draft = Draft(
        whole, line=record.line, record=record.name,
        source_id=str(own) if type(own) in (int, str) else "",
    )  # fmt: skip
    for label, start, end in marks:
        draft.mark(label, start, end)
    reading.note("it holds tokens and no text; the text was put together with one blank between.")
    return draft


def _put(text: list[str], part: str) -> int:
    text.append(part)
    return len(part)


def _tagged(
    tags: list[Any], places: list[tuple[int, int]], reading: Reading
) -> Iterator[tuple[str, int, int]]:
    """Give label, start and end of each entity of a sentence's BILUO tags; odd ones are mended."""
    begun: tuple[str, int] | None = None
    last = 0
    for tag, (start, end) in zip(tags, places, strict=True):
        kind, _, label = tag.partition("-") if isinstance(tag, str) else ("O", "", "")
        goes_on = begun is not None and kind in ("I", "L") and label == begun[0]
        if begun is not None and not goes_on:
            reading.mend("entity without its last token")
            yield begun[0], begun[1], last
            begun = None
        if kind in ("B", "I", "L", "U") and label:
            if begun is None and kind in ("I", "L"):
                reading.mend("entity without its first token")
            begun = begun or (label, start)
            last = end
            if kind in ("L", "U"):
                yield begun[0], begun[1], end
                begun = None
    if begun is not None:
        reading.mend("entity without its last token")
        yield begun[0], begun[1], last


# --- writing


def _write(found: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    encoder = msgspec.json.Encoder()
    for entry in found:
        article, values = KEEPS.taken(entry, writing)
        marks = sorted((v for v in values if type(v) is Annotation), key=lambda a: a.sort_key)
        marks = list(trimmed(article.text, marks, writing))
        output.write(encoder.encode(_line(article, writing.tokens(article.text), marks)) + b"\n")
        yield


def _carried(entry: Entry, writing: Writing) -> Entry:
    article, values = KEEPS.carried(entry, writing)
    marks = (value for value in values if type(value) is Annotation)
    return article, list(trimmed(article.text, marks, replace(writing, lost=Counter())))


def trimmed(text: str, marks: Iterable[Annotation], writing: Writing) -> Iterator[Annotation]:
    """Give annotations of one piece without blanks at their edges, and count what is lost."""
    for mark in marks:
        words = text[mark.start : mark.end]
        start = mark.start + len(words) - len(words.lstrip())
        end = mark.end - (len(words) - len(words.rstrip()))
        if start >= end:
            writing.lost["annotation of blanks alone"] += 1
        elif (start, end) == (mark.start, mark.end):
            yield mark
        else:
            writing.lost["annotation with blanks at its edges (left out there)"] += 1
            spans = (Span(start, end),)
            yield replace(mark, fragments=spans, quote=quote(text, spans))


def _line(article: Article, words: list[Span], marks: list[Annotation]) -> dict[str, Any]:
    return {
        "text": article.text,
        "ents": [_place(mark) for mark in flat(marks)],
        "spans": {GROUP: [_place(mark) for mark in marks]},
        "tokens": [
            {"id": n, "start": a, "end": b}
            for n, (a, b) in enumerate(spacy_tokens(article.text, words, marks))
        ],
    }


def _place(mark: Annotation) -> dict[str, Any]:
    return {"start": mark.start, "end": mark.end, "label": mark.label, "kb_id": ""}


def flat(marks: Iterable[Annotation]) -> list[Annotation]:
    """Give annotations of which none overlaps another: the longest ones, the earlier of equals."""
    kept: list[Annotation] = []
    taken: set[int] = set()
    for mark in sorted(marks, key=lambda a: (a.start - a.end, a.sort_key)):
        here = range(mark.start, mark.end)
        if taken.isdisjoint(here):
            taken.update(here)
            kept.append(mark)
    return sorted(kept, key=lambda a: a.sort_key)


def spacy_tokens(
    text: str, words: Iterable[Span], marks: Iterable[Annotation] = ()
) -> Iterator[tuple[int, int]]:
    r"""Give tokens from which, with at most one space after each, a text can be put together.

    Each edge of a word or mark is an edge of a token; no mark should begin or end with a blank.

    >>> from annotator.core.tokens import tokens
    >>> text = "No,  we\nwent."
    >>> [text[a:b] for a, b in spacy_tokens(text, tokens(text))]
    ['No', ',', ' ', 'we', '\n', 'went', '.']
    """
    edges = {0, len(text)}
    for span in chain(words, (mark.span for mark in marks)):
        edges |= {span.start, span.end}
    after_word = False
    for start, end in pairwise(sorted(edges)):
        blank = text[start:end].isspace()
        if blank and after_word and text[start] == " ":
            start += 1
        if start < end:
            yield start, end
        after_word = not blank


def _recognises(path: Path, head: bytes) -> bool:
    table = first_table(head)
    if isinstance(table.get("paragraphs"), list) or _PAIRS.match(head.removeprefix(BOM_UTF8)):
        return True
    if not isinstance(table.get("text"), str) or "_input_hash" in table:
        return False
    return isinstance(table.get("ents"), list) or isinstance(table.get("spans"), dict)


FORMAT = Format(
    name="spacy",
    title="spaCy JSON Lines",
    suffixes=(".jsonl", ".json"),
    description="One Doc.to_json a line, all spans under “sc”; reads the JSON of spaCy 2 too.",
    read=_read,
    write=_write,
    loses=KEEPS.loses,
    carried=_carried,
    recognises=_recognises,
    tokenized=True,
)
