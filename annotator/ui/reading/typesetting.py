"""Fonts and measures of the page at one zoom and column width."""

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QTextOption

from annotator.ui.reading.modes import Mode

SERIFS = ("Noto Serif", "Charter", "Georgia", "Cambria", "Times New Roman")
FALLBACKS = (
    "Noto Naskh Arabic", "Noto Serif Hebrew", "Noto Serif CJK SC", "Songti SC", "SimSun",
    "Noto Color Emoji",
)  # fmt: skip
TEXT_PIXELS = 18


@dataclass(frozen=True)
class Typesetting:
    """How the page is set: everything that decides where a line breaks and how high it is.

    Lengths are pixels; all heights are whole numbers, so that scrolling can move pixels.
    """

    column: int = 690
    zoom: float = 1.0
    family: str = ""
    size: float = TEXT_PIXELS
    """The text's size at zoom 1."""
    line_factor: float = 1.0
    """How high a line is, in usual heights."""
    lane: int = 14
    """From one lane with names to the next, at zoom 1."""
    mode: Mode = Mode.LANES
    compact_share: float = 0.78
    """How large the text is in the compact mode, in usual sizes."""
    attributes: bool = False
    """Whether a mark's name is followed by the values of its attributes."""
    ligatures: bool = True
    """Whether "fi" may be one sign; not in files in which every letter should be found."""

    @cached_property
    def pixels(self) -> float:
        """The text's size in this mode, at zoom 1."""
        return self.size * (self.compact_share if self.mode is Mode.COMPACT else 1)

    def scaled(self, pixels: float) -> int:
        """Give a length at this zoom."""
        return max(int(pixels * self.zoom + 0.5), 1)

    @cached_property
    def text_font(self) -> QFont:
        """The font of the text."""
        return self._serif(self.pixels)

    @cached_property
    def headline_font(self) -> QFont:
        """The font of the headline: 1.4 times the text's size, bold."""
        font = self._serif(self.pixels * 1.4)
        font.setWeight(QFont.Weight.Bold)
        return font

    @cached_property
    def byline_font(self) -> QFont:
        """The font of the small line under the headline."""
        return self._sans(12.5)

    @cached_property
    def name_font(self) -> QFont:
        """The font of the labels' names."""
        font = self._sans(10.4)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    @cached_property
    def ascent(self) -> int:
        """The least room above the baseline."""
        return int(QFontMetricsF(self.text_font).ascent() + 0.5)

    @cached_property
    def fill_up(self) -> int:
        """How far a fill reaches above the baseline."""
        return self.scaled(self.pixels * 0.93)

    @cached_property
    def fill_down(self) -> int:
        """How far a fill reaches below the baseline; there the bars begin."""
        return self.scaled(self.pixels * 0.33)

    @cached_property
    def leading(self) -> int:
        """The room above a line; a ring around a span fits into it.

        Lines that are set tight take it away, and a little of the font's own room (below zero).
        """
        usual = 0 if self.mode is Mode.COMPACT else self.scaled(3)
        more = (self.line_factor - 1) * (usual + self.ascent + self.fill_down)
        return max(usual + round(more), -self.scaled(2))

    def gap(self, pixels: float) -> int:
        """Give the room between parts of the page: less where all is set small."""
        return self.scaled(pixels * (0.55 if self.mode is Mode.COMPACT else 1))

    @cached_property
    def bar(self) -> int:
        """How thick a bar is."""
        return self.scaled(2)

    @cached_property
    def named_lane(self) -> int:
        """How high a lane is in which a label's name stands."""
        return self.scaled(self.lane)

    @cached_property
    def bare_lane(self) -> int:
        """How high a lane is that has bars alone."""
        return self.scaled(3 if self.mode is Mode.COMPACT else self.lane * 0.36)

    @cached_property
    def name_ascent(self) -> float:
        """How far the names' baseline lies below their top."""
        return QFontMetricsF(self.name_font).ascent()

    @cached_property
    def line_height(self) -> int:
        """The height of a line without lanes."""
        return self.leading + self.ascent + self.fill_down

    @cached_property
    def character_width(self) -> float:
        """About how wide a character is, for estimates."""
        sample = "the quick brown fox jumps over the lazy dog, said Omar in May"
        return QFontMetricsF(self.text_font).horizontalAdvance(sample) / len(sample)

    def option(self, *, right_to_left: bool) -> QTextOption:
        """Give how lines break and where they start."""
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTabStopDistance(self.scaled(36))
        if right_to_left:
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        else:
            option.setTextDirection(Qt.LayoutDirection.LeftToRight)
            option.setAlignment(Qt.AlignmentFlag.AlignLeft)
        return option

    def _serif(self, pixels: float) -> QFont:
        font = QFont()
        chosen = (self.family,) if self.family else ()
        font.setFamilies([*chosen, *SERIFS, *FALLBACKS])
        font.setStyleHint(QFont.StyleHint.Serif)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setPixelSize(self.scaled(pixels))
        if not self.ligatures:
            font.setFeature(QFont.Tag("liga"), 0)
        return font

    def _sans(self, pixels: float) -> QFont:
        font = QFont(QGuiApplication.font())
        font.setPixelSize(self.scaled(pixels))
        return font
