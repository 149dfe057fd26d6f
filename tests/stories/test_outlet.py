"""Copy, print and save the marked article, by keys on the real window."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from annotator.core.span import Span
from annotator.jobs.export_dataset import export_dataset
from annotator.storage.project import Project
from tests.formats.test_html_page import PageReader, fragments
from tests.stories.conftest import needs_shared
from tests.stories.test_real_articles import RE3D, project_of, re3d


def finish(person):
    person.settle()
    person.wait_until(lambda: not person.window.publishing.steps.running)


def start_with_marks(person):
    window = person.start(sample=True)
    window.view.setFocus()
    return window


def test_copy_gives_the_words_and_the_marks(person):
    window = start_with_marks(person)
    picked = window.workspace.visible_annotations()[0]
    window.view.pick(picked.id)
    person.keys("Ctrl+C")
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == picked.quote
    assert f'data-annotation="{picked.id}"' in data.html()
    span = Span(picked.start, picked.end + 5)
    window.view.select(span)
    person.keys("Ctrl+C")
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == person.text[span.start : span.end]
    label = window.workspace.scheme.label(picked.label).name
    assert f">{label}</sub>" in data.html()
    assert window.status.saved.text() == "Copied"


def test_save_writes_pdf_svg_and_html(person, tmp_path, monkeypatch):
    window = start_with_marks(person)
    said = []
    window.workspace.said.connect(said.append)
    for suffix, head in ((".pdf", b"%PDF"), (".svg", b"<?xml"), (".html", b"<!DOCTYPE html>")):
        path = tmp_path / f"article{suffix}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, p=path: (str(p), ""))
        person.keys("Ctrl+Shift+S")
        finish(person)
        assert path.read_bytes().startswith(head)
        assert said[-1] == f"Saved article{suffix}"
        assert not window.status.bar.isVisible()
    reader = PageReader((tmp_path / "article.html").read_bytes())
    assert reader.texts == [person.text]
    assert fragments(reader) == {a.id: a.fragments for a in window.workspace.visible_annotations()}


def test_a_name_without_suffix_gets_the_chosen_one(person, tmp_path, monkeypatch):
    start_with_marks(person)
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / "a.b"), "SVG picture (*.svg)")
    )
    person.keys("Ctrl+Shift+S")
    finish(person)
    assert (tmp_path / "a.b.svg").exists()


def test_a_folder_that_refuses_is_told_calmly(person, tmp_path, monkeypatch):
    window = start_with_marks(person)
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / "no" / "a.pdf"), "")
    )
    person.keys("Ctrl+Shift+S")
    finish(person)
    assert window.banner.isVisible() and not list(tmp_path.iterdir())


def test_cancel_leaves_no_file(person, tmp_path):
    window = start_with_marks(person)
    path = tmp_path / "a.pdf"
    assert window.publishing.save_as(path, window.publishing.manuscript())
    assert not window.publishing.save_as(path, window.publishing.manuscript())
    window.status.cancel.click()
    assert not window.publishing.steps.running and not list(tmp_path.iterdir())
    assert "Cancelled" in window.status.saved.text()


def test_printing_draws_every_page(person, tmp_path):
    window = start_with_marks(person)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert window.publishing.print_on(printer, window.publishing.manuscript())
    finish(person)
    assert window.status.saved.text().startswith("Printed ")
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")


def test_a_dark_window_prints_light(person):
    window = start_with_marks(person)
    window.settings["theme"] = "dark"
    assert not window.publishing.manuscript().theme.dark


@needs_shared
def test_real_articles_with_crossing_and_equal_spans_come_back_from_html_and_go_on_paper(
    person, tmp_path
):
    entries = list(re3d(RE3D / "US_State_Department"))
    path, page = tmp_path / "re3d.annotator", tmp_path / "re3d.html"
    project_of(path, entries)
    with Project.open(path) as project:
        for _ in export_dataset(project, page, format_name="html"):
            pass
    reader = PageReader(page.read_bytes())
    by_text = {article.text: marks for article, marks in entries}
    assert len(reader.texts) == len(entries)
    for number, text in enumerate(reader.texts):
        assert fragments(reader, number) == {m.id: m.fragments for m in by_text[text]}
    window = person.start(path)
    for place in range(3):
        window.articles.list.setCurrentIndex(window.articles.model.index(place))
        paper = tmp_path / f"{place}.pdf"
        assert window.publishing.save_as(paper, window.publishing.manuscript())
        finish(person)
        assert paper.stat().st_size > 5_000


def test_the_command_line_exports_html(tmp_path):
    from click.testing import CliRunner

    from annotator.cli.export import export
    from annotator.ui.files import make_sample

    project, page = tmp_path / "s.annotator", tmp_path / "s.html"
    make_sample(project)
    ended = CliRunner().invoke(export, [str(project), str(page), "--format", "html"])
    assert ended.exit_code == 0 and "Exported 6 articles" in ended.output
    assert len(PageReader(page.read_bytes()).texts) == 6
