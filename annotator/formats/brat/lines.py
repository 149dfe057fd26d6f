"""The lines of a brat file, each kept as it stands beside what it says."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["mark", "relation", "event", "equivalence", "answer", "note", "other"]

_ID = re.compile(r"(?:[TREAMN#]\S*|\*)\t")
_OFFSETS = re.compile(r"(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*)", re.ASCII)
_ARGUMENT = re.compile(r"([^\s:]+):(\S+)")


class Line(NamedTuple):
    """One record of a file: ``raw`` with its line end, ``number`` counted from 1.

    ``name`` is a type, ``target`` the identifier that an answer or note is about, ``value`` an
    answer or the text of a note (None: an answer without a value), ``arguments`` roles and
    identifiers; an equivalence has only identifiers.
    """

    raw: str
    number: int
    kind: Kind = "other"
    id: str = ""
    name: str = ""
    parts: tuple[tuple[int, int], ...] = ()
    quoted: str = ""
    target: str = ""
    value: str | None = None
    arguments: tuple[tuple[str, str], ...] = ()
    broken: bool = False


def lines_of(text: str) -> Iterator[Line]:
    r"""Give the records of a file; what is not understood is of the kind "other".

    The words of a mark may, in files of other tools, go on in the next line.

    >>> [(line.kind, line.id) for line in lines_of("T1\tActor 0 7\tNorland\nstray\n")]
    [('mark', 'T1'), ('other', '')]
    """
    rows = text.split("\n")
    ended = [row + "\n" for row in rows[:-1]] + ([rows[-1]] if rows[-1] else [])
    number = 0
    while number < len(ended):
        line = _line(ended[number], number + 1)
        number += 1
        if line.kind == "mark":
            length = sum(end - start for start, end in line.parts)
            while number < len(ended) and _goes_on(line, length, ended[number]):
                more = ended[number]
                quoted = f"{line.quoted}\n{more.rstrip(chr(10) + chr(13))}"
                line = line._replace(raw=line.raw + more, quoted=quoted, broken=True)
                number += 1
        yield line


def _goes_on(line: Line, length: int, following: str) -> bool:
    short = len(line.quoted) < length
    return short and bool(following.strip()) and not _ID.match(following)


def _line(raw: str, number: int) -> Line:
    line = Line(raw, number)
    own, tab, rest = raw.rstrip("\r\n").partition("\t")
    if not tab or not own:
        return line
    parse = _PARSERS.get(own[0])
    return parse(line, own, rest) if parse else line


def _mark(line: Line, own: str, rest: str) -> Line:
    head, _, quoted = rest.partition("\t")
    found = _OFFSETS.fullmatch(head.strip())
    if found is None:
        return line
    pairs = (part.split() for part in found[2].split(";"))
    parts = tuple((int(start), int(end)) for start, end in pairs)
    return line._replace(kind="mark", id=own, name=found[1], parts=parts, quoted=quoted)


def _relation(line: Line, own: str, rest: str) -> Line:
    words = rest.split()
    pairs = [_ARGUMENT.fullmatch(word) for word in words]
    if own[0] == "E" and words and all(pairs):
        arguments = tuple((pair[1], pair[2]) for pair in pairs if pair)
        return line._replace(kind="event", id=own, name=arguments[0][0], arguments=arguments)
    if own[0] == "R" and len(words) == 3 and all(pairs[1:]):
        arguments = tuple((pair[1], pair[2]) for pair in pairs[1:] if pair)
        return line._replace(kind="relation", id=own, name=words[0], arguments=arguments)
    return line


def _answer(line: Line, own: str, rest: str) -> Line:
    name, _, about = rest.partition(" ")
    target, _, value = about.partition(" ")
    if not name or not target:
        return line
    return line._replace(kind="answer", id=own, name=name, target=target, value=value or None)


def _reference(line: Line, own: str, rest: str) -> Line:
    words = rest.partition("\t")[0].split(" ", 2)
    if len(words) < 3:
        return line
    return line._replace(kind="answer", id=own, name=words[0], target=words[1], value=words[2])


def _note(line: Line, own: str, rest: str) -> Line:
    head, _, text = rest.partition("\t")
    words = head.split(" ")
    if len(words) != 2 or words[0] != "AnnotatorNotes":
        return line
    return line._replace(kind="note", id=own, name=words[0], target=words[1], value=text)


def _equivalence(line: Line, own: str, rest: str) -> Line:
    words = rest.split()
    if own != "*" or len(words) < 3:
        return line
    pairs = tuple(("", word) for word in words[1:])
    return line._replace(kind="equivalence", name=words[0], arguments=pairs)


_PARSERS = {
    "T": _mark, "R": _relation, "E": _relation, "A": _answer, "M": _answer, "N": _reference,
    "#": _note, "*": _equivalence,
}  # fmt: skip
