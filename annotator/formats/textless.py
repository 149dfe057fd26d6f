"""Native training data without the texts: offsets and hashes, for texts that may not be shared.

A line is a native one without whatever holds words of the article or may quote it: the text, the
words under spans, the title, further metadata, notes, and answers in free words. There is no
hash of the words either, since a short one is found by trying. What stays says which article it
is (outlet, author, date, address, language, the SHA-256 of its text) and what was marked where.
Whoever has the texts joins the two again: a line is read as the native one that it was, with
the text of the article that has its hash.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import msgspec

from annotator.core.annotation import Annotation, Attributes, AttributeValue
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.identifiers import is_id
from annotator.core.judgement import ArticleLabel
from annotator.core.relation import Relation
from annotator.core.scheme import Attribute, Scheme
from annotator.formats.format import Entry, Format, Output, Reading, Writing
from annotator.formats.native import reader, writer
from annotator.formats.native.line import FileId, Line, Meta, RelationRecord, SpanRecord
from annotator.formats.native.proof import NativeProof
from annotator.formats.passed_on import SPLIT, PassedOn

Texts: TypeAlias = Callable[[str], Article | None]
"""Gives the article whose text has a SHA-256, where it is known."""
NAME, TITLE = "textless", "JSON Lines without texts"
LOSES = (
    "texts, and the words under annotations",
    "titles and further metadata of articles",
    "notes",
    "answers in free words",
)
_NOTE, _ANSWER = "note (might quote the text)", "answer in free words (might quote the text)"
_NUMBER_OR_DATE = re.compile(r"[Q\d][\d:.,TZ/+-]{0,60}")


class BareLine(msgspec.Struct, omit_defaults=True, kw_only=True, gc=False):
    """A native line (`native.line`) that has no text."""

    id: FileId = None
    spans: list[SpanRecord] | None = None
    relations: list[RelationRecord] | None = None
    article_labels: dict[str, AttributeValue] | None = None
    meta: Meta


# --- writing


def write(entries: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    """Write lines without texts; what is left out though it might be told is counted."""
    kept = ((article, _kept(values, writing)) for article, values in entries)
    part = writing.options.get(SPLIT)
    yield from writer.write(kept, PassedOn(output, lambda line: _bare(line, part)), writing)


def carried(entry: Entry, writing: Writing) -> Entry:
    """Give what comes back of an entry where the text is known."""
    quiet = Writing(writing.scheme, writing.chosen)
    return writer.carried((entry[0], _kept(entry[1], quiet)), quiet)


def _bare(line: Line, part: str | None) -> BareLine:
    assert line.meta is not None
    line.meta.title = line.meta.metadata = None
    line.meta.split = part
    for span in line.spans or ():
        span.text = None
    return BareLine(
        id=line.id, spans=line.spans, relations=line.relations,
        article_labels=line.article_labels, meta=line.meta,
    )  # fmt: skip


def _kept(values: Iterable[Value], writing: Writing) -> list[Value]:
    found = (without_words(value, writing) for value in values)
    return [value for value in found if value is not None]


def without_words(value: Value, writing: Writing) -> Value | None:
    """Give a value without what may quote the text; None where nothing is left of it.

    What was taken away is counted as lost.
    """
    if isinstance(value, ArticleLabel):
        labels = {a.id: a for a in writing.scheme.article_labels}
        kept = _answers({value.name: value.value}, labels, writing)
        return value if kept else None
    if not isinstance(value, Annotation | Relation):
        return value
    if value.note:
        writing.lost[_NOTE] += 1
        value = replace(value, note="")
    if value.attributes:
        asked = _asked(value, writing.scheme)
        value = replace(value, attributes=_answers(value.attributes, asked, writing))
    return value


def _asked(value: Annotation | Relation, scheme: Scheme) -> Mapping[str, Attribute]:
    if isinstance(value, Annotation):
        return {a.id: a for a in scheme.answers_allowed.get(value.label, ())}
    kind = scheme.relations_by_id.get(value.type)
    return {a.id: a for a in kind.attributes} if kind else {}


def _answers(given: Attributes, asked: Mapping[str, Attribute], writing: Writing) -> Attributes:
    kept = {name: answer for name, answer in given.items() if _is_no_quote(answer, asked.get(name))}
    if len(kept) < len(given):
        writing.lost[_ANSWER] += len(given) - len(kept)
    return kept


def _is_no_quote(answer: AttributeValue, asked: Attribute | None) -> bool:
    """Say whether an answer is one that the scheme lists, a number, a date or an identifier."""
    if asked is not None and asked.kind in ("one", "some"):
        return not asked.problem_with(answer)
    if isinstance(answer, str):
        return is_id(answer) or _NUMBER_OR_DATE.fullmatch(answer) is not None
    return not isinstance(answer, tuple)


# --- reading


def read(path: Path, reading: Reading, texts: Texts | None) -> Iterator[Entry]:
    """Give the entries of a file, each with the text that has its hash.

    A line whose text is not known is left out, with the relations that lead to it; a file is
    refused where no text is known. The lines are put together with their texts in a file of
    their own and read as native ones, so all that is checked there is checked here.
    """
    with TemporaryDirectory(prefix="annotator-") as place:
        joined = Path(place, "joined.jsonl")
        if _join(path, joined, reading, texts or (lambda sha256: None)):
            yield from reader.read(joined, reading)


def _join(path: Path, joined: Path, reading: Reading, texts: Texts) -> bool:
    """Write native lines at a path; says whether there is anything to read."""
    known = [texts(line.meta.sha256 or "") is not None for _, line in _lines(path, reading)]
    if reading.problems:
        return False
    if not any(known):
        missing = "text is" if len(known) == 1 else f"{len(known):,} texts are"
        reading.refuse(
            f"it was written without texts, and its {missing} not here",
            next_step="Import the articles themselves into a project, then this file.",
        )
        return False
    encode = msgspec.json.Encoder().encode
    marks = None if all(known) else _marks(path, reading, texts)
    with joined.open("wb") as file:
        for number, line in _lines(path, reading):
            article = texts(line.meta.sha256 or "")
            if article is None:
                reading.leave_out(f"no text here has the SHA-256 {line.meta.sha256}", number)
                file.write(b"\n")  # so that the numbers of lines stay
            else:
                if marks is not None:
                    _leave_out_loose(line, marks, reading)
                file.write(encode(_whole(line, article)) + b"\n")
    return True


def _marks(path: Path, reading: Reading, texts: Texts) -> set[str]:
    """Give the identifiers of all annotations in texts that are known."""
    return {
        str(span.id) for _, line in _lines(path, reading) if texts(line.meta.sha256 or "")
        for span in line.spans or ()
    }  # fmt: skip


def _leave_out_loose(line: BareLine, marks: set[str], reading: Reading) -> None:
    """Take out the relations to annotations of which the text is not known."""
    links = line.relations or []
    line.relations = [x for x in links if {str(x.head), str(x.tail)} <= marks] or None
    for _ in range(len(links) - len(line.relations or ())):
        reading.leave_out("a relation to an annotation whose text is not here")


def _lines(path: Path, reading: Reading) -> Iterator[tuple[int, BareLine]]:
    """Give the numbered lines; a bad one is refused."""
    decode = msgspec.json.Decoder(BareLine).decode
    with path.open("rb") as file:
        for number, raw in enumerate(iter(lambda: file.readline(reader.LONGEST_LINE), b""), 1):
            try:
                yield number, decode(raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                reading.refuse(f"it is no line without text: {error}"[:300], number)


def _whole(line: BareLine, article: Article) -> Line:
    """Give the native line that a line was made of, but for what was left out of it."""
    line.meta.title, line.meta.metadata = article.title or None, dict(article.metadata) or None
    return Line(
        id=line.id, text=article.text, spans=line.spans or [], relations=line.relations,
        article_labels=line.article_labels, meta=line.meta,
    )  # fmt: skip


class TextlessProof(NativeProof):
    """Holds lines without texts against their entries while they are written."""

    def __init__(self, path: Path) -> None:
        """Start at the file's beginning."""
        super().__init__(path)
        self._decode_bare = msgspec.json.Decoder(BareLine).decode
        self._waiting: BareLine | None = None
        self._article: Article | None = None

    def differs(self, entry: Entry) -> str:
        """Say how the file's next lines differ from an entry; "" where they say the same."""
        self._article = entry[0]
        return super().differs(entry)

    def rest(self) -> str:
        """Say what stands in the file after the last entry; "" for nothing."""
        return "there is more than was written" if self._peeked() else ""

    def _lines_of(self, article: str) -> Iterator[Line]:
        while (line := self._peeked()) is not None and line.id == article:
            assert self._article is not None
            self._waiting = None
            whole = _whole(line, self._article)
            for span in whole.spans or ():
                parts = span.fragments or [(span.start, span.end)]
                span.text = " ".join(whole.text[start:end] for start, end in parts)
            yield whole

    def _peeked(self) -> BareLine | None:
        if self._waiting is None and (raw := self._file.readline()):
            try:
                self._waiting = self._decode_bare(raw)
            except msgspec.DecodeError:
                self._waiting = BareLine(meta=Meta())  # of no article: the next entry is missing
        return self._waiting


def without_texts(texts: Texts) -> Format:
    """Give the format that is written without texts, and read back with those known here."""
    return Format(
        name=NAME, title=TITLE, suffixes=(".jsonl",), description="",
        read=lambda path, reading: read(path, reading, texts), write=write, loses=LOSES,
        carried=carried, exact=True, proof=TextlessProof,
    )  # fmt: skip
