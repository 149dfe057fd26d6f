"""CoNLL-U, WebAnno TSV, UIMA and INCEpTION: real files, consumers, what is never opened."""

import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from annotator.core.annotation import GOLD, Annotation
from annotator.core.errors import FormatError
from annotator.formats.format import Entry, FileRefused, Reading, Writing, entries
from annotator.formats.registry import format_named, format_of
from annotator.jobs.found_files import FoundFiles
from tests.formats.samples import SCHEME, placed, rich, written
from tests.formats.shared_data import (
    SHARED,
    expected,
    labels,
    links,
    needs_shared,
    quotes_hold,
    taken,
)

GUM = ["afghan", "asylum", "crane", "defector", "expo", "hackers", "imprisoned", "korea", "nasa",
       "stampede", "taxes", "worship"]  # fmt: skip
SUITE = "formats/webanno-tsv3"


def from_bytes(
    data: bytes, folder: Path, name: str, suffix: str = ""
) -> tuple[list[Entry], Reading]:
    how = format_named(name)
    path = folder / f"data{suffix or how.suffixes[0]}"
    path.write_bytes(data)
    reading = Reading(annotator="mo")
    return list(entries(how, path, reading)), reading


# --- GUM: the same news in two formats


@needs_shared
@pytest.mark.parametrize("name", GUM)
def test_news_says_the_same_in_webanno_and_conllu(name: str) -> None:
    known = expected()[f"news-ner/gum/*/GUM_news_{name}.*"]
    by_format = {}
    for folder, suffix in (("webanno-tsv", "tsv"), ("conllu", "conllu")):
        found, reading = taken(f"news-ner/gum/{folder}/GUM_news_{name}.{suffix}")
        assert labels(found) == known["labels"] and len(found) == 1
        assert quotes_hold(found) and not reading.left_out and not reading.mended
        by_format[folder] = found
    assert links(by_format["webanno-tsv"]) == known["link_types"]
    ours = Counter(links(by_format["conllu"]))
    bridges = sum(n for kind, n in known["link_types"].items() if kind.startswith("bridge"))
    assert ours.pop("bridge", 0) == bridges  # CoNLL-U does not say which kind of bridge
    assert ours == {k: n for k, n in known["link_types"].items() if not k.startswith("bridge")}


@needs_shared
def test_hebrew_words_inside_of_tokens_are_found() -> None:
    name = "sharealike/ud-hebrew-knesset/he_iahltknesset-ud-dev.conllu"
    found, reading = taken(name)
    assert labels(found) == expected()[name]["labels"] and quotes_hold(found)
    assert not reading.left_out


def test_conllu_text_is_exact_and_words_share_their_token(tmp_path: Path) -> None:
    rows = [
        "# newdoc id = one", "# text = Don’t go  now.", "1-2\tDon’t\t_\t_\t_\t_\t_\t_\t_\t_",
        "1\tDo\tdo\t_\t_\t_\t_\t_\t_\tEntity=(X", "2\tn’t\tnot\t_\t_\t_\t_\t_\t_\tEntity=X)(Y)",
        "3\tgo\tgo\t_\t_\t_\t_\t_\t_\t_", "3.1\tleft\t_\t_\t_\t_\t_\t_\t_\t_",
        "4\tnow\tnow\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|Entity=(Z)",
        "5\t.\t.\t_\t_\t_\t_\t_\t_\t_", "",
    ]  # fmt: skip
    found, _ = from_bytes("\n".join(rows).encode(), tmp_path, "conllu")
    (article, values) = found[0]
    assert article.text == "Don’t go  now." and article.metadata["source_id"] == "one"
    said = {v.label: v.quote for v in values if isinstance(v, Annotation)}
    assert said == {"X": "Don’t", "Y": "n’t", "Z": "now"}


# --- WebAnno TSV


def suite() -> list[str]:
    return sorted(p.parent.name for p in (SHARED / SUITE).glob("*/reference.xmi"))


def marked(found: list[Entry]) -> Counter[tuple[int, int]]:
    return Counter((v.start, v.end) for _, vs in found for v in vs if isinstance(v, Annotation))


@needs_shared
@pytest.mark.parametrize("name", suite())
def test_a_case_of_the_formats_own_suite_says_what_its_twin_says(name: str) -> None:
    tsv, read_tsv = taken(f"{SUITE}/{name}/reference.tsv")
    xmi, read_xmi = taken(f"{SUITE}/{name}/reference.xmi")
    # The format has no blanks at the edges of spans; its suite says so by these two.
    if "ingWhitespace" not in name:
        assert marked(tsv) == marked(xmi)
    assert quotes_hold(tsv)
    zero = [p for p in read_tsv.left_out if "marks no character" in p.reason]
    assert len(zero) == len([p for p in read_xmi.left_out if "marks no character" in p.reason])
    known = expected()[f"{SUITE}/{name}/reference.tsv"]["annotations_in_reference_xmi"]
    spans = sum(
        n for kind, n in known.items()
        if "Relation" not in kind and "LinkType" not in kind and "Chain" not in kind
    )  # fmt: skip
    assert sum(marked(tsv).values()) + len(zero) == spans
    if "Chain" not in name and "TokenRelationWithMultiple" not in name:
        assert sum(links(tsv).values()) == sum(links(xmi).values())


@needs_shared
def test_the_older_tsv_is_refused_with_what_to_do() -> None:
    with pytest.raises(FileRefused, match="TSV 3") as caught:
        taken("formats/webanno-tsv2/example.tsv", format_named("webanno-tsv"))
    assert len(caught.value.problems) == 1


def test_offsets_are_utf_16_unless_the_tokens_say_code_points(tmp_path: Path) -> None:
    head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Span|value\n\n\n#Text=🎉 Oslo won\n"
    for start, first in ((3, 2), (2, 1)):
        rows = (
            f"1-1\t0-{first}\t🎉\t_\t\n1-2\t{start}-{start + 4}\tOslo\tLOC\t\n"
            f"1-3\t{start + 5}-{start + 8}\twon\t_\t\n"
        )
        found, _ = from_bytes((head + rows).encode(), tmp_path, "webanno-tsv")
        assert [v.quote for v in found[0][1] if isinstance(v, Annotation)] == ["Oslo"]
    wrong = "1-1\t0-2\t🎉\t_\t\n1-2\t9-13\tOslo\tLOC\t\n"
    with pytest.raises(FileRefused, match="line 7"):
        from_bytes((head + wrong).encode(), tmp_path, "webanno-tsv")


# --- UIMA


@needs_shared
def test_smileys_count_two_units() -> None:
    name = "formats/uima/xmi/cas_with_smileys.xmi"
    found, _ = taken(name)
    known = expected()[name]
    assert labels(found) == known["named_entities"] and quotes_hold(found)
    assert len(found[0][0].text) == known["sofa_code_points"]


@needs_shared
def test_json_and_xmi_say_the_same() -> None:
    folder = "formats/uima/json/casWithEmojiUnicodeTextAndAnnotations"
    one, _ = taken(f"{folder}/data.json")
    other, _ = taken(f"{folder}/debug.xmi")
    assert marked(one) == marked(other) and one[0][0].text == other[0][0].text
    assert len(one[0][0].text) == 32 and sum(marked(one).values()) == 9


@needs_shared
@pytest.mark.parametrize("name", sorted(p.name for p in (SHARED / "formats/uima/xmi").glob("*")))
def test_every_xmi_is_read_with_its_text(name: str) -> None:
    found, _ = taken(f"formats/uima/xmi/{name}")
    known = expected()[f"formats/uima/xmi/{name}"]
    texts = sum(len(article.text) for article, _ in found)
    assert texts >= known["sofa_code_points"] > 0 and quotes_hold(found)


@pytest.mark.parametrize("kind", ["xmi", "json"])
def test_cassis_finds_the_same_texts_under_each_span(kind: str, tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    place = placed(rich(), format_named(f"uima-{kind}"), tmp_path)
    carried = [format_named(f"uima-{kind}").carried(e, Writing(SCHEME)) for e in rich()]
    files = sorted(place.glob(f"0*.{kind}"))
    assert len(files) == len(carried)
    for file, (article, values) in zip(files, carried, strict=True):
        if kind == "xmi":
            with (place / "TypeSystem.xml").open("rb") as types:
                system = cassis.load_typesystem(types)
            with file.open("rb") as source:
                cas = cassis.load_cas_from_xmi(source, typesystem=system)
        else:
            with file.open("rb") as source:
                cas = cassis.load_cas_from_json(source)
        assert cas.sofa_string == article.text
        theirs = Counter(
            (mark.label, mark.annotator, mark.get_covered_text())
            for mark in cas.select("webanno.custom.Mark")
        )
        ours = Counter(
            (v.label, v.annotator, article.text[v.start : v.end])
            for v in values if isinstance(v, Annotation)
        )  # fmt: skip
        assert theirs == ours
        for link in cas.select("webanno.custom.Link"):
            assert link.Governor.label and link.Dependent.label


# --- INCEpTION


def project(**members: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("exportedproject1.json", b"{}")
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


TSV = b"#FORMAT=WebAnno TSV 3.2\n#T_SP=x.Span|value\n\n\n#Text=Oslo won\n1-1\t0-4\tOslo\tLOC\t\n1-2\t5-8\twon\t_\t\n"  # noqa: E501


@needs_shared
def test_a_real_project_gives_its_curated_document() -> None:
    (path,) = (SHARED / "formats/inception").glob("*.zip")
    assert format_of(path).name == "inception"
    found, reading = taken(f"formats/inception/{path.name}")
    assert len(found) == 1 and len(found[0][0].text) == 29
    assert [v.annotator for v in found[0][1] if isinstance(v, Annotation)] == [GOLD]
    assert any("never" in note or "not opened" in note for note in reading.notes)


def test_annotators_and_the_source_of_a_project_are_kept(tmp_path: Path) -> None:
    data = project(**{
        "source/a.txt": b"Oslo\nwon", "annotation/a.txt/mo.tsv": TSV,
        "annotation/a.txt/jo.tsv": TSV, "curation/a.txt/CURATION_USER.tsv": TSV,
        "annotation_ser/a.txt/mo.ser": b"\xac\xed\x00\x05sr", "source/b.txt": b"Nothing here.",
    })  # fmt: skip
    found, reading = from_bytes(data, tmp_path, "inception")
    assert {v.annotator for _, vs in found for v in vs if isinstance(v, Annotation)} == {
        "mo", "jo", GOLD
    }  # fmt: skip
    assert {a.text for a, _ in found} == {"Oslo\nwon", "Nothing here."}
    assert any("Java" in note for note in reading.notes)


@pytest.mark.parametrize("name", ["../../etc/x.tsv", "/tmp/x.tsv", "C:/x.tsv"])
def test_names_that_climb_out_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="outside"):
        from_bytes(project(**{name: TSV}), tmp_path, "inception")


@pytest.mark.parametrize("name", ["webanno-tsv", "uima-xmi", "uima-json"])
def test_a_zip_of_documents_is_no_project_and_is_read(name: str, tmp_path: Path) -> None:
    how = format_named(name)
    path = tmp_path / "export.zip"
    path.write_bytes(written(rich(), how))
    with pytest.raises(FormatError, match=r"\.zip"):
        format_of(path)  # no format by its content; its files have one each
    with FoundFiles([path], None) as files:
        found = [
            entry
            for file in files
            for entry in entries(format_of(file.path), file.path, Reading(annotator="mo"))
        ]
    assert len({article.text for article, _ in found}) == len(rich())


def test_a_corpus_part_that_begins_within_a_document_is_not_cut_there(tmp_path):
    row = "1\tNorland\t_\tPROPN\t_\t_\t0\troot\t_\t_\n\n"
    sentence = "# sent_id = d1-{0}\n# text = Norland\n" + row
    text = sentence.format(1) + "# newdoc id = d1\n" + sentence.format(2)
    text += "# newdoc id = d2\n" + sentence.replace("d1", "d2").format(1)
    path = tmp_path / "a.conllu"
    path.write_text(text, "utf-8")
    found = [article for article, _ in entries(format_named("conllu"), path, Reading())]
    assert [article.text for article in found] == ["Norland\nNorland", "Norland"]
