"""Files read ahead in worker processes: the same articles in the same order, whatever happens."""

import os
import signal

import pytest

from annotator.core.article import Article
from annotator.core.scheme_file import read_scheme
from annotator.formats.completion import SAID_DATE, completed
from annotator.formats.format import FileRefused, Reading
from annotator.formats.registry import format_of
from annotator.jobs import readers as module
from annotator.jobs.found_files import FoundFiles
from annotator.jobs.import_articles import import_files
from annotator.jobs.readers import Readers
from annotator.paths import resource
from annotator.storage.project import Project

BODY = "<p>The harbour council of Vesna promised that the night ferry would sail again.</p>"


@pytest.fixture
def folder(tmp_path):
    """Give a folder of eight pages, a text among them, and one page without an article."""
    place = tmp_path / "pages"
    place.mkdir()
    for n in range(8):
        page = f"<html><body><article><h1>No. {n}</h1>{BODY * (4 + n)}</article></body></html>"
        (place / f"{n}.html").write_text(page, "utf-8")
    (place / "3b.txt").write_text("A plain text about the ferry, in between.", "utf-8")
    (place / "5b.html").write_text("<html><body></body></html>", "utf-8")
    return place


def read(folder, workers, meanwhile=lambda readers: None):
    said = []
    with FoundFiles([folder], None) as files:
        found = list(files)
        with Readers(found, workers=workers) as readers:
            for file in readers.announced(None, {}):
                reading = Reading(file=file.name)
                try:
                    for some in readers.batches(file, format_of(file.path), reading):
                        said += [(article.text, article.language) for article, _ in some]
                        meanwhile(readers)
                except FileRefused as refusal:
                    said.append((os.path.basename(file.name), str(refusal.problems[0].reason)))
    return said


def test_workers_give_the_same_articles_in_the_same_order(folder):
    here = read(folder, 0)
    assert len(here) == 10 and [language for _, language in here].count("en") == 9
    assert read(folder, 2) == here


def test_a_worker_that_dies_costs_the_file_that_it_was_reading(folder):
    killed = []

    def kill(readers):
        first = readers._workers[0] if readers._workers else None
        if not killed and first and first.has_begun and first.asked:
            killed.append(readers._workers[0].asked[0].task.file)
            os.kill(readers._workers[0].process.pid, signal.SIGKILL)

    said = read(folder, 1, kill)
    assert len(said) == 10
    (lost,) = [name for name, reason in said if "ended its reader" in reason]
    assert lost == os.path.basename(killed[0])
    assert [text for text in said if text[1] == "en"] == [
        text for text in read(folder, 0) if text[1] == "en" and text in said
    ]


def test_where_no_worker_can_begin_files_are_read_here(folder, monkeypatch):
    monkeypatch.setattr("multiprocessing.spawn._python_exe", b"/bin/false")
    assert read(folder, 2) == read(folder, 0)


def test_closing_an_import_ends_the_workers_and_leaves_nothing(folder, tmp_path, monkeypatch):
    started = []
    begin = module._Worker.__init__

    def noted(self):
        begin(self)
        started.append(self.process)

    monkeypatch.setattr(module._Worker, "__init__", noted)
    scheme = read_scheme(resource("schemes/news-commitments.toml"))
    with Project.create(tmp_path / "p.annotator", scheme) as project:
        job = import_files(project, [folder])
        for _ in job:
            if started:
                break
        job.close()
        assert started and all(_has_ended(process) for process in started)
        assert len(project.find_articles()) == 0
        report = None
        job = import_files(project, [folder])
        while report is None:
            try:
                next(job)
            except StopIteration as end:
                report = end.value
        assert (report.added, len(report.refused)) == (9, 1)


def _has_ended(process):
    try:
        return not process.is_alive()
    except ValueError:  # closed
        return True


def test_dates_become_iso_and_languages_are_told_for_every_source():
    said = completed(
        Article.new("Der Hafenrat von Vesna verspricht eine neue Fähre für alle Gäste.")
    )
    assert said.language == "de"
    assert completed(Article.new("x", published="12 May 2026")).published == "2026-05-12"
    odd = completed(Article.new("x", published="when it suits"))
    assert (odd.published, odd.metadata[SAID_DATE]) == ("", "when it suits")
    kept = Article.new("The ferry sails again at night.", language="sv", published="2026-05")
    assert completed(kept) is kept
