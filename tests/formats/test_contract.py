"""What every format of the registry must keep: contract tests, for those of today and later."""

import random
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.annotation import Annotation, AttributeValue
from annotator.core.article import Article, text_problem
from annotator.core.changes import Value
from annotator.core.errors import FormatError
from annotator.core.identifiers import derived_id
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.validation import fragments_problem
from annotator.formats import registry
from annotator.formats.carrying import NOBODY
from annotator.formats.format import Entry, FileRefused, Format, Reading, Writing, entries
from annotator.formats.registry import format_named, format_of, formats
from tests.core import making
from tests.formats.samples import (
    SCHEME,
    TIME,
    compared,
    link,
    mark,
    meaning,
    placed,
    read,
    read_all,
    rich,
    written,
)

BOTH_WAYS = [f for f in formats() if f.read and f.write]
READABLE = [f for f in formats() if f.read]
ONE_FILE = [f for f in READABLE if not f.companions]
named = pytest.mark.parametrize("how", BOTH_WAYS, ids=lambda f: f.name)


@pytest.mark.parametrize("how", formats(), ids=lambda f: f.name)
def test_a_format_describes_itself(how: Format) -> None:
    assert how.name == how.name.lower() and how.title and how.description
    assert how.suffixes and all(s.startswith(".") and s == s.lower() for s in how.suffixes)
    assert how.read or how.write
    assert format_named(how.name, written=how.read is None) is how


@pytest.mark.parametrize("how", [f for f in formats() if f.write], ids=lambda f: f.name)
def test_a_format_with_tokens_says_so(how: Format) -> None:
    made = []
    for tokenizer in ("news-1", "whitespace-1"):
        output = BytesIO()
        for _ in how.write(rich(), output, Writing(SCHEME, tokenizer=tokenizer)):  # type: ignore[misc]
            pass
        made.append(output.getvalue())
    assert how.tokenized == (made[0] != made[1])


def test_names_are_used_once() -> None:
    names = [f.name for f in formats()]
    assert {"text", "jsonl"} <= set(names)
    for way in ("read", "write"):  # one that reads and one that writes may share a name
        used = [f.name for f in formats() if getattr(f, way) is not None]
        assert len(set(used)) == len(used)
    with pytest.raises(FormatError, match="jsonl"):
        format_named("nonsense")
    assert format_named("Label_Studio") is format_named("label-studio")


def test_a_format_is_found_by_what_people_call_it_too() -> None:
    for also in registry._ALSO:
        assert format_named(also), also
    assert format_named("XMI").name == "uima-xmi"
    assert format_named(".qdpx").name == "refi-qda"
    with pytest.raises(FormatError):  # several formats have it
        format_named("json")


# --- reading what was written gives the same, but for the losses that are declared


def same_again(data: list[Entry], how: Format, folder: Path) -> None:
    found = meaning(read_all(placed(data, how, folder), how), exact=how.exact)
    carried = [how.carried(entry, Writing(SCHEME)) for entry in data]
    if how.textless:
        carried = [(article, values) for article, values in carried if values]
    assert found == meaning(carried, exact=how.exact)


def of_text(text: str, *parts: tuple[int, int], **more: object) -> Entry:
    article = Article.new(text, id=derived_id(text))
    return article, [mark(article, part, number=n, **more) for n, part in enumerate(parts)]  # type: ignore[arg-type]


def _several_annotators() -> Entry:
    article, _ = of_text("Norland and Skarvik pledged to leave.")
    return article, [mark(article, (0, 7), annotator=who) for who in ("mo", "jo", "é “x”", "gold")]


def _related() -> Entry:
    article, _ = of_text("Norland and Skarvik pledged to stay here.")
    said = mark(article, (20, 40), label="commitment")
    actors = [mark(article, (0, 7)), mark(article, (12, 19))]
    return article, [said, *actors, *(link(said, actor) for actor in actors)]


def _answered() -> Entry:
    article, _ = of_text("Norland pledged to leave.")
    answers: dict[str, AttributeValue] = {
        "act": "pledge",
        "testable": True,
        "score": 2,
        "some": ("a", "b c"),
        "text": "“é” <&>",
    }
    return article, [
        mark(article, (0, 15), label="commitment", attributes=answers, note="one\ntwo \\n “é” 🎉"),
        mark(article, (0, 7), attributes={"testable": False}, note=" "),
    ]  # fmt: skip


def _split() -> Entry:
    article, _ = of_text("one two three four five")
    return article, [mark(article, (0, 3), (8, 13)), mark(article, (4, 7), (14, 18), (19, 23))]


CASES: dict[str, Entry] = {
    "nested": of_text("The foreign minister of Norland left.", (0, 31), (4, 20), (24, 31)),
    "crossing": of_text("one two three four", (0, 7), (4, 13), (8, 18)),
    "equal": of_text("one two three", (4, 7), (4, 7), (4, 7)),
    "touching": of_text("onetwo", (0, 3), (3, 6)),
    "inside words": of_text("unhappiness", (2, 7)),
    "whole text": of_text("All of it.", (0, 10)),
    "edge blanks": of_text(" a b ", (0, 2), (2, 5), (0, 5)),
    "emoji": of_text("🎉 Norland 🎉 won 🎉", (2, 9), (0, 1), (10, 11)),
    "zwj": of_text("The 👨‍👩‍👧 of Norland", (4, 9), (13, 20)),
    "flag": of_text("In 🇮🇶 and 🇺🇦 now", (3, 5), (10, 12), (13, 16)),
    "combining": of_text("L’e\u0301toile de\u0301ja\u0300 vu", (2, 9), (10, 18)),
    "crlf": of_text("One.\r\nNorland left.\r\n\r\nSkarvik\r\n", (6, 13), (23, 30), (0, 19)),
    "cr": of_text("One.\rNorland left.\r", (5, 12)),
    "line feeds": of_text("One.\n\n\nNorland left.\n\n", (7, 14), (0, 20)),
    "nbsp": of_text("5\u00a0000 men of\u00a0\u00a0Norland", (0, 5), (14, 21)),
    "u+2028": of_text("One\u2028Norland\u2029left\x0bnow\x85so", (4, 11), (12, 16)),
    "right to left": of_text("قال الوزير إن الحكومة ستغلق القاعدتين", (4, 10), (14, 21)),
    "mixed": of_text("He said ‎שלום‏ to قال 12", (8, 14), (18, 21)),
    "cjk": of_text("部长周一承诺，政府将在年底前关闭两个基地。", (0, 2), (7, 9), (15, 20)),
    "markup": of_text('<b>"A" & \'B\'</b> \\n \\t [x] | _ -> ; *', (4, 5), (10, 11), (20, 23)),
    "tabs": of_text("a\tb\t\tc", (0, 1), (2, 3), (5, 6)),
    "zero width": of_text("a\u200bb \ufeffc \u00add", (0, 3), (5, 6)),
    "discontinuous": _split(),
    "several annotators": _several_annotators(),
    "relations": _related(),
    "attributes": _answered(),
    "empty article": of_text("Nothing is marked here."),
}  # fmt: skip


@named
@pytest.mark.parametrize("case", CASES)
def test_a_hard_case_comes_back(how: Format, case: str, tmp_path: Path) -> None:
    same_again([CASES[case]], how, tmp_path)


@named
def test_all_hard_cases_come_back_together(how: Format, tmp_path: Path) -> None:
    same_again(list(CASES.values()), how, tmp_path)


@named
def test_reading_what_was_written_gives_the_same(how: Format, tmp_path: Path) -> None:
    same_again(rich(), how, tmp_path)
    if how.exact:
        assert compared(read(written(rich(), how), tmp_path, how)) == compared(rich())


@named
def test_what_is_lost_is_declared(how: Format) -> None:
    """What a format says it carries differs from all that there is just where it names losses."""
    writing = Writing(SCHEME)
    carried = [how.carried(entry, writing) for entry in rich()]
    kept = meaning(carried, exact=True) == meaning(rich(), exact=True)
    assert kept == (not how.loses) == how.exact


@named
def test_writing_is_the_same_whatever_the_order_of_values(how: Format) -> None:
    mixed = [(a, random.Random(7).sample(values, len(values))) for a, values in rich()]
    assert written(rich(), how) == written(rich(), how) == written(mixed, how)


@named
def test_losses_are_counted(how: Format) -> None:
    writing = Writing(SCHEME)
    assert how.write is not None
    list(how.write(rich(), BytesIO(), writing))
    assert bool(writing.lost) == bool(how.loses)


@named
def test_a_written_file_is_recognised(how: Format, tmp_path: Path) -> None:
    if how.companions or how.write_files is not None:
        (first, *_) = sorted(placed(rich(), how, tmp_path).glob(f"*{how.suffixes[0]}"))
        assert format_of(first) is how
        return
    assert format_of(placed(rich(), how, tmp_path)) is how


@named
def test_reading_twice_gives_the_same_identifiers(how: Format, tmp_path: Path) -> None:
    path = placed(list(CASES.values()), how, tmp_path)
    assert read_all(path, how) == read_all(path, how)
    ids = [
        v.id for _, vs in read_all(path, how) for v in vs if isinstance(v, Annotation | Relation)
    ]
    assert len(ids) == len(set(ids))


@st.composite
def hard_entries(draw: st.DrawFn) -> list[Entry]:
    texts = draw(
        st.lists(making.texts.filter(lambda t: not text_problem(t)), max_size=4, unique=True)
    )
    found: list[Entry] = []
    for text in texts:
        article = Article.new(
            text, id=derived_id(text), title=draw(st.sampled_from(["", "é“", " "]))
        )
        values: list[Value] = []
        for number in range(draw(st.integers(0, 4))):
            parts = draw(making.fragments(len(text)))
            values.append(
                mark(article, *((p.start, p.end) for p in parts), number=number,
                     annotator=draw(st.sampled_from(["mo", "jo", "é “x”"])))
            )  # fmt: skip
        if draw(st.booleans()):
            values.append(ArticleState(article.id, "mo", "in_progress", TIME))
        found.append((article, values))
    return found


@named
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=hard_entries())
def test_any_entries_come_back(how: Format, tmp_path: Path, data: list[Entry]) -> None:
    if data:
        same_again(data, how, tmp_path)


# --- bad input


def _damaged(good: bytes, rng: random.Random) -> bytes:
    pieces = [b'"', b"{", b"}", b",", b"\\", b"\x00", b"\xff", b"\n", b"-1", b"1e999", b"null",
              b"[]", b"\\ud800", b"[" * 3000, b"\t", b"<", b"&x;", b"9" * 20]  # fmt: skip
    data = bytearray(good)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(data) + 1)
        width = rng.choice((0, 1, 1, 5, 300))
        data[at : at + width] = rng.choice(
            (rng.choice(pieces), b"", bytes(data[at // 2 : at // 2 + 9]))
        )
    return bytes(data)


def stands(found: list[Entry]) -> bool:
    """Say whether entries could be stored: whole texts, spans that hold their words."""
    return all(
        not text_problem(article.text)
        and all(
            not fragments_problem(v.fragments, v.quote, article.text) and v.annotator
            for v in values
            if isinstance(v, Annotation)
        )
        and all(isinstance(v, Annotation | Relation | ArticleLabel | ArticleState) for v in values)
        for article, values in found
    )


@named
def test_a_damaged_file_is_refused_or_read_never_a_crash(how: Format, tmp_path: Path) -> None:
    rng = random.Random(20260102)
    place = placed(rich(), how, tmp_path)
    files = sorted(p for p in place.iterdir() if p.stat().st_size) if place.is_dir() else [place]
    good = {path: path.read_bytes() for path in files}
    refused = 0
    for _ in range(60 if not how.exact else 300):
        path = rng.choice(files)
        path.write_bytes(_damaged(good[path], rng))
        try:
            found = read_all(place, how)
            assert stands(found)
        except FileRefused as error:
            refused += 1
            assert all(problem.file and problem.reason for problem in error.problems)
        path.write_bytes(good[path])
    assert refused > (150 if how.exact else 0)


@pytest.mark.parametrize("how", ONE_FILE, ids=lambda f: f.name)
@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"\xff\xfe\x00", b"\xed\xa0\x80", b"\n \n"])
def test_rubbish_is_refused_with_a_reason(how: Format, data: bytes, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        read(data, tmp_path, how)
    assert "data" in str(caught.value) and str(caught.value).endswith((".", "again."))


JSON = [f for f in READABLE if {".json", ".jsonl"} & set(f.suffixes)]


@pytest.mark.parametrize("how", JSON, ids=lambda f: f.name)
@pytest.mark.parametrize(
    "data",
    [
        b'{"text": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"text": "Norland left.", "label": [[0, 7, "a"]], "n": ' + b"9" * 10_000 + b"}",
        b'{"text": "half \\ud83d a character", "label": []}',
        b'{"text": "cut',
        b'[{"text": "a"} {"text": "b"}]',
        b'{"text": "a"}{"text": "b"}',
        b'{"text": NaN}',
        b"null",
        b'"text"',
        b"[1, 2]",
        b"[[[]]]",
    ],
    ids=lambda data: data[:24].decode(),
)
def test_hostile_json_is_refused_with_a_reason(how: Format, data: bytes, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        read_all_of(data, tmp_path, how)
    assert all(problem.reason for problem in caught.value.problems)


def read_all_of(data: bytes, folder: Path, how: Format) -> list[Entry]:
    suffix = next(s for s in how.suffixes if s in (".json", ".jsonl"))
    path = folder / f"data{suffix}"
    path.write_bytes(data)
    return list(entries(how, path, Reading(annotator=NOBODY)))


@pytest.mark.parametrize("how", READABLE, ids=lambda f: f.name)
def test_a_missing_file_is_refused(how: Format, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="No such file"):
        list(entries(how, tmp_path / f"no{how.suffixes[0]}", Reading(scheme=SCHEME)))


def test_relations_with_an_end_that_is_left_out_are_counted() -> None:
    (article, values), *_ = rich()
    writing = Writing(replace(SCHEME), Counter())
    mine = [v for v in values if getattr(v, "annotator", "") == "mo"]
    native = format_named("jsonl")
    assert native.write is not None
    list(native.write([(article, mine)], BytesIO(), writing))
    assert writing.lost.total() == 1  # the one that leads to jo's annotation
