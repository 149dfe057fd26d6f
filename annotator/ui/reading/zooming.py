"""Zooming by hand: Ctrl+wheel, and two fingers on a touchpad or a touch screen."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

ZOOMING = (QEvent.Type.NativeGesture, QEvent.Type.Gesture)
"""The events that `Zooming.takes` may take."""
ZoomBy = Callable[[float, QPointF], None]
_NOTCH = 120  # units of the wheel's angle
_BY_NOTCH = 1.1


class Zooming(QObject):
    """Turns wheel, touchpad and touch events into factors around a point."""

    def __init__(self, surface: QWidget, zoom_by: ZoomBy) -> None:
        """Serve a surface; ``zoom_by`` gets a factor, and the point of it that stays in place."""
        super().__init__(surface)
        self._surface = surface
        self._zoom_by = zoom_by
        surface.grabGesture(Qt.GestureType.PinchGesture)

    def takes(self, event: QEvent) -> bool:
        """Zoom if an event asks for it; says whether it did."""
        if isinstance(event, QNativeGestureEvent):
            return self._native(event)
        if isinstance(event, QGestureEvent):
            return self._pinch(event)
        return False

    def wheel(self, event: QWheelEvent) -> bool:
        """Zoom if Ctrl is held; says whether it is."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        turned = event.angleDelta().y() or event.angleDelta().x()
        if turned:
            self._zoom_by(_BY_NOTCH ** (turned / _NOTCH), event.position())
        return True

    def _native(self, event: QNativeGestureEvent) -> bool:
        """Follow a touchpad: each step tells by what share more."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._zoom_by(max(1 + event.value(), 0.1), event.position())
        event.accept()
        return True

    def _pinch(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        if pinch.changeFlags() & QPinchGesture.ChangeFlag.ScaleFactorChanged:
            centre = self._surface.mapFromGlobal(pinch.centerPoint())
            self._zoom_by(pinch.scaleFactor(), QPointF(centre))
        event.accept(pinch)
        return True
