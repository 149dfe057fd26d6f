"""What several annotators said of one article, laid side by side."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from annotator.core.annotation import GOLD, Annotation, AttributeValue
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.judgement import ArticleLabel, ArticleState, State
from annotator.core.relation import Relation
from annotator.core.team import is_second_pass, second_pass
from annotator.core.tokens import token_edges

NO_ANSWERS: Mapping[str, AttributeValue] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Layer:
    """All that one annotator said of an article; annotations by start, longest first."""

    annotator: str
    marks: tuple[Annotation, ...] = ()
    relations: tuple[Relation, ...] = ()
    answers: Mapping[str, AttributeValue] = field(default_factory=lambda: NO_ANSWERS)
    state: State = "new"

    @property
    def worked_on(self) -> bool:
        """Whether she looked at the article: said something, or that she is done with nothing."""
        return bool(
            self.marks or self.relations or self.answers or self.state in ("done", "in_progress")
        )

    def only(self, label: str) -> "Layer":
        """Give the layer with one label's annotations, and no relation or article label."""
        marks = tuple(mark for mark in self.marks if mark.label == label)
        return Layer(self.annotator, marks, state=self.state)


@dataclass(frozen=True)
class Comparison:
    """An article and the layers that are compared, by the annotators' names."""

    article: Article
    layers: tuple[Layer, ...]

    @property
    def annotators(self) -> tuple[str, ...]:
        """Who is compared, in the order of the layers."""
        return tuple(layer.annotator for layer in self.layers)

    @cached_property
    def token_edges(self) -> tuple[list[int], list[int]]:
        """Where the tokens of the text start and end (see `core.tokens`)."""
        return token_edges(self.article.text)

    def of(self, annotators: Collection[str]) -> "Comparison | None":
        """Give the comparison of these alone; None where one of them has no layer."""
        layers = tuple(layer for layer in self.layers if layer.annotator in annotators)
        if len(layers) < len(annotators):
            return None
        return self if len(layers) == len(self.layers) else self._with(layers)

    def only(self, label: str) -> "Comparison":
        """Give the comparison of one label's annotations."""
        return self._with(tuple(layer.only(label) for layer in self.layers))

    def _with(self, layers: tuple[Layer, ...]) -> "Comparison":
        found = Comparison(self.article, layers)
        if "token_edges" in self.__dict__:
            found.__dict__["token_edges"] = self.token_edges
        return found


def compared(
    entries: Iterable[tuple[Article, Collection[Value]]],
    annotators: Collection[str] | None = None,
    *,
    least: int = 2,
    finished: bool = False,
    without: Collection[str] = (),
) -> Iterator[Comparison]:
    """Give the articles on which at least so many of some annotators (None: all) worked.

    The adjudicator's gold and second passes take part only when they are named. With
    ``finished`` only those count who said that they are done with the article. ``without`` are
    annotators who do not count unless they are named, such as models.
    """
    for article, values in entries:
        layers = [
            layer
            for layer in layers_of(values)
            if (
                _counts(layer.annotator, without)
                if annotators is None
                else layer.annotator in annotators
            )
            and (layer.state == "done" if finished else layer.worked_on)
        ]
        if len(layers) >= least:
            yield Comparison(article, tuple(layers))


def _counts(name: str, without: Collection[str]) -> bool:
    return name != GOLD and name not in without and not is_second_pass(name)


def passes(article: Article, values: Iterable[Value]) -> Iterator[Comparison]:
    """Give each annotator's first pass over an article beside her second, where there are both."""
    layers = {layer.annotator: layer for layer in layers_of(values) if layer.worked_on}
    for name, layer in layers.items():
        again = layers.get(second_pass(name))
        if again is not None:
            yield Comparison(article, (layer, again))


def layers_of(values: Iterable[Value]) -> list[Layer]:
    """Give what each annotator said, by name."""
    marks: defaultdict[str, list[Annotation]] = defaultdict(list)
    relations: defaultdict[str, list[Relation]] = defaultdict(list)
    answers: defaultdict[str, dict[str, AttributeValue]] = defaultdict(dict)
    states: dict[str, State] = {}
    for value in values:
        match value:
            case Annotation():
                marks[value.annotator].append(value)
            case Relation():
                relations[value.annotator].append(value)
            case ArticleLabel():
                answers[value.annotator][value.name] = value.value
            case ArticleState():
                states[value.annotator] = value.state
    names = {*marks, *relations, *answers, *states}
    return [
        Layer(
            name,
            tuple(sorted(marks[name], key=lambda mark: mark.sort_key)),
            tuple(sorted(relations[name], key=lambda relation: relation.sort_key)),
            answers[name],
            states.get(name, "new"),
        )
        for name in sorted(names)
    ]
