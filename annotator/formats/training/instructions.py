"""The scheme as instructions to a language model, in plain words."""

from collections.abc import Iterable, Iterator

from annotator.core.scheme import Attribute, Label, RelationType, Scheme

_TASK = (
    "You mark spans of news articles by a scheme. The user gives one article. Answer with one "
    "JSON object and nothing else:"
)
_SHAPE = (
    '{"annotations": [{"id": 1, "label": "…", "text": "…", "start": 0, "end": 0, '
    '"attributes": {}}], "relations": [{"type": "…", "head": 1, "tail": 2}], '
    '"article_labels": {}}'
)
_RULES = (
    "“text” is the article’s own words; “start” and “end” count its characters (Unicode code "
    "points) from 0, “end” not included. An annotation in several parts also has “fragments”, a "
    "list of [start, end], and its text joins them by a blank. Leave out what does not apply."
)


def instructions(scheme: Scheme) -> str:
    """Give what a model is told of a scheme: the form of its answers, labels and relations.

    Attributes that name an entry of the project's register are left out: a model cannot know it.
    """
    return "\n".join(_lines(scheme))


def _lines(scheme: Scheme) -> Iterator[str]:
    yield from (_TASK, _SHAPE, _RULES, "")
    yield f"Scheme: {scheme.name}, version {scheme.version}. {scheme.definition}".rstrip()
    yield from _part("Labels", (_label(label) for label in scheme.labels if label.on))
    yield from _part("Relations", map(_relation, scheme.relations))
    yield from _part("Article labels", map(_attribute, scheme.article_labels))


def _part(heading: str, items: Iterable[str]) -> Iterator[str]:
    found = list(items)
    if found:
        yield from ("", f"{heading}:", *found)


def _label(label: Label) -> str:
    said = _item(label.id, "", label.definition or label.name)
    asked = (a for a in label.attributes if a.kind != "entity")
    return "\n".join([said, *(f"  {_attribute(attribute)}" for attribute in asked)])


def _attribute(asked: Attribute) -> str:
    kind = asked.kind.replace("_", " or ")
    kind += f" of: {', '.join(asked.values)}" if asked.values else ""
    return _item(asked.id, kind, asked.definition)


def _item(name: str, kind: str, said: str) -> str:
    return f"- {name}" + (f" ({kind})" if kind else "") + (f": {said}" if said else "")


def _relation(kind: RelationType) -> str:
    ends = f"from {', '.join(kind.heads) or 'any'} to {', '.join(kind.tails) or 'any'}"
    return _item(kind.id, ends, kind.definition or kind.name)
