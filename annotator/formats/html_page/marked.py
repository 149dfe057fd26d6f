"""Marked text as HTML: the words exactly, marks around them, each with its label's name.

Elements cannot cross each other as spans can: a mark that another one cuts is closed and opened
again, with the same ``data-annotation``. The name (``<sub class="name">``) is the only text
that is not the article's; it stands at the end of each part, so it is read without colour and
without a style sheet, also where the words are pasted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from annotator.core.annotation import Annotation
from annotator.core.scheme import Scheme
from annotator.core.span import Fragments, Span

PAPER, INK, MUTED = "#fdfcfa", "#23262d", "#666a73"
ASIDE = "#4f535b"
"""The ink of what is no part of the article; readable on every label's fill."""
_UNKNOWN = "#666a73"
_FILL = 0.15  # how much of a label's colour stands under its words
_NAME_STYLE = f"font:600 70% sans-serif;color:{INK};margin:0 .15em 0 .25em"


@dataclass(frozen=True, slots=True)
class _Piece:
    """One part of a mark, or of what is greyed out: its tags, and what stands before its end."""

    start: int
    end: int
    opening: str
    closing: str
    name: str = ""


def marked_text(
    text: str,
    within: Span,
    annotations: Iterable[Annotation],
    scheme: Scheme,
    *,
    greyed: Fragments = (),
    with_annotators: bool = False,
) -> Iterator[str]:
    """Give a stretch of a text as HTML, in pieces; ``greyed`` is not part of the article.

    ``with_annotators`` names who made each mark. Without the names' elements the text is
    exactly the stretch.
    """
    pieces = [
        _Piece(part.start, part.end, f'<span class="aside" style="color:{ASIDE}">', "</span>")
        for part in greyed
    ]
    for annotation in sorted(annotations, key=lambda a: a.sort_key):
        pieces += _pieces_of(annotation, scheme, with_annotators=with_annotators)
    inside = [
        _Piece(max(p.start, within.start), min(p.end, within.end), p.opening, p.closing, p.name)
        for p in pieces
        if p.start < within.end and p.end > within.start
    ]
    yield from _woven(text, within, inside)


def written_text(text: str) -> str:
    """Give a text as HTML that every browser reads back as the same characters."""
    # A parser would turn CR into LF, and its escape is the one way around that.
    return escape(text).replace("\r", "&#13;")


def fill_of(color: str) -> str:
    """Give the opaque ground of a label's colour on paper.

    >>> fill_of("#000000")
    '#d7d6d4'
    """
    mixed = (
        round(int(color[at : at + 2], 16) * _FILL + int(PAPER[at : at + 2], 16) * (1 - _FILL))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def name_of(annotation: Annotation, scheme: Scheme) -> str:
    """Give the name of an annotation's label, or the identifier that the scheme does not know."""
    label = scheme.label(annotation.label)
    return label.name if label else annotation.label


def _pieces_of(
    annotation: Annotation, scheme: Scheme, *, with_annotators: bool
) -> Iterator[_Piece]:
    label = scheme.label(annotation.label)
    color = label.color if label else _UNKNOWN
    facts = {
        "data-annotation": annotation.id,
        "data-label": annotation.label,
        "data-annotator": annotation.annotator,
        "style": f"background:{fill_of(color)};color:{INK};border-bottom:2px solid {color}",
    }
    if annotation.note:
        facts["title"] = annotation.note
    opening = "<mark" + "".join(f' {k}="{written_text(v)}"' for k, v in facts.items()) + ">"
    name = name_of(annotation, scheme)
    count = len(annotation.fragments)
    for number, part in enumerate(annotation.fragments, start=1):
        said = f"{name} {number}/{count}" if count > 1 else name
        said += f" · {annotation.annotator}" if with_annotators else ""
        sub = f'<sub class="name" style="{_NAME_STYLE}">{written_text(said)}</sub>'
        yield _Piece(part.start, part.end, opening, "</mark>", sub)


def _woven(text: str, within: Span, pieces: Sequence[_Piece]) -> Iterator[str]:
    """Give a text with its pieces' tags, every element closed inside the one around it."""
    starting: dict[int, list[_Piece]] = {}
    for piece in pieces:
        starting.setdefault(piece.start, []).append(piece)
    edges = sorted({within.start, within.end, *starting, *(p.end for p in pieces)})
    open_: list[_Piece] = []
    for number, edge in enumerate(edges):
        cut: list[_Piece] = []
        while any(piece.end == edge for piece in open_):
            piece = open_.pop()
            if piece.end == edge:
                yield piece.name
            else:
                cut.append(piece)
            yield piece.closing
        opening = sorted([*reversed(cut), *starting.get(edge, ())], key=lambda p: -p.end)
        yield from (piece.opening for piece in opening)
        open_ += opening
        if number + 1 < len(edges):
            yield written_text(text[edge : edges[number + 1]])
