"""Formats of one file an article: how the files are called, and the zip of all of them."""

from collections.abc import Iterable, Iterator

from annotator.formats.archives import ZipFiles
from annotator.formats.format import Entry, Files, FilesWriter, Output, Writer, Writing


def file_name(number: int, suffix: str) -> str:
    """Give the name of an article's file.

    >>> file_name(7, ".tsv")
    '00007.tsv'
    """
    return f"{number:05}{suffix}"


def zipped(write_files: FilesWriter) -> Writer:
    """Give the writer that puts the files of another one into a zip."""

    def write(entries: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
        files: Files = (archive := ZipFiles(output))
        yield from write_files(entries, files, writing)
        archive.close()

    return write
