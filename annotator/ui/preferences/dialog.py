"""The settings dialog: one row a setting, drawn from the table, in force at once."""

from collections.abc import Callable
from string import Formatter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.settings import SETTINGS, Setting, Settings
from annotator.ui.actions import ACTIONS_BY_ID
from annotator.ui.style import named


class SettingsDialog(QDialog):
    """Every change is kept and shown at once; Close only closes."""

    def __init__(
        self, settings: Settings, key_of: Callable[[str], str], parent: QWidget | None
    ) -> None:
        """Draw the table; ``key_of`` gives an action's present key, or "" where it has none."""
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.resize(600, 680)
        self._settings, self._key_of = settings, key_of
        self.editors: dict[str, QWidget] = {}
        groups = QWidget(self)
        column = QVBoxLayout(groups)
        column.setContentsMargins(18, 4, 18, 4)
        for group in dict.fromkeys(setting.group for setting in SETTINGS):
            box = QGroupBox(group, self)
            form = QFormLayout(box)
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
            form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
            for setting in SETTINGS:
                if setting.group == group:
                    self._add_row(form, setting)
            column.addWidget(box)
        column.addStretch(1)
        area = QScrollArea(self, widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the focus
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(groups)
        self.setMinimumWidth(max(520, groups.minimumSizeHint().width() + 24))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 12, 0, 14)
        outer.addWidget(area)
        row = QHBoxLayout()
        row.setContentsMargins(18, 0, 18, 0)
        row.addWidget(buttons)
        outer.addLayout(row)

    def _add_row(self, form: QFormLayout, setting: Setting) -> None:
        editor = self._editor(setting)
        editor.setAccessibleName(setting.title)
        self.editors[setting.key] = editor
        if isinstance(editor, QCheckBox):
            editor.setText(setting.title)
            form.addRow(editor)
        else:
            form.addRow(setting.title, editor)
        if setting.note:
            form.addRow("", named(QLabel(self._note(setting), self, wordWrap=True), "quiet"))

    def _note(self, setting: Setting) -> str:
        """Give a note with the keys that its actions have now."""
        actions = [field for _, field, _, _ in Formatter().parse(setting.note) if field]
        titles = {name: f"“{ACTIONS_BY_ID[name].title}”" for name in actions}
        return setting.note.format_map({n: self._key_of(n) or titles[n] for n in actions})

    def _editor(self, setting: Setting) -> QWidget:
        value = self._settings[setting.key]
        if setting.choices:
            return self._choice(setting, str(value))
        if isinstance(setting.default, bool):
            box = QCheckBox(self)
            box.setChecked(bool(value))
            box.toggled.connect(lambda on: self._keep(setting, on))
            return box
        if isinstance(setting.default, str):
            line = QLineEdit(str(value), self)
            line.editingFinished.connect(lambda: self._keep(setting, line.text().strip()))
            return line
        return self._number(setting, value)

    def _choice(self, setting: Setting, value: str) -> QComboBox:
        box = QComboBox(self)
        for name, title in setting.choices:
            box.addItem(title, name)
        box.setCurrentIndex([name for name, _ in setting.choices].index(value))
        box.currentIndexChanged.connect(lambda _: self._keep(setting, box.currentData()))
        return box

    def _number(self, setting: Setting, value: object) -> QWidget:
        if isinstance(setting.default, int):
            whole = QSpinBox(self)
            whole.setRange(int(setting.least or 0), int(setting.most or 1_000_000))
            whole.setSingleStep(10)
            whole.setValue(int(value))  # type: ignore[call-overload]
            whole.valueChanged.connect(lambda number: self._keep(setting, number))
            return whole
        spin = QDoubleSpinBox(self)
        spin.setRange(setting.least or 0, setting.most or 1_000_000)
        spin.setSingleStep(0.1)
        spin.setValue(float(value))  # type: ignore[arg-type]
        spin.valueChanged.connect(lambda number: self._keep(setting, number))
        return spin

    def _keep(self, setting: Setting, value: str | int | float | bool) -> None:
        if setting.accepts(value):
            self._settings[setting.key] = value
