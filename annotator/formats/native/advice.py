"""What to do about a file that is refused, said where the reason alone does not say it."""

import codecs
from functools import lru_cache

from annotator.core.annotation import Annotation
from annotator.core.scheme import Scheme
from annotator.formats.format import Reading

_MOST_NAMED = 12
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def advice(annotation: Annotation, scheme: Scheme | None) -> str:
    """Give what helps with an annotation that cannot stand: the labels, or how offsets count."""
    if scheme is None or scheme.label(annotation.label):
        return "Offsets count characters (code points) from 0; the end is the first one after."
    names = [label.id for label in scheme.labels]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"The scheme has: {', '.join(names[:_MOST_NAMED])}{more}."


def refused_at_once(first: bytes, reading: Reading) -> bool:
    """Refuse, by its first line, a file that is no JSON Lines at all; say whether it was."""
    if first.startswith(_WIDE):
        reading.refuse("the file is UTF-16 or UTF-32", next_step="Save it as UTF-8.")
    elif first.strip() == b"{" or first.lstrip().startswith(b"["):
        how = "jq -c ." if first.strip() == b"{" else "jq -c '.[]'"
        reading.refuse(
            "the file is one JSON document, not one object a line",
            next_step=f"Write each article on a line of its own, such as with: {how}",
        )
    return bool(reading.problems)


@lru_cache(maxsize=8)
def label_names(scheme: Scheme) -> dict[str, str]:
    """Give the labels' identifiers by what else they are called, in small letters, if only one is.

    Lines written by hand say “Actor” or “LOCATION” where the scheme's identifiers are small.
    """
    called = [(name.casefold(), x.id) for x in scheme.labels for name in {x.id, x.name}]
    meant = {name: {label for other, label in called if other == name} for name, _ in called}
    return {name: labels.pop() for name, labels in meant.items() if len(labels) == 1}
