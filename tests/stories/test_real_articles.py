"""Real articles with real annotations of others open, show every mark, and keep every count."""

import json
import re
from collections import Counter

import pytest

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.identifiers import new_id, now
from annotator.core.scheme import Label, Scheme
from annotator.core.span import Span, quote
from annotator.storage.project import Project
from annotator.ui.theme import PALETTE
from tests.stories.conftest import SHARED, needs_shared

RE3D = SHARED / "news-ner" / "re3d"
GUM = SHARED / "news-ner" / "gum" / "webanno-tsv"


def annotation(article, label, start, end):
    fragments, moment = (Span(start, end),), now()
    words = quote(article.text, fragments)
    return Annotation(
        new_id(), article.id, "crowd", label.lower(), fragments, words, moment, moment
    )


def re3d(folder):
    """One entry a document: the article and its spans."""
    documents = [json.loads(x) for x in (folder / "documents.json").read_text("utf-8").splitlines()]
    entities = [json.loads(x) for x in (folder / "entities.json").read_text("utf-8").splitlines()]
    for document in documents:
        article = Article.new(document["text"], title=document.get("title", ""))
        mine = [e for e in entities if e["documentId"] == document["_id"]]
        yield article, [annotation(article, e["type"], e["begin"], e["end"]) for e in mine]


def gum(path):
    """The article of a WebAnno TSV file and its entities; the file's text is plain ASCII units."""
    lines = path.read_text("utf-8").splitlines()
    text = "\n".join(line[6:] for line in lines if line.startswith("#Text="))
    article = Article.new(text, title=path.stem)
    spans, single = {}, 0
    for line in lines:
        columns = line.split("\t")
        if not re.fullmatch(r"\d+-\d+", columns[0]) or columns[3] == "_":
            continue
        start, end = map(int, columns[1].split("-"))
        for value in columns[3].split("|"):
            label, number = re.fullmatch(r"(\w+)(?:\[(\d+)\])?", value).groups()
            single -= 1
            key = (label, number or single)
            spans[key] = (spans.get(key, (start, end))[0], end)
    return article, [annotation(article, key[0], *span) for key, span in spans.items()]


def project_of(path, entries):
    labels = sorted({a.label for _, marks in entries for a in marks})
    colours = PALETTE * 3
    scheme = Scheme(
        "theirs", "Theirs", "1",
        tuple(Label(n, n.title(), colours[i], str(i + 1)[:1] if i < 9 else "")
              for i, n in enumerate(labels)),
    )  # fmt: skip
    with Project.create(path, scheme) as project:
        with project.importing("Import", annotator="crowd") as batch, batch.file():
            for article, marks in entries:
                batch.add(article, marks)
        project.set_setting("annotator", "crowd")


def look_at_all(person, path, entries, picture):
    """Open every article, scroll through it, and pick each mark: nothing is missed or moved."""
    window = person.start(path)
    assert window.articles.model.rowCount() == len(entries)
    for place, (article, marks) in enumerate(entries):
        window.articles.list.setCurrentIndex(window.articles.model.index(place))
        assert window.workspace.article.text == article.text
        assert len(window.workspace.visible_annotations()) == len(marks)
        for mark in window.workspace.visible_annotations():
            window.view.pick(mark.id)
            assert window.inspector.quote.text()[:50] == " ".join(mark.quote.split())[:50]
        window.view.pick(None)
        window.view.scroll_to_offset(0)
    person.settle()
    assert window.banner.isHidden()
    window.grab().save(str(picture))


@needs_shared
@pytest.mark.parametrize(
    ("folder", "total"),
    [("US_State_Department", 720), ("UK_Government", 945),
     ("Australian_Department_of_Foreign_Affairs", 70)],
)  # fmt: skip
def test_re3d_opens_with_crossing_and_equal_spans(person, tmp_path, folder, total):
    entries = list(re3d(RE3D / folder))
    assert sum(len(marks) for _, marks in entries) == total
    path = tmp_path / "re3d.annotator"
    project_of(path, entries)
    look_at_all(person, path, entries, tmp_path / "re3d.png")


@needs_shared
def test_gum_opens_with_its_nested_entities(person, tmp_path):
    entries = [gum(path) for path in sorted(GUM.glob("*.tsv"))]
    counted = Counter(a.label for _, marks in entries for a in marks)
    assert counted == {
        "person": 463, "abstract": 390, "organization": 332, "place": 287, "event": 226,
        "object": 181, "time": 151, "substance": 6, "animal": 1,
    }  # fmt: skip
    path = tmp_path / "gum.annotator"
    project_of(path, entries)
    look_at_all(person, path, entries, tmp_path / "gum.png")
