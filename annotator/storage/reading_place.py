"""Where a project is read: where it lies, or in a copy where it cannot be read or must not change.

In a folder that cannot be written SQLite cannot even read what lies in the log beside a file.
"""

import os
import shutil
import tempfile
from pathlib import Path

from annotator.core.errors import ProjectError
from annotator.storage import wal


class ReadingPlace:
    """The path to read a project from; a copy is removed by `close`."""

    def __init__(self, project: Path) -> None:
        """Use the file where it lies, unless its folder cannot be written."""
        self.path = project
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        if not os.access(project.parent, os.W_OK):
            self._copy()

    def bring_up_to_date(self, version: int, *, copied: bool) -> None:
        """Bring an older project to the present version: the file itself, or a copy of it."""
        from annotator.storage.migrations.migrate import migrate

        if copied and self._folder is None:
            self._copy()
        migrate(self.path, version)

    def close(self) -> None:
        """Remove the copy, where there is one."""
        if self._folder is not None:
            self._folder.cleanup()

    def _copy(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="annotator-")
        source = self.path
        self.path = Path(self._folder.name) / source.name
        try:
            shutil.copyfile(source, self.path)
            if wal.beside(source).exists():
                shutil.copyfile(wal.beside(source), wal.beside(self.path))
        except OSError as error:
            self.close()
            raise ProjectError(f"{source} cannot be read: {error.strerror}.") from error


def write_protection(path: Path) -> str:
    """Say why a project cannot be written, or give an empty string."""
    if not os.access(path, os.W_OK):
        return f"{path.name} is write-protected, so it can be read but not marked."
    if not os.access(path.parent, os.W_OK):
        return f"The folder {path.parent} is write-protected, so nothing can be marked here."
    return ""
