"""GLiNER's JSON: passages as tokens, and annotations as first token, last token and label.

GLiNER cuts a record after some hundred words without a word, so an article is written in passages
of whole sentences. Together they hold the whole text: each record's ``text`` goes on where the
last one ended, at ``start``. Nested, crossing and equal annotations stay as they are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import msgspec

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.errors import FormatError
from annotator.formats.carrying import Keeps
from annotator.formats.draft import Draft, Mark, entries_of
from annotator.formats.fields import listed, name_of, text_of, whole_number
from annotator.formats.format import Entry, Format, Output, Reading, Writing
from annotator.formats.json_records import Record, first_table, records
from annotator.formats.offset_units import CODE_POINTS
from annotator.formats.tagged.tags import Piece
from annotator.formats.tagged.writing import Layer, count_widened, pieced, sentence_ends
from annotator.formats.training.reading import placed
from annotator.formats.training.records import Said, Tagged, carried_by_tokens, said_of

MOST_WORDS = 300
"""Tokens of a passage, unless one sentence or annotation has more; GLiNER reads 384."""
KEEPS = Keeps(
    annotators=True, others=("edges of annotations inside a token (the whole token is written)",)
)


# --- reading


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    reading.counting = CODE_POINTS  # spans are of tokens, whose places are found in the text
    return entries_of(lambda asked: _drafts(path, asked), reading)


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    """Give a draft an article; passages that go on where the last one ended are one."""
    held: Draft | None = None
    for record in records(path, reading):
        try:
            draft, start = _draft(record)
        except FormatError as problem:
            where = f"{record.name}: " if record.name else ""
            reading.refuse(f"{where}{problem.reason.rstrip('.')}", record.line)
            continue
        if held is not None and start and _goes_on(held, draft, start):
            held.text += draft.text
            held.marks += [_moved(mark, start) for mark in draft.marks]
            continue
        if held is not None:
            yield held
        held = draft
    if held is not None:
        yield held


def _draft(record: Record) -> tuple[Draft, int]:
    data = record.table
    own, who = data.get("id"), data.get("annotator")
    words = [text_of(w, "a token") for w in listed(data.get("tokenized_text"), "its tokens")]
    text, places = placed(words, data)
    draft = Draft(
        text, line=record.line, record=record.name,
        source_id=str(own) if type(own) in (int, str) else "",
    )  # fmt: skip
    for number, item in enumerate(listed(data.get("ner"), "ner"), 1):
        what = f"annotation {number}"
        parts = listed(item, what)
        if len(parts) != 3:
            raise FormatError(f"{what} has {len(parts)} parts, not first token, last token, label")
        first, last = (whole_number(part, f"a token of {what}") for part in parts[:2])
        if not first <= last < len(words):
            raise FormatError(f"{what} goes from token {first} to {last} of {len(words)}")
        span = (places[first][0], places[last][1])
        label = name_of(parts[2], f"the label of {what}")
        draft.marks.append(Mark(label, (span,), annotator=who if isinstance(who, str) else ""))
    return draft, whole_number(data.get("start") or 0, "its start")


def _goes_on(held: Draft, draft: Draft, start: int) -> bool:
    same = bool(draft.source_id) and held.source_id == draft.source_id
    return same and start == len(held.text)


def _moved(mark: Mark, by: int) -> Mark:
    return mark._replace(parts=tuple((a + by, b + by) for a, b in mark.parts))


# --- writing


@dataclass(frozen=True, slots=True)
class _Passage:
    """A run of tokens, and where the text that it stands for starts and ends."""

    first: int
    after: int
    start: int
    end: int


def _write(found: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    encoder = msgspec.json.Encoder()
    before = b"[\n"
    for entry in found:
        article, values = KEEPS.taken(entry, writing)
        tagged = Tagged.of(article.text, writing)
        for said in said_of(values):
            for record in _records(article, said, tagged, writing):
                output.write(before + encoder.encode(record))
                before = b",\n"
        yield
    output.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def _records(
    article: Article, said: Said, tagged: Tagged, writing: Writing
) -> Iterator[dict[str, Any]]:
    layer = _on_tokens(tagged, said.marks, writing)
    words, text = tagged.words, tagged.text
    for passage in _passages(tagged, layer):
        yield {
            "tokenized_text": [text[w.start : w.end] for w in words[passage.first : passage.after]],
            "ner": [
                [first - passage.first, last - passage.first, label]
                for (first, last, label), _ in layer
                if passage.first <= first < passage.after
            ],
            "id": article.id, "annotator": said.annotator,
            "start": passage.start, "text": text[passage.start : passage.end],
            "tokenizer": tagged.tokenizer,
        }  # fmt: skip


def _on_tokens(tagged: Tagged, marks: Iterable[Annotation], writing: Writing) -> Layer:
    found: list[tuple[Piece, Annotation]] = []
    for piece, mark in pieced(tagged.words, marks, writing):
        count_widened(tagged.words, piece, mark, writing)
        found.append((piece, mark))
    return found


def _passages(tagged: Tagged, layer: Layer) -> Iterator[_Passage]:
    """Give passages that hold all of the text; none ends inside an annotation."""
    ends = sentence_ends(tagged.text, tagged.words, [layer])
    cuts = [0, *_cuts(ends)]
    starts = [0, *(tagged.words[cut].start for cut in cuts[1:-1]), len(tagged.text)]
    for (first, after), (start, end) in zip(pairwise(cuts), pairwise(starts), strict=True):
        yield _Passage(first, after, start, end)


def _cuts(ends: Sequence[int]) -> Iterator[int]:
    first = 0
    for end, following in zip(ends, chain(ends[1:], [None]), strict=True):
        if following is None or following - first > MOST_WORDS:
            yield end
            first = end


def _carried(entry: Entry, writing: Writing) -> Entry:
    return carried_by_tokens(entry, writing, KEEPS, _on_tokens)


def _recognises(path: Path, head: bytes) -> bool:
    return isinstance(first_table(head).get("tokenized_text"), list)


FORMAT = Format(
    name="gliner",
    title="GLiNER",
    suffixes=(".json", ".jsonl"),
    description="Passages of “news-1” tokens with first token, last token and label of each "
    "annotation, for training GLiNER.",
    read=_read,
    write=_write,
    loses=KEEPS.loses,
    carried=_carried,
    recognises=_recognises,
    tokenized=True,
)
