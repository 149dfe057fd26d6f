"""W3C Web Annotation, as JSON-LD with position and quote selectors."""

from pathlib import Path
from typing import Any

from annotator.formats.format import Format
from annotator.formats.json_records import first_table
from annotator.formats.web.reading import read
from annotator.formats.web.writing import KEEPS, write

_TYPES = ("Annotation", "AnnotationPage", "AnnotationCollection")


def _recognises(path: Path, head: bytes) -> bool:
    found: dict[str, Any] = first_table(head)
    context = found.get("@context")
    named = context if isinstance(context, list) else [context]
    return any(isinstance(c, str) and "ns/anno.jsonld" in c for c in named) or (
        (found.get("type") in _TYPES or "bodies" in found)
        and ("target" in found or "items" in found)
    )


FORMAT = Format(
    name="web-annotation",
    title="W3C Web Annotation",
    suffixes=(".jsonld",),
    description="JSON-LD, a page of annotations an article, with positions and quotes.",
    read=read,
    write=write,
    loses=KEEPS.loses,
    recognises=_recognises,
    carried=KEEPS.carried,
)
