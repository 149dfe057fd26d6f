"""CoNLL with brackets of coreference: typed ones and those of CoNLL-2012."""

import pytest

from annotator.core.annotation import Annotation
from annotator.core.relation import Relation
from annotator.formats.format import FileRefused, Reading, entries
from annotator.formats.registry import format_of
from tests.formats.shared_data import expected, labels, needs_shared, taken

TYPED = """# begin document lunde
0\tMayor\t(person-1-Olla_Brandt
1\tOlla\t(person-1)person-1-Olla_Brandt)
2\tpaid\t(event-2(event-3)
3\tLunde\t(place-4)event-2)
4\t.\t_

5\tShe\t(person-1-Olla_Brandt)
6\tleft\t_
# end document
"""
BARE = "#begin document (a/b); part 000\n0\tOlla\t(1)\n1\tsaid\t-\n2\tshe\t(1)|(2\n3\tpays\t2)\n"


def of(tmp_path, content, name="a.conll"):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    how, reading = format_of(path), Reading(annotator="mo")
    assert how.name == "coref-conll"
    return list(entries(how, path, reading)), reading


def told(values):
    marks = {v.id: v for v in values if isinstance(v, Annotation)}
    links = [(marks[v.head].quote, v.type, marks[v.tail].quote)
             for v in values if isinstance(v, Relation)]  # fmt: skip
    return [(m.quote, m.label, m.attributes.get("identity", "")) for m in marks.values()], links


def test_types_groups_and_identities_are_read(tmp_path):
    ((article, values),), reading = of(tmp_path, TYPED)
    assert article.text == "Mayor Olla paid Lunde.\nShe left" and not reading.left_out
    marks, links = told(values)
    assert sorted(marks) == [
        ("Lunde", "place", ""), ("Mayor Olla", "person", "Olla_Brandt"), ("Olla", "person", ""),
        ("She", "person", "Olla_Brandt"), ("paid", "event", ""), ("paid Lunde", "event", ""),
    ]  # fmt: skip
    assert sorted(links) == [("Olla", "coref", "Mayor Olla"), ("She", "coref", "Olla")]


def test_bare_groups_are_mentions(tmp_path):
    ((article, values),), _ = of(tmp_path, BARE)
    marks, links = told(values)
    assert article.text == "Olla said she pays"
    assert sorted(quote for quote, label, _ in marks if label == "mention") == [
        "Olla", "she", "she pays",
    ]  # fmt: skip
    assert links == [("she", "coref", "Olla")]


def test_brackets_that_close_nothing_are_told(tmp_path):
    (_, reading) = of(tmp_path, "# begin document x\n0\tOlla\t(a-1\n1\tleft\tb-2)\n")
    assert len(reading.left_out) == 2


@pytest.mark.parametrize("row", ["x\tOlla\t_", "1\tOlla", "1\t \t_", "1\tOlla\t_\t_"])
def test_a_row_that_is_none_is_refused_with_its_line(tmp_path, row):
    with pytest.raises(FileRefused) as caught:
        of(tmp_path, f"# begin document x\n0\tOlla\t(a-1)\n{row}\n")
    assert caught.value.problems[0].line == 3


@needs_shared
def test_its_mentions_are_those_of_the_same_articles_in_other_formats():
    for name in ("afghan", "crane", "nasa"):
        found, _ = taken(f"news-ner/gum/coref-conll/GUM_news_{name}.conll")
        other, _ = taken(f"news-ner/gum/webanno-tsv/GUM_news_{name}.tsv")
        assert labels(found) == labels(other) and expected()
