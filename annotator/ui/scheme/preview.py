"""A sample paragraph as it will look: a label's examples, marked where they stand in bold."""

import re

from PySide6.QtWidgets import QFrame, QWidget

from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.identifiers import new_id, now
from annotator.core.scheme import Label, Scheme
from annotator.core.span import Span
from annotator.ui.reading.page_view import PageView
from annotator.ui.reading.typesetting import Typesetting
from annotator.ui.theme import Theme

_BOLD = re.compile(r"\*\*(.+?)\*\*")
SAMPLE = "**Words** that were marked as this look so, also **in the middle of a longer line**."


def marked_examples(label: Label) -> tuple[Article, AnnotationSet]:
    """Give a label's examples as an article, with an annotation on all that stands in bold."""
    text, spans = "", []
    for example in label.examples or (SAMPLE,):
        text += "\n" if text else ""
        last = 0
        for found in _BOLD.finditer(example):
            text += example[last : found.start()]
            spans.append(Span(len(text), len(text) + len(found[1])))
            text += found[1]
            last = found.end()
        text += example[last:]
    article = Article.new(text or " ")
    moment = now()
    marks = [
        Annotation(
            new_id(), article.id, "sample", label.id, (span,), text[span.start : span.end],
            moment, moment,
        )
        for span in spans
    ]  # fmt: skip
    return article, AnnotationSet(article.id, marks)


class Preview(PageView):
    """Shows a label's examples marked with it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)  # the style's frame shows the focus
        self.setAccessibleName("How marks of this label look")
        self.typeset(Typesetting(column=420, size=16))
        self.set_theme(theme)

    def show_label(self, label: Label, scheme: Scheme) -> None:
        """Show the examples of a label."""
        article, marks = marked_examples(label)
        self.show_article(article, marks, scheme)
