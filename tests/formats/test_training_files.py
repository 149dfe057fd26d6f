"""Training files by themselves: tables, cards, what others write, what is missing or hostile."""

import csv
import gc
import io
import json
import random
import sys
import zlib
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.errors import FormatError
from annotator.core.scheme_file import scheme_to_data
from annotator.formats.draft import article_id
from annotator.formats.format import Entry, FileRefused, Reading, Writing, entries
from annotator.formats.registry import format_named, format_of
from annotator.formats.training.card import dataset_card
from tests.formats.samples import SCHEME, mark, rich, written
from tests.formats.test_contract import _damaged, stands

TABLES = pytest.mark.parametrize("name", ["csv", "xlsx"])


def quotes(found: list[Entry]) -> list[tuple[str, str]]:
    return [(v.quote, v.label) for _, vs in found for v in vs if isinstance(v, Annotation)]


def read(path: Path, **more: Any) -> list[Entry]:
    return list(entries(format_of(path), path, Reading(annotator="mo", **more)))


# --- tables with one row an annotation


def rows(name: str, found: list[Entry], writing: Writing | None = None) -> list[dict[str, Any]]:
    how = format_named(name, written=True)
    held = BytesIO()
    assert how.write is not None
    list(how.write(found, held, writing or Writing(SCHEME)))
    if name == "csv":
        return list(csv.DictReader(io.StringIO(held.getvalue().decode(), newline="")))
    from openpyxl import load_workbook

    head, *body = load_workbook(held).active.iter_rows()
    return [
        {h.value: "" if c.value is None else str(c.value) for h, c in zip(head, row, strict=True)}
        for row in body
    ]


@TABLES
def test_a_table_has_a_row_an_annotation_with_its_sentence(name: str) -> None:
    article = Article.new("Norland spoke. It pledged to go. The end.", title="T", outlet="Courier")
    pledge = mark(
        article, (18, 25), (29, 31), label="commitment", note="why?", number=1,
        attributes={"act": "pledge", "testable": True, "own": "x"},
    )  # fmt: skip
    across = mark(article, (8, 17), annotator="jo")
    first, second = rows(name, [(article, [pledge, across])])
    assert (first["annotator"], second["annotator"]) == ("jo", "mo")
    assert first["sentence"] == "Norland spoke. It pledged to go."
    assert second["sentence"] == "It pledged to go." and second["quote"] == "pledged go"
    assert (second["start"], second["end"], second["fragments"]) == ("18", "31", "18-25 29-31")
    assert (second["attributes.act"], second["attributes.testable"]) == ("pledge", "true")
    answers = {"act": "pledge", "testable": True, "own": "x"}
    assert json.loads(second["attributes"]) == answers
    assert second["article_sha256"] == article.sha256
    assert (second["note"], second["title"], second["outlet"]) == ("why?", "T", "Courier")


@TABLES
def test_a_table_holds_every_annotation_and_counts_the_rest(name: str) -> None:
    writing = Writing(SCHEME)
    found = rows(name, rich(), writing)
    assert len(found) == len(quotes(rich()))
    texts = {article.id: article.text for article, _ in rich()}
    for row in found:
        parts = [part.split("-") for part in row["fragments"].split(" ")]
        said = " ".join(texts[row["article_id"]][int(a) : int(b)] for a, b in parts)
        if name == "csv":  # a sheet cannot hold every control character
            assert row["quote"].removeprefix("'") == said or row["quote"] == said
            assert said.split()[0] in row["sentence"]
    assert writing.lost["article without annotations"] == 2
    assert writing.lost["relation between annotations"] == 8


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "'=1", "#N/A", "=cmd|'/c calc'!A0")


@TABLES
@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(name: str, text: str) -> None:
    article = Article.new(f"a {text} b", title=text)
    it = mark(article, (2, 2 + len(text)), note=text)
    if name == "csv":
        (row,) = rows(name, [(article, [it])])
        for key in ("title", "quote", "note"):
            assert not row[key].startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
            assert row[key].removeprefix("'") == text or row[key] == text
        return
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(written([(article, [it])], format_named(name, written=True))))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert all(cell.data_type in ("s", "n", "inlineStr") for cell in cells)
    same = [cell for cell in cells if cell.value == text]
    assert len(same) == 3
    # Excel's own mark for "this is text", so that it stays text when somebody edits it.
    assert all(cell.quotePrefix for cell in same)


def test_a_sheet_says_what_a_cell_cannot_hold() -> None:
    text = "a\x07b " + "x" * 40_000
    article = Article.new(text)
    writing = Writing(SCHEME)
    (row,) = rows("xlsx", [(article, [mark(article, (0, len(text)))])], writing)
    assert row["quote"] == ("a\ufffdb " + "x" * 40_000)[:32_767]
    assert writing.lost["text cut to what a cell can hold"] == 2  # the quote and the sentence
    assert writing.lost["text with a character that XLSX cannot hold"] == 2


def test_what_does_not_fit_a_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    from openpyxl import load_workbook

    monkeypatch.setattr("annotator.formats.tables.workbook.MOST_ROWS", 4)
    book = load_workbook(BytesIO(written(rich(), format_named("xlsx", written=True))))
    assert book.sheetnames[:2] == ["Annotations", "Annotations 2"]
    assert all(sheet["A1"].value == "article_id" for sheet in book)
    assert sum(sheet.max_row - 1 for sheet in book) == len(quotes(rich()))


@pytest.mark.parametrize("name", ["csv", "xlsx", "docbin", "parquet", "hf-spans", "chat", "gliner"])
def test_the_same_entries_give_the_same_bytes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    how = format_named(name, written=True)
    before = written(rich(), how)
    import time

    later = time.localtime(time.time() + 90_000)
    monkeypatch.setattr(time, "localtime", lambda *seconds: later)
    assert written(rich(), how) == before


@pytest.mark.parametrize("name", ["docbin", "parquet", "xlsx", "gliner"])
def test_an_export_that_is_given_up_writes_nothing_more(name: str) -> None:
    class Output:
        closed = False

        def write(self, data: bytes, /) -> None:
            assert not self.closed

    how, output = format_named(name, written=True), Output()
    assert how.write is not None
    job = how.write(rich(), output, Writing(SCHEME))
    next(job)
    job.close()  # type: ignore[attr-defined]
    output.closed = True
    del job
    gc.collect()  # what a library writes at its end would raise here, and fail the test


# --- the dataset card


def manifest(name: str, articles: int, by_label: dict[str, int], **more: Any) -> dict[str, Any]:
    return {
        "tool_version": "1.0", "format": "hf-spans", "scheme": scheme_to_data(SCHEME),
        "annotators": {"mo": sum(by_label.values())},
        "counts": {"articles": articles, "annotations": sum(by_label.values()), "relations": 1,
                   "by_label": by_label},
        "not_carried": ["times", "a | b\n<script>"],
        "files": [{"name": name, "bytes": 1234, "sha256": "ab" * 32}], **more,
    }  # fmt: skip


def test_a_card_says_what_the_manifests_say() -> None:
    yaml = pytest.importorskip("yaml")
    parts = {
        "train": manifest("s-train.jsonl", 1200, {"actor": 7, "odd “x”\u2028: #": 2}, seed=3),
        "test": manifest("s-test.jsonl", 8, {"actor": 1}, languages=["ar", "en"]),
    }
    card = dataset_card('The "study": #1', parts)
    assert card == dataset_card('The "study": #1', parts)
    _, head, body = card.split("---\n", 2)
    facts = yaml.safe_load(head)
    assert facts["pretty_name"] == 'The "study": #1' and facts["license"] == "unknown"
    assert facts["language"] == ["ar", "en"] and facts["size_categories"] == ["1K<n<10K"]
    assert facts["configs"][0]["data_files"] == [
        {"split": "train", "path": "s-train.jsonl"}, {"split": "test", "path": "s-test.jsonl"},
    ]  # fmt: skip
    (spans,) = (c for c in facts["dataset_info"]["features"] if c["name"] == "spans")
    (label,) = (c for c in spans["list"] if c["name"] == "label")
    names = label["dtype"]["class_label"]["names"]
    assert names["0"] == SCHEME.labels[0].id and "odd “x”\u2028: #" in names.values()
    for said in ("1,208 articles with 10 annotations and 2 relations", "| train | 1,200 | 9 |",
                 "| `actor` | Actor | 8 |", "| mo | 10 |", "“news-1”", "seed 3", "- times",
                 "- a \\| b &lt;script>", "| s-test.jsonl | 1,234 |", "## Licence"):  # fmt: skip
        assert said in body


def test_a_part_without_articles_is_not_named_to_the_hub() -> None:
    parts = {"train": manifest("a.jsonl", 3, {"actor": 1}), "dev": manifest("b.jsonl", 0, {})}
    card = dataset_card("S", parts)
    assert "split: train" in card and "split: validation" not in card and "| dev | 0 | 0 |" in card


def test_a_card_of_what_the_hub_cannot_load_names_no_columns() -> None:
    facts = manifest("s.ann", 1, {}) | {"format": "brat"}
    card = dataset_card("", {"": facts})
    assert "dataset_info" not in card and "configs" not in card
    assert f"# {SCHEME.name}" in card and "## Splits" not in card


# --- what is not installed


@pytest.mark.parametrize(("name", "module"), [("docbin", "spacy"), ("parquet", "pyarrow")])
def test_a_missing_extra_says_what_to_install(
    name: str, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    how = format_named(name)
    path = tmp_path / f"data{how.suffixes[0]}"
    path.write_bytes(written(rich(), how))
    for loaded in [m for m in sys.modules if m.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, module, None)
    extra = {"docbin": "spacy", "parquet": "parquet"}[name]
    with pytest.raises(FormatError, match="not installed") as caught:
        written(rich(), how)
    assert f"pip install 'annotator[{extra}]'" in str(caught.value)
    with pytest.raises(FileRefused, match=rf"pip install 'annotator\[{extra}\]'"):
        list(entries(how, path, Reading(annotator="mo")))


# --- what others write


def lines(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "data.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records), "utf-8")
    return path


def test_tokens_of_others_become_a_text(tmp_path: Path) -> None:
    path = lines(
        tmp_path,
        {"id": "0", "tokens": ["Anna", "Brandt", "left", "Oslo", "."],
         "ner_tags": ["B-PER", "I-PER", "O", "B-LOC", "O"]},
        {"id": "1", "tokens": ["Oslo", "-", "Bergen"], "ner_tags": ["I-LOC", "O", "B-LOC"],
         "space_after": [False, False, True]},
    )  # fmt: skip
    assert format_of(path).name == "hf-tokens"
    found = read(path)
    assert [article.text for article, _ in found] == ["Anna Brandt left Oslo.", "Oslo-Bergen"]
    assert quotes(found) == [
        ("Anna Brandt", "PER"), ("Oslo", "LOC"), ("Oslo", "LOC"), ("Bergen", "LOC"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"tokens": ["Oslo"], "ner_tags": [5]}, "numbers"),
        ({"tokens": ["Oslo", "won"], "ner_tags": ["O"]}, "2 tokens, but 1 tags"),
        ({"tokens": ["Oslo"], "ner_tags": ["PLACE"]}, "no tag"),
        ({"tokens": ["Oslo"], "ner_tags": ["O"], "text": "Bergen"}, "not the words"),
        ({"tokens": ["Oslo"], "ner_tags": ["O"], "text": "In Oslo", "offsets": [[0, 4]]}, "stand"),
        ({"tokens": ["Oslo"], "ner_tags": ["O"], "text": "Oslo", "offsets": [[0]]}, "two"),
        ({"tokens": ["a", 7], "ner_tags": ["O", "O"]}, "a token"),
    ],
)
def test_tokens_that_contradict_themselves_are_refused(
    record: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(FileRefused, match=reason):
        read(lines(tmp_path, record))


def test_parquet_of_others_names_its_tags(tmp_path: Path) -> None:
    """As the hub has it: tokens, numbers of tags, and the names in the file's metadata."""
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pyarrow.Table.from_pylist(
        [{"id": "0", "tokens": ["EU", "rejects", "Oslo"], "ner_tags": [1, 0, 3]}]
    )
    tags = {"names": ["O", "B-ORG", "I-ORG", "B-LOC"], "_type": "ClassLabel"}
    for kind in ("Sequence", "List"):
        features = {"ner_tags": {"feature": tags, "_type": kind}}
        said = {b"huggingface": json.dumps({"info": {"features": features}}).encode()}
        path = tmp_path / f"{kind}.parquet"
        parquet.write_table(table.replace_schema_metadata(said), path)
        assert quotes(read(path)) == [("EU", "ORG"), ("Oslo", "LOC")]
    parquet.write_table(table, path := tmp_path / "unnamed.parquet")
    with pytest.raises(FileRefused, match="numbers"):
        read(path)


def test_a_parquet_table_of_articles_stays_one(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "articles.parquet"
    parquet.write_table(pyarrow.Table.from_pylist([{"text": "Oslo won."}]), path)
    assert format_of(path).name == "table"


def test_gliners_own_records_are_read(tmp_path: Path) -> None:
    """Without texts each record is an article; ends are inclusive."""
    path = tmp_path / "train.json"
    words = ["Anna", "Brandt", "left", "Oslo", "."]
    record = {"tokenized_text": words, "ner": [[0, 1, "person"], [3, 3, "place"], [0, 3, "all"]]}
    path.write_text(json.dumps([record, record]), "utf-8")
    found = read(path)
    assert quotes(found)[:3] == [
        ("Anna Brandt", "person"), ("Oslo", "place"), ("Anna Brandt left Oslo", "all"),
    ]  # fmt: skip
    path.write_text(json.dumps([record | {"ner": [[0, 5, "x"]]}]), "utf-8")
    with pytest.raises(FileRefused, match="from token 0 to 5 of 5"):
        read(path)


def test_long_articles_are_passages_that_become_one_again(tmp_path: Path) -> None:
    text = " ".join(f"Sentence {number} of Norland ended here.\n" for number in range(200))
    article = Article.new(text)
    at = [n for n in range(len(text)) if text.startswith("Norland", n)]
    far = mark(article, (at[40], at[60] + 7), label="commitment")
    values = [far, *(mark(article, (n, n + 7)) for n in at)]
    records = json.loads(written([(article, values)], format_named("gliner")))
    assert len(records) > 3 and "".join(r["text"] for r in records) == text
    assert all(len(r["tokenized_text"]) <= 384 for r in records)
    (path := tmp_path / "x.json").write_text(json.dumps(records), "utf-8")
    ((again, found),) = read(path)
    assert again.text == text and Counter(quotes([(again, found)])) == Counter(
        quotes([(article, values)])
    )
    # Records that do not go on where the last one ended are articles of their own.
    path.write_text(json.dumps([records[0], records[2]]), "utf-8")
    assert len(read(path)) == 2


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("no JSON", "no JSON"), ("[]", "not an object"), ("[" * 100_000, "nested"),
        ('{"annotations": [{"label": "a", "text": "Oslo"}]}', "edge"),
        ('{"annotations": [{"label": "a", "start": 0, "end": 4}]}', "words"),
    ],
)  # fmt: skip
def test_answers_that_are_none_are_refused(answer: str, reason: str, tmp_path: Path) -> None:
    said = {"system": "x", "user": "Oslo won.", "assistant": answer}
    messages = [{"role": role, "content": content} for role, content in said.items()]
    with pytest.raises(FileRefused, match=reason):
        read(lines(tmp_path, {"messages": messages}))


def test_wrong_offsets_of_an_answer_are_mended_by_its_words(tmp_path: Path) -> None:
    item = {"id": 1, "label": "place", "text": "Oslo", "start": 3, "end": 7}
    answer = json.dumps({"annotations": [item]})
    messages = [{"role": "user", "content": "In 🎉 Oslo"}, {"role": "assistant", "content": answer}]
    reading = Reading(annotator="mo")
    path = lines(tmp_path, {"messages": messages})
    found = list(entries(format_of(path), path, reading))
    assert quotes(found) == [("Oslo", "place")] and reading.notes


@pytest.mark.parametrize("name", ["docbin", "parquet", "gliner", "chat", "hf-spans", "hf-tokens"])
def test_a_file_is_found_by_its_content_whatever_its_name(name: str, tmp_path: Path) -> None:
    suffix = ".jsonl" if name in ("chat", "hf-spans", "hf-tokens", "gliner") else ".dat"
    (path := tmp_path / f"some file{suffix}").write_bytes(written(rich(), format_named(name)))
    assert format_of(path).name == name


def test_doccano_counts_utf_16_where_it_is_asked_to(tmp_path: Path) -> None:
    article = Article.new("A 🎉 in Oslo", id=article_id("A 🎉 in Oslo"))
    found = [(article, [mark(article, (7, 11))])]
    for name, start in (("doccano", 7), ("doccano-utf16", 8)):
        data = written(found, format_named(name, written=True))
        assert json.loads(data)["label"] == [[start, start + 4, "actor"]]
        (path := tmp_path / f"{name}.jsonl").write_bytes(data)
        assert format_of(path).name == name and quotes(read(path)) == [("Oslo", "actor")]


def test_a_conversation_tells_the_scheme_and_leaves_the_register_out() -> None:
    article = Article.new("Norland pledged to leave.")
    it = mark(article, (0, 7), attributes={"actor_type": "government", "entity": "0190-abc"})
    writing, held, how = Writing(SCHEME), BytesIO(), format_named("chat")
    assert how.write is not None
    list(how.write([(article, [it])], held, writing))
    system, _, answer = (m["content"] for m in json.loads(held.getvalue())["messages"])
    assert "0190-abc" not in answer and '"actor_type": "government"' in answer
    assert writing.lost == Counter({"entity that an annotation names": 1})
    assert "\n- actor: A person, group" in system and "- entity" not in system
    assert "  - level (one of: country, province," in system
    assert "- committed_by (from commitment to actor): Who is bound" in system


# --- hostile files


def packed(**parts: Any) -> bytes:
    import msgspec

    return zlib.compress(msgspec.msgpack.encode(parts))


GOOD = {
    "version": "0.1", "attrs": [65, 77, 78], "tokens": b"\0" * 24, "spaces": b"\1",
    "lengths": (1).to_bytes(4, "little"), "strings": [""], "cats": [{}],
    "flags": [{}], "span_groups": [b"\x90"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zlib.compress(b"\0" * 50_000_000), "times its size"),
        (zlib.compress(b"\xdd\xff\xff\xff\xff"), "in the middle"),
        (zlib.compress(b"\x81\xa5attrs" + b"\x91" * 200_000), "in the middle"),
        (zlib.compress(b"\xc0"), "no list or map"),
        (zlib.compress(b"x" * 30)[:-4], "its end is missing"),
        (b"PK\3\4", "no DocBin"),
        (packed(version="0.1"), "missing"),
        (packed(**GOOD | {"tokens": b"\0" * 23}), "wrong"),
        (packed(**GOOD | {"lengths": b"\xff" * 4}), "other lengths"),
        (packed(**GOOD | {"lengths": (2**31 - 1).to_bytes(4, "little")}), "other lengths"),
        (packed(**GOOD | {"tokens": b"\1" * 24}), "text of one of its words"),
        (packed(**GOOD | {"attrs": [1]}), "words are missing"),
        (packed(**GOOD | {"span_groups": []}), "fewer"),
        (packed(**GOOD | {"strings": 7}), "no list"),
    ],
    ids=lambda data: str(data)[:12],
)  # fmt: skip
def test_hostile_docbins_are_refused(data: bytes, reason: str, tmp_path: Path) -> None:
    pytest.importorskip("spacy")
    (path := tmp_path / "x.spacy").write_bytes(data)
    with pytest.raises(FileRefused, match=reason):
        read(path)


def test_a_docbin_damaged_inside_is_refused_or_read(tmp_path: Path) -> None:
    """Past the checksum of its packing, which keeps most damage from ever being looked at."""
    pytest.importorskip("spacy")
    rng, path, refused = random.Random(20260102), tmp_path / "x.spacy", 0
    good = zlib.decompress(written(rich(), format_named("docbin")))
    for _ in range(300):
        path.write_bytes(zlib.compress(_damaged(good, rng), 1))
        try:
            assert stands(read(path))
        except FileRefused as error:
            refused += 1
            assert all(problem.reason for problem in error.problems)
    assert refused > 200


def test_a_span_outside_its_document_is_refused(tmp_path: Path) -> None:
    """spaCy itself reads what lies behind the document there."""
    pytest.importorskip("spacy")
    import struct

    import msgspec

    span = struct.pack(">QQQllll", 0, 0, 0, 0, 1_000_000, 0, 9)
    group = msgspec.msgpack.encode({"name": "sc", "attrs": {}, "spans": [span]})
    groups = msgspec.msgpack.encode({group: ["sc"]})
    (path := tmp_path / "x.spacy").write_bytes(packed(**GOOD | {"span_groups": [groups]}))
    with pytest.raises(FileRefused, match="word 0 to 1000000 of 1"):
        read(path)
