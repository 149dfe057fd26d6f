"""Reading records of training files, ours and others': spans by offsets, or tokens with tags."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast, get_args

from annotator.core.annotation import NO_ATTRIBUTES, Attributes
from annotator.core.article import text_hash
from annotator.core.errors import FormatError, shown
from annotator.core.identifiers import derived_id
from annotator.core.judgement import State
from annotator.formats.draft import Draft, Mark
from annotator.formats.fields import (
    answer,
    facts_and_rest,
    listed,
    name_of,
    table,
    tables,
    text_of,
    whole_number,
)
from annotator.formats.format import Reading
from annotator.formats.json_records import Record, parsed, records
from annotator.formats.tagged.spacing import Place, Words, aligned, rebuilt
from annotator.formats.tagged.tags import decoded, is_tag

TAGS = ("ner_tags", "ner", "tags", "labels")
"""How columns of tags are called, the likeliest first."""
_KNOWN = {
    "id", "annotator", "state", "text", "spans", "relations", "article_labels", "tokens",
    "offsets", "tokenizer", "ner_ids", "space_after", *TAGS,
}  # fmt: skip
_STATES = get_args(State)


def tags_of(record: Mapping[str, Any]) -> str:
    """Give the name of a record's column of tags; "" where it has none."""
    if not isinstance(record.get("tokens"), list):
        return ""
    return next((name for name in TAGS if isinstance(record.get(name), list)), "")


def drafts_of(path: Path, reading: Reading, draft: Callable[[Record], Draft]) -> Iterator[Draft]:
    """Give a draft for each record of a JSON file; what is none is refused with its place."""
    for record in records(path, reading):
        try:
            yield draft(record)
        except FormatError as problem:
            where = f"{record.name}: " if record.name else ""
            reading.refuse(
                f"{where}{problem.reason.rstrip('.')}", record.line, next_step=problem.next_step
            )


def draft_of(record: Mapping[str, Any], reading: Reading, line: int | None, name: str) -> Draft:
    """Give what a record says; FormatError where it says it in no way that is known."""
    facts, rest = facts_and_rest(record, _KNOWN)
    facts = {key: said for key, said in facts.items() if said}
    own = record.get("id")
    draft = Draft(
        "", line=line, record=name, facts=facts, metadata={k: v for k, v in rest.items() if v},
        source_id=str(own) if type(own) in (int, str) else "",
    )  # fmt: skip
    who = record.get("annotator")
    who = who if isinstance(who, str) else ""
    if record.get("spans") is not None:
        draft.text = text_of(record.get("text"), "its text")
        _take_spans(draft, record, who)
    elif column := tags_of(record):
        _take_tags(draft, record, column, who, reading)
    else:
        raise FormatError("it has neither spans nor tokens with tags")
    _take_judgements(draft, record, who)
    return draft


# --- spans


def _take_spans(draft: Draft, record: Mapping[str, Any], who: str) -> None:
    for number, (what, span) in enumerate(tables(record["spans"], "span")):
        quoted = span.get("text")
        draft.marks.append(
            Mark(
                name_of(span.get("label"), f"the label of {what}"), parts_of(span, what),
                quoted if isinstance(quoted, str) else None, key=str(number), annotator=who,
                attributes=answers(span.get("attributes"), what), note=_note(span, what),
            )
        )  # fmt: skip
    for what, link in tables(record.get("relations"), "relation"):
        head, tail = (str(whole_number(link.get(e), f"the {e} of {what}")) for e in _ENDS)
        draft.link(
            name_of(link.get("type"), f"the type of {what}"), head, tail, annotator=who,
            attributes=answers(link.get("attributes"), what), note=_note(link, what),
        )  # fmt: skip


_ENDS = ("head", "tail")


def parts_of(span: Mapping[str, Any], what: str) -> tuple[tuple[int, int], ...]:
    """Give the parts of a span that has ``fragments``, or else ``start`` and ``end``."""
    parts = span.get("fragments") or [[span.get("start"), span.get("end")]]
    return tuple(_edges(part, what) for part in listed(parts, f"the fragments of {what}"))


def _edges(value: Any, what: str) -> tuple[int, int]:
    edges = listed(value, f"the edges of {what}")
    if len(edges) != 2:
        raise FormatError(f"the edges of {what} are {len(edges)} numbers, not two")
    start, end = (whole_number(edge, f"an edge of {what}") for edge in edges)
    return start, end


def _note(item: Mapping[str, Any], what: str) -> str:
    return text_of(item.get("note") or "", f"the note of {what}")


def answers(value: Any, what: str) -> Attributes:
    """Give answers that stand as an object or as JSON in a text; FormatError for others."""
    if value in (None, "", "{}"):
        return NO_ATTRIBUTES
    if isinstance(value, str):
        value = parsed(value.encode("utf-8", "replace"))
    found = table(value, f"the attributes of {what}")
    said = {name: answer(item) for name, item in found.items()}
    return {name: item for name, item in said.items() if item is not None}


# --- tokens


def _take_tags(
    draft: Draft, record: Mapping[str, Any], column: str, who: str, reading: Reading
) -> None:
    words = [text_of(word, "a token") for word in record["tokens"]]
    tags = _tags(record[column], column)
    if len(tags) != len(words):
        raise FormatError(f"it has {len(words)} tokens, but {len(tags)} tags")
    draft.text, places = placed(words, record)
    found = decoded(tags)
    if found.stray:
        reading.mend("tag that continues nothing (read as a beginning)", found.stray)
    for first, last, label in found.pieces:
        draft.marks.append(Mark(label, ((places[first][0], places[last][1]),), annotator=who))


def _tags(values: Sequence[Any], column: str) -> list[str]:
    for value in values:
        if type(value) is int:
            raise FormatError(
                f"its {column} are numbers, and the file does not say what they mean",
                next_step="A Parquet file with its label names says it.",
            )
        if not isinstance(value, str) or not is_tag(value):
            raise FormatError(f"{shown(value)} is no tag such as O, B-PER or I-PER")
    return list(values)


def placed(words: Sequence[str], record: Mapping[str, Any]) -> tuple[str, list[Place]]:
    """Give the text of a record with tokens and where they stand in it.

    The text is the record's own; where it has none it is made of the tokens. FormatError where
    the record's text or offsets contradict its tokens.
    """
    text = record.get("text")
    if not isinstance(text, str):
        blanks = listed(record.get("space_after"), "its blanks")
        glued = [not blank for blank in blanks] if len(blanks) == len(words) else None
        text, found = rebuilt([Words(words, "", glued)])
        return text, [place for sentence in found for place in sentence]
    if record.get("offsets") is None:
        places = aligned(text, words)
        if places is None:
            raise FormatError("its tokens are not the words of its text")
        return text, places
    found_places = []
    for word, edges in zip(words, listed(record["offsets"], "its offsets"), strict=False):
        start, end = _edges(edges, "a token")
        if text[start:end] != word:
            raise FormatError(f"the token {shown(word)} does not stand at {start} to {end}")
        found_places.append((start, end))
    if len(found_places) != len(words):
        raise FormatError(f"it has {len(words)} tokens, but {len(found_places)} offsets")
    return text, found_places


# --- article labels and states


def _take_judgements(draft: Draft, record: Mapping[str, Any], who: str) -> None:
    said = record.get("article_labels")
    if isinstance(said, str | dict):
        draft.labels += [(who, name, item) for name, item in answers(said, "the article").items()]
    state = record.get("state")
    if state:
        if state not in _STATES:
            raise FormatError(f"its state is {shown(state)}; there are {', '.join(_STATES)}")
        draft.states.append((who, cast(State, state)))


# --- files that do not name their annotators


def told_apart(drafts: Iterator[Draft]) -> Iterator[Draft]:
    """Give drafts so that the marks of records with one text are several, even where equal."""
    told: Counter[str] = Counter()
    for draft in drafts:
        digest = text_hash(draft.text)
        if number := told[digest]:
            draft.marks = [
                mark._replace(id=derived_id(str(number), str(at), digest, mark.label))
                for at, mark in enumerate(draft.marks)
            ]
        told[digest] += 1
        yield draft
