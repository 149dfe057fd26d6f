"""What every format of the registry must keep: contract tests, for those of today and later."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.article import Article, text_problem
from annotator.core.errors import FormatError
from annotator.core.identifiers import derived_id
from annotator.core.judgement import ArticleState
from annotator.formats.format import Entry, FileRefused, Format, Reading, entries
from annotator.formats.registry import format_named, format_of, formats
from tests.core import making
from tests.formats.samples import SCHEME, TEXTS, compared, mark, read, rich, written

BOTH_WAYS = [f for f in formats() if f.read and f.write]
READABLE = [f for f in formats() if f.read]
named = pytest.mark.parametrize("how", BOTH_WAYS, ids=lambda f: f.name)


@pytest.mark.parametrize("how", formats(), ids=lambda f: f.name)
def test_a_format_describes_itself(how: Format) -> None:
    assert how.name == how.name.lower() and how.title and how.description
    assert how.suffixes and all(s.startswith(".") and s == s.lower() for s in how.suffixes)
    assert how.read or how.write
    assert format_named(how.name) is how


def test_names_are_used_once() -> None:
    names = [f.name for f in formats()]
    assert {"text", "jsonl"} <= set(names) and len(set(names)) == len(names)
    with pytest.raises(FormatError, match="jsonl"):
        format_named("nonsense")


@named
def test_reading_what_was_written_gives_the_same(how: Format, tmp_path: Path) -> None:
    if how.loses:
        pytest.skip(f"{how.name} does not carry {', '.join(how.loses)}")
    assert compared(read(written(rich(), how), tmp_path, how)) == compared(rich())


@named
def test_writing_is_the_same_whatever_the_order_of_values(how: Format) -> None:
    mixed = [(a, random.Random(7).sample(values, len(values))) for a, values in rich()]
    assert written(rich(), how) == written(rich(), how) == written(mixed, how)


@named
def test_offsets_point_at_the_same_words(how: Format, tmp_path: Path) -> None:
    for article, values in read(written(rich(), how), tmp_path, how):
        assert article.text in (*TEXTS.values(), article.text)
        for value in values:
            if hasattr(value, "fragments"):
                words = [article.text[s.start : s.end] for s in value.fragments]
                assert " ".join(words) == value.quote  # type: ignore[union-attr]


@named
def test_a_written_file_is_recognised(how: Format, tmp_path: Path) -> None:
    for suffix in (how.suffixes[0], ".unknown"):
        path = tmp_path / f"data{suffix}"
        path.write_bytes(written(rich(), how))
        assert format_of(path) is how


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
        values = []
        for number in range(draw(st.integers(0, 4))):
            parts = draw(making.fragments(len(text)))
            values.append(
                mark(article, *((p.start, p.end) for p in parts), number=number,
                     annotator=draw(st.sampled_from(["mo", "jo", "é “x”"])))
            )  # fmt: skip
        if draw(st.booleans()):
            values.append(ArticleState(article.id, "mo", "in_progress", "2026-01-02T03:04:05.000Z"))
        found.append((article, values))
    return found


@named
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=hard_entries())
def test_any_entries_come_back(how: Format, tmp_path: Path, data: list[Entry]) -> None:
    if how.loses or not data:
        return
    assert compared(read(written(data, how), tmp_path, how)) == compared(data)


@named
def test_a_damaged_file_is_refused_or_read_never_a_crash(how: Format, tmp_path: Path) -> None:
    rng = random.Random(20260102)
    good = written(rich(), how)
    pieces = [
        b'"',
        b"{",
        b"}",
        b",",
        b"\\",
        b"\x00",
        b"\xff",
        b"\n",
        b"-1",
        b"1e999",
        b"null",
        b"[]",
    ]
    refused = 0
    for _ in range(300):
        data = bytearray(good)
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(data))
            width = rng.choice((0, 1, 1, 5, 300))
            data[at : at + width] = rng.choice(
                (rng.choice(pieces), b"", bytes(data[at // 2 : at // 2 + 9]))
            )
        try:
            read(bytes(data), tmp_path, how)
        except FileRefused as error:
            refused += 1
            assert all(problem.file and problem.reason for problem in error.problems)
    assert refused > 150


@pytest.mark.parametrize("how", READABLE, ids=lambda f: f.name)
@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"\xff\xfe\x00", b"\xed\xa0\x80", b"\n \n"])
def test_rubbish_is_refused_with_a_reason(how: Format, data: bytes, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        read(data, tmp_path, how)
    assert "data" in str(caught.value) and str(caught.value).endswith((".", "again."))


@pytest.mark.parametrize("how", READABLE, ids=lambda f: f.name)
def test_a_missing_file_is_refused(how: Format, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="No such file"):
        list(entries(how, tmp_path / "no.txt", Reading(scheme=SCHEME)))


def test_relations_with_an_end_that_is_left_out_are_counted() -> None:
    from collections import Counter
    from io import BytesIO

    from annotator.formats.format import Writing

    (article, values), *_ = rich()
    writing = Writing(replace(SCHEME), Counter())
    mine = [v for v in values if getattr(v, "annotator", "") == "mo"]
    native = format_named("jsonl")
    assert native.write is not None
    list(native.write([(article, mine)], BytesIO(), writing))
    assert writing.lost.total() == 1  # the one that leads to jo's annotation
