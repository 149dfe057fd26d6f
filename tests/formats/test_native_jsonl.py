"""The native training data, key by key as design/jsonl.md has it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.core.annotation import Annotation
from annotator.core.article import text_hash
from annotator.core.judgement import ArticleState
from annotator.core.relation import Relation
from annotator.formats.format import FileRefused, Reading, entries
from annotator.formats.registry import format_named
from tests.formats.samples import SCHEME, compared, read, rich, written

NATIVE = format_named("jsonl")
A, B, C = (f"0190f3c2-0000-7000-8000-00000000000{n}" for n in "123")


def line(**changes: Any) -> dict[str, Any]:
    text = "Norland pledged to leave."
    return {
        "id": A, "text": text,
        "spans": [
            {"id": B, "start": 0, "end": 7, "label": "actor", "text": "Norland"},
            {"id": C, "start": 8, "end": 24, "label": "commitment", "text": "pledged to leave",
             "attributes": {"act": "pledge"}},
        ],
        "relations": [{"id": A, "type": "committed_by", "head": C, "tail": B}],
        "meta": {"sha256": text_hash(text), "annotator": "mo"},
    } | changes  # fmt: skip


def file_of(*lines: object) -> bytes:
    return b"".join(
        (x if isinstance(x, bytes) else json.dumps(x, ensure_ascii=False).encode()) + b"\n"
        for x in lines
    )


def reasons(data: bytes, folder: Path, annotator: str = "") -> list[tuple[int | None, str]]:
    with pytest.raises(FileRefused) as caught:
        read(data, folder, NATIVE, annotator)
    return [(problem.line, problem.reason) for problem in caught.value.problems]


def test_keys_stand_in_the_order_of_the_design() -> None:
    lines = [json.loads(x) for x in written(rich(), NATIVE).splitlines()]
    assert len(lines) == 4 + 5 + 1 + 1  # an article and annotator each; jo, gold, lou, mo
    for data in lines:
        every = ["id", "text", "spans", "relations", "article_labels", "meta"]
        assert list(data) == [key for key in every if key in data]
        assert data["meta"]["sha256"] == text_hash(data["text"])
        starts = [(s["start"], -s["end"], s["label"], s["id"]) for s in data["spans"]]
        assert starts == sorted(starts)
        for span in data["spans"]:
            parts = span.get("fragments", [[span["start"], span["end"]]])
            assert " ".join(data["text"][a:b] for a, b in parts) == span["text"]
    split = next(s for x in lines for s in x["spans"] if "fragments" in s)
    assert list(split)[:7] == ["id", "start", "end", "label", "text", "fragments", "suggested_by"]
    assert split["fragments"] == [[8, 15], [26, 44]] and split["suggested_by"] == {
        "source": "rules"
    }
    assert {x["meta"].get("layer") for x in lines} == {"annotator", "gold", None}


def test_an_article_done_without_spans_is_a_line() -> None:
    found = [json.loads(x) for x in written(rich(), NATIVE).splitlines()][-2]
    assert found["spans"] == [] and found["meta"]["state"] == "done"
    assert "relations" not in found and "title" not in found["meta"]


def test_line_ends_are_line_feeds_and_there_is_no_mark() -> None:
    data = written(rich(), NATIVE)
    assert not data.startswith(b"\xef\xbb\xbf") and b"\r" not in data and data.endswith(b"}\n")
    assert "قال" in data.decode()  # words stay readable


def test_a_mark_and_windows_line_ends_and_blank_lines_are_read(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + file_of(line()).replace(b"\n", b"\r\n") + b"\r\n"
    assert len(read(data, tmp_path, NATIVE)) == 1


def test_missing_identifiers_are_derived_the_same_at_every_reading(tmp_path: Path) -> None:
    bare = {
        "text": "a b a", "id": 17,
        "spans": [{"start": 0, "end": 1, "label": "actor"},
                  {"start": 0, "end": 1, "label": "actor"},
                  {"id": "T3", "start": 2, "end": 3, "label": "commitment"}],
        "relations": [{"type": "committed_by", "head": "T3", "tail": "T4"}],
        "meta": {"score": 3, "tags": ["x"]},
    }  # fmt: skip
    bare["spans"].append({"id": "T4", "start": 4, "end": 5, "label": "actor", "text": "a"})
    reading = Reading(scheme=SCHEME, annotator="mo")
    path = tmp_path / "x.jsonl"
    path.write_bytes(file_of(bare))
    first, again = list(entries(NATIVE, path, reading)), read(file_of(bare), tmp_path, NATIVE, "mo")
    assert first == again
    (article, values), *_ = first
    assert dict(article.metadata) == {"score": "3", "source_id": "17"}
    assert len({v.id for v in values if isinstance(v, Annotation)}) == 4
    (link,) = (v for v in values if isinstance(v, Relation))
    assert {link.head, link.tail} <= {v.id for v in values if isinstance(v, Annotation)}
    assert reading.notes and "meta.tags" in reading.notes[0]


def test_lines_of_other_tools_need_an_annotator(tmp_path: Path) -> None:
    data = file_of(line(meta={}))
    assert "who annotated" in reasons(data, tmp_path)[0][1]
    (_, values), = read(data, tmp_path, NATIVE, "mo")  # fmt: skip
    assert {v.annotator for v in values} == {"mo"}  # type: ignore[union-attr]
    (_, values), = read(file_of(line(meta={"layer": "gold"})), tmp_path, NATIVE, "mo")  # fmt: skip
    assert {v.annotator for v in values} == {"gold"}  # type: ignore[union-attr]


def test_a_relation_may_lead_to_a_later_line(tmp_path: Path) -> None:
    update = {"type": "updates", "head": C, "tail": B}
    early = line(spans=line()["spans"][1:], relations=[update])
    late = line(
        id=B,
        text="Norland left.",
        spans=[line()["spans"][0] | {"label": "commitment"}],
        relations=[],
        meta={"annotator": "mo"},
    )
    for lines in ((early, late), (late, early)):
        found = read(file_of(*lines), tmp_path, NATIVE)
        assert compared(read(written(found, NATIVE), tmp_path, NATIVE)) == compared(found)
        assert sum(isinstance(v, Relation) for _, values in found for v in values) == 1
    assert "no span of the file" in reasons(file_of(early), tmp_path)[0][1]


def test_a_relation_stays_in_its_article_unless_its_type_may_leave(tmp_path: Path) -> None:
    early = line(spans=line()["spans"][1:])
    late = line(id=B, text="Norland left.", spans=line()["spans"][:1], meta={"annotator": "mo"})
    said = reasons(file_of(early, late | {"relations": []}), tmp_path)
    assert said[0][0] == 1 and "does not lead to another article" in said[0][1]
    update = {"type": "updates", "head": C, "tail": C}
    said = reasons(file_of(early | {"relations": []}, late | {"relations": [update]}), tmp_path)
    assert said[0][0] == 2 and "its head is a span of another article" in said[0][1]


def test_state_comes_back(tmp_path: Path) -> None:
    meta = {"annotator": "mo", "state": "skipped"}
    ((_, values),) = read(file_of(line(spans=[], relations=[], meta=meta)), tmp_path, NATIVE)
    assert [v.state for v in values if isinstance(v, ArticleState)] == ["skipped"]


def span(**changes: Any) -> dict[str, Any]:
    return line(spans=[line()["spans"][0] | changes], relations=[])


BAD: dict[str, tuple[object, str]] = {
    "offset past the end": (span(end=700), "ends at offset 700, but the text has 25"),
    "offsets reversed": (span(start=7, end=2), "7 to 2 are no span"),
    "negative offset": (span(start=-1), "-1 to 7 are no span"),
    "huge offset": (span(end=10**30), "offset"),
    "other words": (span(text="norland"), "its text is 'norland'"),
    "unknown label": (span(label="ship"), "label 'ship' is not in the scheme"),
    "unknown attribute": (span(attributes={"speed": "9"}), "attribute 'speed'"),
    "unknown value": (span(label="commitment", attributes={"act": "x"}), "'x'"),
    "fragments not its hull": (span(fragments=[[0, 3], [4, 6]]), "not those of its fragments"),
    "fragments touch": (span(fragments=[[0, 3], [3, 7]]), "overlap, touch"),
    "no fragments": (span(fragments=[]), "empty"),
    "no time": (span(created="yesterday"), "no time"),
    "no such day": (span(created="2026-02-30T00:00:00.000Z"), "no time"),
    "span twice": (line(spans=[line()["spans"][0]] * 2, relations=[]), "stands twice"),
    "relation to nothing": (line(spans=[]), "no span of the file"),
    "unknown relation": (line(relations=[{"type": "x", "head": C, "tail": B}]), "relation 'x'"),
    "relation the wrong way": (
        line(relations=[{"type": "committed_by", "head": B, "tail": C}]), "does not go from"),
    "other text": (line(text="Norland pledged to leave!"), "sha256"),
    "unknown article label": (line(article_labels={"mood": "x"}), "'mood'"),
    "unknown state": (line(meta={"annotator": "mo", "state": "tired"}), "'tired'"),
    "unknown layer": (line(meta={"annotator": "mo", "layer": "silver"}), "silver"),
    "blank annotator": (line(meta={"annotator": " "}), "no annotator"),
    "empty text": (line(text=" \n", spans=[], relations=[], meta={}), "empty"),
    "NUL": (line(text="a\0b", spans=[], relations=[], meta={}), "NUL"),
    "NUL in the title": (line(meta={"annotator": "mo", "title": "a\0"}), "NUL"),
    "no text": ({"id": A}, "text"),
    "wrong type": ({"text": 7}, "expected 'str', got 'int'"),
    "a list": ([1], "expected 'object'"),
    "half a character": (b'{"text": "a\\ud800"}', "half a character"),
    "a key twice": (b'{"text": "a", "text": "b"}', "'text' stands twice"),
    "a key twice in a span": (
        b'{"text":"abc","spans":[{"start":0,"start":1,"end":2,"label":"actor"}]}', "'start'"),
    "a broken line": (b'{"text": "a', "ends in the middle"),
    "no JSON": (b"hello", "no JSON"),
    "not a number": (b'{"text": "a", "article_labels": {"x": NaN}}', "no JSON"),
    "not UTF-8": (b'{"text": "\xff"}', "UTF-8"),
    "deep": (b'{"text": "a", "x": ' + b"[" * 100_000 + b"}", "nested"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_named_with_its_reason(name: str, tmp_path: Path) -> None:
    bad, reason = BAD[name]
    good = {"text": "A good line.", "spans": []}
    found = reasons(file_of(good, bad, {"text": "Another good line."}), tmp_path)
    assert [number for number, _ in found] == [2]
    assert reason in found[0][1]


def test_all_bad_lines_are_listed_up_to_a_hundred(tmp_path: Path) -> None:
    assert [n for n, _ in reasons(file_of(b"x", {"text": "a"}, b"y"), tmp_path)] == [1, 3]
    found = reasons(file_of(*[b"x"] * 150), tmp_path)
    assert len(found) == 101 and "first 100" in found[-1][1]


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (lambda x: x | {"relations": []}, "line 1 holds mo’s marks in this article already"),
        (lambda x: x | {"text": "Else.", "spans": [], "relations": [], "meta": {}}, "another text"),
        (lambda x: x | {"id": None, "meta": {"annotator": "jo"}}, "stands twice"),
    ],
)
def test_lines_must_agree(
    second: Callable[[dict[str, Any]], dict[str, Any]], reason: str, tmp_path: Path
) -> None:
    found = reasons(file_of(line(), second(line())), tmp_path)
    assert found[0][0] == 2 and reason in found[0][1]


def test_a_repeated_line_is_read_once_and_said(tmp_path: Path) -> None:
    bare = {"text": "A text of which nobody says anything.", "meta": {"source": "wire"}}
    path, reading = tmp_path / "x.jsonl", Reading(scheme=SCHEME)
    path.write_bytes(file_of(line(), bare, line(), bare, bare | {"meta": {"source": "agency"}}))
    found = list(entries(NATIVE, path, reading))
    assert [(len(values), dict(a.metadata)) for a, values in found] == [
        (3, {}), (0, {"source": "wire"}),
    ]  # fmt: skip
    assert reading.notes == [f"{path}: 3 lines repeat earlier ones; each article is kept once."]


def test_simple_keys_of_other_tools_are_kept_with_the_article(tmp_path: Path) -> None:
    data = {
        "text": "A text.", "source": "BBC", "n": 5, "sure": True, "none": None, "deep": {"a": 1},
        "meta": {"source": "wire", "x": 1.5, "list": [1], "metadata": {"x": "own"}},
    }  # fmt: skip
    path, reading = tmp_path / "x.jsonl", Reading(scheme=SCHEME)
    path.write_bytes(file_of(data))
    ((article, _),) = entries(NATIVE, path, reading)
    assert article.metadata == {"source": "wire", "n": "5", "sure": "true", "x": "own"}
    assert reading.notes == [f"{path}: its keys deep, meta.list were left aside."]
    assert read(written([(article, [])], NATIVE), tmp_path, NATIVE) == [(article, [])]


def test_it_says_what_to_do_once_a_file(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        bad = (span(label="ship"), span(label="ship"), span(end=99))
        lines = [x | {"meta": {"annotator": who}} for x, who in zip(bad, "abc", strict=True)]
        read(file_of(*lines), tmp_path, NATIVE)
    steps = [problem.next_step for problem in caught.value.problems]
    assert steps[0].startswith("The scheme has: actor, ") and steps[1] == ""
    assert "code points" in steps[2]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (json.dumps([line()]).encode(), "one JSON document"),
        (json.dumps(line(), indent=1).encode(), "one JSON document"),
        (b"\xef\xbb\xbf[\n" + file_of(line()) + b"]", "one JSON document"),
        (json.dumps(line()).encode("utf-16"), "UTF-16"),
    ],
)
def test_what_is_no_json_lines_is_one_problem(data: bytes, reason: str, tmp_path: Path) -> None:
    ((number, said),) = reasons(data, tmp_path)
    assert number is None and reason in said


def test_problems_name_what_the_file_names(tmp_path: Path) -> None:
    spans = [line()["spans"][0] | {"id": "T1"}] * 2
    assert "span 2 (actor): its id" in reasons(file_of(line(spans=spans)), tmp_path)[0][1]
    lost = line(relations=[{"type": "committed_by", "head": C, "tail": "T9"}])
    found = reasons(file_of(lost), tmp_path)[0][1]
    assert found == "relation committed_by: its end 'T9' is no span of the line."


def test_numbers_and_their_texts_are_the_same_identifier(tmp_path: Path) -> None:
    spans = [s | {"id": n} for n, s in enumerate(line()["spans"])]
    relations = [{"type": "committed_by", "head": "1", "tail": 0}]
    ((_, values),) = read(file_of(line(spans=spans, relations=relations)), tmp_path, NATIVE)
    assert sum(isinstance(v, Relation) for v in values) == 1


def test_an_export_without_texts_is_named_as_one(tmp_path: Path) -> None:
    path = tmp_path / "marks.jsonl"
    path.write_text('{"id":"a","spans":[],"meta":{"sha256":"' + text_hash("Rain.") + '"}}\n')
    reading = Reading(file="marks.jsonl")
    with pytest.raises(FileRefused):
        list(entries(format_named("jsonl"), path, reading))
    assert reading.problems[0].reason == "it is a line of an export without texts."
    assert "--format textless" in reading.problems[0].next_step
