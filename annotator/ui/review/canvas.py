"""The article in review: a row of lanes for each annotator, calm where they agree."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.ui.reading.label_looks import LabelLooks, MarkStyle
from annotator.ui.reading.owners import Owner
from annotator.ui.reading.typesetting import Typesetting
from annotator.ui.reading.view import ReadingView


class ReviewView(ReadingView):
    """A reading view in which nothing is marked: the selection is the passage to decide on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with empty paper."""
        self._owners: tuple[Owner, ...] = ()
        self._styles: Mapping[str, MarkStyle] = {}
        super().__init__(parent)
        # Everyone's brackets would lie over each other; where they differ, the case says so.
        self._relations_shown = False
        self.setAccessibleName("Article in review")

    def show_review(
        self,
        article: Article | None,
        annotations: AnnotationSet | None,
        scheme: Scheme,
        owners: Sequence[Owner],
        styles: Mapping[str, MarkStyle],
    ) -> None:
        """Show an article with the marks of some owners; ``styles`` by annotation."""
        self._owners, self._styles = tuple(owners), styles
        self._visible = frozenset(owner.name for owner in owners)
        self.show_article(article, annotations, scheme)

    def holds(self, annotations: AnnotationSet) -> bool:
        """Say whether it is these annotations that are shown."""
        return self._annotations is annotations

    def restyle(self, styles: Mapping[str, MarkStyle], spans: Sequence[Span]) -> None:
        """Show which marks are calm now; only those on some spans have changed."""
        self._styles = styles
        self.remark(spans)

    def _looks(self, setting: Typesetting) -> LabelLooks:
        return LabelLooks(self._scheme, self._theme, setting, self._style_of, self._owners)

    def _style_of(self, annotation: Annotation) -> MarkStyle:
        return self._styles.get(annotation.id, MarkStyle.CALM)
