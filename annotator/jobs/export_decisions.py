"""How the gold came about, as a file beside an export: decisions, what they were on, and comments.

The data says what is gold; here is who said so, of what, by which rule and why, one JSON object
a line. The first line tells what the file is.
"""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import text_hash
from annotator.core.decision import Comment, Decision
from annotator.core.relation import Relation
from annotator.formats.format import Entry
from annotator.formats.textless import without_words
from annotator.jobs.found_files import DECISIONS
from annotator.jobs.progress import Pace, Progress

if TYPE_CHECKING:
    from annotator.jobs.export_choice import Choice
    from annotator.storage.project import Project

VERSION = 1
_FREE_WORDS = "comments, notes and answers in free words"
Facts: TypeAlias = dict[str, Any]
Mark: TypeAlias = Annotation | Relation


def decisions_path(out: Path) -> Path:
    """Give where the decisions of an export go: beside OUT."""
    return out.with_name(out.stem + DECISIONS)


@dataclass(slots=True)
class Exported:
    """The articles of an export, with the part of the split that each went to, in their order."""

    parts: dict[str, str] = field(default_factory=dict)

    def count(self, entries: Iterable[Entry], part: str) -> Iterator[Entry]:
        """Give the entries on."""
        for entry in entries:
            self.parts[entry[0].id] = part
            yield entry


def write_decisions(
    choice: "Choice", exported: Exported, write: Callable[[bytes], object]
) -> Generator[Progress, None, None]:
    """Write what was decided and said of the exported articles, in their order.

    A line a decision and, for comments that belong to none, a line a thread. Annotations are told
    with their offsets (code points, half-open) and words; of one that is gone since, only the
    identifier. Under pseudonyms, or without the texts, free words are left out, which the first
    line says. The same project and plan give the same bytes.
    """
    told = _Telling(choice)
    write(_line(told.header()))
    decisions = _by_article(choice.project.records(Decision), exported)
    comments = _by_article(choice.project.records(Comment), exported)
    pace, number = Pace(), 0
    for name, part in exported.parts.items():
        if name not in decisions and name not in comments:
            continue
        lines = told.lines(name, part, decisions.get(name, []), comments.get(name, []))
        for facts in lines:
            write(_line(facts))
        number += 1
        if pace.due():
            yield Progress(number, None, "Writing the decisions")


def _by_article(records: Iterable[Any], exported: Exported) -> dict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for record in sorted(records, key=lambda r: (r.changed, r.id)):
        if record.article_id in exported.parts:
            found[record.article_id].append(record)
    return found


def _line(facts: Facts) -> bytes:
    return msgspec.json.encode(facts) + b"\n"


@dataclass(frozen=True)
class _Telling:
    """What may be told, and by which names."""

    choice: "Choice"

    @property
    def _freely(self) -> bool:
        return self.choice.plan.texts and not self.choice.plan.pseudonyms

    @property
    def _project(self) -> "Project":
        return self.choice.project

    def header(self) -> Facts:
        scheme = self._project.scheme
        return {
            "about": "How the gold came about: one decision, or one thread of comments, a line.",
            "version": VERSION,
            "offsets": "code points, half-open",
            "scheme": scheme.name,
            "scheme_version": scheme.version,
            "left_out": [] if self._freely else [_FREE_WORDS],
        }

    def lines(
        self, name: str, part: str, decisions: list[Decision], comments: list[Comment]
    ) -> Iterator[Facts]:
        """Give what is told of an article."""
        article, said = self._project.article(name), self._project.annotation_set(name)
        marks = _Marks(said, self)
        first: Facts = {"article": name, "sha256": article.sha256}
        if part:
            first["split"] = part
        threads = self._threads(comments)
        for one in decisions:
            about = {one.id, *one.sources, *one.gold}
            here = [key for key, thread in threads.items() if about & _about(thread)]
            yield first | self._decision(one, marks, [threads.pop(key) for key in here])
        for key, thread in threads.items():
            yield first | {
                "thread": key,
                "about": [marks.told(i) for i in sorted(_about(thread))],
            } | self._thread(thread)  # fmt: skip

    def _decision(self, one: Decision, marks: "_Marks", threads: list[list[Comment]]) -> Facts:
        weights = one.weights or (None,) * len(one.gold)
        gold = [
            marks.told(i) | ({} if weight is None else {"weight": weight})
            for i, weight in zip(one.gold, weights, strict=False)
        ]
        facts: Facts = {
            "decision": one.id,
            "outcome": one.outcome,
            "rule": self._rule(one.rule),
            "automatic": one.automatic,
            "person": self.name(one.person),
            "time": one.changed,
            "reason": one.reason,
            "comment": one.comment if self._freely else "",
            "sources": [marks.told(i) for i in one.sources],
            "gold": gold,
            "over": list(one.over),
            "comments": [self._thread(thread) for thread in threads],
        }
        return {key: value for key, value in facts.items() if value not in ("", [])}

    def _threads(self, comments: list[Comment]) -> dict[str, list[Comment]]:
        """Give the comments by thread, the oldest first; none where they may not be told."""
        found: defaultdict[str, list[Comment]] = defaultdict(list)
        for comment in comments if self._freely else ():
            found[comment.thread].append(comment)
        return dict(found)

    def _thread(self, thread: list[Comment]) -> Facts:
        first = next((c for c in thread if c.id == c.thread), thread[0])
        return {
            "resolved": first.resolved,
            "said": [{"author": c.author, "time": c.changed, "text": c.text} for c in thread],
        }

    # --- names

    def name(self, person: str) -> str:
        """Give a person's name, or what stands for it."""
        return self._pseudonyms.get(person, person)

    def _rule(self, rule: str) -> str:
        """Give a rule's name, which may end in an annotator's."""
        first, space, person = rule.partition(" ")
        return f"{first}{space}{self.name(person)}"

    @cached_property
    def _pseudonyms(self) -> Mapping[str, str]:
        """Give R1, R2, … also for those who only reviewed; empty where names are told."""
        plan = self.choice.plan
        if not plan.pseudonyms:
            return {}
        known = self.choice.names
        others = {one.person for one in self._project.records(Decision)} - set(known)
        ordered = sorted(others, key=lambda name: text_hash(f"{plan.seed} {name}"))
        return {**known, **{name: f"R{number}" for number, name in enumerate(ordered, 1)}}

    def tellable(self, value: Mark) -> Mark:
        """Give a mark without what may not be told of it."""
        if self.choice.plan.texts:
            return value
        kept = without_words(value, self.choice.writing())
        assert isinstance(kept, Annotation | Relation)
        return kept


def _about(thread: list[Comment]) -> set[str]:
    return {i for comment in thread for i in comment.about}


@dataclass(frozen=True)
class _Marks:
    """The annotations and relations of an article, to be told by identifier."""

    said: AnnotationSet
    telling: _Telling

    @cached_property
    def _found(self) -> dict[str, Mark]:
        return {value.id: value for value in (*self.said, *self.said.relations)}

    def told(self, identifier: str) -> Facts:
        """Give what is known of one; of one that is gone, only that."""
        value = self._found.get(identifier)
        if value is None:
            return {"id": identifier, "gone": True}
        value = self.telling.tellable(value)
        facts: Facts = {"id": value.id, "annotator": self.telling.name(value.annotator)}
        facts |= self._link(value) if isinstance(value, Relation) else self._span(value)
        if value.attributes:
            facts["attributes"] = dict(value.attributes)
        return facts

    def _link(self, link: Relation) -> Facts:
        return {"type": link.type, "head": link.head, "tail": link.tail}

    def _span(self, mark: Annotation) -> Facts:
        facts: Facts = {"label": mark.label, "start": mark.start, "end": mark.end}
        if len(mark.fragments) > 1:
            facts["fragments"] = [[part.start, part.end] for part in mark.fragments]
        if self.telling.choice.plan.texts:
            facts["text"] = mark.quote
        return facts
