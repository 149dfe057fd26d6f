"""INCEpTION's project export: a zip of documents, each annotated by several people."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from annotator.core.annotation import GOLD, Annotation
from annotator.core.article import text_hash
from annotator.core.changes import Value
from annotator.core.errors import FormatError
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.span import quote
from annotator.formats.archives import unpacked
from annotator.formats.datasets import uima_json, uima_xmi, webanno_tsv
from annotator.formats.draft import Draft, article_id
from annotator.formats.format import Entry, Format, Reading

_PARTS = (webanno_tsv.FORMAT, uima_xmi.FORMAT, uima_json.FORMAT)
_CURATED = "CURATION_USER"
_UNOPENED = (".ser", ".bin", ".pkl", ".pickle")
_LARGEST_SOURCE = 80_000_000


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give an article for each document and annotator; what was curated is of "gold".

    The parts in WebAnno TSV, XMI and JSON are read; those that hold Java objects are never
    opened. Where the source of a document is plain text, it is the article's text.
    """
    with TemporaryDirectory(prefix="annotator-") as place:
        try:
            files = dict(_wanted(path, Path(place, "outer"), reading))
        except FormatError as problem:
            reading.refuse(problem.reason.rstrip("."), next_step=problem.next_step)
            return
        seen: set[str] = set()
        for name, file in sorted(files.items()):
            kind, document, part = _place(name)
            if kind in ("annotation", "curation") and document:
                who = GOLD if kind == "curation" or part.startswith(_CURATED) else Path(part).stem
                for entry in _part(name, file, who, reading, Path(place, f"inner{len(seen)}")):
                    seen.add(document)
                    yield _with_source(entry, files.get(f"source/{document}"))
        yield from _unread(files, seen, reading)


def _wanted(path: Path, place: Path, reading: Reading) -> Iterator[tuple[str, Path]]:
    place.mkdir()
    closed = 0
    for name, file in unpacked(path, place):
        if name.endswith(_UNOPENED):
            closed += 1
        else:
            yield name, file
    if closed:
        reading.note(f"{closed:,} of its parts hold Java objects; they were not opened.")


def _place(name: str) -> tuple[str, str, str]:
    """Give kind, document and file of a member, such as annotation, x.txt and mo.tsv."""
    parts = PurePosixPath(name).parts
    if len(parts) < 2:
        return "", "", ""
    if parts[0] == "source":
        return "source", "/".join(parts[1:]), ""
    return parts[0], "/".join(parts[1:-1]), parts[-1]


def _part(name: str, file: Path, who: str, reading: Reading, place: Path) -> Iterator[Entry]:
    if file.suffix == ".zip":
        place.mkdir()
        for inner, unzipped in unpacked(file, place):
            if unzipped.suffix == ".xmi":
                yield from _part(f"{name}/{inner}", unzipped, who, reading, place)
        return
    how = next((known for known in _PARTS if file.suffix in known.suffixes), None)
    if how is None or how.read is None:
        return
    mine = replace(
        reading, annotator=who, file=f"{reading.file}/{name}", problems=[], left_out=[],
        left_out_in_all=0, counting=None,
    )  # fmt: skip
    yield from how.read(file, mine)
    reading.problems += mine.problems
    reading.left_out += mine.left_out
    reading.left_out_in_all += mine.left_out_in_all


def _with_source(entry: Entry, source: Path | None) -> Entry:
    """Give an entry with the text of its source, where that differs in blanks alone."""
    article, values = entry
    text = _plain(source)
    if text is None or text == article.text or not _same_but_blanks(text, article.text):
        return entry
    own = article_id(text)
    moved = replace(article, text=text, sha256=text_hash(text), id=own)
    return moved, [_moved(value, own, text) for value in values]


def _moved(value: Value, own: str, text: str) -> Value:
    match value:
        case Annotation():
            return replace(value, article_id=own, quote=quote(text, value.fragments))
        case Relation() | ArticleLabel() | ArticleState():
            return replace(value, article_id=own)
    return value


def _plain(source: Path | None) -> str | None:
    if source is None or source.suffix.lower() not in (".txt", "", ".text"):
        return None
    if source.stat().st_size > _LARGEST_SOURCE:
        return None
    try:
        return source.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _same_but_blanks(source: str, text: str) -> bool:
    """Say whether a source is a text but for kinds of blanks, and for blanks at its end."""
    return (
        not source[len(text) :].strip()
        and len(source) >= len(text)
        and all(a == b or (a.isspace() and b.isspace()) for a, b in zip(source, text, strict=False))
    )


def _unread(files: dict[str, Path], seen: set[str], reading: Reading) -> Iterator[Entry]:
    """Give the articles of documents that no part that can be read says anything of."""
    sources = {_place(name)[1]: file for name, file in files.items() if name[:7] == "source/"}
    if not sources and not seen:
        reading.refuse("it holds no document of an INCEpTION project")
    for document, file in sorted(sources.items()):
        text = None if document in seen else _plain(file)
        if text is not None and text.strip():
            reading.note(f"{document}: only its text could be read.")
            yield Draft(text, record=document).entry(reading)


def _recognises(path: Path, head: bytes) -> bool:
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return any(name.startswith("exportedproject") and name.endswith(".json") for name in names)


FORMAT = Format(
    name="inception",
    title="INCEpTION project",
    suffixes=(".zip",),
    description="A project's export: all documents, what each annotator and the curator marked.",
    read=_read,
    recognises=_recognises,
)
