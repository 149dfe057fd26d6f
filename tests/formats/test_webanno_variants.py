"""WebAnno TSV as others write it: columns of chains turned round, layers of lemmas, version 2."""

import pytest

from annotator.core.annotation import Annotation
from annotator.core.relation import Relation
from annotator.formats.format import FileRefused, Reading, entries
from annotator.formats.registry import format_of

CORE = "de.tudarmstadt.ukp.dkpro.core.api"
HEAD = f"""#FORMAT=WebAnno TSV 3.3
#T_SP={CORE}.segmentation.type.Lemma|value
#T_CH={CORE}.coref.type.CoreferenceLink|{{first}}|{{second}}


#Text=Mayor Olla said she pays .
"""
ROWS = [
    ("1-1\t0-5\tMayor\tmayor", "CM[7]", "ANAPHORIC->7-1"),
    ("1-2\t6-10\tOlla\tOlla", "CM[7]", "ANAPHORIC->7-1"),
    ("1-3\t11-15\tsaid\tsay", "_", "_"),
    ("1-4\t16-19\tshe\tshe", "CM[7]", "ANAPHORIC->7-2"),
    ("1-5\t20-24\tpays\tpay", "_", "_"),
    ("1-6\t25-26\t.\t.", "_", "_"),
]


def tsv(*, type_first):
    names = ("referenceType", "referenceRelation")
    first, second = names if type_first else names[::-1]
    rows = [
        "\t".join((begin, *((kind, place) if type_first else (place, kind)), ""))
        for begin, kind, place in ROWS
    ]
    return HEAD.format(first=first, second=second) + "\n".join(rows) + "\n"


@pytest.mark.parametrize("type_first", [True, False])
def test_a_chain_is_read_whichever_of_its_columns_stands_first(tmp_path, type_first):
    path = tmp_path / "a.tsv"
    path.write_text(tsv(type_first=type_first), "utf-8")
    reading = Reading(annotator="mo")
    ((article, values),) = entries(format_of(path), path, reading)
    assert article.text == "Mayor Olla said she pays ."
    marks = {v.id: v.quote for v in values if isinstance(v, Annotation)}
    assert sorted(marks.values()) == ["Mayor Olla", "she"], "and no mark for each lemma"
    (link,) = (v for v in values if isinstance(v, Relation))
    assert (marks[link.head], link.type, marks[link.tail]) == ("Mayor Olla", "ANAPHORIC", "she")
    assert any("Lemma (6)" in note for note in reading.notes)


@pytest.mark.parametrize(
    "head", [" # webanno.custom.Many | f1 | f2 # webanno.custom.Links | AttachTo=x\n", ""]
)
def test_version_2_without_tags_is_told_what_it_is(tmp_path, head):
    path = tmp_path / "a.tsv"
    rows = "1-1\tMayor\t_\t_\n1-2\tpays\tA\tB\n"
    path.write_text(f"{head}#id=1\n#text=Mayor pays\n{rows}", "utf-8")
    with pytest.raises(FileRefused) as caught:
        list(entries(format_of(path), path, Reading(annotator="mo")))
    (problem,) = caught.value.problems
    assert "WebAnno TSV 3" in problem.reason and "Export it as" in problem.next_step


def test_empty_cells_beyond_the_columns_of_the_header_are_passed_over(tmp_path):
    path = tmp_path / "a.tsv"
    content = tsv(type_first=True).replace("said\tsay\t_\t_\t", "said\tsay\t_\t_\t_\t_\t")
    path.write_text(content, "utf-8")
    ((_, values),) = entries(format_of(path), path, Reading(annotator="mo"))
    assert len([v for v in values if isinstance(v, Annotation)]) == 2
    path.write_text(content.replace("_\t_\t_\t_\t", "_\t_\t_\tsomething\t"), "utf-8")
    with pytest.raises(FileRefused) as caught:
        list(entries(format_of(path), path, Reading(annotator="mo")))
    assert "columns" in caught.value.problems[0].reason
