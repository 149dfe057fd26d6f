"""Any order of edits, undo, redo and reopening gives a memory equal to the file."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from annotator.core import operations
from annotator.core.article import Article
from annotator.core.scheme import Attribute, Label, RelationType, Scheme
from annotator.core.span import Span, fragments_of
from annotator.storage.project import Project
from tests.storage.conftest import TEXT

PEOPLE = st.sampled_from(["mo", "jo", "Ünal"])
LABELS = st.sampled_from(["actor", "location"])


def spans(most=3):
    edge = st.integers(0, len(TEXT) - 2)
    one = st.builds(lambda a, n: Span(a, min(a + n, len(TEXT))), edge, st.integers(1, 9))
    return st.lists(one, min_size=1, max_size=most).map(fragments_of)


class Edits(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "p.annotator"
        scheme = Scheme(
            "s", "S", "1",
            (Label("actor", "Actor", "#3366cc", attributes=(Attribute("kind", "K", "text"),)),
             Label("location", "Location", "#33aa66")),
            (RelationType("in", "in", ("actor",), ("location",)),),
        )  # fmt: skip
        self.project = Project.create(self.path, scheme)
        self.article = Article.new(TEXT)
        self.project.apply(operations.add_all("Add", [self.article]), annotator="mo")
        self.memory = self.project.annotation_set(self.article.id)
        self.done = []
        self.undone = []

    def teardown(self):
        self.project.close()
        self.folder.cleanup()

    def do(self, change_set):
        self.project.apply(change_set, annotator="mo")
        self.memory.apply(change_set)
        if change_set:
            self.done.append(change_set)
            self.undone.clear()

    def pick(self, data):
        return data.draw(st.sampled_from(list(self.memory)))

    @rule(fragments=spans(), label=LABELS, annotator=PEOPLE)
    def add(self, fragments, label, annotator):
        self.do(operations.add(self.article, fragments, label=label, annotator=annotator))

    @precondition(lambda self: len(self.memory))
    @rule(data=st.data(), fragments=spans())
    def move(self, data, fragments):
        self.do(operations.set_fragments(self.pick(data), self.article, fragments))

    @precondition(lambda self: len(self.memory))
    @rule(data=st.data(), label=LABELS)
    def relabel(self, data, label):
        mark = self.pick(data)
        self.do(operations.relabel(mark, label, self.memory, allowed={}, relations_allowed=()))

    @precondition(lambda self: len(self.memory))
    @rule(data=st.data(), note=st.text(st.characters(exclude_categories=("Cs",)), max_size=8))
    def note(self, data, note):
        mark = self.pick(data)
        self.do(operations.set_note(mark, note))

    @precondition(lambda self: len(self.memory))
    @rule(data=st.data(), value=st.sampled_from(["a", 3, 2.5, True, ("x", "y"), None]))
    def answer(self, data, value):
        self.do(operations.set_attribute(self.pick(data), "kind", value))

    @precondition(lambda self: len(self.memory))
    @rule(data=st.data())
    def delete(self, data):
        self.do(operations.delete([self.pick(data)], self.memory))

    @precondition(lambda self: len(self.memory) > 1)
    @rule(data=st.data())
    def relate(self, data):
        head, tail = self.pick(data), self.pick(data)
        if head.id != tail.id:
            self.do(operations.relate(head, tail, type="in", annotator="mo"))

    @rule(who=PEOPLE, state=st.sampled_from(["new", "in_progress", "done", "skipped"]))
    def state(self, who, state):
        self.do(operations.set_state(self.memory, who, state))

    @rule(who=PEOPLE, value=st.sampled_from([True, False, None]))
    def judge(self, who, value):
        self.do(operations.set_article_label(self.memory, who, "relevant", value))

    @precondition(lambda self: self.done)
    @rule()
    def undo(self):
        back = self.project.undo(annotator="mo")
        assert back == self.done[-1].inverse
        self.memory.apply(back)
        self.undone.append(self.done.pop())

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self):
        again = self.project.redo(annotator="mo")
        assert again == self.undone[-1]
        self.memory.apply(again)
        self.done.append(self.undone.pop())

    @rule()
    def reopen(self):
        self.project.close()
        self.project = Project.open(self.path)
        assert not self.project.read_only

    @invariant()
    def memory_equals_file(self):
        assert self.project.annotation_set(self.article.id) == self.memory
        assert (self.project.undo_name is None) is False  # adding the article can be undone
        assert (self.project.redo_name is None) is (not self.undone)


TestEdits = Edits.TestCase
TestEdits.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
