"""brat's annotation.conf and visual.conf: types and colours, read and written."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.scheme import Label, Scheme
from annotator.formats.format import Reading

_LARGEST = 1_000_000
_COLOR = re.compile(r"bgColor:(#[0-9A-Fa-f]{6})")


def define(folder: Path, reading: Reading) -> None:
    """Tell a reading of the labels that a configuration in a folder defines."""
    colors = dict(_colors(folder / "visual.conf"))
    for section, line in _rows(folder / "annotation.conf"):
        if section in ("entities", "events"):
            name = line.split("\t")[0].split(" ")[0].strip()
            if name and name[0] not in "!<-[" and name not in reading.labels:
                reading.labels[name] = Label(name, name, colors.get(name, ""))


def _colors(path: Path) -> Iterator[tuple[str, str]]:
    for section, line in _rows(path):
        color = _COLOR.search(line)
        if section == "drawing" and color:
            yield line.split()[0], color[1]


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    try:
        if path.stat().st_size > _LARGEST:
            return
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return
    section = ""
    for row in text.splitlines():
        line = row.strip()
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].strip().lower()
        elif line and not line.startswith("#"):
            yield section, line


def configuration(scheme: Scheme) -> dict[str, str]:
    """Give annotation.conf and visual.conf for a scheme, by name."""
    labels = [brat_name(label.id) for label in scheme.labels]
    attributes = {a.id: a for label in scheme.labels for a in label.attributes}
    annotation = ["[entities]", *labels, "", "[relations]"]
    for kind in scheme.relations:
        ends = ["|".join(map(brat_name, side)) for side in (kind.heads, kind.tails)]
        annotation.append(f"{brat_name(kind.id)}\tArg1:{ends[0]}, Arg2:{ends[1]}")
    annotation += ["", "[events]", "", "[attributes]"]
    for attribute in attributes.values():
        values = f", Value:{'|'.join(map(brat_name, attribute.values))}" if attribute.values else ""
        annotation.append(f"{brat_name(attribute.id)}\tArg:<ENTITY>{values}")
    visual = ["[labels]", *(f"{brat_name(x.id)} | {x.name}" for x in scheme.labels), ""]
    visual += ["[drawing]", *(f"{brat_name(x.id)}\tbgColor:{x.color}" for x in scheme.labels)]
    return {
        "annotation.conf": "\n".join([*annotation, ""]),
        "visual.conf": "\n".join([*visual, ""]),
    }


def brat_name(name: str) -> str:
    """Give a name that can stand in brat's files, where blanks divide.

    >>> brat_name("Armed group")
    'Armed_group'
    """
    return "_".join(name.split())
