"""`annotator export` with its options, in any order, together, and where they contradict."""

import json
from itertools import permutations
from pathlib import Path

import pytest

from annotator.cli.export import export
from annotator.cli.program import run
from annotator.jobs.import_articles import import_files
from annotator.storage.project import Project
from tests.formats.samples import SCHEME, written
from tests.formats.test_native_jsonl import NATIVE
from tests.jobs.test_export_plan import entries
from tests.jobs.working import done


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("verb")
    source = place / "in.jsonl"
    source.write_bytes(written(entries(), NATIVE))
    with Project.create(place / "p.annotator", SCHEME) as made:
        done(import_files(made, [source]))
    return place / "p.annotator"


def call(*args: object) -> int:
    return run(export, [str(arg) for arg in args])


def test_the_order_of_options_is_free(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = [["--gold"], ["--split", "80/10/10"], ["--seed", "7"], [str(project), "OUT"]]
    found = set()
    for number, order in enumerate(permutations(options)):
        folder = tmp_path / str(number)
        folder.mkdir()
        words = [word for option in order for word in option]
        assert call(*(folder / "g.jsonl" if w == "OUT" else w for w in words)) == 0
        found.add(tuple((p.name, p.read_bytes()) for p in sorted(folder.iterdir())))
    assert len(found) == 1
    assert capsys.readouterr().out.startswith("Exported ")


def test_all_options_together(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert call(
        "--no-text", project, "--format", "jsonl", "--annotator", "mo", "--annotator", "jo",
        "--state", "done", "--label", "actor", "--label", "commitment", "--search", "outlet",
        "--split", "60/40", "--split-by", "date", "--seed", 3, "--pseudonyms", out,
        "--tokenizer", "news-1",
    ) == 0  # fmt: skip
    told = json.loads((tmp_path / "out.manifest.json").read_text("utf-8"))
    assert told["split"]["by"] == "date" and told["split"]["shares"] == "60/40"
    assert sum(p["articles"] for p in told["split"]["parts"].values()) == 20
    assert told["options"] == {
        "texts": False, "pseudonyms": True, "tokenizer": "news-1",
        "offsets": "code points, half-open",
    }  # fmt: skip


WRONG = [
    (["--gold", "--annotator", "mo"], "exclude each other"),
    (["--split-by", "date"], "--split-by says how to --split"),
    (["--seed", "4"], "neither is there"),
    (["--seed", "4.5", "--split", "80/20"], "not a valid integer"),
    (["--split", "80"], "80/10/10"),
    (["--split", "80/10/10", "--split-by", "size"], "'date'"),
    (["--no-text", "--format", "conll"], "cannot be written without the texts"),
    (["--label", "ghost"], "there is: actor"),
    (["--annotator", "zoe"], "marked nothing"),
    (["--search", " "], "--search is empty"),
    (["--tokenizer", "spacy"], "there are: news-1"),
    (["--state", "finished"], "'done'"),
]


@pytest.mark.parametrize(("options", "reason"), WRONG, ids=lambda x: " ".join(x))
def test_what_says_nothing_together_ends_with_two(
    options: list[str], reason: str, project: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert call(project, tmp_path / "out.jsonl", *options) == 2
    said = capsys.readouterr()
    assert reason in said.err and said.out == "" and list(tmp_path.iterdir()) == []
