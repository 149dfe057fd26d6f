"""From a `SchemeEdit` to what it does to the rows: counted before, then written in one go."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from annotator.core.annotation import Annotation, AttributeValue
from annotator.core.article_fields import misfit, with_metadata
from annotator.core.changes import Change, ChangeSet, removed
from annotator.core.judgement import ArticleLabel
from annotator.core.relation import Relation
from annotator.core.scheme_attributes import FIELDS
from annotator.core.scheme_edit import Mark, SchemeEdit, Touched, as_it_is, unchanged
from annotator.storage import rows
from annotator.storage.article_terms import saying
from annotator.storage.queries import Queries
from annotator.storage.reworked import Reworked, State, Transition, joined
from annotator.storage.tables import TABLES

_article, _annotation = TABLES["article"], TABLES["annotation"]
_relation, _label = TABLES["relation"], TABLES["article_label"]
_MANY = 500


def planned(queries: Queries, edit: SchemeEdit) -> Reworked:
    """Give what a scheme edit does to the marks as they stand now; nothing is written."""
    scheme = Change(edit.before, edit.after)
    if not edit.touches_marks:
        return Reworked(ChangeSet(edit.name, (*_metadata(queries, edit), scheme)))
    transitions, gone = _fates(queries, edit)
    changes = [*_deletions(queries, gone), *_article_labels(queries, edit)]
    leaving = {change.key for change in changes}
    changes += [change for change in _relations(queries, edit) if change.key not in leaving]
    return Reworked(ChangeSet(edit.name, (*_relations_first(changes), scheme)), transitions)


def touched(queries: Queries, edit: SchemeEdit) -> Touched:
    """Count what a scheme edit is about; nothing is written.

    Where marks may become others, only those count that do.
    """
    annotator, article = _annotation.c.annotator, _annotation.c.article
    by_annotator: Counter[str] = Counter()
    by_article: Counter[int] = Counter()
    names = queries.annotator_names()
    plan = planned(queries, edit)
    rest = plan.changes if edit.touches_marks else ()
    becoming = None if edit.fate is unchanged else _becoming(plan)
    counted = select(annotator, article, _annotation.c.id).where(
        _annotation.c.label.in_(edit.labels)
    )
    for who, where, key in queries.all(counted) if edit.labels else ():
        if becoming is None or key in becoming:
            by_annotator[names[who]] += 1
            by_article[where] += 1
    kinds = Counter(type(change.value).__name__ for change in rest)
    labels = {
        (label.annotator, label.article_id, label.name): label
        for change in rest if isinstance(label := change.before, ArticleLabel)
    }.values()  # fmt: skip
    labelled = Counter(label.annotator for label in labels)
    said, misfits = _about_metadata(queries, edit)
    by_article.update(said)
    ids = dict(queries.all(select(_article.c.number, _article.c.id)))
    numbers = {rows.text_id(key): number for number, key in ids.items()} if labelled else {}
    by_article.update(numbers[label.article_id] for label in labels)
    return Touched(
        annotations=by_annotator.total(),
        by_annotator=dict(by_annotator),
        articles=tuple((rows.text_id(ids[n]), by_article[n]) for n in sorted(by_article)),
        said=len(said),
        misfits=misfits,
        deleted=kinds["Annotation"],
        relations=kinds["Relation"],
        article_labels=labelled.total(),
        labelled=dict(labelled),
    )


def _becoming(plan: Reworked) -> set[bytes]:
    """Give the keys of the marks that become others, or go."""
    moved = {key for one in plan.transitions for key in one.keys}
    values = (change.value for change in plan.changes)
    return moved | {rows.blob(value.id) for value in values if isinstance(value, Annotation)}


def marks_of(queries: Queries, label: str) -> list[tuple[str, str]]:
    """Give identifier and words of every annotation with a label, in list order."""
    columns = (_annotation.c.id, _annotation.c.quote)
    order = (_annotation.c.article, _annotation.c.first)
    found = queries.all(select(*columns).where(_annotation.c.label == label).order_by(*order))
    return [(rows.text_id(key), words) for key, words in found]


def label_count(queries: Queries, label: str) -> int:
    """Count the annotations with a label."""
    counted = select(func.count()).select_from(_annotation).where(_annotation.c.label == label)
    return int(queries.one(counted)[0])


def answers(queries: Queries, label: str, attribute: str) -> Counter[AttributeValue]:
    """Count the answers to a label's attribute.

    With label "" they are the values of an article label, with `FIELDS` the texts of a field.
    """
    found: Counter[AttributeValue] = Counter()
    if label == FIELDS:
        found.update(text for _, _, text in queries.all(saying(attribute)))
    elif label:
        counted = select(_annotation.c.attributes).where(_annotation.c.label == label)
        for (data,) in queries.all(counted):
            value = rows.attributes_value(data).get(attribute)
            if value is not None:
                found[value] += 1
    else:
        for (data,) in queries.all(select(_label.c.value).where(_label.c.name == attribute)):
            found[rows.answer(data)] += 1
    return found


# --- annotations


def _fates(queries: Queries, edit: SchemeEdit) -> tuple[tuple[Transition, ...], list[bytes]]:
    """Give the transitions of the marks that stay, and the keys of those that go."""
    if edit.fate is unchanged or not edit.labels:
        return (), []
    moved: dict[tuple[State, State], list[bytes]] = defaultdict(list)
    gone: list[bytes] = []
    known: dict[State, State | None] = {}
    columns = (_annotation.c.id, _annotation.c.label, _annotation.c.attributes)
    extra = (_annotation.c.quote,) if edit.by_words else ()
    marks = select(*columns, *extra).where(_annotation.c.label.in_(edit.labels))
    for key, label, attributes, *quoted in queries.all(marks.order_by(_annotation.c.id)):
        state = (label, attributes)
        if quoted:
            after = _after(edit, state, quoted[0], rows.text_id(key))
        elif state in known:
            after = known[state]
        else:
            after = known[state] = _after(edit, state)
        if after is None:
            gone.append(key)
        elif after != state:
            moved[state, after].append(key)
    return _transitions(queries, moved, whole=not edit.by_words), gone


def _transitions(
    queries: Queries, moved: dict[tuple[State, State], list[bytes]], *, whole: bool
) -> tuple[Transition, ...]:
    """Give the transitions in an order in which none takes up what another one has moved."""
    places = select(_annotation.c.label, _annotation.c.attributes).distinct()
    targets = Counter(after for _, after in moved)
    labels = {after[0] for after in targets}
    held = {tuple(row) for row in queries.all(places.where(_annotation.c.label.in_(labels)))}
    sources = {before for before, _ in moved}
    apart = not sources & targets.keys()
    return tuple(
        Transition(
            before, after, joined(keys),
            from_all=whole and apart,
            to_all=apart and targets[after] == 1 and after not in held,
        )
        for (before, after), keys in moved.items()
    )  # fmt: skip


def _after(edit: SchemeEdit, state: State, quote: str = "", mark_id: str = "") -> State | None:
    label, data = state
    mark = edit.fate(Mark(label, rows.attributes_value(data), quote, mark_id))
    return None if mark is None else (mark.label, rows.attributes_json(mark.attributes))


def _deletions(queries: Queries, keys: list[bytes]) -> Iterator[Change]:
    """Give the removal of annotations with all relations that hang on them."""
    names = queries.annotator_names()
    joined = select(_annotation, _article.c.id).join(
        _article, _article.c.number == _annotation.c.article
    )
    for some in _some(keys):
        for row in queries.all(joined.where(_annotation.c.id.in_(some))):
            article = rows.text_id(row[-1])
            yield removed(rows.annotation_value(row[:-1], article, names[row[2]]))
    wanted = set(keys)
    if wanted:
        for relation, ends in _all_relations(queries):
            if wanted & set(ends):
                yield removed(relation)


# --- relations and article labels


def _relations(queries: Queries, edit: SchemeEdit) -> Iterator[Change]:
    """Give the removal of relations that the new scheme does not allow."""
    if not edit.relations:
        return
    labels = dict(queries.all(select(_annotation.c.id, _annotation.c.label)))
    for relation, (head, tail) in _all_relations(queries):
        if relation.type in edit.relations:
            kind = edit.after.relations_by_id.get(relation.type)
            if kind is None or labels[head] not in kind.heads or labels[tail] not in kind.tails:
                yield removed(relation)


def _all_relations(queries: Queries) -> Iterator[tuple[Relation, tuple[bytes, bytes]]]:
    names = queries.annotator_names()
    joined = select(_relation, _article.c.id).join(
        _article, _article.c.number == _relation.c.article
    )
    for row in queries.all(joined):
        value = rows.relation_value(row[:-1], rows.text_id(row[-1]), names[row[2]])
        yield value, (row[4], row[5])


def _article_labels(queries: Queries, edit: SchemeEdit) -> Iterator[Change]:
    if not edit.article_labels:
        return
    names = queries.annotator_names()
    columns = (_article.c.id, _label.c.annotator, _label.c.name, _label.c.value, _label.c.changed)
    joined = select(*columns).join(_article, _article.c.number == _label.c.article)
    for key, who, name, data, at in queries.all(
        joined.where(_label.c.name.in_(edit.article_labels))
    ):
        before = ArticleLabel(rows.text_id(key), names[who], name, rows.answer(data), at)
        found = edit.article_labels[name](before.value)
        after = (
            None if found is None else ArticleLabel(before.article_id, before.annotator, *found, at)
        )
        if after is not None and after.name != name:
            yield Change(before, None)
            yield Change(None, after)
        elif after != before:
            yield Change(before, after)


# --- metadata of articles


def _metadata(queries: Queries, edit: SchemeEdit) -> Iterator[Change]:
    """Give the articles whose metadata become others."""
    for name, rewrite in edit.metadata.items():
        for _, key, text in queries.all(saying(name)) if rewrite is not as_it_is else ():
            new = rewrite(text)
            if new != text:
                before = queries.article(rows.text_id(key))
                yield Change(before, with_metadata(before, {name: new}))


def _about_metadata(queries: Queries, edit: SchemeEdit) -> tuple[Counter[int], int]:
    """Give the numbers of the articles that an edit of fields is about, and how many misfit it."""
    found: Counter[int] = Counter()
    misfits = 0
    fields = {field.id: field for field in edit.after.fields}
    for name, rewrite in edit.metadata.items():
        for number, _, text in queries.all(saying(name)):
            new = rewrite(text)
            if rewrite is as_it_is or new != text:
                found[number] += 1
                misfits += name in fields and bool(misfit(fields[name], new))
    return found, misfits


def _relations_first(changes: list[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: not isinstance(change.value, Relation))


def _some(keys: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(keys), _MANY):
        yield keys[start : start + _MANY]
