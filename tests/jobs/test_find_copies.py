"""Near-duplicates of a project are found, kept as records, and taken back by one undo."""

from annotator.core.article import Article
from annotator.core.copies import Copies
from annotator.core.operations import add_all
from annotator.jobs.find_copies import find_copies
from annotator.storage.project import Project
from tests.formats.samples import SCHEME
from tests.jobs.working import done

STORY = " ".join(f"The council of town {n} will pay for bridge {n}." for n in range(30))


def test_groups_are_found_kept_and_renewed(tmp_path):
    first, copy = Article.new(STORY), Article.new(f"{STORY} (Agency)")
    other = Article.new("Nobody was hurt when the old ferry ran aground at noon.")
    with Project.create(tmp_path / "p.annotator", SCHEME) as project:
        project.apply(add_all("Add", [first, other, copy]), annotator="mo")
        edit = done(find_copies(project))
        assert project.records(Copies) == []
        project.apply(edit, annotator="mo")
        (kept,) = project.records(Copies)
        assert set(kept.articles) == {first.id, copy.id} and min(kept.likeness) > 0.9
        assert not done(find_copies(project)).changes
        third = Article.new(f"{STORY} Later.")
        project.apply(add_all("Add", [third]), annotator="mo")
        project.apply(done(find_copies(project)), annotator="mo")
        (kept,) = project.records(Copies)
        assert set(kept.articles) == {first.id, copy.id, third.id}
        project.apply(done(find_copies(project, like=1.0)), annotator="mo")
        assert project.records(Copies) == []
