"""Tokens with tags: every scheme in, CoNLL-2003, BIO, BIOES and layers out."""

from io import BytesIO
from pathlib import Path

import pytest

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.identifiers import derived_id
from annotator.core.tokens import tokens
from annotator.formats.format import Entry, FileRefused, Reading, Writing, entries
from annotator.formats.registry import format_named, format_of
from annotator.formats.tagged.writing import WIDENED
from tests.formats.samples import SCHEME, TEXTS, article, mark, rich, written
from tests.formats.shared_data import expected, labels, needs_shared, taken

NAMES = ("conll", "bio", "bioes", "bio-layers")


def from_text(text: str, folder: Path, name: str = "bio") -> tuple[list[Entry], Reading]:
    path = folder / "tokens.txt"
    path.write_bytes(text.encode())
    reading = Reading(annotator="mo")
    return list(entries(format_named(name), path, reading)), reading


def said(found: list[Entry]) -> list[tuple[str, str]]:
    return [(v.label, v.quote) for _, vs in found for v in vs if isinstance(v, Annotation)]


@needs_shared
@pytest.mark.parametrize(
    ("name", "articles", "form"),
    [
        ("news-ner/wikigold/wikigold.conll.txt", 145, "bio"),
        ("news-ner/kaznerd/IOB2_valid.txt", 1, "bio"),
        ("news-ner/idner-news-2k/dev.txt", 1, "conll"),
        ("sharealike/uner-chinese-pud/zh_pud-ud-test.iob2", None, "conll"),
    ],
)
def test_real_files_have_the_expected_marks(name: str, articles: int | None, form: str) -> None:
    found, reading = taken(name)
    assert labels(found) == expected()[name]["labels"]
    assert articles is None or len(found) == articles
    assert not reading.mended and not reading.left_out  # IOB1 is no mistake
    from tests.formats.shared_data import SHARED

    assert format_of(SHARED / name).name == form


@needs_shared
@pytest.mark.parametrize("name", ["test", "val"])
def test_every_layer_of_arabic_tags_is_read(name: str) -> None:
    """The layers begin as many marks as there are B- tags.

    expected.json counts the last cell of each row alone, in which an outer mark that goes on
    beside an inner one seems to begin anew.
    """
    found, reading = taken(f"news-ner/wojood-sample/{name}.txt")
    from tests.formats.shared_data import SHARED

    text = (SHARED / f"news-ner/wojood-sample/{name}.txt").read_text(encoding="utf-8")
    begun = sum(cell.startswith("B-") for cell in text.split())
    assert sum(labels(found).values()) == begun and not reading.mended


@needs_shared
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_old_newspapers_have_their_documents_and_both_layers(language: str) -> None:
    name = f"news-ner/hipe2022-newseye/HIPE-2022-v2.1-newseye-dev-{language}.tsv"
    found, reading = taken(name)
    known = expected()[name]
    nested = sum(known["nested"].values())
    assert len(found) == known["docs"]
    # A nested tag that continues nothing is read as a beginning, and said.
    assert sum(labels(found).values()) == known["spans"] + nested + reading.mended.total()
    assert reading.mended.total() == {"fi": 1, "sv": 2}[language]
    assert any("NE-FINE-LIT" in note for note in reading.notes)


@needs_shared
@pytest.mark.parametrize(
    "layout", ["sent-per-line", "token-per-line", "token-per-line-conll2003",
               "token-per-line-with-pos"],
)  # fmt: skip
def test_the_four_layouts_of_spacy_say_the_same(layout: str) -> None:
    found, _ = taken(f"formats/spacy/ner-{layout}.iob")
    known = expected()[f"formats/spacy/ner-{layout}.json"]
    assert sum(labels(found).values()) == known["spans"] == 7
    assert {quote for _, quote in said(found)} >= {"Sebastian Thrun", "Google", "2007"}


def test_schemes_are_told_apart(tmp_path: Path) -> None:
    rows = {
        "BIO": "Jo B-PER\nDo I-PER\nleft O\nNorland B-LOC\n",
        "IOB1": "Jo I-PER\nDo I-PER\nleft O\nNorland I-LOC\n",
        "BIOES": "Jo B-PER\nDo E-PER\nleft O\nNorland S-LOC\n",
        "BILUO": "Jo B-PER\nDo L-PER\nleft O\nNorland U-LOC\n",
        "pos": "Jo NNP B-NP B-PER\nDo NNP I-NP I-PER\nleft V O O\nNorland NNP B-NP B-LOC\n",
        "pipes": "Jo|NNP|B-PER Do|NNP|I-PER left|V|O Norland|NNP|B-LOC\n",
        "tabs, CRLF": "Jo\tB-PER\r\nDo\tI-PER\r\nleft\tO\r\nNorland\tB-LOC\r\n",
    }
    for scheme, text in rows.items():
        found, reading = from_text(text, tmp_path)
        assert said(found) == [("PER", "Jo Do"), ("LOC", "Norland")], scheme
        assert found[0][0].text == "Jo Do left Norland" and not reading.mended


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["7", "1 2 3", "# O", "O O O", "1 B-X", "TOKEN"])
def test_tokens_that_look_like_something_else_come_back(
    name: str, text: str, tmp_path: Path
) -> None:
    it = Article.new(text, id=derived_id(text))
    path = tmp_path / "x.txt"
    path.write_bytes(written([(it, [])], format_named(name)))
    found = list(entries(format_named(name), path, Reading(annotator="mo")))
    carried, _ = format_named(name).carried((it, []), Writing(SCHEME))
    assert [a.text for a, _ in found] == [carried.text]


def test_tags_stacked_in_one_cell_are_layers(tmp_path: Path) -> None:
    rows = "#text=Oslo Town won\nOslo B-LOC|B-ORG\nTown I-LOC\nwon O\n\nJo B-PER\nran O\n"
    found, reading = from_text(rows, tmp_path)
    assert sorted(said(found)) == [("LOC", "Oslo Town"), ("ORG", "Oslo"), ("PER", "Jo")]
    assert not reading.mended


def test_tags_that_continue_nothing_are_mended_and_counted(tmp_path: Path) -> None:
    found, reading = from_text("A B-X\nb O\nC I-X\nD I-Y\n", tmp_path)
    assert said(found) == [("X", "A"), ("X", "C"), ("Y", "D")]
    assert reading.mended.total() == 2


def test_a_text_of_comments_and_no_space_marks_is_exact(tmp_path: Path) -> None:
    rows = "# text = “Go!”  he  said.\n“\tO\nGo\tB-X\n!\tO\n”\tO\nhe\tO\nsaid\tO\n.\tO\n"
    found, _ = from_text(rows, tmp_path)
    assert found[0][0].text == "“Go!”  he  said." and said(found) == [("X", "Go")]


@pytest.mark.parametrize("line", ["Jo PERSON", "Jo", "\tB-PER", "Jo B-"])
def test_a_row_that_is_none_is_refused_with_its_line(line: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        from_text(f"A O\nb O\nc B-X\n{line}\n", tmp_path)
    assert caught.value.line == 4


def test_what_columns_cannot_hold_is_counted_and_the_rest_is_there() -> None:
    it = article("plain")
    marks = [mark(it, (0, 44)), mark(it, (0, 7)), mark(it, (40, 53)), mark(it, (48, 53))]
    for name, lost, widened in (("bio", 2, 1), ("bio-layers", 0, 2)):
        writing, buffer = Writing(SCHEME), BytesIO()
        how = format_named(name)
        assert how.write is not None
        list(how.write([(it, [*marks])], buffer, writing))
        nested = [n for what, n in writing.lost.items() if "nested" in what]
        assert sum(nested) == lost  # bio keeps the outer one and what does not overlap it
        assert writing.lost[WIDENED] == widened


@pytest.mark.parametrize("name", NAMES)
def test_seqeval_counts_the_same_tokens_and_marks(name: str) -> None:
    metrics = pytest.importorskip("seqeval.metrics.sequence_labeling")
    scheme = pytest.importorskip("seqeval.scheme")
    how = format_named(name)
    data = [(a, [v for v in vs if getattr(v, "annotator", "") in ("mo", "")]) for a, vs in rich()]
    sentences: list[list[list[str]]] = [[]]
    for line in written(data, how).decode().split("\n"):
        if not line:
            sentences.append([])
        elif not line.startswith("-DOCSTART-"):
            sentences[-1].append(line.split())
    sentences = [s for s in sentences if s]
    texts = [a.text for a, _ in data]
    assert sum(map(len, sentences)) == sum(len(list(tokens(text))) for text in texts)
    assert len(TEXTS) < len(texts)
    for column in range(-4, 0) if name == "bio-layers" else (-1,):
        tags = [[row[column] for row in sentence] for sentence in sentences]
        strict = scheme.IOBES if name == "bioes" else scheme.IOB2
        entities = scheme.Entities(tags, strict).entities
        theirs = sum(len(sentence) for sentence in entities)
        assert theirs == len(set(metrics.get_entities(tags, suffix=False))) > 0 or column > -4


@pytest.mark.parametrize("name", NAMES)
def test_documents_of_one_article_have_one_text(name: str, tmp_path: Path) -> None:
    """Whoever annotated: a sentence end that one annotator's mark crosses is none for all."""
    it = article("plain")
    found = [mark(it, (0, 62)), mark(it, (0, 7), annotator="jo")]
    path = tmp_path / "x.txt"
    path.write_bytes(written([(it, list(found))], format_named(name)))
    again = list(entries(format_named(name), path, Reading(annotator="mo")))
    assert len(again) == 2 and len({a.text for a, _ in again}) == 1


def test_a_first_token_that_is_a_bracket_hides_no_columns(tmp_path):
    path = tmp_path / "corpus.test"
    path.write_text("[\t0\t1\tO\nOlla\t1\t5\tB-PER\n]\t5\t6\tO\nspoke\t7\t12\tO\n", "utf-8")
    how = format_of(path)
    ((_, values),) = entries(how, path, Reading(annotator="mo"))
    assert [value.quote for value in values] == ["Olla"]


def test_a_row_whose_token_is_blank_is_left_out_and_told(tmp_path):
    path = tmp_path / "a.conll"
    path.write_text("Olla\tB-PER\n \tO\n\tO\nspoke\tO\nhere\tO\n", "utf-8")
    reading = Reading(annotator="mo")
    ((article, values),) = entries(format_of(path), path, reading)
    assert article.text.split() == ["Olla", "spoke", "here"]
    assert [value.quote for value in values] == ["Olla"]
    assert reading.mended == {"row whose token is blank (left out)": 2}
