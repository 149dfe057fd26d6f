"""Prodigy's JSON Lines: spans and relations with tokens, and the answer to each line.

Offsets count code points. Prodigy refuses spans that do not start and end with a token, so
tokens are written; a token is cut where an annotation starts or ends inside it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.errors import FormatError
from annotator.core.judgement import ArticleState, State
from annotator.core.relation import Relation
from annotator.formats.carrying import Keeps
from annotator.formats.draft import UNKNOWN_TIME, Draft, entries_of
from annotator.formats.fields import (
    FACTS,
    article_text,
    facts_and_rest,
    name_of,
    table,
    tables,
    whole_number,
)
from annotator.formats.format import Entry, Format, Output, Reading, Writing
from annotator.formats.json_records import Record, first_table, records
from annotator.formats.offset_units import CODE_POINTS, Given

KEEPS = Keeps(
    annotators=True, relations=True, states=True,
    others=("states (what is marked counts as done)",),
)  # fmt: skip
_KNOWN = {
    "text", "spans", "relations", "tokens", "meta", "answer", "label", "accept", "options",
    "image", "html", "config",
}  # fmt: skip
_STATES = {"accept": "done", "reject": "", "ignore": "skipped"}


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    return entries_of(lambda asked: _drafts(path, asked), reading, expected=CODE_POINTS)


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    for record in records(path, reading):
        try:
            if "pattern" in record.table and "text" not in record.table:
                reading.refuse("the file holds patterns for matching, no articles")
                return
            yield _draft(record, reading)
        except FormatError as problem:
            where = f"{record.name}: " if record.name else ""
            reading.refuse(f"{where}{problem.reason}", record.line)


def _draft(record: Record, reading: Reading) -> Draft:
    data = record.table
    meta = data.get("meta") if isinstance(data.get("meta"), dict) else {}
    further = {k: v for k, v in data.items() if not k.startswith("_")}
    facts, rest = facts_and_rest({**further, **(meta or {})}, _KNOWN)
    draft = Draft(
        article_text(data.get("text")), line=record.line, record=record.name, facts=facts,
        metadata=rest,
    )  # fmt: skip
    who = _annotator(data)
    for what, token in tables(data.get("tokens"), "token"):
        start, end = _place(token, what)
        if isinstance(token.get("text"), str) and start < end:
            draft.witnesses.append(Given(start, end, token["text"]))
    answer = data.get("answer", "accept")
    if answer not in _STATES:
        raise FormatError(f"its answer is {answer!r:.40}, not accept, reject or ignore")
    if answer == "accept":
        for what, span in tables(data.get("spans"), "span"):
            _take_span(draft, what, span, who, reading)
        for what, link in tables(data.get("relations"), "relation"):
            _take_relation(draft, what, link, who)
        choices = [x for x in data.get("accept") or () if isinstance(x, str)]
        if choices:
            draft.labels.append((who, "choice", tuple(dict.fromkeys(choices))))
    elif data.get("spans") or data.get("relations"):
        reading.mend(f"line answered “{answer}”, whose spans are not what is meant")
    if "answer" in data and _STATES[answer]:
        draft.states.append((who, _STATES[answer]))  # type: ignore[arg-type]
    return draft


def _annotator(data: dict[str, Any]) -> str:
    for key in ("_annotator_id", "_session_id"):
        if isinstance(data.get(key), str) and data[key].strip():
            return str(data[key])
    return ""


def _place(item: dict[str, Any], what: str) -> tuple[int, int]:
    return (
        whole_number(item.get("start"), f"the start of {what}"),
        whole_number(item.get("end"), f"the end of {what}"),
    )


def _take_span(draft: Draft, what: str, span: dict[str, Any], who: str, reading: Reading) -> None:
    if span.get("answer") in ("reject", "ignore"):
        reading.mend("span that was answered with reject or ignore and passed over")
        return
    start, end = _place(span, what)
    quoted = span.get("text") if isinstance(span.get("text"), str) else None
    draft.mark(
        name_of(span.get("label"), f"the label of {what}"), start, end, quoted,
        key=_key(span), annotator=who,
    )  # fmt: skip


def _key(span: dict[str, Any]) -> str:
    """Give what a relation can name a span by: Prodigy gives both its ends' whole spans."""
    return f"{span.get('start')}-{span.get('end')}-{span.get('label')}"


def _take_relation(draft: Draft, what: str, link: dict[str, Any], who: str) -> None:
    ends = []
    for side in ("head", "child"):
        span = link.get(f"{side}_span")
        if span is None:
            # Between tokens: the only span that holds the token is meant.
            span = _span_of_token(draft, whole_number(link.get(side), f"the {side} of {what}"))
        ends.append(_key(table(span, f"the {side} of {what}")))
    known = {mark.key for mark in draft.marks}
    for side, end in zip(("head", "child"), ends, strict=True):
        if end not in known and isinstance(link.get(f"{side}_span"), dict):
            _add_end(draft, link[f"{side}_span"], who)
    draft.link(name_of(link.get("label"), f"the label of {what}"), *ends, annotator=who)


def _span_of_token(draft: Draft, number: int) -> dict[str, Any]:
    if number < len(draft.witnesses):
        token = draft.witnesses[number]
        for mark in draft.marks:
            ((start, end),) = mark.parts
            if start <= token.start and token.end <= end:
                return {"start": start, "end": end, "label": mark.label}
    return {"start": -1, "end": -1}


def _add_end(draft: Draft, span: dict[str, Any], who: str) -> None:
    """Mark a relation's end that is not among the spans, which Prodigy allows for tokens."""
    label = span.get("label")
    if isinstance(label, str) and label.strip():
        start, end = _place(span, "a relation's end")
        draft.mark(label, start, end, key=_key(span), annotator=who)


# --- writing


def _write(found: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    encoder = msgspec.json.Encoder()
    for entry in found:
        article, values = KEEPS.taken(entry, writing)
        cuts = {e for v in values if type(v) is Annotation for e in (v.start, v.end)}
        split = _tokens(article.text, cuts, writing)
        names = sorted({v.annotator for v in values if hasattr(v, "annotator")}) or [""]
        for name in names:
            mine = [v for v in values if getattr(v, "annotator", "") == name]
            output.write(encoder.encode(_line(article, name, mine, split)) + b"\n")
        yield


def _tokens(text: str, cuts: set[int], writing: Writing) -> list[dict[str, Any]]:
    """Give the tokens of a text, cut at some offsets; blanks that a cut lies in are tokens too."""
    edges = set(cuts)
    for token in writing.tokens(text):
        edges |= {token.start, token.end}
    order = sorted(edges | {0, len(text)})
    places = [
        (a, b) for a, b in pairwise(order)
        if not text[a:b].isspace() or a in cuts or b in cuts
    ]  # fmt: skip
    return [
        {"text": text[a:b], "start": a, "end": b, "id": number,
         "ws": text[b : b + 1].isspace()}
        for number, (a, b) in enumerate(places)
    ]  # fmt: skip


def _line(
    article: Article, name: str, values: list[Value], split: list[dict[str, Any]]
) -> dict[str, Any]:
    starts = {token["start"]: token["id"] for token in split}
    ends = {token["end"]: token["id"] for token in split}
    marks = sorted((v for v in values if type(v) is Annotation), key=lambda a: a.sort_key)
    spans = {
        a.id: {"start": a.start, "end": a.end, "token_start": starts[a.start],
               "token_end": ends[a.end], "label": a.label}
        for a in marks
    }  # fmt: skip
    links = sorted((v for v in values if type(v) is Relation), key=lambda r: r.sort_key)
    digest = int(article.sha256[:8], 16) - 2**31
    line: dict[str, Any] = {
        "text": article.text,
        "meta": {fact: said for fact in FACTS if (said := getattr(article, fact))},
        "_input_hash": digest,
        "_task_hash": _hash(f"{digest} {name} {list(spans.values())}"),
        "tokens": split, "spans": list(spans.values()),
    }  # fmt: skip
    if links:
        line["relations"] = [
            {"head": spans[r.head]["token_end"], "child": spans[r.tail]["token_end"],
             "head_span": spans[r.head], "child_span": spans[r.tail], "label": r.type}
            for r in links
        ]  # fmt: skip
    if name:
        line |= {"_annotator_id": name, "_session_id": name}
    if name:
        line["answer"] = "ignore" if _is_skipped(values) else "accept"
    return line


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8], 16) - 2**31


def _is_skipped(values: list[Value]) -> bool:
    """Say whether what one annotator says of an article is that she leaves it aside."""
    return [v.state for v in values if isinstance(v, ArticleState)] == ["skipped"] and not any(
        type(v) is Annotation for v in values
    )


def _carried(entry: Entry, writing: Writing) -> Entry:
    article, values = KEEPS.carried(entry, writing)
    kept = [v for v in values if type(v) is not ArticleState]
    for name in sorted({v.annotator for v in values if hasattr(v, "annotator")}):
        mine = [v for v in values if getattr(v, "annotator", "") == name]
        state: State = "skipped" if _is_skipped(mine) else "done"
        kept.append(ArticleState(article.id, name, state, UNKNOWN_TIME))
    return article, kept


def _recognises(path: Path, head: bytes) -> bool:
    table = first_table(head)
    if not isinstance(table.get("text"), str):
        return isinstance(table.get("pattern"), list | str) and "label" in table
    hashed = "_input_hash" in table or "_task_hash" in table or "_view_id" in table
    spans = isinstance(table.get("tokens"), list) and isinstance(table.get("spans"), list)
    return hashed or spans or table.get("answer") in _STATES


FORMAT = Format(
    name="prodigy",
    title="Prodigy",
    suffixes=(".jsonl", ".json"),
    description="Prodigy's JSON Lines with tokens, spans, relations and answers.",
    read=_read,
    write=_write,
    loses=KEEPS.loses,
    carried=_carried,
    recognises=_recognises,
    tokenized=True,
)
