"""Reading REFI-QDA projects, which are archives, and their parts, which are XML."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree.ElementTree import Element

from annotator.core.errors import FormatError, shown
from annotator.core.identifiers import parse_time
from annotator.core.scheme import Label
from annotator.formats.archives import unpacked
from annotator.formats.draft import UNKNOWN_TIME, Draft, Mark, entries_of
from annotator.formats.format import Entry, Reading
from annotator.formats.xml_tree import child_text, children, each, local, number, parsed

_GUID = re.compile(r"\{?([0-9a-fA-F-]{36})\}?")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_LARGEST_SOURCE = 80_000_000
_DEEPEST = 50
_SOURCE = "TextSource"


def read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give an article for each text source of a project, and all codes as labels.

    A codebook gives its codes alone. Offsets are code points; the names of selections, where
    they quote the text, decide otherwise. Pictures, sound and film are left out, and counted.
    """
    with TemporaryDirectory(prefix="annotator-") as place:
        try:
            root, inner, files = _opened(path, Path(place), reading)
            project = _Project(root, inner, files)
            _define(root, reading)
        except FormatError as problem:
            reading.refuse(problem.reason.rstrip("."), next_step=problem.next_step)
            return
        if not project.has_text and reading.labels:
            reading.note("it holds no text; its codes are labels now.")
            return
        yield from entries_of(project.drafts, reading)


def _opened(path: Path, place: Path, reading: Reading) -> tuple[Element, Path, dict[str, Path]]:
    if not zipfile.is_zipfile(path):
        root = parsed(path, emptied=_SOURCE)
        if local(root) not in ("Project", "CodeBook"):
            raise FormatError("it is neither a REFI-QDA project nor a codebook")
        return root, path, {}
    found = {name.rpartition("/")[2]: file for name, file in unpacked(path, place)}
    files = {name.casefold(): file for name, file in found.items()}
    inner = [name for name in files if name.endswith(".qde")]
    if "project.qde" not in inner and len(inner) != 1:
        raise FormatError("the archive holds no project.qde")
    chosen = "project.qde" if "project.qde" in inner else inner[0]
    if chosen != "project.qde":
        called = next(name for name in found if name.casefold() == chosen)
        reading.note(f"its project is called {called}, not project.qde; it was read all the same.")
    root = parsed(files[chosen], emptied=_SOURCE)
    if local(root) != "Project":
        raise FormatError(f"{chosen} is no REFI-QDA project")
    return root, files[chosen], files


def _guid(text: str | None) -> str:
    found = _GUID.fullmatch((text or "").strip())
    return found[1].lower() if found else (text or "").strip()


# --- codes


def _codes(root: Element) -> Iterator[tuple[Element, str]]:
    books = [root] if local(root) == "CodeBook" else children(root, "CodeBook")
    for book in books:
        for codes in children(book, "Codes"):
            yield from _below(codes, "", 0)


def _below(parent: Element, group: str, depth: int) -> Iterator[tuple[Element, str]]:
    if depth > _DEEPEST:
        raise FormatError("its codes are nested deeper than any codebook")
    for code in children(parent, "Code"):
        yield code, group
        name = (code.get("name") or "").strip()
        yield from _below(code, f"{group} / {name}" if group else name, depth + 1)


def _names(root: Element) -> dict[str, str]:
    """Give the label of each code: its name, with its group where the name is there twice."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for code, group in _codes(root):
        name = code.get("name") or ""  # with its outer blanks: they are of the label, too
        name = name if name.strip() else ""
        if name.casefold() in taken and group:
            name = f"{name} ({group})"
        taken.add(name.casefold())
        names[_guid(code.get("guid"))] = name
    return names


def _define(root: Element, reading: Reading) -> None:
    names = _names(root)
    for code, group in _codes(root):
        name = names[_guid(code.get("guid"))]
        color = code.get("color") or ""
        if name and (code.get("isCodable") not in ("false", "0") or not children(code, "Code")):
            reading.labels[name] = Label(
                name, name, color if _COLOR.fullmatch(color) else "",
                definition=child_text(code, "Description").strip(), group=group,
            )  # fmt: skip


# --- sources


@dataclass(slots=True)
class _Project:
    root: Element
    inner: Path
    files: dict[str, Path]
    codes: dict[str, str] = field(init=False)
    users: dict[str, str] = field(init=False)
    notes: dict[str, str] = field(init=False)
    links: dict[str, list[Element]] = field(init=False)  # by what they begin at

    def __post_init__(self) -> None:
        root = self.root
        self.codes = _names(root)
        self.users = {
            _guid(user.get("guid")): user.get("name") or user.get("id") or ""
            for users in children(root, "Users") for user in children(users, "User")
        }  # fmt: skip
        self.notes = {
            _guid(note.get("guid")): child_text(note, "PlainTextContent")
            for notes in children(root, "Notes") for note in children(notes, "Note")
        }  # fmt: skip
        self.links = defaultdict(list)
        for links in children(root, "Links"):
            for link in children(links, "Link"):
                self.links[_guid(link.get("originGUID"))].append(link)

    @property
    def has_text(self) -> bool:
        """Whether it has a text source at all."""
        return any(children(sources, _SOURCE) for sources in children(self.root, "Sources"))

    def drafts(self, reading: Reading) -> Iterator[Draft]:
        """Give a draft for each text source; one at a time is held in memory."""
        for source in each(self.inner, _SOURCE):
            name = source.get("name") or _guid(source.get("guid"))
            try:
                yield self._draft(source, name, reading)
            except FormatError as problem:
                reading.refuse(f"source {shown(name)}: {problem.reason.rstrip('.')}")
        others = sum(
            local(source) != _SOURCE
            for sources in children(self.root, "Sources") for source in sources
        )  # fmt: skip
        if others:
            reading.note(f"{others:,} of its sources are no texts; they were left out.")

    def _draft(self, source: Element, name: str, reading: Reading) -> Draft:
        draft = Draft(
            self._text(source), record=name, source_id=_guid(source.get("guid")),
            facts={"title": name} if source.get("name") else {},
        )  # fmt: skip
        whose: dict[str, str] = {}
        for selection in children(source, "PlainTextSelection"):
            self._select(selection, draft, whose, reading)
        for coding in children(source, "Coding"):
            for label in self._labels(coding):
                draft.mark(label, 0, len(draft.text), annotator=self._user(coding))
        who = {mark.key: mark.annotator for mark in draft.marks}
        for own, head in whose.items():
            for link in self.links.get(own, ()):
                tail = whose.get(_guid(link.get("targetGUID")))
                if tail is not None:
                    draft.link(link.get("name") or "link", head, tail, annotator=who[head])
        return draft

    def _text(self, source: Element) -> str:
        inside = child_text(source, "PlainTextContent")
        place = source.get("plainTextPath") or ""
        if inside or not place:
            if not inside:
                raise FormatError("it has no plain text")
            return inside
        if not place.startswith("internal://"):
            raise FormatError("its text lies outside the project, and was not looked for")
        name = place.removeprefix("internal://").replace("\\", "/").rpartition("/")[2].casefold()
        file = self.files.get(name)
        if file is None:
            raise FormatError(f"its text {shown(place)} is not in the archive")
        if file.stat().st_size > _LARGEST_SOURCE:
            raise FormatError(f"its text has more than {_LARGEST_SOURCE:,} bytes")
        try:
            return file.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise FormatError(f"its text is not UTF-8 ({error.reason})") from error

    def _select(
        self, selection: Element, draft: Draft, whose: dict[str, str], reading: Reading
    ) -> None:
        own = _guid(selection.get("guid"))
        start = number(selection.get("startPosition"), f"the start of selection {shown(own)}")
        end = number(selection.get("endPosition"), f"the end of selection {shown(own)}")
        codings = children(selection, "Coding")
        if not codings:
            reading.leave_out(f"{draft.record}: selection {shown(own)}: it has no code")
        quoted = _quoted(selection.get("name"), draft.text, end - start)
        for coding in codings:
            for label in self._labels(coding):
                key = _guid(coding.get("guid")) or f"{own}/{label}"
                whose[key] = key
                whose.setdefault(own, key)
                time = _time(coding.get("creationDateTime") or selection.get("creationDateTime"))
                draft.marks.append(
                    Mark(
                        label, ((start, end),), quoted, key=key,
                        annotator=self._user(coding) or self._user(selection),
                        note=self._note(selection, coding), created=time,
                        id=own if len(codings) == 1 else "",
                    )
                )  # fmt: skip

    def _labels(self, coding: Element) -> list[str]:
        found = [_guid(ref.get("targetGUID")) for ref in children(coding, "CodeRef")]
        return [self.codes.get(code, code) for code in found]

    def _user(self, element: Element) -> str:
        return self.users.get(_guid(element.get("creatingUser")), "")

    def _note(self, selection: Element, coding: Element) -> str:
        said = [child_text(selection, "Description")]
        for ref in (*children(selection, "NoteRef"), *children(coding, "NoteRef")):
            said.append(self.notes.get(_guid(ref.get("targetGUID")), ""))
        return "\n".join(filter(None, said))


def _quoted(name: str | None, text: str, length: int) -> str | None:
    """Give a selection's name where it quotes the text; most tools name it so, others do not."""
    if not name or len(name) < 4 or abs(len(name) - length) > 3 + length // 10:
        return None
    return name if name in text or " ".join(name.split()) in " ".join(text.split()) else None


def _time(text: str | None) -> str:
    try:
        return parse_time(text) if text else UNKNOWN_TIME
    except ValueError:
        return UNKNOWN_TIME
