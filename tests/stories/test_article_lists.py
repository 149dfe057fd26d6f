"""The list in an order, narrowed to a group, kept under a name; outlets of several names."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog

from annotator.core.article import Article
from annotator.core.changes import Change, ChangeSet
from annotator.core.identifiers import now
from annotator.core.judgement import ArticleState
from annotator.core.operations import add_all
from annotator.core.outlet import same
from annotator.ui.articles.model import GROUP, ROW, ArticleModel
from annotator.ui.articles.outlets import OutletsDialog

ARTICLES = [
    Article.new(
        f"The ferry {n} sank at noon." + " Nobody was hurt." * n, title=title, outlet=outlet,
        published=date, metadata={"desk": desk} if desk else {},
    )
    for n, (title, outlet, date, desk) in enumerate((
        ("Beta", "NYT", "2024-03", "b"), ("alpha", "The New York Times", "2024-03-09", ""),
        ("Gamma", "Courier", "", "a"), ("Delta", "Courier", "2023-12-31", "c"),
    ))
]  # fmt: skip


@pytest.fixture
def window(person, project):
    window = person.start(project)
    assert window.workspace.apply(add_all("Add", ARTICLES))
    window.workspace.articles_added.emit()
    assert window.workspace.open_article(ARTICLES[0].id)
    person.settle()
    return window


def titles(window):
    model = window.articles.model
    return [model.row(at).headline for at in range(model.rowCount())]


def come_back(window):
    """Make the window the active one again, as a screen does when a menu or dialog closes."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)


def choose(person, *words):
    """Choose from the list's menu by the keys of a menu."""
    window = person.window
    come_back(window)
    person.keys("Ctrl+Alt+S")
    menu = window.articles.menu._menu
    assert menu.isVisible()
    for word in words:
        action = next(a for a in menu.actions() if a.text().startswith(word))
        menu.setActiveAction(action)
        QTest.keyClick(menu, Qt.Key.Key_Right if action.menu() else Qt.Key.Key_Return)
        menu = action.menu() or menu
    window.articles.menu._menu.close()
    QApplication.processEvents()


def test_the_list_is_put_in_order_and_what_says_nothing_comes_last(person, window):
    choose(person, "Title")
    assert titles(window) == ["alpha", "Beta", "Delta", "Gamma"]
    choose(person, "Date")
    assert titles(window) == ["Delta", "Beta", "alpha", "Gamma"]
    assert window.articles.menu.text().startswith("Date")
    choose(person, "Last ones first")
    assert titles(window) == ["Gamma", "alpha", "Beta", "Delta"]
    choose(person, "desk")
    choose(person, "Last ones first")
    assert titles(window) == ["Gamma", "Beta", "Delta", "alpha"]
    choose(person, "As imported")
    assert titles(window) == ["Beta", "alpha", "Gamma", "Delta"]
    assert window.workspace.article.id == ARTICLES[0].id


def test_the_list_is_put_in_the_order_of_tags_and_of_what_is_left_to_do(person, window):
    workspace, (beta, alpha, gamma, delta) = window.workspace, ARTICLES
    for article, tags in ((delta, "budget;war"), (alpha, "war")):
        after = replace(article, metadata={**article.metadata, "tags": tags})
        assert workspace.apply(ChangeSet("Tag", (Change(article, after),)))
    choose(person, "Tags")
    assert titles(window) == ["Delta", "alpha", "Beta", "Gamma"]
    for article, state in ((beta, "done"), (gamma, "in_progress")):
        said = ArticleState(article.id, workspace.annotator, state, now())
        assert workspace.apply(ChangeSet("State", (Change(None, said),)))
    choose(person, "State")
    assert titles(window) == ["Gamma", "alpha", "Delta", "Beta"]
    said = ArticleState(delta.id, workspace.annotator, "skipped", now())
    assert workspace.apply(ChangeSet("State", (Change(None, said),)))
    choose(person, "Last ones first")
    assert titles(window) == ["Delta", "Beta", "alpha", "Gamma"]


def rows(window):
    """Give what stands in the list from the top: headings in brackets, headlines."""
    model = window.articles.model
    shown = [model.index(row) for row in range(model.rowCount())]
    return [f"[{i.data()}, {i.data(GROUP).size}]" if i.data(GROUP) else i.data() for i in shown]


def test_qt_counts_the_rows_of_a_long_list_without_asking_python():
    """It asks twice for each of 100,000 rows whenever the list changes."""
    asked = {"rowCount", "columnCount", "index", "parent", "hasChildren"}
    assert not asked & set(vars(ArticleModel))


def test_groups_have_headings_which_keys_pass_over(person, window, qtbot):
    choose(person, "Outlet")
    choose(person, "Headings between groups")
    assert rows(window) == [
        "[Courier, 2]", "Gamma", "Delta", "[NYT, 1]", "Beta", "[The New York Times, 1]", "alpha",
    ]  # fmt: skip
    assert window.workspace.apply(same("The New York Times", ["NYT"], []))
    assert rows(window) == [
        "[Courier, 2]", "Gamma", "Delta", "[The New York Times, 2]", "Beta", "alpha",
    ]  # fmt: skip
    shown = window.articles.list
    come_back(window)
    shown.setFocus()
    for key, title, place in (
        (Qt.Key.Key_Home, "Gamma", 1), (Qt.Key.Key_Down, "Delta", 2), (Qt.Key.Key_Down, "Beta", 3),
        (Qt.Key.Key_Up, "Delta", 2), (Qt.Key.Key_End, "alpha", 4),
    ):  # fmt: skip
        QTest.keyClick(shown, key)
        assert shown.currentIndex().data() == title == window.workspace.article.title
        assert window.articles.place == (place, 4)
    for key, title in ((Qt.Key.Key_Up, "Beta"), (Qt.Key.Key_Up, "Gamma"), (Qt.Key.Key_Down, "Beta"),
                       (Qt.Key.Key_Down, "Beta")):  # fmt: skip
        QTest.keyClick(shown, key, Qt.KeyboardModifier.ControlModifier)
        assert shown.currentIndex().data() == title
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton,
                     pos=shown.visualRect(window.articles.model.index(0)).center())  # fmt: skip
    assert window.workspace.article.title == "Beta" == shown.currentIndex().data()
    assert "Courier, 2 articles" in window.articles.model.index(0).data(
        Qt.ItemDataRole.AccessibleTextRole
    )
    assert not window.articles.step(2) and window.articles.step(-1)
    assert window.workspace.article.title == "Delta"


def test_pages_of_many_small_groups_go_to_the_ends(person, window):
    made = [Article.new(f"Ferry {n}.", outlet=f"Post {n // 2:02}") for n in range(60)]
    assert window.workspace.apply(add_all("Add", made))
    window.workspace.articles_added.emit()
    choose(person, "Outlet")
    choose(person, "Headings between groups")
    shown = window.articles.list
    come_back(window)
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Home)
    for key, end in ((Qt.Key.Key_PageDown, 64), (Qt.Key.Key_PageUp, 1)):
        places = [window.articles.place[0]]
        while places[-1] != end and len(places) < 60:
            QTest.keyClick(shown, key)
            places.append(window.articles.place[0])
            assert places[-1] != places[-2], "no key leaves one where one was"
        assert 3 < len(places) < 40
    assert shown.visualRect(window.articles.model.index(0)).top() >= 0, "its heading is seen"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("Date", ["[December 2023, 1]", "Delta", "[March 2024, 2]", "Beta", "alpha",
                  "[No date, 1]", "Gamma"]),
        ("desk", ["[a, 1]", "Gamma", "[b, 1]", "Beta", "[c, 1]", "Delta", "[No desk, 1]", "alpha"]),
        ("State", ["[In progress, 1]", "Beta", "[New, 3]", "alpha", "Gamma", "Delta"]),
        ("Title", ["alpha", "Beta", "Delta", "Gamma"]),
    ],
)  # fmt: skip
def test_any_order_of_equals_makes_groups(person, window, order, expected):
    said = ArticleState(ARTICLES[0].id, window.workspace.annotator, "in_progress", now())
    assert window.workspace.apply(ChangeSet("State", (Change(None, said),)))
    choose(person, "Outlet")
    choose(person, "Headings between groups")
    choose(person, order)
    assert rows(window) == expected
    if order == "Date":
        choose(person, "Last ones first")
        assert rows(window) == [
            "[No date, 1]", "Gamma", "[March 2024, 2]", "alpha", "Beta", "[December 2023, 1]",
            "Delta",
        ]  # fmt: skip


def test_groups_are_those_of_what_is_listed_and_kept_with_the_list(person, window, qtbot):
    choose(person, "Date")
    choose(person, "Headings between groups")
    window.articles.search.setText("outlet:courier")
    listed = ["[December 2023, 1]", "Delta", "[No date, 1]", "Gamma"]
    qtbot.waitUntil(lambda: rows(window) == listed, timeout=10_000)
    assert window.articles.found.text().startswith("2 found")
    assert window.articles.save_list("By month")
    window.articles.search.clear()
    choose(person, "As imported")
    qtbot.waitUntil(lambda: rows(window) == ["Beta", "alpha", "Gamma", "Delta"], timeout=10_000)
    window = person.restart(window.workspace.path)
    choose(person, "By month")
    assert rows(window) == listed


def test_tags_stand_as_chips_in_the_list_and_are_read_aloud(person, window):
    def picture():
        shown = window.articles.list
        return shown.viewport().grab(shown.visualRect(window.articles.model.index(3))).toImage()

    plain = picture()
    delta = ARTICLES[3]
    for tags in ("war", ";".join(f"a long tag {n}" for n in range(9))):
        after = replace(delta, metadata={**delta.metadata, "tags": tags})
        before = window.workspace.project.article(delta.id)
        assert window.workspace.apply(ChangeSet("Tag", (Change(before, after),)))
        person.settle()
        index = window.articles.model.index(3)
        assert index.data(ROW).tags == tuple(tags.split(";"))
        assert "tagged " + tags.split(";")[-1] in index.data(Qt.ItemDataRole.AccessibleTextRole)
        assert picture() != plain
        plain = picture()


def test_a_saved_list_is_found_in_the_palette(person, window, qtbot):
    window.articles.search.setText("outlet:courier")
    qtbot.waitUntil(lambda: titles(window) == ["Gamma", "Delta"], timeout=10_000)
    assert window.articles.save_list("Courier only")
    window.articles.search.clear()
    qtbot.waitUntil(lambda: len(titles(window)) == 4, timeout=10_000)
    come_back(window)
    person.keys("Ctrl+K")
    palette = window.dialogs.current
    QTest.keyClicks(palette.line, "courier")
    assert palette.list.currentItem().text() == "List: Courier only"
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(window) == ["Gamma", "Delta"], timeout=10_000)


def test_a_list_is_narrowed_to_a_group_saved_shown_again_and_removed_by_undo(
    person, window, qtbot, monkeypatch
):  # fmt: skip
    choose(person, "Length")
    choose(person, "Only one outlet", "Courier  (2)")
    qtbot.waitUntil(lambda: titles(window) == ["Gamma", "Delta"], timeout=10_000)
    given = staticmethod(lambda *a, **k: ("Courier by length", True))
    monkeypatch.setattr(QInputDialog, "getText", given)
    choose(person, "Save this list")
    window.articles.search.clear()
    choose(person, "As imported")
    qtbot.waitUntil(lambda: len(titles(window)) == 4, timeout=10_000)
    window = person.restart(window.workspace.path)
    choose(person, "Courier by length")
    assert titles(window) == ["Gamma", "Delta"]
    assert window.articles.menu.text().startswith("Length")
    assert window.workspace.undo()
    assert window.articles.arrangement.saved() == []


def test_two_names_of_a_paper_are_one_outlet_until_they_are_separated(
    person, window, qtbot, monkeypatch
):  # fmt: skip
    person.keys("Ctrl+Alt+O")
    dialog = window.dialogs.current
    assert isinstance(dialog, OutletsDialog) and not dialog.same.isEnabled()
    by_name = {dialog.tree.topLevelItem(n).text(0): n for n in range(3)}
    for name in ("NYT", "The New York Times"):
        dialog.tree.topLevelItem(by_name[name]).setSelected(True)
    chosen = staticmethod(lambda *a, **k: ("The New York Times", True))
    monkeypatch.setattr(QInputDialog, "getItem", chosen)
    QTest.mouseClick(dialog.same, Qt.MouseButton.LeftButton)
    tops = [dialog.tree.topLevelItem(n) for n in range(dialog.tree.topLevelItemCount())]
    assert [(t.text(0), t.text(1)) for t in tops] == [("Courier", "2"), ("The New York Times", "2")]
    tops[1].setSelected(True)
    QTest.mouseClick(dialog.show_them, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: titles(window) == ["Beta", "alpha"], timeout=10_000)
    window.articles.search.setText("outlet:nyt")
    qtbot.waitUntil(lambda: titles(window) == ["Beta", "alpha"], timeout=10_000)
    come_back(window)
    person.keys("Ctrl+Alt+O")
    dialog = window.dialogs.current
    dialog.tree.topLevelItem(1).setSelected(True)
    QTest.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    read = window.workspace.project.article
    qtbot.waitUntil(lambda: read(ARTICLES[0].id).outlet == "The New York Times", timeout=10_000)
    assert window.workspace.undo() and read(ARTICLES[0].id).outlet == "NYT"
    assert window.workspace.undo()
    assert dialog.register == []
    dialog.reject()


def test_outlets_are_written_to_a_table_and_taken_over_from_one_by_one_undo(
    person, window, tmp_path, monkeypatch
):
    table = tmp_path / "outlets.csv"
    asked = staticmethod(lambda *a, **k: (str(table), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", asked)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", asked)
    person.keys("Ctrl+Alt+O")
    dialog = window.dialogs.current
    assert not dialog.export_them.isEnabled(), "there is nothing to write"
    table.write_text("name;other_names\nThe New York Times;NYT | nytimes.com\n", "utf-8")
    QTest.mouseClick(dialog.import_them, Qt.MouseButton.LeftButton)
    assert dialog.hint.text() == "1 outlet changed; one undo takes it back."
    assert [(o.name, o.aliases) for o in dialog.register] == [
        ("The New York Times", ("NYT", "nytimes.com"))
    ]
    QTest.mouseClick(dialog.export_them, Qt.MouseButton.LeftButton)
    assert table.read_text("utf-8").split() == (
        ["name,other_names", "The", "New", "York", "Times,NYT", "|", "nytimes.com"]
    )
    QTest.mouseClick(dialog.import_them, Qt.MouseButton.LeftButton)
    assert dialog.hint.text() == "The table says nothing new."
    table.write_text("name,other_names\n,NYT\n", "utf-8")
    QTest.mouseClick(dialog.import_them, Qt.MouseButton.LeftButton)
    assert "outlets.csv, line 2: the outlet has no name" in dialog.hint.text()
    assert window.workspace.undo() and dialog.register == []
    dialog.reject()
