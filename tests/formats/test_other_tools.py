"""What other tools' files say, shape by shape; all texts are invented."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.core.annotation import Annotation
from annotator.core.changes import Value
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.formats.format import Entry, FileRefused, Reading, entries
from annotator.formats.registry import format_of

TEXT = "Norland 🎉 and Skarvik pledged to leave Vestby."


def at(word: str, *, utf16: bool = False, text: str = TEXT) -> tuple[int, int]:
    before = text[: text.index(word)]
    start = len(before.encode("utf-16-le")) // 2 if utf16 else len(before)
    return start, start + len(word)


def read(path: Path, data: Any, name: str = "") -> tuple[list[Entry], Reading]:
    if data is not None:
        path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    reading = Reading(annotator="mo")
    how = format_of(path)
    assert not name or how.name == name
    return list(entries(how, path, reading)), reading


def said(found: list[Entry]) -> list[tuple[str, str, str]]:
    return [(v.annotator, v.label, v.quote) for _, vs in found for v in vs
            if isinstance(v, Annotation)]  # fmt: skip


def links(found: list[Entry]) -> list[tuple[str, str, str]]:
    marks = {v.id: v.quote for _, vs in found for v in vs if isinstance(v, Annotation)}
    return [(v.type, marks[v.head], marks[v.tail]) for _, vs in found for v in vs
            if isinstance(v, Relation)]  # fmt: skip


# --- Label Studio


def region(own: str, word: str, label: str, *, utf16: bool = False, **more: Any) -> dict[str, Any]:
    start, end = at(word, utf16=utf16)
    return {"id": own, "from_name": "label", "to_name": "body", "type": "labels",
            "value": {"start": start, "end": end, "text": word, "labels": [label]},
            **more}  # fmt: skip


def task(*results: Any, **more: Any) -> dict[str, Any]:
    said_ = {"completed_by": {"id": 3, "email": "anna@example.org"}, "result": list(results)}
    return {"id": 5, "data": {"body": TEXT, "title": "T", "x": 1},
            "annotations": [said_ | more]}  # fmt: skip


def test_label_studio_regions_answers_and_relations(tmp_path: Path) -> None:
    answer = {"id": "a", "from_name": "kind", "to_name": "body", "type": "choices",
              "value": {"start": 0, "end": 7, "choices": ["state", "ally"]}}  # fmt: skip
    of_all = {"id": "z", "from_name": "genre", "to_name": "body", "type": "choices",
              "value": {"choices": ["news"]}}  # fmt: skip
    relations = [
        {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right",
         "labels": ["allies"]},
        {"type": "relation", "from_id": "a", "to_id": "b", "direction": "left"},
    ]  # fmt: skip
    noted = region("a", "Norland", "actor", meta={"text": ["really?"]})
    data = [task(noted, region("b", "Skarvik", "actor"), answer, of_all, *relations)]
    found, reading = read(tmp_path / "x.json", data, "label-studio")
    ((article, values),) = found
    assert (article.title, article.metadata["x"], article.metadata["source_id"]) == ("T", "1", "5")
    assert said(found) == [("anna@example.org", "actor", w) for w in ("Norland", "Skarvik")]
    first = values[0]
    assert isinstance(first, Annotation) and first.note == "really?"
    assert first.attributes == {"kind": ("state", "ally")}
    assert links(found) == [("allies", "Norland", "Skarvik"), ("relation", "Skarvik", "Norland")]
    label = next(v for v in values if isinstance(v, ArticleLabel))
    assert (label.name, label.value) == ("genre", "news") and not reading.left_out


def test_label_studio_of_old_counts_utf16(tmp_path: Path) -> None:
    data = [task(region("a", "Vestby", "place", utf16=True))]
    found, reading = read(tmp_path / "x.json", data)
    assert said(found)[0][2] == "Vestby" and "UTF-16" in reading.notes[0]


def test_label_studio_passes_over_what_is_cancelled_and_names_models(tmp_path: Path) -> None:
    data = task(region("a", "Norland", "actor"), was_cancelled=True)
    data["predictions"] = [{"model_version": "v2", "score": 0.5,
                            "result": [region("b", "Skarvik", "actor", score=0.9)]}]  # fmt: skip
    found, reading = read(tmp_path / "x.json", [data])
    assert said(found) == [("v2", "actor", "Skarvik")]
    (mark,) = found[0][1]
    assert isinstance(mark, Annotation) and mark.suggested_by
    assert (mark.suggested_by.source, mark.suggested_by.score) == ("v2", 0.9)
    assert reading.mended == {"cancelled annotation that was passed over": 1}


def test_label_studio_regions_of_html_are_left_out_with_a_reason(tmp_path: Path) -> None:
    page = {"id": "a", "type": "hypertextlabels", "value": {
        "start": "/div[1]/text()[1]", "end": "/div[1]/text()[1]", "startOffset": 0,
        "endOffset": 4, "hypertextlabels": ["actor"]}}  # fmt: skip
    found, reading = read(tmp_path / "x.json", [task(page)])
    assert said(found) == [] and "HTML" in str(reading.left_out[0])


@pytest.mark.parametrize("suffix", [".json", ".csv", ".tsv"])
def test_label_studio_flat_exports(tmp_path: Path, suffix: str) -> None:
    spans = [{"start": s, "end": e, "text": TEXT[s:e], "labels": ["actor"]}
             for s, e in (at("Norland"), at("Skarvik"))]  # fmt: skip
    row = {"id": 4, "body": TEXT, "label": spans, "annotator": 1, "annotation_id": 9,
           "lead_time": 1.5, "created_at": "2026-01-02T03:04:05Z"}  # fmt: skip
    path = tmp_path / f"x{suffix}"
    if suffix == ".json":
        path.write_text(json.dumps([row]))
    else:
        import csv

        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, row, delimiter="," if suffix == ".csv" else "\t")
            writer.writeheader()
            writer.writerow(row | {"label": json.dumps(spans)})
    found, _ = read(path, None, "label-studio")
    assert said(found) == [("user 1", "actor", "Norland"), ("user 1", "actor", "Skarvik")]


# --- doccano, Prodigy, spaCy


def test_doccano_of_old_mixes_its_users(tmp_path: Path) -> None:
    spans = [{"label": 2, "start_offset": 0, "end_offset": 7, "user": user} for user in (1, 2)]
    line = {"id": 1, "text": "Norland left.", "annotations": spans, "meta": {"a": 1}}
    found, _ = read(tmp_path / "x.jsonl", line, "doccano")
    assert said(found) == [("user 1", "2", "Norland"), ("user 2", "2", "Norland")]


def test_doccano_classes_are_labels_of_the_article(tmp_path: Path) -> None:
    found, _ = read(tmp_path / "x.jsonl", {"text": "Good.", "label": ["a", "b"]}, "doccano")
    ((_, (label,)),) = found
    assert isinstance(label, ArticleLabel) and label.value == ("a", "b")


def prodigy(**more: Any) -> dict[str, Any]:
    start, end = at("Skarvik")
    return {"text": TEXT, "_input_hash": 1, "answer": "accept", "_annotator_id": "anna",
            "spans": [{"start": start, "end": end, "label": "actor"}], **more}  # fmt: skip


def test_prodigy_answers_say_what_is_meant(tmp_path: Path) -> None:
    rejected = prodigy(answer="reject", text=TEXT + " A")
    ignored = prodigy(answer="ignore", text=TEXT + " B")
    partly = prodigy(text=TEXT + " C")
    partly["spans"] = [partly["spans"][0] | {"answer": "reject"},
                       {"start": 0, "end": 7, "label": "actor", "answer": "accept"}]  # fmt: skip
    lines = [prodigy(), rejected, ignored, partly]
    path = tmp_path / "x.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    found, reading = read(path, None, "prodigy")
    assert said(found) == [("anna", "actor", "Skarvik"), ("anna", "actor", "Norland")]
    states = [v.state for _, vs in found for v in vs if isinstance(v, ArticleState)]
    assert states == ["done", "skipped", "done"] and reading.mended.total() == 3


def test_prodigy_relations_between_tokens(tmp_path: Path) -> None:
    line = prodigy(relations=[{"head": 0, "child": 1, "label": "with"}])
    line["spans"].append({"start": 0, "end": 7, "label": "actor"})
    line["tokens"] = [{"text": w, "start": at(w)[0], "end": at(w)[1], "id": n}
                      for n, w in enumerate(("Norland", "Skarvik"))]  # fmt: skip
    found, _ = read(tmp_path / "x.jsonl", line)
    assert links(found) == [("with", "Norland", "Skarvik")]


def test_spacy_reads_groups_and_entities_once(tmp_path: Path) -> None:
    entity = {"start": 0, "end": 7, "label": "actor"}
    line = {"text": "Norland left.", "ents": [entity], "spans": {"sc": [entity, entity]},
            "cats": {"news": 1.0, "sport": 0.1}}  # fmt: skip
    found, _ = read(tmp_path / "x.jsonl", line, "spacy")
    assert len(said(found)) == 2
    assert [v.value for v in found[0][1] if isinstance(v, ArticleLabel)] == [("news",)]


# --- PubAnnotation, tagtog, Potato


def test_pubannotation_bags_chains_and_tracks(tmp_path: Path) -> None:
    text = "white and red blood cells"
    data = {
        "text": text, "sourcedb": "X", "sourceid": "1",
        "denotations": [
            {"id": "T1", "span": [{"begin": 0, "end": 5}, {"begin": 14, "end": 25}], "obj": "Cell"},
            {"id": "T2", "span": {"begin": 10, "end": 13}, "obj": "_FRAGMENT"},
            {"id": "T3", "span": {"begin": 20, "end": 25}, "obj": "Cell"},
        ],
        "relations": [
            {"id": "R1", "subj": "T3", "pred": "_lexicallyChainedTo", "obj": "T2"},
            {"id": "R2", "subj": "T1", "pred": "with", "obj": "T3"},
        ],
        "attributes": [{"id": "A1", "subj": "T1", "pred": "sure", "obj": True}],
        "modifications": [{"id": "M1", "pred": "Negation", "obj": "T3"}],
        "tracks": [{"project": "other", "denotations": [
            {"id": "T1", "span": {"begin": 0, "end": 5}, "obj": "Colour"}]}],
    }  # fmt: skip
    found, _ = read(tmp_path / "x.json", data, "pubannotation")
    assert said(found) == [("mo", "Cell", "white blood cells"), ("mo", "Cell", "red cells"),
                           ("other", "Colour", "white")]  # fmt: skip
    assert links(found) == [("with", "white blood cells", "red cells")]
    marks = [v for v in found[0][1] if isinstance(v, Annotation)]
    assert [m.attributes for m in marks[:2]] == [{"sure": True}, {"Negation": True}]


def tagtog(folder: Path) -> Path:
    page = ('<html><body><article><section><h2 id="s1h1">Bases &amp; more</h2>'
            '<p id="s2p1">Norland <b>left</b> Vestby.</p></section></article></body>')  # fmt: skip
    (folder / "ann.json" / "members" / "anna" / "pool").mkdir(parents=True)
    (folder / "plain.html" / "pool").mkdir(parents=True)
    (folder / "plain.html" / "pool" / "doc.plain.html").write_text(page)
    (folder / "annotations-legend.json").write_text('{"e_1": "actor", "r_1": "at", "f_1": "kind"}')
    entity = {"classId": "e_1", "part": "s2p1", "offsets": [{"start": 0, "text": "Norland"}],
              "fields": {"f_1": {"value": "state"}}, "normalizations": {},
              "confidence": {"state": "pre-added", "who": ["ml:v1"], "prob": 0.8}}  # fmt: skip
    place = entity | {"offsets": [{"start": 13, "text": "Vestby"}], "fields": {}}
    wrong = entity | {"confidence": {"state": "rejected"}}
    data = {"annotatable": {"parts": ["s1h1", "s2p1"]}, "entities": [entity, place, wrong],
            "relations": [{"classId": "r_1",
                           "entities": ["s2p1|e_1|0,6", "s2p1|e_1|13,18"]}]}  # fmt: skip
    path = folder / "ann.json" / "members" / "anna" / "pool" / "doc.ann.json"
    path.write_text(json.dumps(data))
    return path


def test_tagtog_reads_a_part_and_its_legend(tmp_path: Path) -> None:
    found, reading = read(tagtog(tmp_path), None, "tagtog")
    ((article, values),) = found
    assert article.text == "Bases & more\nNorland left Vestby."
    assert said(found) == [("anna", "actor", "Norland"), ("anna", "actor", "Vestby")]
    assert links(found) == [("at", "Norland", "Vestby")]
    assert isinstance(values[0], Annotation) and values[0].attributes == {"kind": "state"}
    # It was said to be at 13, but stands one further: put right, and told.
    assert reading.mended["offset that did not fit its quote"] == 0 or "Vestby" in reading.notes[0]


def test_tagtog_without_its_text_is_refused(tmp_path: Path) -> None:
    path = tagtog(tmp_path)
    (tmp_path / "plain.html" / "pool" / "doc.plain.html").unlink()
    with pytest.raises(FileRefused, match="is not there"):
        read(path, None)


def test_potato_drifts_by_one_a_line_and_is_put_right(tmp_path: Path) -> None:
    lines = [f"Norland met envoy {n} of Skarvik." for n in range(12)]
    text = "\r\n".join(lines)
    (tmp_path / "data_files").mkdir()
    (tmp_path / "data_files" / "items.jsonl").write_text(json.dumps({"id": "i1", "text": text}))
    user = tmp_path / "annotation_output" / "anna"
    user.mkdir(parents=True)
    seen = text.replace("\r\n", "\n")
    spans = []
    for n in (0, 5, 11):
        start = seen.index(f"envoy {n} ")
        spans.append([{"schema": "ner", "name": "person", "start": start, "end": start + 5,
                       "id": f"s{n}", "title": "Person"}, "true"])  # fmt: skip
    state = {"user_id": "anna", "instance_id_to_span_to_value": {"i1": spans},
             "instance_id_to_label_to_value":
                 {"i1": {"tone": {"calm": "true"}}, "i2": {}}}  # fmt: skip
    found, reading = read(user / "user_state.json", state, "potato")
    assert said(found) == [("anna", "person", "envoy")] * 3
    assert "line ends as one character" in reading.notes[0]
    assert [v.value for v in found[0][1] if isinstance(v, ArticleLabel)] == ["calm"]
    assert "i2" in str(reading.left_out[0])


def test_potato_instances_hold_their_text(tmp_path: Path) -> None:
    line = {"user_id": "anna", "instance_id": "1", "displayed_text": "Norland left.",
            "label_annotations": {"tone": {"calm": True}},
            "span_annotations":
                [{"schema": "s", "name": "actor", "start": 0, "end": 7}]}  # fmt: skip
    found, _ = read(tmp_path / "x.jsonl", line, "potato")
    assert said(found) == [("anna", "actor", "Norland")]


# --- brat


def brat(folder: Path, ann: str, text: str = "Norland and Skarvik\npledged to leave.") -> Path:
    (folder / "a.txt").write_bytes(text.encode())
    (folder / "a.ann").write_bytes(ann.encode())
    return folder / "a.ann"


ANN = """T1\tActor 0 7\tNorland
T2\tActor 12 19\tSkarvik
T3\tPledge 20 27;31 36\tpledged leave
E1\tPledge:T3 By:T1 By2:T2
E2\tSay:T2
R1\tAllies Arg1:T1 Arg2:E2
*\tAlias T1 T2
A1\tSure T1
A2\tKind E1 open
M3\tNegation R1
N1\tReference T2 Wiki:17\tSkarvik
#1\tAnnotatorNotes E1\tone
#2\tAnnotatorNotes T3\ttwo
#3\tNormalization T1\tkept
X9\twhatever
stray line
"""


def test_brat_understands_every_kind_of_line(tmp_path: Path) -> None:
    found, reading = read(brat(tmp_path, ANN), None, "brat")
    ((_, values),) = found
    marks = {v.quote: v for v in values if isinstance(v, Annotation)}
    assert marks["Norland"].attributes == {"Sure": True}
    assert marks["Skarvik"].attributes == {"Reference": "Wiki:17"}
    pledge = marks["pledged leave"]
    assert (pledge.attributes, pledge.note) == ({"Kind": "open"}, "one\ntwo")
    assert sorted(links(found)) == [
        ("Alias", "Norland", "Skarvik"), ("Allies", "Norland", "Skarvik"),
        ("By", "pledged leave", "Norland"), ("By2", "pledged leave", "Skarvik"),
    ]  # fmt: skip
    allies = next(v for v in values if isinstance(v, Relation) and v.type == "Allies")
    assert allies.attributes == {"Negation": True}
    assert len(reading.notes) == 3 and all("kept for writing back" in n for n in reading.notes)


def test_brat_lines_come_back_byte_for_byte_and_edits_join_them(tmp_path: Path) -> None:
    from dataclasses import replace

    from annotator.core.span import Span
    from annotator.formats.brat.writer import written

    ((article, values),), _ = read(brat(tmp_path, ANN), None)
    assert written(ANN, article, values) == ANN
    first = values[0]
    assert isinstance(first, Annotation)
    more = replace(first, id="0" * 36, fragments=(Span(12, 19),), quote="Skarvik",
                   label="Place", attributes={})  # fmt: skip
    assert written(ANN, article, [*values, more]) == ANN + "T4\tPlace 12 19\tSkarvik\n"
    gone: list[Value] = [v for v in values if v is not first and not isinstance(v, Relation)]
    after = written(ANN, article, gone)
    kept = {line.split("\t")[0] for line in after.splitlines()}
    assert kept == {"T2", "T3", "E2", "A2", "N1", "#1", "#2", "#3", "X9", "stray line"}


def test_brat_keeps_offsets_and_says_where_words_differ(tmp_path: Path) -> None:
    ann = "T1\tActor 0 7\tNorlund\nT2\tActor 12 27\tSkarvik\npledged\nT3\tA 5 5\t\nT4\tA 90 99\tx\n"
    found, reading = read(brat(tmp_path, ann), None)
    assert said(found) == [("mo", "Actor", "Norland"), ("mo", "Actor", "Skarvik\npledged")]
    assert "offsets were kept" in reading.notes[0]
    assert reading.mended == {"record that was broken over several lines": 1}
    assert len(reading.left_out) == 2


def test_brat_without_its_text_is_refused(tmp_path: Path) -> None:
    path = brat(tmp_path, ANN)
    (tmp_path / "a.txt").unlink()
    with pytest.raises(FileRefused, match="other half"):
        read(path, None)
