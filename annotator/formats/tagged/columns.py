"""Which column of a file holds what: found out from its first rows."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from annotator.formats.tagged.tags import NO_TAGS, TAG, is_tag

Shape: TypeAlias = Literal["conll", "bio", "bioes", "bio-layers"]
DOCUMENT = "-DOCSTART-"
NO_POS = "-X-"
"""What stands in a column of parts of speech that are not known."""
_CHUNKS = frozenset(
    ["NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP", "X"]
)  # what CoNLL-2000 and CoNLL-2003 mark in their third column
_BLANKS = re.compile(r"[ \t]+")
_NO_BLANK_AFTER = ("NoSpaceAfter", "SpaceAfter=No")
_HIPE = {"NE-COARSE-LIT", "NE-NESTED"}
SURE_FROM = 3
_RIGHT = 0.75


def cells(line: str) -> list[str]:
    """Give the cells of a row, which tabs or else blanks part."""
    line = line.strip(" \t\r\n")
    if "\t" in line:
        return [cell.strip(" ") for cell in line.split("\t")]
    return _BLANKS.split(line) if line else []


def is_pipes(line: str) -> bool:
    """Say whether a line is a whole sentence: word|tag or word|part of speech|tag."""
    words = line.split()
    return len(words) > 1 and all("|" in w and is_tag(w.rpartition("|")[2]) for w in words)


def from_pipes(line: str) -> list[list[str]]:
    """Give the rows of a sentence that stands in one line."""
    rows = []
    for word in line.split():
        rest, _, tag = word.rpartition("|")
        token, _, pos = rest.rpartition("|") if "|" in rest.strip("|") or rest == "|||" else (
            rest, "", "",
        )  # fmt: skip
        rows.append([token, pos, tag] if pos else [token, tag])
    return rows


@dataclass(frozen=True, slots=True)
class Columns:
    """Where tokens and tags stand.

    ``tags`` are numbers of columns, ``rest`` starts a run of columns that are all tags, and
    ``spare`` names tag columns that are not read.
    """

    token: int
    tags: tuple[int, ...]
    rest: int | None = None
    spare: tuple[str, ...] = ()
    width: int = 2

    def of(self, row: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """Give the token of a row and its tags; a missing tag is O."""
        token = row[self.token] if len(row) > self.token else ""
        if self.rest is not None:
            return token, _stacked(row[self.rest :])
        if len(row) <= self.tags[0]:
            return token, ()
        return token, _stacked([row[n] if n < len(row) else "O" for n in self.tags])

    def is_row(self, row: Sequence[str]) -> bool:
        """Say whether cells are a row though they begin with a #."""
        tags = self.of(row)[1]
        return len(row) == self.width and bool(tags) and all(TAG.fullmatch(t) for t in tags)


def _stacked(cells: Sequence[str]) -> tuple[str, ...]:
    """Give the tags of cells; some files stack several in one cell, as B-PER|B-ORG."""
    if not any("|" in cell for cell in cells):
        return tuple(cells)
    split = [cell.split("|") for cell in cells]
    split = [p if all(map(is_tag, p)) else [c] for p, c in zip(split, cells, strict=True)]
    return tuple([p[0] for p in split] + [more for p in split for more in p[1:]])


def is_header(row: Sequence[str]) -> bool:
    """Say whether a row names the columns, as in HIPE's files."""
    return row[:1] == ["TOKEN"] and not any(map(is_tag, row[1:]))


def is_glued(row: Iterable[str]) -> bool:
    """Say whether a row states that no blank follows its token."""
    return any(mark in cell for cell in row for mark in _NO_BLANK_AFTER)


def columns_of(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Give the columns of a file by a sample of its rows; None where none holds tags."""
    if not rows:
        return None
    header = rows[0] if is_header(rows[0]) else ()
    body = rows[1:] if header else rows
    width = Counter(map(len, body)).most_common(1)[0][0] if body else 0
    if width < 2 and max(map(len, body), default=0) < 2:
        return None
    if header:
        return _named(header)
    if all(len(row) > 1 and all(map(is_tag, row[1:])) for row in body):
        if len({len(row) for row in body}) > 1:
            return Columns(0, (), rest=1, width=width)
        columns = tuple(n for n in range(1, width) if _holds_tags(body, n))
        return Columns(0, columns, width=width) if columns else None
    token = 1 if width > 2 and _is_numbered(body) else 0
    found = [n for n in range(token + 1, width) if _holds_tags(body, n)]
    layers = [n for n in found if not _is_chunks(body, n)] or found
    return Columns(token, tuple(layers), width=width) if layers else None


def _is_numbered(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether the first column numbers the tokens of each sentence from 1."""
    before = 0
    for row in rows:
        if row[0] not in (str(before + 1), "1") or row[1:2] == [NO_POS]:
            return False
        before = int(row[0])
    return before > 0


def _named(header: Sequence[str]) -> Columns | None:
    tags = tuple(n for n, name in enumerate(header) if name in _HIPE)
    spare = tuple(name for name in header if name.startswith("NE") and name not in _HIPE)
    return Columns(0, tags, spare=spare, width=len(header)) if tags else None


def _holds_tags(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Say whether a column holds tags; a few rows may be wrong, and are refused by line."""
    values = [row[column] for row in rows if len(row) > column]
    right = sum(map(is_tag, values))
    return right >= _RIGHT * len(values) and any(TAG.fullmatch(value) for value in values)


def _is_chunks(rows: Sequence[Sequence[str]], column: int) -> bool:
    labels = {row[column][2:] for row in rows if len(row) > column and row[column] not in NO_TAGS}
    return bool(labels) and labels <= _CHUNKS


def sample(lines: Iterable[str]) -> list[list[str]]:
    """Give the rows of some lines, without comments and marks of documents."""
    rows: list[list[str]] = []
    for line in lines:
        if is_pipes(line):
            rows += from_pipes(line)
        elif not line.startswith(("# ", "#begin", "#end", DOCUMENT)) and (row := cells(line)):
            rows.append(row)
    return rows


_TAGGED = re.compile(rb"(?:^|[\s|])(?:O(?=[\s|]|$)|[BIMESLUW]-\S|NE-)")
"""What a file has that has tags: one of them after a blank, or a column's name."""
_OTHER = re.compile(r"\s*[{\[<](?![ \t]+\S)")
"""How JSON and XML begin; a bracket that has cells after it is a token."""
_PERHAPS = re.compile(rb"[OBIMESLUWN](?:[\s|-]|E-|$)")
"""What all of these have, is looked for in a fifth of the time, and prose seldom has."""


@lru_cache(maxsize=1)  # each format of columns asks about the same file
def shape_of(head: bytes) -> Shape | None:
    """Give which kind of file the first bytes of one are; None where no column holds tags."""
    if _PERHAPS.search(head) is None or _TAGGED.search(head) is None:
        return None  # prose, nearly always, and quickly told
    try:
        text = head.decode("utf-8-sig", "ignore")
    except UnicodeDecodeError:
        return None
    lines = text.split("\n")[:-1] if len(head) >= 60_000 else text.split("\n")
    if "\x00" in text or _OTHER.match(text):
        return None
    rows = sample(lines)
    found = columns_of(rows)
    if found is None or (not any(DOCUMENT in line for line in lines) and not _sure(rows, found)):
        return None
    if found.token or (found.rest is None and len(found.tags) < found.width - 1):
        return "conll"
    if found.rest is not None or len(found.tags) > 1:
        return "bio-layers"
    tags = {row[found.tags[0]][:1] for row in rows if len(row) > found.tags[0]}
    return "bioes" if tags & set("SEULWM") else "bio"


def _sure(rows: Sequence[Sequence[str]], found: Columns) -> bool:
    tags = [tag for row in rows for tag in found.of(row)[1]]
    return len(rows) >= SURE_FROM and sum(map(is_tag, tags)) >= 0.9 * len(tags) and "O" in tags
