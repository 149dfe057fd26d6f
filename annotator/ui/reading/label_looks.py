"""How each label of a scheme looks on the page: its colours, and its name ready to draw."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QStaticText, QTransform

from annotator.core.scheme import Scheme
from annotator.ui.reading.typesetting import Typesetting
from annotator.ui.theme import Theme, label_shades

_WIDEST = 150  # pixels at zoom 1; a longer name is cut, and stands whole in the list


@dataclass(frozen=True, slots=True, eq=False)
class LabelLook:
    """One label's colours and prepared name."""

    fill: QColor
    strong: QColor
    bar: QColor
    name_color: QColor
    name: QStaticText
    name_width: float


class LabelLooks:
    """The looks of a scheme's labels in one theme and at one zoom, made when first asked for."""

    def __init__(self, scheme: Scheme, theme: Theme, setting: Typesetting) -> None:
        """Prepare for a scheme."""
        self._scheme = scheme
        self._theme = theme
        self._setting = setting
        self._looks: dict[str, LabelLook] = {}

    def __getitem__(self, label_id: str) -> LabelLook:
        """Give a label's look; one that the scheme does not know is grey and bears its id."""
        look = self._looks.get(label_id)
        if look is None:
            look = self._looks[label_id] = self._made(label_id)
        return look

    def _made(self, label_id: str) -> LabelLook:
        label = self._scheme.label(label_id)
        shades = label_shades(label.color if label else self._theme.muted, self._theme)
        name = QStaticText(
            QFontMetricsF(self._setting.name_font).elidedText(
                label.name if label else label_id,
                Qt.TextElideMode.ElideRight,
                self._setting.scaled(_WIDEST),
            )
        )
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        name.prepare(QTransform(), self._setting.name_font)
        return LabelLook(
            QColor(shades.fill), QColor(shades.strong), QColor(shades.bar), QColor(shades.name),
            name, name.size().width(),
        )  # fmt: skip
