"""`python -m tests.torture.writer PROJECT [SEED] [--most N] [--fault F]`: marks until killed.

Every mark goes through the window's own `Workspace.apply`. ``ACK id`` is printed when that has
returned, which is when the window would paint it. Now and then one action marks two spans and
relates them, so that half an action would be seen.

Faults are the negative controls: ``early`` says ACK before it has stored, ``unsynced`` does not
wait for the disk. A harness that does not catch them proves nothing.
"""

import argparse
import os
import sys
from pathlib import Path
from random import Random

from annotator import paths
from annotator.core import operations
from annotator.core.article import Article
from annotator.core.changes import ChangeSet, combined
from annotator.core.scheme_file import read_scheme
from annotator.core.span import Span
from annotator.settings import Settings
from annotator.storage.project import Project
from annotator.ui.workspace import Workspace

WORDS = ("the", "council", "of", "Norland", "will", "keep", "the", "bridge", "at", "Vesna")
ARTICLES = 4


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def opened(path: Path) -> Project:
    if path.exists():
        return Project.open(path)
    project = Project.create(path, read_scheme(paths.resource("schemes/news-commitments.toml")))
    articles = [
        Article.new(f"{n}. " + " ".join(Random(n).choices(WORDS, k=200))) for n in range(ARTICLES)
    ]
    project.apply(operations.add_all("Add articles", articles), annotator="mo")
    return project


def one_mark(rng: Random, article: Article, label: str) -> ChangeSet:
    start = rng.randrange(len(article.text) - 12)
    span = (Span(start, start + rng.randint(1, 10)),)
    return operations.add(article, span, label=label, annotator="mo")


def action(rng: Random, article: Article) -> ChangeSet:
    """Give one mark, or in every fifth action two that are related."""
    if rng.random() < 0.8:
        return one_mark(rng, article, "actor")
    head, tail = one_mark(rng, article, "commitment"), one_mark(rng, article, "actor")
    marks = head.annotations[0].value, tail.annotations[0].value
    relation = operations.relate(*marks, type="committed_by", annotator="mo")
    return combined("Mark a commitment", [head, tail, relation])


def acknowledge(edit: ChangeSet) -> None:
    for change in edit.annotations:
        say(f"ACK {change.value.id}")  # type: ignore[union-attr]


def loosen(project: Project) -> None:
    """Let commits return before the disk has them."""
    assert project._writer is not None
    with project._writer.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA synchronous = OFF")


def marking(path: Path, seed: int) -> tuple[Workspace, Article]:
    """Give a workspace with an article open."""
    workspace = Workspace(Settings())
    workspace.failed.connect(lambda error: sys.exit(f"refused: {error}"))
    workspace.use_project(opened(path))
    workspace.be("mo")
    assert workspace.project is not None
    rows = workspace.project.article_rows(workspace.project.find_articles())
    workspace.open_article(rows[seed % len(rows)].id)
    assert workspace.article is not None
    return workspace, workspace.article


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.torture.writer")
    parser.add_argument("project", type=Path)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("--most", type=int, default=sys.maxsize, metavar="N")
    parser.add_argument("--fault", choices=("early", "unsynced"))
    given = parser.parse_args()
    rng = Random(given.seed)
    workspace, article = marking(given.project, given.seed)
    if given.fault == "unsynced" and workspace.project is not None:
        loosen(workspace.project)
    say("READY")
    for _ in range(given.most):
        edit = action(rng, article)
        if given.fault == "early":
            acknowledge(edit)
        if not workspace.apply(edit):
            sys.exit("an edit was refused")
        if given.fault != "early":
            acknowledge(edit)
    workspace.close_project()


if __name__ == "__main__":
    main()
