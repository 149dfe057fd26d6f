"""A project exported for training and imported elsewhere: all of it comes, and comes once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.formats.registry import format_named
from annotator.jobs.export_dataset import export_dataset
from annotator.jobs.import_articles import import_files
from annotator.paths import resource
from annotator.storage.project import Project
from tests.formats.samples import SCHEME
from tests.jobs.working import done


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with Project.create(tmp_path_factory.mktemp("sample") / "s.annotator", SCHEME) as made:
        done(import_files(made, [resource("sample/sample.jsonl")]))
        yield made


@pytest.mark.parametrize(
    ("name", "annotators", "relations"),
    [
        ("hf-spans", 2, True), ("parquet", 2, True), ("chat", 1, True), ("gliner", 2, False),
        ("docbin", 1, False), ("hf-tokens", 2, False),
    ],
)  # fmt: skip
def test_what_is_exported_for_training_comes_back_once(
    name: str, annotators: int, relations: bool, sample: Project, tmp_path: Path
) -> None:
    out = tmp_path / f"study{format_named(name).suffixes[0]}"
    done(export_dataset(sample, out, format_name=name))
    before = sample.counts()
    with Project.create(tmp_path / "other.annotator", SCHEME) as other:
        done(import_files(other, [out], annotator="zed"))
        found = other.counts()
        assert found.articles == before.articles and len(other.annotators()) == annotators
        # Also those of “updates”, which may lead to other articles but here do not.
        assert found.relations == (before.relations if relations else 0)
        if name == "hf-tokens":  # one tag a token
            assert 0.7 * before.annotations < found.annotations < before.annotations
        else:
            assert found.annotations == before.annotations
        again = done(import_files(other, [out], annotator="zed"))
        assert other.counts() == found and again.added == 0
        assert other.scheme == SCHEME
