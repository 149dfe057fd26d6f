"""Numbers of agreement, their charts, and the passages behind each, in the window."""

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.span import Span
from annotator.review.measure import UNMARKED
from annotator.ui.agreement.chart import Chart, Value
from annotator.ui.agreement.charts import CHARTS
from annotator.ui.agreement.drawing import ChartDialog
from annotator.ui.agreement.passages import open_passage
from tests.stories.modal import Answers, writes
from tests.stories.test_review import ready
from tests.ui.review.studying import study


@pytest.fixture
def agreement(person, tmp_path):
    """Make a study and go to its Agreement room, where exact F1 by label is measured."""

    def begin(who=("ada", "ben"), by="label"):
        path = tmp_path / "study.annotator"
        study(path, who)
        window = person.start(path)
        window.rooms.go("agreement")
        room = window.rooms.room("agreement")
        ready(person, room)
        room.choice.setCurrentIndex(room.choice.findData("f1_exact"))
        room.by.setCurrentIndex(room.by.findData(by))
        room.measure.click()
        ready(person, room)
        return room

    return begin


def draw(person, room, title):
    room.chart.setCurrentIndex([name for name, _ in CHARTS].index(title))
    room.draw.click()
    ready(person, room)
    return person.window.dialogs.current


def test_numbers_stand_with_counts_and_cautions(person, agreement):
    room = agreement()
    texts = [row.texts for row in room.model.rows]
    # 10 by ada, 8 by ben, 4 alike: Vesna, union, parliament, council, Sund are 5
    assert texts[0][0].startswith("Span F1, exact") and texts[0][1] == "0.556"
    assert texts[0][3] == "3" and "by both 5" in texts[0][4] and "Only 3 articles" in texts[0][5]
    parts = {name.strip(): value for name, value, *_ in texts[1:]}
    assert parts["Location"] == "0.800" and parts["Commitment"] == "0.000"


def test_undefined_is_said_so(person, agreement):
    room = agreement()
    room.choice.setCurrentIndex(room.choice.findData("relations_f1"))
    room.measure.click()
    ready(person, room)
    assert room.model.rows[0].texts[1] == "undefined"
    assert room.model.rows[0].texts[5].startswith("Undefined")


def test_every_number_opens_its_passages(person, agreement):
    room = agreement()
    for at, row in enumerate(room.model.rows):
        room.table.selectRow(at)
        assert room.passages.model.rowCount() == len(row.result.items) > 0
    review = person.window.rooms.room("review")
    person.window.rooms.go("review")  # its queue is read before a passage is asked for
    ready(person, review)
    person.window.rooms.go("agreement")
    ready(person, room)
    room.table.selectRow(0)
    texts = [room.passages.model.index(i).data() for i in range(room.passages.model.rowCount())]
    place = next(i for i, text in enumerate(texts) if "[promised to end its strike]" in text)
    assert "Commitment · first" in texts[place]
    room.passages.list.setCurrentIndex(room.passages.model.index(place))
    room.passages.list.setFocus()
    QTest.keyClick(room.passages.list, Qt.Key.Key_Return)
    ready(person, review)
    assert person.window.rooms.current == "review"
    case = review.queue.current
    span = case.group.span
    assert case.article.text[span.start : span.end] == "promised to end its strike"


def test_the_confusion_matrix_opens_its_cells(person, agreement):
    room = agreement()
    dialog = draw(person, room, "Confusion of labels")
    assert isinstance(dialog, ChartDialog)
    chart = dialog.chart
    actor, location = chart.rows.index("Actor"), chart.rows.index("Location")
    assert [chart.text(location, actor), chart.text(actor, location)] == ["1", "0"]
    assert chart.rows[-1] == "nothing" and UNMARKED not in chart.rows
    dialog.table.cellActivated.emit(location, actor)
    assert room.passages.model.rowCount() == 1
    assert "[Skarvik]" in room.passages.model.index(0).data()


def test_a_pattern_leads_to_the_label_in_the_scheme_room(person, agreement):
    room = agreement()
    room.table.selectRow(next(i for i, row in enumerate(room.model.rows) if "Location" in row.name))
    room.passages.scheme.click()
    person.settle()
    assert person.window.rooms.current == "scheme"
    assert person.window.rooms.room("scheme").parts.current().id == "location"


def test_the_heat_map_of_pairs(person, agreement):
    room = agreement(("ada", "ben", "cy"))
    chart = draw(person, room, "Heat map of pairs").chart
    assert chart.rows == chart.columns == ("ada", "ben", "cy")
    assert chart.at(0, 0).value is None and chart.at(0, 1) == chart.at(1, 0)
    assert chart.at(0, 1).items


def test_intervals_and_weeks_are_drawn_and_saved(person, agreement, tmp_path):
    room = agreement()
    for title in ("By label, with intervals", "Drift by week"):
        dialog = draw(person, room, title)
        dialog.save_csv(tmp_path / "c.csv")
        dialog.save_svg(tmp_path / "c.svg")
        rows = list(csv.reader((tmp_path / "c.csv").read_text("utf-8").splitlines()))
        assert rows[0][0] == dialog.chart.title and len(rows) > 1
        assert b"<svg" in (tmp_path / "c.svg").read_bytes()
        dialog.close()
        person.settle()
    assert chart_weeks(dialog.chart) == ("2025-12-29",)


def chart_weeks(chart):
    return chart.rows


def test_the_report_is_written_in_three_ways(person, agreement, tmp_path):
    room = agreement()
    for ending, sign in ((".html", "<table>"), (".md", "| Location |"), (".csv", "f1_exact")):
        path = tmp_path / f"report{ending}"
        assert room.save_report(path)
        assert sign in path.read_text("utf-8")
    assert not room.save_report(tmp_path / "report.docx")
    assert person.window.banner.isVisible()


def test_a_long_measure_is_cancelled(person, agreement):
    room = agreement(("ada", "ben", "cy", "di", "eve"))
    room.choice.setCurrentIndex(room.choice.findData("all"))
    before = room.measured
    room.measure.click()
    assert room.cancel.isVisibleTo(room)
    room.cancel.click()
    ready(person, room)
    assert room.measured is before and room.measure.isEnabled()


def test_one_annotator_alone_is_told_calmly(person, agreement, tmp_path):
    path = tmp_path / "alone.annotator"
    study(path, ("ada",))
    window = person.start(path)
    window.rooms.go("agreement")
    room = window.rooms.room("agreement")
    ready(person, room)
    assert "nothing to compare" in room.said.text()


def test_a_chart_is_csv_that_no_spreadsheet_runs():
    chart = Chart("T", "bars", ("=cmd()",), ("@x",), ((Value(0.5, 0.1, 0.9),),))
    assert chart.as_csv().splitlines() == [
        "T,'@x", "'=cmd(),0.5", "'=cmd() (low),0.1", "'=cmd() (high),0.9",
    ]  # fmt: skip


def test_a_passage_asked_for_before_the_queue_is_here_opens_in_review(person, agreement):
    room = agreement()
    room.table.selectRow(0)
    item = next(i for i in room.passages.model.items if "commitment" in i.cell)
    review = person.window.rooms.room("review")
    review.runner.finished.disconnect(review._on_read)  # it is read, but not yet delivered
    open_passage(person.window, item)
    ready(person, review)
    assert review.queue.current is None and not review.runner.running
    open_passage(person.window, item)
    assert person.window.rooms.current == "review"
    review._on_read(review._reading)
    assert review.queue.current.group.span == item.span


def test_a_passage_with_nothing_to_decide_is_shown_as_text(person, agreement):
    agreement()
    window = person.window
    article = next(a for a, _ in window.workspace.project.entries() if "Harvest" in a.text)
    window.rooms.go("review")
    review = window.rooms.room("review")
    ready(person, review)
    review.queue.cases[article.id] = []
    assert review.show_passage(article.id, 9, 16)
    assert window.rooms.current == "annotate"
    assert window.view.selected_span() == Span(9, 16)


def test_a_threshold_of_the_project_marks_what_is_below_it(person, agreement, tmp_path):
    room = agreement()
    asked = Answers(writes("0.75"))
    QTest.mouseClick(room.alert, Qt.MouseButton.LeftButton)
    asked.done()
    ready(person, room)
    shown = {row.name.strip(): row.texts for row in room.model.rows}
    assert shown["Location"][1] == "0.800"
    assert shown["Commitment"][1] == "▼ 0.000"
    assert "Below 0.75" in shown["Commitment"][5] and "Below" not in shown["Location"][5]
    for row in (0, 1):
        looked = room.model.index(row, 1).data(Qt.ItemDataRole.BackgroundRole)
        assert (looked is not None) == (room.model.rows[row].result.below is not None)
    assert room.save_report(tmp_path / "report.md")
    assert "Below 0.75" in (tmp_path / "report.md").read_text("utf-8")
    off = Answers(writes("0"))
    QTest.mouseClick(room.alert, Qt.MouseButton.LeftButton)
    off.done()
    ready(person, room)
    assert not any(row.result.below for row in room.model.rows)
