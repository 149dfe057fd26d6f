"""JSON CAS 0.4: feature structures as JSON objects."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from annotator.core.errors import FormatError, shown
from annotator.formats.cas.structures import TYPES, Cas, Structure
from annotator.formats.fields import table, whole_number

_STRUCTURES = "%FEATURE_STRUCTURES"
_SIMPLE = frozenset(
    f"uima.cas.{kind}Array"
    for kind in ("String", "Integer", "Long", "Short", "Float", "Double", "Boolean")
)


def from_json(data: Mapping[str, Any]) -> Cas:
    """Give what the object of a JSON CAS holds; FormatError where it is none."""
    raw = data.get(_STRUCTURES, [])
    if isinstance(raw, dict):  # the other form: by their numbers
        raw = [{"%ID": own, **table(item, "a structure")} for own, item in raw.items()]
    if not isinstance(raw, list):
        raise FormatError(f"its structures are {shown(raw)}, not a list")
    texts: dict[str, str] = {}
    found: dict[str, Structure] = {}
    for number, item in enumerate(raw, 1):
        made = _structure(table(item, f"structure {number}"), number)
        if made.type == "uima.cas.Sofa":
            if "sofaString" in made.features:
                texts[made.id] = made.text("sofaString")
        else:
            found[made.id] = made
    for made in found.values():
        _take_arrays(made, found)
    return Cas(texts, found)


def _take_arrays(made: Structure, found: Mapping[str, Structure]) -> None:
    """Make references to arrays of simple values the values themselves, as XMI has them."""
    for name in list(made.refs):
        targets = [found.get(target) for target in made.refs[name]]
        if len(targets) == 1 and targets[0] is not None and targets[0].type in _SIMPLE:
            made.lists[name] = tuple(targets[0].refs.get("elements", ()))
            del made.refs[name]


def _structure(item: dict[str, Any], number: int) -> Structure:
    own, kind = item.get("%ID"), item.get("%TYPE")
    if not isinstance(kind, str) or type(own) not in (int, str):
        raise FormatError(f"structure {number} has no %ID or no %TYPE")
    made = Structure(str(own), kind)
    for name, value in item.items():
        if name in ("begin", "end"):
            setattr(made, name, whole_number(value, f"the {name} of structure {number}"))
        elif name == "@sofa":
            made.sofa = str(value)
        elif name.startswith("@"):
            targets = value if isinstance(value, list) else [value]
            made.refs[name[1:]] = [str(t) for t in targets if type(t) in (int, str)]
        elif name == "%ELEMENTS" and isinstance(value, list):
            made.refs["elements"] = [str(t) for t in value if type(t) in (int, str, float, bool)]
        elif isinstance(value, str | int | float) and not name.startswith(("%", "#", "^")):
            made.features[name] = value
    return made


def written_json(text: str, structures: Iterable[Structure]) -> bytes:
    """Give the JSON CAS of a text and its structures, whose numbers begin above 1."""
    items: list[dict[str, Any]] = [{
        "%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView",
        "mimeType": "text/plain", "sofaString": text,
    }]  # fmt: skip
    for made in structures:
        item: dict[str, Any] = {"%ID": int(made.id), "%TYPE": made.type}
        if made.begin is not None:
            item |= {"@sofa": 1, "begin": made.begin, "end": made.end}
        item |= made.features
        item |= {f"@{name}": int(targets[0]) for name, targets in made.refs.items()}
        items.append(item)
    whole = {
        "%TYPES": {name: _type(name) for name in TYPES}, _STRUCTURES: items,
        "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [i["%ID"] for i in items[1:]]}},
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _type(name: str) -> dict[str, Any]:
    above, features = TYPES[name]
    return {
        "%NAME": name, "%SUPER_TYPE": above,
        **{f: {"%NAME": f, "%RANGE": kind} for f, kind in features.items()},
    }  # fmt: skip
