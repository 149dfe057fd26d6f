"""Writing a data set and reading it back before it is put in place."""

import os
import shutil
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.errors import FormatError
from annotator.core.relation import Relation
from annotator.formats.archives import FolderFiles
from annotator.formats.carrying import NOBODY
from annotator.formats.comparison import Contents
from annotator.formats.format import Entry, Format, Proof, Reading, Writing, entries, shown
from annotator.jobs.found_files import FoundFiles
from annotator.jobs.import_report import counted
from annotator.jobs.progress import Pace, Progress
from annotator.jobs.replacing import Part

MOST_NAMED = 5
AT_ONCE = 32
"""Articles written before they are compared."""


class _Texts:
    """The articles that pass on their way to a file without texts, kept on disk by hash."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._file = TemporaryFile(prefix="annotator-")  # noqa: SIM115 - see close
        self._places: dict[str, tuple[int, int, str]] = {}

    def keep(self, found: Iterable[Entry]) -> Iterator[Entry]:
        """Give the entries on."""
        for article, values in found:
            data = article.text.encode()
            start = self._file.seek(0, os.SEEK_END)
            self._file.write(data)
            self._places[article.sha256] = (start, len(data), article.id)
            yield article, values

    def get(self, sha256: str) -> Article | None:
        """Give the article whose text has a SHA-256, without what else is known of it."""
        place = self._places.get(sha256)
        if place is None:
            return None
        self._file.seek(place[0])
        return Article.new(self._file.read(place[1]).decode(), id=place[2])

    def close(self) -> None:
        """Let go of the texts."""
        self._file.close()


def check(
    how: Format, path: Path, expected: Contents, target: Path, texts: _Texts | None = None
) -> Generator[Progress, None, None]:
    """Read what was written at a path and compare; FormatError where it is something else.

    ``expected`` are the contents that the format carries, ``target`` the path that was asked for,
    which an error names.
    """
    found, pace = Contents(exact=how.exact), Pace()
    number = 0
    with FoundFiles([path], how) as files:
        for file in files:
            reading = Reading(annotator=NOBODY, file=shown(Path(path.name)))
            reading.texts = texts.get if texts else None
            for entry in entries(how, file.path, reading):
                number += 1
                found.take(entry)
                if pace.due():
                    yield Progress(number, None, f"Checking: {counted(number, 'article')}")
            for problem in reading.left_out:
                raise _wrong(how, target, [problem.reason])
    differences = expected.differences(found)
    first = [d for _, d in zip(range(MOST_NAMED), differences, strict=False)]
    if first:
        raise _wrong(how, target, first)


def _wrong(how: Format, path: Path, reasons: list[str]) -> FormatError:
    return FormatError(
        f"what was written does not say the same when it is read again, so it was not put in "
        f"place ({'; '.join(reasons)}).",
        file=shown(path),
        next_step=f"Please report this as a bug of the format {how.name}, and use another one.",
    )


def written(
    how: Format, found: Iterable[Entry], part: Part, writing: Writing
) -> Generator[Progress, None, None]:
    """Write entries to a part that is not in place yet, read it back and compare."""
    if how.proof is not None:
        yield from _proven(how, how.proof(part.path), found, part, writing)
        return
    with closing(_Texts()) as texts:
        yield from _written(how, texts.keep(found) if how.textless else found, part, writing, texts)


def _written(
    how: Format, found: Iterable[Entry], part: Part, writing: Writing, texts: _Texts
) -> Generator[Progress, None, None]:
    assert how.write is not None
    expected, pace = Contents(exact=how.exact), Pace()
    number = 0
    for number, _ in enumerate(how.write(_noted(found, how, expected, writing), part, writing), 1):
        if pace.due():
            yield Progress(number, None, f"Writing: {counted(number, 'article')}")
    if how.read is not None and not expected.empty:
        part.flush()
        yield from check(how, part.path, expected, part.target, texts)


def _proven(
    how: Format, proof: Proof, found: Iterable[Entry], part: Part, writing: Writing
) -> Generator[Progress, None, None]:
    """Write and compare by turns, so that an entry is compared before it is forgotten."""
    assert how.write is not None
    pace, kept = Pace(), list[Entry]()

    def keeping() -> Iterator[Entry]:
        for entry in found:
            kept.append(carried(entry, how, writing))
            yield entry

    with closing(proof):
        for number, _ in enumerate(how.write(keeping(), part, writing), 1):
            if number % AT_ONCE == 0:
                _compare(how, proof, kept, part)
            if pace.due():
                yield Progress(number, None, f"Writing: {counted(number, 'article')}")
        _compare(how, proof, kept, part)
        if problem := proof.rest():
            raise _wrong(how, part.target, [problem])


def _compare(how: Format, proof: Proof, kept: list[Entry], part: Part) -> None:
    part.flush()
    for problem in filter(None, map(proof.differs, kept)):
        raise _wrong(how, part.target, [problem])
    kept.clear()


def _noted(
    found: Iterable[Entry], how: Format, expected: Contents, writing: Writing
) -> Iterator[Entry]:
    for entry in found:
        kept = carried(entry, how, writing)
        if kept[1] or not how.textless:
            expected.take(kept)
        yield entry


def carried(entry: Entry, how: Format, writing: Writing) -> Entry:
    """Give what a reader will find of an entry, and count it."""
    kept = how.carried(entry, writing)
    writing.articles += bool(kept[1]) or not how.textless
    writing.written.update([v.label for v in kept[1] if type(v) is Annotation])
    writing.relations += sum(type(v) is Relation for v in kept[1])
    return kept


def written_folder(
    how: Format, found: Iterable[Entry], out: Path, writing: Writing
) -> Generator[Progress, None, None]:
    """Write entries as files of a folder that appears when all is there and checked."""
    assert how.write_files is not None
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FormatError("it is there already.", file=shown(out), next_step="Name another folder.")
    if not out.parent.is_dir():
        raise FormatError(f"the folder {shown(out.parent)} is not there.", file=shown(out))
    expected, pace, number = Contents(exact=how.exact), Pace(), 0
    with TemporaryDirectory(prefix=f".{out.name[:80]}.", dir=out.parent) as place:
        inner = Path(place, "files")
        inner.mkdir()
        noted = _noted(found, how, expected, writing)
        for _ in how.write_files(noted, FolderFiles(inner), writing):
            number += 1
            if pace.due():
                yield Progress(number, None, f"Writing: {counted(number, 'article')}")
        if how.read is not None and number:
            yield from check(how, inner, expected, out)
        if out.exists():
            out.rmdir()
        shutil.move(inner, out)
