"""What is known of an article, to read and to correct; its text is not among it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.core.article import Article
from annotator.core.boilerplate import NOT_ARTICLE
from annotator.core.scheme import Attribute
from annotator.core.source import Source
from annotator.core.span import Span
from annotator.ui.articles.field_box import FieldBox
from annotator.ui.style import named

FIELDS: tuple[tuple[str, str, str], ...] = (
    ("title", "Title", ""),
    ("outlet", "Outlet", "Where it appeared"),
    ("author", "Author", ""),
    ("published", "Date", "2026-11-23"),
    ("language", "Language", "en, ar, zh …"),
    ("url", "Link", "https://…"),
)
"""The facts that can be edited: the article's field, its name here, an example."""
_SHOWN = 120
_MOST_LISTED = 12
_BESIDES = 220  # pixels of the screen for all that is not the form


class MetadataDialog(QDialog):
    """Shows an article's facts; `facts` gives them as they were left."""

    link_requested = Signal(str)

    def __init__(
        self, article: Article, parent: QWidget | None, *, can_edit: bool,
        asked: Sequence[Attribute] = (), sources: Sequence[Source] = (),
        copies: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Fill the fields; besides stand further sources, and the titles of linked copies.

        ``asked`` are the scheme's metadata fields.
        """
        super().__init__(parent)
        self.setWindowTitle("Article details")
        self.setMinimumWidth(560)
        self._before = {key: str(getattr(article, key)) for key, _, _ in FIELDS}
        holder = QWidget(self)
        form = QFormLayout(holder)
        form.setContentsMargins(2, 2, 2, 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.fields: dict[str, QLineEdit] = {}
        for key, name, example in FIELDS:
            line = QLineEdit(" ".join(self._before[key].split()), self, readOnly=not can_edit)
            line.setPlaceholderText(example if can_edit else "")
            line.setCursorPosition(0)
            line.setAccessibleName(name)
            form.addRow(f"&{name}", line)
            self.fields[key] = line
        self.hint = named(QLabel(self, wordWrap=True), "quiet")
        form.addRow("", self.hint)
        self._said = {field.id: article.metadata.get(field.id, "") for field in asked}
        self.asked: dict[str, FieldBox] = {}
        for field in asked:
            box = FieldBox(field, self._said[field.id], self, can_edit=can_edit)
            form.addRow(_plain(f"{field.name}{' *' if field.required else ''}", self), box)
            self.asked[field.id] = box
        for key, value in sorted(article.metadata.items()):
            if key != NOT_ARTICLE and key not in self.asked:
                form.addRow(_plain(key, self), _plain(value, self))
        for name, lines in (("Also in", [s.line for s in sources]), ("Linked copies", copies)):
            if lines:
                form.addRow(_plain(name, self), _listed(name, lines, self))
        said = f"{len(article.text):,} characters, which never change. "
        note = named(QLabel(said + "Details stand beside the text.", self, wordWrap=True), "quiet")
        self.buttons = QDialogButtonBox(self)
        self.open_link = self.buttons.addButton("Open the link…", _ROLE.ActionRole)
        self.open_link.setAutoDefault(False)
        self.open_link.clicked.connect(lambda: self.link_requested.emit(self.facts["url"]))
        if can_edit:
            self.buttons.addButton("Save", _ROLE.AcceptRole)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(_scrolled(holder, self), 1)
        column.addWidget(note)
        column.addWidget(self.buttons)
        for key in ("published", "url"):
            self.fields[key].textChanged.connect(lambda _: self._look())
        self._look()

    @property
    def facts(self) -> dict[str, str]:
        """The facts; one that was not touched is exactly what it was."""
        return {
            key: self._before[key]
            if field.text() == " ".join(self._before[key].split())
            else field.text().strip()
            for key, field in self.fields.items()
        }

    @property
    def metadata(self) -> dict[str, str]:
        """What is said now in the scheme's fields where that is another thing than before."""
        now = {name: box.text for name, box in self.asked.items()}
        return {name: text for name, text in now.items() if text != self._said[name]}

    def _look(self) -> None:
        facts = self.facts
        self.open_link.setEnabled(is_web_link(facts["url"]))
        said = []
        if facts["published"] and not _is_date(facts["published"]):
            said.append("A date like 2026-11-23 sorts and exports best.")
        if facts["url"] and not is_web_link(facts["url"]):
            said.append("Only links that begin with http:// or https:// can be opened.")
        self.hint.setText(" ".join(said))
        self.hint.setVisible(bool(said))


class SuspectsDialog(QDialog):
    """Shows lines that may be no part of the article; `chosen` gives those to grey out."""

    def __init__(self, article: Article, spans: Sequence[Span], parent: QWidget | None) -> None:
        """List the lines, each with a box that is ticked."""
        super().__init__(parent)
        self.setWindowTitle("Is this part of the article?")
        self.resize(640, 360)
        said = QLabel(
            "These lines look like adverts, credits or links. Ticked ones are greyed out; "
            "the text stays as it is.", self, wordWrap=True,
        )  # fmt: skip
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Suspected lines")
        for span in spans:
            item = QListWidgetItem(article.text[span.start : span.end], self.list)
            item.setData(Qt.ItemDataRole.UserRole, span)
            item.setCheckState(Qt.CheckState.Checked)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.buttons.addButton("Grey out", _ROLE.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addWidget(said)
        column.addWidget(self.list, 1)
        column.addWidget(self.buttons)

    @property
    def chosen(self) -> list[Span]:
        """The spans whose boxes are ticked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]


_ROLE = QDialogButtonBox.ButtonRole


def is_web_link(url: str) -> bool:
    """Say whether a link leads to the web and nowhere else (no file, no program).

    >>> is_web_link("https://example.org/a"), is_web_link("file:///etc/passwd")
    (True, False)
    """
    scheme, _, rest = url.strip().partition("://")
    return scheme.casefold() in ("http", "https") and bool(rest) and url.isprintable()


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return len(text) == 10 or text[10] == "T"


def _listed(name: str, lines: Sequence[str], parent: QWidget) -> QLabel:
    short = [line if len(line) <= _SHOWN else line[:_SHOWN] + "…" for line in lines[:_MOST_LISTED]]
    if len(lines) > _MOST_LISTED:
        short.append(f"and {len(lines) - _MOST_LISTED:,} more")
    label = _plain("", parent)
    label.setText("\n".join(short))
    label.setAccessibleName(name)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _scrolled(form: QWidget, parent: QWidget) -> QScrollArea:
    """Give a form whole where the screen has room for it, else to be scrolled."""
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the focus
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(form)
    room = parent.screen().availableGeometry().height() - _BESIDES
    area.setMinimumHeight(min(form.sizeHint().height(), room))
    return area


def _plain(text: str, parent: QWidget) -> QLabel:
    label = QLabel(parent, wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
    return label
