"""The register of outlets: any series of joining and separating keeps each name once."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.outlet import canonical, names_of, same, separated

NAMES = st.sampled_from(["NYT", "Times", "The Times", "Star", "STAR", "Post"])
STEPS = st.lists(st.one_of(
    st.tuples(st.just("same"), NAMES, st.lists(NAMES, min_size=1, max_size=3)),
    st.tuples(st.just("separate"), NAMES, st.just(())),
))  # fmt: skip


@given(STEPS)
def test_a_name_belongs_to_one_outlet_whatever_is_done(steps):
    register = []
    for what, name, others in steps:
        edit = same(name, others, register) if what == "same" else separated(name, register)
        for change in edit.changes:
            register = [known for known in register if known != change.before]
            register += [change.after] if change.after else []
        folded = [n.lower() for known in register for n in known.names]
        assert len(folded) == len(set(folded))
        assert all(len(known.names) > 1 for known in register)
        if what == "separate":
            assert names_of(name, register) == (name,)
        elif {other.lower() for other in others} != {name.lower()}:
            assert {canonical(register)[n.lower()] for n in (name, *others)} == {name}
