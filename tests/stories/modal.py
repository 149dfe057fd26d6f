"""Answering modal dialogs as a user does: by keys and clicks, while the program waits for them."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

Step = Callable[[QWidget], None]


class Answers(QObject):
    """Each step answers the next dialog that comes; `left` are those that never came."""

    def __init__(self, *steps: Step) -> None:
        super().__init__()
        self.left = list(steps)
        self.said: list[str] = []
        self.fault: BaseException | None = None
        self._seen: list[QWidget] = []
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isVisible() or any(dialog is s for s in self._seen):
            return
        self._seen.append(dialog)
        said = getattr(dialog, "said", None)
        self.said.append(said.text() if said is not None else dialog.windowTitle())
        step = self.left.pop(0) if self.left else _unwanted
        # A timer does not go off within itself, and a step may open the next dialog.
        QTimer.singleShot(0, lambda: self._answer(step, dialog))

    def _answer(self, step: Step, dialog: QWidget) -> None:
        try:
            step(dialog)
        except BaseException as error:  # else it would be waited for without end
            self.fault = self.fault or error
            dialog.close()

    def done(self) -> None:
        self._timer.stop()
        if self.fault is not None:
            raise AssertionError(f"at the dialogs {self.said}") from self.fault
        assert not self.left, f"{len(self.left)} dialogs never came; came: {self.said}"


def _unwanted(dialog: QWidget) -> None:
    raise AssertionError(f"a dialog that nobody waited for: {dialog.windowTitle()}")


def writes(text: str) -> Step:
    """Write over what the dialog's field has, and press Enter."""

    def step(dialog: QWidget) -> None:
        field = QApplication.focusWidget()
        assert field is not None
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    return step


def chooses(text: str) -> Step:
    """Choose what begins with a text in the dialog's list, and press Enter."""

    def step(dialog: QWidget) -> None:
        field = QApplication.focusWidget()
        assert field is not None
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    return step


def presses(text: str) -> Step:
    """Click the button with a text."""

    def step(dialog: QWidget) -> None:
        buttons = dialog.findChildren(QPushButton)
        button = next(b for b in buttons if b.text().replace("&", "") == text)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return step


def back(person: Any, place: QWidget, *keys: str) -> None:
    """Press keys in a place of the window after a dialog has closed."""
    person.settle()
    person.window.activateWindow()
    QTest.qWaitForWindowActive(person.window)
    place.setFocus()
    person.keys(*keys)


def click(owner: QWidget, text: str) -> None:
    """Click a visible button of a widget."""
    buttons = owner.findChildren(QPushButton)
    button = next(b for b in buttons if b.text().replace("&", "") == text and b.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
