"""The report of an import can be saved as it is shown."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from annotator.ui.articles.import_report import ReportDialog


def test_the_report_is_saved(person, project, tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("Words.", "utf-8")
    (tmp_path / "bad.txt").write_bytes(b"")
    window = person.start(project)
    window.files.import_paths([tmp_path / "a.txt", tmp_path / "bad.txt"])
    person.wait_for_job()
    (dialog,) = [d for d in window.findChildren(ReportDialog) if d.isVisible()]
    target = tmp_path / "report.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    saved = target.read_text("utf-8")
    assert "Imported 1 article; 1 file refused." in saved and "bad.txt" in saved
    dialog.save_to(tmp_path / "missing" / "report.txt")
    assert not (tmp_path / "missing").exists()
    dialog.accept()
