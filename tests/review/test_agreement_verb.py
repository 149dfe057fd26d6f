"""`annotator agreement`, and the report for a methods section."""

import csv
import io
import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from annotator.cli.program import program
from annotator.core.changes import Value
from annotator.core.errors import AnnotatorError
from annotator.core.judgement import ArticleState
from annotator.core.operations import add_all
from annotator.core.scheme import Attribute, Label, RelationType, Scheme
from annotator.review.registry import measures
from annotator.storage.project import Project
from tests.review.making import TIME
from tests.review.test_agreement import study

KIND = Attribute("kind", "Kind", "text")
SCHEME = Scheme(
    "small", "=Small <b>", "3",
    tuple(
        Label(name, f"{name.title()} | x", "#3366cc", attributes=(KIND,))
        for name in ("actor", "location", "cue")
    ),
    (RelationType("in", "in", ("actor", "location", "cue"), ("actor", "location", "cue")),),
    (Attribute("relevant", "Relevant", "yes_no"),),
)  # fmt: skip


def fill(path, comparisons):
    with Project.create(path, SCHEME) as project:
        for one in comparisons:
            values: list[Value] = [one.article]
            for layer in one.layers:
                values += [*layer.marks, *layer.relations]
                values.append(ArticleState(one.article.id, layer.annotator, layer.state, TIME))
            project.apply(add_all("Fill", values), annotator="ada")


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "study.annotator"
    fill(path, study(12, names=("ada", "ben", "cy")))
    return path


def run(*args):
    return CliRunner().invoke(program, [*map(str, args)], catch_exceptions=True)


def test_json_of_one_measure_by_label(project):
    ended = run("agreement", project, "--measure", "f1_exact", "--by", "label", "--json")
    assert ended.exit_code == 0, ended.output
    found = json.loads(ended.stdout)
    assert (found["annotators"], found["articles"]) == (["ada", "ben", "cy"], 12)
    (measure,) = found["measures"]
    assert measure["measure"] == "f1_exact"
    assert measure["low"] < measure["value"] < measure["high"]
    assert measure["mean_of_pairs"] == 3
    assert [part["label"] for part in measure["parts"]] == ["actor", "cue", "location"]
    assert set(measure["counts"]) == {"by both", "by the first only", "by the second only"}


@pytest.mark.parametrize("by", ["label", "article", "pair", "round"])
def test_all_quick_measures_are_shown(project, by):
    ended = run("agreement", project, "--by", by, "--draws", 50)
    assert ended.exit_code == 0, ended.output
    for measure in measures():
        assert (measure.title in ended.stdout) != measure.slow
    if by == "label":
        assert "Actor | x" in ended.stdout
        assert "(unmarked)" in ended.stdout


def test_only_two_of_three(project):
    args = ("agreement", project, "--measure", "gamma", "--draws", 0)
    ended = run(*args, "--annotator", "ada", "--annotator", "cy", "--json")
    (measure,) = json.loads(ended.stdout)["measures"]
    assert (measure["annotators"], measure["mean_of_pairs"]) == (["ada", "cy"], 0)
    assert measure["low"] is None
    for wrong, said in ((("--annotator", "ada"), "needs two"), (("--annotator", "zoe"), "ada")):
        ended = run(*args, *wrong)
        assert ended.exit_code == 2
        assert said in ended.output


def test_who_has_nobody_to_compare_with_is_told(tmp_path):
    path = tmp_path / "one.annotator"
    fill(path, [replace(one, layers=one.layers[:1]) for one in study(2)])
    ended = run("agreement", path)
    assert isinstance(ended.exception, AnnotatorError)
    assert "ada (2 articles)" in str(ended.exception)


def test_measures_are_listed(project):
    ended = run("agreement", project, "--measure", "list")
    assert [line.split()[0] for line in ended.stdout.splitlines()] == [m.name for m in measures()]


@pytest.mark.parametrize("ending", ["html", "md", "csv"])
def test_the_report_names_the_study(project, tmp_path, ending):
    out = tmp_path / f"report.{ending}"
    ended = run("agreement", project, "--by", "label", "--draws", 100, "--report", out)
    assert ended.exit_code == 0, ended.output
    text = out.read_text("utf-8")
    for fact in ("study", "Small", "ada"):
        assert fact in text
    if ending == "html":
        assert "<b>" not in text
        assert "version 3" in text
        assert "100 bootstrap draws" in text
        assert "<script" not in text
        assert "http" not in text
    elif ending == "csv":
        rows = list(csv.DictReader(io.StringIO(text)))
        assert {row["scheme"] for row in rows} == {"'=Small <b>"}
        assert {row["measure"] for row in rows} == {m.name for m in measures() if not m.slow}
    else:
        assert "Actor \\| x" in text
        assert "Krippendorff 2004" in text


def test_a_report_of_no_known_kind_is_refused_before_anything_is_measured(project, tmp_path):
    ended = run("agreement", project, "--report", tmp_path / "report.docx")
    assert ".html, .md or .csv" in str(ended.exception)
    assert not (tmp_path / "report.docx").exists()


@pytest.mark.parametrize("by", ["label", "article", "pair", "round"])
def test_json_explains_itself(project, by):
    ended = run("agreement", project, "--measure", "F1", "--measure", "kappa", "--by", by, "--json",
                "--draws", 20)  # fmt: skip
    found = json.loads(ended.stdout)
    assert [one["measure"] for one in found["measures"]] == ["f1_exact", "token_kappa"]
    for measure in found["measures"]:
        assert measure["definition"] and measure["source"] and measure["parts"]
        for one in (measure, *measure["parts"]):
            assert (one["reason"] is None) == (one["value"] is not None)
            assert one["low"] is None or one["low"] <= one["value"] <= one["high"]
            assert all(type(count) is int for count in one["counts"].values())
        assert all(part["name"] and by in part for part in measure["parts"])


def test_json_gives_no_value_with_a_reason_where_none_is_defined(tmp_path):
    path = tmp_path / "bare.annotator"
    bare = [
        replace(one, layers=tuple(replace(layer, marks=(), relations=()) for layer in one.layers))
        for one in study(2, names=("ada", "ben"))
    ]
    fill(path, bare)
    ended = run("agreement", path, "--json", "--measure", "f1_exact")
    assert ended.exit_code == 0, ended.output
    (measure,) = json.loads(ended.stdout)["measures"]
    assert measure["value"] is None and measure["reason"].startswith("Undefined")
