"""Somebody takes training data out: chooses in the dialog, sees what will come, finds the files."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.annotation import GOLD
from annotator.jobs.import_articles import import_files
from annotator.storage.project import Project
from annotator.ui.export import exporting
from tests.formats.samples import SCHEME, written
from tests.formats.test_native_jsonl import NATIVE
from tests.jobs.test_export_plan import entries
from tests.jobs.working import done


@pytest.fixture
def gold(tmp_path):
    """A project of twenty articles, two annotators and a gold."""
    source = tmp_path / "in.jsonl"
    source.write_bytes(written(entries(), NATIVE))
    with Project.create(tmp_path / "study.annotator", SCHEME) as project:
        done(import_files(project, [source]))
    source.unlink()
    return tmp_path / "study.annotator"


def opened(person, qtbot):
    """Press the key for exporting, and give the dialog when all has been counted."""
    person.window.activateWindow()
    person.keys("Ctrl+E")
    qtbot.waitUntil(lambda: person.window.dialogs.current is not None, timeout=20_000)
    dialog = person.window.dialogs.current
    counted(dialog, qtbot)
    return dialog


def counted(dialog, qtbot):
    qtbot.waitUntil(lambda: not dialog.surveyor.busy and not dialog.forecast.progress.isVisible(),
                    timeout=20_000)  # fmt: skip


def retype(field, text):
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)


def lines(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_the_gold_is_split_by_keys_alone_and_read_back(person, gold, qtbot, monkeypatch):
    window = person.start(gold)
    dialog = opened(person, qtbot)
    assert dialog.forecast.numbers.text().startswith("20 articles with 70 annotations")
    choices = dialog.choices
    QTest.keyClick(choices.whose, Qt.Key.Key_Down)  # the first field has the focus
    assert choices.whose.currentText() == "Only the gold"
    choices.divided.setFocus()
    QTest.keyClick(choices.divided, Qt.Key.Key_Space)
    retype(choices.shares, "60/20")
    counted(dialog, qtbot)
    assert dialog.forecast.numbers.text() == (
        "10 articles with 10 annotations: about 8 train, 2 test; near-duplicates stay together."
    )
    QTest.keyClicks(choices.shares, "/20")
    counted(dialog, qtbot)
    assert "about 6 train, 2 dev, 2 test;" in dialog.forecast.numbers.text()
    retype(choices.seed, "5")
    choices.pseudonyms.setFocus()
    QTest.keyClick(choices.pseudonyms, Qt.Key.Key_Space)
    retype(dialog.place, str(gold.parent / "gold.jsonl"))
    assert "gold-train.jsonl, gold-dev.jsonl, gold-test.jsonl" in dialog.place_note.text()
    counted(dialog, qtbot)
    first = dialog.forecast.preview.toPlainText().splitlines()[0]
    QTest.keyClick(dialog.place, Qt.Key.Key_Return)
    person.wait_for_job()
    found = {part: lines(gold.parent / f"gold-{part}.jsonl") for part in ("train", "dev", "test")}
    assert [len(x) for x in found.values()] == [6, 2, 2]
    assert all(x["meta"]["split"] == part for part, some in found.items() for x in some)
    assert {x["meta"]["annotator"] for some in found.values() for x in some} == {GOLD}
    assert json.loads(first)["id"] in {x["id"] for some in found.values() for x in some}
    told = json.loads((gold.parent / "gold.manifest.json").read_text("utf-8"))
    assert (told["split"]["seed"], told["split"]["shares"]) == (5, "60/20/20")
    assert (gold.parent / "README.md").read_text("utf-8").startswith("---\n")
    went = []
    monkeypatch.setattr(exporting, "open_folder", went.append)
    assert "gold-dev.jsonl" in window.banner.message.text()
    QTest.mouseClick(window.banner.offers[0], Qt.MouseButton.LeftButton)
    assert window.banner.offers[0].text() == "Open folder" and went == [gold.parent.resolve()]
    again = opened(person, qtbot)  # the last choices are there again, and the folder
    assert again.plan.annotators == (GOLD,) and str(again.plan.shares) == "60/20/20"
    assert again.plan.pseudonyms and again.plan.seed == 5
    assert again.path.parent == gold.parent
    again.reject()


def test_a_format_is_found_by_typing_and_tells_what_it_loses(person, gold, qtbot):
    person.start(gold)
    dialog = opened(person, qtbot)
    assert dialog.forecast.loss_heading.text() == "Nothing will be left out"
    dialog.choices.format.setFocus()
    QTest.keyClicks(dialog.choices.format.line, "conll")
    assert dialog.plan.format_name == "conll" and dialog.path.suffix == ".conll"
    counted(dialog, qtbot)
    assert dialog.forecast.losses.toPlainText().splitlines()[0].split()[0].isdigit()
    assert dialog.forecast.preview.toPlainText().startswith("-DOCSTART-")
    assert not dialog.choices.textless.isEnabled()
    retype(dialog.choices.format.line, "brat")
    QTest.keyClick(dialog.choices.format.line, Qt.Key.Key_Down)
    assert dialog.path.suffix == "" and "folder" in dialog.place_note.text()
    dialog.choices.divided.click()
    retype(dialog.choices.shares, "80")
    assert not dialog.go.isEnabled() and "80/10/10" in dialog.choices.share_problem.text()
    retype(dialog.choices.shares, "80/20")
    assert dialog.go.isEnabled()
    for nowhere in ("", ".", "/"):
        dialog.place.setText(nowhere)
        assert not dialog.go.isEnabled() and dialog.place_note.text() == "Name a file."
    retype(dialog.choices.format.line, "conll")
    retype(dialog.choices.search, "nowhere")
    counted(dialog, qtbot)
    assert dialog.forecast.heading.text() == "Nothing to export with this choice"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and not dialog.surveyor.busy


def test_tokens_are_chosen_where_a_format_has_them(person, gold, qtbot):
    window = person.start(gold)
    dialog = opened(person, qtbot)
    choices = dialog.choices
    assert not choices.tokenizer.isVisible()
    choices.format.line.setFocus()
    QTest.keyClicks(choices.format.line, "conll")
    assert choices.tokenizer.isVisible()
    choices.tokenizer.setFocus()
    QTest.keyClick(choices.tokenizer, Qt.Key.Key_Down)
    assert choices.tokenizer.currentText() == "What stands between blanks"
    counted(dialog, qtbot)
    target = gold.with_name("cut.conll")
    retype(dialog.place, str(target))
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    person.wait_for_job()
    assert target.exists()
    rows = [line.split() for line in target.read_text("utf-8").splitlines() if line.strip()]
    with Project.open(gold, read_only=True) as project:
        words = {word for article, _ in project.entries() for word in article.text.split()}
    tokens = {row[0] for row in rows if "DOCSTART" not in row[0]}
    assert tokens and tokens <= words
    window.activateWindow()
    again = opened(person, qtbot)
    assert again.plan.tokenizer == "whitespace-1"  # it is remembered
    again.reject()


def test_labels_are_unticked_with_the_keyboard(person, gold, qtbot):
    person.start(gold)
    dialog = opened(person, qtbot)
    names = dialog.choices.labels
    names.setFocus()
    names.setCurrentRow(0)
    QTest.keyClick(names, Qt.Key.Key_Space)
    assert dialog.plan.labels == tuple(label.id for label in SCHEME.labels)[1:]
    counted(dialog, qtbot)
    assert dialog.forecast.numbers.text().startswith("20 articles with 20 annotations")
    dialog.reject()


def test_closing_the_window_ends_what_is_being_counted(person, gold, qtbot):
    window = person.start(gold)
    person.keys("Ctrl+E")
    dialog = window.dialogs.current
    dialog.choices.pseudonyms.click()
    assert dialog.surveyor.busy
    person.quit()
    assert not gold.with_name("study.annotator-wal").exists()


def test_an_export_that_is_cancelled_leaves_nothing(person, gold, qtbot):
    window = person.start(gold)
    dialog = opened(person, qtbot)
    retype(dialog.place, str(gold.parent / "out.jsonl"))
    runner = window.files.runner
    runner.progressed.connect(lambda _: runner.cancel(), Qt.ConnectionType.DirectConnection)
    dialog.go.click()
    person.wait_for_job()
    assert not (gold.parent / "out.jsonl").exists() and not (gold.parent / "README.md").exists()
    assert not window.workspace.busy
