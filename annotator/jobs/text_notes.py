"""What looks wrong with the texts of an import, one sentence a kind for all of its articles."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.text_problems import TextProblem, problems
from annotator.jobs.import_report import counted

_MOST_NAMED = 3
_MEND = "; the import window can put it right before anything is marked"


@dataclass(slots=True)
class TextNotes:
    """The problems met so far, by kind: how many articles have one, and the files of some."""

    counts: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, TextProblem] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)

    def look(self, article: Article, values: Iterable[Value], file: str) -> None:
        """Look at an article that has come; a text with marks can no longer be put right."""
        if any(isinstance(value, Annotation) for value in values):
            return
        for problem in problems(article.text):
            self._take(problem, 1, [file])

    def take(self, other: "TextNotes") -> None:
        """Take in what was found in a file that was read whole."""
        for kind, problem in other.kinds.items():
            self._take(problem, other.counts[kind], other.files[kind])

    def sentences(self) -> list[str]:
        """Give a sentence for each kind, the commonest first."""
        return [self._sentence(kind) for kind, _ in self.counts.most_common()]

    def _take(self, problem: TextProblem, count: int, files: list[str]) -> None:
        self.counts[problem.kind] += count
        self.kinds.setdefault(problem.kind, problem)
        named = self.files.setdefault(problem.kind, [])
        named += [file for file in files if file not in named][: _MOST_NAMED - len(named)]

    def _sentence(self, kind: str) -> str:
        problem, count, named = self.kinds[kind], self.counts[kind], self.files[kind]
        more = " and others" if count > len(named) == _MOST_NAMED else ""
        mend = _MEND if problem.repaired else ""
        return (
            f"{counted(count, 'article')} ({', '.join(named)}{more}): {kind}: "
            f"{problem.sentence}{mend}."
        )
