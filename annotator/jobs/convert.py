"""From one file format to another, without a project that anybody sees."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.core.errors import FormatError
from annotator.core.scheme import Scheme
from annotator.core.tokens import TOKENIZER
from annotator.formats.carrying import NOBODY
from annotator.formats.format import Format, Writing, shown
from annotator.formats.mapping import Rules
from annotator.formats.offset_units import Counting
from annotator.formats.registry import format_named
from annotator.jobs.dataset_file import written, written_folder
from annotator.jobs.export_dataset import counted_loss, writable
from annotator.jobs.import_articles import import_files
from annotator.jobs.import_report import ImportReport, counted
from annotator.jobs.progress import Progress
from annotator.jobs.replacing import Replacing, refuse_what_is_no_file
from annotator.storage.project import Project

_EMPTY = Scheme("converted", "Converted", "1", ())


@dataclass(frozen=True, slots=True)
class ConvertReport:
    """What was read, and what of it was written; ``lost`` is what the format cannot carry."""

    read: ImportReport
    path: Path
    articles: int = 0
    annotations: int = 0
    relations: int = 0
    lost: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Give it as a sentence or two."""
        if not self.read.files:
            return f"Nothing was written: {counted(len(self.read.refused), 'problem')}."
        said = f"Wrote {counted(self.articles, 'article')} with "
        said += counted(self.annotations, "annotation")
        if self.relations:
            said += f" and {counted(self.relations, 'relation')}"
        said += f" to {shown(self.path)}."
        return said + (f" It cannot carry: {', '.join(self.lost)}." if self.lost else "")


def convert(
    paths: Sequence[Path],
    out: Path,
    *,
    to: str,
    source: str | None = None,
    annotator: str = "",
    rules: Rules | None = None,
    counting: Counting | None = None,
    tokenizer: str = TOKENIZER,
) -> Generator[Progress, None, ConvertReport]:
    """Read files, folders or archives of one format and write one file or folder of another.

    Files with faults are left out and named in the report; when none is good nothing is
    written. ``tokenizer`` names the tokens of a format that has some. What is written is read
    again and compared before it is put in place. Articles of one text become one. Raises
    FormatError when the output cannot be written.
    """
    how = writable(to)
    if source is not None:
        format_named(source)
    as_folder = how.write_files is not None and out.suffix.lower() != ".zip"
    if not as_folder:
        refuse_what_is_no_file(out)
    _refuse_the_same(paths, out)
    with (
        TemporaryDirectory(prefix="annotator-") as place,
        Project.create(Path(place, "converted.annotator"), _EMPTY) as project,
    ):
        read = yield from import_files(
            project, paths, format_name=source, annotator=annotator or NOBODY,
            rules=rules or Rules(), counting=counting,
        )  # fmt: skip
        if not read.files:
            return ConvertReport(read, out)
        writing = Writing(project.scheme, tokenizer=tokenizer)
        yield from _write(how, project, out, writing, as_folder=as_folder)
        lost = tuple(counted_loss(count, what) for what, count in sorted(writing.lost.items()))
        count = writing.written.total()
        return ConvertReport(read, out, writing.articles, count, writing.relations, lost)


def _write(
    how: Format, project: Project, out: Path, writing: Writing, *, as_folder: bool
) -> Generator[Progress, None, None]:
    if as_folder:
        yield from written_folder(how, project.entries(), out, writing)
        return
    beside = how.beside(writing.scheme) if how.beside else {}
    places = [out.with_name(out.stem + ending) for ending in beside]
    with Replacing(out, *places) as (part, *others):
        yield from written(how, project.entries(), part, writing)
        for other, data in zip(others, beside.values(), strict=True):
            other.write(data)


def _refuse_the_same(paths: Sequence[Path], out: Path) -> None:
    for path in paths:
        if path.exists() and out.exists() and out.samefile(path):
            raise FormatError(
                "this is also what is read.", file=shown(out), next_step="Name another file."
            )
