"""The parts of a zipped document (DOCX, ODT, EPUB), read one by one and bounded."""

import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from xml.etree.ElementTree import Element

from annotator.core.errors import FormatError
from annotator.formats.xml_tree import parsed

LARGEST_FILE = 300_000_000
MOST_PARTS = 20_000
LARGEST_PART = 60_000_000
LARGEST_WHOLE = 300_000_000
MOST_RATIO, RATIO_FROM = 200, 20_000_000
_OLD = b"\xd0\xcf\x11\xe0"
_OLD_LOOKED_AT = 50_000_000
LOCKED = "it is encrypted. Save it without a password"


def holds_stream(path: Path, name: str) -> bool:
    """Say whether a file is an OLE file with a stream so named, wherever its directory lies."""
    with path.open("rb") as file:
        data = file.read(_OLD_LOOKED_AT)
    return data.startswith(_OLD) and name.encode("utf-16-le") in data


def is_locked(path: Path) -> bool:
    """Say whether a document needs a password; Word, Excel and all of their kin do it so."""
    return holds_stream(path, "EncryptedPackage")


def _why_old(path: Path) -> str:
    """Say what an OLE file is by the names in its directory."""

    def holds(name: str) -> bool:
        return holds_stream(path, name)

    if is_locked(path):
        return LOCKED
    if holds("_VBA_PROJECT") or holds("Macros"):
        return "it is an old Office file with macros. Save it as DOCX without them, or as text"
    return "it is an old or encrypted Office file. Save it as DOCX or as text"


class Parts:
    """An open document; FormatError for what is damaged, encrypted or grows too large."""

    def __init__(self, path: Path) -> None:
        """Open a document and look at what it holds."""
        self._read = 0
        with path.open("rb") as file:
            head = file.read(4)
        if head == _OLD:
            raise FormatError(_why_old(path))
        if path.stat().st_size > LARGEST_FILE:
            raise FormatError(f"it has more than {LARGEST_FILE:,} bytes")
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
            raise FormatError("it is damaged: its parts cannot be found") from error
        self._size = max(path.stat().st_size, 1)
        self.names = set(self._zip.namelist())
        if len(self.names) > MOST_PARTS:
            self._zip.close()
            raise FormatError(f"it has more than {MOST_PARTS:,} parts")

    def __enter__(self) -> "Parts":
        """Give the document; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Close the document."""
        self._zip.close()

    def data(self, name: str) -> bytes:
        """Give the bytes of a part."""
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise FormatError("it is encrypted. Save it without a password")
            with self._zip.open(info) as source:
                data = source.read(LARGEST_PART + 1)
        except KeyError as error:
            raise FormatError(f"its part {name} is missing") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError,
                ValueError, OSError) as error:  # fmt: skip
            raise FormatError(f"it is damaged: its part {name} cannot be read") from error
        self._read += len(data)
        if len(data) > LARGEST_PART or self._read > min(
            LARGEST_WHOLE, max(RATIO_FROM, MOST_RATIO * self._size)
        ):
            raise FormatError("it unpacks to far more than any article")
        return data

    def tree(self, name: str) -> Element:
        """Give the XML of a part."""
        # Some writers put several byte-order marks before the declaration.
        data = self.data(name)
        while data.startswith(b"\xef\xbb\xbf"):
            data = data[3:]
        return parsed(data)
