"""doccano's JSON Lines: plain and relation projects, today's files and those of old versions.

doccano counts UTF-16 units or graphemes as its project says and rewrites CRLF to LF, and its
files say nothing of either; so the edges of words decide, unless the file is one of ours.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from annotator.core.annotation import Annotation
from annotator.core.article import Article, text_hash
from annotator.core.errors import FormatError
from annotator.core.offsets import Utf16Map
from annotator.core.relation import Relation
from annotator.core.span import Span, fragments_of, quote
from annotator.formats.carrying import Keeps
from annotator.formats.draft import Draft, entries_of
from annotator.formats.fields import (
    FACTS,
    article_text,
    facts_and_rest,
    listed,
    name_of,
    table,
    tables,
    whole_number,
)
from annotator.formats.format import Entry, Format, Output, Reading, Writing
from annotator.formats.json_records import Record, first_table, records
from annotator.formats.offset_units import CODE_POINTS, UTF16, Counting

KEEPS = Keeps(relations=True, others=("carriage returns (line ends become LF)",))
_UNIT = "offset_unit"
_OWN = {CODE_POINTS: "code point", UTF16: "utf-16"}
_SPANS = ("label", "labels", "entities", "annotations")
_KNOWN = {"text", *_SPANS, "relations", "cats", "Comments", "meta", "metadata", _UNIT, "id"}


def read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give the entries of a file of doccano's; what its offsets count is found out."""
    stated = _stated(path)
    if stated and reading.counting is None:
        reading.counting = next((c for c, name in _OWN.items() if name == stated), None)
    return entries_of(lambda asked: _drafts(path, asked), reading, expected=None)


def _stated(path: Path) -> str:
    with path.open("rb") as file:
        return stated_unit(file.read(65_536))


def stated_unit(head: bytes) -> str:
    """Give what a file of ours says that its offsets count; "" for those of doccano itself."""
    found = first_table(head).get(_UNIT)
    return found if isinstance(found, str) else ""


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    # A zip of doccano's has one file a user, called after her.
    named = path.stem if reading.from_archive and path.stem not in ("all", "unknown") else ""
    for record in records(path, reading):
        try:
            yield _draft(record, named)
        except FormatError as problem:
            reading.refuse(problem.reason, record.line)


def _draft(record: Record, annotator: str) -> Draft:
    data = record.table
    meta = data.get("meta") if isinstance(data.get("meta"), dict) else {}
    facts, rest = facts_and_rest({**data, **(meta or {})}, _KNOWN)
    draft = Draft(
        article_text(data.get("text")), line=record.line, record=record.name, facts=facts,
        source_id=str(data["id"]) if type(data.get("id")) in (int, str) else "",
        metadata=rest, expected=None,
    )  # fmt: skip
    seen: Counter[tuple[Any, ...]] = Counter()
    for key in ("entities", "annotations", "label", "labels"):
        _take_spans(draft, data.get(key), key, annotator, seen)
    for what, link in tables(data.get("relations"), "relation"):
        ends = [name_of(link.get(end), f"{end} of {what}") for end in ("from_id", "to_id")]
        draft.link(
            name_of(link.get("type"), f"type of {what}"), *map(_key, ends), annotator=annotator
        )
    cats = [name_of(cat, "a category") for cat in listed(data.get("cats"), "cats")]
    cats += [name for key in ("label", "labels") for name in _categories(data.get(key))]
    if cats:
        draft.labels.append((annotator, "category", tuple(dict.fromkeys(cats))))
    return draft


def _take_spans(
    draft: Draft, found: Any, key: str, annotator: str, seen: Counter[tuple[Any, ...]]
) -> None:
    """Add the spans of one of a record's keys; those that another key holds too are not new."""
    here: Counter[tuple[Any, ...]] = Counter()
    for number, item in enumerate(listed(found, key), 1):
        if type(item) is str:
            continue
        what = f"span {number} of {key}"
        start, end, label, own, user = _span(item, what)
        who = annotator or (f"user {user}" if user else "")
        place = (start, end, label, who)
        here[place] += 1
        if here[place] > seen[place]:
            draft.mark(label, start, end, key=_key(own) if own else "", annotator=who)
    seen |= here


def _span(item: Any, what: str) -> tuple[int, int, str, str, str]:
    if type(item) is list:
        if len(item) != 3:
            raise FormatError(f"{what} has {len(item)} parts, not start, end and label")
        numbers = [whole_number(x, f"an offset of {what}") for x in item[:2]]
        return numbers[0], numbers[1], name_of(item[2], f"the label of {what}"), "", ""
    item = table(item, what)
    start = whole_number(item.get("start_offset", item.get("start")), f"the start of {what}")
    end = whole_number(item.get("end_offset", item.get("end")), f"the end of {what}")
    own, user = item.get("id"), item.get("user")
    return (
        start, end, name_of(item.get("label"), f"the label of {what}"),
        "" if own is None else name_of(own, f"the id of {what}"),
        "" if user is None else name_of(user, f"the user of {what}"),
    )  # fmt: skip


def _key(own: str) -> str:
    return f"#{own}"


def _categories(found: Any) -> list[str]:
    return [item for item in found if type(item) is str] if type(found) is list else []


# --- writing


def write(
    found: Iterable[Entry], output: Output, writing: Writing, *, counting: Counting = CODE_POINTS
) -> Iterator[None]:
    """Write entries with offsets that count code points, or UTF-16 units as doccano's screen."""
    encoder = msgspec.json.Encoder()
    for number, entry in enumerate(found, 1):
        article, values = _with_line_feeds(KEEPS.taken(entry, writing))
        output.write(encoder.encode(_record(number, article, values, counting)) + b"\n")
        yield


def _record(number: int, article: Article, values: list[Any], counting: Counting) -> dict[str, Any]:
    units = Utf16Map(article.text).to_utf16 if counting == UTF16 else lambda offset: offset
    marks = sorted((v for v in values if type(v) is Annotation), key=lambda a: a.sort_key)
    links = sorted((v for v in values if type(v) is Relation), key=lambda r: r.sort_key)
    record: dict[str, Any] = {
        "id": number, "text": article.text,
        "label": [[units(a.start), units(a.end), a.label] for a in marks],
    }  # fmt: skip
    if links:
        ids = {a.id: n for n, a in enumerate(marks, 1)}
        record["entities"] = [
            {"id": ids[a.id], "label": a.label, "start_offset": units(a.start),
             "end_offset": units(a.end)}
            for a in marks
        ]  # fmt: skip
        record["relations"] = [
            {"id": n, "from_id": ids[r.head], "to_id": ids[r.tail], "type": r.type}
            for n, r in enumerate(links, 1)
        ]
    record["Comments"] = []
    record |= {name: fact for name in FACTS if (fact := getattr(article, name))}
    record[_UNIT] = _OWN[counting]
    return record


def _with_line_feeds(entry: Entry) -> Entry:
    """Give an entry as doccano would store it: its line ends are LF, and offsets follow."""
    article, values = entry
    if "\r" not in article.text:
        return entry
    text = article.text.replace("\r\n", "\n").replace("\r", "\n")
    gone = [
        n for n, c in enumerate(article.text) if c == "\r" and article.text[n + 1 : n + 2] == "\n"
    ]
    moved = replace(article, text=text, sha256=text_hash(text))
    return moved, [_moved(v, text, gone) if type(v) is Annotation else v for v in values]


def _moved(mark: Annotation, text: str, gone: list[int]) -> Annotation:
    from bisect import bisect_left

    def place(offset: int) -> int:
        return offset - bisect_left(gone, offset)

    # A mark on a carriage return alone becomes one on the line feed that is left of it.
    start, end = place(mark.start), place(mark.end)
    fragments = fragments_of([Span(start, max(end, start + 1))])
    return replace(mark, fragments=fragments, quote=quote(text, fragments))


def carried(entry: Entry, writing: Writing) -> Entry:
    """Give what comes back of an entry."""
    return _with_line_feeds(KEEPS.carried(entry, writing))


def recognises(path: Path, head: bytes) -> bool:
    """Say whether a file is one of doccano's."""
    table = first_table(head)
    others = {"spans", "_input_hash", "denotations", "sourcedb", "span_annotations"}
    if not isinstance(table.get("text"), str) or others & table.keys():
        return False
    return any(isinstance(table.get(key), list) for key in (*_SPANS, "relations", "cats"))


FORMAT = Format(
    name="doccano",
    title="doccano",
    suffixes=(".jsonl", ".json"),
    description="doccano's JSON Lines, plain and with relations; offsets are found out.",
    read=read,
    write=write,
    loses=KEEPS.loses,
    carried=carried,
    recognises=recognises,
)
