"""Starting the program with a window: logging, crash hook, theme, what opens first."""

import gc
import logging
import logging.handlers
import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from annotator import __version__, bug_report, paths
from annotator.core.errors import AnnotatorError
from annotator.settings import Settings
from annotator.ui.main_window import MainWindow

log = logging.getLogger("annotator")


def main(project: Path | None = None, sample: bool = False) -> int:
    """Open the window and stay until it is closed; gives the exit code.

    With a project that one is opened, with ``sample`` the sample project, else the last one.
    """
    application = make_application()
    keep_log()
    settings = Settings()
    window = MainWindow(settings)
    watch_for_bugs(window)
    window.layout_of_parts.restore()
    window.show()
    # The window is on screen before the database code is loaded: half a second that nobody
    # has to wait for.
    QTimer.singleShot(0, lambda: open_first(window, project, sample=sample))
    return application.exec()


def make_application() -> QApplication:
    """Give the one QApplication, named and with its icon."""
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName(paths.APPLICATION)
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("annotator")
    application.setWindowIcon(QIcon(str(paths.resource("icons/annotator.svg"))))
    application.setStyle("Fusion")  # the same on every system, so that the sheet fits
    return application


def open_first(window: MainWindow, project: Path | None, *, sample: bool) -> None:
    """Open what was asked for; a project that is not there yet is offered to be made."""
    if project is not None:
        window.files.open(project)
    elif sample:
        window.files.open_sample()
    elif window.settings.flag("reopen_last"):
        last = window.settings.remembered("last")
        if isinstance(last, str) and Path(last).is_file():
            window.files.open(Path(last))
    offer_reports(window)
    QTimer.singleShot(500, window, _settle)  # when the article has been painted


def _settle() -> None:
    """Let no collection look again at what lives as long as the window."""
    gc.collect()
    gc.freeze()


def offer_reports(window: MainWindow) -> None:
    """Offer the reports of what went wrong when the program ran last."""
    if window.banner.isVisible():
        return  # first things first; next time then
    reports = bug_report.new_reports()
    if not reports:
        return
    window.banner.show_text(
        "Annotator met a bug when it ran last. Your marks are safe. A report, which holds no text "
        f"of your articles, is in {reports[-1]}."
    )
    window.banner.offer(
        "Copy the report",
        lambda: QApplication.clipboard().setText(reports[-1].read_text("utf-8", "replace")),
    )


def keep_log() -> None:
    """Write warnings and bugs to a small rotating file; never the text of an article."""
    bug_report.watch_for_faults()
    try:
        file = paths.logs() / "annotator.log"
        handler = logging.handlers.RotatingFileHandler(file, maxBytes=500_000, backupCount=2)
    except OSError:
        return  # a home that cannot be written is no reason not to start
    handler.setFormatter(bug_report.CalmFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    log.setLevel(logging.INFO)


def watch_for_bugs(window: MainWindow) -> None:
    """Let an exception that nobody expected be logged and told, and never end the program."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        if isinstance(error, AnnotatorError):
            window.workspace.failed.emit(error)
            return
        log.error("a bug", exc_info=(kind, error, trace))
        report = bug_report.write(error)
        window.workspace.failed.emit(
            AnnotatorError(
                f"Something went wrong that should not have ({kind.__name__}). Your work is saved.",
                f"Please send us this report, which holds no text of your articles: {report}."
                if report else "",
            )
        )  # fmt: skip

    sys.excepthook = hook
    threading.excepthook = _report_of_thread


def _report_of_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        log.error("a bug in a thread", exc_info=args.exc_value)
        bug_report.write(args.exc_value)
