"""Schemes from anywhere: a file of ours or of another tool, or another project."""

from pathlib import Path

from annotator.formats.scheme_sources import find_scheme
from annotator.formats.schemes.source import FoundScheme


def scheme_in(path: Path) -> FoundScheme:
    """Give the scheme of a scheme file, of another tool's label set, or of a project.

    Raises AnnotatorError, naming the file, when there is none that can be read.
    """
    if path.suffix.lower() == ".annotator":
        from annotator.storage.project import Project

        with Project.open(path, read_only=True) as project:
            return FoundScheme(project.scheme)
    return find_scheme(path)
