"""Small values for tests, and texts with everything that makes offsets go wrong."""

from collections.abc import Mapping

from hypothesis import strategies as st

from annotator.core.annotation import Annotation, Attributes, AttributeValue
from annotator.core.article import Article
from annotator.core.relation import Relation
from annotator.core.scheme import Attribute, Label, RelationType, Scheme
from annotator.core.span import Fragments, Span, fragments_of, quote

TIME = "2026-01-02T03:04:05.000Z"
HARD = (
    "a", "b", "Z", "7", "é", " ", " ", "\n", "\r\n", "\r", "\t", "\u00a0", "\u2028", "\u2029",
    "\x1c", ".", ",", "’", "'", "“", "”", "-", "\u2011", "(", "$", "%", "@", "U.S.", "Iraq’s", "http://a.b",
    "e\u0301", "\u0301", "\u00ad", "\u200b", "\u200d", "\u200f", "\ufeff", "ß", "Ж",
    "中", "ー", "ไ",
    "ก", "ำ", "각", "\u1112\u1161\u11ab", "\u1100", "\u1161", "ע", "״", "׳", "אַ", "وَ", "،",
    "🎉", "👍🏽", "👨‍👩‍👧", "🇮🇶", "🇮", "1\ufe0f\u20e3", "\U0010ffff", "\uffff",
)  # fmt: skip
texts = st.lists(st.sampled_from(HARD), max_size=40).map("".join)


@st.composite
def fragments(draw: st.DrawFn, length: int) -> Fragments:
    """Draw one to three fragments of a text of some length (at least 1)."""
    starts = draw(st.lists(st.integers(0, length - 1), min_size=1, max_size=3))
    return fragments_of(Span(s, draw(st.integers(s + 1, min(s + 9, length)))) for s in starts)


def article(text: str = "The U.S. will close two bases. It said so.", id: str = "art") -> Article:
    return Article.new(text, id=id)


def annotation(
    id: str = "a1",
    start: int = 0,
    end: int = 3,
    *,
    label: str = "actor",
    annotator: str = "mo",
    article: Article | None = None,
    fragments: Fragments = (),
    attributes: Mapping[str, AttributeValue] | None = None,
    note: str = "",
) -> Annotation:
    """Make an annotation whose quote is true where an article is given."""
    parts = fragments or (Span(start, end),)
    return Annotation(
        id=id,
        article_id=article.id if article else "art",
        annotator=annotator,
        label=label,
        fragments=parts,
        quote=quote(article.text, parts) if article else "…",
        created=TIME,
        changed=TIME,
        attributes=attributes or {},
        note=note,
    )


def relation(
    id: str = "r1", head: str = "a1", tail: str = "a2", *, type: str = "committed_by",
    attributes: Attributes | None = None,
) -> Relation:  # fmt: skip
    return Relation(id, "art", "mo", type, head, tail, TIME, TIME, attributes or {})


ACT = Attribute("act", "Act", "one", ("pledge", "threat"), asked=True)
SCHEME = Scheme(
    id="news",
    name="News",
    version="1",
    labels=(
        Label("actor", "Actor", "#3366cc", key="1", attributes=(Attribute("who", "Who", "text"),)),
        Label("place", "Place", "#22aa66", key="2"),
        Label(
            "commitment",
            "Commitment",
            "#CC6633",
            key="3",
            examples=("We will close it.",),
            attributes=(
                ACT,
                Attribute("certain", "Certain", "yes_no"),
                Attribute("share", "Share", "number"),
                Attribute("tags", "Tags", "some", ("a", "b")),
                Attribute("who", "Who", "text"),
            ),
        ),
        Label("cue", "Cue", "#888888", key="3", on=False),
    ),
    relations=(
        RelationType("committed_by", "by", ("commitment",), ("actor",), least=1),
        RelationType(
            "updates", "updates", ("commitment",), ("commitment",),
            across_articles=True, most=3,
            attributes=(Attribute("how", "How", "one", ("repeats", "breaks")),),
        ),
    ),
    article_labels=(Attribute("relevant", "Relevant", "yes_no"),),
)  # fmt: skip
