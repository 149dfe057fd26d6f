"""Reading the native training data: strict about what is said, lenient about identifiers."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.annotation import GOLD, NO_ATTRIBUTES, Annotation, Suggestion
from annotator.core.article import Article, character_problem
from annotator.core.changes import Value
from annotator.core.errors import FormatError
from annotator.core.identifiers import derived_id
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.span import quote
from annotator.core.validation import (
    annotation_problem,
    article_label_problem,
    fragments_problem,
    relation_problem,
    state_problem,
)
from annotator.formats.format import Entry, Reading
from annotator.formats.native.advice import advice, label_names, refused_at_once
from annotator.formats.native.decoding import decoded, fragments_of_record, identifier, time_of
from annotator.formats.native.line import (
    UNKNOWN_TIME,
    FileId,
    Line,
    Meta,
    RelationRecord,
    SpanRecord,
)

LONGEST_LINE = 120_000_000
"""Bytes; a longer line is no article."""
_NO_META = Meta()


def read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give the entries of a file; lines of one article that follow each other are one entry.

    A bad line is refused with its number and the reason; the lines after it are still looked at.
    """
    lines = _Lines(reading)
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LONGEST_LINE):
            number += 1
            reading.bytes_read += len(raw)
            if len(raw) == LONGEST_LINE:
                reading.refuse(f"the line is longer than {LONGEST_LINE:,} bytes", number)
                return
            if number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
                if refused_at_once(raw, reading):
                    return
            if not raw.isspace():
                yield from lines.take(number, raw)
    yield from lines.finish()


class _Lines:
    """What the lines of a file said so far, as far as later ones must agree with it."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._texts: dict[str, str] = {}  # article → SHA-256
        self._sources: dict[str, str] = {}  # an identifier of the file → SHA-256
        self._line_of: dict[tuple[str, str], tuple[int, int]] = {}  # … → line and its hash
        self._marks: dict[str, tuple[str, str]] = {}  # annotation → label and article
        self._mark: dict[str, tuple[str, str]] = {}  # of the line's labels, to be shared
        self._relations: set[str] = set()
        self._open: list[tuple[int, Relation]] = []  # relations with an end not seen yet
        self._pending: Entry | None = None
        self._number = 0
        self._repeated = 0
        self._advice: set[str] = set()
        self._named: set[str] = set()  # labels that were told by their names

    def take(self, number: int, raw: bytes) -> Iterator[Entry]:
        """Take in a line; gives the entry before it, if this line begins another one."""
        self._number = number
        try:
            entry = self._entry(raw)
        except FormatError as problem:
            self._refuse(problem, number)
            return
        if entry is None:
            return
        article, values = entry
        if self._pending is not None and self._pending[0].id == article.id:
            self._pending[1].extend(values)
            return
        if self._pending is not None:
            yield self._pending
        self._pending = (article, values)

    def finish(self) -> Iterator[Entry]:
        """Give the last entry, after looking at what needed the whole file."""
        if self._number == 0:
            self._reading.refuse("the file is empty")
        for number, relation in self._open:
            problem = self._problem_with(relation)
            if problem:
                self._reading.refuse(f"relation {relation.type}: {problem}", number)
        if self._repeated:
            self._reading.note(
                f"{self._repeated:,} lines repeat earlier ones; each article is kept once."
            )
        if self._pending is not None:
            yield self._pending

    def _refuse(self, problem: FormatError, number: int) -> None:
        advice = "" if problem.next_step in self._advice else problem.next_step
        self._advice.add(advice)  # the same advice at a hundred lines is none
        self._reading.refuse(problem.reason, number, next_step=advice)

    def _entry(self, raw: bytes) -> Entry | None:
        line = decoded(raw, self._reading)
        meta = line.meta or _NO_META
        article = self._article(line, meta)
        annotator = self._annotator(line, meta)
        if self._is_repeated(article, annotator, hash(raw)):
            return None
        self._mark.clear()
        ids: dict[str, str] = {}
        values: list[Value] = []
        for place, span in enumerate(line.spans or ()):
            values.append(self._annotation(span, place, article, annotator, ids))
        for relation in line.relations or ():
            values.append(self._relation(relation, article, annotator, ids))
        values += self._judgements(line, meta, article, annotator)
        return article, values

    # --- the article

    def _article(self, line: Line, meta: Meta) -> Article:
        metadata = dict(meta.metadata or {})
        facts = [meta.title, meta.outlet, meta.author, meta.published, meta.url, meta.language]
        article = Article.new(
            line.text, id="-", title=meta.title or "", outlet=meta.outlet or "",
            author=meta.author or "", published=meta.published or "", url=meta.url or "",
            language=meta.language or "", metadata=metadata,
        )  # fmt: skip
        if meta.sha256 and meta.sha256.lower() != article.sha256:
            raise FormatError(
                "the text is not the one its sha256 was made of; it was changed",
                next_step="Its offsets may be wrong now; restore the text, or leave sha256 out.",
            )
        problem = character_problem("".join(filter(None, (*facts, *metadata, *metadata.values()))))
        if problem:
            raise FormatError(f"its meta {problem.partition(' at ')[0]}")
        return self._identified(article, line.id, metadata)

    def _identified(self, article: Article, given: FileId, metadata: dict[str, str]) -> Article:
        own = identifier(given)
        if own is None:
            source = "" if given is None else str(given)
            if source and self._sources.setdefault(source, article.sha256) != article.sha256:
                raise FormatError(f"id {given!r} belongs to another text in an earlier line")
            if source:
                metadata["source_id"] = source
            own = derived_id("article", source, article.sha256)
        if self._texts.setdefault(own, article.sha256) != article.sha256:
            raise FormatError(f"id {own} belongs to another text in an earlier line")
        # A frozen value is made once more only for its identifier; replace() costs the same.
        return Article(
            own, article.text, article.sha256, article.title, article.outlet, article.author,
            article.published, article.url, article.language, metadata,
        )  # fmt: skip

    def _annotator(self, line: Line, meta: Meta) -> str:
        if meta.layer not in (None, "", GOLD, "annotator"):
            raise FormatError(f"layer {meta.layer!r} is not known; it is gold or annotator")
        named = meta.annotator or (GOLD if meta.layer == GOLD else "")
        says_something = line.spans or line.relations or line.article_labels or meta.state
        if named or not says_something:
            return named
        if not self._reading.annotator:
            raise FormatError("it does not say who annotated (meta.annotator)")
        return self._reading.annotator

    def _is_repeated(self, article: Article, annotator: str, content: int) -> bool:
        """Say whether an earlier line says the same; FormatError when it says something else."""
        key, here = (article.id, annotator), (self._number, content)
        earlier = self._line_of.setdefault(key, here)
        if earlier[0] == self._number:
            return False
        # Collections hold the same text many times, and then nobody says anything of it.
        if annotator and earlier[1] != content:
            whose = f"{annotator}’s marks in this article"
            raise FormatError(f"line {earlier[0]} holds {whose} already (id {article.id})")
        self._repeated += 1
        return True

    # --- what is said of it

    def _annotation(
        self, record: SpanRecord, place: int, article: Article, annotator: str,
        ids: dict[str, str],
    ) -> Annotation:  # fmt: skip
        try:
            fragments = fragments_of_record(record)
            created, same = time_of(record.created), (None, "", record.created)
            own = identifier(record.id)
            if own is None:
                # The place tells apart equal spans without an identifier.
                source = f"#{place}" if record.id is None else str(record.id)
                own = derived_id("annotation", article.id, annotator, source)
            annotation = Annotation(
                own, article.id, annotator, self._label(record.label), fragments,
                quote(article.text, fragments) if record.text is None else record.text,
                created,
                time_of(record.changed) if record.changed not in same else created,
                record.attributes or NO_ATTRIBUTES, record.note or "",
                Suggestion(record.suggested_by.source, record.suggested_by.score)
                if record.suggested_by else None,
            )  # fmt: skip
            self._check(annotation, article)
        except FormatError as problem:
            reason = f"span {place + 1} ({record.label:.60}): {problem.reason}"
            raise FormatError(reason, next_step=problem.next_step) from None
        if record.id is not None:
            ids[str(record.id)] = own
        return annotation

    def _label(self, given: str) -> str:
        """Give the scheme's label that a file means: by its identifier, else by its name."""
        scheme = self._reading.scheme
        if scheme is None or scheme.label(given) is not None:
            return given
        named = label_names(scheme).get(given.casefold())
        if named is None:
            return given
        if given not in self._named:
            self._named.add(given)
            self._reading.note(f"its label “{given:.60}” was read as {named}.")
        return named

    def _check(self, annotation: Annotation, article: Article) -> None:
        scheme = self._reading.scheme
        problem = (
            annotation_problem(annotation, article, scheme) if scheme
            else fragments_problem(annotation.fragments, annotation.quote, article.text)
        )  # fmt: skip
        if problem:
            raise FormatError(problem, next_step=advice(annotation, scheme))
        if annotation.id in self._marks:
            raise FormatError("its id stands twice in the file")
        mark = self._mark.setdefault(annotation.label, (annotation.label, article.id))
        self._marks[annotation.id] = mark

    def _relation(
        self, record: RelationRecord, article: Article, annotator: str, ids: dict[str, str]
    ) -> Relation:
        source = "" if record.id is None else str(record.id)
        head, tail = (self._end(x, record.type, ids) for x in (record.head, record.tail))
        created = time_of(record.created)
        relation = Relation(
            identifier(record.id)
            or derived_id("relation", article.id, annotator, source, record.type, head, tail),
            article.id, annotator, record.type, head, tail, created,
            created if not record.changed else time_of(record.changed),
            record.attributes or NO_ATTRIBUTES, record.note or "",
        )  # fmt: skip
        if relation.id in self._relations or relation.id in self._marks:
            raise FormatError(
                f"relation {source or relation.type}: its id stands twice in the file"
            )
        self._relations.add(relation.id)
        if head in self._marks and tail in self._marks:
            problem = self._problem_with(relation)
            if problem:
                raise FormatError(f"relation {source or relation.type}: {problem}")
        else:
            self._open.append((self._number, relation))
        return relation

    def _end(self, given: str | int, kind: str, ids: dict[str, str]) -> str:
        """Give the annotation that a relation names; only our identifiers may be of other lines."""
        found = ids.get(str(given)) or identifier(given)
        if found is None:
            raise FormatError(f"relation {kind:.60}: its end {given!r:.60} is no span of the line")
        return found

    def _problem_with(self, relation: Relation) -> str:
        head, tail = self._marks.get(relation.head), self._marks.get(relation.tail)
        if head is None or tail is None:
            side = "head" if head is None else "tail"
            return f"its {side} {getattr(relation, side)!r} is no span of the file"
        if head[1] != relation.article_id:
            return "its head is a span of another article"
        scheme = self._reading.scheme
        if scheme is None:
            return ""
        kind = scheme.relations_by_id.get(relation.type)
        if kind is not None and not kind.across_articles and tail[1] != head[1]:
            return f"relation '{kind.id}' does not lead to another article"
        return relation_problem(relation, (head[0], tail[0]), scheme)

    def _judgements(
        self, line: Line, meta: Meta, article: Article, annotator: str
    ) -> Iterator[Value]:
        times = meta.labels_changed or {}
        for name, value in (line.article_labels or {}).items():
            label = ArticleLabel(article.id, annotator, name, value, time_of(times.get(name)))
            scheme = self._reading.scheme
            problem = article_label_problem(label, scheme) if scheme else ""
            if problem:
                raise FormatError(f"article label: {problem}")
            yield label
        if meta.state:
            changed = time_of(meta.state_changed) if meta.state_changed else UNKNOWN_TIME
            state = ArticleState(article.id, annotator, meta.state, changed)  # type: ignore[arg-type]
            problem = state_problem(state)
            if problem:
                raise FormatError(f"meta: {problem}")
            yield state
