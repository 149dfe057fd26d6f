"""With hundreds of labels one is found by typing some of its name, near the text."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.scheme import Label, Scheme
from annotator.storage.project import Project


def test_a_label_of_three_hundred_is_used_by_a_few_letters(person, tmp_path):
    colors = ("#0072b2", "#d55e00")
    many = Scheme("many", "Many", "1", tuple(
        Label(f"l{n}", f"Label {n} {'harbour' if n == 207 else ''}".strip(), colors[n % 2],
              definition=f"About {n}")
        for n in range(300)))  # fmt: skip
    Project.create(tmp_path / "m.annotator", many).close()
    (tmp_path / "a.txt").write_text("The board will pay by May.", "utf-8")
    window = person.start(tmp_path / "m.annotator")
    window.files.import_paths([tmp_path / "a.txt"])
    person.wait_for_job()
    person.drag("will pay")
    person.keys("L")
    picker = window.dialogs.current
    assert picker.isVisible() and picker.list.count() == 300
    QTest.keyClicks(picker.line, "harb")
    assert picker.label.id == "l207" and picker.definition.text() == "About 207"
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    person.settle()
    assert person.marks == [("l207", "will pay")] and not picker.isVisible()
    person.keys("L")
    picker = window.dialogs.current
    QTest.keyClicks(picker.line, "zzz")
    assert picker.label is None and "No label" in picker.definition.text()
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    assert picker.isVisible()
    QTest.keyClick(picker, Qt.Key.Key_Escape)
    person.settle()
    assert person.marks == [("l207", "will pay")]
