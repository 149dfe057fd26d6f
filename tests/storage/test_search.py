"""Looking into texts: by parts for mentions, by an index for the list's search."""

from array import array

import pytest

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.operations import add, add_all, set_state
from annotator.core.scheme import Label, Scheme
from annotator.core.span import Span
from annotator.storage.project import ArticleFilter, Project

TEXTS = (
    "The ferry to Skärvik sank.",
    "Nobody sank a FERRY, said O’Brien.",
    "北京说，部长来了。",
    "Nothing here but quays.",
)


@pytest.fixture
def project(tmp_path):
    scheme = Scheme("s", "S", "1", (Label("actor", "Actor", "#2f6fde"),))
    with Project.create(tmp_path / "p.annotator", scheme) as opened:
        opened.apply(add_all("Import", map(Article.new, TEXTS)), annotator="mo")
        yield opened


@pytest.fixture
def index(project):
    made = project.text_index()
    while made.step():
        pass
    yield made
    made.close()


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("ferry", [1, 2]), ("FERR sank", [1, 2]), ("skarvik", [1]), ("Skärv", [1]),
        ("o'brien", [2]), ("O’Brien", [2]), ("brien", [2]), ("北京", [3]), ("部", [3]),
        ("erry", []), ("fe", []), ("", []), ('"ferry" OR', []), ("nobody AND", []),
    ],
)  # fmt: skip
def test_words_are_found_by_their_beginnings(index, search, expected):
    assert index.find(search) == expected


def test_a_listing_is_widened_within_its_state(project, index):
    first = project.find_articles()[0]
    article_id = project.article_rows([first])[0].id
    done = set_state(project.annotation_set(article_id), "mo", "done")
    project.apply(done, annotator="mo")
    wanted = ArticleFilter("ferry", state="done", annotator="mo")
    found = index.widened(project.find_articles(wanted), wanted)
    assert list(found) == [first]
    nothing = ArticleFilter("quays")
    assert list(index.widened(array("q", [1]), nothing)) == [1, 4]


def test_an_index_grows_bit_by_bit_and_leaves_nothing_behind(project, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    index = project.text_index()
    assert index.find("ferry") == []
    assert index.step(0) is True  # no time: nothing is done
    while index.step():
        pass
    assert index.complete and index.find("ferry") == [1, 2]
    index.close()
    assert list((tmp_path / "t").iterdir()) == []


def test_articles_with_all_parts_come_with_what_is_said(project):
    article = project.article(project.article_rows(project.find_articles()[:1])[0].id)
    project.apply(add(article, (Span(4, 9),), label="actor", annotator="mo"), annotator="mo")
    found = list(project.holding(["ferry", "sank"]))
    assert [a.text for a, _ in found] == list(TEXTS[:2])
    assert [v.quote for v in found[0][1] if isinstance(v, Annotation)] == ["ferry"]
    assert len(list(project.holding([]))) == 4
