"""Names in the line: which chips stand after which letter, and how much room they take.

A chip stands after the last letter of its span; where several spans end there, the inner one's
comes first. No character is inserted: the letter is set wider (`Paragraph.make_room`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import regex

from annotator.core.annotation import Annotation
from annotator.ui.reading.label_looks import LabelLook, LabelLooks
from annotator.ui.reading.paragraph import Paragraph

_PADDING = 4  # pixels at zoom 1, left and right of a name
_GAP = 2
_DOT = 8  # how wide a chip is that has no room for its name
# Blanks take no room where a line breaks, and Qt sets what has no width no wider.
_UNSEEN_AT_END = regex.compile(r"[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]+$")


@dataclass(frozen=True, slots=True)
class PlacedChip:
    """One annotation's chip: after which offset it stands, and where in the room there."""

    annotation: str
    look: LabelLook
    end: int
    left: int
    width: int
    named: bool


@dataclass(frozen=True, slots=True)
class ChipRow:
    """All chips after one grapheme, with the room that they take together, in pixels."""

    start: int
    end: int
    room: int
    chips: tuple[PlacedChip, ...]


def chip_rows(
    paragraph: Paragraph, start: int, annotations: Sequence[Annotation], looks: LabelLooks
) -> list[ChipRow]:
    """Give the chips of the annotations that end in a paragraph, which starts at an offset.

    Chips together take at most four fifths of the column: past half of it they lose their
    names, past the rest they are left out, and only the fill tells of the mark.
    """
    ends = []
    for order, annotation in enumerate(annotations):
        end = _end_in(paragraph, start, annotation)
        if end is not None:
            ends.append((end, -annotation.start, -order, annotation))
    ends.sort(key=lambda found: found[:3])
    return [
        _row(paragraph, end, [looks_of[3] for looks_of in group], looks)
        for end, group in groupby(ends, key=lambda found: found[0])
    ]


def _end_in(paragraph: Paragraph, start: int, annotation: Annotation) -> int | None:
    """Give the end of an annotation's last letter, or None when that stands elsewhere."""
    last = annotation.fragments[-1]
    low, high = max(last.start - start, 0), min(last.end - start, len(paragraph.text))
    beyond = last.end - start - high
    if beyond > 0 and not annotation.quote[-beyond:].isspace():
        return None
    words = _UNSEEN_AT_END.sub("", paragraph.text[low:high]) if low < high else ""
    return paragraph.edge_after(low + len(words)) if words else None


def _row(
    paragraph: Paragraph, end: int, annotations: Sequence[Annotation], looks: LabelLooks
) -> ChipRow:
    setting = paragraph.setting
    gap, padding, dot = setting.scaled(_GAP), setting.scaled(_PADDING), setting.scaled(_DOT)
    at, chips = gap, []
    for annotation in annotations:
        look = looks.of(annotation)
        width, named = int(look.name_width + 0.99) + 2 * padding, True
        if at + width > setting.column // 2:
            width, named = dot, False
        if at + width > setting.column * 4 // 5:
            break
        chips.append(PlacedChip(annotation.id, look, end, at, width, named))
        at += width + gap
    return ChipRow(paragraph.edge_before(end - 1), end, at, tuple(chips))
