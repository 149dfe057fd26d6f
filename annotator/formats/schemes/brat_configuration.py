"""brat's `annotation.conf`, with colours and names from `visual.conf` beside it."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import SchemeError
from annotator.core.scheme import Attribute
from annotator.formats.schemes.source import Draft, FoundScheme, SchemeSource

_SECTION = re.compile(r"\[(\w+)\]\s*(?:#.*)?")
_MACRO = re.compile(r"(<[^>\s]+>)\s*=\s*(.+)")
_HEX = re.compile(r"bgColor:\s*(#[0-9A-Fa-f]{6})")
_ROLE = re.compile(r"([\w-]+)(\{[^}]*\}|[?*+])?:(.+)")


def _recognises(path: Path, text: str) -> bool:
    sections = {m[1] for line in text.splitlines() if (m := _SECTION.fullmatch(line.strip()))}
    return "entities" in sections


def _read(path: Path, text: str) -> FoundScheme:
    sections = dict(_sections(text))
    draft = Draft(path.parent.name or path.stem)
    look = _look(path)
    entities = [_name(line) for line in sections.get("entities", ()) if _is_type(line)]
    events = [_name(line) for line in sections.get("events", ()) if _is_type(line)]
    for name in (*entities, *events):
        if name not in draft.labels:
            label, color = look.get(name, (name, ""))
            draft.label(name, name=label, color=color)
    kinds = {"<ENTITY>": entities, "<EVENT>": events, "<ANY>": [*entities, *events]}
    macros = _macros(text)
    for line in sections.get("relations", ()):
        _add_relation(draft, line, kinds, macros)
    for line in sections.get("events", ()):
        _add_roles(draft, line, kinds, macros)
    for line in sections.get("attributes", ()):
        _add_attribute(draft, line, kinds, macros)
    return draft.found()


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    lines: list[str] = []
    for raw in text.splitlines():
        line = raw.split("#", 1)[0] if raw.lstrip().startswith("#") else raw
        found = _SECTION.fullmatch(line.strip())
        if found:
            lines = []
            yield found[1], lines
        elif line.strip() and not _MACRO.fullmatch(line.strip()) and not _is_rule(line):
            lines.append(line)


def _is_rule(line: str) -> bool:
    return not line.strip("- \t")


def _is_type(line: str) -> bool:
    return not line.strip().startswith("!")


def _name(line: str) -> str:
    return line.split()[0].lstrip("!")


def _macros(text: str) -> dict[str, list[str]]:
    found = (_MACRO.fullmatch(line.strip()) for line in text.splitlines())
    return {m[1]: m[2].strip().split("|") for m in found if m}


def _types(
    said: str, kinds: dict[str, list[str]], macros: dict[str, list[str]], depth: int = 0
) -> list[str]:
    """Give the names that an argument stands for: A|B, a macro, or all of a kind."""
    if depth > 20:
        raise SchemeError(f"The macro {said} stands for itself.", "Mend the configuration.")
    names: list[str] = []
    for part in said.strip().split("|"):
        name = part.strip()
        if name in macros:
            names += _types("|".join(macros[name]), kinds, macros, depth + 1)
        else:
            names += kinds.get(name, [name])
    return names


def _roles(line: str) -> dict[str, str]:
    rest = line.strip().split(None, 1)[1:] or [""]
    found = (_ROLE.fullmatch(part.strip()) for part in rest[0].split(","))
    return {m[1]: m[3] for m in found if m}


def _add_relation(
    draft: Draft, line: str, kinds: dict[str, list[str]], macros: dict[str, list[str]]
) -> None:
    roles = _roles(line)
    ends = [_types(roles[role], kinds, macros) for role in ("Arg1", "Arg2") if role in roles]
    if len(ends) != 2:
        draft.note(f"The relation line “{line.strip()}” has not two arguments and was left out.")
        return
    draft.relation(_name(line), *ends)
    if "<REL-TYPE>" in line:
        draft.note("That a relation is symmetric or transitive was not taken over.")


def _add_roles(
    draft: Draft, line: str, kinds: dict[str, list[str]], macros: dict[str, list[str]]
) -> None:
    """Make each role of an event a relation from the event to what fills it."""
    if not _is_type(line):
        return
    for role, said in _roles(line).items():
        draft.relation(role, [_name(line)], _types(said, kinds, macros))
    if _roles(line):
        draft.note("How often a role may be filled was not taken over.")


def _add_attribute(
    draft: Draft, line: str, kinds: dict[str, list[str]], macros: dict[str, list[str]]
) -> None:
    about = dict(part.strip().split(":", 1) for part in _options(line) if ":" in part)
    values = tuple(about.get("Value", "").split("|")) if about.get("Value") else ()
    name = _name(line)
    attribute = Attribute(name, name, "one" if values else "yes_no", values)
    draft.attribute(attribute, _types(about.get("Arg", "<ANY>"), kinds, macros))


def _options(line: str) -> list[str]:
    rest = line.strip().split(None, 1)[1:]
    return rest[0].split(",") if rest else []


def _look(path: Path) -> dict[str, tuple[str, str]]:
    """Give the shown name and the colour of each type, from the file beside it."""
    try:
        text = path.with_name("visual.conf").read_bytes()[:1_000_000].decode("utf-8", "replace")
    except OSError:
        return {}
    look: dict[str, tuple[str, str]] = {}
    section = ""
    for line in text.splitlines():
        line = line.strip()
        if found := _SECTION.fullmatch(line):
            section = found[1]
        elif line and not line.startswith("#"):
            _add_look(look, section, line)
    return look


def _add_look(look: dict[str, tuple[str, str]], section: str, line: str) -> None:
    if section == "labels":
        names = [part.strip() for part in line.split("|")]
        look[names[0]] = (names[1] if len(names) > 1 else names[0], "")
    elif section == "drawing" and (color := _HEX.search(line)):
        name = line.split()[0]
        look[name] = (look.get(name, (name, ""))[0], color[1])


SOURCE = SchemeSource("brat", "brat annotation.conf", (".conf",), _recognises, _read)
