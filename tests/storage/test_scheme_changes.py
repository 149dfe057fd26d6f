"""Scheme changes: no mark lost, none left invalid, each one undo."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from annotator.core import operations, scheme_attributes, scheme_labels
from annotator.core.article import Article
from annotator.core.errors import SchemeError, StaleEdit
from annotator.core.scheme import Attribute, Label, RelationType, Scheme
from annotator.core.span import Span
from annotator.core.validation import annotation_problem, article_label_problem, relation_problem
from annotator.storage.project import Project

TEXT = "The mayor of Lunde promised the ferry crew a school, and the crew promised calm."
ACT = Attribute("act", "Act", "one", ("pledge", "threat", "offer"))
SURE = Attribute("sure", "Sure", "yes_no")
TAGS = Attribute("tags", "Tags", "some", ("red", "green"))
MOODS = Attribute("moods", "Moods", "some", ("calm", "sharp"))
SCHEME = Scheme(
    "s", "S", "1.0",
    (
        Label("actor", "Actor", "#0072b2", "1", attributes=(SURE,)),
        Label("promise", "Promise", "#009e73", "2", attributes=(ACT, TAGS)),
        Label("place", "Place", "#d55e00", "3", attributes=(replace(ACT, kind="text", values=()),)),
    ),
    (RelationType("by", "by", ("promise",), ("actor", "place")),),
    (Attribute("genre", "Genre", "one", ("news", "opinion")),),
    fields=(MOODS,),
)  # fmt: skip


def filled(path):
    """A project with eleven marks of two annotators, three relations and two article labels."""
    project = Project.create(path, SCHEME)
    article = Article.new(TEXT, title="Ferry", metadata={"moods": "sharp; calm", "own": "1"})
    with project.importing("Import", annotator="mo") as batch, batch.file():
        batch.add(article, [])
    marks = []
    for number, (label, answers) in enumerate([
        ("actor", {"sure": True}), ("promise", {"act": "pledge"}), ("place", {"act": "by boat"}),
        ("promise", {"act": "threat", "tags": ("red", "green")}), ("actor", {}),
        ("promise", {"act": "offer"}), ("place", {}), ("actor", {"sure": False}),
    ]):  # fmt: skip
        who = "mo" if number % 3 else "amara"
        edit = operations.add(article, (Span(number * 4, number * 4 + 5),), label=label,
                              annotator=who, attributes=answers)  # fmt: skip
        project.apply(edit, annotator=who)
        marks.append(edit.annotations[0].value)
    for head, tail in ((1, 0), (3, 2), (5, 4)):
        edit = operations.relate(marks[head], marks[tail], type="by", annotator="mo")
        project.apply(edit, annotator="mo")
    for who, value in (("mo", "news"), ("amara", "opinion")):
        current = project.annotation_set(article.id)
        edit = operations.set_article_label(current, who, "genre", value)
        project.apply(edit, annotator=who)
    return project, article


def values(project, article):
    found = project.annotation_set(article.id)
    return {value for value in (*found, *found.relations, *found.article_labels)}


def problems(project, article):
    found, scheme = project.annotation_set(article.id), project.scheme
    labels = {mark.id: mark.label for mark in found}
    yield from (annotation_problem(mark, article, scheme) for mark in found)
    yield from (
        relation_problem(r, (labels.get(r.head), labels.get(r.tail)), scheme)
        for r in found.relations
    )
    yield from (article_label_problem(value, scheme) for value in found.article_labels)


@pytest.fixture
def there(tmp_path):
    project, article = filled(tmp_path / "p.annotator")
    with project:
        yield project, article


def change(project, edit):
    return project.change_scheme(edit, annotator="mo")


def by_label(project, article):
    return [mark.label for mark in project.annotation_set(article.id)]


def test_a_merge_keeps_every_mark_answer_and_relation(there):
    project, article = there
    before = values(project, article)
    change(project, scheme_labels.merge_labels(project.scheme, "place", "promise"))
    found = project.annotation_set(article.id)
    assert len(list(found)) == 8 and len(list(found.relations)) == 3
    assert "by boat" in {mark.attributes.get("act_2") for mark in found}
    assert project.scheme.version == "1.1"
    assert project.scheme.history[-1].text == "Merge Place into Promise"
    assert project.undo_name == "Merge Place into Promise"
    project.undo(annotator="mo")
    assert values(project, article) == before and project.scheme == SCHEME
    project.redo(annotator="mo")
    assert "place" not in by_label(project, article)


def test_deleting_a_label_with_its_marks_can_be_undone(there):
    project, article = there
    before = values(project, article)
    edit = scheme_labels.delete_label(project.scheme, "promise", "delete")
    seen = project.touched(edit)
    assert (seen.annotations, seen.deleted, seen.relations) == (3, 3, 3)
    assert seen.by_annotator == {"mo": 2, "amara": 1} or sum(seen.by_annotator.values()) == 3
    assert seen.articles == ((article.id, 3),)
    change(project, edit)
    assert project.scheme.relations == ()
    assert not [problem for problem in problems(project, article) if problem]
    project.undo(annotator="mo")
    assert values(project, article) == before


def test_hiding_a_label_keeps_its_marks(there):
    project, article = there
    before = values(project, article)
    change(project, scheme_labels.delete_label(project.scheme, "promise", "hide"))
    assert values(project, article) == before
    assert "promise" not in [label.id for label in project.scheme.active_labels]


def test_a_label_is_split_by_answer_by_words_and_by_hand(there):
    project, article = there
    threat = Label("threat", "Threat", "#aa0000")
    rule = scheme_labels.by_attribute("act", {"threat": "threat"})
    change(
        project, scheme_labels.split_label(project.scheme, "promise", [threat], rule, how="by act")
    )
    assert by_label(project, article).count("threat") == 1
    mark = next(m for m in project.annotation_set(article.id) if m.label == "actor")
    crew = Label("crew", "Crew", "#00aa00")
    rule = scheme_labels.by_text({mark.quote.upper(): "crew"})
    change(
        project, scheme_labels.split_label(project.scheme, "actor", [crew], rule, how="by words")
    )
    assert project.annotation_set(article.id).get(mark.id).label == "crew"
    site = Label("site", "Site", "#0000aa")
    places = [m.id for m in project.annotation_set(article.id) if m.label == "place"]
    rule = scheme_labels.by_hand({places[0]: "site"})
    change(project, scheme_labels.split_label(project.scheme, "place", [site], rule, how="by hand"))
    assert by_label(project, article).count("site") == 1
    assert not [problem for problem in problems(project, article) if problem]


def test_an_answer_that_cannot_be_converted_is_kept_as_text(there):
    project, article = there
    in_use = project.answers("place", "act")
    edit = scheme_attributes.change_kind(project.scheme, "place", "act", "number", in_use=in_use)
    change(project, edit)
    kept = {mark.attributes.get("act_before") for mark in project.annotation_set(article.id)}
    assert kept == {None, "by boat"}
    # The room says the values again that the attribute had: a number has none.
    again = scheme_attributes.change_kind(
        project.scheme, "place", "act", "text", values=("x", "y"), in_use=()
    )
    label = again.after.label("place")
    assert label and label.attribute("act") and label.attribute("act").values == ()


def test_article_labels_follow_their_values(there):
    project, article = there
    edit = scheme_attributes.rename_value(project.scheme, "", "genre", "news", "report")
    seen = project.touched(edit)
    assert (seen.article_labels, seen.labelled) == (1, {"mo": 1})
    assert seen.articles == ((article.id, 1),)
    change(project, edit)
    assert {v.value for v in project.annotation_set(article.id).article_labels} == {
        "report", "opinion",
    }  # fmt: skip


def test_a_relation_type_goes_with_its_relations_and_what_was_said_of_it(there):
    project, article = there
    change(project, scheme_labels.edit_relation_type(project.scheme, "by", may_be_not_stated=True))
    mark = next(m for m in project.annotation_set(article.id) if m.label == "promise")
    edit = operations.set_attribute(mark, "by", "not stated")
    project.apply(edit, annotator=mark.annotator)
    before = values(project, article)
    narrower = scheme_labels.edit_relation_type(project.scheme, "by", tails=("actor",))
    assert project.touched(narrower).relations == 1
    change(project, scheme_labels.delete_relation_type(project.scheme, "by"))
    assert not project.annotation_set(article.id).relations
    assert not [problem for problem in problems(project, article) if problem]
    project.undo(annotator="mo")
    assert values(project, article) == before


def test_a_value_in_use_is_not_simply_dropped(there):
    project, _ = there
    with pytest.raises(SchemeError, match="may be in use"):
        scheme_attributes.edit_attribute(project.scheme, "promise", "act", values=("pledge",))


def test_a_change_of_an_older_scheme_is_refused(there):
    project, article = there
    edit = scheme_labels.edit_label(project.scheme, "actor", name="Agent")
    change(project, edit)
    before = values(project, article)
    with pytest.raises(StaleEdit):
        change(project, edit)
    assert values(project, article) == before


def test_a_scheme_change_survives_reopening_and_the_check(there, tmp_path):
    project, article = there
    change(project, scheme_labels.merge_labels(project.scheme, "place", "actor"))
    project.close()
    with Project.open(tmp_path / "p.annotator") as again:
        assert list(again.check()) == []
        again.undo(annotator="mo")
        assert by_label(again, article).count("place") == 2
        assert list(again.check()) == []


class AnyChanges(RuleBasedStateMachine):
    """Any series of scheme changes, undos and redos, none of which deletes marks."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.project, self.article = filled(Path(self.folder.name) / "p.annotator")
        self.ids = {mark.id for mark in self.project.annotation_set(self.article.id)}
        self.start = values(self.project, self.article)
        self.done = self.undone = self.number = 0

    def teardown(self) -> None:
        self.project.close()
        self.folder.cleanup()

    def _change(self, make) -> None:
        try:
            self.project.change_scheme(make(self.project.scheme), annotator="mo")
        except SchemeError:
            return
        self.done, self.undone = self.done + 1, 0

    def _label(self, data):
        return data.draw(st.sampled_from([label.id for label in self.project.scheme.labels]))

    def _attribute(self, data):
        labels = [label.id for label in self.project.scheme.labels]
        of = data.draw(st.sampled_from(["", scheme_attributes.FIELDS, *labels]))
        found = scheme_attributes.attributes_of(self.project.scheme, of)
        return of, data.draw(st.sampled_from(found)) if found else None

    @rule(data=st.data())
    def merge(self, data):
        a, b = self._label(data), self._label(data)
        self._change(lambda s: scheme_labels.merge_labels(s, a, b))

    @rule(data=st.data())
    def split(self, data):
        self.number += 1
        old, new = self._label(data), f"new{self.number}"
        part = Label(new, f"New {self.number}", "#123456")
        rule = scheme_labels.by_attribute("act", {"pledge": new, "by boat": new})
        self._change(lambda s: scheme_labels.split_label(s, old, [part], rule, how="by act"))

    @rule(data=st.data())
    def rename(self, data):
        self.number += 1
        label = self._label(data)
        self._change(lambda s: scheme_labels.edit_label(s, label, name=f"Name {self.number}"))

    @rule(data=st.data())
    def value(self, data):
        of, attribute = self._attribute(data)
        if attribute and attribute.values:
            old, new = (
                data.draw(st.sampled_from(attribute.values)),
                data.draw(st.sampled_from([*attribute.values, "other"])),
            )
            self._change(lambda s: scheme_attributes.rename_value(s, of, attribute.id, old, new))

    @rule(data=st.data(), kind=st.sampled_from(["one", "some", "text", "number", "yes_no"]))
    def kind(self, data, kind):
        of, attribute = self._attribute(data)
        if attribute:
            in_use = self.project.answers(of, attribute.id)
            self._change(
                lambda s: scheme_attributes.change_kind(s, of, attribute.id, kind, in_use=in_use)
            )

    @precondition(lambda self: self.done)
    @rule()
    def undo(self):
        self.project.undo(annotator="mo")
        self.done, self.undone = self.done - 1, self.undone + 1
        if not self.done:
            assert values(self.project, self.article) == self.start

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self):
        self.project.redo(annotator="mo")
        self.done, self.undone = self.done + 1, self.undone - 1

    @rule(data=st.data())
    def hide(self, data):
        label = self._label(data)
        self._change(lambda s: scheme_labels.delete_label(s, label, "hide"))

    @rule(data=st.data(), place=st.integers(0, 5))
    def move(self, data, place):
        label = self._label(data)
        self._change(lambda s: scheme_labels.move_label(s, label, place))

    @rule(data=st.data())
    def widen(self, data):
        by, label = self.project.scheme.relations_by_id["by"], self._label(data)
        tails = tuple(dict.fromkeys((*by.tails, label)))
        self._change(lambda s: scheme_labels.edit_relation_type(s, "by", tails=tails))

    @rule(data=st.data())
    def take_value(self, data):
        of, attribute = self._attribute(data)
        if attribute and len(attribute.values) > 1:
            old, *others = data.draw(st.permutations(attribute.values))
            instead = others[0] if of == "" else data.draw(st.sampled_from([None, *others]))
            self._change(
                lambda s: scheme_attributes.remove_value(s, of, attribute.id, old, instead=instead)
            )

    @rule(data=st.data())
    def take_attribute(self, data):
        of, attribute = self._attribute(data)
        if attribute and of:
            self._change(lambda s: scheme_attributes.remove_attribute(s, of, attribute.id))

    @rule(data=st.data())
    def ask_more(self, data):
        self.number += 1
        new = Attribute("", f"More {self.number}", "one", ("x", "y"), required=True)
        of = data.draw(st.sampled_from([scheme_attributes.FIELDS, self._label(data)]))
        self._change(lambda s: scheme_attributes.add_attribute(s, of, new))

    @invariant()
    def metadata_lose_nothing_but_by_joining_values(self):
        article = self.project.article(self.article.id)
        assert article.text == TEXT and article.metadata["own"] == "1"
        said = article.metadata["moods"].split("; ")
        assert len(said) == 2 or (len(said) == 1 and said[0])

    @invariant()
    def nothing_is_lost_and_all_is_valid(self):
        found = self.project.annotation_set(self.article.id)
        assert {mark.id for mark in found} == self.ids
        assert len(list(found.relations)) == 3 and len(list(found.article_labels)) == 2
        assert not [problem for problem in problems(self.project, self.article) if problem]


TestAnyChanges = AnyChanges.TestCase
TestAnyChanges.settings = settings(
    max_examples=25, stateful_step_count=12, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def test_a_field_changes_what_articles_say_only_where_a_value_becomes_another(there):
    project, article = there
    edit = scheme_attributes.rename_value(
        project.scheme, scheme_attributes.FIELDS, "moods", "calm", "quiet"
    )
    seen = project.touched(edit)
    assert (seen.said, seen.misfits, seen.annotations) == (1, 0, 0)
    assert seen.articles == ((article.id, 1),)
    change(project, edit)
    said = project.article(article.id).metadata
    assert dict(said) == {"moods": "sharp; quiet", "own": "1"}
    assert project.answers(scheme_attributes.FIELDS, "moods") == {"sharp; quiet": 1}
    number = scheme_attributes.change_kind(
        project.scheme, scheme_attributes.FIELDS, "moods", "number"
    )
    assert (project.touched(number).said, project.touched(number).misfits) == (1, 1)
    change(project, number)
    assert project.article(article.id).metadata == said  # it stays, and is counted by the checks
    change(
        project,
        scheme_attributes.remove_attribute(project.scheme, scheme_attributes.FIELDS, "moods"),
    )
    assert project.article(article.id).metadata == said
    for _ in range(3):
        project.undo(annotator="mo")
    assert project.scheme == SCHEME
    assert project.article(article.id) == article
    assert not list(project.check())


def test_only_the_marks_that_become_others_are_counted(there):
    project, article = there
    marks = Counter(mark.label for mark in project.annotation_set(article.id))
    told = 0
    for label in project.scheme.labels:
        for attribute in label.attributes:
            answers = project.answers(label.id, attribute.id)
            for value in attribute.values if attribute.kind == "one" else ():
                edit = scheme_attributes.rename_value(
                    project.scheme, label.id, attribute.id, value, "elsewise"
                )
                assert project.touched(edit).annotations == answers[value]
                assert sum(n for _, n in project.touched(edit).articles) == answers[value]
                told += 0 < answers[value] < marks[label.id]
    assert told, "or the test would show nothing"
