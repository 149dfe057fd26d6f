"""`annotator import`: columns told, metadata from file names, a dry run that agrees."""

import json
import textwrap

from annotator.core.annotation import Annotation
from annotator.core.scheme import Label, Scheme
from annotator.formats.native.advice import label_names
from annotator.storage.project import Project
from tests.cli.test_cli import project as project
from tests.cli.test_cli import run as run


def articles_of(path):
    with Project.open(path) as opened:
        rows = opened.article_rows(opened.find_articles())
        return [opened.article(row.id) for row in rows]


def test_names_fill_what_files_do_not_say(run, project, tmp_path):
    (tmp_path / "De_Krant_2026-03-01_Een_akkoord.txt").write_text("De raad betaalt.", "utf-8")
    (tmp_path / "odd.txt").write_text("Nobody knows.", "utf-8")
    call = ("import", project, "De_Krant_2026-03-01_Een_akkoord.txt", "odd.txt",
            "--names", "{outlet}_{date}_{title}")  # fmt: skip
    assert "Would import 2 articles" in run(*call, "--dry-run").stdout
    assert articles_of(project) == []
    assert "Imported 2 articles" in run(*call, "--report", "report.txt").stdout
    known = {(a.outlet, a.published, a.title) for a in articles_of(project)}
    assert known == {("De Krant", "2026-03-01", "Een akkoord"), ("", "", "")}
    assert "2 articles" in (tmp_path / "report.txt").read_text("utf-8")


def test_columns_are_told(run, project, tmp_path):
    (tmp_path / "map.toml").write_text('text = "Volltext"\noutlet = "Zeitung"\n', "utf-8")
    table = "Zeitung;Volltext\nDer Bote;Der Rat zahlt.\n"
    (tmp_path / "a.csv").write_text(table, "utf-8")
    run("import", project, "a.csv", "--columns", "map.toml")
    (article,) = articles_of(project)
    assert (article.text, article.outlet) == ("Der Rat zahlt.", "Der Bote")


def test_wrong_options_are_said(run, project, tmp_path):
    (tmp_path / "a.txt").write_text("Words.", "utf-8")
    (tmp_path / "map.toml").write_text('body = "x"', "utf-8")
    ended = run("import", project, "a.txt", "--names", "{title", code=2)
    assert "no pattern for file names" in ended.stderr
    ended = run("import", project, "a.txt", "--columns", "map.toml", code=2)
    assert "nothing of an article" in ended.stderr


def test_lines_written_by_hand_say_labels_by_name_and_facts_beside_meta(run, project, tmp_path):
    line = {
        "text": "Ada met Bob in Rome.", "title": "A meeting", "annotator": "zoe", "desk": "foreign",
        "spans": [
            {"start": 0, "end": 3, "label": "Actor"}, {"start": 15, "end": 19, "label": "LOCATION"},
        ],
    }  # fmt: skip
    (tmp_path / "hand.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    ended = run("import", project, "hand.jsonl")
    assert "its label “Actor” was read as actor" in ended.stderr
    (article,) = articles_of(project)
    assert (article.title, article.metadata.get("desk")) == ("A meeting", "foreign")
    with Project.open(project) as opened:
        said = {(a.label, a.quote, a.annotator) for a in opened.annotation_set(article.id)}
    assert said == {("actor", "Ada", "zoe"), ("location", "Rome", "zoe")}


def test_a_label_that_two_are_called_is_not_guessed():
    two = Scheme("s", "S", "1", (Label("actor", "Doer", "#aa0000"), Label("b", "ACTOR", "#00aa00")))
    assert label_names(two) == {"doer": "actor", "b": "b"}


def test_a_hand_out_says_that_its_annotator_is_new(run, project, tmp_path):
    (tmp_path / "a.txt").write_text("Words.", "utf-8")
    run("import", project, "a.txt")
    first = run("handout", project, "one.annotator", "--annotator", "ghost").stdout
    assert "ghost is new here and was entered as an annotator." in first
    assert "new here" not in run("handout", project, "two.annotator", "--annotator", "ghost").stdout


def test_the_map_that_the_help_shows_is_one(run, tmp_path):
    said = run("import", "--help").stdout
    example = said.split("A map is a file like this one:")[1]
    (tmp_path / "map.toml").write_text(textwrap.dedent(example), "utf-8")
    line = {"text": "Ada met Ben.", "annotator": "user1", "spans": [
        {"start": 0, "end": 3, "label": "PER"}, {"start": 8, "end": 11, "label": "MISC"},
    ]}  # fmt: skip
    (tmp_path / "a.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    run("new", "mapped.annotator")
    run("import", "mapped.annotator", "a.jsonl", "--map", "map.toml")
    with Project.open(tmp_path / "mapped.annotator", read_only=True) as project:
        said = [v for _, values in project.entries() for v in values if isinstance(v, Annotation)]
        assert [(v.label, v.quote, v.annotator) for v in said] == [("actor", "Ada", "ada")]
    (tmp_path / "map.toml").write_text('[labels]\nPER = "actor"\nMISC = 3\n', "utf-8")
    refused = run("import", "mapped.annotator", "a.jsonl", "--map", "map.toml", code=2)
    assert "map.toml" in refused.stderr and "MISC" in refused.stderr
