"""The header and the cells of WebAnno TSV 3: layers, stacked values, escapes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

_ITEM = re.compile(r"((?:\\.|[^\\\[])*)(?:\[([^\]]*)\])?", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SPECIAL = re.compile(r"[\\\[\]|_;\t\n\r*]|->")
_MEANT = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
_WRITTEN = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
MARK, ANNOTATOR = "webanno.custom.Mark", "annotator"
"""The layer that is written, and its feature that says who annotated."""
LABELS = ("value", "entity", "label", "type", "PosValue", "referenceType")
"""Features that say what a mark is, by their usual names."""


SEGMENTS = frozenset(
    ("Token", "Sentence", "Paragraph", "DocumentAnnotation", "DocumentMetaData", "Lemma", "Stem",
     "TagsetDescription", "CASMetadata", "Div", "SourceDocumentInformation", "LayerDefinition",
     "FeatureDefinition")
)  # fmt: skip
"""Types that divide the text or describe the file; they are no marks."""


def in_words(aside: Mapping[str, int]) -> str:
    """Say how many structures of such types were left aside."""
    said = ", ".join(f"{name} ({count:,})" for name, count in aside.items())
    return f"what divides or describes the text is no mark: {said}."


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of the header: its type's full name and, column by column, its features."""

    kind: Literal["SP", "CH", "RL"]
    name: str
    features: tuple[str, ...]

    @property
    def short(self) -> str:
        """The last part of its name."""
        return self.name.rpartition(".")[2]

    @property
    def columns(self) -> int:
        """How many columns it has; one that has no feature has one all the same."""
        return max(1, len(self.features))

    @property
    def naming(self) -> str:
        """The feature whose value is the label: one of the usual names, else the first."""
        plain = [f for f in self.features if not f.startswith(("ROLE_", "BT_")) and "." not in f]
        return next((name for name in LABELS if name in plain), plain[0] if plain else "")


def layer_of(line: str) -> Layer | None:
    """Give the layer of a header line; None for a line of another kind."""
    kind = line[3:5]
    if line[:3] != "#T_" or kind not in ("SP", "CH", "RL") or line[5:6] != "=":
        return None
    name, *features = line[6:].split("|")
    return Layer(kind, name, tuple(filter(None, features)))  # type: ignore[arg-type]


class Item(NamedTuple):
    """One of the stacked values of a cell; ``value`` None where it has none."""

    value: str | None
    reference: str = ""


def split(cell: str, sign: str) -> list[str]:
    r"""Split at a sign that is not escaped.

    >>> split(r"a\|b|c", "|")
    ['a\\|b', 'c']
    """
    if "\\" not in cell:
        return cell.split(sign)
    return re.findall(rf"((?:\\.|[^\\{re.escape(sign)}])*)(?:{re.escape(sign)}|$)", cell)[:-1] or [
        cell
    ]


def items(cell: str) -> Iterator[Item | None]:
    r"""Give the stacked values of a cell; None for "_", which says that there is nothing.

    >>> list(items(r"PER[1]|*[2]|a\*"))
    [Item(value='PER', reference='1'), Item(value=None, reference='2'), Item(value='a*', reference='')]
    """  # noqa: E501
    for part in split(cell, "|"):
        found = _ITEM.fullmatch(part)
        raw, reference = (found[1], found[2] or "") if found else (part, "")
        if raw == "_" and not reference:
            yield None
        else:
            yield Item(None if raw in ("*", "_", "") else unescaped(raw), reference)


def unescaped(text: str) -> str:
    r"""Give what an escaped text means.

    >>> unescaped(r"a\tb\_c")
    'a\tb_c'
    """
    return _ESCAPED.sub(lambda m: _MEANT.get(m[1], m[1]), text) if "\\" in text else text


def escaped(text: str) -> str:
    r"""Give a text as it stands in a cell.

    >>> escaped("a_b|c")
    'a\\_b\\|c'
    """
    return _SPECIAL.sub(lambda m: _WRITTEN.get(m[0], "\\" + m[0]), text)


def escaped_line(text: str) -> str:
    """Give a line of the text as it stands after ``#Text=``."""
    return text.replace("\\", "\\\\").replace("\t", r"\t").replace("\r", r"\r")
