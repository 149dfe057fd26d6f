"""re3d (Dstl): documents.json, with entities.json and relations.json beside it; read only."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from annotator.core.annotation import NO_ATTRIBUTES, Attributes
from annotator.formats.draft import Draft, Mark, entries_of
from annotator.formats.fields import (
    article_text,
    facts_and_rest,
    name_of,
    score,
    text_of,
    whole_number,
)
from annotator.formats.format import Entry, Format, Reading, shown
from annotator.formats.json_records import Record, first_table, records
from annotator.formats.training.reading import drafts_of

DOCUMENTS, ENTITIES, RELATIONS = "documents.json", "entities.json", "relations.json"
_FACTS = {"sourceName": "outlet", "sourceUrl": "url", "title": "title"}
_KNOWN = ("_id", "text", *_FACTS)


class _Beside(NamedTuple):
    """What stands in the files beside, by document."""

    entities: Mapping[str, list[Record]]
    relations: Mapping[str, list[Record]]


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    beside = _Beside(
        _by_document(path.with_name(ENTITIES), reading),
        _by_document(path.with_name(RELATIONS), reading),
    )
    yield from entries_of(
        lambda asked: drafts_of(path, asked, lambda record: _draft(record, beside)), reading
    )


def _by_document(path: Path, reading: Reading) -> Mapping[str, list[Record]]:
    found: defaultdict[str, list[Record]] = defaultdict(list)
    if not path.is_file():
        reading.note(f"{shown(Path(path.name))} is not beside it, so nothing of it was read.")
        return found
    for record in records(path, reading):
        of = record.table.get("documentId")
        if isinstance(of, str):
            found[of].append(record)
        else:
            reading.leave_out(f"{path.name}: an item names no document", record.line)
    return found


def _draft(record: Record, beside: _Beside) -> Draft:
    data = record.table
    own = name_of(data.get("_id"), "its _id")
    said = {_FACTS.get(key, key): value for key, value in data.items()}
    facts, rest = facts_and_rest(said, _KNOWN)
    draft = Draft(
        article_text(data.get("text")), line=record.line, record=record.name, source_id=own,
        facts=facts, metadata=rest,
    )  # fmt: skip
    at: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for number, entity in enumerate(beside.entities.get(own, ())):
        what = f"{ENTITIES}, line {entity.line}"
        place = _place(entity.table, "begin", "end", what)
        draft.marks.append(
            Mark(
                name_of(entity.table.get("type"), f"the type in {what}"), (place,),
                text_of(entity.table.get("value"), f"the value in {what}"), key=str(number),
                attributes=_confidence(entity.table),
            )
        )  # fmt: skip
        at[place].append(str(number))
    for relation in beside.relations.get(own, ()):
        what = f"{RELATIONS}, line {relation.line}"
        head = _place(relation.table, "sourceBegin", "sourceEnd", what)
        tail = _place(relation.table, "targetBegin", "targetEnd", what)
        # A relation names its ends by their places, and a place may have two entities.
        draft.link(
            name_of(relation.table.get("type"), f"the type in {what}"),
            at[head][0] if at[head] else repr(head), at[tail][-1] if at[tail] else repr(tail),
            attributes=_confidence(relation.table),
        )  # fmt: skip
    return draft


def _place(data: Mapping[str, Any], start: str, end: str, what: str) -> tuple[int, int]:
    return (
        whole_number(data.get(start), f"{start} in {what}"),
        whole_number(data.get(end), f"{end} in {what}"),
    )


def _confidence(data: Mapping[str, Any]) -> Attributes:
    said = score(data.get("confidence"))
    return NO_ATTRIBUTES if said is None else {"confidence": said}


def _recognises(path: Path, head: bytes) -> bool:
    if path.name.lower() != DOCUMENTS:
        return False
    return {"_id", "text", "sourceName"} <= first_table(head).keys()


def _belongs(path: Path) -> bool:
    return path.name in (ENTITIES, RELATIONS) and path.with_name(DOCUMENTS).is_file()


FORMAT = Format(
    name="re3d",
    title="re3d",
    suffixes=(".json",),
    description="Dstl's documents.json with the entities.json and relations.json beside it.",
    read=_read,
    recognises=_recognises,
    belongs=_belongs,
)
