"""Writing REFI-QDA: project.qde and the texts beside it; it validates against the schema."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from tempfile import SpooledTemporaryFile
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from annotator.core.annotation import Annotation
from annotator.core.changes import Value
from annotator.core.identifiers import derived_id, is_id
from annotator.core.relation import Relation
from annotator.core.scheme import Label, Scheme
from annotator.formats.archives import ZipFiles
from annotator.formats.carrying import Keeps
from annotator.formats.cas.writing import UNWRITABLE
from annotator.formats.draft import UNKNOWN_TIME
from annotator.formats.format import Entry, Output, Writing

KEEPS = Keeps(
    annotators=True, notes=True, relations=True,
    others=("characters of notes that XML cannot hold (U+FFFD is written)",),
)  # fmt: skip
_COLOR = re.compile("#[0-9A-Fa-f]{6}")
_NAMED = 400
"""Code points up to which a selection is named by the words that it covers."""
_IN_MEMORY, _PIECE, _LARGE = 8_000_000, 1 << 20, 1_000_000_000
_ORIGIN = "Annotator"


def write(entries: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    """Write a project: users, codes with their colours, sources, codings, notes, links."""
    archive = ZipFiles(output)
    project = _Project(writing.scheme)
    with SpooledTemporaryFile(_IN_MEMORY) as sources, SpooledTemporaryFile(_IN_MEMORY) as links:
        for number, entry in enumerate(entries, 1):
            article, values = _clean(KEEPS.taken(entry, writing), writing)
            guid = article.id if is_id(article.id) else derived_id("source", str(number))
            # A text that begins like a byte-order mark gets one, which is then dropped.
            mark = "\ufeff" if article.text.startswith("\ufeff") else ""
            archive.add(f"sources/{guid}.txt", (mark + article.text).encode())
            sources.write(project.source(guid, (article, values)).encode())
            links.write("".join(map(_link, _sorted_links(values))).encode())
            yield
        large = sources.tell() + links.tell() > _LARGE
        document = project.document(_pieces(sources), _pieces(links))
        archive.add_pieces("project.qde", document, large=large)
    archive.close()


def carried(entry: Entry, writing: Writing) -> Entry:
    """Give what comes back of an entry: its labels by their names."""
    quiet = replace(writing, lost=Counter())
    article, values = _clean(KEEPS.taken(entry, quiet), quiet)
    named: list[Value] = [
        replace(v, label=_name(v.label, writing.scheme)) if isinstance(v, Annotation) else v
        for v in values
    ]
    return article, named


def write_codebook(entries: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    """Write the codes of the scheme alone."""
    for _ in entries:
        yield
    inner = _codes(writing.scheme, ())
    output.write(
        (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="{_ORIGIN}">\n'
            f"{inner}</CodeBook>\n"
        ).encode()
    )


def _clean(entry: Entry, writing: Writing) -> Entry:
    article, values = entry
    made: list[Value] = []
    for value in values:
        if isinstance(value, Annotation) and UNWRITABLE.search(value.note):
            writing.lost["character that XML cannot hold"] += len(UNWRITABLE.findall(value.note))
            value = replace(value, note=UNWRITABLE.sub("\ufffd", value.note))
        made.append(value)
    return article, made


def _name(label: str, scheme: Scheme) -> str:
    known = scheme.label(label)
    return known.name if known else label


def _code(label: str) -> str:
    return derived_id("code", label)


def _user(name: str) -> str:
    return derived_id("user", name)


def _value(text: str) -> str:
    return quoteattr(UNWRITABLE.sub("\ufffd", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


@dataclass(slots=True)
class _Project:
    """What stands before the sources and is only known after them: users and codes."""

    scheme: Scheme
    users: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def source(self, guid: str, entry: Entry) -> str:
        """Give the XML of a text source with its selections."""
        article, values = entry
        marks = sorted((v for v in values if isinstance(v, Annotation)), key=lambda m: m.sort_key)
        name = _value(article.title or article.headline)
        lines = [f'<TextSource guid="{guid}" name={name} plainTextPath="internal://{guid}.txt">']
        lines += map(self._selection, marks)
        return "\n".join([*lines, "</TextSource>"]) + "\n"

    def _selection(self, mark: Annotation) -> str:
        self.users.add(mark.annotator)
        self.used.add(mark.label)
        named = f" name={_value(mark.quote)}" if len(mark.quote) <= _NAMED else ""
        user = f' creatingUser="{_user(mark.annotator)}"'
        if mark.created != UNKNOWN_TIME:
            user += f' creationDateTime="{mark.created}"'
        note = escape(mark.note, {"\r": "&#13;"})
        said = f"<Description>{note}</Description>" if mark.note else ""
        own = mark.id if is_id(mark.id) else derived_id("selection", mark.id)
        return (
            f'<PlainTextSelection guid="{own}"{named} startPosition="{mark.start}" '
            f'endPosition="{mark.end}"{user}>{said}'
            f'<Coding guid="{_coding(own)}"{user}><CodeRef targetGUID="{_code(mark.label)}"/>'
            "</Coding></PlainTextSelection>"
        )

    def document(self, sources: Iterator[bytes], links: Iterator[bytes]) -> Iterator[bytes]:
        """Give project.qde in pieces."""
        users = "".join(
            f'<User guid="{_user(name)}" name={_value(name)}/>\n' for name in sorted(self.users)
        )
        extra = sorted(self.used - self.scheme.labels_by_id.keys())
        codes = _codes(self.scheme, extra)
        yield b'<?xml version="1.0" encoding="utf-8"?>\n'
        yield (
            f'<Project xmlns="urn:QDA-XML:project:1.0" name={_value(self.scheme.name)} '
            f'origin="{_ORIGIN}">\n'
        ).encode()
        yield f"<Users>\n{users}</Users>\n".encode() if users else b""
        yield f"<CodeBook>\n{codes}</CodeBook>\n".encode() if codes else b""
        yield from _within("Sources", sources)
        yield from _within("Links", links)
        yield b"</Project>\n"


def _within(name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Give pieces within an element; nothing where there is none."""
    first = next(pieces, b"")
    if first:
        yield f"<{name}>\n".encode() + first
        yield from pieces
        yield f"</{name}>\n".encode()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    return iter(lambda: file.read(_PIECE), b"")


def _coding(selection: str) -> str:
    return derived_id("coding", selection)


def _codes(scheme: Scheme, extra: Iterable[str]) -> str:
    labels = [*scheme.labels, *(Label(name, name, "") for name in extra)]
    if not labels:
        return ""
    lines = ["<Codes>"]
    for label in labels:
        color = f' color="{label.color}"' if _COLOR.fullmatch(label.color) else ""
        said = escape(UNWRITABLE.sub("\ufffd", label.definition), {"\r": "&#13;"})
        lines.append(
            f'<Code guid="{_code(label.id)}" name={_value(label.name)} isCodable="true"{color}>'
            + (f"<Description>{said}</Description>" if said else "")
            + "</Code>"
        )
    return "\n".join([*lines, "</Codes>"]) + "\n"


def _sorted_links(values: Iterable[Value]) -> list[Relation]:
    return sorted((v for v in values if isinstance(v, Relation)), key=lambda r: r.sort_key)


def _link(link: Relation) -> str:
    own = link.id if is_id(link.id) else derived_id("link", link.id)
    ends = [end if is_id(end) else derived_id("selection", end) for end in (link.head, link.tail)]
    return (
        f'<Link guid="{own}" name={_value(link.type)} direction="OneWay" '
        f'originGUID="{ends[0]}" targetGUID="{ends[1]}"/>\n'
    )
