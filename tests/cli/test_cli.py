"""The command line as its users run it: what it prints where, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click import Context

from annotator import __version__
from annotator.__main__ import program
from annotator.storage.project import Project
from tests.benchmarks import news
from tests.formats.samples import SCHEME, rich, written
from tests.formats.test_native_jsonl import BAD, NATIVE, file_of, line

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parents[2]
VERBS = [
    "new", "import", "export", "convert", "assign", "handout", "merge", "agreement", "stats",
    "check", "formats", "demo",
]  # fmt: skip


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONIOENCODING"}
    return kept | {"ANNOTATOR_HOME": str(home), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"} | more


@pytest.fixture
def run(tmp_path: Path) -> Run:
    home = tmp_path.with_name(f"{tmp_path.name}-home")  # beside: folders are imported whole

    def call(*args: object, code: int = 0, **env: str) -> "subprocess.CompletedProcess[str]":
        ended = subprocess.run(
            [sys.executable, "-m", "annotator", *map(str, args)],
            cwd=tmp_path, env=environment(home, **env), timeout=60,
            capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert "Traceback" not in ended.stderr, ended.stderr
        assert ended.returncode == code, (ended.stdout, ended.stderr)
        return ended

    return call


@pytest.fixture
def project(tmp_path: Path) -> Path:
    Project.create(tmp_path / "p.annotator", SCHEME).close()
    return tmp_path / "p.annotator"


def test_the_main_job(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rich.jsonl").write_bytes(written(rich(), NATIVE))
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("A ferry for Skarvik.", "utf-8")
    assert run("new", "study").stdout.startswith("Made study.annotator with the scheme")
    ended = run("import", "study", "rich.jsonl", "texts")
    assert ended.stdout == "Imported 9 articles with 18 annotations.\n" and ended.stderr == ""
    ended = run("export", "study", "out.jsonl")
    assert ended.stdout.startswith(
        "Exported 7 articles with 18 annotations and 8 relations to out."
    )
    only = run("export", "study", "jo.jsonl", "--annotator", "jo").stdout
    assert only.startswith("Exported 1 article with 1 annotation to jo.jsonl. Left out: 1 relation")
    facts = json.loads(run("stats", "study", "--json").stdout)
    assert (facts["articles"], facts["annotations"], facts["relations"]) == (9, 18, 8)
    assert facts["by_annotator"] == {"gold": 1, "jo": 1, "mo": 16}
    assert "by label" in run("stats", "study").stdout
    assert run("check", "study").stdout.startswith("study.annotator is sound: ")
    assert {x.name for x in tmp_path.iterdir() if x.name.startswith("study")} == {"study.annotator"}


def test_bad_input_is_named_and_the_rest_goes_in(run: Run, project: Path, tmp_path: Path) -> None:
    files = {
        "good.txt": b"A good article.", "binary.txt": bytes(range(256)) * 9, "empty.txt": b"",
        "nul.txt": b"a\0b", "half.txt": b"a\xed\xa0\x80",
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(50_000_001)
    for number, (bad, _) in enumerate(BAD.values()):
        (tmp_path / f"bad{number:02}.jsonl").write_bytes(file_of({"text": "Fine."}, bad))
    ended = run("import", "p.annotator", ".", "missing.txt", code=1)
    assert ended.stdout == f"Imported 1 article; {len(BAD) + 6} files refused.\n"
    said = ended.stderr.splitlines()
    assert len(said) == len(BAD) + 6 + 1  # the last one says what to do
    for number, (_, reason) in enumerate(BAD.values()):
        assert any(x.startswith(f"bad{number:02}.jsonl, line 2: ") and reason in x for x in said)
    for name, reason in {
        "binary.txt": "binary", "empty.txt": "empty", "nul.txt": "NUL", "half.txt": "half",
        "big.txt": "50,000,001 bytes", "missing.txt": "No such file",
    }.items():  # fmt: skip
        assert any(x.startswith(f"{name}: ") and reason in x for x in said), name
    assert json.loads(run("stats", project, "--json").stdout)["articles"] == 1


WRONG: list[tuple[list[str], str]] = [
    (["import", "p.annotator"], "Missing argument 'PATH...'"),
    (["import", "missing.annotator", "a.txt"], "missing.annotator"),
    (["import", "other.txt", "a.txt"], "other.txt"),
    (["import", "p.annotator", "other.txt", "--format", "x"], "There are: "),
    (["export", "p.annotator", "x.jsonl", "--format", "text"], "only be read"),
    (["export", "p.annotator", "x.jsonl", "--annotator", "zoe"], "“zoe” marked nothing"),
    (["new", "p.annotator"], "p.annotator"),
    (["new", "q", "--scheme", "other.txt"], "other.txt"),
    (["stats", "missing"], "missing"),
    (["check", "."], "."),
    (["exprot"], "Did you mean “export”?"),
    (["missing.annotator"], "annotator new missing.annotator"),
    (["--sample", "formats"], "stands alone"),
    (["--nonsense"], "--nonsense"),
]


@pytest.mark.parametrize(
    ("args", "reason"), WRONG, ids=lambda x: " ".join(x) if isinstance(x, list) else ""
)
def test_wrong_use_ends_with_two(args: list[str], reason: str, run: Run, project: Path) -> None:
    (project.parent / "other.txt").write_bytes(b"Some other file.")
    before = project.read_bytes()
    ended = run(*args, code=2)
    assert reason in ended.stderr and ended.stdout == ""
    assert project.read_bytes() == before


@pytest.mark.parametrize(
    ("out", "reason"),
    [
        (".", "this is a folder"),
        ("no/out.jsonl", "is not there"),
        ("p.annotator", "project itself"),
    ],
)
def test_an_output_that_cannot_be_written_ends_with_one(
    out: str, reason: str, run: Run, project: Path
) -> None:
    before = project.read_bytes()
    ended = run("export", "p.annotator", out, code=1)
    assert reason in ended.stderr and ended.stdout == ""
    assert project.read_bytes() == before and len(list(project.parent.iterdir())) == 1


def test_a_project_open_elsewhere_or_protected_takes_nothing(run: Run, project: Path) -> None:
    (project.parent / "a.txt").write_bytes(b"An article.")
    with Project.open(project):
        ended = run("import", project, "a.txt", code=2)
        assert "nothing can be stored" in ended.stderr
        run("stats", project)
        run("export", project, "out.jsonl")
    run("import", project, "a.txt")


def test_exports_are_split_and_chosen_by_state(run: Run, tmp_path: Path) -> None:
    run("demo", "--output", "d")
    said = run("export", "d/sample", "s.jsonl", "--split", "50/50", "--seed", "3").stdout
    parts = [(tmp_path / f"s-{part}.jsonl").read_text("utf-8") for part in ("train", "test")]
    ids = [{json.loads(line)["id"] for line in part.splitlines()} for part in parts]
    assert not ids[0] & ids[1] and len(ids[0] | ids[1]) == 6 and len(said.splitlines()) == 2
    run("export", "d/sample", "t.jsonl", "--split", "50/50", "--seed", "3")
    assert (tmp_path / "t-test.jsonl").read_text("utf-8") == parts[1]
    run("export", "d/sample", "done.jsonl", "--state", "done")
    lines = (tmp_path / "done.jsonl").read_text("utf-8").splitlines()
    assert lines and {json.loads(line)["meta"]["state"] for line in lines} == {"done"}
    assert "marked nothing" in run("export", "d/sample", "g.jsonl", "--gold", code=2).stderr
    assert "80/10/10" in run("export", "d/sample", "x.jsonl", "--split", "80", code=2).stderr


def test_help_reads_well(run: Run) -> None:
    main = run("--help").stdout
    assert (
        all(f"\n  {verb} " in main for verb in VERBS)
        and "open" not in main.split("Commands:")[1].split()
    )
    assert "..." not in main.split("Commands:")[1]  # no sentence is cut
    for verb in VERBS:
        text = run(verb, "--help").stdout
        assert f"Example: annotator {verb}" in text.replace("\n  ", " ")
    assert set(program.list_commands(Context(program))) - {"open"} == set(VERBS)
    assert run("--version").stdout == f"annotator {__version__}\n"


def test_help_and_formats_start_no_qt_and_no_database(run: Run) -> None:
    code = (
        "import sys; from annotator.__main__ import program, run; run(program, ['formats']);"
        "late = ('PySide6', 'sqlmodel', 'sqlalchemy', 'chardet');"
        "sys.exit([m for m in late if m in sys.modules] or 0)"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert "jsonl" in ended.stdout and "text" in ended.stdout


def test_names_print_everywhere(run: Run, project: Path, tmp_path: Path) -> None:
    (tmp_path / "“é🎉”.txt").write_bytes(b"\xe9t\xe9")
    (tmp_path / os.fsdecode(b"odd\xff.txt")).write_bytes(b"Odd name.")
    for env in (
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONUTF8": "0", "LC_ALL": "POSIX"},
    ):
        ended = run("import", project, ".", **env)
        assert "guess" in ended.stderr and ended.stdout.startswith("Imported")


def test_who_reads_no_more_is_no_error(project: Path, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(
        [sys.executable, "-m", "annotator", "stats", str(project)],
        env=environment(tmp_path / "home"), stdout=writer, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (141, "")


def test_an_interrupt_keeps_nothing(project: Path, tmp_path: Path, run: Run) -> None:
    news.write_jsonl(tmp_path / "many.jsonl", 4_000)
    log = project.with_name(project.name + "-wal")
    with subprocess.Popen(
        [sys.executable, "-m", "annotator", "import", str(project), "many.jsonl"], cwd=tmp_path,
        env=environment(tmp_path / "home"), stderr=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        while process.poll() is None and not (log.exists() and log.stat().st_size > 300_000):
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=30)
    assert process.returncode == 130, (out, said)
    assert said.strip().startswith(b"Interrupted: nothing") and out == b""
    assert json.loads(run("stats", project, "--json").stdout)["articles"] == 0


def test_the_annotator_is_the_one_named(run: Run, project: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(file_of(line(meta={})))
    run("import", project, "a.jsonl", "--annotator", "zoë")
    assert json.loads(run("stats", project, "--json").stdout)["by_annotator"] == {"zoë": 2}
