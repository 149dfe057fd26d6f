import pytest

from annotator.core.article import Article
from annotator.core.operations import add_all
from annotator.core.scheme import Attribute, Label, RelationType, Scheme
from annotator.storage.project import Project

TEXT = (
    "Norland’s 🎉 council said on Monday that it would keep the bridge open.\r\n"
    "Vesna will not, however, pay for it.\u2028The union of dockers disagreed."
)


def small_scheme():
    return Scheme(
        "small", "Small", "1",
        (
            Label("actor", "Actor", "#3366cc", "1",
                  attributes=(Attribute("kind", "Kind", "text"),)),
            Label("location", "Location", "#33aa66", "2"),
        ),
        (RelationType("in", "in", ("actor",), ("location", "actor")),),
        (Attribute("relevant", "Relevant", "yes_no"),),
    )  # fmt: skip


@pytest.fixture
def scheme():
    return small_scheme()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "News.annotator"


@pytest.fixture
def article():
    return Article.new(TEXT, title="The bridge stays", outlet="Harbour Post")


@pytest.fixture
def project(path, scheme, article):
    with Project.create(path, scheme) as made:
        made.apply(add_all("Add article", [article]), annotator="mo")
        yield made
