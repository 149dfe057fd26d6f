"""`annotator export --tokenizer`: every format with tokens is cut by the one that is named."""

import json

import pytest

from tests.cli.test_cli import run as run


@pytest.mark.parametrize("how", ["conll", "bio", "gliner", "hf-tokens", "webanno-tsv", "spacy"])
@pytest.mark.parametrize(
    ("name", "expected"),
    [("whitespace-1", ["Port-Ellen’s", "渡船", "sails."]),
     ("characters-1", [*"Port-Ellen’s渡船sails."])],
)  # fmt: skip
def test_texts_are_cut_by_the_named_tokens(how, name, expected, run, tmp_path):
    text = "Port-Ellen’s 渡船 sails."
    line = {"text": text, "spans": [{"start": 13, "end": 15, "label": "actor"}], "annotator": "mo"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    run("new", "cut.annotator")
    run("import", "cut.annotator", "a.jsonl")
    made = run("export", "cut.annotator", "out", "--format", how, "--tokenizer", name)
    assert "1 annotation" in made.stdout
    found = [path for path in sorted((tmp_path / "out").rglob("*.tsv"))] or [tmp_path / "out"]
    written = found[0].read_text("utf-8")
    assert _tokens_in(how, written, text) == expected


def _tokens_in(how, written, text):
    if how == "webanno-tsv":
        rows = [line.split("\t") for line in written.splitlines() if line[:1].isdigit()]
        return [row[2] for row in rows]
    if written.startswith("{") or written.startswith("["):
        record = json.loads(written)
        record = record[0] if isinstance(record, list) else record
        found = record.get("tokenized_text") or record["tokens"]
        words = [x if isinstance(x, str) else text[x["start"] : x["end"]] for x in found]
        return [word for word in words if not word.isspace()]
    return [row.split()[0] for row in written.splitlines() if row and "DOCSTART" not in row]


def test_a_conversion_is_cut_by_the_named_tokens(run, tmp_path):
    text = "Port-Ellen’s 渡船 sails."
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text, "spans": []}) + "\n", "utf-8")
    run("convert", "a.jsonl", "out.conll", "--to", "conll", "--tokenizer", "whitespace-1")
    written = (tmp_path / "out.conll").read_text("utf-8")
    assert _tokens_in("conll", written, text) == ["Port-Ellen’s", "渡船", "sails."]
    refused = run("convert", "a.jsonl", "o.conll", "--to", "conll", "--tokenizer", "x", code=2)
    assert "'whitespace-1'" in refused.stderr and not (tmp_path / "o.conll").exists()
