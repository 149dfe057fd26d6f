"""An adjudicator's day with real keys: from two annotators' marks to gold."""

import hashlib
import json

import pytest
from click.testing import CliRunner
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.cli.program import program
from annotator.core.annotation import GOLD
from annotator.core.decision import Comment, Decision
from annotator.jobs.export_dataset import export_dataset
from annotator.jobs.import_articles import import_files
from annotator.storage.project import Project
from annotator.ui.review.example import ExampleDialog
from annotator.ui.review.history import HistoryDialog
from annotator.ui.review.previews import IdenticalPreview, ProposalsDialog, WeightsDialog
from tests.jobs.working import done
from tests.ui.review.studying import study


@pytest.fixture
def review(person, tmp_path):
    """Make a study and go to its Review room; gives the room."""

    def begin(who=("ada", "ben"), *, path=None):
        place = path or tmp_path / "study.annotator"
        if path is None:
            study(place, who)
        window = person.start(place)
        window.workspace.be("jo")
        return enter(person)

    return begin


def enter(person):
    person.window.rooms.go("review")
    room = person.window.rooms.room("review")
    ready(person, room)
    return room


def ready(person, room):
    person.settle()
    person.wait_until(lambda: not room.runner.running)


def press(person, room, *keys):
    for key in keys:
        room.view.setFocus()
        QTest.keyClicks(room.view, key)
        person.settle()


def undo(person):
    person.window.activateWindow()
    QTest.qWaitForWindowActive(person.window)
    person.keys("Ctrl+Z")


def gold(room):
    return [(m.label, m.quote) for m in room.workspace.annotations if m.annotator == GOLD]


def words(room):
    span = room.queue.current.group.span
    return room.queue.current.article.text[span.start : span.end]


def test_cases_are_decided_one_after_the_other_by_keys(person, review):
    room = review()
    assert [case.group.kinds for case in room.queue.shown][:4] == [
        ("boundary",), ("attribute",), ("label",), ("missing",),
    ]  # fmt: skip
    assert "0 of 4 here, 0 of 6" in room.panel.progress.text()
    press(person, room, "2")
    assert gold(room) == [("actor", "Ines Koval")]
    assert words(room) == "dockers’ union"
    assert "1 of 4 here, 1 of 6" in room.panel.progress.text()
    press(person, room, "n", "1")  # Skarvik is a location, as ada said
    press(person, room, "0")  # nothing of the promise
    assert room.workspace.article.title or "Bridge" in room.workspace.article.text
    assert "Bridge" in room.workspace.article.text  # the next article came by itself
    decided = room.workspace.project.records(Decision)
    assert [(one.rule, one.outcome) for one in decided] == [
        ("accept ben", "gold"), ("accept ada", "gold"), ("none", "none"),
    ]  # fmt: skip
    assert all(one.person == "jo" and not one.automatic for one in decided)
    assert {m.annotator for m in room.workspace.annotations} == {"ada", "ben"}


def test_union_and_intersection_of_the_words(person, review):
    room = review()
    press(person, room, "u")
    assert gold(room) == [("actor", "Mayor Ines Koval")]
    press(person, room, "p", "i")
    assert gold(room) == [("actor", "Ines Koval")]
    assert len(room.workspace.project.records(Decision)) == 1


def test_attribute_by_attribute(person, review):
    room = review()
    press(person, room, "n")
    combo = room.panel.answers["actor_type"]
    assert [combo.itemText(i).split()[0] for i in range(combo.count())] == ["union", "business"]
    combo.setCurrentIndex(1)
    room.panel.reason.setCurrentIndex(room.panel.reason.findData("slip"))
    QTest.keyClicks(room.panel.comment, "she mistyped")
    QTest.keyClick(room.panel.comment, Qt.Key.Key_Return)
    assert room.view.hasFocus()
    QTest.keyClick(room.view, Qt.Key.Key_Return)
    person.settle()
    (mark,) = [m for m in room.workspace.annotations if m.annotator == GOLD]
    assert dict(mark.attributes) == {"actor_type": "business"}
    (decision,) = room.workspace.project.records(Decision)
    assert (decision.rule, decision.reason, decision.comment) == ("edited", "slip", "she mistyped")


def test_edges_move_and_another_label_is_chosen(person, review):
    room = review()
    press(person, room, "}", "]")
    room.panel.label.setCurrentIndex(room.panel.label.findData("location"))
    QTest.keyClick(room.view, Qt.Key.Key_Return)
    person.settle()
    assert gold(room) == [("location", "Ines Koval said")]


def test_undo_and_redo_and_reopening(person, review):
    room = review()
    press(person, room, "1", "1")
    assert len(gold(room)) == 2
    person.keys("Ctrl+Z")
    assert gold(room) == [("actor", "Mayor Ines Koval")]
    assert words(room) == "dockers’ union"  # it is shown what waits again
    person.keys("Ctrl+Shift+Z")
    assert len(gold(room)) == 2
    press(person, room, "p") if words(room) != "dockers’ union" else None
    while room.queue.at:
        press(person, room, "p")
    press(person, room, "r")
    assert gold(room) == [("actor", "dockers’ union")]
    assert room.queue.current.decision is None


def test_deferring_comes_back_under_its_own_filter(person, review):
    room = review()
    press(person, room, "d")
    assert "0 of 4 here" in room.panel.progress.text()
    room.filters.state.setCurrentIndex(room.filters.state.findData("deferred"))
    person.settle()
    assert [case.group.kinds for case in room.queue.shown] == [("boundary",)]
    press(person, room, "1")
    assert gold(room) == [("actor", "Mayor Ines Koval")]


def test_filters_by_kind_label_outlet_date(person, review):
    room = review()

    def shown():
        person.settle()
        return len(room.queue.shown)

    room.filters.kind.setCurrentIndex(room.filters.kind.findData("missing"))
    assert shown() == 2
    room.filters.kind.setCurrentIndex(0)
    room.filters.label.setCurrentIndex(room.filters.label.findData("location"))
    assert shown() == 1
    room.filters.label.setCurrentIndex(0)
    room.filters.outlet.setCurrentIndex(room.filters.outlet.findData("Arnes Daily"))
    assert shown() == 1
    room.filters.outlet.setCurrentIndex(0)
    room.filters.since.setText("2026-02-01")
    room.filters.since.editingFinished.emit()
    assert shown() == 1


def test_what_counts_as_equal_is_switched(person, review):
    room = review()
    assert len(room.queue.shown) == 6
    room.equality.boundaries.setCurrentIndex(1)
    ready(person, room)
    assert len(room.queue.shown) == 4
    room.equality.attributes.click()
    ready(person, room)
    assert len(room.queue.shown) == 3


def test_the_same_for_all_identical_cases_after_a_preview(person, review):
    room = review()
    assert "1 more" in room.panel.identical.text()
    press(person, room, "s", "1")
    preview = person.window.dialogs.current
    assert isinstance(preview, IdenticalPreview) and preview.list.count() == 2
    assert room.workspace.project.records(Decision) == []
    preview.accept()
    person.settle()
    assert len(room.workspace.project.records(Decision)) == 2
    undo(person)
    assert room.workspace.project.records(Decision) == []


def test_proposals_are_shown_first_and_marked_as_automatic(person, review):
    room = review()
    room.propose.click()
    dialog = person.window.dialogs.current
    assert isinstance(dialog, ProposalsDialog)
    unanimous = len(dialog.settled)
    assert unanimous == 4 and dialog.list.count() == 4
    dialog.accept()
    person.settle()
    decided = room.workspace.project.records(Decision)
    assert len(decided) == unanimous and all(one.automatic for one in decided)
    room.filters.state.setCurrentIndex(room.filters.state.findData("automatic"))
    person.settle()
    assert len(room.queue.shown) == unanimous
    press(person, room, "r")
    assert len(room.workspace.project.records(Decision)) == unanimous - 1


def test_a_trusted_annotator_for_a_label(person, review):
    room = review()
    room.propose.click()
    dialog = person.window.dialogs.current
    dialog.rule_box.setCurrentIndex(3)
    assert dialog.settled == []
    combo = dialog._trusted["actor"]
    combo.setCurrentIndex(combo.findData("ben"))
    assert dialog.settled and all(case.group.labels == ("actor",) for case, _ in dialog.settled)
    dialog.accept()
    person.settle()
    assert ("actor", "Ines Koval") in gold(room)


def test_genuine_disagreement_keeps_both_with_weights(person, review):
    room = review()
    press(person, room, "g")
    dialog = person.window.dialogs.current
    assert isinstance(dialog, WeightsDialog)
    dialog.weights[0].setValue(0.9)
    dialog.weights[1].setValue(0.3)
    dialog.accept()
    person.settle()
    (decision,) = room.workspace.project.records(Decision)
    assert decision.outcome == "genuine" and decision.weights == (0.75, 0.25)
    assert len(gold(room)) == 2


def test_what_nobody_marked_is_added(person, review):
    room = review()
    text = room.view.article.text
    start = text.index("Friday")
    from annotator.core.span import Span

    room.view.select(Span(start, start + 6))
    press(person, room, "+")
    assert ("actor", "Friday") in gold(room)
    (decision,) = room.workspace.project.records(Decision)
    assert decision.rule == "added" and decision.sources == ()


def test_leaving_and_coming_back_goes_on_where_one_stopped(person, review, tmp_path):
    room = review()
    press(person, room, "n", "n", "n", "n")
    room.filters.kind.setCurrentIndex(room.filters.kind.findData("boundary"))
    person.settle()
    there = (words(room), room.queue.current.article.id)
    person.restart(tmp_path / "study.annotator")
    room = enter(person)
    assert room.filters.kind.currentData() == "boundary"
    assert (words(room), room.queue.current.article.id) == there


def test_names_are_hidden_and_shuffled(person, review):
    room = review()
    room.hide_names.click()
    person.settle()
    texts = [room.panel.readings.item(i).text() for i in range(room.panel.readings.count())]
    assert all("ada" not in text and "ben" not in text for text in texts)
    first = room.names_here()[0]
    press(person, room, "1")
    (decision,) = room.workspace.project.records(Decision)
    assert decision.rule == f"accept {first}"


def test_a_case_becomes_an_example_of_the_guideline(person, review):
    room = review()
    room.panel.comment.setText("Titles belong to the name.")
    press(person, room, "x")
    dialog = person.window.dialogs.current
    assert isinstance(dialog, ExampleDialog)
    before = room.workspace.scheme.label("actor").guideline
    dialog.label.setCurrentIndex(dialog.label.findData("actor"))
    dialog._append()
    person.settle()
    guideline = room.workspace.scheme.label("actor").guideline
    assert guideline.startswith(before.rstrip())
    assert "**Mayor Ines Koval**" in guideline and "Titles belong" in guideline
    undo(person)
    assert room.workspace.scheme.label("actor").guideline == before


def test_the_history_of_a_passage_puts_back(person, review):
    room = review()
    press(person, room, "1")
    while room.queue.at:
        press(person, room, "p")
    press(person, room, "h")
    dialog = person.window.dialogs.current
    assert isinstance(dialog, HistoryDialog)
    top = dialog.tree.topLevelItem(0)
    assert (top.text(1), top.text(2)) == ("jo", "Decide: accept ada")
    dialog.tree.setCurrentItem(top)
    dialog.put_back.click()
    person.settle()
    assert gold(room) == []
    assert dialog.tree.topLevelItem(0).text(2) == "Put back"


def test_comments_are_reached_by_a_key(person, review):
    room = review()
    press(person, room, "c")
    dialog = person.window.dialogs.current
    QTest.keyClicks(dialog.field, "Why the title?")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (comment,) = room.workspace.project.records(Comment)
    assert comment.text == "Why the title?"


def test_gold_is_exported(person, review, tmp_path):
    room = review()
    room.propose.click()
    person.window.dialogs.current.accept()
    person.settle()
    for _ in range(6):
        press(person, room, "1")
    assert "6 of 6" in room.panel.progress.text()
    room.finish.click()
    person.settle()
    out = tmp_path / "gold.jsonl"
    for _ in export_dataset(room.workspace.project, out, format_name="jsonl", annotators=[GOLD]):
        pass
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {line["meta"]["annotator"] for line in lines if "meta" in line} == {GOLD}
    assert sum(len(line.get("spans", ())) for line in lines) == 10


def test_how_the_gold_came_about_is_exported_beside_it(person, review, tmp_path):
    room = review()
    press(person, room, "g")  # a genuine disagreement, with weights
    weights = person.window.dialogs.current
    weights.weights[0].setValue(0.9)
    weights.weights[1].setValue(0.3)
    weights.accept()
    person.settle()
    press(person, room, "2")
    press(person, room, "c")
    remark = person.window.dialogs.current
    QTest.keyClicks(remark.field, "Ask ada about this")
    QTest.keyClick(remark.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    remark.close()
    person.window.activateWindow()
    person.keys("Ctrl+E")
    person.wait_until(lambda: getattr(person.window.dialogs.current, "choices", None) is not None)
    dialog = person.window.dialogs.current
    person.wait_until(lambda: not dialog.surveyor.busy)
    out = tmp_path / "out" / "gold.jsonl"
    out.parent.mkdir()
    dialog.place.setText(str(out))
    dialog.choices.decisions.setFocus()
    QTest.keyClick(dialog.choices.decisions, Qt.Key.Key_Space)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    person.wait_until(out.exists)
    person.wait_for_job()
    header, *told = lines(out.with_name("gold.decisions.jsonl"))
    assert header["offsets"] == "code points, half-open" and header["left_out"] == []
    genuine = next(one for one in told if one.get("outcome") == "genuine")
    assert sorted(mark["weight"] for mark in genuine["gold"]) == [0.25, 0.75]
    accepted = next(one for one in told if one.get("rule", "").startswith("accept"))
    assert accepted["person"] == "jo" and len(accepted["sources"]) == 2
    said = [t for one in told for t in (one, *one.get("comments", ())) if "said" in t]
    assert [c["text"] for t in said for c in t["said"]] == ["Ask ada about this"]
    texts = {line["id"]: line["text"] for line in lines(out)}
    for one in told:
        for mark in [*one.get("sources", ()), *one.get("gold", ())]:
            assert texts[one["article"]][mark["start"] : mark["end"]] == mark["text"]
    assert person.window.dialogs.current is None
    with Project.create(tmp_path / "again.annotator", room.workspace.scheme) as again:
        job = import_files(again, [out.parent])  # the folder: data, manifest, card, decisions
        report = done(job)
    assert not report.refused


def test_decisions_keep_to_what_may_be_told(person, review, tmp_path):
    room = review()
    press(person, room, "1")
    path = room.workspace.project.path
    person.quit()
    out = tmp_path / "gold.jsonl"

    def export(*options):
        return CliRunner().invoke(program, ["export", str(path), str(out), "--decisions", *options])

    assert export("--gold", "--pseudonyms", "--no-text").exit_code == 0
    beside = out.with_name("gold.decisions.jsonl")
    raw = beside.read_text("utf-8")
    (header, one) = lines(beside)
    assert header["left_out"] and not {"ada", "ben", "jo"} & set(raw.split('"'))
    assert one["person"] == "R1" and one["rule"] in ("accept A1", "accept A2")
    assert all("text" not in mark and mark["end"] > mark["start"] for mark in one["sources"])
    files = json.loads(out.with_name("gold.manifest.json").read_text("utf-8"))["files"]
    assert files[-1]["name"] == beside.name
    assert files[-1]["sha256"] == hashlib.sha256(beside.read_bytes()).hexdigest()
    assert export("--gold", "--pseudonyms", "--no-text").exit_code == 0
    assert beside.read_text("utf-8") == raw  # the same bytes
    refused = export("--annotator", "ada")
    assert "the gold is not exported" in str(refused.exception)
    told = CliRunner().invoke(program, ["import", str(path), str(beside)])
    assert "describes an export" in told.output + told.stderr


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_project_that_may_only_be_read_is_looked_at_and_stays(person, tmp_path):
    path = tmp_path / "study.annotator"
    study(path)
    from annotator.storage.project import Project

    with Project.open(path):  # another window writes
        window = person.start(path)
        room = enter(person)
        assert len(room.queue.shown) == 6
        press(person, room, "1")
        assert gold(room) == [] and window.banner.isVisible()
        press(person, room, "n")
        assert words(room) == "dockers’ union"


def test_another_project_is_opened_while_one_is_compared(person, review, tmp_path):
    room = review()
    other = tmp_path / "other.annotator"
    study(other, ("ada", "cy"))
    room.reload()
    person.window.files.open(other)
    ready(person, room)
    assert person.window.rooms.current == "annotate" and room.queue.cases == {}
    assert enter(person) is room
    assert room.queue.annotators == ["ada", "cy"]


def test_what_is_marked_meanwhile_comes_into_the_queue(person, review):
    room = review()
    person.window.rooms.go("annotate")
    window = person.window
    window.workspace.be("ada")
    window.workspace.open_article(room.queue.shown[0].article.id)
    mine = next(a for a in window.workspace.annotations if a.annotator == "ada")
    window.view.pick(mine.id)
    person.settle()
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_Delete)
    person.settle()
    window.workspace.be("jo")
    enter(person)
    assert room.queue.shown[0].group.kinds == ("missing",)
