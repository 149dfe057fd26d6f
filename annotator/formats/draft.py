"""A draft: what a record of another tool says, before its offsets are understood and checked.

A reader says for each record what it found, in the file's own words and units. The draft finds
out what the offsets count, checks every quote, makes identifiers that are the same at every
reading, and gives the entry. What cannot be kept is left out with a reason, never shifted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from annotator.core.annotation import NO_ATTRIBUTES, Annotation, Attributes, Suggestion
from annotator.core.article import NOTHING, Article, character_problem, text_hash
from annotator.core.changes import Value
from annotator.core.errors import FormatError, shown
from annotator.core.identifiers import derived_id, is_id
from annotator.core.judgement import ArticleLabel, ArticleState, State
from annotator.core.relation import Relation
from annotator.core.span import Fragments, Span, fragments_of, quote
from annotator.formats.format import Entry, FileRefused, Reading
from annotator.formats.offset_units import (
    CODE_POINTS,
    NAMES,
    QUOTED,
    USUAL,
    Counting,
    Evidence,
    Given,
    ToCodePoints,
    converter,
    is_plain,
    nearest,
    same_words,
)

UNKNOWN_TIME = "1970-01-01T00:00:00.000Z"
"""The time of what a file dates not: the same at every reading."""
LONGEST_NAME = 200
"""Code points that a label, an attribute or a relation type may have."""


class Mark(NamedTuple):
    """A span as the file gives it. ``key`` is how relations of the file name it."""

    label: str
    parts: tuple[tuple[int, int], ...]
    quoted: str | None = None
    key: str = ""
    annotator: str = ""
    attributes: Attributes = NO_ATTRIBUTES
    note: str = ""
    suggested_by: Suggestion | None = None
    id: str = ""
    created: str = UNKNOWN_TIME
    changed: str = ""


class Link(NamedTuple):
    """A relation as the file gives it; its ends are keys of marks."""

    type: str
    head: str
    tail: str
    annotator: str = ""
    attributes: Attributes = NO_ATTRIBUTES
    note: str = ""
    id: str = ""


@dataclass(slots=True)
class Draft:
    """One record of a file. ``line`` or ``record`` say where it stands, for messages.

    ``expected`` is what the tool's offsets count by its own documents; None where it counts
    now this, now that. ``witnesses`` are stretches with quotes that are no marks, such as
    tokens: they help to find out what offsets count.
    """

    text: str
    line: int | None = None
    record: str = ""
    source_id: str = ""
    facts: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    metadata: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    expected: Counting | None = CODE_POINTS
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    labels: list[tuple[str, str, str | int | float | bool | tuple[str, ...]]] = field(
        default_factory=list
    )
    """Article labels: whose ("" the file's), name, value."""
    states: list[tuple[str, State]] = field(default_factory=list)
    witnesses: list[Given] = field(default_factory=list)
    keeps_offsets: bool = False
    """Whether offsets are right and a quote is wrong where the two contradict each other."""

    def mark(
        self, label: str, start: int, end: int, quoted: str | None = None, **more: object
    ) -> None:
        """Add a span of one piece; ``more`` are the other fields of a `Mark`."""
        self.marks.append(Mark(label, ((start, end),), quoted, **more))  # type: ignore[arg-type]

    def link(self, type: str, head: str, tail: str, **more: object) -> None:
        """Add a relation; ``more`` are the other fields of a `Link`."""
        self.links.append(Link(type, head, tail, **more))  # type: ignore[arg-type]

    def given(self) -> Iterator[Given]:
        """Give all stretches that say what offsets count."""
        for mark in self.marks:
            if mark.parts:
                (start, end), *more = mark.parts
                # Tools write any blank for another, so a quote of blanks proves nothing.
                quoted = mark.quoted if mark.quoted and mark.quoted.strip() else None
                yield Given(start, end, quoted, tuple(more))
        yield from self.witnesses

    def entry(self, reading: Reading) -> Entry:
        """Give the entry; raises FormatError when the record cannot be understood.

        Spans and relations that cannot be kept go to `Reading.leave_out`.
        """
        return _Making(self, reading).entry()


def entries_of(
    drafts: Callable[[Reading], Iterable[Draft]],
    reading: Reading,
    *,
    expected: Counting | None = CODE_POINTS,
) -> Iterator[Entry]:
    """Give the entries of a file's drafts; a record that cannot be understood is refused.

    ``drafts`` reads the file, and is asked twice where nobody says what its offsets count: a
    file counts in one way throughout, so all its records together say in which.
    """
    if reading.counting is None:
        reading.counting = _surveyed(drafts, reading, expected)
    reading.bytes_read = kept = 0
    for draft in drafts(reading):
        if not draft.text.strip():
            where = draft.record or ("this record" if draft.line else "one record")
            reading.leave_out(f"{where} has no text", draft.line)
            continue
        try:
            kept += 1
            yield draft.entry(reading)
        except FormatError as problem:
            reading.refuse(
                f"{draft.record + ': ' if draft.record else ''}{problem.reason.rstrip('.')}",
                draft.line, next_step=problem.next_step,
            )  # fmt: skip
    if not kept and not reading.problems:
        reading.refuse("it holds no article with a text")


def _surveyed(
    drafts: Callable[[Reading], Iterable[Draft]], reading: Reading, expected: Counting | None
) -> Counting | None:
    evidence: Evidence | None = None
    try:
        for draft in drafts(_quiet(reading)):
            if is_plain(draft.text) and not any(mark.quoted for mark in draft.marks):
                continue
            given = list(draft.given())
            if evidence is None:
                quoted = any(g.quote for g in given)
                evidence = Evidence(QUOTED if quoted else USUAL, expected)
            evidence.look(draft.text, given)
    except FileRefused:
        return CODE_POINTS  # the second reading says why
    if evidence is None:
        return CODE_POINTS
    found = evidence.verdict()
    if evidence.doubt is not None:
        reading.note(
            f"its offsets were read as {found}, which is what this tool counts, but the edges of "
            f"{evidence.disputed:,} spans fit {evidence.doubt} better; look at some of them, and "
            f"say what they count (--offsets) if they are wrong."
        )
    if found is not None and found != (expected or CODE_POINTS):
        reading.note(f"its offsets count {found}; they were read as that and checked.")
    elif found is not None and expected is None and evidence.disputed:
        reading.note(f"its offsets count {found}, as the edges of its words show.")
    return found


def _quiet(reading: Reading) -> Reading:
    """Give a reading of the same file whose notes nobody will see."""
    return replace(
        reading, problems=[], notes=[], left_out=[], mended=Counter(), bytes_read=0,
        labels={}, relations={},
    )  # fmt: skip


class _Making:
    """One draft becoming an entry."""

    def __init__(self, draft: Draft, reading: Reading) -> None:
        self._draft, self._reading = draft, reading
        self._article = _article(draft)
        self._ids: dict[str, str] = {}
        self._seen: Counter[tuple[object, ...]] = Counter()

    def entry(self) -> Entry:
        values: list[Value] = []
        if self._draft.marks:
            convert = converter(self._article.text, self._counting())
            for mark in self._draft.marks:
                made = self._annotation(mark, convert)
                if made is not None:
                    values.append(made)
        values += filter(None, map(self._relation, self._draft.links))
        values += self._judgements()
        return self._article, values

    def _counting(self) -> Counting:
        known = self._reading.counting
        if known is not None:
            return known
        given = list(self._draft.given())
        quoted = any(g.quote for g in given)
        evidence = Evidence(QUOTED if quoted else USUAL, self._draft.expected)
        evidence.look(self._article.text, given)
        found = evidence.verdict()
        if found is None:
            raise FormatError(
                "its offsets fit several ways of counting, and nothing says which is meant",
                next_step=f"Say what they count: --offsets {', '.join(NAMES)}.",
            )
        return found

    # --- spans

    def _annotation(self, mark: Mark, convert: ToCodePoints) -> Annotation | None:
        problem = name_problem(mark.label) or _text_problem(mark)
        fragments: Fragments = ()
        if not problem:
            try:
                fragments = self._fragments(mark, convert)
            except FormatError as error:
                problem = error.reason
        if problem:
            self._leave_out(f"{shown(mark.label)} at {_places(mark)}: {problem}")
            return None
        annotator, article = self._who(mark.annotator), self._article
        if not is_id(own := mark.id):
            own = self._id("annotation", annotator, mark.label, repr(_numbers(fragments)))
        if mark.key:
            self._ids[mark.key] = own
        return Annotation(
            own, article.id, annotator, mark.label, fragments, quote(article.text, fragments),
            mark.created, mark.changed or mark.created, mark.attributes or NO_ATTRIBUTES,
            mark.note, mark.suggested_by,
        )  # fmt: skip

    def _fragments(self, mark: Mark, convert: ToCodePoints) -> Fragments:
        """Give the fragments in code points; FormatError when they cannot be told."""
        if not mark.parts or any(start == end for start, end in mark.parts):
            raise FormatError("it marks no character")
        ends = [(convert(start), convert(end)) for start, end in mark.parts]
        found = [
            Span(a, b) for a, b in ends if a is not None and b is not None and 0 <= a < b
        ]  # fmt: skip
        fits = len(found) == len(ends)
        if fits:
            fragments = fragments_of(found)
            quoted = mark.quoted or ""
            if not quoted.strip() or self._says(fragments, found, quoted):
                if fragments != tuple(found):
                    self._reading.mend("span whose parts touched or were out of order")
                return fragments
            if self._draft.keeps_offsets:
                held = shown(quote(self._article.text, fragments))
                self._reading.note(
                    f"{shown(mark.label)} at {_places(mark)} is said to be {shown(mark.quoted)}, "
                    f"but the text there is {held}; the offsets were kept."
                )
                return fragments
        return self._looked_up(mark, fits)

    def _says(self, fragments: Fragments, parts: Sequence[Span], quoted: str) -> bool:
        text = self._article.text
        return same_words(quote(text, fragments), quoted) or (
            len(parts) > 1 and same_words(quote(text, tuple(parts)), quoted)
        )

    def _looked_up(self, mark: Mark, fits: bool) -> Fragments:
        text = self._article.text
        around = min(max(mark.parts[0][0], 0), len(text))
        if mark.quoted is not None and len(mark.parts) == 1:
            place = nearest(text, mark.quoted, around)
            if place is not None:
                self._reading.mend("offset that did not fit its quote")
                where = f"{self._draft.record or 'record'}" if self._draft.line is None else (
                    f"line {self._draft.line}"
                )  # fmt: skip
                self._reading.note(
                    f"{where}: {shown(mark.label)} {shown(mark.quoted)} was said to be at "
                    f"{_places(mark)}, but stands at {place[0]} to {place[1]}; it was put there."
                )
                return (Span(*place),)
        if fits and mark.quoted is not None:
            held = shown(text[around : around + max(1, mark.parts[-1][1] - around)])
            raise FormatError(f"its words are {shown(mark.quoted)}, but the text there is {held}")
        raise FormatError(f"this is no stretch of its text of {len(text):,} characters")

    # --- relations, article labels, states

    def _relation(self, link: Link) -> Relation | None:
        head, tail = self._ids.get(link.head), self._ids.get(link.tail)
        problem = name_problem(link.type)
        if head is None or tail is None:
            side = link.head if head is None else link.tail
            problem = problem or f"its end {shown(side)} is no span that was kept"
        elif head == tail:
            problem = "it joins a span to itself"
        if problem:
            self._leave_out(f"relation {shown(link.type)}: {problem}")
            return None
        assert head is not None and tail is not None
        who = self._who(link.annotator)
        own = link.id if is_id(link.id) else self._id("relation", who, link.type, head, tail)
        return Relation(
            own, self._article.id, who, link.type, head, tail, UNKNOWN_TIME, UNKNOWN_TIME,
            link.attributes or NO_ATTRIBUTES, link.note,
        )  # fmt: skip

    def _judgements(self) -> Iterator[Value]:
        seen: set[tuple[str, str]] = set()
        for annotator, name, value in self._draft.labels:
            who = self._who(annotator)
            if problem := name_problem(name):
                self._leave_out(f"article label {shown(name)}: {problem}")
            elif (who, name) in seen:
                self._leave_out(f"article label {shown(name)}: it stands twice")
            else:
                yield ArticleLabel(self._article.id, who, name, value, UNKNOWN_TIME)
            seen.add((who, name))
        states = {self._who(annotator): state for annotator, state in self._draft.states}
        for who, state in states.items():
            yield ArticleState(self._article.id, who, state, UNKNOWN_TIME)

    # --- the rest

    def _who(self, annotator: str) -> str:
        found = annotator.strip() or self._reading.annotator
        if not found:
            raise FormatError(
                "it does not say who annotated", next_step="Name the annotator (--annotator)."
            )
        return found

    def _id(self, *parts: str) -> str:
        """Give an identifier; equal values of a record are told apart by their number."""
        self._seen[parts] += 1
        return derived_id(*parts, self._article.sha256, str(self._seen[parts]))

    def _leave_out(self, reason: str) -> None:
        record = self._draft.record
        self._reading.leave_out(f"{record}: {reason}" if record else reason, self._draft.line)


def _article(draft: Draft) -> Article:
    metadata = {str(key): value for key, value in draft.metadata.items()}
    if draft.source_id:
        metadata["source_id"] = draft.source_id
    problem = character_problem("".join((*draft.facts.values(), *metadata, *metadata.values())))
    if problem:
        raise FormatError(f"its metadata {problem.partition(' at ')[0]}")
    article = Article.new(draft.text, id="-", metadata=metadata, **draft.facts)
    return replace(article, id=article_id(draft.text, draft.source_id))


def article_id(text: str, source_id: str = "") -> str:
    """Give the identifier of an article that comes from another tool: the same every time."""
    return derived_id("article", source_id, text_hash(text))


def name_problem(name: str) -> str:
    """Say why something cannot be the name of a label, or give an empty string."""
    if not name.strip():
        return "it has no name"
    if len(name) > LONGEST_NAME:
        return f"its name is longer than {LONGEST_NAME} characters"
    return character_problem(name)


def _text_problem(mark: Mark) -> str:
    problem = character_problem(mark.note + mark.annotator)
    return f"its note {problem}" if problem else ""


def _numbers(fragments: Fragments) -> list[tuple[int, int]]:
    return [(part.start, part.end) for part in fragments]


def _places(mark: Mark) -> str:
    return ", ".join(f"{shown(a)} to {shown(b)}" for a, b in mark.parts[:4])
