"""Names that hang under marked words while the pointer is there, where lines have no room."""

from collections.abc import Collection

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath

from annotator.ui.reading.blocks import Kind
from annotator.ui.reading.document_layout import DocumentLayout
from annotator.ui.reading.label_looks import LabelLook
from annotator.ui.reading.marks import Shape
from annotator.ui.reading.typesetting import Typesetting

_PADDING = 4  # pixels at zoom 1, left and right of a name


def tag_height(setting: Typesetting) -> int:
    """Give how far a tag reaches below the line of its words, in pixels."""
    return setting.scaled(18)


def paint_tags(
    painter: QPainter, document: DocumentLayout, names: Collection[str], paper: QColor,
    rows: tuple[int, int],
) -> None:  # fmt: skip
    """Draw the names of annotations whose words stand in or next to rows of the page.

    They lie over the words below, so they come after everything else.
    """
    if not names:
        return
    reach = 3 * tag_height(document.setting)  # tags give way to each other
    first = document.index_at(max(rows[0] - reach, 0))
    last = document.index_at(rows[1] + reach)
    taken: list[QRectF] = []
    for index in range(first, last + 1):
        if document.blocks.kinds[index] != Kind.TEXT or not document.is_laid(index):
            continue
        for name, shape in document.laid(index).marks.shapes.items():
            if name in names and shape.begins and shape.boxes:
                box = _free(_tag(shape, document, index), taken, document.setting)
                taken.append(box)
                paint_name(painter, shape.look, box, paper, document.setting)


def _tag(shape: Shape, document: DocumentLayout, index: int) -> QRectF:
    """Give where a shape's tag wants to hang: under the start of its first words."""
    setting, words = document.setting, shape.boxes[0]
    width = shape.look.name_width + 2 * setting.scaled(_PADDING)
    left = words.left()
    if document.laid(index).paragraph.right_to_left:
        left = words.right() - width
    left = max(min(left, setting.column - width), 0.0)
    return QRectF(left, document.top(index) + words.bottom() + 2, width, setting.scaled(14))


def _free(box: QRectF, taken: list[QRectF], setting: Typesetting) -> QRectF:
    """Move a tag to the right of those that hang where it wants to."""
    for other in taken:
        if box.intersects(other):
            box.moveLeft(other.right() + setting.scaled(2))
    return box


def paint_name(
    painter: QPainter, look: LabelLook, box: QRectF, paper: QColor, setting: Typesetting,
    *, named: bool = True,
) -> None:  # fmt: skip
    """Draw a label's name in a box of its colour; an outlined one where marks are dashed.

    Without ``named`` the box alone.
    """
    path = QPainterPath()
    path.addRoundedRect(box, setting.scaled(3), setting.scaled(3))
    painter.fillPath(path, paper if look.dashed else look.name_color)
    painter.setPen(look.name_color)
    if look.dashed:
        painter.drawPath(path)
    else:
        painter.setPen(paper)
    if named:
        painter.setFont(setting.name_font)
        painter.drawStaticText(name_corner(look, box), look.name)


def name_corner(look: LabelLook, box: QRectF) -> QPointF:
    """Give where a name's top left corner stands in the middle of a box."""
    return box.center() - QPointF(look.name_width, look.name.size().height()) / 2
