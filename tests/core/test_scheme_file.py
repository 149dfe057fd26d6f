import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import scheme_file
from annotator.core.errors import SchemeError
from annotator.core.scheme import (
    ATTRIBUTE_KINDS,
    Attribute,
    Check,
    Label,
    RelationType,
    Scheme,
)
from annotator.core.scheme_file import read_scheme, scheme_from_data, scheme_to_data
from tests.core.making import SCHEME

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
words = st.text(characters, min_size=1).filter(str.strip)
flags = st.booleans()


@st.composite
def attribute_lists(draw: st.DrawFn) -> tuple[Attribute, ...]:
    return tuple(
        Attribute(
            id=name,
            name=draw(words),
            kind=draw(st.sampled_from(ATTRIBUTE_KINDS)),
            values=tuple(draw(st.lists(words, min_size=1, max_size=3, unique=True))),
            asked=draw(flags),
            required=draw(flags),
            definition=draw(st.text(characters)),
        )
        for name in draw(st.lists(words, max_size=2, unique=True))
    )


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    ids = draw(st.lists(words, min_size=1, max_size=4, unique_by=str.casefold))
    labels = tuple(
        Label(
            id=name,
            name=name,
            color=draw(st.from_regex("#[0-9A-Fa-f]{6}", fullmatch=True)),
            key=str(number) if draw(flags) else "",
            guideline=draw(words),
            examples=tuple(draw(st.lists(words, max_size=2))),
            attributes=draw(attribute_lists()),
            on=draw(flags),
        )
        for number, name in enumerate(ids)
    )
    relations = tuple(
        RelationType(
            id=name,
            name=name,
            heads=(ids[0],),
            tails=tuple(ids),
            least=draw(st.integers(0, 2)),
            most=draw(st.sampled_from((None, 2, 9))),
            attributes=draw(attribute_lists()),
            across_articles=draw(flags),
        )
        for name in draw(st.lists(words, max_size=2, unique=True))
    )
    checks = tuple(
        Check(name, "needs_relation", "Say who.", (("label", name),))
        for name in draw(st.lists(words, max_size=2))
    )
    return Scheme(
        draw(words), draw(words), "1", labels, relations, draw(attribute_lists()), checks,
        definition=draw(words),
    )  # fmt: skip


@given(schemes())
def test_data_gives_an_equal_scheme_and_the_same_data_again(scheme: Scheme) -> None:
    data = scheme_to_data(scheme)
    through_json = json.loads(json.dumps(data))
    assert scheme_from_data(through_json) == scheme
    assert scheme_to_data(scheme_from_data(through_json)) == data == through_json


def test_the_data_leaves_out_what_is_as_usual() -> None:
    data = scheme_to_data(Scheme("x", "X", "1", (Label("a", "A", "#000000"),)))
    assert data == {
        "format": 1, "id": "x", "name": "X", "version": "1",
        "labels": [{"id": "a", "name": "A", "color": "#000000"}],
    }  # fmt: skip


def test_used_schemes_are_written_like_new_ones() -> None:
    scheme = scheme_from_data(scheme_to_data(SCHEME))
    assert scheme.label("actor")  # fills a cache inside the scheme
    assert scheme_to_data(scheme) == scheme_to_data(SCHEME)
    assert scheme == SCHEME


def with_label(**fields: object) -> dict[str, Any]:
    label = {"id": "a", "name": "A", "color": "#000000", **fields}
    return {"id": "x", "name": "X", "version": "1", "labels": [label]}


GOOD = with_label()
WRONG: list[tuple[Any, str]] = [
    ({}, "is not a scheme: Object missing required field `id`"),
    ({**GOOD, "name": 5}, "is not a scheme: name: Expected `str`, got `int`"),
    ({**GOOD, "name": date(2026, 1, 1)}, "is not a scheme: name: Expected `str`, got `date`"),
    ({**GOOD, "name": object()}, "is not a scheme: name: Expected `str`, got `object`"),
    ({**GOOD, "name": b"X"}, "is not a scheme: name: Expected `str`, got `bytes`"),
    ({**GOOD, "labels": {"a": 1}}, "is not a scheme: labels: Expected `array`, got `object`"),
    ({**GOOD, "labels": [3]}, r"is not a scheme: labels\[0\]: Expected `object`, got `int`"),
    (with_label(color=None), r"is not a scheme: labels\[0\].color: Expected `str`, got `null`"),
    (with_label(on=1), r"is not a scheme: labels\[0\].on: Expected `bool`, got `int`"),
    (with_label(examples="one"), r"labels\[0\].examples: Expected `array`, got `str`"),
    (with_label(attributes=[{"id": "x", "name": "X", "kind": "colour"}]),
     r"is not a scheme: labels\[0\].attributes\[0\].kind: Invalid enum value 'colour'"),
    (with_label(colour="#000000"), r"has the unknown field 'labels\[0\].colour'"),
    (with_label(attributes=[{"id": "x", "name": "X", "values": ["a"], "kimd": "one"}]),
     r"has the unknown field 'labels\[0\].attributes\[0\].kimd'"),
    ({**GOOD, "label": []}, "has the unknown field 'label'"),
    ({**GOOD, 5: 1}, "is not a scheme"),
    ({**GOOD, "relations": [{"id": "r", "name": "R"}]},
     r"relations\[0\]: Object missing required field `heads`. Say from which labels it leads"),
    (with_label(color="red"), "The scheme “X” cannot be used: the colour of 'a' is 'red'"),
    ({**GOOD, "labels": GOOD["labels"] * 2}, "two labels have the identifier 'a'"),
    ({**GOOD, "name": "\ud800"}, "half a character"),
    (with_label(guideline="a\x00"), "NUL"),
    ([], "is not a scheme: it is no table of fields"),
    (None, "is not a scheme: it is no table of fields"),
    *(
        ({**GOOD, "format": written}, "this version of Annotator reads up to 1. Update")
        for written in (2, 99, 0, -1, True, "1", 1.0, None, [1], object(), 10**5000)
    ),
]  # fmt: skip


@pytest.mark.parametrize(("data", "reason"), WRONG, ids=[str(n) for n in range(len(WRONG))])
def test_data_that_is_no_scheme_says_where(data: Any, reason: str) -> None:
    with pytest.raises(SchemeError, match=reason) as caught:
        scheme_from_data(data, where="my.toml")
    assert len(str(caught.value)) < 300


leaves = st.none() | flags | st.integers() | st.floats() | st.text() | st.binary() | st.dates()
keys = st.sampled_from(
    ["id", "name", "version", "labels", "relations", "attributes", "color", "kind", "values"]
)


@given(
    st.dictionaries(
        keys | st.text(),
        st.recursive(
            leaves,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
            max_leaves=8,
        ),
        max_size=5,
    )
)
def test_no_data_gives_a_traceback(data: dict[str, Any]) -> None:
    with pytest.raises(SchemeError):
        scheme_from_data(data)


TOML = """
format = 1
id = "news"
name = "News – “all”"
version = "1.2"

[[labels]]
id = "actor"
name = "Actor"
color = "#3366cc"
key = "1"
attributes = [{ id = "who", name = "Who", kind = "text", asked = true }]

[[relations]]
id = "same_as"
name = "is the same as"
heads = ["actor"]
tails = ["actor"]
"""


def test_a_scheme_is_read_from_toml_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    for mark in ("", "\ufeff"):
        path = tmp_path / "news.toml"
        path.write_text(mark + TOML, encoding="utf-8")
        scheme = read_scheme(path)
        assert scheme.name == "News – “all”"
        assert scheme.labels[0].attributes == (Attribute("who", "Who", "text", asked=True),)
        assert scheme.relations[0].heads == ("actor",)


HOSTILE: list[tuple[bytes, str]] = [
    (b"", "is not a scheme: Object missing required field `id`"),
    (b"\x00\x01\x02", "is not a TOML file"),
    (b"id = 'a'\nid = 'b'", "is not a TOML file"),
    (b"\xff\xfeid", r"is not UTF-8 text \(byte 0\)"),
    (b"a = '\xe9'", r"is not UTF-8 text \(byte 5\)"),
    (b'id = "\\ud800"', "is not a TOML file"),
    (b"a = " + b"[" * 100_000, "deeper than any scheme|is not a TOML file"),
    (b"a = " + b"{a=" * 100_000, "deeper than any scheme|is not a TOML file"),
    (b"labels = " + b"[" * 300 + b"]" * 300, "is not a scheme"),
    (b"a." * 400_000 + b"a = 1", "deeper than any scheme"),
    (b"[" + b"'a b' . " * 100_000 + b"a]", "deeper than any scheme"),
    (b"a.b.c.d.e.f.g = 1", "is not a scheme"),
    (b'"' * 900_000, "is not a TOML file"),
    (b"id = " + b"9" * 10_000, "is not a TOML file"),
    (b"format = 2", "has format 2; this version of Annotator reads up to 1. Update Annotator"),
    (b"[format]", "has format a dict; this version"),
    (b"id = 1979-05-27T07:32:00Z", "id: Expected `str`, got `datetime`"),
    (b"id = nan", "id: Expected `str`, got `float`"),
]


@pytest.mark.parametrize(("content", "reason"), HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
def test_a_hostile_file_is_refused_by_name_and_quickly(
    content: bytes, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "evil.toml"
    path.write_bytes(content)
    began = time.process_time()
    with pytest.raises(SchemeError, match=reason) as caught:
        read_scheme(path)
    assert "evil.toml" in str(caught.value)
    assert len(str(caught.value)) < 500
    assert time.process_time() - began < 5


def test_a_huge_list_of_labels_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.toml"
    line = '{id="a",name="a",color="#000000"},'
    path.write_text(f'id="x"\nname="x"\nversion="1"\nlabels=[{line * 20_000}]')
    with pytest.raises(SchemeError, match="it has 20,000 labels; at most 2,000 can be used"):
        read_scheme(path)


def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SchemeError, match=r"none\.toml is not there or is no file\."):
        read_scheme(tmp_path / "none.toml")
    with pytest.raises(SchemeError, match="is not there or is no file"):
        read_scheme(tmp_path)
    with pytest.raises(SchemeError, match=r"no file|null"):
        read_scheme(Path("a\x00b.toml"))
    (tmp_path / "big.toml").write_text("#" * 100)
    monkeypatch.setattr(scheme_file, "LARGEST_FILE", 99)
    with pytest.raises(SchemeError, match="is larger than any scheme file"):
        read_scheme(tmp_path / "big.toml")
