"""Writing files so that each is there complete or not at all."""

import errno
import hashlib
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from annotator.core.errors import FormatError
from annotator.formats.format import shown


class Part:
    """A file being written beside its target; knows its size and SHA-256."""

    def __init__(self, target: Path) -> None:
        """Open it; OSError when the folder refuses."""
        self.target = Path(os.path.realpath(target))  # through a link, which stays one
        self.path = self.target.with_name(f".{secrets.token_hex(4)}.part.{self.target.name[-100:]}")
        self._file: BinaryIO = self.path.open("xb", buffering=1 << 20)
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was written so far."""
        return self._hash.hexdigest()

    def write(self, data: bytes, /) -> None:
        """Take bytes."""
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def flush(self) -> None:
        """Let what was written so far be read at `path`."""
        self._file.flush()

    def settle(self) -> None:
        """Make what was written durable, with the permissions of the file it replaces."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        with suppress(FileNotFoundError):
            self.path.chmod(stat.S_IMODE(self.target.stat().st_mode))

    def discard(self) -> None:
        """Remove it; nothing happens when it is in place already."""
        with suppress(OSError):  # a full disk refuses the last bytes once more
            self._file.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


class Replacing:
    """Some files that appear together when the block ends well; otherwise none of them does.

    OSErrors become FormatErrors that name the file.
    """

    def __init__(self, *targets: Path) -> None:
        """Be ready to write these."""
        self._targets = targets
        self._parts: list[Part] = []

    def __enter__(self) -> list[Part]:
        """Give a part for each target."""
        try:
            for target in self._targets:
                refuse_what_is_no_file(target)
                self._parts.append(Part(target))
        except OSError as error:
            self._discard()
            raise _in_words(error, self._targets[0]) from error
        except FormatError:
            self._discard()
            raise
        return self._parts

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Put all in place, or after an error remove what was written."""
        try:
            if error is None:
                self._put_in_place()
            elif isinstance(error, OSError):
                raise _in_words(error, self._targets[0]) from error
        except OSError as refusal:
            raise _in_words(refusal, self._targets[0]) from refusal
        finally:
            self._discard()

    def _put_in_place(self) -> None:
        for part in self._parts:
            part.settle()
        for part in self._parts:
            os.replace(part.path, part.target)
        for folder in {part.target.parent for part in self._parts}:
            _make_durable(folder)

    def _discard(self) -> None:
        for part in self._parts:
            part.discard()


def refuse_what_is_no_file(target: Path) -> None:
    """Raise FormatError when a file cannot stand at a path."""
    if target.is_dir():
        raise FormatError(
            "this is a folder, not a file.", file=shown(target),
            next_step=f"Name a file in it, such as {shown(target / 'export.jsonl')}.",
        )  # fmt: skip
    if target.exists() and not target.is_file():
        raise FormatError("it is no regular file.", file=shown(target))
    if not target.parent.is_dir():
        raise FormatError(
            f"the folder {shown(target.parent)} is not there.", file=shown(target),
            next_step="Make it first.",
        )  # fmt: skip
    if target.exists() and not os.access(target, os.W_OK):
        # A folder would let it be replaced all the same; who protects a file means it.
        raise FormatError("the file is write-protected.", file=shown(target))


def _make_durable(folder: Path) -> None:
    with suppress(OSError):  # some systems cannot sync a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _in_words(error: OSError, target: Path) -> FormatError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FormatError(
            "the disk is full; nothing was written.", file=shown(target),
            next_step="Free some space or choose another disk.",
        )  # fmt: skip
    reason = error.strerror or type(error).__name__
    return FormatError(f"cannot be written: {reason}.", file=shown(target))
