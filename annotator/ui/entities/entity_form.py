"""The facts of one entity, each stored when its field is left."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from annotator.core.entity import Entity
from annotator.core.register import entity_attribute
from annotator.core.scheme import Scheme
from annotator.suggestions.names import folded
from annotator.ui.entities.known import KnownEntities

_FIELDS = (
    ("name", "Name", ""),
    ("aliases", "Also called", "Other names, with | between"),
    ("wikidata", "Wikidata", "Q64"),
    ("country", "Country", "DE"),
    ("place", "Coordinates", "52.52, 13.41"),
    ("parent", "Belongs to", "Name of another entity"),
    ("note", "Note", ""),
)


class EntityForm(QWidget):
    """Fields for an entity. Nothing is stored here: `edited` tells what was written."""

    edited = Signal(object)  # a dict of facts to change
    refused = Signal(str)

    def __init__(self, known: KnownEntities, parent: QWidget) -> None:
        """Build the fields."""
        super().__init__(parent)
        self._known = known
        self._entity: Entity | None = None
        self.fields: dict[str, QLineEdit] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        self.type = QComboBox(self)
        self.type.setAccessibleName("Type")
        self.type.activated.connect(self._keep_type)
        for name, title, hint in _FIELDS:
            field = QLineEdit(self)
            field.setAccessibleName(title)
            field.setPlaceholderText(hint)
            field.editingFinished.connect(partial(self._keep, name))
            self.fields[name] = field
            form.addRow(title, field)
            if name == "name":
                form.addRow("Type", self.type)

    def show_entity(self, entity: Entity | None, scheme: Scheme, *, can_edit: bool) -> None:
        """Show an entity's facts, or empty fields that cannot be written into."""
        self._entity = entity
        self.type.clear()
        self.type.addItem("—", "")
        for label in scheme.labels:
            if entity_attribute(scheme, label.id) or (entity and entity.type == label.id):
                self.type.addItem(label.name, label.id)
        if entity and self.type.findData(entity.type) < 0:
            self.type.addItem(entity.type, entity.type)
        self.type.setCurrentIndex(max(self.type.findData(entity.type if entity else ""), 0))
        for name, field in self.fields.items():
            field.setText(self._shown(entity, name) if entity else "")
        for part in (self.type, *self.fields.values()):
            part.setEnabled(entity is not None and can_edit)

    def _shown(self, entity: Entity, name: str) -> str:
        if name == "aliases":
            return " | ".join(entity.aliases)
        if name == "place":
            known = entity.latitude is not None and entity.longitude is not None
            return f"{entity.latitude:g}, {entity.longitude:g}" if known else ""
        if name == "parent":
            return self._known.name(entity.parent) if entity.parent else ""
        return str(getattr(entity, name))

    def _keep_type(self) -> None:
        if self._entity is not None and self.type.currentData() != self._entity.type:
            self.edited.emit({"type": self.type.currentData()})

    def _keep(self, name: str) -> None:
        entity, field = self._entity, self.fields[name]
        text = field.text().strip()
        if entity is None or text == self._shown(entity, name):
            return
        facts, problem = self._facts(entity, name, text)
        if problem:
            field.setText(self._shown(entity, name))
            self.refused.emit(problem)
        else:
            self.edited.emit(facts)

    def _facts(self, entity: Entity, name: str, text: str) -> tuple[dict[str, object], str]:
        match name:
            case "aliases":
                names = dict.fromkeys(part.strip() for part in text.split("|"))
                return {"aliases": tuple(n for n in names if n and n != entity.name)}, ""
            case "place":
                return _coordinates(text)
            case "parent":
                return self._parent(entity, text)
            case "country":
                return {"country": text.upper()}, ""
            case _:
                return {name: text}, ""

    def _parent(self, entity: Entity, text: str) -> tuple[dict[str, object], str]:
        if not text:
            return {"parent": ""}, ""
        entities = self._known.names.entities
        wanted = folded(text)
        found = [e for e in self._known.names.holding(text)
                 if wanted in map(folded, e.names) and e.id != entity.id]  # fmt: skip
        if not found:
            return {}, f"The register has no other entity named “{text}”"
        above: str = found[0].id
        seen: set[str] = set()
        while above and above not in seen:
            if above == entity.id:
                return {}, f"“{found[0].name}” belongs to this entity already"
            seen.add(above)
            above = entities[above].parent if above in entities else ""
        return {"parent": found[0].id}, ""

    def focus_name(self) -> None:
        """Put the cursor into the name."""
        self.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.fields["name"].selectAll()


def _coordinates(text: str) -> tuple[dict[str, object], str]:
    if not text:
        return {"latitude": None, "longitude": None}, ""
    try:
        latitude, longitude = (float(part) for part in text.replace(";", ",").split(","))
    except ValueError:
        return {}, "Write coordinates like 52.52, 13.41"
    return {"latitude": latitude, "longitude": longitude}, ""
