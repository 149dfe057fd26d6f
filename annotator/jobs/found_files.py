"""Which files a user means who names files, folders and archives."""

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from annotator.core.errors import FormatError
from annotator.formats.archives import is_archive, unpacked
from annotator.formats.format import Format, shown
from annotator.formats.registry import format_of, read_with_another, readable_suffixes

MANIFEST = ".manifest.json"
"""How the files end that an export puts beside its data; they are no articles."""
_LONGEST_END = 20
DECISIONS = ".decisions.jsonl"
"""How the file ends that tells how an export's gold came about; it holds no articles."""
PROJECT_END = ".annotator"
"""How our own files begin to end, also those that SQLite keeps beside: they are no articles."""
CARD = "README.md"
"""How the file ends that tells people what is in a folder; in a folder it is no article."""


class FoundFile(NamedTuple):
    """A file to read: where it lies, how it is called, and whether it is an archive's."""

    path: Path
    name: str
    from_archive: bool = False


class FoundFiles:
    """The files below what a user named; archives are unpacked to a place that goes with it."""

    def __init__(self, paths: Sequence[Path], chosen: Format | None) -> None:
        """Look below paths, for files of one format or of all."""
        self._paths, self._chosen = paths, chosen
        self._suffixes = readable_suffixes()
        self._stack = ExitStack()
        self.refused: list[FormatError] = []
        self.passed_over: Counter[str] = Counter()
        """How many files of folders and archives nothing reads, by the end of their names."""

    def __enter__(self) -> "FoundFiles":
        """Give the files as an iterable."""
        return self

    def __exit__(self, *error: object) -> None:
        """Remove what was unpacked."""
        self._stack.close()

    def __iter__(self) -> Iterator[FoundFile]:
        """Give the files to read, each once: those named, and in folders those of a format."""
        seen: set[Path] = set()
        for path in self._paths:
            for file in self._below(path):
                real = file.path.absolute()
                if real not in seen:
                    seen.add(real)
                    yield from self._inside(file)

    def _below(self, path: Path) -> Iterator[FoundFile]:
        if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for a too long name
            yield FoundFile(path, shown(path))
            return
        before = self.passed_over.copy()
        inside = filter(self._is_wanted, self._walk(path))
        first = next(inside, None)
        if first is None and self._chosen is not None and not self._chosen.companions:
            # None has the format's suffix: then whoever named the format means all of them.
            self.passed_over = before
            inside = filter(lambda file: not is_manifest(file), self._walk(path))
            first = next(inside, None)
        if first is not None:
            yield from (FoundFile(file, shown(file)) for file in chain([first], inside))
        elif not any(problem.file.startswith(shown(path)) for problem in self.refused):
            reason = "the folder holds no file that can be read."
            step = "“annotator formats” lists what can."
            self.refused.append(FormatError(reason, file=shown(path), next_step=step))

    def _is_wanted(self, path: Path) -> bool:
        if is_manifest(path) or path.name.endswith(CARD) or read_with_another(path):
            return False
        suffix = path.suffix.lower()
        known = self._suffixes if self._chosen is None else self._chosen.suffixes
        wanted = suffix in known or is_archive(path)
        if not wanted and not suffix.startswith(PROJECT_END):
            self.passed_over[shown(Path(suffix[:_LONGEST_END])) if suffix else "no ending"] += 1
        return wanted

    def _walk(self, folder: Path) -> Iterator[Path]:
        def refuse(error: OSError) -> None:
            place = shown(Path(error.filename or folder))
            self.refused.append(FormatError(f"cannot be read: {error.strerror}.", file=place))

        for place, folders, names in os.walk(folder, onerror=refuse):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))

    # --- archives

    def _inside(self, file: FoundFile) -> Iterator[FoundFile]:
        if not is_archive(file.path) or not file.path.is_file() or self._reads_archive(file.path):
            yield file
            return
        place = Path(self._stack.enter_context(TemporaryDirectory(prefix="annotator-")))
        try:
            names = {path: name for name, path in unpacked(file.path, place)}
        except FormatError as refusal:
            self.refused.append(refusal)
            return
        kept = [path for path in sorted(names) if self._is_wanted(path)]
        if not kept:
            reason = "the archive holds no file that can be read."
            self.refused.append(FormatError(reason, file=file.name))
        for path in kept:
            name = f"{file.name}/{names[path]}"
            if is_archive(path) and not self._reads_archive(path):
                reason = "it is an archive inside an archive, which is not unpacked."
                step = "Unpack the outer one and import what is in it."
                self.refused.append(FormatError(reason, file=name, next_step=step))
            else:
                yield FoundFile(path, name, from_archive=True)

    def _reads_archive(self, path: Path) -> bool:
        if self._chosen is not None and path.suffix.lower() in self._chosen.suffixes:
            # Formats of several files are read one by one, from wherever they lie.
            return self._chosen.write_files is None
        try:
            return self._chosen is None and format_of(path).write_files is None
        except FormatError:
            return False


def is_manifest(path: Path) -> bool:
    """Say whether a file describes an export and holds no articles."""
    return path.name.endswith((MANIFEST, DECISIONS))


def size(path: Path) -> int:
    """Give a file's bytes; 0 where it is not there."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def refuse_oddities(path: Path, *, may_be_empty: bool = False) -> None:
    """Raise FormatError for what is no file with content: a pipe would be waited for."""
    try:
        found = path.stat()
    except OSError as error:
        reason = f"cannot be read: {error.strerror}."
        raise FormatError(reason, file=shown(path)) from error
    if not stat.S_ISREG(found.st_mode):
        raise FormatError("it is no regular file.", file=shown(path))
    if found.st_size == 0 and not may_be_empty:
        raise FormatError("the file is empty.", file=shown(path))
    if is_manifest(path):
        reason = "it describes an export and holds no articles."
        raise FormatError(reason, file=shown(path), next_step="Import the data beside it.")
