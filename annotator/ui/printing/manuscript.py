"""The article as it goes onto paper: a copy of what is seen, always in the light theme."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.scheme import Scheme
from annotator.ui.reading.arcs import Arcs, Links
from annotator.ui.reading.blocks import Blocks
from annotator.ui.reading.document_layout import DocumentLayout
from annotator.ui.reading.label_looks import LabelLooks
from annotator.ui.reading.modes import Mode
from annotator.ui.reading.typesetting import Typesetting
from annotator.ui.theme import LIGHT, Theme


@dataclass
class Manuscript:
    """An article with what is said of it at one moment; later edits do not reach it.

    ``look`` is the reading view's setting: its font and display mode are kept, its zoom and
    column are the paper's own.
    """

    article: Article
    values: Sequence[Value]
    scheme: Scheme
    look: Typesetting = field(default_factory=Typesetting)
    theme: Theme = LIGHT
    arcs: bool = True

    def __post_init__(self) -> None:
        """Index what is said."""
        self._said = AnnotationSet(self.article.id, self.values)

    @property
    def title(self) -> str:
        """The article's headline."""
        return self.article.headline

    @property
    def annotations(self) -> Iterable[Annotation]:
        """The annotations, in order."""
        return iter(self._said)

    def setting(self, column: int) -> Typesetting:
        """Give fonts and measures for a column of some pixels.

        Nobody can point at paper, so the mode without names becomes the usual one; and a
        ligature would be read out of a PDF as one odd character.
        """
        mode = Mode.LANES if self.look.mode is Mode.COMPACT else self.look.mode
        return replace(self.look, column=column, zoom=1.0, mode=mode, ligatures=False)

    def document(self, column: int) -> DocumentLayout:
        """Lay the article out, in the colours of paper."""
        setting = self.setting(column)
        document = DocumentLayout(
            self.article, Blocks(self.article.text), self._said.touching,
            LabelLooks(self.scheme, self.theme, setting), setting,
        )  # fmt: skip
        if self.arcs and self._said.relations:
            said = self._said
            links = Links(said.relations_of, said.get, said.touching, self.scheme.relation_name)
            document.arcs = Arcs(links, self.theme, setting)
        return document
