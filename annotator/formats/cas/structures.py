"""Feature structures, as both files of a CAS hold them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Simple: TypeAlias = str | int | float | bool
MARK, LINK = "webanno.custom.Mark", "webanno.custom.Link"
PART, SAID, STATE = "annotator.Part", "annotator.ArticleLabel", "annotator.ArticleState"


@dataclass(slots=True)
class Structure:
    """A feature structure: simple features, and those that lead to others by their numbers."""

    id: str
    type: str
    features: dict[str, Simple] = field(default_factory=dict)
    refs: dict[str, list[str]] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sofa: str = ""
    begin: int | None = None
    end: int | None = None

    @property
    def short(self) -> str:
        """The last part of its type's name."""
        return self.type.rpartition(".")[2]

    def text(self, name: str) -> str:
        """Give a feature as text; "" where it has none."""
        value = self.features.get(name, "")
        return value if isinstance(value, str) else str(value)


@dataclass(slots=True)
class Cas:
    """The texts of a file by the number of their sofa, and all that is said of them."""

    texts: dict[str, str]
    structures: dict[str, Structure]


ANNOTATION, TOP = "uima.tcas.Annotation", "uima.cas.TOP"
STRING, DOUBLE = "uima.cas.String", "uima.cas.Double"

TYPES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    MARK: (ANNOTATION, {
        "label": STRING, "annotator": STRING, "note": STRING, "attributes": STRING,
        "suggestedBy": STRING, "score": DOUBLE,
    }),
    LINK: (ANNOTATION, {
        "label": STRING, "annotator": STRING, "note": STRING, "attributes": STRING,
        "Governor": MARK, "Dependent": MARK,
    }),
    PART: (ANNOTATION, {"mark": MARK}),
    SAID: (TOP, {"annotator": STRING, "name": STRING, "value": STRING}),
    STATE: (TOP, {"annotator": STRING, "state": STRING}),
}  # fmt: skip
"""The types that are written: their supertype and their features. ``attributes`` and ``value``
are JSON. A mark covers its fragments from the first to the last; where it has several, each is
a part."""


def referring(structures: Iterable[Structure], ids: Mapping[str, object]) -> None:
    """Make references of the features of a file that does not tell numbers from references.

    These are features of well-known names, and lists of numbers of structures without a place.
    """
    for structure in structures:
        for name in list(structure.features):
            value = structure.features[name]
            if not isinstance(value, str) or not value:
                continue
            targets = value.split(" ")
            known = name in REFERENCES and all(target in ids for target in targets)
            if known or (len(targets) > 1 and all(target in ids for target in targets)):
                structure.refs[name] = targets
                del structure.features[name]


def reached(targets: Iterable[str], found: Mapping[str, Structure]) -> Iterator[str]:
    """Give what some references lead to, through arrays and lists, which stand between.

    A list that comes round to itself ends there.
    """
    ahead, seen = list(targets)[::-1], set[str]()
    while ahead:
        own = ahead.pop()
        made = found.get(own)
        if made is None or made.begin is not None or not _is_collection(made):
            yield own
        elif own not in seen:
            seen.add(own)
            inner = (made.refs.get(name, []) for name in ("elements", "head", "tail"))
            ahead += [target for targets in inner for target in targets][::-1]


def _is_collection(made: Structure) -> bool:
    return made.short.endswith(("[]", "Array", "List"))


REFERENCES = frozenset(
    ("Governor", "Dependent", "next", "first", "target", "mark", "links", "arguments", "pos",
     "lemma", "morph", "stem", "parent", "children", "elements", "head", "tail")
)  # fmt: skip
"""Features that lead to other structures in the type systems of WebAnno and DKPro."""
