"""Finding marks again in a text that was changed a little, or saying that they are gone."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.decision import Orphan
from annotator.core.span import Fragments, Span, quote

_LIKE = 90.0
_AROUND = 400
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\U00020000-\U0003ffff]"
)
"""Letters of Thai, Lao, Burmese, Khmer, Chinese and Japanese."""


class Reanchoring:
    """From one text to another that is much the same.

    The words of a mark must be found again exactly, or with at most one character in ten
    changed near where they should be; otherwise it is an orphan.
    """

    def __init__(self, old: Article, new: Article) -> None:
        """Compare the texts; takes milliseconds for an article."""
        from rapidfuzz.distance import Indel

        self._old, self._new = old, new
        self._blocks = [
            (code.src_start, code.src_end, code.dest_start)
            for code in Indel.opcodes(old.text, new.text)
            if code.tag == "equal"
        ]
        self._starts = [block[0] for block in self._blocks]

    def place(self, fragments: Fragments) -> Fragments | None:
        """Give where fragments of the old text are in the new one, or None."""
        found = [self._span(span) for span in fragments]
        whole = [span for span in found if span is not None]
        if len(whole) < len(found):
            return None
        ordered = all(a.end < b.start for a, b in pairwise(whole))
        return tuple(whole) if ordered else None

    def moved(self, marks: Iterable[Annotation]) -> tuple[list[Annotation], list[Orphan]]:
        """Give the marks in the new text, and those whose words are not there any more."""
        found, orphans = [], []
        for mark in marks:
            place = self.place(mark.fragments)
            if place is None:
                orphans.append(self._orphan(mark))
            else:
                found.append(
                    replace(
                        mark,
                        article_id=self._new.id,
                        fragments=place,
                        quote=quote(self._new.text, place),
                    )
                )
        return found, orphans

    def _orphan(self, mark: Annotation) -> Orphan:
        return Orphan(
            mark.id, self._new.id, mark.annotator, mark.label, mark.quote, mark.start, mark.end,
            self._old.sha256, mark.changed, mark.attributes, mark.note,
        )  # fmt: skip

    def _span(self, span: Span) -> Span | None:
        start, last = self._offset(span.start), self._offset(span.end - 1)
        words = self._old.text[span.start : span.end]
        if start is None or last is None:
            return self._near(words, self._expected(span.start))
        if self._new.text[start : last + 1] == words:
            return Span(start, last + 1)
        return self._between(words, start, last + 1) or self._near(words, start)

    def _between(self, words: str, start: int, end: int) -> Span | None:
        """Give what stands between the places of the first and last letter, if it is alike."""
        from rapidfuzz.fuzz import ratio

        found = _whole_words(self._new.text, start, end) if start < end else None
        if found is None:
            return None
        alike = ratio(words, self._new.text[found.start : found.end], score_cutoff=_LIKE)
        return found if alike else None

    def _offset(self, old: int) -> int | None:
        at = bisect_right(self._starts, old) - 1
        if at < 0:
            return None
        start, end, new = self._blocks[at]
        return new + old - start if old < end else None

    def _expected(self, old: int) -> int:
        at = bisect_right(self._starts, old) - 1
        return self._blocks[at][2] + old - self._blocks[at][0] if at >= 0 else 0

    def _near(self, words: str, around: int) -> Span | None:
        from rapidfuzz.fuzz import partial_ratio_alignment

        low = max(0, around - _AROUND)
        stretch = self._new.text[low : around + len(words) + _AROUND]
        if len(stretch) < len(words):
            return None
        found = partial_ratio_alignment(words, stretch, score_cutoff=_LIKE)
        if found is None or found.dest_end <= found.dest_start:
            return None
        return _whole_words(self._new.text, low + found.dest_start, low + found.dest_end)


def _whole_words(text: str, start: int, end: int) -> Span | None:
    """Give a stretch without the blanks at its ends, where it cuts a word moved to that one's end.

    What is alike is looked for at the length of the old words, which may have been longer.
    """
    start, end = _edge(text, start), _edge(text, end)
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _edge(text: str, at: int) -> int:
    """Give the nearest place to an offset that is not within a word."""
    left = right = at
    while _is_within(text, left):
        left -= 1
    while _is_within(text, right):
        right += 1
    return left if at - left <= right - at else right


def _is_within(text: str, at: int) -> bool:
    """Say whether an offset is between two letters of a script that has blanks between words."""
    around = text[at - 1 : at + 1] if at else ""
    return len(around) == 2 and around.isalnum() and not _UNSPACED.search(around)
