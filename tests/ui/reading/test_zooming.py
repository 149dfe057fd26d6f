"""Zooming by wheel, touchpad and touch, with the events that Qt sends."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication

from annotator.ui.reading.modes import Mode
from tests.ui.reading.making import article_of, news, shown


def turn(view, point, notches, modifiers=Qt.KeyboardModifier.ControlModifier):
    event = QWheelEvent(
        QPointF(point), QPointF(view.viewport().mapToGlobal(point)), QPoint(),
        QPoint(0, int(120 * notches)), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def spread(view, point, share):
    pad = QPointingDevice(
        "pad", 7, QInputDevice.DeviceType.TouchPad, QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position, 5, 3,
    )  # fmt: skip
    at = QPointF(point)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, pad, 2, at, at,
        QPointF(view.viewport().mapToGlobal(point)), share, QPointF(), 0,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("hand", [turn, spread])
def test_the_line_under_the_hand_stays_there(qtbot, mode, hand):
    view = shown(qtbot, article_of(news(2_000)), mode=mode)
    view.scroll_to_offset(4_000)
    point = QPoint(300, 250)
    offset = view.offset_at(point)
    for step in (1, 1, 1, -1, -1) if hand is turn else (0.1, 0.05, 0.1, -0.05, -0.1):
        before = view.zoom
        hand(view, point, step)
        assert (view.zoom > before) == (step > 0)
        top = view.rectangle_of(offset).top()
        assert abs(top - point.y()) < 90, "held"
    assert view._page.document.setting.zoom == view.zoom != 1.0


def test_the_wheel_without_ctrl_scrolls(qtbot):
    view = shown(qtbot, article_of(news(2_000)))
    turn(view, QPoint(300, 250), -2, Qt.KeyboardModifier.NoModifier)
    assert view.zoom == 1.0 and view._page.top > 0


def test_zooming_stays_within_its_bounds(qtbot):
    view = shown(qtbot, article_of(news(200)))
    for _ in range(40):
        spread(view, QPoint(300, 250), 0.3)
    assert view.zoom == 4.0
    for _ in range(60):
        spread(view, QPoint(300, 250), -0.9)
    assert view.zoom == 0.5
