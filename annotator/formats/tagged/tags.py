"""Tags such as B-PER: IOB1, IOB2, BIOES, BILUO and BMEWO in, IOB2 and BIOES out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

TAG = re.compile(r"O|[BIMESLUW]-\S.*")
NO_TAGS = frozenset(("O", "_", "-", ""))
_BEGINS, _ENDS, _SINGLE = frozenset("BSUW"), frozenset("ELSUW"), frozenset("SUW")


class Piece(NamedTuple):
    """A labelled run of tokens, ``first`` to ``last`` inclusive."""

    first: int
    last: int
    label: str


def is_tag(value: str) -> bool:
    """Say whether a value can be a tag or stands for none.

    >>> is_tag("B-PER"), is_tag("_"), is_tag("NNP")
    (True, True, False)
    """
    return value in NO_TAGS or TAG.fullmatch(value) is not None


def tag_label(label: str) -> str:
    """Give a label as tags have it: without blanks.

    >>> tag_label("named  actor")
    'named_actor'
    """
    return "_".join(label.split())


@dataclass(slots=True)
class Decoded:
    """The pieces of one column of a sentence, and how many began with a tag that continues."""

    pieces: list[Piece] = field(default_factory=list)
    stray: int = 0


def decoded(tags: Iterable[str]) -> Decoded:
    """Give the labelled pieces of a sentence.

    A tag that continues nothing begins a piece (so IOB1 is read as meant) and is counted.

    >>> [tuple(p) for p in decoded(["I-PER", "I-PER", "B-PER", "O", "U-LOC"]).pieces]
    [(0, 1, 'PER'), (2, 2, 'PER'), (4, 4, 'LOC')]
    """
    found = Decoded()
    label, first, last = "", 0, -1
    number = -1

    def close() -> None:
        nonlocal label
        if label:
            found.pieces.append(Piece(first, last, label))
            label = ""

    for number, tag in enumerate(tags):
        if tag in NO_TAGS:
            close()
            continue
        prefix, own = tag[0], tag[2:]
        if prefix in _BEGINS or own != label:
            found.stray += prefix not in _BEGINS
            close()
            label, first = own, number
        last = number
        if prefix in _ENDS:
            close()
    close()
    return found


def encoded(pieces: Iterable[Piece], length: int, *, ends: bool) -> list[str]:
    """Give the tags of a sentence: IOB2, or with ``ends`` BIOES. Pieces must not overlap.

    >>> encoded([Piece(0, 1, "PER"), Piece(2, 2, "LOC")], 4, ends=True)
    ['B-PER', 'E-PER', 'S-LOC', 'O']
    """
    tags = ["O"] * length
    for first, last, label in pieces:
        tags[first : last + 1] = [f"I-{label}"] * (last + 1 - first)
        tags[first] = f"B-{label}"
        if ends:
            tags[last] = f"{'S' if first == last else 'E'}-{label}"
    return tags


def follows_iob1(columns: Iterable[Sequence[str]]) -> bool:
    """Say whether tags are IOB1, in which B- only parts two neighbours of one label.

    >>> follows_iob1([["I-PER", "B-PER", "O"]]), follows_iob1([["B-PER", "O", "I-PER"]])
    (True, False)
    """
    began = False
    for tags in columns:
        before = "O"
        for tag in tags:
            if tag.startswith("B-") and before[2:] != tag[2:]:
                return False
            began = began or (tag.startswith("I-") and before in NO_TAGS)
            before = tag
    return began
