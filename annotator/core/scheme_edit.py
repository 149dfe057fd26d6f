"""A change of the scheme together with what becomes of the marks made under the old one."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from annotator.core.annotation import Attributes, AttributeValue
from annotator.core.following_checks import gone
from annotator.core.identifiers import now
from annotator.core.scheme import Scheme, SchemeNote

_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")
_NO_WORD = re.compile(r"\W+")


class Mark(NamedTuple):
    """What a scheme change may look at in an annotation, and of that what it may change."""

    label: str
    attributes: Attributes
    quote: str = ""
    id: str = ""


Fate: TypeAlias = Callable[[Mark], Mark | None]
"""Gives an annotation's label and attributes under the new scheme; None deletes it."""
Answer: TypeAlias = Callable[[AttributeValue], tuple[str, AttributeValue] | None]
"""Gives an article label's name and value under the new scheme; None takes it away."""
Metadatum: TypeAlias = Callable[[str], str]
"""Gives what an article's metadata say in one field under the new scheme."""


def as_it_is(text: str) -> str:
    """Give a text as it is."""
    return text


def unchanged(mark: Mark) -> Mark:
    """Give a mark as it is."""
    return mark


@dataclass(frozen=True, slots=True)
class SchemeEdit:
    """One action on a scheme: its name, both schemes, and the fate of the marks.

    ``labels`` are those whose annotations it is about; ``fate`` is asked of each of these.
    ``by_words`` says whether the fate looks at more than label and attributes. Relations of the
    types in ``relations`` are deleted where the new scheme does not allow them, and so are all
    relations of a deleted annotation. ``article_labels`` gives new values of article labels, and
    ``metadata`` new texts of the fields that the edit is about.
    """

    name: str
    before: Scheme
    after: Scheme
    labels: frozenset[str] = frozenset()
    fate: Fate = unchanged
    by_words: bool = False
    relations: frozenset[str] = frozenset()
    article_labels: Mapping[str, Answer] = field(default_factory=dict, hash=False)
    metadata: Mapping[str, Metadatum] = field(default_factory=dict, hash=False)

    @property
    def touches_marks(self) -> bool:
        """Whether any annotation, relation or article label may become another."""
        return self.fate is not unchanged or bool(self.relations or self.article_labels)

    @property
    def touches_metadata(self) -> bool:
        """Whether the metadata of any article may become others."""
        return any(rewrite is not as_it_is for rewrite in self.metadata.values())


@dataclass(frozen=True, slots=True)
class Touched:
    """What a scheme change is about: how many annotations, of whom, in which articles.

    ``articles`` are (identifier, number of annotations) in list order. ``deleted`` of the
    annotations would be deleted, and ``relations`` relations. ``article_labels`` become others or
    go, ``labelled`` of each annotator. ``said`` articles say something in
    the metadata fields that it is about; ``misfits`` of them will not fit these, and ``articles``
    are those where there is no annotation.
    """

    annotations: int = 0
    by_annotator: Mapping[str, int] = field(default_factory=dict, hash=False)
    articles: tuple[tuple[str, int], ...] = ()
    deleted: int = 0
    relations: int = 0
    article_labels: int = 0
    labelled: Mapping[str, int] = field(default_factory=dict, hash=False)
    said: int = 0
    misfits: int = 0


def edited(
    name: str, scheme: Scheme, after: Scheme, *, labels: Iterable[str] = (),
    fate: Fate = unchanged, by_words: bool = False, relations: Iterable[str] = (),
    article_labels: Mapping[str, Answer] | None = None,
    metadata: Mapping[str, Metadatum] | None = None,
) -> SchemeEdit:  # fmt: skip
    """Give the edit from a scheme to another, whose version is raised with a dated line.

    Checks that would name nothing any more go, and the line says so.
    """
    version = raised(scheme.version)
    idle = gone(scheme, after)
    without = f"; its check goes: {' '.join(check.text for check in idle)}" if idle else ""
    after = replace(after, checks=tuple(check for check in after.checks if check not in idle))
    note = SchemeNote(version, now()[:10], name + without)
    return SchemeEdit(
        name, scheme, replace(after, version=version, history=(*scheme.history, note)),
        frozenset(labels), fate, by_words, frozenset(relations), article_labels or {},
        metadata or {},
    )  # fmt: skip


def raised(version: str) -> str:
    """Give the version after a version: its last number, one higher.

    >>> raised("1.0"), raised("2026-b9"), raised("draft")
    ('1.1', '2026-b10', 'draft.1')
    """
    found = _LAST_NUMBER.search(version)
    if not found:
        return f"{version}.1"
    return version[: found.start()] + str(int(found[0]) + 1) + version[found.end() :]


def free_id(name: str, taken: Iterable[str]) -> str:
    """Give an identifier made of a name's words that is none of those taken.

    >>> free_id("Armed group", ["armed_group"]), free_id("!", [])
    ('armed_group_2', 'item')
    """
    taken = set(taken)
    plain = _NO_WORD.sub("_", name.casefold()).strip("_") or "item"
    number, found = 1, plain
    while found in taken:
        number += 1
        found = f"{plain}_{number}"
    return found
