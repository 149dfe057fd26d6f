"""spaCy's DocBin: what ``spacy train`` reads; one document an article and annotator.

All annotations stand in the span group “sc”, those that do not overlap (the longest first) among
the entities too. Every edge of an annotation is an edge of a token, so none is lost.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from annotator.core.annotation import Annotation
from annotator.core.errors import FormatError
from annotator.core.span import Span
from annotator.formats.carrying import NOBODY, Keeps
from annotator.formats.datasets.spacy_json import BLANKS, flat, spacy_tokens, trimmed
from annotator.formats.draft import Draft, entries_of
from annotator.formats.format import Entry, Format, Output, Reading, Writing
from annotator.formats.offset_units import CODE_POINTS
from annotator.formats.training.docbin import (
    DocBinWriter,
    Document,
    Run,
    documents,
    is_docbin,
)
from annotator.formats.training.reading import told_apart
from annotator.formats.training.records import said_of

# Annotators are kept apart, each in her own documents, though those do not name them.
KEEPS = Keeps(annotators=True, others=("who annotated", *BLANKS))


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    reading.counting = CODE_POINTS  # spans are of tokens, which the text is made of
    return entries_of(lambda asked: told_apart(_drafts(path, asked)), reading)


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    try:
        for number, document in enumerate(documents(path), 1):
            yield _draft(document, f"document {number}")
    except FormatError as problem:
        reading.refuse(problem.reason.rstrip("."), next_step=problem.next_step)


def _draft(document: Document, name: str) -> Draft:
    text, places = document.places()
    draft = Draft(text, record=name)
    seen: Counter[Run] = Counter()
    for runs in (*document.groups, document.entities):
        here = Counter(runs)
        for (first, after, label), count in (here - seen).items():
            for _ in range(count):
                draft.mark(label, places[first][0], places[after - 1][1])
        seen |= here
    return draft


def _write(found: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    with DocBinWriter(output) as writer:
        for entry in found:
            article, values = KEEPS.taken(entry, writing)
            words = writing.tokens(article.text)
            for said in said_of(values):
                marks = list(trimmed(article.text, said.marks, writing))
                writer.add(_document(article.text, words, marks))
            yield
        writer.finish()


def _document(text: str, words: Sequence[Span], marks: Sequence[Annotation]) -> Document:
    places = list(spacy_tokens(text, words, marks))
    starts = {start: number for number, (start, _) in enumerate(places)}
    ends = {end: number for number, (_, end) in enumerate(places, 1)}
    return Document(
        [text[start:end] for start, end in places],
        [text[end : end + 1] == " " and end not in starts for _, end in places],
        [(starts[mark.start], ends[mark.end], mark.label) for mark in flat(marks)],
        [[(starts[mark.start], ends[mark.end], mark.label) for mark in marks]],
    )


def _carried(entry: Entry, writing: Writing) -> Entry:
    article, values = KEEPS.carried(entry, writing)
    marks = (replace(v, annotator=NOBODY) for v in values if isinstance(v, Annotation))
    return article, list(trimmed(article.text, marks, replace(writing, lost=Counter())))


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() == ".spacy" or is_docbin(head)


FORMAT = Format(
    name="docbin",
    title="spaCy DocBin",
    suffixes=(".spacy",),
    description="What spacy train reads: entities that do not overlap, and all spans under “sc”. "
    "Needs annotator[spacy].",
    read=_read,
    write=_write,
    loses=KEEPS.loses,
    carried=_carried,
    recognises=_recognises,
    tokenized=True,
)
