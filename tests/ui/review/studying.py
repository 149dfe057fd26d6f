"""A small study: some annotators, who differ in boundary, label, answers, and what they saw."""

from itertools import count

from annotator import paths
from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.judgement import ArticleState
from annotator.core.scheme_file import read_scheme
from annotator.core.span import Span, quote
from annotator.storage.project import Project

TIME = "2026-01-02T03:04:05.000Z"
TEXTS = (
    "Ferry talks stall\n\nMayor Ines Koval said on Monday that the port of Vesna would stay open "
    "until May. The dockers’ union in Skarvik promised to end its strike if wages rise. "
    "Norland’s parliament will vote on Friday, and Koval hopes for a clear answer.",
    "Bridge opens\n\nThe council of Arnes opened the bridge. Mayor Ines Koval promised a second "
    "one, and the union of Skarvik wants three.",
    "Harvest\n\nFarmers in Sund were calm. Nobody promised anything, said Viktor Lund.",
)
_numbers = count(1)


def an_id() -> str:
    return f"00000000-0000-7000-8000-{next(_numbers):012x}"


def scheme():
    return read_scheme(paths.resource("schemes/news-commitments.toml"))


def mark(article, annotator, label, words, nth=0, **answers):
    at = -1
    for _ in range(nth + 1):
        at = article.text.index(words, at + 1)
    parts = (Span(at, at + len(words)),)
    return Annotation(
        an_id(), article.id, annotator, label, parts, quote(article.text, parts), TIME, TIME,
        answers,
    )  # fmt: skip


MAYOR = {"actor_type": "government"}
SAID = {
    "ada": [
        (0, "actor", "Mayor Ines Koval", MAYOR), (0, "location", "Vesna", {}),
        (0, "actor", "dockers’ union", {"actor_type": "union"}), (0, "location", "Skarvik", {}),
        (0, "actor", "Norland’s parliament", {}),
        (0, "commitment", "promised to end its strike", {}),
        (1, "actor", "Mayor Ines Koval", MAYOR), (1, "actor", "council of Arnes", {}),
        (2, "location", "Sund", {}), (2, "actor", "Viktor Lund", {}),
    ],
    "ben": [
        (0, "actor", "Ines Koval", MAYOR), (0, "location", "Vesna", {}),
        (0, "actor", "dockers’ union", {"actor_type": "business"}), (0, "actor", "Skarvik", {}),
        (0, "actor", "Norland’s parliament", {}),
        (1, "actor", "Ines Koval", MAYOR), (1, "actor", "council of Arnes", {}),
        (2, "location", "Sund", {}),
    ],
    "cy": [
        (0, "actor", "Ines Koval", {}), (0, "location", "Vesna", {}),
        (0, "actor", "The dockers’ union in Skarvik", {}), (0, "location", "Norland", {}),
        (0, "commitment", "promised to end its strike if wages rise", {}),
    ],
    "di": [
        (0, "actor", "Mayor Ines Koval", {}), (0, "location", "Vesna", {}),
        (0, "actor", "dockers’ union", {}), (0, "actor", "Norland’s parliament", {}),
    ],
    "eve": [(0, "actor", "Koval", {}), (0, "location", "port of Vesna", {})],
}  # fmt: skip


def study(path, who=("ada", "ben"), *, done=True):
    """Make a project of three articles in which some have worked; gives the articles."""
    project_scheme = scheme()
    articles = [
        Article.new(text, id=an_id(), outlet=outlet, published=day)
        for text, outlet, day in zip(
            TEXTS, ("Vesna Post", "Arnes Daily", "Vesna Post"),
            ("2026-01-05", "2026-01-12", "2026-02-02"), strict=True,
        )
    ]  # fmt: skip
    with (
        Project.create(path, project_scheme) as project,
        project.importing("Fill", annotator="ada") as batch,
        batch.file(),
    ):
        for at, article in enumerate(articles):
            said = []
            for name in who:
                own = [mark(article, name, label, words, **_kept(project_scheme, label, answers))
                       for place, label, words, answers in SAID[name] if place == at]  # fmt: skip
                said += own
                if own and done:
                    said.append(ArticleState(article.id, name, "done", TIME))
            batch.add(article, said)
    return articles


def _kept(project_scheme, label, answers):
    questions = {a.id: a for a in project_scheme.label(label).attributes}
    return {n: v for n, v in answers.items() if n in questions and not questions[n].problem_with(v)}
