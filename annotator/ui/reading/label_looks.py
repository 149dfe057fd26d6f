"""How each label of a scheme looks on the page: its colours, and its name ready to draw."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QStaticText, QTransform

from annotator.core.annotation import Annotation, AttributeValue
from annotator.core.register import entity_attribute
from annotator.core.scheme import Scheme
from annotator.ui.reading.typesetting import Typesetting
from annotator.ui.theme import Theme, label_shades

if TYPE_CHECKING:
    from annotator.ui.reading.owners import Owner

_WIDEST = 150  # pixels at zoom 1; a longer name is cut, and stands whole in the list
_MOST_LOOKS = 4_000  # attribute values may be free text


class MarkStyle(Enum):
    """How loud a mark is: a new kind of mark is one more row in `_STYLES`."""

    PLAIN = auto()
    CALM = auto()
    """Nothing to decide here: bar and name without a fill."""
    QUIET = auto()
    """Calm, and what it says is already said beside it: a bar alone."""
    STRONG = auto()
    """Look here: a stronger fill."""
    SUGGESTED = auto()
    """Proposed, not yet anybody's: a dashed bar without a fill."""


@dataclass(frozen=True, slots=True)
class _Style:
    filled: bool = True
    strong: bool = False
    dashed: bool = False
    named: bool = True


_STYLES = {
    MarkStyle.PLAIN: _Style(),
    MarkStyle.CALM: _Style(filled=False),
    MarkStyle.QUIET: _Style(filled=False, named=False),
    MarkStyle.STRONG: _Style(strong=True),
    MarkStyle.SUGGESTED: _Style(filled=False, dashed=True),
}
StyleOf = Callable[[Annotation], MarkStyle]


@dataclass(frozen=True, slots=True, eq=False)
class LabelLook:
    """One label's colours and prepared name."""

    fill: QColor
    strong: QColor
    bar: QColor
    name_color: QColor
    name: QStaticText
    name_width: float
    filled: bool = True
    dashed: bool = False
    loud: bool = False
    named: bool = True


class LabelLooks:
    """The looks of a scheme's labels in one theme and at one zoom, made when first asked for."""

    def __init__(
        self, scheme: Scheme, theme: Theme, setting: Typesetting, style_of: StyleOf | None = None,
        owners: "Sequence[Owner]" = (),
    ) -> None:  # fmt: skip
        """Prepare for a scheme; without ``style_of`` every mark is plain.

        With ``owners``, the marks of each stand in a row of lanes of their own.
        """
        self.owners = owners
        self._places = {owner.name: at for at, owner in enumerate(owners)}
        self._tags: dict[int, LabelLook] = {}
        self._scheme = scheme
        self._theme = theme
        self._setting = setting
        self._style_of = style_of
        self._looks: dict[tuple[str, MarkStyle, str], LabelLook] = {}

    def __getitem__(self, label_id: str) -> LabelLook:
        """Give a label's look; one that the scheme does not know is grey and bears its id."""
        return self._look(label_id, MarkStyle.PLAIN, "")

    def of(self, annotation: Annotation) -> LabelLook:
        """Give the look of one annotation, by its label, its style and, if shown, its values."""
        style = self._style_of(annotation) if self._style_of else MarkStyle.PLAIN
        shown = annotation.attributes if self._setting.attributes else {}
        # Of an entity the text holds an identifier, which nobody can read.
        unread = entity_attribute(self._scheme, annotation.label) if shown else None
        said = (shown[name] for name in sorted(shown) if name != unread)
        values = "".join(f" · {_said(value)}" for value in said)
        return self._look(annotation.label, style, values)

    def owner_of(self, annotation: Annotation) -> int:
        """Give the number of the owner in whose row an annotation stands."""
        return self._places.get(annotation.annotator, 0)

    def tag(self, number: int) -> LabelLook:
        """Give how the row of an owner is tagged: her initials in her colour."""
        if number not in self._tags:
            owner = self.owners[number]
            self._tags[number] = self._painted(owner.initials, owner.color, MarkStyle.PLAIN)
        return self._tags[number]

    def _look(self, label_id: str, style: MarkStyle, values: str) -> LabelLook:
        key = (label_id, style, values)
        look = self._looks.get(key)
        if look is None:
            if len(self._looks) >= _MOST_LOOKS:
                self._looks.clear()
            look = self._looks[key] = self._made(label_id, style, values)
        return look

    def _made(self, label_id: str, style: MarkStyle, values: str) -> LabelLook:
        label = self._scheme.label(label_id)
        text = (label.name if label else label_id) + values
        return self._painted(text, label.color if label else self._theme.muted, style)

    def _painted(self, text: str, color: str, mark_style: MarkStyle) -> LabelLook:
        style = _STYLES[mark_style]
        shades = label_shades(color, self._theme)
        name = QStaticText(
            QFontMetricsF(self._setting.name_font).elidedText(
                text,
                Qt.TextElideMode.ElideRight,
                self._setting.scaled(_WIDEST),
            )
        )
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        name.prepare(QTransform(), self._setting.name_font)
        return LabelLook(
            QColor(shades.strong if style.strong else shades.fill), QColor(shades.strong),
            QColor(shades.bar), QColor(shades.name), name, name.size().width(),
            style.filled, style.dashed, style.strong, style.named,
        )  # fmt: skip


def _said(value: AttributeValue) -> str:
    """Give an attribute's value as it is said on a mark: one line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return " ".join(text.split())
