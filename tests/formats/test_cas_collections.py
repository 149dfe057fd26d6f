"""Slots of a CAS whose ends are held by arrays and lists: no link is lost on the way."""

import json

import pytest

from annotator.core.annotation import Annotation
from annotator.core.relation import Relation
from annotator.formats.registry import format_of
from tests.formats.samples import read_all

TEXT = "Olla promised Lunde 😀 ferries."
HOST, SPAN, LINK = "webanno.custom.Host", "webanno.custom.Named", "webanno.custom.LinkType"


def json_cas():
    return json.dumps({
        "%TYPES": {},
        "%FEATURE_STRUCTURES": [
            {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaString": TEXT},
            {"%ID": 2, "%TYPE": HOST, "@sofa": 1, "begin": 5, "end": 13, "@links": 9,
             "@said": 10},
            {"%ID": 3, "%TYPE": SPAN, "@sofa": 1, "begin": 0, "end": 4, "value": "actor"},
            {"%ID": 4, "%TYPE": SPAN, "@sofa": 1, "begin": 23, "end": 30, "value": "thing"},
            {"%ID": 7, "%TYPE": LINK, "role": "who", "@target": 3},
            {"%ID": 8, "%TYPE": LINK, "role": "what", "@target": 4},
            {"%ID": 9, "%TYPE": f"{LINK}[]", "%ELEMENTS": [7, 8]},
            {"%ID": 10, "%TYPE": "uima.cas.StringArray", "%ELEMENTS": ["loudly", "twice"]},
        ],
        "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2, 3, 4]}},
    })  # fmt: skip


def xmi(links, collection):
    return (
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"'
        ' xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0">'
        f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="{TEXT}"/>'
        f'<custom:Host xmi:id="2" sofa="1" begin="5" end="13" links="{links}">'
        "<said>loudly</said><said>twice</said></custom:Host>"
        '<custom:Named xmi:id="3" sofa="1" begin="0" end="4" value="actor"/>'
        '<custom:Named xmi:id="4" sofa="1" begin="23" end="30" value="thing"/>'
        '<custom:LinkType xmi:id="7" role="who" target="3"/>'
        '<custom:LinkType xmi:id="8" role="what" target="4"/>'
        f"{collection}"
        '<cas:View sofa="1" members="2 3 4"/></xmi:XMI>'
    )


ARRAY = '<cas:FSArray xmi:id="9" elements="7 8"/>'
LIST = (
    '<cas:NonEmptyFSList xmi:id="9" head="7" tail="10"/>'
    '<cas:NonEmptyFSList xmi:id="10" head="8" tail="11"/><cas:EmptyFSList xmi:id="11"/>'
)
ROUND = (
    '<cas:NonEmptyFSList xmi:id="9" head="7" tail="10"/>'
    '<cas:NonEmptyFSList xmi:id="10" head="8" tail="9"/>'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json_cas()),
        ("plain.xmi", xmi("7 8", "")),
        ("array.xmi", xmi("9", ARRAY)),
        ("list.xmi", xmi("9", LIST)),
        ("round.xmi", xmi("9", ROUND)),
    ],
)
def test_what_an_array_or_list_holds_is_linked(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    (article, values), *more = read_all(path, format_of(path))
    assert article.text == TEXT and not more
    marks = {v.id: v for v in values if isinstance(v, Annotation)}
    links = [v for v in values if isinstance(v, Relation)]
    told = {(marks[v.head].quote, v.attributes["role"], marks[v.tail].quote, v.type) for v in links}
    assert told == {("promised", "who", "Olla", "links"), ("promised", "what", "ferries", "links")}
    (host,) = (mark for mark in marks.values() if mark.quote == "promised")
    assert host.attributes == {"said": ("loudly", "twice")}


def test_what_joins_two_tokens_joins_their_parts_of_speech(tmp_path):
    core = "http:///de/tudarmstadt/ukp/dkpro/core/api"
    path = tmp_path / "a.xmi"
    path.write_text(
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"'
        f' xmlns:s="{core}/segmentation/type.ecore" xmlns:p="{core}/lexmorph/type/pos.ecore"'
        f' xmlns:d="{core}/syntax/type/dependency.ecore" xmi:version="2.0">'
        '<cas:Sofa xmi:id="1" sofaNum="1" sofaString="Olla pays"/>'
        '<s:Token xmi:id="2" sofa="1" begin="0" end="4" pos="4"/>'
        '<s:Token xmi:id="3" sofa="1" begin="5" end="9" pos="5"/>'
        '<p:POS xmi:id="4" sofa="1" begin="0" end="4" PosValue="NE"/>'
        '<p:POS xmi:id="5" sofa="1" begin="5" end="9" PosValue="V"/>'
        '<d:Dependency xmi:id="6" sofa="1" begin="0" end="4" Governor="3" Dependent="2"'
        ' DependencyType="SB"/></xmi:XMI>',
        "utf-8",
    )
    ((_, values),) = read_all(path, format_of(path))
    marks = {v.id: v.quote for v in values if isinstance(v, Annotation)}
    (link,) = (v for v in values if isinstance(v, Relation))
    assert (link.type, marks[link.head], marks[link.tail]) == ("SB", "pays", "Olla")
