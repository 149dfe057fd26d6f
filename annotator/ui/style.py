"""How the window's ordinary widgets look: one style sheet drawn from the theme."""

from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget

from annotator.paths import resource
from annotator.settings import Settings
from annotator.ui.theme import DARK, LIGHT, Theme


def chosen_theme(settings: Settings) -> Theme:
    """Give the theme that the user chose, or the system's where it tells one."""
    chosen = settings.text("theme")
    if chosen == "system":
        hints = QGuiApplication.styleHints()
        dark = hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if chosen == "dark" else LIGHT


def apply_style(theme: Theme) -> None:
    """Let the whole application be drawn in a theme."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setPalette(_palette(theme))
    colours = {name: getattr(theme, name) for name in _USED}
    arrow = resource("styles/down.svg").as_posix()
    tick = resource(f"styles/tick-{theme.name}.svg").as_posix()
    application.setStyleSheet(_SHEET.format(arrow=arrow, tick=tick, **colours))


_USED = ("paper", "panel", "card", "ink", "muted", "line", "selection", "accent", "warning")


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: theme.panel,
        roles.Base: theme.card,
        roles.AlternateBase: theme.panel,
        roles.Button: theme.card,
        roles.Text: theme.ink,
        roles.WindowText: theme.ink,
        roles.ButtonText: theme.ink,
        roles.ToolTipBase: theme.card,
        roles.ToolTipText: theme.ink,
        roles.PlaceholderText: theme.muted,
        roles.Highlight: theme.selection,
        roles.HighlightedText: theme.ink,
        roles.Link: theme.accent,
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return palette


_SHEET = """
QMainWindow, QDialog, QWidget#articles, QWidget#details, QWidget#header, QWidget#statusLine,
QWidget#labelRow, QScrollArea#labelBar {{ background: {panel}; }}
QWidget#welcome {{ background: {paper}; }}
QLabel {{ background: transparent; color: {ink}; }}
QLabel#heading {{ font-weight: 600; }}
QLabel#display {{ font-size: 30px; font-weight: 600; }}
QLabel#lead {{ font-size: 15px; color: {muted}; }}
QLabel#quiet, QLabel#hint {{ color: {muted}; }}
QLabel#hint {{ padding: 26px; }}
QWidget#inspector {{ border-top: 1px solid {line}; }}
QFrame#hoverCard {{ background: {card}; border: 1px solid {line}; border-radius: 8px; }}
QTreeWidget {{ background: {card}; color: {ink}; border: 1px solid {line}; border-radius: 6px; }}
QTreeWidget::item {{ padding: 3px; }}
QTreeWidget::item:selected {{ background: {selection}; color: {ink}; }}
QHeaderView::section {{ background: {panel}; color: {muted}; border: none; padding: 4px 6px; }}
QKeySequenceEdit:focus {{ border: 1px solid {accent}; }}
QWidget#questionBox {{ background: {card}; border: 1px solid {accent}; border-radius: 8px; }}
QWidget#schemeRoom QListView, QWidget#schemeRoom QTextBrowser {{ background: {card};
  border: 1px solid {line}; border-radius: 6px; padding: 3px; }}
QWidget#schemeRoom QListView::item {{ padding: 4px 6px; }}
QWidget#schemeRoom QListView:focus, QWidget#schemeRoom QTextBrowser:focus, QTextBrowser:focus,
QTableView:focus, QTreeView:focus,
QScrollArea:focus {{ border: 1px solid {accent}; }}
Preview, ReviewView {{ border: 1px solid {paper}; }}
Preview:focus, ReviewView:focus {{ border: 1px solid {accent}; }}
QToolButton#answer {{ color: {ink}; padding: 2px 6px; text-align: left; }}
QToolButton#answer:checked {{ background: transparent; }}
QToolButton#answer::menu-indicator {{ image: none; }}
QToolButton#answer:disabled {{ color: {muted}; }}
QWidget#banner {{ background: {warning}; }}
QWidget#findBar {{ background: {panel}; border-bottom: 1px solid {line}; }}
QSplitter::handle {{ background: {line}; }}
QMenuBar {{ background: {panel}; color: {ink}; padding: 2px 8px; }}
QMenuBar::item {{ padding: 4px 9px; margin-top: 6px; border-radius: 5px; background: transparent; }}
QMenuBar::item:selected {{ background: {selection}; }}
QMenu {{ background: {card}; color: {ink}; border: 1px solid {line}; padding: 5px; }}
QMenu::item {{ padding: 5px 26px 5px 14px; border-radius: 5px; }}
QMenu::item:selected {{ background: {selection}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 5px 8px; }}
QListView {{ background: {panel}; border: none; outline: none; }}
QListView:focus {{ border: 1px solid {accent}; }}
QDialog QListView, QDialog QPlainTextEdit, QTextBrowser {{
  background: {card}; border: 1px solid {line}; border-radius: 6px; padding: 4px; }}
QListView::item:selected {{ background: {selection}; color: {ink}; border-radius: 5px; }}
QListView::item:disabled {{ color: {muted}; }}
QDialog QListView::item {{ padding: 6px 8px; }}
QLineEdit, QPlainTextEdit {{
  background: {card}; color: {ink}; border: 1px solid {line}; border-radius: 6px;
  padding: 5px 8px; selection-background-color: {selection}; selection-color: {ink}; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 1px solid {accent}; }}
QComboBox {{ background: {card}; color: {ink}; border: 1px solid {line}; border-radius: 6px;
  padding: 5px 8px; }}
QComboBox:focus, QComboBox:hover {{ border: 1px solid {accent}; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: url({arrow}); width: 10px; height: 10px; }}
QComboBox QAbstractItemView {{ background: {card}; border: 1px solid {line}; padding: 4px; }}
QPushButton {{ background: {card}; color: {ink}; border: 1px solid {line}; border-radius: 7px;
  padding: 7px 14px; }}
QPushButton:hover, QPushButton:focus {{ border: 1px solid {accent}; }}
QPushButton:pressed {{ background: {selection}; }}
QPushButton:disabled {{ color: {muted}; }}
QPushButton#primary {{ background: {accent}; color: {paper}; border: 1px solid {accent};
  font-weight: 600; }}
QPushButton#primary:focus {{ border: 2px solid {ink}; padding: 6px 13px; }}
QPushButton#link {{ background: transparent; border: 1px solid transparent; text-align: left;
  padding: 4px 8px; }}
QPushButton#link:hover {{ background: {panel}; border-color: {line}; }}
QPushButton#link:focus {{ background: {panel}; border-color: {accent}; }}
QPushButton#small {{ padding: 2px 10px; }}
QToolButton {{ color: {muted}; border: 1px solid transparent; border-radius: 6px;
  padding: 4px 8px; background: transparent; }}
QToolButton:hover {{ border-color: {line}; color: {ink}; }}
QToolButton:focus {{ border-color: {accent}; color: {ink}; }}
QToolButton:checked {{ background: {selection}; color: {ink}; }}
QProgressBar {{ background: {line}; border: none; border-radius: 2px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
QScrollBar:vertical {{ background: {panel}; width: 10px; margin: 0; }}
PageView QScrollBar:vertical {{ background: {paper}; width: 14px; }}
QScrollBar::handle:vertical {{ background: {line}; border-radius: 4px; min-height: 36px;
  margin: 2px; }}
QScrollBar::handle:vertical:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; }}
QScrollBar::handle:horizontal {{ background: {line}; border-radius: 4px; min-width: 36px;
  margin: 2px; }}
QGroupBox {{ border: none; margin-top: 20px; font-weight: 600; color: {ink}; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 2px; }}
QCheckBox, QRadioButton {{ color: {ink}; spacing: 8px; padding: 2px 4px;
  border: 1px solid transparent; border-radius: 5px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {accent}; }}
QCheckBox::indicator, QTableView::indicator, QListView::indicator, QTreeView::indicator {{
  width: 13px; height: 13px; border: 1px solid {muted}; border-radius: 3px; background: {card}; }}
QCheckBox::indicator:checked, QTableView::indicator:checked, QListView::indicator:checked,
QTreeView::indicator:checked {{ background: {accent}; border-color: {accent};
  image: url({tick}); }}
QCheckBox::indicator:indeterminate {{ background: {muted}; }}
QRadioButton::indicator {{ width: 13px; height: 13px; border: 1px solid {muted};
  border-radius: 7px; background: {card}; }}
QRadioButton::indicator:checked {{ width: 7px; height: 7px; border: 4px solid {accent}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {line}; }}
QTableView {{ border: 1px solid {line}; border-radius: 6px; }}
DraftTable {{ outline: none; }}
QTableCornerButton::section {{ background: {panel}; border: none; }}
QTabWidget::pane {{ border: none; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{ color: {muted}; padding: 3px 12px; margin: 2px 3px 2px 0;
  border: 1px solid transparent; border-radius: 6px; }}
QTabBar::tab:hover {{ color: {ink}; }}
QTabBar::tab:selected {{ color: {ink}; background: {card}; border-color: {line}; }}
QTabBar::tab:selected:focus {{ border-color: {accent}; }}
QToolTip {{ background: {card}; color: {ink}; border: 1px solid {line}; padding: 4px; }}
QDialog#palette {{ background: {panel}; border: 1px solid {line}; border-radius: 10px; }}
"""


W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str) -> W:
    """Give a widget under the name by which the style sheet knows it.

    A label then shows its words as they are: what looks like markup in them may be a stranger's.
    """
    widget.setObjectName(name)
    if isinstance(widget, QLabel):
        widget.setTextFormat(Qt.TextFormat.PlainText)
    return widget


def fit_to_text(dialog: QWidget, columns: int, lines: int) -> None:
    """Give a dialog room for so many characters and lines of its font, as far as the screen has."""
    metrics, screen = dialog.fontMetrics(), dialog.screen().availableGeometry()
    wanted = QSize(columns * metrics.averageCharWidth(), lines * metrics.lineSpacing())
    dialog.resize(wanted.boundedTo(screen.size() * 0.9))


def primary(button: QPushButton) -> QPushButton:
    """Give a button that does what a dialog is for; also one that has been drawn already."""
    named(button, "primary")
    button.style().unpolish(button)
    button.style().polish(button)
    return button


def tool_button(parent: QWidget, text: str, note: str) -> QToolButton:
    """Give a flat button with a text and a hint."""
    button = QToolButton(parent)
    button.setText(text)
    button.setToolTip(note)
    button.setAutoRaise(True)
    return button
