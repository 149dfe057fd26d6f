"""The import window and the table of facts: named, reached by keys, whole with large text."""

import pytest
from PySide6.QtWidgets import QLineEdit

from annotator.ui.articles.facts_dialog import FactsDialog
from annotator.ui.importing.window import ImportWindow
from tests.ui.test_accessible_window import (
    activate,
    cut_off,
    large_text,  # noqa: F401 - a fixture
    reached_by_tab,
    settle,
    spoken,
    window,  # noqa: F401 - a fixture
    without_focus_it_looks_other,
)
from tests.ui.walking import focusable, rest


def imported(window, folder, qtbot):  # noqa: F811 - the fixture's value
    for n in range(3):
        text = f"The ferry {n} sank at noon.\nJoin our Telegram channel!\n"
        (folder / f"Post_2024-03-0{n + 1}_Ferry.txt").write_text(text)
    (folder / "empty.txt").write_text("")
    (folder / "map.xyz").write_text("")
    window.files.look_and_import([folder])
    shown = window.dialogs.current
    assert isinstance(shown, ImportWindow)
    qtbot.waitUntil(lambda: not shown.doing and shown.model.followed, timeout=60_000)
    shown.pattern.setText("{outlet}_{date}_{title}")
    return shown


def looked_at(window, folder, qtbot):  # noqa: F811 - the fixture's value
    known = window.articles.model.row(0).headline
    table = folder / "facts.csv"
    table.write_text(f"Headline\tNewspaper\tDate\n{known}\tThe Post\t2024\nNo\t\t\n", "utf-8")
    shown = FactsDialog(window, table)
    window.dialogs.show(shown)
    qtbot.waitUntil(lambda: shown.found is not None and not shown._busy, timeout=60_000)
    assert shown.changes.rowCount()
    return shown


OPENED = pytest.mark.parametrize("opened", [imported, looked_at], ids=lambda do: do.__name__)


@OPENED
def test_it_is_named_reached_by_keys_and_shows_its_focus(window, opened, tmp_path, qtbot):  # noqa: F811
    shown = opened(window, tmp_path, qtbot)
    rest(shown)
    activate(shown)
    found = focusable(shown)
    assert len(found) > 5 and [widget for widget in found if not spoken(widget)] == []
    assert set(found) - set(reached_by_tab(shown)) == set()
    assert [
        widget for widget in found
        if not (isinstance(widget, QLineEdit) and widget.isReadOnly())
        and not without_focus_it_looks_other(shown, widget)
    ] == []  # fmt: skip
    shown.reject()


@OPENED
def test_with_text_twice_as_large_nothing_is_cut_off(large_text, window, opened, tmp_path, qtbot):  # noqa: F811
    shown = opened(window, tmp_path, qtbot)
    rest(shown)
    settle()
    assert cut_off(shown) == []
    shown.reject()
