"""BioC, GATE, Web Annotations and REFI-QDA: real files, consumers, and hostile input."""

import json
import random
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from annotator.core.annotation import Annotation
from annotator.core.errors import FormatError
from annotator.core.relation import Relation
from annotator.formats import xml_tree
from annotator.formats.format import Entry, FileRefused, Reading, Writing, entries
from annotator.formats.registry import format_named, format_of
from tests.formats.samples import SCHEME, article, mark, rich, written
from tests.formats.shared_data import SHARED, expected, needs_shared, quotes_hold, taken
from tests.formats.test_contract import _damaged, stands


def from_bytes(data: bytes, folder: Path, name: str) -> tuple[list[Entry], Reading]:
    how = format_named(name)
    path = folder / f"data{how.suffixes[0]}"
    path.write_bytes(data)
    reading = Reading(annotator="mo")
    return list(entries(how, path, reading)), reading


def quotes(found: list[Entry]) -> list[str]:
    return [v.quote for _, vs in found for v in vs if isinstance(v, Annotation)]


# --- BioC


@needs_shared
@pytest.mark.parametrize(
    "name", ["incomplete-metadata", "multiple-documents", "sentences-ref", "sentences",
             "text-in-passage"],
)  # fmt: skip
def test_bioc_counts(name: str) -> None:
    of = f"formats/bioc/example-with-{name}.xml"
    found, reading = taken(of)
    known = expected()[of]
    values = [v for _, vs in found for v in vs]
    assert len(found) == known["documents"] and quotes_hold(found) and not reading.left_out
    assert sum(isinstance(v, Annotation) for v in values) == known["annotations"]
    assert sum(isinstance(v, Relation) for v in values) == known["relations"]


BIOC = """<?xml version="1.0"?><!DOCTYPE collection SYSTEM "BioC.dtd"><collection><source>x</source>
<document><id>7</id><passage><offset>0</offset><text>Oslo won.</text></passage>
<passage><offset>10</offset><text>Bergen 🎉 lost.</text>
<annotation id="1"><infon key="type">place</infon><location offset="10" length="6"/>
<text>Bergen</text></annotation>
<annotation id="2"><infon key="type">event</infon><location offset="20" length="4"/>
<text>lost</text></annotation></passage></document></collection>"""


def test_bioc_quotes_correct_offsets_that_count_otherwise(tmp_path: Path) -> None:
    found, reading = from_bytes(BIOC.encode(), tmp_path, "bioc")
    assert quotes(found) == ["Bergen", "lost"]
    assert found[0][0].text == "Oslo won.\nBergen 🎉 lost."
    assert any("UTF-16" in note for note in reading.notes) or reading.mended


# --- GATE


@needs_shared
def test_gate_says_the_same_in_xml_and_in_json() -> None:
    known = expected()["formats/gate/testdoc1"]["annotation_sets"]
    for name in ("testdoc1.xml", "testdoc1.bdocjs"):
        found, reading = taken(f"formats/gate/{name}")
        assert len(found[0][0].text) == 25 and quotes_hold(found)
        # Three of Set2 mark no character, and are listed.
        assert len(quotes(found)) + len(reading.left_out) == sum(known.values())
        assert len(reading.left_out) == 3
        whose = {v.annotator for _, vs in found for v in vs if isinstance(v, Annotation)}
        assert whose == {"someone", "Set2"}


@pytest.mark.parametrize(("unit", "start"), [("j", 3), ("p", 2)])
def test_bdoc_offsets_count_what_the_file_states(unit: str, start: int, tmp_path: Path) -> None:
    place = {"type": "LOC", "id": 0, "start": start, "end": start + 4, "features": {}}
    document = {
        "text": "🎉 Oslo won", "features": {}, "offset_type": unit,
        "annotation_sets": {"": {"name": "", "annotations": [place]}},
    }  # fmt: skip
    found, _ = from_bytes(json.dumps(document).encode(), tmp_path, "gate-bdoc")
    assert quotes(found) == ["Oslo"]


# --- Web Annotations


@needs_shared
def test_annotations_without_their_text_are_refused_with_a_reason() -> None:
    how = format_named("web-annotation")
    for folder in ("correct", "incorrect"):
        files = sorted((SHARED / "formats/web-annotation" / folder).glob("*.json"))
        assert len(files) == expected()[f"formats/web-annotation/{folder}"]["files"]
        no_json = 0
        for path in files:
            with pytest.raises(FileRefused) as caught:
                list(entries(how, path, Reading(annotator="mo")))
            no_json += "no JSON" in str(caught.value)
        assert no_json == expected()[f"formats/web-annotation/{folder}"].get("invalid_json", 0)


def web(text: str, *selectors: object) -> bytes:
    items = [
        {"type": "Annotation", "body": {"purpose": "tagging", "value": "LOC"},
         "target": {"source": "urn:x", "selector": selector}}
        for selector in selectors
    ]  # fmt: skip
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage",
        "source": {"id": "urn:x", "value": text}, "items": items,
    }  # fmt: skip
    return json.dumps(page).encode()


def test_selectors_place_annotations_and_the_quote_wins(tmp_path: Path) -> None:
    data = web(
        "Oslo won. Then Oslo lost to Bergen.",
        {"type": "TextPositionSelector", "start": 0, "end": 4},
        {"type": "TextQuoteSelector", "exact": "Oslo", "prefix": "Then ", "suffix": " lost"},
        [{"type": "TextPositionSelector", "start": 27, "end": 33},
         {"type": "TextQuoteSelector", "exact": "Bergen"}],
        {"type": "TextQuoteSelector", "exact": "Oslo"},
        {"type": "CssSelector", "value": "p"},
    )  # fmt: skip
    found, reading = from_bytes(data, tmp_path, "web-annotation")
    places = [(v.start, v.quote) for _, vs in found for v in vs if isinstance(v, Annotation)]
    assert sorted(places) == [(0, "Oslo"), (15, "Oslo"), (28, "Bergen")]
    assert reading.mended and len(reading.left_out) == 2


def test_each_target_has_position_and_quote() -> None:
    pages = json.loads(written(rich(), format_named("web-annotation")))
    for page in pages:
        text = page["source"]["value"]
        for item in page["items"]:
            for target in item["target"] if isinstance(item["target"], list) else [item["target"]]:
                if isinstance(target, dict):
                    position, quote = target["selector"]
                    assert text[position["start"] : position["end"]] == quote["exact"]


# --- REFI-QDA


def qde(data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read("project.qde")


@needs_shared
def test_our_project_validates_against_the_schema() -> None:
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(str(SHARED / "formats/refi-qda/project.xsd")))
    odd = article("plain")
    note = mark(odd, (0, 7), label="not of the scheme", note="<&>\x07\n\r“x”")
    marked: list[Entry] = [(odd, [note])]
    nothing: list[Entry] = []
    for data in (rich(), marked, nothing):
        schema.assertValid(etree.fromstring(qde(written(data, format_named("refi-qda")))))


def project(inner: str, name: str = "project.qde", **members: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, inner)
        for member, data in members.items():
            archive.writestr(member, data)
    return buffer.getvalue()


A, B, C, D = (f"{n}0000000-0000-4000-8000-000000000000" for n in "abcd")
PROJECT = f"""<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0" name="p">
<Users><User guid="{D}" name="Jo"/></Users>
<CodeBook><Codes><Code guid="{B}" name="Places" isCodable="true" color="#112233">
<Code guid="{C}" name="Town" isCodable="true"/></Code></Codes></CodeBook>
<Sources><TextSource guid="{A}" name="Report" plainTextPath="internal://{A}.txt">
<PlainTextSelection guid="{A}" name="Bergen" startPosition="START" endPosition="END">
<Coding guid="{B}" creatingUser="{D}"><CodeRef targetGUID="{C}"/><NoteRef targetGUID="{D}"/>
</Coding></PlainTextSelection></TextSource><PictureSource guid="{B}"/></Sources>
<Notes><Note guid="{D}"><PlainTextContent>Why?</PlainTextContent></Note></Notes></Project>"""


@pytest.mark.parametrize("folder", ["sources", "Sources"])
@pytest.mark.parametrize(("start", "end"), [(7, 13), (8, 14)])
def test_projects_of_others_are_read(folder: str, start: int, end: int, tmp_path: Path) -> None:
    """Code points, and UTF-16 units that the selection's name gives away; a renamed project."""
    inner = PROJECT.replace("START", str(start)).replace("END", str(end))
    text = "\ufeff🎉 Oslo Bergen won".encode()
    data = project(inner, "My study.qde", **{f"{folder}/{A.upper()}.txt": text})
    found, reading = from_bytes(data, tmp_path, "refi-qda")
    (made,) = found[0][1]
    assert isinstance(made, Annotation) and made.quote == "Bergen"
    assert (made.label, made.annotator, made.note) == ("Town", "Jo", "Why?")
    assert found[0][0].title == "Report" and set(reading.labels) == {"Places", "Town"}
    assert any("My study.qde" in n for n in reading.notes)
    assert any("no texts" in n for n in reading.notes)


def test_a_codebook_brings_its_labels(tmp_path: Path) -> None:
    how = format_named("refi-qda-codebook")
    assert how.write is not None
    buffer = BytesIO()
    list(how.write([], buffer, Writing(SCHEME)))
    path = tmp_path / "codes.qdc"
    path.write_bytes(buffer.getvalue())
    reading = Reading(annotator="mo")
    found = list(entries(format_of(path), path, reading))
    assert not found and set(reading.labels) == {label.name for label in SCHEME.labels}
    assert {x.color for x in reading.labels.values()} == {x.color for x in SCHEME.labels}


# --- hostile input


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<{root}><text>&b;</text></{root}>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><{root}>&a;</{root}>'
ROOTS = {"bioc": "collection", "gate": "GateDocument", "uima-xmi": "XMI", "refi-qda": "Project"}


@pytest.mark.parametrize("name", ROOTS)
@pytest.mark.parametrize("hostile", [BOMB, OUTSIDE], ids=["bomb", "outside"])
def test_entities_are_refused(name: str, hostile: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="entities"):
        from_bytes(hostile.replace("{root}", ROOTS[name]).encode(), tmp_path, name)


@pytest.mark.parametrize("name", ROOTS)
def test_xml_that_is_nested_without_end_is_refused(name: str, tmp_path: Path) -> None:
    data = b"<%s>" % ROOTS[name].encode() + b"<a>" * 100_000
    with pytest.raises(FileRefused, match="nested"):
        from_bytes(data, tmp_path, name)


def test_xml_is_bounded_by_what_is_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tree, "MOST_ELEMENTS", 100)
    small = b"<c>" + b"<d><x/><x/></d>" * 500 + b"</c>"
    assert sum(1 for _ in xml_tree.each(small, "d")) == 500  # each is let go
    with pytest.raises(FormatError, match="elements"):
        xml_tree.parsed(small)
    monkeypatch.setattr(xml_tree, "LARGEST_XML", 1_000)
    with pytest.raises(FormatError, match="bytes"):
        xml_tree.parsed(small)


@pytest.mark.parametrize("name", ["refi-qda", "inception"])
def test_a_zip_bomb_is_refused(name: str, tmp_path: Path) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("exportedproject1.json", b"{}")
        archive.writestr("project.qde", b" " * 30_000_000)
    with pytest.raises(FileRefused, match="times its size"):
        from_bytes(buffer.getvalue(), tmp_path, name)


PLACES = ["file:///etc/hostname", "relative://../../etc/hostname", "absolute:///etc/hostname",
          "internal://../../etc/hostname"]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_no_source_outside_the_project_is_looked_for(place: str, tmp_path: Path) -> None:
    inner = PROJECT.replace(f"internal://{A}.txt", place)
    inner = inner.replace("START", "0").replace("END", "4")
    with pytest.raises(FileRefused, match=r"outside|not in the archive"):
        from_bytes(project(inner), tmp_path, "refi-qda")


GATE = (
    '<GateDocument><TextWithNodes>The <Node id="4"/>town<Node id="8"/> won.</TextWithNodes>'
    '<AnnotationSet Name="Jo"><Annotation Id="1" Type="LOC" StartNode="4" EndNode="8"/>'
    "</AnnotationSet></GateDocument>"
)
CONLLU = (
    "# newdoc id = a\n# text = Oslo won\n1\tOslo\t_\t_\t_\t_\t_\t_\t_\tEntity=(1-LOC)\n"
    "2\twon\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
)
TSV = "#FORMAT=WebAnno TSV 3.2\n#T_SP=x.Span|value\n\n\n#Text=Oslo\n1-1\t0-4\tOslo\tLOC\t\n"
GOOD: dict[str, Callable[[], bytes]] = {
    "bioc": BIOC.encode, "gate": GATE.encode, "conllu": CONLLU.encode,
    "gate-bdoc": lambda: json.dumps({
        "text": "Oslo won", "offset_type": "p", "features": {},
        "annotation_sets": {"": {"annotations": [
            {"type": "LOC", "id": 1, "start": 0, "end": 4, "features": {"a": [1]}}]}},
    }).encode(),
    "inception": lambda: project("", "exportedproject1.json", **{
        "source/a.txt": b"Oslo", "annotation/a.txt/mo.tsv": TSV.encode()}),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_a_damaged_file_is_read_or_refused_with_a_reason(name: str, tmp_path: Path) -> None:
    good, rng, refused = GOOD[name](), random.Random(5), 0
    assert from_bytes(good, tmp_path, name)[0]
    for _ in range(60):
        try:
            found, _ = from_bytes(_damaged(good, rng), tmp_path, name)
            assert stands(found)
        except FileRefused as error:
            refused += 1
            assert all(problem.file and problem.reason for problem in error.problems)
    assert refused > 5
