"""Invented articles, and ways to put marks on them and hands on the view."""

from collections.abc import Iterable
from random import Random

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from annotator.core import operations
from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.scheme import Label, Scheme
from annotator.core.span import Span, fragments_of, quote
from annotator.ui.reading.modes import Mode
from annotator.ui.reading.typesetting import Typesetting
from annotator.ui.reading.view import ReadingView

MOMENT = "2026-03-04T05:06:07.000Z"
SCHEME = Scheme(
    "test", "Test", "1",
    (
        Label("actor", "Actor", "#2563c9", "1"),
        Label("location", "Location", "#0b8a63", "2"),
        Label("commitment", "Commitment", "#c2410c", "3"),
    ),
)  # fmt: skip
LATIN = (
    "PORT ELLEN, 9 May — The Council said it would restore the ferry. “We will not raise fares,” "
    "minister Ilsa Brandt told reporters in Skarvik."
)
ARABIC = "قال وزير الطاقة أحمد الخطيب يوم الثلاثاء إن الحكومة ستخفض 40% قبل عام 2030 في مدينة عمّان."
HEBREW = "שר האנרגיה הודיע ביום שלישי כי הממשלה תפחית את הפליטות ב-40% עד 2030, לפי Reuters."
MIXED = "The paper الشرق الأوسط (London) wrote לא עוד on 5 May."
CHINESE = (
    "能源部长王伟周二在北京表示，政府将在2030年前将煤电排放量减少40%，并为低收入家庭提供补贴。"
)
EMOJI = "Fans cheered 🎉👩‍👩‍👧‍👦 as the flag 🇪🇺🇩🇪 rose 👍🏽."
COMBINING = "Škvorecký cafe\u0301 nai\u0308ve Vie\u0323\u0302t e\u0301."
CRLF = "One ferry.\r\nTwo towns.\r\n\r\nThree fares."
TABS = "Fare\t12 crowns\tfrom\u00a0May \u2003on"
TEXTS = {
    "latin": LATIN, "arabic": ARABIC, "hebrew": HEBREW, "mixed": MIXED, "chinese": CHINESE,
    "emoji": EMOJI, "combining": COMBINING, "crlf": CRLF, "tabs": TABS,
}  # fmt: skip


def article_of(text: str, **facts: str) -> Article:
    return Article.new(text, id="00000000-0000-7000-8000-000000000001", **facts)


def mark(
    article: Article,
    where: str | Span | Iterable[Span],
    label: str = "actor",
    annotator: str = "mo",
    number: int = 0,
) -> Annotation:
    """Give an annotation of words (their first mention) or of spans."""
    if isinstance(where, str):
        start = article.text.index(where)
        where = Span(start, start + len(where))
    parts = fragments_of([where] if isinstance(where, Span) else where)
    number = number or parts[0].start * 10_000 + parts[-1].end
    return Annotation(
        f"00000000-0000-7000-8000-{number:012d}", article.id, annotator, label, parts,
        quote(article.text, parts), MOMENT, MOMENT,
    )  # fmt: skip


def news(words: int, seed: int = 1) -> str:
    """Give deterministic invented news in paragraphs, some of them long, some blank lines."""
    rng = Random(seed)
    vocabulary = (
        "ferry", "council", "strike", "harbour", "minister", "said", "that", "the", "of", "in",
        "a", "budget", "Norland",
    )  # fmt: skip
    parts, left = [], words
    while left > 0:
        count = min(left, rng.choice((3, 20, 60, 140)))
        parts.append(" ".join(rng.choices(vocabulary, k=count)).capitalize() + ".")
        left -= count
    return "\n\n".join(parts)


def random_marks(article: Article, count: int, seed: int = 2) -> list[Annotation]:
    rng = Random(seed)
    marks = []
    for number in range(1, count + 1):
        start = rng.randrange(len(article.text) - 80)
        part = Span(start, start + rng.choice((4, 9, 30, 70)))
        label = rng.choice(("actor", "location", "commitment"))
        marks.append(mark(article, part, label, number=number))
    return marks


def shown(
    qtbot, article: Article | None, marks: Iterable[Annotation] = (), size=(820, 600),
    mode: Mode = Mode.LANES,
) -> ReadingView:  # fmt: skip
    view = ReadingView()
    qtbot.addWidget(view)
    view.resize(*size)
    view.typeset(Typesetting(mode=mode))
    view.annotations = AnnotationSet(article.id if article else "", marks)
    view.show_article(article, view.annotations, SCHEME)
    view.show()
    settle()
    return view


def add(view: ReadingView, article: Article, part: Span, label: str = "actor") -> Annotation:
    """Store a mark as the window does, and let the view know."""
    edit = operations.add(article, (part,), label=label, annotator="mo")
    view.annotations.apply(edit)
    view.refresh(edit)
    return edit.annotations[0].after


def settle() -> None:
    """Let all pending events happen."""
    for _ in range(30):
        QApplication.processEvents()


def picture(view: ReadingView) -> QImage:
    """Give what of the article is on the screen: the backing store, not a new drawing."""
    settle()
    store = view.backingStore().paintDevice()
    assert isinstance(store, QImage)
    paper, scale = view.viewport(), store.devicePixelRatio()
    corner = paper.mapTo(view.window(), QPoint(0, 0))
    pixels = [int(n * scale) for n in (corner.x(), corner.y(), paper.width(), paper.height())]
    return store.copy(*pixels)


def point_of(view: ReadingView, offset: int, share: float = 0.5) -> QPoint:
    """Give the point of the view in the middle of the grapheme at an offset."""
    box = view.rectangle_of(offset)
    return QPoint(int(box.left() + box.width() * share), box.center().y())
