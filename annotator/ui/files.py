"""Projects and files: new, open, import, export, as the menus and drops ask for them."""

import shutil
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from annotator import paths
from annotator.core.errors import AnnotatorError, ProjectError
from annotator.core.scheme_file import read_scheme
from annotator.jobs.progress import Progress
from annotator.ui.backups.safety import Safety
from annotator.ui.job_runner import JobRunner

if TYPE_CHECKING:
    from annotator.jobs.import_articles import ImportReport
    from annotator.ui.main_window import MainWindow

SUFFIX = ".annotator"
_PROJECTS = f"Annotator projects (*{SUFFIX})"
DEFAULT_SCHEME = "schemes/news-commitments.toml"


class Files(QObject):
    """Opens and closes projects and runs the long jobs for one window."""

    def __init__(self, window: "MainWindow") -> None:
        """Serve a window."""
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self.safety: Safety = Safety(window)
        self.runner = JobRunner(self)
        self.runner.progressed.connect(window.status.show_progress)
        self.runner.failed.connect(self._workspace.failed)
        self.runner.cancelled.connect(lambda: self._workspace.said.emit("Cancelled: nothing kept"))
        self.runner.ended.connect(self._on_ended)
        window.status.cancel.clicked.connect(self.runner.cancel)
        self._then: Callable[[Any], None] | None = None
        self.runner.finished.connect(self._on_finished)

    # --- projects

    def new_project(self) -> None:
        """Ask where, and make an empty project with the default scheme there."""
        name, _ = QFileDialog.getSaveFileName(
            self._window, "New project", str(self._folder() / f"Project{SUFFIX}"), _PROJECTS
        )
        if name:
            self.create(Path(name).with_suffix(SUFFIX))

    def create(self, path: Path) -> bool:
        """Make an empty project and open it; says whether that worked."""
        from annotator.storage.project import Project

        try:
            if path.exists():
                # The file dialog has asked already whether it may be replaced; a project is
                # never thrown away on such an answer.
                path = _unused(path)
            project = Project.create(path, read_scheme(paths.resource(DEFAULT_SCHEME)))
        except AnnotatorError as error:
            self._workspace.failed.emit(error)
            return False
        self._use(project)
        return True

    def open_project(self) -> None:
        """Ask which project, and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open project", str(self._folder()), f"{_PROJECTS};;All files (*)"
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> bool:
        """Open a project; says whether that worked. The one open now stays if not."""
        from annotator.storage.project import Project

        current = self._workspace.project
        if current is not None and current.path.resolve() == path.resolve():
            return True
        try:
            project = Project.open(path)
        except AnnotatorError as error:
            self._workspace.failed.emit(error)
            self.safety.after_refusal(path, error)
            return False
        self._use(project)
        return True

    def open_sample(self) -> bool:
        """Open the sample project of this user, made from the shipped articles if need be."""
        path = paths.user_data() / f"Sample{SUFFIX}"
        if path.exists():
            return self.open(path)
        try:
            make_sample(path)
        except AnnotatorError as error:
            self._workspace.failed.emit(error)
            return False
        return self.open(path)

    def close_project(self) -> None:
        """Close the project; there is nothing to save."""
        self._window.place.remember()
        self._workspace.close_project()

    def _use(self, project: Any) -> None:
        self._window.place.remember()
        self._workspace.use_project(project)
        settings = self._workspace.settings
        path = str(project.path)
        recent = [path, *(p for p in settings.remembered("recent", []) if p != path)]
        settings.remember(recent=recent[:12], last=path)
        self._window.place.restore()

    def _folder(self) -> Path:
        here = self._workspace.path
        return here.parent if here else Path.home()

    # --- articles in

    def import_files(self) -> None:
        """Ask for files and import them."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window, "Import articles", str(self._import_folder()), _filters()
        )
        self.look_and_import([Path(name) for name in names])

    def import_folder(self) -> None:
        """Ask for a folder and import what is in it."""
        name = QFileDialog.getExistingDirectory(
            self._window, "Import a folder of articles", str(self._import_folder())
        )
        self.look_and_import([Path(name)] if name else [])

    def import_facts(self) -> None:
        """Ask for a table, and show what it says of the articles that are here."""
        from annotator.ui.articles.facts_dialog import FactsDialog

        name, _ = QFileDialog.getOpenFileName(
            self._window, "Import a table of facts", str(self._import_folder()),
            "Tables (*.csv *.tsv *.xlsx *.xls *.ods *.json *.jsonl *.parquet);;All files (*)",
        )  # fmt: skip
        if name:
            self._window.dialogs.show(FactsDialog(self._window, Path(name)))

    def look_and_import(self, chosen: Sequence[Path]) -> None:
        """Show what is in files and folders before anything of it is stored."""
        from annotator.ui.importing.importing import look_and_import

        look_and_import(self._window, chosen)

    def import_paths(self, chosen: Sequence[Path]) -> None:
        """Import files and folders in the background; the report is shown at the end."""
        from annotator.jobs.import_articles import import_files

        project = self._workspace.project
        if not chosen or project is None:
            return
        if project.read_only:
            self._workspace.failed.emit(ProjectError(project.read_only_reason))
            return
        self._workspace.settings.remember(import_folder=str(chosen[0].parent))
        self.run(
            import_files(project, list(chosen), annotator=self._workspace.annotator),
            self.show_imported,
        )

    def paste_article(self) -> None:
        """Make an article of the clipboard's plain text; import the files that were copied."""
        from annotator.core.article import Article
        from annotator.core.operations import add_all
        from annotator.ui.importing.importing import local_files

        project = self._workspace.project
        copied = local_files(QGuiApplication.clipboard().mimeData())
        if copied:
            self.look_and_import(copied)
            return
        text = QGuiApplication.clipboard().text()
        if project is None:
            return
        try:
            article = Article.new(text)
        except AnnotatorError as error:
            self._workspace.failed.emit(
                AnnotatorError(f"The clipboard cannot be an article: {error.message}.",
                               "Copy the article's words and paste again.")
            )  # fmt: skip
            return
        known = project.article_by_hash(article.sha256)
        if known:
            self._workspace.said.emit("This article is in the project already")
            self._workspace.open_article(known)
        elif self._workspace.apply(add_all("Paste an article", [article])):
            self._workspace.open_article(article.id)

    def show_imported(self, report: "ImportReport") -> None:
        """Show what an import brought."""
        from annotator.ui.articles.import_report import show_report

        if report.created:
            self._workspace.scheme_changed.emit()
        self._workspace.articles_added.emit()
        if self._workspace.article is None:
            self._window.articles.step(1)
        elif self._workspace.project is not None:
            self._window.reread_article()
        show_report(self._window, report)

    def _import_folder(self) -> Path:
        last = self._workspace.settings.remembered("import_folder")
        return Path(last) if last and Path(last).is_dir() else self._folder()

    def take_drop(self, data: QMimeData) -> None:
        """Open a dropped project; import other files, or ask for a project first."""
        from annotator.ui.importing.importing import local_files

        dropped = local_files(data)
        projects = [path for path in dropped if path.suffix == SUFFIX]
        if projects:
            self.open(projects[0])
        elif dropped and self._workspace.project is None:
            self._workspace.failed.emit(
                ProjectError("Articles go into a project.", "Open or make one, then drop again.")
            )
            self.new_project()
        if dropped and not projects and self._workspace.project is not None:
            self.look_and_import(dropped)

    # --- data out

    def export(self) -> None:
        """Show the export dialog, then export in the background."""
        from annotator.ui.export.exporting import ask_and_export

        ask_and_export(self._window, self._folder())

    # --- long work

    def run(self, job: Generator[Progress, None, Any], then: Callable[[Any], None]) -> bool:
        """Run a job in the background; ``then`` gets its result, in the window's thread."""
        if self.runner.running:
            job.close()
            self._workspace.said.emit("Something is running already; wait or cancel it")
            return False
        self._then = then
        self._workspace.busy = True
        self.runner.run(job)
        return True

    def _on_finished(self, result: Any) -> None:
        self._workspace.busy = False
        if self._then is not None:
            self._then(result)

    def _on_ended(self) -> None:
        self._workspace.busy = False
        self._window.status.end_job()


def make_sample(path: Path) -> None:
    """Make the sample project at a path that is free; complete, or not at all."""
    from annotator.jobs.import_articles import import_files
    from annotator.storage.project import Project

    working = _unused(path.with_name(f".{path.name}.new"))
    try:
        with Project.create(working, read_scheme(paths.resource(DEFAULT_SCHEME))) as project:
            for _ in import_files(project, [paths.resource("sample/sample.jsonl")], annotator=""):
                pass
            project.set_setting("annotator", "amara")
        shutil.move(working, path)
    finally:
        working.unlink(missing_ok=True)


def _unused(path: Path) -> Path:
    number, free = 2, path
    while free.exists():
        free = path.with_stem(f"{path.stem} {number}")
        number += 1
    return free


def _filters() -> str:
    from annotator.formats.registry import formats

    readable = [f for f in formats() if f.read is not None]
    every = " ".join(f"*{suffix}" for f in readable for suffix in f.suffixes)
    each = [f"{f.title} ({' '.join('*' + s for s in f.suffixes)})" for f in readable]
    return ";;".join([f"All that can be read ({every})", *each, "All files (*)"])
