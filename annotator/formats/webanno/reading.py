"""Reading WebAnno TSV 3: the text from its sentences, spans from rows of tokens."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from annotator.core.errors import FormatError, shown
from annotator.core.offsets import Utf16Map
from annotator.formats.draft import Draft, Mark
from annotator.formats.format import Entry, FileRefused, Reading
from annotator.formats.offset_units import CODE_POINTS, UTF16, Counting, converter
from annotator.formats.text_lines import text_lines
from annotator.formats.webanno.cells import (
    ANNOTATOR,
    MARK,
    SEGMENTS,
    Item,
    Layer,
    in_words,
    items,
    layer_of,
    split,
    unescaped,
)

_UNIT = re.compile(r"\d{1,9}-\d{1,9}(\.\d{1,9})?", re.ASCII)
_OFFSETS = re.compile(r"(\d{1,12})-(\d{1,12})", re.ASCII)
_LARGEST_GAP = 100_000


def read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give the one article of a file.

    Offsets are UTF-16 units; files that count code points are told by their tokens. Text
    between sentences is not in the file: it becomes line ends, before the first one blanks.
    """
    document = _Document()
    for number, line in text_lines(path, reading):
        try:
            document.take(line, number)
        except FileRefused as refusal:
            raise FileRefused([p.in_file(reading.file) for p in refusal.problems]) from refusal
        except FormatError as problem:
            reading.refuse(problem.reason.rstrip("."), number)
    if reading.problems:
        return
    try:
        text, counting = document.text(reading.counting)
        reading.counting = counting
        if document.aside:
            reading.note(in_words(document.aside))
        yield document.draft(text).entry(reading)
    except FormatError as problem:
        reading.refuse(problem.reason.rstrip("."), problem.line, next_step=problem.next_step)


class _Row(NamedTuple):
    line: int
    unit: str
    start: int
    end: int
    form: str


@dataclass(slots=True)
class _Found:
    """A mark while its rows come in; ``rows`` are where it has parts."""

    layer: Layer
    key: str
    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Document:
    layers: list[Layer] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # of the sentence's text
    sentences: list[tuple[str, list[_Row]]] = field(default_factory=list)
    marks: dict[str, _Found] = field(default_factory=dict)
    places: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    relations: list[tuple[Layer, str, dict[str, str], Item]] = field(default_factory=list)
    slots: list[tuple[Layer, str, str, Item]] = field(default_factory=list)
    chains: dict[tuple[str, str], dict[int, tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    aside: Counter[str] = field(default_factory=Counter)

    def take(self, line: str, number: int) -> None:
        """Take in a line; FormatError for one that is none of this format."""
        if number == 1:
            if not line.startswith("#FORMAT=WebAnno TSV 3"):
                raise FileRefused([_no_tsv3(line)])
        elif line.startswith("#Text="):
            if self.sentences and not self.lines:
                self.sentences.append(("", []))
            self.lines.append(unescaped(line[6:]))
            if not self.sentences:
                self.sentences.append(("", []))
        elif line.startswith("#"):
            layer = layer_of(line)
            if layer is not None:
                self.layers.append(layer)
        elif line.strip():
            self._row(line, number)

    def _row(self, line: str, number: int) -> None:
        cells = line.split("\t")
        wanted = 3 + sum(layer.columns for layer in self.layers)
        place = _OFFSETS.fullmatch(cells[1]) if len(cells) > 1 else None
        if place is None or not _UNIT.fullmatch(cells[0]):
            raise FormatError("it is no row of a token")
        if len(cells) < wanted or any(cell not in ("", "_") for cell in cells[wanted:]):
            raise FormatError(f"it has {len(cells)} columns, not {wanted}")
        if not self.sentences:
            raise FormatError("it stands before any sentence")
        row = _Row(number, cells[0], int(place[1]), int(place[2]), unescaped(cells[2]))
        if self.lines:
            self.sentences[-1] = ("\n".join(self.lines), [])
            self.lines.clear()
        self.sentences[-1][1].append(row)
        at = 3
        for layer in self.layers:
            self._layer(layer, row, cells[at : at + layer.columns])
            at += layer.columns

    # --- layers

    def _layer(self, layer: Layer, row: _Row, cells: list[str]) -> None:
        if all(cell == "_" for cell in cells):
            return
        if layer.short in SEGMENTS:
            self.aside[layer.short] += 1
        elif layer.kind == "RL":
            self._relation(layer, row, cells)
        elif layer.kind == "CH":
            self._chain(layer, row, cells)
        else:
            self._span(layer, row, cells)

    def _span(self, layer: Layer, row: _Row, cells: list[str]) -> None:
        stacks = [list(items(cell)) for cell in cells]
        for number in range(max(map(len, stacks))):
            stack = [column[number] if number < len(column) else None for column in stacks]
            reference = next((item.reference for item in stack if item and item.reference), "")
            if not any(stack):
                continue
            alone = f"{row.unit}/{number}" if len(stacks[0]) > 1 else row.unit
            found = self._mark(layer, row, reference, alone)
            for feature, item in zip(layer.features, stack, strict=False):
                if item is not None and item.value is not None:
                    found.values.setdefault(feature, item.value)
        self._slots(layer, row, cells, stacks)

    def _mark(self, layer: Layer, row: _Row, reference: str, alone: str) -> _Found:
        key = f"{layer.name}#{reference}" if reference else f"{layer.name}@{alone}"
        found = self.marks.get(key)
        if found is None:
            found = self.marks[key] = _Found(layer, key, row.start, row.end)
        found.start, found.end = min(found.start, row.start), max(found.end, row.end)
        self.places[row.unit, reference].append(key)
        return found

    def _slots(
        self, layer: Layer, row: _Row, cells: list[str], stacks: list[list[Item | None]]
    ) -> None:
        for number, feature in enumerate(layer.features[:-1]):
            if not feature.startswith("ROLE_"):
                continue
            name = feature.partition(":")[2].partition("_")[0] or "slot"
            roles, targets = split(cells[number], "|"), split(cells[number + 1], "|")
            for at, (role, target) in enumerate(zip(roles, targets, strict=False)):
                host = self._host(layer, row, stacks, at)
                pairs = zip(split(role, ";"), split(target, ";"), strict=False)
                for said, leads in pairs:
                    item = next(items(leads))
                    if host and item is not None and item.value is not None:
                        spoken = said.partition("[")[0]
                        role_said = "" if spoken in ("*", "_") else unescaped(spoken)
                        if number == 0 or role_said:
                            self.marks[host].values.pop(feature, None)
                        self.slots.append((layer, host, f"{name}\t{role_said}", item))

    def _host(
        self, layer: Layer, row: _Row, stacks: list[list[Item | None]], at: int
    ) -> str | None:
        references = [c[at].reference for c in stacks if at < len(c) and c[at] is not None]  # type: ignore[union-attr]
        stacked = len(stacks[0]) > 1
        keys = [f"{layer.name}#{r}" for r in references]
        keys.append(f"{layer.name}@{row.unit}/{at}" if stacked else f"{layer.name}@{row.unit}")
        return next((key for key in keys if key in self.marks), None)

    def _chain(self, layer: Layer, row: _Row, cells: list[str]) -> None:
        # Writers differ in which of the two columns stands first; only one leads to a place.
        swapped = "->" in cells[-1] and "->" not in cells[0]
        linking, typing = (cells[-1], cells[0]) if swapped else (cells[0], cells[-1])
        for linked, typed in zip(split(linking, "|"), split(typing, "|"), strict=False):
            value, _, place = linked.rpartition("->")
            chain, _, number = place.partition("-")
            if not number.isdecimal() or len(number) > 9:
                raise FormatError(f"{shown(linked)} names no place in a chain")
            found = self._mark(layer, row, f"{chain}.{number}", "")
            item = next(items(typed))
            if item is not None and item.value is not None:
                found.values.setdefault("referenceType", item.value)
            said = "" if value in ("*", "_") else unescaped(value)
            self.chains[layer.name, chain].setdefault(int(number), (found.key, said))

    def _relation(self, layer: Layer, row: _Row, cells: list[str]) -> None:
        columns = [list(items(cell)) for cell in cells[:-1]]
        for at, item in enumerate(items(cells[-1])):
            if item is None or item.value is None:
                continue
            stack = [column[at] if at < len(column) else None for column in columns]
            values = {
                feature: found.value
                for feature, found in zip(layer.features, stack, strict=False)
                if found is not None and found.value is not None
            }
            self.relations.append((layer, row.unit, values, item))

    # --- the text

    def text(self, known: Counting | None) -> tuple[str, Counting]:
        """Give the text and what the offsets count; FormatError where the tokens fit neither."""
        problems = []
        for counting in (known,) if known else (UTF16, CODE_POINTS):
            try:
                return self._text(counting), counting
            except FormatError as problem:
                problems.append(problem)
        raise problems[0]

    def _text(self, counting: Counting) -> str:
        pieces: list[str] = []
        length = 0
        for sentence, rows in self.sentences:
            if not rows:
                continue
            inside = max(0, sentence.find(rows[0].form))
            start = rows[0].start - _length(sentence[:inside], counting)
            gap = start - length
            if not 0 <= gap <= _LARGEST_GAP:
                raise FormatError("its tokens do not follow one another", line=rows[0].line)
            pieces += [(" " if not pieces else "\n") * gap, sentence]
            length = start + _length(sentence, counting)
        text = "".join(pieces)
        convert = converter(text, counting)
        for _, rows in self.sentences:
            for row in rows:
                start_at, end_at = convert(row.start), convert(row.end)
                held = None if start_at is None or end_at is None else text[start_at:end_at]
                if held != row.form:
                    raise FormatError(
                        f"the token {shown(row.form)} does not stand at {row.start} to {row.end}",
                        line=row.line,
                    )
        return text

    # --- marks and links

    def draft(self, text: str) -> Draft:
        """Give the document with its offsets as they are in the file."""
        draft = Draft(text)
        whose: dict[str, str] = {}
        for found in self.marks.values():
            values = dict(found.values)
            label = values.pop(found.layer.naming, "") or found.layer.short
            who = values.pop(ANNOTATOR, "") if found.layer.name == MARK else ""
            whose[found.key] = who
            attributes = {k: v for k, v in values.items() if "." not in k and k[:1] != "_"}
            draft.marks.append(
                Mark(
                    label,
                    ((found.start, found.end),),
                    key=found.key,
                    annotator=who,
                    attributes=attributes,
                )
            )
        for layer, unit, values, item in self.relations:
            self._link(draft, layer, unit, dict(values), item, whose)
        for _, host, named, item in self.slots:
            name, _, role = named.partition("\t")
            target = self._at(item.value or "", item.reference)
            draft.link(name, host, target, attributes={"role": role} if role else {})
        for (name, _), links in self.chains.items():
            ordered = [links[number] for number in sorted(links)]
            for (head, said), (tail, _) in pairwise(ordered):
                draft.link(said or name.rpartition(".")[2], head, tail)
        return draft

    def _link(
        self,
        draft: Draft,
        layer: Layer,
        unit: str,
        values: dict[str, str],
        item: Item,
        whose: dict[str, str],
    ) -> None:
        # The row is the dependent's; its cell leads to the governor.
        source, _, target = item.reference.partition("_")
        base = next((f[3:] for f in layer.features if f.startswith("BT_")), "")
        head = self._at(item.value or "", source, base)
        tail = self._at(unit, target, base)
        kind = values.pop(layer.naming, "") or layer.short
        draft.link(kind, head, tail, annotator=whose.get(head, ""), attributes=values)

    def _at(self, unit: str, reference: str, layer: str = "") -> str:
        """Give the key of the mark at a unit; the unit where none is there."""
        asked = "" if reference == "0" else reference
        found = self.places.get((unit, asked)) or self.places.get((unit, "")) or []
        named = [key for key in found if key.partition("#")[0].partition("@")[0] == layer]
        return (named or found or [f"unit {unit}"])[0]


def _length(text: str, counting: Counting) -> int:
    return Utf16Map(text).to_utf16(len(text)) if counting == UTF16 else len(text)


def _no_tsv3(line: str) -> FormatError:
    older = line.startswith(("#id=", "#text=")) or (line.lstrip().startswith("# ") and "|" in line)
    if older or "TSV" in line[:40]:
        return FormatError(
            "it is not WebAnno TSV 3.", next_step="Export it as WebAnno TSV 3, XMI or JSON."
        )
    return FormatError("it does not begin with #FORMAT=WebAnno TSV 3.")
