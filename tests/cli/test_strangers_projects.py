"""What each verb says of a project file that is damaged, foreign or no file at all.

0 done, 1 something is wrong with the project, 2 wrong use; one plain sentence, never a traceback,
and not a byte of what was given is changed.
"""

import shutil
from pathlib import Path

import pytest

from annotator import paths
from annotator.__main__ import program
from annotator.cli.program import run
from annotator.core import operations
from annotator.core.article import Article
from annotator.core.scheme_file import read_scheme
from annotator.core.span import Span
from annotator.storage.project import Project

PAGE = 4096
MARKS = 12


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """Give a sound project's bytes, as a stranger's: nothing on this computer knows of it."""
    folder = tmp_path_factory.mktemp("stranger")
    path = folder / "study.annotator"
    with pytest.MonkeyPatch.context() as away:
        away.setenv("ANNOTATOR_HOME", str(folder / "home"))
        scheme = read_scheme(paths.resource("schemes/news-commitments.toml"))
        with Project.create(path, scheme) as made:
            articles = [Article.new(f"{n}. " + "Norland keeps the bridge. " * 40) for n in range(6)]
            made.apply(operations.add_all("Add", articles), annotator="mo")
            for n in range(MARKS):
                span = (Span(3 + n, 9 + n),)
                edit = operations.add(articles[n % 6], span, label="actor", annotator="mo")
                made.apply(edit, annotator="mo")
    return path.read_bytes()


def changed(at, new):
    return lambda data: data[:at] + new(data[at : at + 1]) + data[at + 1 :]


def bit(number):
    return lambda one: bytes([one[0] ^ 1 << number])


def zeroed(page):
    return lambda data: data[: page * PAGE] + bytes(PAGE) + data[(page + 1) * PAGE :]


def version(number):
    return lambda data: data[:60] + number.to_bytes(4) + data[64:]


DAMAGED = {
    "first bytes": changed(3, bit(2)), "page size": changed(16, bit(0)),
    "owner": changed(69, bit(1)), "no version": version(0), "odd version": version(1 << 24),
    "first page zeroed": zeroed(0), "schema page zeroed": zeroed(1),
    "cut in the header": lambda data: data[:50], "cut after a page": lambda data: data[:PAGE],
    "cut in half": lambda data: data[: len(data) // 2 // PAGE * PAGE],
    "cut within a page": lambda data: data[:-1000],
    "text changed": lambda data: b"fridge".join(data.rsplit(b"bridge", 1)),
}  # fmt: skip
OTHER = {
    "empty": lambda data: b"", "text": lambda data: b"No project, but news.",
    "noise": lambda data: bytes(range(256)) * 40,
    "another program’s": lambda data: data[:68] + b"Fowl" + data[72:],
    "newer": version(99),
}  # fmt: skip
VERBS = {
    "check": ["check", "p.annotator"], "stats": ["stats", "p.annotator"],
    "export": ["export", "p.annotator", "out.jsonl"],
    "import": ["import", "p.annotator", "news.txt"],
}  # fmt: skip


@pytest.fixture
def told(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("news.txt").write_text("A port opens.", "utf-8")

    def tell(*args):
        capsys.readouterr()
        code = run(program, list(args))
        said = capsys.readouterr()
        assert "Traceback" not in said.err and "Exception" not in said.err
        return code, said.out, said.err

    return tell


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("kind", [*DAMAGED, *OTHER])
def test_what_is_no_sound_project_is_named_and_left_alone(sound, told, kind, verb):
    data = {**DAMAGED, **OTHER}[kind](sound)
    Path("p.annotator").write_bytes(data)
    code, out, err = told(*VERBS[verb])
    if verb == "check":
        assert code == (1 if kind in DAMAGED else 2)
        assert "is sound" not in out
    elif kind == "text changed" and verb != "check":
        return  # only who proves it, sees it
    else:
        assert code in (1, 2)
    assert "p.annotator" in err + out and err.endswith("\n")
    if kind == "newer":
        assert "version 99" in err and "up to version 2" in err
    assert Path("p.annotator").read_bytes() == data
    assert not Path("out.jsonl").exists()
    assert sorted(p.name for p in Path().iterdir()) == ["news.txt", "p.annotator"]


@pytest.mark.parametrize("kind", DAMAGED)
def test_repair_recovers_into_a_new_file_or_says_that_nothing_is_left(sound, told, kind):
    data = DAMAGED[kind](sound)
    Path("p.annotator").write_bytes(data)
    code, out, err = told("check", "--repair", "p.annotator")
    assert Path("p.annotator").read_bytes() == data
    if "cut" in kind and code:
        assert code == 1 and "Nothing could be read" in err and "not touched" in err
        return
    assert code == 0 and " annotations and " in out and "was not touched" in out
    if "cut" not in kind:
        assert f"{MARKS} of {MARKS} annotations" in out or kind == "text changed"
    code, out, _ = told("check", "p recovered.annotator")
    assert code == 0 and "is sound" in out


def test_wrong_use_is_told_as_such(told):
    Path("folder.annotator").mkdir()
    for args, words in (
        (["check", "folder.annotator"], "is a folder"), (["check", "no.annotator"], "no project"),
        (["check"], "Missing argument"), (["check", "--mend", "x"], "No such option"),
        (["stats", "folder.annotator"], "is a folder"),
    ):  # fmt: skip
        code, _, err = told(*args)
        assert code == 2 and words in err


def test_an_old_project_is_checked_and_left_as_old_as_it_is(told):
    first = Path(__file__).parents[1] / "data" / "version-1.annotator"
    shutil.copy(first, "old.annotator")
    code, out, _ = told("check", "old.annotator")
    assert code == 0
    assert "old.annotator is sound: 1 article, 2 annotations, 1 relation" in out
    assert Path("old.annotator").read_bytes() == first.read_bytes()
    for verb in (["stats", "old.annotator"], ["export", "old.annotator", "out.jsonl"]):
        assert told(*verb)[0] == 0
    assert Path("old.annotator").read_bytes() == first.read_bytes()


def test_a_write_protected_project_is_checked(sound, told):
    Path("p.annotator").write_bytes(sound)
    Path("p.annotator").chmod(0o444)
    code, out, _ = told("check", "p.annotator")
    assert code == 0 and f"6 articles, {MARKS} annotations" in out
