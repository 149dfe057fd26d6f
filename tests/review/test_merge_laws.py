"""The laws of merging with removals and two adjudicators, over replicas with random histories."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.annotation import GOLD
from annotator.core.changes import key_of
from annotator.core.decision import Decision
from annotator.core.removal import Removal, removal
from annotator.review.held import Held
from annotator.review.merging import merged
from annotator.review.merging_gold import differ
from tests.review.making import TIME, an_id, article, mark, relation

ARTICLE = article()
POOL = [mark(ARTICLE, "actor", (at, at + 4), who) for at in (0, 8) for who in ("ada", "ben")]
LINKS = [relation(POOL[0], POOL[2]), relation(POOL[1], POOL[3])]
VALUES = [*POOL, *LINKS]
MOMENTS = [TIME.replace("04:05", f"04:{second:02}") for second in range(10, 60)]

says = st.tuples(st.just("say"), st.sampled_from(VALUES), st.sampled_from(("", "sure")))
takes = st.tuples(st.just("take"), st.sampled_from(VALUES), st.just(""))
decides = st.tuples(
    st.just("decide"), st.sampled_from(POOL), st.sampled_from(("actor", "cue", "none"))
)
histories = st.lists(st.tuples(st.one_of(says, takes, decides), st.integers(0, 40)), max_size=9)


def replica(person, history):
    """Give what a history of saying, taking back and deciding leaves in one project."""
    said, removals, decisions = {}, {}, {}
    for (what, value, how), moment in sorted(history, key=lambda step: step[1]):
        if what == "say":
            _say(said, removals, replace(value, note=how, changed=MOMENTS[moment]))
        elif what == "take" and not _decided(value, decisions):
            _take(said, removals, value, MOMENTS[moment])
        elif what == "decide" and key_of(value) in said:
            _decide(said, decisions, value, how, person)
    return Held(said, removals, decisions)


def _decided(value, decisions):
    """Say whether a decision stands on a mark, or on an end of a relation."""
    own = {value.id, getattr(value, "head", ""), getattr(value, "tail", "")}
    return any(own & set(one.sources) for one in decisions.values())


def _say(said, removals, value):
    ends = [("Annotation", end) for end in (getattr(value, "head", ""), getattr(value, "tail", ""))]
    if not hasattr(value, "head") or all(end in said for end in ends):
        said[key_of(value)] = value
        removals.pop(value.id, None)


def _take(said, removals, value, moment):
    links = [
        v for v in said.values() if value.id in (getattr(v, "head", ""), getattr(v, "tail", ""))
    ]
    for each in (*links, value):
        before = said.pop(key_of(each), None)
        if before is not None:
            removals[each.id] = removal(before, moment)


def _decide(said, decisions, value, how, person):
    before = [one for one in decisions.values() if value.id in one.sources]
    replaced = {own for one in before for own in one.gold}
    if any(
        v.annotator == GOLD and v.id not in replaced
        and (v.label, v.fragments) == (how, value.fragments)
        for v in said.values() if not hasattr(v, "head")
    ):  # fmt: skip
        return  # marks on one place are one case: nobody makes the same gold of it twice
    for one in before:
        del decisions[one.id]
        for own in one.gold:
            del said["Annotation", own]
    gold = []
    if how != "none":
        gold = [replace(value, id=an_id(), annotator=GOLD, label=how, note="", changed=TIME)]
        said[key_of(gold[0])] = gold[0]
    over = tuple(sorted({i for one in before for i in (one.id, *one.gold, *one.over)}))
    made = Decision(
        an_id(), ARTICLE.id, (value.id,), tuple(g.id for g in gold), "gold" if gold else "none",
        "edited", person, TIME, over=over,
    )  # fmt: skip
    decisions[made.id] = made


def joined(one, two):
    """Merge a replica into another; gives what that then holds."""
    fate = merged(
        ARTICLE.id, one, list(two.said.values()), two.removals.values(), two.decisions.values()
    )
    said, removals, decisions = dict(one.said), dict(one.removals), dict(one.decisions)
    for value in fate.new:
        assert key_of(value) not in said
        said[key_of(value)] = value
    for change in fate.leaving:
        held = {Removal: removals, Decision: decisions}.get(type(change.value), said)
        key = change.key if held is said else change.value.id
        assert held.get(key) == change.before
        if change.after is None:
            del held[key]
        else:
            held[key] = change.after
    return Held(said, removals, decisions)


def meaning(held):
    """Give what a replica says; gold by what it says, since twins share one identifier."""
    gold = {v.id: (v.label, v.fragments) for v in held.said.values() if v.annotator == GOLD}
    own = {key: v for key, v in held.said.items() if v.annotator != GOLD}
    decided = {
        one.id: replace(one, gold=tuple(sorted(map(str, (gold[g] for g in one.gold)))))
        for one in held.decisions.values()
    }
    assert len(set(gold.values())) == len(gold)  # what two decided alike is there once
    return own, dict(held.removals), set(gold.values()), decided


@given(histories, histories, histories)
@settings(max_examples=400, deadline=None)
def test_order_and_repetition_do_not_matter(first, second, third):
    people = ("jo", "kim", "jo")
    a, b, c = (replica(p, h) for p, h in zip(people, (first, second, third), strict=True))
    whole = joined(joined(a, b), c)
    expected = meaning(whole)
    for x, y, z in permutations((a, b, c)):
        assert meaning(joined(joined(x, y), z)) == expected
        assert meaning(joined(x, joined(y, z))) == expected
    for one in (a, b, c):
        assert joined(whole, one) == whole
    assert joined(a, a) == a


@given(histories, histories)
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost(first, second):
    a, b = replica("jo", first), replica("kim", second)
    whole = joined(a, b)
    sources = {own for one in whole.decisions.values() for own in one.sources}
    for replica_ in (a, b):
        for value in replica_.said.values():
            if value.annotator == GOLD:
                continue
            there = whole.said.get(key_of(value)) or whole.removals[value.id].value
            assert there.changed >= value.changed
            assert value.id not in sources or key_of(value) in whole.said
    # No decision is overwritten by one made apart from it, and all gold of decisions is there.
    assert whole.decisions.keys() == a.decisions.keys() | b.decisions.keys()
    readings = meaning(whole)[2]
    assert readings == meaning(a)[2] | meaning(b)[2]


def test_two_decisions_made_apart_conflict_and_a_third_settles_it():
    one, two = (
        replica(person, [(("say", POOL[0], ""), 0), (("decide", POOL[0], how), 1)])
        for person, how in (("jo", "actor"), ("kim", "cue"))
    )
    fate = merged(ARTICLE.id, one, two.said.values(), (), two.decisions.values())
    ((mine, theirs),) = fate.conflicting
    assert differ(mine, theirs) and {mine.person, theirs.person} == {"jo", "kim"}
    both = joined(one, two)
    held = Held(dict(both.said), {}, dict(both.decisions))
    _decide(held.said, held.decisions, POOL[0], "none", "jo")
    assert [d.outcome for d in held.decisions.values()] == ["none"]
    assert joined(joined(held, one), two) == held  # the old ones do not come back
    assert meaning(joined(two, held)) == meaning(held)


def test_a_mark_taken_back_goes_unless_a_decision_stands_on_it():
    told = replica(
        "", [(("say", POOL[0], ""), 0), (("say", POOL[2], ""), 0), (("say", LINKS[0], ""), 1)]
    )
    gone = replica("", [(("say", POOL[0], ""), 0), (("take", POOL[0], ""), 5)])
    assert not any(getattr(v, "id", "") == POOL[0].id for v in joined(told, gone).said.values())
    assert [key[0] for key in joined(told, gone).said] == ["Annotation"]  # its relation went too
    assert joined(gone, told).said.keys() == {key_of(POOL[2])}
    decided = joined(
        told, replica("jo", [(("say", POOL[0], ""), 0), (("decide", POOL[0], "cue"), 2)])
    )
    kept = joined(decided, gone)
    assert key_of(POOL[0]) in kept.said and key_of(LINKS[0]) in kept.said
    again = replica("", [(("say", POOL[0], "sure"), 9)])
    assert joined(joined(told, gone), again).said[key_of(POOL[0])].note == "sure"
