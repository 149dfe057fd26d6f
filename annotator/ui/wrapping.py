"""A row that goes on in the next line where the window is too narrow for it."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class WrappingRow(QLayout):
    """Widgets side by side, and below each other where they find no room.

    What is added after `apart` stands at the right edge while all fit in one line.
    """

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8) -> None:
        """Begin empty, without margins; ``spacing`` in pixels lies between widgets and lines."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._apart: int | None = None
        self.setSpacing(spacing)
        self.setContentsMargins(QMargins())

    def apart(self) -> None:
        """Put what is added from now on at the right edge, where there is room."""
        self._apart = len(self._items)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item; Qt calls it."""
        self._items.append(item)

    def count(self) -> int:
        """Give how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Give an item, or None where there is none; as Qt wants it."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item away, or None where there is none; as Qt wants it."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more room than is needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow row is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height in pixels of all lines at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put everything in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Give the size of all in one line."""
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() + self.spacing() for size in shown) - self.spacing()
        return self._with_margins(max(width, 0), max((s.height() for s in shown), default=0))

    def minimumSize(self) -> QSize:
        """Give the size of the widest item alone."""
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return self._with_margins(
            max((size.width() for size in shown), default=0),
            max((size.height() for size in shown), default=0),
        )

    def _with_margins(self, width: int, height: int) -> QSize:
        edges = self.contentsMargins()
        return QSize(width, height).grownBy(edges)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wide = item.sizeHint().width()
            if lines[-1] and used + wide > width:
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += wide + self.spacing()
        return lines

    def _place(self, rect: QRect, *, move: bool) -> int:
        edges = self.contentsMargins()
        room = rect.marginsRemoved(edges)
        lines = self._lines(room.width())
        top = room.top()
        for line in lines:
            high = max((item.sizeHint().height() for item in line), default=0)
            if move:
                self._set(line, room, top, high, single=len(lines) == 1)
            top += high + self.spacing()
        return top - self.spacing() - rect.top() + edges.bottom()

    def _set(
        self, line: list[QLayoutItem], room: QRect, top: int, high: int, *, single: bool
    ) -> None:
        last = set() if self._apart is None else {id(item) for item in self._items[self._apart :]}
        rest = room.width() - sum(item.sizeHint().width() + self.spacing() for item in line)
        left = room.left()
        for item in line:
            if single and id(item) in last and rest > 0:
                left += rest + self.spacing()
                rest = 0
            size = item.sizeHint()
            wide = min(size.width(), room.width())
            middle = top + (high - size.height()) // 2
            item.setGeometry(QRect(QPoint(left, middle), QSize(wide, size.height())))
            left += wide + self.spacing()
