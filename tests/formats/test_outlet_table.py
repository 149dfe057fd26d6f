"""The register of outlets as a table: what is written comes back, whatever the names look like."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.errors import FormatError
from annotator.core.outlet import Outlet
from annotator.formats.outlet_table import read_outlets, taken_over, write_outlets

NAMES = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="|\x85"),
    min_size=1, max_size=12,
).map(lambda name: " ".join(name.split())).filter(bool)  # fmt: skip
REGISTERS = st.lists(NAMES, unique_by=str.lower, min_size=2, max_size=9).flatmap(
    lambda names: st.integers(1, len(names) - 1).map(
        lambda cut: [
            Outlet(str(at), part[0], tuple(part[1:]))
            for at, part in enumerate((names[:cut], names[cut:]))
            if len(part) > 1
        ]
    )
)


def applied(edit, known):
    values = {outlet.id: outlet for outlet in known}
    for change in edit.changes:
        if change.before is not None:
            assert values.pop(change.before.id) == change.before
        if change.after is not None:
            values[change.after.id] = change.after
    return sorted((outlet.name, outlet.aliases) for outlet in values.values())


@given(REGISTERS)
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_again_and_taken_over(register):
    found = read_outlets(write_outlets(register))
    wanted = sorted((outlet.name, outlet.aliases) for outlet in register)
    assert sorted(found) == wanted
    assert not taken_over(found, register, "again")
    assert applied(taken_over(found, [], "anew"), []) == wanted


def test_formulas_are_defused_and_come_back():
    table = write_outlets([Outlet("1", "=cmd", ("@x", "'tis"))])
    assert table.splitlines()[1] == "'=cmd,'@x | 'tis"
    assert read_outlets(table) == [("=cmd", ("@x", "'tis"))]


def test_a_table_moves_names_and_leaves_what_it_does_not_tell():
    known = [
        Outlet("1", "The Star", ("Star", "STAR Ltd")),
        Outlet("2", "Courier", ("The Courier",)),
        Outlet("3", "Post", ("The Post",)),
    ]
    edit = taken_over([("Daily Star", ("Star",)), ("The Courier", ("Courier",))], known, "table")
    assert applied(edit, known) == [
        ("Daily Star", ("Star",)), ("Post", ("The Post",)), ("The Courier", ("Courier",)),
        ("The Star", ("STAR Ltd",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ("title\nStar\n", 1, "no column “name”"),
        ("name,other_names\n,Star\n", 2, "has no name"),
        ("name,other_names\nStar,\nThe Star,star | x\n", 3, "in line 2 already"),
    ],
)
def test_a_table_that_is_wrong_is_named_by_its_line(table, line, said):
    with pytest.raises(FormatError, match=said) as caught:
        read_outlets(table, "t.csv")
    assert (caught.value.file, caught.value.line) == ("t.csv", line)
