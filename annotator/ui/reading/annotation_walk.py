"""The next annotation from a place, and which ones lie under the pointer."""

from collections.abc import Callable, Sequence

from annotator.core.annotation import Annotation

Touching = Callable[[int, int], Sequence[Annotation]]
_FIRST_WINDOW = 2_000


def next_annotation(
    touching: Touching, length: int, offset: int, picked: Annotation | None, step: int
) -> Annotation | None:
    """Give the annotation after (1) or before (-1) the picked one, else from an offset.

    After the last one comes the first. Looks only as far as it must.
    """
    at = picked.start if picked else offset
    found = _search(touching, length, at, picked, step)
    if found is None:
        found = _search(touching, length, 0 if step > 0 else length, None, step)
    return found


def _search(
    touching: Touching, length: int, at: int, picked: Annotation | None, step: int
) -> Annotation | None:
    window = _FIRST_WINDOW
    while True:
        low, high = (at, at + window) if step > 0 else (at - window, at + 1)
        low, high = max(low, 0), min(high, length)
        beyond = [a for a in touching(low, high) if _is_beyond(a, at, picked, step)]
        sound = [a for a in beyond if a.start >= low] if step < 0 else beyond
        if sound:
            choose = min if step > 0 else max
            return choose(sound, key=lambda a: a.sort_key)
        if high >= length if step > 0 else low <= 0:
            return None
        window *= 8


def _is_beyond(annotation: Annotation, at: int, picked: Annotation | None, step: int) -> bool:
    if picked is not None:
        one, other = annotation.sort_key, picked.sort_key
        return one > other if step > 0 else one < other
    return annotation.start >= at if step > 0 else annotation.start < at


def innermost_first(annotations: Sequence[Annotation]) -> list[Annotation]:
    """Give annotations that lie over each other, shortest first: the order of a click's cycle."""
    return sorted(annotations, key=lambda a: (len(a.span), -a.start, a.label, a.id))
