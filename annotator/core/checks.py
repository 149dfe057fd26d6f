"""The scheme's soft rules: what looks unfinished or unlikely. They warn and never block.

A rule is one function in `RULES`. It is given the check's parameters and what one annotator
said of an article, and gives the annotations that it is about.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.answering import is_date
from annotator.core.article import Article
from annotator.core.article_fields import misfits
from annotator.core.scheme import NOT_STATED, Check, Label, Scheme

Earlier: TypeAlias = Callable[[Annotation], bool]
"""Says whether the project has an earlier article with an annotation of the same label."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One passage that a check asks to look at again."""

    check: str
    text: str
    annotation: Annotation


@dataclass(frozen=True, slots=True)
class Misfit:
    """A metadata field whose text, in one article, the scheme asks to look at again."""

    text: str
    article_id: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule may look at: an article's annotations, and the wider project."""

    annotations: AnnotationSet
    scheme: Scheme
    earlier: Earlier = lambda annotation: False

    def concerned(self, about: Mapping[str, str]) -> Iterator[Annotation]:
        """Give the annotations of a check's label whose attribute has the check's value."""
        for mark in self.annotations:
            if about.get("label", mark.label) == mark.label and (
                "attribute" not in about or has(mark, about["attribute"], about["value"])
            ):
                yield mark

    def is_related(self, mark: Annotation, relation: str) -> bool:
        """Say whether an annotation is the head of a relation, or was said to have none."""
        return mark.attributes.get(relation) == NOT_STATED or any(
            r.type == relation and r.head == mark.id for r in self.annotations.relations_of(mark.id)
        )


Rule: TypeAlias = Callable[[Mapping[str, str], Scene], Iterator[Annotation]]


def has(mark: Annotation, attribute: str, value: str) -> bool:
    """Say whether an annotation answers an attribute with a value."""
    answer = mark.attributes.get(attribute)
    return value in answer if isinstance(answer, tuple) else answer == value


def _needs_relation(about: Mapping[str, str], scene: Scene) -> Iterator[Annotation]:
    return (m for m in scene.concerned(about) if not scene.is_related(m, about["relation"]))


def _needs_attribute(about: Mapping[str, str], scene: Scene) -> Iterator[Annotation]:
    return (m for m in scene.concerned(about) if about["needs"] not in m.attributes)


def _unlikely_together(about: Mapping[str, str], scene: Scene) -> Iterator[Annotation]:
    return (m for m in scene.concerned(about) if has(m, about["other"], about["other_value"]))


def _one_label_a_span(about: Mapping[str, str], scene: Scene) -> Iterator[Annotation]:
    labels: defaultdict[object, set[str]] = defaultdict(set)
    for mark in scene.annotations:
        labels[mark.annotator, mark.fragments].add(mark.label)
    return (m for m in scene.concerned(about) if len(labels[m.annotator, m.fragments]) > 1)


def _needs_link_to_earlier(about: Mapping[str, str], scene: Scene) -> Iterator[Annotation]:
    return (m for m in _needs_relation(about, scene) if scene.earlier(m))


RULES: Mapping[str, tuple[Rule, tuple[str, ...]]] = {
    "needs_relation": (_needs_relation, ("relation",)),
    "needs_attribute": (_needs_attribute, ("needs",)),
    "unlikely_together": (_unlikely_together, ("attribute", "value", "other", "other_value")),
    "one_label_a_span": (_one_label_a_span, ()),
    "needs_link_to_earlier": (_needs_link_to_earlier, ("relation",)),
}
"""Each rule with the parameters that it cannot do without."""


def check_problem(check: Check, scheme: Scheme) -> str:
    """Say why a check cannot be made under a scheme, or give an empty string."""
    if check.rule not in RULES:
        return f"check '{check.id}' has the unknown rule '{check.rule}'"
    about = dict(check.parameters)
    missing = [name for name in RULES[check.rule][1] if name not in about]
    if missing:
        return f"check '{check.id}' does not say its '{missing[0]}'"
    if ("attribute" in about) != ("value" in about):
        return f"check '{check.id}' needs an attribute and a value, or neither"
    if "label" in about and scheme.label(about["label"]) is None:
        return f"check '{check.id}' names the unknown label '{about['label']}'"
    if "relation" in about and about["relation"] not in scheme.relations_by_id:
        return f"check '{check.id}' names the unknown relation '{about['relation']}'"
    return _attribute_problem(check.id, about, scheme.label(about.get("label", "")))


_NAMED = (("attribute", "value"), ("needs", ""), ("other", "other_value"))
"""The parameters that name an attribute, each with the one that names its value."""


def _attribute_problem(check: str, about: Mapping[str, str], label: Label | None) -> str:
    for name, value in _NAMED if label else ():
        if label is None or name not in about:
            continue
        attribute = label.attribute(about[name])
        if attribute is None:
            return f"check '{check}' names the unknown attribute '{about[name]}'"
        said = about.get(value)
        if attribute.kind in ("one", "some") and said and said not in attribute.values:
            return f"check '{check}' names the unknown value '{said}' of '{attribute.id}'"
    return ""


def findings(
    annotations: AnnotationSet,
    scheme: Scheme,
    *,
    annotators: Iterable[str] | None = None,
    earlier: Earlier = lambda annotation: False,
) -> list[Finding]:
    """Give what the scheme's checks find in an article, in the order of the text.

    Checks that the scheme has outgrown (a label that is gone) find nothing. Required
    attributes that are open are found too, and dates that are none. ``annotators`` None looks
    at everyone's marks.
    """
    scene = Scene(annotations, scheme, earlier)
    wanted = None if annotators is None else set(annotators)
    found = [*_open_answers(scene), *_of_checks(scene)]
    chosen = (f for f in found if wanted is None or f.annotation.annotator in wanted)
    return sorted(chosen, key=lambda f: (f.annotation.sort_key, f.check))


def misfits_of(article: Article, scheme: Scheme) -> list[Misfit]:
    """Give what an article's metadata say, or leave out, against the scheme's fields."""
    return [
        Misfit(f"{field.name}: {problem}", article.id)
        for field, problem in misfits(scheme, article.metadata)
    ]


def _of_checks(scene: Scene) -> Iterator[Finding]:
    for check in scene.scheme.checks:
        if not check_problem(check, scene.scheme):
            rule, _ = RULES[check.rule]
            for mark in rule(dict(check.parameters), scene):
                yield Finding(check.id, check.text, mark)


def _open_answers(scene: Scene) -> Iterator[Finding]:
    for mark in scene.annotations:
        label = scene.scheme.label(mark.label)
        for attribute in label.attributes if label else ():
            answer = mark.attributes.get(attribute.id)
            if attribute.required and answer is None:
                yield Finding(f"open {attribute.id}", f"{attribute.name} is not answered.", mark)
            elif attribute.kind == "date" and isinstance(answer, str) and not is_date(answer):
                said = f"{attribute.name}: “{answer[:60]}” is no date like 2026-05-31."
                yield Finding(f"date {attribute.id}", said, mark)
