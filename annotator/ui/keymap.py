"""Which keys do what: the action table's, changed by the user, less those of the labels."""

from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from annotator.core.scheme import Label, Scheme
from annotator.settings import Settings
from annotator.ui.actions import ACTIONS, ACTIONS_BY_ID, Action

WALKING = frozenset(
    f"{prefix}{key}"
    for names, prefixes in (
        (("Left", "Right"), ("", "Shift+", "Ctrl+", "Ctrl+Shift+", "Alt+", "Alt+Shift+")),
        (("Up", "Down", "Home", "End"), ("", "Shift+", "Ctrl+", "Ctrl+Shift+")),
        (("PgUp", "PgDown"), ("", "Shift+")),
    )
    for key in names
    for prefix in prefixes
)
"""The keys that walk in the text; they belong to it."""


def normal(key: str) -> str:
    """Give a key as it is written everywhere ("Ctrl+Shift+X"), or "" for what is none."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def chords(label: Label) -> tuple[str, ...]:
    """Give a label's keys: mark; mark equal mentions here; mark them in the whole project."""
    if not label.key:
        return ("", "", "")
    return tuple(normal(f"{prefix}{label.key}") for prefix in ("", "Shift+", "Ctrl+Shift+"))


class KeyMap(QObject):
    """The keys in force; kept in the settings file as far as they differ from the table."""

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        """Read what the user has changed; what cannot be understood is as in the table."""
        super().__init__(parent)
        self._settings = settings
        kept = settings.remembered("keys", {})
        self._own: dict[str, tuple[str, ...]] = {
            name: tuple(filter(None, map(normal, filter(_is_text, keys))))
            for name, keys in (kept.items() if isinstance(kept, dict) else ())
            if name in ACTIONS_BY_ID and isinstance(keys, list)
        }
        self._labels: tuple[Label, ...] = ()
        self._taken: frozenset[str] = frozenset()
        self._in_force: dict[str, tuple[str, ...]] = {}

    def follow(self, scheme: Scheme) -> None:
        """Leave the keys of a scheme's labels to them."""
        self._labels = tuple(scheme.active_labels)
        self._taken = frozenset(key for label in self._labels for key in chords(label))
        self._in_force.clear()
        self.changed.emit()

    def chosen(self, action_id: str) -> tuple[str, ...]:
        """Give the keys that the user or else the table gives an action."""
        if action_id in self._own:
            return self._own[action_id]
        return tuple(map(normal, ACTIONS_BY_ID[action_id].keys))

    def keys(self, action_id: str) -> tuple[str, ...]:
        """Give the keys that are in force: a label's key is the label's alone."""
        if action_id not in self._in_force:  # asked for every action after every edit
            self._in_force[action_id] = tuple(
                key for key in self.chosen(action_id) if key not in self._taken
            )
        return self._in_force[action_id]

    def shown(self, action_id: str, *, every: bool = False) -> str:
        """Give the first key, or all, as this system writes them; "" where there is none."""
        native = QKeySequence.SequenceFormat.NativeText
        keys = self.keys(action_id)
        return " or ".join(QKeySequence(k).toString(native) for k in (keys if every else keys[:1]))

    def is_changed(self, action_id: str) -> bool:
        """Say whether an action's keys are not those of the table."""
        return action_id in self._own

    def choose(self, action_id: str, keys: Sequence[str]) -> None:
        """Give an action other keys, or none."""
        wanted = tuple(dict.fromkeys(filter(None, map(normal, keys))))
        if wanted == tuple(map(normal, ACTIONS_BY_ID[action_id].keys)):
            self._own.pop(action_id, None)
        else:
            self._own[action_id] = wanted
        self._keep()

    def reset(self, action_id: str = "") -> None:
        """Go back to the table's keys, for one action or for all."""
        if action_id:
            self._own.pop(action_id, None)
        else:
            self._own.clear()
        self._keep()

    def clashes(self, action_id: str) -> list[str]:
        """Give in words what else each key of an action does, where it does something else."""
        mine = ACTIONS_BY_ID[action_id]
        others = self._uses()
        return [
            f"{key}: {what}"
            for key in self.chosen(action_id)
            for what, rival in others[key]
            if rival is None or _meets(mine, rival)
        ]

    def _uses(self) -> "defaultdict[str, list[tuple[str, Action | None]]]":
        uses: defaultdict[str, list[tuple[str, Action | None]]] = defaultdict(list)
        words = ("marks as {}", "marks equal mentions as {}", "marks {} in the whole project")
        for label in self._labels:
            for key, what in zip(chords(label), words, strict=True):
                uses[key].append((what.format(label.name), None))
        for key in WALKING:
            uses[key].append(("walks in the text", None))
        for row in ACTIONS:
            for key in self.chosen(row.id):
                uses[key].append((row.title.rstrip("…"), row))
        return uses

    def _keep(self) -> None:
        self._in_force.clear()
        self._settings.remember(keys={name: list(keys) for name, keys in self._own.items()})
        self.changed.emit()


def _meets(one: Action, other: Action) -> bool:
    """Say whether two actions could want a key at once; those that go first have own moments."""
    apart = one.first and one.possible is not other.possible
    return one is not other and one.first == other.first and not apart


def _is_text(value: object) -> bool:
    return isinstance(value, str)
