"""Settings: one row each, kept in one JSON file; the settings dialog is drawn from the table."""

import contextlib
import getpass
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from annotator import paths

SettingValue: TypeAlias = str | int | float | bool


def _login_name() -> str:
    name = ""
    with contextlib.suppress(OSError, KeyError, ImportError):  # no password entry, no USER
        name = getpass.getuser()
    return name if name.strip() and name.isprintable() else "annotator"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its key, default, title and note, and what it may be."""

    key: str
    default: SettingValue
    title: str
    note: str = ""
    group: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    least: float | None = None
    most: float | None = None

    def accepts(self, value: object) -> bool:
        """Say whether a value is of the right type and within the bounds."""
        if isinstance(self.default, bool) or isinstance(value, bool):
            return isinstance(value, bool) and isinstance(self.default, bool)
        if isinstance(self.default, str):
            return isinstance(value, str) and self._accepts_text(value)
        if isinstance(self.default, int) and not isinstance(value, int):
            return False
        if not isinstance(value, int | float):
            return False
        low = self.least if self.least is not None else value
        high = self.most if self.most is not None else value
        return low <= value <= high

    def _accepts_text(self, value: str) -> bool:
        # A name of control characters or half characters could not be stored with a mark; only
        # a setting that is blank by default may be blanked.
        known = [choice for choice, _ in self.choices] or [value]
        return value in known and value.isprintable() and bool(value.strip() or not self.default)


SETTINGS: tuple[Setting, ...] = (
    Setting("annotator", _login_name(), "Your name", "Stands beside every mark you make.", "You"),
    Setting(
        "theme", "system", "Theme", "Light paper, a dark screen, or as the system has it.",
        "Appearance", (("system", "As the system"), ("light", "Light"), ("dark", "Dark")),
    ),
    Setting(
        "mode", "lanes", "Marks are shown as", "{mode} goes from one to the next.", "Appearance",
        (("lanes", "Lanes: bars and names under the line"), ("inline", "Chips: names in the line"),
         ("compact", "Compact: bars alone, smaller type")),
    ),
    Setting("font_family", "", "Text font", "Empty: the best serif at hand.", "Appearance"),
    Setting("font_size", 18.0, "Text size", "In pixels at zoom 1.", "Appearance", (), 9.0, 40.0),
    Setting("line_height", 1.0, "Line height", "In usual heights.", "Appearance", (), 0.8, 2.0),
    Setting(
        "lane_pitch", 14, "Lane height", "From one lane with names to the next, in pixels.",
        "Appearance", (), 12, 30,
    ),
    Setting("compact_size", 0.78, "Text size in the compact mode", "In usual sizes.",
            "Appearance", (), 0.6, 1.0),
    Setting("mark_attributes", False, "Show attribute values beside the labels’ names", "",
            "Appearance"),
    Setting("relations", True, "Draw relations over the lines", "{relations} does the same.",
            "Appearance"),
    Setting("invisibles", False, "Show no-break blanks, tabs, zero-width and direction signs",
            "Also in the View menu.", "Appearance"),
    Setting("zoom", 1.0, "Zoom", "Also Ctrl+wheel over the text.", "Appearance", (), 0.5, 4.0),
    Setting(
        "column_width", 690, "Column width",
        "In pixels at zoom 1; 690 gives about 75 characters a line.", "Appearance", (), 320, 1600,
    ),
    Setting("keep_armed", True, "Keep a label armed after marking",
            "{disarm} disarms it.", "Marking"),
    Setting("ask", True, "Ask the starred attributes after each mark",
            "By single keys; Esc or going on in the text leaves them open; {questions} asks again.",
            "Marking"),
    Setting("mention_case", True, "Equal mentions have equal capitals",
            "Shift and a label’s key marks all equal mentions.", "Marking"),
    Setting("mention_inflected", False, "Words with other endings are equal mentions too",
            "“Minister” and “ministers”; by the article’s language, else English.", "Marking"),
    Setting("hover_card", True, "Show details while the pointer rests on a mark", "", "Marking"),
    Setting("import_at_once", False, "Import without asking",
            "Files that are dropped or chosen are stored at once; one undo takes them back.",
            "Articles"),
    Setting("reopen_last", True, "Open the last project at start", "", "Start"),
)  # fmt: skip
_BY_KEY = {setting.key: setting for setting in SETTINGS}


class Settings:
    """The settings' present values. Reading never fails: a value that cannot be is the default.

    What the program remembers between starts without asking (window geometry, recent
    projects, the open article) lies in the same file under ``memory``.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Read the settings file, if it is there and can be read."""
        self._path = path
        self._listeners: list[Callable[[str], None]] = []
        data = self._read()
        self._values: dict[str, Any] = _table(data.get("values"))
        self._memory: dict[str, Any] = _table(data.get("memory"))

    @property
    def path(self) -> Path:
        """Where the settings lie."""
        return self._path or paths.settings_file()

    def __getitem__(self, key: str) -> SettingValue:
        """Give a setting's value; KeyError for a key that no setting has."""
        setting = _BY_KEY[key]
        value = self._values.get(key, setting.default)
        return value if setting.accepts(value) else setting.default

    def __setitem__(self, key: str, value: SettingValue) -> None:
        """Keep a value and tell the listeners; ValueError when it cannot be."""
        if not _BY_KEY[key].accepts(value):
            raise ValueError(f"{value!r} is no value of {key}")
        if self[key] == value:
            return
        self._values[key] = value
        self.save()
        for listener in self._listeners:
            listener(key)

    def text(self, key: str) -> str:
        """Give the value of a text setting."""
        return str(self[key])

    def number(self, key: str) -> float:
        """Give the value of a number setting."""
        return float(self[key])

    def flag(self, key: str) -> bool:
        """Give the value of a yes/no setting."""
        return bool(self[key])

    def remembered(self, key: str, default: Any = None) -> Any:
        """Give what was remembered under a key."""
        return self._memory.get(key, default)

    def remember(self, **facts: Any) -> None:
        """Remember plain facts (text, numbers, lists, tables of them) over restarts."""
        self._memory.update(facts)
        self.save()

    def on_change(self, listener: Callable[[str], None]) -> None:
        """Call a listener with the key whenever a setting changes."""
        self._listeners.append(listener)

    def save(self) -> None:
        """Write the file beside and move it into place; a folder that refuses is no disaster."""
        data = json.dumps({"values": self._values, "memory": self._memory}, indent=1)
        with contextlib.suppress(OSError):
            handle, beside = tempfile.mkstemp(dir=self.path.parent, prefix=".settings-")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(data)
                os.replace(beside, self.path)
            finally:
                Path(beside).unlink(missing_ok=True)

    def _read(self) -> dict[str, Any]:
        try:
            return _table(json.loads(self.path.read_text("utf-8")))
        except (OSError, ValueError, RecursionError):
            return {}


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
