"""What learning programs make of our files: they load and train, on the same words and labels."""

import json
import os
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from annotator.core.annotation import Annotation
from annotator.core.scheme_file import scheme_to_data
from annotator.core.tokens import tokens
from annotator.formats.format import Entry, Reading, Writing, entries
from annotator.formats.registry import format_named
from annotator.formats.tagged.tags import tag_label
from annotator.formats.training.card import dataset_card
from annotator.paths import resource
from tests.formats.samples import SCHEME, rich
from tests.formats.test_contract import CASES

os.environ["HF_HUB_OFFLINE"] = os.environ["HF_DATASETS_OFFLINE"] = "1"


@pytest.fixture(scope="module")
def everything() -> list[Entry]:
    """The sample, whose marks are those of people, and all that is hard."""
    sample = entries(format_named("jsonl"), resource("sample/sample.jsonl"), Reading(SCHEME))
    return [*sample, *rich(), *CASES.values()]


def marks_of(found: list[Entry]) -> list[Annotation]:
    return [v for _, values in found for v in values if isinstance(v, Annotation)]


def written_as(name: str, found: list[Entry], path: Path) -> Writing:
    how = format_named(name, written=True)
    assert how.write is not None
    writing, held = Writing(SCHEME), BytesIO()
    for _ in how.write(found, held, writing):
        pass
    path.write_bytes(held.getvalue())
    return writing


def without_edge_blanks(found: list[Entry]) -> list[Entry]:
    """Give entries without what spaCy's formats declare not to carry."""
    how = format_named("docbin")
    return [how.carried(entry, Writing(SCHEME)) for entry in found]


def runs(found: list[Entry]) -> Counter[tuple[str, int, int, str]]:
    return Counter(
        (article.text, v.start, v.end, v.label)
        for article, values in found for v in values if isinstance(v, Annotation)
    )  # fmt: skip


# --- spaCy


@pytest.fixture(scope="module")
def spacy() -> Any:
    return pytest.importorskip("spacy")


def spans_of(docs: list[Any]) -> Counter[tuple[str, int, int, str]]:
    return Counter(
        (doc.text, s.start_char, s.end_char, s.label_) for doc in docs for s in doc.spans["sc"]
    )


def trained(spacy: Any, examples: list[Any]) -> None:
    """Train both learners of spans for a few steps; a misaligned example would raise or warn."""
    nlp = spacy.blank("xx")
    nlp.add_pipe("ner")
    nlp.add_pipe("spancat", config={"suggester": {"@misc": "spacy.ngram_suggester.v1",
                                                  "sizes": [1, 2]}})  # fmt: skip
    few = [e for e in examples if len(e.reference) < 60][:8]
    nlp.initialize(lambda: few)
    losses: dict[str, float] = {}
    for _ in range(2):
        nlp.update(few, losses=losses)
    assert losses["ner"] > 0 and losses["spancat"] >= 0


@pytest.mark.filterwarnings("error::UserWarning:spacy")
def test_spacy_trains_on_our_docbin(spacy: Any, everything: list[Entry], tmp_path: Path) -> None:
    from spacy.tokens import DocBin
    from spacy.training import Corpus

    written_as("docbin", everything, path := tmp_path / "train.spacy")
    docs = list(DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab))
    assert spans_of(docs) == runs(without_edge_blanks(everything))
    for doc in docs:
        for span in doc.spans["sc"]:
            again = doc.char_span(span.start_char, span.end_char, span.label_)
            assert again is not None and again.text == span.text
        flat = {(e.start, e.end, e.label_) for e in doc.ents}
        assert flat <= {(s.start, s.end, s.label_) for s in doc.spans["sc"]}
        assert bool(doc.spans["sc"]) == bool(doc.ents)
    trained(spacy, list(Corpus(path)(spacy.blank("xx"))))


def test_our_docbin_is_what_spacy_itself_writes(
    spacy: Any, everything: list[Entry], tmp_path: Path
) -> None:
    """Not only does spaCy read it: put through spaCy it says the same, part by part."""
    import zlib

    import srsly
    from spacy.tokens import DocBin

    written_as("docbin", everything, path := tmp_path / "train.spacy")
    docs = DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab)
    own = DocBin(attrs=["ENT_IOB", "ENT_TYPE"], docs=docs).to_bytes()
    ours, theirs = (srsly.msgpack_loads(zlib.decompress(data)) for data in (path.read_bytes(), own))
    # spaCy also keeps the small forms of the words, which none of the parts refers to.
    assert ours.keys() == theirs.keys() and set(ours["strings"]) <= set(theirs["strings"])
    for key in ours.keys() - {"strings"}:
        assert list(ours[key]) == list(theirs[key]), key


def test_spacys_own_docbin_is_read(spacy: Any, tmp_path: Path) -> None:
    """With all its attributes, several groups, other symbols as labels, and unknown blanks."""
    from spacy.tokens import Doc, DocBin, Span

    vocab = spacy.blank("en").vocab
    first = Doc(
        vocab, words=["Anna", "Brandt", "left", "Norland"], spaces=[True, True, True, False]
    )
    first.ents = [Span(first, 0, 2, label="PERSON"), Span(first, 3, 4, label="GPE")]
    first.spans["sc"] = [Span(first, 0, 2, label="PERSON"), Span(first, 0, 1, label="odd é")]
    first.spans["other"] = [Span(first, 0, 4, label="all")]
    second = Doc(vocab, words=["He", "stayed"])
    second.ents = [Span(second, 0, 1, label="PERSON")]
    path = tmp_path / "theirs.spacy"
    DocBin(store_user_data=True, docs=[first, second]).to_disk(path)
    found = list(entries(format_named("docbin"), path, Reading(annotator="mo")))
    said = [(a.text, sorted((m.quote, m.label) for m in marks_of([(a, vs)]))) for a, vs in found]
    assert said == [
        ("Anna Brandt left Norland", [("Anna", "odd é"), ("Anna Brandt", "PERSON"),
                                      ("Anna Brandt left Norland", "all"), ("Norland", "GPE")]),
        ("He stayed ", [("He", "PERSON")]),
    ]  # fmt: skip


def test_spacy_trains_on_our_spacy_lines(
    spacy: Any, everything: list[Entry], tmp_path: Path
) -> None:
    from spacy.tokens import Doc
    from spacy.training import Example

    written_as("spacy", everything, path := tmp_path / "train.jsonl")
    nlp = spacy.blank("xx")
    lines = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    docs = [Doc(nlp.vocab).from_json(line) for line in lines]
    assert spans_of(docs) == runs(without_edge_blanks(everything))
    for doc, line in zip(docs, lines, strict=True):
        assert doc.text == line["text"]
        spans = [doc.char_span(s["start"], s["end"], s["label"]) for s in line["spans"]["sc"]]
        assert None not in spans
    trained(spacy, [Example(nlp.make_doc(doc.text), doc) for doc in docs])


def test_spacy_trains_on_our_own_lines(spacy: Any, everything: list[Entry], tmp_path: Path) -> None:
    """As its users do it: their tokenizer, spans by characters, widened to whole tokens."""
    from spacy.training import Example
    from spacy.util import filter_spans

    written_as("jsonl", everything, path := tmp_path / "train.jsonl")
    nlp, examples, number = spacy.blank("xx"), [], 0
    for line in map(json.loads, filter(None, path.read_text("utf-8").split("\n"))):
        doc = nlp.make_doc(line["text"])
        spans = [
            doc.char_span(s["start"], s["end"], s["label"], alignment_mode="expand")
            for s in line["spans"]
        ]
        assert None not in spans
        number += len(spans)
        doc.spans["sc"] = spans
        doc.ents = filter_spans(spans)
        examples.append(Example(nlp.make_doc(line["text"]), doc))
    assert number == len(marks_of(everything))
    trained(spacy, examples)


# --- Hugging Face


@pytest.fixture(scope="module")
def datasets(tmp_path_factory: pytest.TempPathFactory) -> Any:
    os.environ["HF_HOME"] = str(tmp_path_factory.mktemp("hub"))
    found = pytest.importorskip("datasets")
    found.disable_progress_bars()
    return found


def loaded(datasets: Any, name: str, found: list[Entry], folder: Path, **split: str) -> Any:
    """Load a folder with files and the dataset card, as anybody would."""
    suffix = format_named(name, written=True).suffixes[0]
    half = len(found) // 2
    parts = {"train": found[:half], "dev": found[half:]}
    manifests = {}
    for part, some in parts.items():
        path = folder / f"study-{part}{suffix}"
        written_as(name, some, path)
        manifests[part] = {
            "tool_version": "1", "format": name, "scheme": scheme_to_data(SCHEME),
            "annotators": Counter(m.annotator for m in marks_of(some)),
            "counts": {"articles": len(some), "annotations": len(marks_of(some)),
                       "by_label": Counter(m.label for m in marks_of(some))},
            "not_carried": [],
            "files": [{"name": path.name, "bytes": path.stat().st_size, "sha256": "0"}],
        }  # fmt: skip
    (folder / "README.md").write_text(dataset_card("Study", manifests), "utf-8")
    return datasets.load_dataset(str(folder), cache_dir=str(folder / "cache"))


LABELS = [label.id for label in SCHEME.labels]


@pytest.mark.parametrize("name", ["jsonl", "hf-spans", "parquet"])
def test_datasets_loads_spans_with_label_names(
    datasets: Any, name: str, everything: list[Entry], tmp_path: Path
) -> None:
    found = loaded(datasets, name, everything, tmp_path)
    assert set(found) == {"train", "validation"}
    label = found["train"].features["spans"].feature["label"]
    assert label.names == LABELS
    said = Counter(
        (row["text"], span["start"], span["end"], label.int2str(span["label"]))
        for part in found.values() for row in part for span in row["spans"]
    )  # fmt: skip
    assert said == runs(everything)


@pytest.mark.parametrize("name", ["hf-tokens", "parquet"])
def test_datasets_loads_tokens_with_tag_names(
    datasets: Any, name: str, everything: list[Entry], tmp_path: Path
) -> None:
    found = loaded(datasets, name, everything, tmp_path)
    tags = found["train"].features["ner_tags"].feature
    assert tags.names[0] == "O" and tags.names[1:3] == [f"B-{LABELS[0]}", f"I-{LABELS[0]}"]
    for part in found.values():
        for row in part:
            assert len(row["tokens"]) == len(row["ner_tags"]) == len(row["offsets"])
            assert row["tokenizer"] == "news-1"
            assert [row["text"][a:b] for a, b in row["offsets"]] == row["tokens"]


@pytest.mark.parametrize("name", ["gliner", "chat"])
def test_datasets_loads_the_other_records(
    datasets: Any, name: str, everything: list[Entry], tmp_path: Path
) -> None:
    found = loaded(datasets, name, everything, tmp_path)
    assert sum(map(len, found.values())) >= len(everything)


def test_parquet_names_its_labels_without_a_card(
    datasets: Any, everything: list[Entry], tmp_path: Path
) -> None:
    written_as("parquet", everything, path := tmp_path / "alone.parquet")
    cache = str(tmp_path / "cache")
    found = datasets.load_dataset("parquet", data_files=str(path), split="train", cache_dir=cache)
    assert found.features["spans"].feature["label"].names == LABELS
    assert found.features["ner_tags"].feature.names[0] == "O"


# --- BIO consumers


def columns(path: Path) -> list[list[tuple[str, str]]]:
    """Give the sentences of a file as the usual dozen lines of a BIO consumer do."""
    sentences: list[list[tuple[str, str]]] = [[]]
    for line in path.read_text("utf-8").split("\n"):
        cells = line.split("\t") if "\t" in line else line.split(" ")
        if line.startswith("-DOCSTART-"):
            continue
        if len(cells) < 2:
            sentences.append([])
        else:
            sentences[-1].append((cells[0], cells[-1]))
    return [sentence for sentence in sentences if sentence]


def test_bio_consumers_count_the_same_tokens_and_tags(
    everything: list[Entry], tmp_path: Path
) -> None:
    from seqeval.metrics.sequence_labeling import get_entities

    found = [(a, [v for v in vs if isinstance(v, Annotation)]) for a, vs in everything]
    documents = [
        (a, [v for v in vs if v.annotator == who])
        for a, vs in found for who in sorted({v.annotator for v in vs}) or [""]
    ]  # fmt: skip
    words = Counter(a.text[t.start : t.end] for a, _ in documents for t in tokens(a.text))
    kept: dict[str, Counter[str]] = {}
    for name in ("bio", "bioes", "conll"):
        lost = written_as(name, found, path := tmp_path / f"file.{name}").lost
        sentences = columns(path)
        assert Counter(word for s in sentences for word, _ in s) == words
        tags = [[tag for _, tag in s] for s in sentences]
        entities = [kind for kind, _, _ in get_entities(tags, suffix=False)]
        gone = lost["annotation nested in or crossing another one"] + lost["annotation of no token"]
        assert len(entities) == len(marks_of(found)) - gone
        kept[name] = Counter(entities)
    assert kept["bio"] == kept["bioes"] == kept["conll"]
    written_as("hf-tokens", found, path := tmp_path / "tokens.jsonl")
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    assert Counter(word for row in rows for word in row["tokens"]) == words
    entities = [kind for row in rows for kind, _, _ in get_entities(row["ner_tags"])]
    assert Counter(entities) == kept["bio"]
    assert set(kept["bio"]) <= set(map(tag_label, LABELS))


def test_the_reports_of_scikit_learn_and_seqeval_see_every_tag(
    everything: list[Entry], tmp_path: Path
) -> None:
    from seqeval.metrics import classification_report
    from sklearn.metrics import accuracy_score

    written_as("bio", everything, path := tmp_path / "file.bio")
    tags = [[tag for _, tag in sentence] for sentence in columns(path)]
    flat = [tag for sentence in tags for tag in sentence]
    assert accuracy_score(flat, flat) == 1
    report = classification_report(tags, tags, output_dict=True)
    begun = Counter(tag[2:] for tag in flat if tag.startswith("B-"))
    assert {k: v["support"] for k, v in report.items() if " avg" not in k} == begun


# --- GLiNER and conversations, by what their readers ask for


def test_gliner_records_say_the_words_of_the_text(everything: list[Entry], tmp_path: Path) -> None:
    written_as("gliner", everything, path := tmp_path / "train.json")
    records = json.loads(path.read_text("utf-8"))
    number, whole = 0, Counter[tuple[str, str]]()
    for record in records:
        words = record["tokenized_text"]
        assert all(isinstance(word, str) for word in words) and len(words) < 384
        at = 0
        places = []
        for word in words:
            at = record["text"].index(word, at)
            places.append((at, at := at + len(word)))
        for first, last, label in record["ner"]:
            assert 0 <= first <= last < len(words) and label in LABELS
            assert record["text"][places[first][0] : places[last][1]].startswith(words[first])
        number += len(record["ner"])
        whole[record["id"], record["annotator"]] += len(record["text"])
    assert number == len(marks_of(everything))
    texts = {article.id: article.text for article, _ in everything}
    assert all(length == len(texts[of]) for (of, _), length in whole.items())
    assert any(record["start"] for record in records)  # the sample has long articles


def test_conversations_answer_with_words_that_stand_where_they_are_said_to(
    everything: list[Entry], tmp_path: Path
) -> None:
    written_as("chat", everything, path := tmp_path / "train.jsonl")
    number = 0
    for line in filter(None, path.read_text("utf-8").split("\n")):
        record = json.loads(line)
        assert list(record) == ["messages"]
        roles = [message["role"] for message in record["messages"]]
        assert roles == ["system", "user", "assistant"]
        system, text, answer = (message["content"] for message in record["messages"])
        assert all(label in system for label in LABELS if SCHEME.label(label).on)  # type: ignore[union-attr]
        for item in json.loads(answer)["annotations"]:
            parts = item.get("fragments", [[item["start"], item["end"]]])
            assert " ".join(text[a:b] for a, b in parts) == item["text"]
            number += 1
    assert number == len(marks_of(everything))
