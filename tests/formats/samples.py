"""Entries with everything that a format may get wrong; all texts are invented."""

import shutil
from collections import Counter, defaultdict
from io import BytesIO
from pathlib import Path

from annotator.core.annotation import GOLD, Annotation, AttributeValue, Suggestion
from annotator.core.article import Article
from annotator.core.changes import Value, key_of
from annotator.core.identifiers import derived_id
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.scheme import Scheme
from annotator.core.scheme_file import read_scheme
from annotator.core.span import Span, quote
from annotator.formats.archives import FolderFiles
from annotator.formats.carrying import NOBODY
from annotator.formats.comparison import likeness
from annotator.formats.format import Entry, Format, Reading, Writing, entries
from annotator.jobs.found_files import FoundFiles
from annotator.paths import resource

SCHEME: Scheme = read_scheme(resource("schemes/news-commitments.toml"))
TIME, LATER = "2026-01-02T03:04:05.000Z", "2026-03-04T05:06:07.890Z"
TEXTS = {
    "plain": "Norland pledged on Monday to close two bases. Skarvik did not.",
    "emoji": "A 👨‍👩‍👧 from 🇮🇶 and e\u0301toile 👍🏽 said: “we will go 🎉”.",
    "lines": "First\r\nsecond\u00a0line\rthird\u2028fourth\u2029fifth\n\n trailing \n",
    "arabic": "قال الوزير إن الحكومة ستغلق القاعدتين قبل نهاية العام.",
    "chinese": "部长周一承诺，政府将在年底前关闭两个基地。",
    "odd": 'Tab\tquote " backslash \\ slash / \x07 \x7f \u200b \ufeff {"a": 1} \\u0000 end',
}


def article(name: str, **facts: str) -> Article:
    more = {"file": f"{name} ‘x’.txt", "page": "A3"} if name == "plain" else {}
    return Article.new(TEXTS[name], id=derived_id(name), metadata=more, **facts)


def mark(
    of: Article, *parts: tuple[int, int], label: str = "actor", annotator: str = "mo",
    attributes: dict[str, AttributeValue] | None = None, note: str = "",
    suggested: Suggestion | None = None, number: int = 0,
) -> Annotation:  # fmt: skip
    spans = tuple(Span(*part) for part in parts)
    own = derived_id(of.id, annotator, label, repr(parts), str(number))
    return Annotation(
        own, of.id, annotator, label, spans, quote(of.text, spans), TIME, LATER,
        attributes or {}, note, suggested,
    )  # fmt: skip


def link(head: Annotation, tail: Annotation, kind: str = "committed_by", who: str = "") -> Relation:
    who = who or head.annotator
    own = derived_id("link", head.id, tail.id, kind, who)
    return Relation(own, head.article_id, who, kind, head.id, tail.id, TIME, LATER)


def rich() -> list[Entry]:
    """Give entries, each in the order in which a reader of everything gives the values."""
    plain = article(
        "plain", title="Bases “to close”", outlet="The Courier", author="A. Writer",
        published="2020-06-12", url="https://example.org/?a=1&b=2", language="en",
    )  # fmt: skip
    outer = mark(plain, (0, 44), label="commitment", attributes={"act": "pledge", "testable": True})
    inner = mark(plain, (0, 7), note="who?\nNorland “itself” 🎉")
    crossing = mark(plain, (40, 53))
    equal = [mark(plain, (8, 15), number=n, suggested=Suggestion("crf", 0.93)) for n in (1, 2)]
    split = mark(plain, (8, 15), (26, 44), label="commitment", suggested=Suggestion("rules"))
    theirs = mark(plain, (0, 7), annotator="jo")
    gold = mark(plain, (46, 53), annotator=GOLD, label="location")
    values: list[Value] = [
        outer, inner, crossing, *equal, split, theirs, gold,
        link(outer, inner), link(split, theirs), link(outer, theirs, who="jo"),
        ArticleLabel(plain.id, "mo", "genre", "news", LATER),
        ArticleLabel(plain.id, "jo", "relevant", False, TIME),
        ArticleState(plain.id, "mo", "done", LATER),
        ArticleState(plain.id, "lou", "skipped", TIME),
    ]  # fmt: skip
    found: list[Entry] = [(plain, values)]
    for name, edges in {"emoji": (2, 7), "lines": (5, 14), "arabic": (4, 10), "chinese": (0, 2),
                        "odd": (4, 11)}.items():  # fmt: skip
        it = article(name)
        every = mark(it, (0, len(it.text)), label="commitment")
        found.append((it, [mark(it, edges), every, link(every, mark(it, edges))]))
    nothing = Article.new("Nothing is marked here, and that is final.", id=derived_id("nothing"))
    found.append((nothing, [ArticleState(nothing.id, "mo", "done", TIME)]))
    untouched = Article.new("Nobody has read this.", id=derived_id("untouched"))
    found.append((untouched, []))
    return found


KNOWN: dict[str, Article] = {}
"""The texts that are known where a format without texts is read, as a project knows its own."""


def written(entries_: list[Entry], how: Format) -> bytes:
    assert how.write is not None
    KNOWN.update((article.sha256, article) for article, _ in entries_)
    buffer = BytesIO()
    for _ in how.write(entries_, buffer, Writing(SCHEME)):
        pass
    return buffer.getvalue()


def read(data: bytes, folder: Path, how: Format, annotator: str = "") -> list[Entry]:
    path = folder / f"data{how.suffixes[0]}"
    path.write_bytes(data)
    return list(entries(how, path, Reading(scheme=SCHEME, annotator=annotator, texts=KNOWN.get)))


def compared(found: list[Entry]) -> list[object]:
    """Give entries so that equal ones are equal whatever the order of their values."""
    return [(a, dict(a.metadata), {key_of(v): v for v in values}) for a, values in found]


def placed(entries_: list[Entry], how: Format, folder: Path) -> Path:
    """Write entries as a format's file, or its folder of files, and give where it is."""
    if how.write_files is None:
        path = folder / f"data{how.suffixes[0]}"
        path.write_bytes(written(entries_, how))
        return path
    place = folder / "data"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for _ in how.write_files(entries_, FolderFiles(place), Writing(SCHEME)):
        pass
    return place


def read_all(path: Path, how: Format, reading: Reading | None = None) -> list[Entry]:
    """Read what lies at a path as an import of other tools' files would, to the last file."""
    found: list[Entry] = []
    with FoundFiles([path], how) as files:
        for file in files:
            own = reading or Reading(annotator=NOBODY, texts=KNOWN.get)
            found += entries(how, file.path, own)
        assert not files.refused
    return found


def meaning(found: list[Entry], *, exact: bool) -> dict[str, Counter[object]]:
    """Give what entries say of each text, without what no format promises to keep."""
    said: defaultdict[str, Counter[object]] = defaultdict(Counter)
    for article, values in found:
        marks: dict[str, tuple[object, ...]] = {}
        said[article.text].update()
        for value in sorted(values, key=lambda v: not isinstance(v, Annotation)):
            like = likeness(value, marks, exact=exact)
            if isinstance(value, Annotation):
                marks[value.id] = like
            said[article.text][like] += 1
    return dict(said)
