"""What a page may show of what was said about its article: marks, relations, and where both are."""

from collections.abc import Iterator

from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import ChangeSet
from annotator.core.relation import Relation
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.ui.reading.arcs import Arcs, Links
from annotator.ui.reading.page_surface import PageSurface
from annotator.ui.reading.typesetting import Typesetting
from annotator.ui.theme import Theme


class MarkedSurface(PageSurface):
    """A page with marks and relations, of which those of some annotators may be seen."""

    _article: Article
    _annotations: AnnotationSet | None
    _visible: frozenset[str] | None
    _scheme: Scheme
    _theme: Theme
    _relations_shown = True
    picked_relation: str | None = None
    """The relation that is drawn louder than the others."""

    # --- marks

    def _touching(self, start: int, end: int) -> list[Annotation]:
        found = self._annotations.touching(start, end) if self._annotations else []
        if self._visible is None:
            return found
        return [a for a in found if a.annotator in self._visible]

    def _visible_annotations(self) -> Iterator[Annotation]:
        visible = self._visible
        for annotation in self._annotations or ():
            if visible is None or annotation.annotator in visible:
                yield annotation

    def _annotation(self, annotation_id: str | None) -> Annotation | None:
        if self._annotations is None or annotation_id is None:
            return None
        return self._annotations.get(annotation_id)

    # --- relations

    def _arcs(self, setting: Typesetting) -> Arcs | None:
        """Give what draws the relations; None where there are none to draw."""
        said = self._annotations
        if said is None or not self._relations_shown:
            return None
        links = Links(self._relations_of, self._seen, self._touching, self._scheme.relation_name)
        return Arcs(links, self._theme, setting, self.picked_relation)

    def _relations_of(self, annotation_id: str) -> list[Relation]:
        found = self._annotations.relations_of(annotation_id) if self._annotations else []
        visible = self._visible
        return [r for r in found if visible is None or r.annotator in visible]

    def _seen(self, annotation_id: str) -> Annotation | None:
        """Give an annotation of the article that may be seen."""
        found = self._annotation(annotation_id)
        if found and (self._visible is None or found.annotator in self._visible):
            return found
        return None

    def pick_relation(self, relation_id: str | None) -> None:
        """Draw one relation louder than the others; None: none."""
        if relation_id == self.picked_relation:
            return
        self.picked_relation = relation_id
        if self._page.document.arcs is not None:
            self._page.document.arcs.picked = relation_id
        self.viewport().update()

    # --- what an edit changes

    def _changed_spans(self, change_set: ChangeSet) -> Iterator[Span]:
        """Give where the picture changes: at marks, and at both ends of their relations."""
        for change in change_set.changes:
            for value in (change.before, change.after):
                if getattr(value, "article_id", None) != self._article.id:
                    continue
                if isinstance(value, Annotation):
                    yield from value.fragments
                    for relation in self._relations_of(value.id):
                        yield from self._ends_of(relation)
                elif isinstance(value, Relation):
                    yield from self._ends_of(value)

    def _ends_of(self, relation: Relation) -> Iterator[Span]:
        for end in (relation.head, relation.tail):
            mark = self._annotation(end)
            if mark is not None:
                yield mark.fragments[0]
