"""What an export leaves out, divides, renames and hides, and that it says so."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.core.annotation import GOLD, Annotation, Suggestion
from annotator.core.article import Article
from annotator.core.errors import FormatError
from annotator.core.identifiers import derived_id
from annotator.core.judgement import ArticleState
from annotator.formats import textless
from annotator.formats.format import Entry
from annotator.formats.native.line import Line
from annotator.formats.textless import BareLine
from annotator.jobs.agreement import measure_agreement
from annotator.jobs.export_dataset import ExportReport, export
from annotator.jobs.export_plan import Plan, plan_from, refuse_what_cannot_be
from annotator.jobs.export_preview import survey
from annotator.jobs.import_articles import import_files
from annotator.jobs.splitting import BY, shares_of
from annotator.review.registry import measures
from annotator.storage.project import Project
from tests.formats.samples import SCHEME, link, mark, written
from tests.formats.test_native_jsonl import NATIVE
from tests.jobs.working import done

WORDS = [f"{sound}{end}" for sound in ("bal", "cor", "dun", "fel", "gar", "hol", "mir", "tes")
         for end in ("ra", "ne", "ti", "mo", "su", "ke", "vo", "pa")]  # fmt: skip
EIGHTY = shares_of("80/10/10")


def an_article(number: int) -> Article:
    """An article of forty words of its own; 7 is a copy of 6 but for a word."""
    of = 6 if number == 7 else number
    words = [WORDS[(of * 7 + n * n * (of + 3)) % 64] + str(of) for n in range(40)]
    text = " ".join([*words[:-1], "copied" if number == 7 else words[-1]]) + "."
    return Article.new(
        text, id=derived_id("article", str(number)), title=f"Secret headline {number}",
        outlet=f"Outlet {number % 5}", published=f"2026-03-{number + 1:02}", language="en",
        metadata={"lead": text[:30]},
    )  # fmt: skip


def entries() -> list[Entry]:
    found: list[Entry] = []
    for number in range(20):
        it = an_article(number)
        end = it.text.index(" ")
        one = mark(it, (0, end), annotator="mo", note=f"cf. “{it.text[:end]}”")
        two = mark(it, (0, it.text.index(" ", end + 1)), label="commitment", annotator="mo",
                   attributes={"act": "pledge"})  # fmt: skip
        kept = mark(it, (0, end), annotator="jo", suggested=Suggestion("mo", 0.5))
        gold = mark(it, (0, end), annotator=GOLD)
        values = [one, two, kept, link(two, one), ArticleState(it.id, "mo", "done", "")]
        found.append((it, [*values, gold] if number % 2 else [*values]))
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("plan")
    source = place / "in.jsonl"
    source.write_bytes(written(entries(), NATIVE))
    with Project.create(place / "p.annotator", SCHEME) as project:
        assert done(import_files(project, [source])).refused == ()
    return place / "p.annotator"


@pytest.fixture
def project(made: Path) -> Iterator[Project]:
    with Project.open(made, read_only=True) as opened:
        yield opened


def exported(project: Project, out: Path, **plan: Any) -> list[ExportReport]:
    return done(export(project, out, Plan(**plan)))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(x) for x in path.read_bytes().splitlines()]


def facts(folder: Path, name: str = "out") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"{name}.manifest.json").read_text("utf-8"))
    return found


def test_only_some_labels_with_the_articles_that_have_none(
    project: Project, tmp_path: Path
) -> None:
    (report,) = exported(project, tmp_path / "out.jsonl", labels=("commitment",))
    found = lines(tmp_path / "out.jsonl")
    assert {span["label"] for line in found for span in line["spans"]} == {"commitment"}
    assert report.articles == 20 and report.lost == (
        "20 relations to an annotation that is left out",
    )
    assert facts(tmp_path)["filters"]["labels"] == ["commitment"]


def test_only_articles_that_a_search_finds(project: Project, tmp_path: Path) -> None:
    word = an_article(6).text.split()[3]
    (report,) = exported(project, tmp_path / "out.jsonl", search=word)
    assert {x["text"] for x in lines(tmp_path / "out.jsonl")} == {
        an_article(6).text, an_article(7).text,
    }  # fmt: skip
    assert exported(project, tmp_path / "out.jsonl", search="outlet 3")[0].articles == 4
    (none,) = exported(project, tmp_path / "out.jsonl", search="nowhere at all")
    assert "is empty" in str(none) and (report.articles, none.articles) == (2, 0)


@pytest.mark.parametrize("by", BY)
def test_a_split_is_told_in_lines_and_manifest(by: Any, project: Project, tmp_path: Path) -> None:
    reports = exported(project, tmp_path / "out.jsonl", shares=EIGHTY, by=by, seed=5)
    assert [r.path.name for r in reports] == ["out-train.jsonl", "out-dev.jsonl", "out-test.jsonl"]
    told = facts(tmp_path)["split"]
    assert (told["shares"], told["by"], told["seed"]) == ("80/10/10", by, 5)
    for report in reports:
        found = lines(report.path)
        assert found and {x["meta"]["split"] for x in found} == {report.part}
        assert {told["articles"][x["id"]] for x in found} == {report.part}
        assert told["parts"][report.part]["articles"] == report.articles
    assert sum(r.articles for r in reports) == len(told["articles"]) == 20
    assert told["articles"][an_article(6).id] == told["articles"][an_article(7).id]
    assert not (tmp_path / "out-train.manifest.json").exists()
    with Project.create(tmp_path / "q.annotator", SCHEME) as other:
        again = done(import_files(other, [r.path for r in reports]))
        assert again.refused == () and again.annotations == 70


def test_the_same_plan_gives_the_same_bytes(project: Project, tmp_path: Path) -> None:
    plan = Plan(shares=EIGHTY, seed=3, pseudonyms=True, labels=("actor",))
    found = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        done(export(project, tmp_path / name / "out.jsonl", plan))
        found.append({p.name: p.read_bytes() for p in sorted((tmp_path / name).iterdir())})
    assert found[0] == found[1] and len(found[0]) == 5
    done(export(project, tmp_path / "two" / "out.jsonl", replace(plan, seed=4)))
    assert (tmp_path / "two" / "out-test.jsonl").read_bytes() != found[0]["out-test.jsonl"]


def test_pseudonyms_stand_everywhere_and_names_nowhere(project: Project, tmp_path: Path) -> None:
    exported(project, tmp_path / "out.jsonl", pseudonyms=True, annotators=("jo", "mo"))
    found = lines(tmp_path / "out.jsonl")
    assert {x["meta"]["annotator"] for x in found} == {"A1", "A2"}
    (jo,) = {x["meta"]["annotator"] for x in found if any("suggested_by" in s for s in x["spans"])}
    sources = {
        s["suggested_by"]["source"] for x in found for s in x["spans"] if "suggested_by" in s
    }
    assert sources == {"A1", "A2"} - {jo}  # what mo had proposed to jo
    assert facts(tmp_path)["filters"]["annotators"] == ["A1", "A2"]
    for path in tmp_path.iterdir():
        assert not re.search(r"\b(jo|mo)\b", path.read_text("utf-8")), path
    exported(project, tmp_path / "one.jsonl", pseudonyms=True, annotators=("jo",))
    assert {x["meta"]["annotator"] for x in lines(tmp_path / "one.jsonl")} == {jo}
    exported(project, tmp_path / "gold.jsonl", pseudonyms=True, annotators=(GOLD,))
    assert {x["meta"]["annotator"] for x in lines(tmp_path / "gold.jsonl")} == {GOLD}


def test_without_texts_nothing_of_them_is_told(project: Project, tmp_path: Path) -> None:
    (report,) = exported(project, tmp_path / "out.jsonl", texts=False)
    assert report.annotations == 70 and any(x.startswith("20 notes") for x in report.lost)
    all_said = "".join(p.read_text("utf-8") for p in tmp_path.iterdir())
    for number in range(20):
        it = an_article(number)
        assert it.sha256 in all_said and it.title not in all_said
        assert not [word for word in it.text.split() if word.rstrip(".") in all_said]
    first = lines(tmp_path / "out.jsonl")[0]
    assert "text" not in first and not [s for s in first["spans"] if "text" in s or "note" in s]
    assert "examples" not in facts(tmp_path)["scheme"]["labels"][0]
    assert facts(tmp_path)["options"]["texts"] is False


def test_without_texts_the_work_comes_back_where_the_texts_are(
    project: Project, tmp_path: Path
) -> None:
    for name, shares in {"out": None, "parts": EIGHTY}.items():
        exported(project, tmp_path / f"{name}.jsonl", texts=False, shares=shares)
    texts = [(replace(article, metadata={}), []) for article, _ in entries()]
    (tmp_path / "texts.jsonl").write_bytes(written(texts, NATIVE))
    for files in ([tmp_path / "out.jsonl"], sorted(tmp_path.glob("parts-*"))):
        with Project.create(tmp_path / f"{files[0].stem}.annotator", SCHEME) as other:
            refused = done(import_files(other, files)).refused
            assert len(refused) == len(files) and "texts" in str(refused[0])
            assert other.counts().articles == 0
            done(import_files(other, [tmp_path / "texts.jsonl"]))
            report = done(import_files(other, files))
            assert (report.refused, report.left_out) == ((), ())
            assert (report.annotations, report.relations, report.added) == (70, 20, 0)
            mine = {v.id: v for _, values in project.entries() for v in values if hasattr(v, "id")}
            for _, values in other.entries():
                for value in values:
                    if isinstance(value, Annotation):
                        assert replace(mine[value.id], note="") == value
            assert done(import_files(other, files)).annotations == 0


def _shifted(line: BareLine) -> None:
    (line.spans or [])[-1].end += 1


def _shortened(line: BareLine) -> None:
    (line.spans or []).pop()


def _relabelled(line: BareLine) -> None:
    (line.spans or [])[0].label = "location"


def _of_another(line: BareLine) -> None:
    line.meta.sha256 = "0" * 64


def _renamed(line: BareLine) -> None:
    line.id = None


@pytest.mark.parametrize("fault", [_shifted, _shortened, _relabelled, _of_another, _renamed])
def test_a_line_without_text_that_says_something_else_is_caught(
    fault: Any, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare, made = textless._bare, []

    def faulty(line: Line, part: str | None) -> BareLine:
        made.append(bare(line, part))
        if len(made) == 9:
            fault(made[-1])
        return made[-1]

    monkeypatch.setattr(textless, "_bare", faulty)
    with pytest.raises(FormatError, match="not put in place"):
        exported(project, tmp_path / "out.jsonl", texts=False)
    assert list(tmp_path.iterdir()) == [] and len(made) > 9


def test_what_has_no_text_here_is_left_out_by_name(project: Project, tmp_path: Path) -> None:
    exported(project, tmp_path / "out.jsonl", texts=False)
    some = [(article, []) for article, _ in entries()[:12]]
    (tmp_path / "texts.jsonl").write_bytes(written(some, NATIVE))
    with Project.create(tmp_path / "q.annotator", SCHEME) as other:
        done(import_files(other, [tmp_path / "texts.jsonl"]))
        report = done(import_files(other, [tmp_path / "out.jsonl"]))
        assert report.refused == () and report.annotations == 42
        assert "no text here has the SHA-256" in str(report.left_out[0])
        damaged = tmp_path / "bad.jsonl"
        damaged.write_bytes((tmp_path / "out.jsonl").read_bytes().replace(b'"end":', b'"end":9', 1))
        assert done(import_files(other, [damaged])).refused
        damaged.write_bytes(b'{"meta":{"sha256":"x"}}\n{"meta":1}\n')
        assert "line 2" in str(done(import_files(other, [damaged])).refused[0])


def test_all_options_go_together(project: Project, tmp_path: Path) -> None:
    reports = exported(
        project, tmp_path / "out.jsonl", annotators=("mo",), states=("done",), labels=("actor",),
        search="outlet", shares=shares_of("50/25/25"), by="outlet", seed=9, pseudonyms=True,
        texts=False,
    )  # fmt: skip
    assert sum(r.annotations for r in reports) == 20
    found = [x for r in reports for x in lines(r.path)]
    assert {x["meta"]["state"] for x in found} == {"done"}
    where: dict[str, set[str]] = {}
    for line in found:
        where.setdefault(line["meta"]["outlet"], set()).add(line["meta"]["split"])
    assert all(len(parts) == 1 for parts in where.values())


@pytest.mark.parametrize("name", ["brat", "conll", "label-studio", "doccano"])
def test_other_formats_are_split_too(name: str, project: Project, tmp_path: Path) -> None:
    suffix = {"brat": "", "conll": ".conll"}.get(name, ".json")
    reports = exported(project, tmp_path / f"out{suffix}", format_name=name, shares=EIGHTY)
    assert all(r.path.exists() for r in reports)
    told = facts(tmp_path)
    assert told["files"] and all((tmp_path / f["name"]).is_file() for f in told["files"])
    assert sum(p["articles"] for p in told["split"]["parts"].values()) == 20


@pytest.mark.parametrize("name", ["jsonl", "brat"])
def test_a_split_that_is_cancelled_leaves_nothing(
    name: str, project: Project, tmp_path: Path
) -> None:
    job = export(project, tmp_path / "out", Plan(name, shares=EIGHTY))
    while "-dev" not in next(job).what:
        pass
    job.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seed", range(4))
def test_a_relation_between_parts_is_left_out_and_counted(seed: int, tmp_path: Path) -> None:
    old, new, free = (an_article(n) for n in (1, 2, 3))
    first, second, third = (mark(a, (0, 5), label="commitment") for a in (old, new, free))
    data = [(new, [second, link(second, first, "updates"), link(second, third, "updates")]),
            (old, [first]), (free, [third])]  # fmt: skip
    (tmp_path / "in.jsonl").write_bytes(written(data, NATIVE))
    with Project.create(tmp_path / "q.annotator", SCHEME) as project:
        assert done(import_files(project, [tmp_path / "in.jsonl"])).relations == 2
        reports = exported(project, tmp_path / "out.jsonl", shares=shares_of("60/40"), seed=seed)
        part_of = facts(tmp_path)["split"]["articles"]
        kept = sum(part_of[a.id] == part_of[new.id] for a in (old, free))
        assert sum(r.relations for r in reports) == kept < 2
        assert sum(r.annotations for r in reports) == 3
        assert "left out" in " ".join(loss for r in reports for loss in r.lost)
        again = done(import_files(project, [r.path for r in reports]))
        assert again.refused == ()


@pytest.mark.parametrize("name", [".", "..", "no/where", "x" * 300, "p/x"])
@pytest.mark.parametrize("plan", [Plan(), Plan("brat"), Plan(shares=EIGHTY)])
def test_where_nothing_can_stand_is_refused_in_words(
    plan: Plan, name: str, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "p").write_text("a file")
    before = sorted(tmp_path.parent.iterdir())
    if (plan.shares, name) != (EIGHTY, ".."):  # then the parts are called “..-train”
        with pytest.raises(FormatError):
            done(export(project, Path(name) if name == "." else tmp_path / name, plan))
    assert sorted(tmp_path.parent.iterdir()) == before
    assert [p.name for p in tmp_path.iterdir()] == ["p"]


WRONG = [
    (Plan("brat", texts=False), "cannot be written without the texts"),
    (Plan("text"), "can only be read"),
    (Plan("nonsense"), "There is no format"),
    (Plan(annotators=("zoe",)), "there is: gold, jo, mo"),
    (Plan(labels=("actor", "ghost")), "no label “ghost”"),
    (Plan(tokenizer="spacy"), "there are: news-1"),
]


@pytest.mark.parametrize(("plan", "reason"), WRONG)
def test_what_cannot_be_is_refused_with_a_reason(plan: Plan, reason: str, project: Project) -> None:
    with pytest.raises(FormatError, match=reason):
        refuse_what_cannot_be(plan, project)


def test_a_plan_is_remembered_as_far_as_it_still_holds() -> None:
    plan = Plan("conll", ("mo",), ("done",), ("actor",), "ferry", EIGHTY, "date", 7, True, False)
    data = json.loads(json.dumps(plan.as_data()))
    assert plan_from(data, annotators=["mo"], labels=["actor"]) == plan
    other = plan_from(data, annotators=["jo"], labels=["actor", "place"])
    assert other == replace(plan, annotators=None)
    for odd in (
        None,
        [],
        {"shares": 3, "format_name": "text", "by": [], "seed": True, "states": 1},
    ):
        assert plan_from(odd, annotators=[], labels=[]) == Plan()


def test_a_survey_tells_numbers_and_losses_before_writing(project: Project, tmp_path: Path) -> None:
    plan = Plan("conll", annotators=("mo",))
    found = done(survey(project, plan))
    (report,) = done(export(project, tmp_path / "out.conll", plan))
    assert found.complete
    assert (found.articles, found.annotations) == (report.articles, report.annotations) == (20, 20)
    assert "20 annotations nested in or crossing another one" in found.losses
    assert found.losses[: len(report.lost)] == report.lost != ()
    assert (tmp_path / "out.conll").read_text("utf-8").startswith(found.text)
    files = done(survey(project, Plan("brat")))
    assert files.text.startswith("== ") and files.text.count(".ann ==\n") == 3
    job = survey(project, plan)
    assert next(job).text.startswith(found.text[:100])  # before anything is counted
    assert done(survey(project, Plan(texts=False))).text.startswith('{"id"')


@pytest.mark.parametrize("shares", [None, EIGHTY])
def test_agreement_is_told_as_the_measure_gives_it(
    shares: Any, project: Project, tmp_path: Path
) -> None:
    exported(project, tmp_path / "out.jsonl", shares=shares, pseudonyms=True)
    told = facts(tmp_path)["agreement"]
    measure = next(m for m in measures() if m.name == "f1_exact")
    ((_, found),) = done(measure_agreement(project, [measure], draws=0)).found
    assert told == {"measure": "f1_exact", "value": 0.6667, "articles": 20, "pairs": 1}
    assert found.overall.value == pytest.approx(told["value"], abs=1e-4)
    assert "Span F1, exact, on 20 articles: 0.6667" in (tmp_path / "README.md").read_text("utf-8")
    exported(project, tmp_path / "out.jsonl", annotators=("mo", GOLD))
    assert "agreement" not in facts(tmp_path)


def test_a_folder_of_exports_is_imported_without_its_cards(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "sub").mkdir()
    exported(project, tmp_path / "sub" / "out.jsonl", shares=EIGHTY)
    exported(project, tmp_path / "sub" / "more.jsonl")
    assert len(list((tmp_path / "sub").glob("*README.md"))) == 2
    with Project.create(tmp_path / "q.annotator", SCHEME) as other:
        report = done(import_files(other, [tmp_path / "sub"]))
        assert (report.added, report.refused) == (20, ())


def test_a_readme_of_somebody_else_stays(project: Project, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Mine\n", "utf-8")
    (report,) = exported(project, tmp_path / "out.jsonl")
    assert (tmp_path / "README.md").read_text("utf-8") == "# Mine\n"
    assert report.card == tmp_path / "out.README.md" and report.card.exists()
    (tmp_path / "README.md").unlink()
    for _ in range(2):  # our own card of the same files is replaced
        (report,) = exported(project, tmp_path / "out.jsonl")
        assert report.card == tmp_path / "README.md"
    assert exported(project, tmp_path / "b.jsonl")[0].card == tmp_path / "b.README.md"
