"""tagtog: a text in parts (``plain.html``) and its annotations (``ann.json``).

In a download they lie in folders of those names with a legend that names the classes; beside
each other they are found too. Offsets are relative to a part, and each has its words.
"""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from annotator.core.annotation import AttributeValue, Suggestion
from annotator.core.errors import FormatError
from annotator.formats.draft import Draft, Mark, entries_of
from annotator.formats.fields import (
    answer,
    name_of,
    score,
    table,
    tables,
    text_of,
    whole_number,
)
from annotator.formats.format import Entry, Format, Reading, shown
from annotator.formats.json_records import first_table, parsed
from annotator.formats.offset_units import CODE_POINTS

LARGEST_FILE = 50_000_000
_ENDING, _TEXTS = ".ann.json", (".plain.html", ".html", ".txt")
_LEGEND = "annotations-legend.json"


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    return entries_of(lambda asked: _drafts(path, asked), reading, expected=CODE_POINTS)


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    try:
        yield _draft(path, reading)
    except FormatError as problem:
        reading.refuse(problem.reason.rstrip("."), next_step=problem.next_step)


def _draft(path: Path, reading: Reading) -> Draft:
    data = table(parsed(_bytes(path)), "the file")
    if not isinstance(data.get("entities"), list):
        raise FormatError("it is no ann.json of tagtog: it has no list of entities")
    reading.bytes_read += path.stat().st_size
    legend = _legend(path)
    parts = _parts(_text_file(path))
    starts, text = _joined(parts)
    draft = Draft(text, metadata={"file": shown(Path(path.name))})
    who = _member(path)
    for what, item in tables(data["entities"], "entity"):
        if _state(item) == "rejected":
            reading.mend("rejected entity that was passed over")
            continue
        _take_entity(draft, item, what, legend, starts, who)
    for what, item in tables(data.get("relations"), "relation"):
        ends = item.get("entities")
        if type(ends) is not list or len(ends) != 2:
            raise FormatError(f"{what} does not join two entities")
        kind = name_of(item.get("classId"), f"classId of {what}")
        draft.link(legend.get(kind, kind), _end(ends[0], what), _end(ends[1], what), annotator=who)
    for own, meta in table(data.get("metas") or {}, "metas").items():
        said = answer(meta.get("value")) if isinstance(meta, dict) else None
        if said is not None:
            draft.labels.append((who, legend.get(own, own), said))
    return draft


def _take_entity(
    draft: Draft, item: dict[str, Any], what: str, legend: Mapping[str, str],
    starts: Mapping[str, int], who: str,
) -> None:  # fmt: skip
    kind, part = (name_of(item.get(k), f"{k} of {what}") for k in ("classId", "part"))
    spans, words = [], []
    for where, offset in tables(item.get("offsets"), f"{what}: offset"):
        start, said = whole_number(offset.get("start"), where), text_of(offset.get("text"), where)
        spans.append((start, start + len(said)))
        words.append(said)
    if part not in starts:
        raise FormatError(f"{what} is in the part {part:.40}, which the text does not have")
    begin = starts[part]
    key = f"{part}|{kind}|{spans[0][0]},{spans[0][1] - 1}" if spans else ""
    draft.marks.append(Mark(
        legend.get(kind, kind), tuple((begin + a, begin + b) for a, b in spans), " ".join(words),
        key=key, annotator=who, attributes=dict(_answers(item, legend)),
        suggested_by=_suggested(item),
    ))  # fmt: skip


def _answers(
    item: dict[str, Any], legend: Mapping[str, str]
) -> Iterator[tuple[str, AttributeValue]]:
    for own, found in table(item.get("fields") or {}, "fields").items():
        said = answer(found.get("value")) if isinstance(found, dict) else answer(found)
        if said is not None:
            yield legend.get(own, own), said
    for own, found in table(item.get("normalizations") or {}, "normalizations").items():
        source = found.get("source") if isinstance(found, dict) else None
        said = answer(source.get("id")) if isinstance(source, dict) else None
        if said is not None:
            yield legend.get(own, own), str(said)


def _confidence(item: dict[str, Any]) -> dict[str, Any]:
    found = item.get("confidence")
    return found if isinstance(found, dict) else {}


def _state(item: dict[str, Any]) -> Any:
    return _confidence(item).get("state")


def _suggested(item: dict[str, Any]) -> Suggestion | None:
    found = _confidence(item)
    names = found.get("who") if isinstance(found.get("who"), list) else []
    machine = next((n for n in names or [] if isinstance(n, str) and n.startswith("ml:")), "")
    return Suggestion(machine, score(found.get("prob"))) if machine else None


def _end(value: Any, what: str) -> str:
    """Give the key of the entity that a relation names: part|class|first,last character."""
    return text_of(value, f"an end of {what}")


# --- the files


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise FormatError(f"{shown(Path(path.name))} has more than {LARGEST_FILE:,} bytes")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FormatError(f"{shown(Path(path.name))}: No such file or directory") from error


def _text_file(path: Path) -> Path:
    """Give the file with an annotation's text: beside it, or in the download's other folder."""
    stem = path.name.removesuffix(".json").removesuffix(".ann")
    folders = [path.parent]
    places = path.absolute().parts
    if "ann.json" in places[:-1]:
        at = len(places) - 2 - places[-2::-1].index("ann.json")
        below = places[at + 1 : -1]
        below = below[2:] if below[:1] == ("members",) else below[1:]
        folders.append(Path(*places[:at], "plain.html", *below))
    for folder in folders:
        for ending in _TEXTS:
            if (folder / f"{stem}{ending}").is_file():
                return folder / f"{stem}{ending}"
    raise FormatError(
        f"the text of {shown(Path(path.name))} is not there ({stem}.plain.html)",
        next_step="Import the whole download, or put the two files beside each other.",
    )


def _member(path: Path) -> str:
    places = path.parts
    if "ann.json" in places[:-1]:
        at = len(places) - 2 - places[-2::-1].index("ann.json")
        if places[at + 1 : at + 2] == ("members",) and at + 2 < len(places) - 1:
            return places[at + 2]
    return ""


def _legend(path: Path) -> dict[str, str]:
    top = next((p.parent for p in path.parents if p.name == "ann.json"), path.parent)
    place = top / _LEGEND
    if not place.is_file():
        return {}
    found = parsed(_bytes(place))
    if not isinstance(found, dict):
        return {}
    return {key: name for key, name in found.items() if isinstance(name, str) and name.strip()}


def _parts(path: Path) -> list[tuple[str, str]]:
    try:
        text = _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"{shown(Path(path.name))} is not UTF-8 (byte {error.start})"
        raise FormatError(reason) from error
    if path.suffix == ".txt":
        return [("s1v1", text)]
    parser = _Parts()
    parser.feed(text)
    parser.close()
    return parser.parts


class _Parts(HTMLParser):
    """The parts of a plain.html: the elements that have an identifier, with their text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, str]] = []
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs).get("id")
        if own and not self._tag and tag not in ("html", "body", "article", "section", "div"):
            self._tag = tag
            self.parts.append((own, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._tag:
            self._tag = ""

    def handle_data(self, data: str) -> None:
        if self._tag:
            own, text = self.parts[-1]
            self.parts[-1] = (own, text + data)


def _joined(parts: list[tuple[str, str]]) -> tuple[dict[str, int], str]:
    starts: dict[str, int] = {}
    at = 0
    for own, text in parts:
        starts[own] = at
        at += len(text) + 1
    return starts, "\n".join(text for _, text in parts)


def _recognises(path: Path, head: bytes) -> bool:
    table = first_table(head)
    named = path.name.endswith(_ENDING)
    entities = table.get("entities")
    return (named or "annotatable" in table) and isinstance(entities, list)


def _belongs(path: Path) -> bool:
    """Say whether a file is a text or the legend of a download."""
    if path.name == _LEGEND:
        return True
    if not path.name.endswith(".plain.html"):
        return False
    beside = path.with_name(path.name.removesuffix(".plain.html") + _ENDING).is_file()
    return beside or "plain.html" in path.parts[:-1]


FORMAT = Format(
    name="tagtog",
    title="tagtog",
    suffixes=(".json",),
    description="tagtog's ann.json with the plain.html of its text, alone or in a download.",
    read=_read,
    recognises=_recognises,
    belongs=_belongs,
)
