"""Published numbers of agreement, from files of marks through the command line to its JSON."""

import csv
import json

import pytest
from click.testing import CliRunner

from annotator.cli.program import program
from tests.review.test_coefficients import P2, P3
from tests.review.test_gamma import P6, P7, SHARED


def run(*args):
    ended = CliRunner().invoke(program, [*map(str, args)])
    assert ended.exit_code == 0, (ended.output, ended.exception)
    return ended.stdout


def asked(folder, articles, *args):
    """Give what `annotator agreement` says; an article is its text and (who, start, end, label)."""
    labels = sorted({label for _, marks in articles for *_, label in marks})
    (folder / "labels.json").write_text(json.dumps([{"text": label} for label in labels]))
    lines = []
    for text, marks in articles:
        for who in dict.fromkeys(who for who, *_ in marks):
            spans = [{"start": start, "end": end, "label": label}
                     for name, start, end, label in marks if name == who]  # fmt: skip
            lines.append({"text": text, "spans": spans, "meta": {"annotator": who}})
    (folder / "marks.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    path = folder / "study.annotator"
    run("new", path, "--scheme", folder / "labels.json")
    run("import", path, folder / "marks.jsonl")
    return json.loads(run("agreement", path, "--json", "--draws", 0, *args))["measures"]


def in_words(rows):
    """Give one article in which each row's annotator labels each word."""
    text = "w " * len(rows[0][1])
    return [(text, [(who, 2 * at, 2 * at + 1, f"l{label}")
                    for who, row in rows for at, label in enumerate(row)])]  # fmt: skip


def test_artstein_and_poesio_2008(tmp_path):
    rows = [("ada", "a" * 30 + "b" * 70), ("ben", "a" * 20 + "b" * 10 + "a" * 20 + "b" * 50)]
    kappa, alpha = asked(
        tmp_path, in_words(rows), "--measure", "token_kappa", "--measure", "token_alpha"
    )
    assert kappa["value"] == pytest.approx(0.348, abs=0.0005)
    assert alpha["value"] == pytest.approx(0.3440, abs=0.00005)


def test_fleiss_1971(tmp_path):
    subjects = P2.split()
    rows = [(f"r{rater}", [subject[rater] for subject in subjects]) for rater in range(6)]
    (fleiss,) = asked(tmp_path, in_words(rows), "--measure", "fleiss")
    assert (fleiss["measure"], fleiss["annotators"]) == ("token_fleiss", [r for r, _ in rows])
    assert fleiss["value"] == pytest.approx(0.430, abs=0.0005)


def test_krippendorff_2004_where_some_did_not_work_on_all(tmp_path):
    units = zip(*(row.split() for row in P3), strict=True)
    articles = [
        (f"{'x' * (at + 1)}", [(f"c{who}", 0, at + 1, f"l{label}")
                               for who, label in enumerate(unit) if label != "."])
        for at, unit in enumerate(units)
    ]  # fmt: skip
    (alpha,) = asked(tmp_path, articles, "--measure", "alpha")
    assert (alpha["value"], alpha["articles"]) == (pytest.approx(0.743, abs=0.0005), 11)


def test_krippendorff_2004_unitizing(tmp_path):
    rows = [("a", 225, 70, "c"), ("a", 370, 30, "c"), ("b", 220, 80, "c"), ("b", 355, 20, "c"),
            ("b", 400, 20, "c"), *((who, start, length, "k") for who in "ab"
                                   for start, length in ((180, 60), (300, 50)))]  # fmt: skip
    marks = [(who, at - 150, at - 150 + length, label) for who, at, length, label in rows]
    (alpha,) = asked(tmp_path, [("x" * 300, marks)], "--measure", "alpha_u", "--by", "label")
    assert alpha["value"] == pytest.approx(0.859, abs=0.0005)
    found = {part["name"]: part["value"] for part in alpha["parts"]}
    assert found == {"c": pytest.approx(0.7286, abs=0.00005), "k": 1.0}


@pytest.mark.parametrize(("layers", "gamma", "within"), [(P6, 0.884, 0.06), (P7, 0.567, 0.1)])
def test_gamma_of_the_reference_runs(tmp_path, layers, gamma, within):
    marks = [(who, unit.start, unit.end, unit.label)
             for who, layer in zip("ab", layers, strict=True) for unit in layer]  # fmt: skip
    (found,) = asked(tmp_path, [("x" * 35, marks)], "--measure", "gamma")
    assert found["value"] == pytest.approx(gamma, abs=within)


@pytest.mark.parametrize(
    ("file", "gamma"),
    [("AlexPaulSuzan.csv", 0.52), ("annotation_paul_suzann_alex.csv", 0.59),
     ("annotation_dalton.csv", 0.81)],
)  # fmt: skip
def test_gamma_of_the_unit_tables(tmp_path, file, gamma):
    if not (SHARED / file).exists():
        pytest.skip(f"{SHARED / file} is not here")
    marks = [(who, int(start), int(end), f"l{label}")
             for who, label, start, end in csv.reader((SHARED / file).open())]  # fmt: skip
    text = "x" * max(end for _, _, end, _ in marks)
    (found,) = asked(tmp_path, [(text, marks)], "--measure", "gamma_joint")
    assert found["value"] == pytest.approx(gamma, abs=0.06)
