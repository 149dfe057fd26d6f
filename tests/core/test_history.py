import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.history import History, Kind


@given(st.lists(st.sampled_from(["do", "do", "undo", "redo"]), max_size=80))
def test_history_is_a_list_with_a_place_in_it(wishes: list[Kind]) -> None:
    """The model: the actions made and not forgotten, and how many of them stand."""
    history, actions, standing = History(), list[int](), 0
    log: list[tuple[int, Kind, int | None]] = []
    for number, wish in enumerate(wishes):
        target = None
        if wish == "do":
            actions[standing:] = [number]
            standing += 1
        elif wish == "undo":
            target = history.next_undo
            standing -= target is not None
        else:
            target = history.next_redo
            standing += target is not None
        if wish == "do" or target is not None:
            history.record(number, wish, target)
            log.append((number, wish, target))
        for seen in (history, History(log)):
            assert seen.next_undo == (actions[standing - 1] if standing else None)
            assert seen.next_redo == (actions[standing] if standing < len(actions) else None)


def test_history_of_nothing_has_nothing_to_undo() -> None:
    assert (History().next_undo, History().next_redo) == (None, None)


@pytest.mark.parametrize(
    "log",
    [
        [(1, "undo", 1)],
        [(1, "redo", 1)],
        [(1, "do", None), (2, "undo", 7)],
        [(1, "do", None), (2, "undo", None)],
        [(1, "do", None), (2, "do", None), (3, "undo", 1)],
        [(1, "do", None), (2, "undo", 1), (3, "do", None), (4, "redo", 1)],
        [(1, "do", None), (2, "undone", 1)],
    ],
)
def test_a_row_that_does_not_fit_is_named(log: list[tuple[int, Kind, int | None]]) -> None:
    with pytest.raises(ValueError, match=f"row {len(log)} of the edit log does not fit"):
        History(log)


def test_undo_of_any_depth() -> None:
    history = History((n, "do", None) for n in range(100_000))
    for n in reversed(range(100_000)):
        history.record(100_000 + n, "undo", n)
    assert history.next_undo is None
    assert history.next_redo == 0
