"""Annotations that came without their text find the article of the project that they quote."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.core.annotation import Annotation
from annotator.jobs.import_articles import ImportReport, import_files
from annotator.jobs.known_texts import only_quoted
from annotator.storage.project import Project
from tests.formats.samples import SCHEME
from tests.jobs.working import done

TEXT = "Norland 🎉 and Skarvik\npledged to leave Vestby. Norland did."
CHINESE = "部长周一承诺，政府将关闭两个基地。"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annotator", SCHEME) as made:
        for number, text in enumerate((TEXT, TEXT + " More.", CHINESE)):
            (path := tmp_path / f"{number}.txt").write_text(text, "utf-8")
            done(import_files(made, [path]))
        yield made


def annotation(*selectors: Any, source: str = "https://example.org/a") -> dict[str, Any]:
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation",
        "body": {"purpose": "tagging", "value": "actor"},
        "target": {"source": source, "selector": list(selectors)},
    }  # fmt: skip


def quote(exact: str, **more: str) -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact, **more}


def imported(project: Project, folder: Path, *found: dict[str, Any]) -> ImportReport:
    (path := folder / "notes.jsonld").write_text(json.dumps(list(found)), "utf-8")
    return done(import_files(project, [path], annotator="mo"))


def marks(project: Project) -> list[tuple[str, int, str]]:
    return [
        (article.text, v.start, v.quote)
        for article, values in project.entries() for v in values if isinstance(v, Annotation)
    ]  # fmt: skip


def test_annotations_find_the_only_article_that_holds_their_words(
    project: Project, tmp_path: Path
) -> None:
    position = {"type": "TextPositionSelector", "start": 0, "end": 7}
    report = imported(
        project, tmp_path, annotation(quote("Skarvik pledged"), position),
        annotation(quote("Norland", prefix="Vestby. ")), annotation(quote("More")),
    )  # fmt: skip
    assert report.added == 0 and not report.refused
    longer = TEXT + " More."
    assert marks(project) == [
        (longer, TEXT.index("Skarvik"), "Skarvik\npledged"),
        (longer, TEXT.rindex("Norland"), "Norland"), (longer, len(TEXT) + 1, "More"),
    ]  # fmt: skip


def test_each_source_has_an_article_of_its_own(project: Project, tmp_path: Path) -> None:
    imported(
        project, tmp_path, annotation(quote("More"), source="https://example.org/a"),
        annotation(quote("政府"), source="https://example.org/b"),
    )  # fmt: skip
    assert {quoted: text for text, _, quoted in marks(project)} == {
        "More": TEXT + " More.", "政府": CHINESE,
    }  # fmt: skip


@pytest.mark.parametrize("words", ["Skarvik", "Halvard", ""])
def test_what_several_or_no_articles_hold_is_refused_with_what_to_do(
    words: str, project: Project, tmp_path: Path
) -> None:
    report = imported(project, tmp_path, annotation(quote(words)), annotation(quote(words)))
    (problem,) = report.refused
    assert "no single article" in problem.reason and "Import that article first" in str(problem)
    assert not marks(project)


def test_blanks_do_not_count_and_capitals_do(project: Project) -> None:
    found = only_quoted(project)
    one = found(["Skarvik pledged", "More."])
    assert one is not None and one.text == TEXT + " More."
    assert found(["skarvik", "More."]) is None and found(["Skarvik"]) is None
