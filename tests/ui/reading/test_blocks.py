from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.offsets import grapheme_starts, lines
from annotator.ui.reading.blocks import LONGEST, Blocks, Kind
from annotator.ui.reading.heights import Heights
from annotator.ui.reading.lanes import GAP, lanes_of, levels_of

TEXTS = st.text(st.sampled_from("ab.é \t\r\n\u2028\u2029\u00a0👩\u200d"), max_size=80)


@given(TEXTS)
def test_blocks_hold_every_visible_character_once_and_no_line_end(text):
    blocks = Blocks(text)
    assert (blocks[0].kind, blocks[len(blocks) - 1].kind) == (Kind.HEAD, Kind.FOOT)
    words = [blocks[i] for i in range(len(blocks)) if blocks[i].kind == Kind.TEXT]
    expected = [(a, b) for a, b in lines(text) if text[a:b].strip()]
    assert [(block.start, block.end) for block in words] == expected
    for one, other in pairwise(range(len(blocks))):
        assert not blocks[one].kind == blocks[other].kind == Kind.BLANK, "blank lines join"


@given(TEXTS.filter(str.strip), st.data())
def test_an_offset_is_found_in_its_block(text, data):
    blocks = Blocks(text)
    offset = data.draw(st.integers(0, len(text)))
    index = blocks.index_at(offset)
    assert 0 < index < len(blocks) - 1
    assert blocks[index].start <= offset
    assert index == len(blocks) - 2 or offset < blocks[index + 1].start


def test_giant_paragraphs_are_cut_after_sentences_blanks_or_at_graphemes():
    family = "👩\u200d👩\u200d👧\u200d👦"
    for text, after in (
        ("The ferry is back in town. " * 400, ". "),
        ("ferry " * 2_000, " "),
        ("渡轮回来了。" * 1_500, "。"),
        (family * 1_000, family),
        ("x" * 10_000, "x"),
    ):
        blocks = Blocks(text)
        pieces = [blocks[i] for i in range(1, len(blocks) - 1)]
        assert "".join(text[p.start : p.end] for p in pieces) == text
        assert len(pieces) > 3 and all(p.end - p.start <= LONGEST for p in pieces)
        assert all(text[: p.end].endswith(after) for p in pieces[:-1])
        assert [p.ends_paragraph for p in pieces] == [False] * (len(pieces) - 1) + [True]
        edges = set(grapheme_starts(text)) | {len(text)}
        assert all(p.end in edges for p in pieces)


def test_neighbours_have_words():
    blocks = Blocks("\n\none\n\n\ntwo\n\n")
    words = [i for i in range(len(blocks)) if blocks[i].kind == Kind.TEXT]
    assert [blocks.neighbour(0, 1), blocks.neighbour(words[0], 1)] == words
    assert blocks.neighbour(words[0], -1) is None and blocks.neighbour(words[1], 1) is None


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 1_000), st.integers(0, 90)), max_size=20),
    st.integers(-5, 2_000),
)
def test_heights_are_those_of_a_plain_list(heights, changes, y):
    tree, plain = Heights(heights), list(heights)
    for index, height in changes:
        tree[index % len(plain)] = plain[index % len(plain)] = height
    assert [tree[i] for i in range(len(tree))] == plain
    assert tree.total == sum(plain)
    assert [tree.top(i) for i in range(len(plain) + 1)] == [
        sum(plain[:i]) for i in range(len(plain) + 1)
    ]
    found = tree.index_at(y)
    if 0 <= y < sum(plain):
        assert sum(plain[:found]) <= y < sum(plain[: found + 1])
    else:
        assert found in (0, len(plain) - 1) or plain[0] == 0


EXTENTS = st.tuples(st.floats(0, 500), st.floats(0, 200)).map(lambda e: (e[0], e[0] + e[1]))


@given(st.lists(EXTENTS, max_size=30))
def test_marks_in_one_lane_keep_their_distance(extents):
    lanes = lanes_of(extents)
    for i, (left, right) in enumerate(extents):
        for j in range(i):
            low, high = extents[j]
            if lanes[i] == lanes[j]:
                assert right + GAP <= low or left >= high + GAP
    assert set(lanes) == set(range(max(lanes, default=-1) + 1)), "no lane is skipped"


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=20))
def test_overlapping_spans_have_different_levels(pairs):
    spans = sorted(((a, a + n) for a, n in pairs), key=lambda s: (s[0], -s[1]))
    levels = levels_of(spans)
    for i, (start, end) in enumerate(spans):
        for j in range(i):
            if spans[j][0] < end and start < spans[j][1]:
                assert levels[i] != levels[j]
