"""Label sets of other tools and our own scheme files: read right, or a clear sentence."""

from pathlib import Path

import pytest

from annotator import paths
from annotator.core.errors import SchemeError
from annotator.core.scheme_file import read_scheme
from annotator.formats.scheme_document import scheme_document
from annotator.formats.scheme_sources import find_scheme
from annotator.formats.schemes.own import written

DATA = Path(__file__).parents[4] / "shared" / "data" / "formats"
SCHEMES = ["news-commitments", "named-entities", "protest-events"]
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"no real files: {DATA} is absent")


def found(tmp_path, name, text):
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8"))
    return find_scheme(path)


def refused(tmp_path, name, text):
    with pytest.raises(SchemeError) as caught:
        found(tmp_path, name, text)
    assert name in str(caught.value) or "scheme" in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("suffix", [".toml", ".json"])
@pytest.mark.parametrize("name", SCHEMES)
def test_our_schemes_come_back_equal(tmp_path, name, suffix):
    scheme = read_scheme(paths.resource(f"schemes/{name}.toml"))
    path = tmp_path / f"s{suffix}"
    path.write_bytes(written(scheme, path))
    assert find_scheme(path).scheme == scheme


BRAT = """[entities]
Person
<POG>=Person|Firm
Firm
[relations]
Owns  Arg1:Person, Arg2:Firm
Knows Arg1:<POG>, Arg2:<POG>, <REL-TYPE>:symmetric
[events]
!Life
\tMeet  Who+:<POG>, Where?:Firm
[attributes]
Sure\tArg:<EVENT>
Mention\tArg:<ENTITY>, Value:Name|Other
"""


def test_brat(tmp_path):
    (tmp_path / "visual.conf").write_text(
        "[labels]\nFirm | Company | Co\n[drawing]\nFirm\tbgColor:#a7c2ff, fgColor:black\n"
    )
    read = found(tmp_path, "annotation.conf", BRAT)
    scheme = read.scheme
    assert [(x.id, x.name) for x in scheme.labels] == [
        ("Person", "Person"), ("Firm", "Company"), ("Meet", "Meet")]  # fmt: skip
    assert scheme.label("Firm").color == "#a7c2ff"
    ends = {r.id: (r.heads, r.tails) for r in scheme.relations}
    assert ends["Owns"] == (("Person",), ("Firm",))
    assert ends["Knows"] == (("Person", "Firm"), ("Person", "Firm"))
    assert ends["Who"] == (("Meet",), ("Person", "Firm"))
    assert scheme.label("Person").attribute("Mention").values == ("Name", "Other")
    assert scheme.label("Meet").attribute("Sure").kind == "yes_no"
    assert any("symmetric" in note for note in read.notes)


def test_a_brat_macro_that_stands_for_itself(tmp_path):
    text = "[entities]\nA\n<X>=<X>|A\n[relations]\nR Arg1:<X>, Arg2:A\n"
    assert "itself" in refused(tmp_path, "annotation.conf", text)


LABEL_STUDIO = """<View><Labels name="l" toName="t">
<Label value="Person" background="#ff0000" hotkey="p"/><Label value="Place" alias="LOC"/></Labels>
<Text name="t" value="$text"/>
<Choices name="kind" toName="t" perRegion="true" whenLabelValue="Person" choice="multiple">
<Choice value="real"/><Choice value="made up"/></Choices>
<Choices name="genre" toName="t"><Choice value="news"/></Choices>
<Relations><Relation value="lives in"/></Relations></View>"""


def test_label_studio(tmp_path):
    read = found(tmp_path, "config.xml", LABEL_STUDIO)
    person, place = read.scheme.labels
    assert (person.name, person.color, person.key) == ("Person", "#ff0000", "p")
    assert (place.id, place.name) == ("LOC", "Place")
    assert person.attribute("kind").kind == "some" and not place.attributes
    assert read.scheme.relations[0].heads == ("Person", "LOC")
    assert any("genre" in note for note in read.notes)


CODEBOOK = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>
<Code guid="1" name="People" isCodable="false"><Code guid="2" name="Mayor" isCodable="true"
 color="#123456"><Description>Who leads.</Description></Code></Code>
<Code guid="3" name="Place" isCodable="true"/></Codes></CodeBook>"""


def test_refi_qda(tmp_path):
    mayor, place = found(tmp_path, "book.qdc", CODEBOOK).scheme.labels
    assert (mayor.name, mayor.group, mayor.color, mayor.definition) == (
        "Mayor", "People", "#123456", "Who leads.")  # fmt: skip
    assert place.group == ""


def test_lists(tmp_path):
    assert [x.name for x in found(tmp_path, "l.txt", "One\nTwo\n\n").scheme.labels] == [
        "One",
        "Two",
    ]
    prodigy = '{"label": "GPE", "pattern": "x"}\n{"label": "GPE", "pattern": "y"}\n'
    assert [x.id for x in found(tmp_path, "p.jsonl", prodigy).scheme.labels] == ["GPE"]
    spacy = '{"labels": {"ner": ["PER", "ORG"]}}'
    assert [x.id for x in found(tmp_path, "meta.json", spacy).scheme.labels] == ["PER", "ORG"]
    doccano = '[{"text": "Cat", "suffix_key": "c", "background_color": "#FF0000"}]'
    cat = found(tmp_path, "d.json", doccano).scheme.labels[0]
    assert (cat.name, cat.key, cat.color) == ("Cat", "c", "#FF0000")


def test_tables(tmp_path):
    table = "name,colour,key,description,parent\nMayor,#123456,m,Who leads.,People\nPeople,,,,\n"
    mayor, people = found(tmp_path, "t.csv", table).scheme.labels
    assert (mayor.key, mayor.group, mayor.definition) == ("m", "People", "Who leads.")
    assert people.group == ""
    assert "inside itself" in refused(tmp_path, "c.csv", "name,parent\nA,B\nB,A\n")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bomb.xml", '<!DOCTYPE a [<!ENTITY b "c">]><View>&b;</View>', "entities of its own"),
        ("deep.json", "[" * 100_000, "JSON"),
        ("new.toml", 'format = 99\nid="a"\nname="A"\nversion="1"\nlabels=[]\n', "format 99"),
        ("none.json", "[]", "no labels"),
        ("odd.json", '[{"x": 1}]', "names no label"),
        ("nul.txt", "A\x00B\n", "cannot be used"),
        ("yaml.yaml", "!!python/object/apply:os.system ['id']", "no scheme that can be read"),
        ("many.txt", "\n".join(f"label {n}" for n in range(10_000)), "more than 2,000 labels"),
        ("twice.toml", 'id="a"\nname="A"\nversion="1"\n[[labels]]\nid="x"\nname="X"\n'
         'color="#111111"\n[[labels]]\nid="y"\nname="x"\ncolor="#111111"\n', "two labels"),
    ],
)  # fmt: skip
def test_bad_files_are_refused_with_a_reason(tmp_path, name, text, said):
    assert said in refused(tmp_path, name, text)


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(SchemeError, match="not there"):
        find_scheme(tmp_path / "gone.toml")


def test_labels_there_twice_are_said(tmp_path):
    read = found(tmp_path, "l.txt", "Dog\ndog\n")
    assert len(read.scheme.labels) == 1 and "twice" in read.notes[0]


@needs_data
@pytest.mark.parametrize(
    ("file", "labels", "relations"),
    [
        ("brat/tutorial-news/annotation.conf", 14, 20),
        ("brat/ronec/01/annotation.conf", 16, 0),
        ("doccano/labels/valid_labels.json", 1, 0),
        ("prodigy/patterns_countries-GPE.jsonl", 1, 0),
    ],
)
def test_real_files(file, labels, relations):
    scheme = find_scheme(DATA / file).scheme
    assert (len(scheme.labels), len(scheme.relations)) == (labels, relations)


def test_the_document_is_escaped_and_whole():
    scheme = read_scheme(paths.resource("schemes/news-commitments.toml"))
    page = scheme_document(scheme)
    assert all(label.name in page for label in scheme.labels)
    assert "<script" not in page and "http" not in page.replace("https://", "")
    evil = scheme.with_label(
        type(scheme.labels[0])(
            "actor", "<b>x</b>", "#112233", guideline="<script>alert(1)</script> ![a](http://x/y)"
        )
    )
    page = scheme_document(evil)
    assert "<script>" not in page and "<b>x" not in page and "<img" not in page
