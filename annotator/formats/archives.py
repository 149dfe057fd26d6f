"""Archives, looked into without trusting them: bounded, and nothing is put where a name says."""

import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from annotator.core.errors import FormatError
from annotator.formats.format import Output, shown
from annotator.formats.output_file import OutputFile

MOST_MEMBERS = 200_000
LARGEST_MEMBER = 500_000_000
LARGEST_WHOLE = 4_000_000_000
"""Bytes, unpacked; an archive with more is refused."""
MOST_RATIO, RATIO_FROM = 200, 10_000_000
"""How many times larger an archive may get, counted from this many bytes on."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that an archive can name."""
_CHUNK = 1 << 20
_ENDINGS = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")
_SAFE = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+@() ")


def is_archive(path: Path) -> bool:
    """Say whether a file is an archive by its name."""
    return path.name.lower().endswith(_ENDINGS)


def unpacked(path: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """Give the files of an archive, each with its name there, written below an empty folder.

    Where a file lies is made of its name's safe characters alone. Raises FormatError for an
    archive that is damaged, encrypted, too large or full of names that climb out of it.
    """
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from _unpacked_zip(archive, path, folder)
        else:
            with tarfile.open(path) as tar:
                yield from _unpacked_tar(tar, path, folder)
    except (
        zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError,
        RuntimeError, ValueError, OverflowError,
    ) as error:  # fmt: skip
        reason = f"the archive cannot be read: {str(error)[:200] or type(error).__name__}."
        raise FormatError(reason, file=shown(path)) from error
    except OSError as error:
        reason = f"the archive cannot be read: {error.strerror or error}."
        raise FormatError(reason, file=shown(path)) from error


def _unpacked_zip(archive: zipfile.ZipFile, path: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    budget = _Budget(path)
    for info in archive.infolist():
        mode = info.external_attr >> 16
        if info.is_dir() or stat.S_ISLNK(mode) or not budget.takes(info.filename):
            continue
        if info.flag_bits & 1:
            raise FormatError("the archive is encrypted.", file=shown(path))
        place = _place(folder, info.filename, budget.members)
        with archive.open(info) as source:
            budget.copy(source, place)
        yield info.filename, place


def _unpacked_tar(tar: tarfile.TarFile, path: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    budget = _Budget(path)
    for member in tar:
        if not member.isfile() or not budget.takes(member.name):
            continue
        place = _place(folder, member.name, budget.members)
        source = tar.extractfile(member)
        if source is not None:
            with source:
                budget.copy(source, place)
            yield member.name, place


class _Budget:
    """What an archive may still bring."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = max(1, path.stat().st_size)
        self._written = 0
        self.members = 0

    def takes(self, name: str) -> bool:
        """Say whether a member is wanted; FormatError when the archive is not to be trusted."""
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if ".." in parts or name.startswith(("/", "\\")) or (parts and ":" in parts[0]):
            raise FormatError(
                f"its member {name[:80]!r} would lie outside the archive.", file=shown(self._path),
                next_step="Nothing of it was unpacked.",
            )  # fmt: skip
        self.members += 1
        if self.members > MOST_MEMBERS:
            self._refuse(f"it has more than {MOST_MEMBERS:,} files")
        return not any(part.startswith((".", "__MACOSX")) for part in parts)

    def copy(self, source: IO[bytes], place: Path) -> None:
        """Write a member to a place, counting what really comes out of it."""
        place.parent.mkdir(parents=True, exist_ok=True)
        length = 0
        with place.open("xb") as target:
            while chunk := source.read(_CHUNK):
                length += len(chunk)
                self._written += len(chunk)
                if length > LARGEST_MEMBER:
                    self._refuse(f"one of its files has more than {LARGEST_MEMBER:,} bytes")
                if self._written > LARGEST_WHOLE:
                    self._refuse(f"it unpacks to more than {LARGEST_WHOLE:,} bytes")
                if self._written > max(RATIO_FROM, MOST_RATIO * self._size):
                    self._refuse(f"it unpacks to more than {MOST_RATIO} times its size")
                target.write(chunk)

    def _refuse(self, reason: str) -> None:
        raise FormatError(f"{reason}.", file=shown(self._path), next_step="Unpack it yourself.")


def _place(folder: Path, name: str, number: int) -> Path:
    """Give where a member is put: below the folder, the same for the same name.

    Folders of the archive stay apart and files of one folder together, since some formats read
    neighbours; a name that had other characters gets the member's number.
    """
    safe = []
    for part in PurePosixPath(name.replace("\\", "/")).parts:
        kept = "".join(c if c in _SAFE or (c.isalnum() and c.isprintable()) else "_" for c in part)
        safe.append(kept[-120:].strip(" .") or "_")
    place = folder.joinpath(*safe)
    return place.with_name(f"{number}-{place.name}"[-140:]) if place.exists() else place


def timeless_member(name: str) -> zipfile.ZipInfo:
    """Give what a member of an archive is, with the same time always."""
    info = zipfile.ZipInfo(name, date_time=EARLIEST)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


class ZipFiles:
    """Files in a zip archive that is the same bytes for the same files."""

    def __init__(self, output: Output) -> None:
        """Write the archive to an output; `close` ends it."""
        self._zip = zipfile.ZipFile(OutputFile(output), "w", zipfile.ZIP_DEFLATED)

    def add(self, name: str, data: bytes, /) -> None:
        """Take a file."""
        self._zip.writestr(timeless_member(name), data)

    def add_pieces(self, name: str, pieces: Iterable[bytes], /, *, large: bool) -> None:
        """Take a file that comes in pieces, and is never whole in memory; from 1 GB ``large``."""
        with self._zip.open(timeless_member(name), "w", force_zip64=large) as member:
            for piece in pieces:
                member.write(piece)

    def close(self) -> None:
        """Write the archive's table."""
        self._zip.close()


class FolderFiles:
    """Files below a folder that is there and empty."""

    def __init__(self, folder: Path) -> None:
        """Write below a folder."""
        self._folder = folder

    def add(self, name: str, data: bytes, /) -> None:
        """Take a file."""
        place = self._folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
