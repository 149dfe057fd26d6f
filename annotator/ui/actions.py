"""The one table of actions: menus, shortcuts, command palette and key sheet come from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

MENUS = ("File", "Edit", "Mark", "Article", "View", "Team", "Help")


def _always(window: "MainWindow") -> bool:
    return True


def _project(window: "MainWindow") -> bool:
    return window.workspace.project is not None


def _writable(window: "MainWindow") -> bool:
    project = window.workspace.project
    return project is not None and not project.read_only


def _article(window: "MainWindow") -> bool:
    return window.workspace.article is not None


def _editable(window: "MainWindow") -> bool:
    return window.workspace.can_edit


def _picked(window: "MainWindow") -> bool:
    return window.workspace.can_edit and window.marking.picked is not None


def _pending(window: "MainWindow") -> bool:
    return window.pending.active


def _armed(window: "MainWindow") -> bool:
    return window.marking.armed is not None


def _linking(window: "MainWindow") -> bool:
    return window.relating.linking and not window.pending.active


def _related(window: "MainWindow") -> bool:
    busy = window.relating.linking or window.pending.active
    return window.workspace.can_edit and window.relating.picked is not None and not busy


def _part(window: "MainWindow") -> bool:
    return _picked(window) and window.view.selected_span() is not None


def _can_undo(window: "MainWindow") -> bool:
    project = window.workspace.project
    return _writable(window) and project is not None and project.undo_name is not None


def _can_redo(window: "MainWindow") -> bool:
    project = window.workspace.project
    return _writable(window) and project is not None and project.redo_name is not None


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that the window can do: title, keys, where it stands, when it is possible."""

    id: str
    title: str
    keys: tuple[str, ...]
    menu: str
    run: Callable[["MainWindow"], object]
    possible: Callable[["MainWindow"], bool] = _always
    separated: bool = False  # a line above it in the menu
    first: bool = False  # while it is possible, it has its keys before all others


ACTIONS: tuple[Action, ...] = (
    # File
    Action("new_project", "New project…", ("Ctrl+N",), "File", lambda w: w.files.new_project()),
    Action("open_project", "Open project…", ("Ctrl+O",), "File", lambda w: w.files.open_project()),
    Action("open_sample", "Open the sample project", (), "File", lambda w: w.files.open_sample()),
    Action("close_project", "Close project", ("Ctrl+W",), "File",
           lambda w: w.files.close_project(), _project),
    Action("import", "Import articles…", ("Ctrl+I",), "File",
           lambda w: w.files.import_files(), _writable, separated=True),
    Action("import_folder", "Import a folder…", ("Ctrl+Shift+I",), "File",
           lambda w: w.files.import_folder(), _writable),
    Action("paste_article", "Paste as a new article", ("Ctrl+Shift+V",), "File",
           lambda w: w.files.paste_article(), _writable),
    Action("import_facts", "Import a table of facts…", (), "File",
           lambda w: w.files.import_facts(), _writable),
    Action("import_links", "Articles from links…", ("Ctrl+Alt+I",), "File",
           lambda w: w.dialogs.links(), _writable),
    Action("export", "Export…", ("Ctrl+E",), "File", lambda w: w.files.export(), _project),
    Action("save_article", "Save the article as PDF, SVG or HTML…", ("Ctrl+Shift+S",), "File",
           lambda w: w.publishing.save(), _article),
    Action("preview", "Print preview…", ("Ctrl+Alt+P",), "File",
           lambda w: w.publishing.preview(), _article),
    Action("print", "Print…", ("Ctrl+P",), "File", lambda w: w.publishing.print(), _article),
    Action("save_copy", "Save a copy of the project…", (), "File",
           lambda w: w.files.safety.save_copy(), _project, separated=True),
    Action("backups", "Backups…", (), "File", lambda w: w.files.safety.show_backups(), _project),
    Action("check", "Check project", (), "File", lambda w: w.files.safety.check(), _project),
    Action("settings", "Settings…", ("Ctrl+,",), "File",
           lambda w: w.dialogs.settings(), separated=True),
    Action("change_keys", "Change keys…", (), "File", lambda w: w.dialogs.change_keys()),
    Action("quit", "Quit", ("Ctrl+Q",), "File", lambda w: w.close(), separated=True),
    # Edit
    Action("undo", "Undo", ("Ctrl+Z",), "Edit", lambda w: w.workspace.undo(), _can_undo),
    Action("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit",
           lambda w: w.workspace.redo(), _can_redo),
    Action("copy", "Copy with marks", ("Ctrl+C",), "Edit",
           lambda w: w.publishing.copy(), _article, separated=True),
    Action("find", "Find in the article…", ("Ctrl+F",), "Edit",
           lambda w: w.find_bar.start(), _article, separated=True),
    Action("find_next", "Find next", ("F3", "Ctrl+G"), "Edit",
           lambda w: w.find_bar.step(1), _article),
    Action("find_previous", "Find previous", ("Shift+F3", "Ctrl+Shift+G"), "Edit",
           lambda w: w.find_bar.step(-1), _article),
    Action("annotator", "Mark as another annotator…", (), "Edit",
           lambda w: w.dialogs.annotator(), _project, separated=True),
    # Mark
    Action("label_by_name", "Label by name…", ("L",), "Mark",
           lambda w: w.dialogs.label_by_name(), _editable),
    Action("delete", "Delete the annotation", ("Del", "Backspace"), "Mark",
           lambda w: w.marking.delete(), _picked),
    Action("delete_equal", "Delete the annotation and all equal ones", ("Shift+Del",), "Mark",
           lambda w: w.pending.delete_equal(), _picked),
    Action("delete_everywhere", "Delete equal ones in the whole project…", ("Ctrl+Shift+Del",),
           "Mark", lambda w: w.project_mentions.start_deleting(), _picked),
    Action("accept", "Accept all pending marks", ("Return", "Enter", "Space"), "Mark",
           lambda w: w.pending.accept(), _pending, separated=True, first=True),
    Action("next_pending", "Next pending mark", ("Tab",), "Mark",
           lambda w: w.pending.step(1), _pending, first=True),
    Action("previous_pending", "Previous pending mark", ("Shift+Tab",), "Mark",
           lambda w: w.pending.step(-1), _pending, first=True),
    Action("drop", "Drop this pending mark", ("Backspace", "Del"), "Mark",
           lambda w: w.pending.drop(), _pending, first=True),
    Action("drop_all", "Drop all pending marks", ("Esc",), "Mark",
           lambda w: w.pending.drop_all(), _pending, first=True),
    Action("note", "Write a note", ("F2",), "Mark", lambda w: w.inspector.edit_note(), _picked),
    Action("comment", "Comments…", ("F4",), "Mark", lambda w: w.dialogs.comments(), _picked),
    Action("questions", "Answer the open questions", ("Q",), "Mark",
           lambda w: w.questions.ask_picked(), _picked),
    Action("next_open_question", "Go to the next open question", ("Shift+Q",), "Mark",
           lambda w: w.questions.ask_next_open(), _editable),
    Action("answer_as_last", "Answer as the last one", ("=",), "Mark",
           lambda w: w.questions.answer_as_last(), _picked),
    Action("answers_to_equal", "Give these answers to all equal mentions", ("Alt+=",), "Mark",
           lambda w: w.questions.answer_equal(), _picked),
    Action("entity", "Link to an entity…", ("E",), "Mark",
           lambda w: w.questions.find_entity(), _picked),
    Action("start_left", "Start a word earlier", ("[",), "Mark",
           lambda w: w.marking.nudge("start", -1), _picked, separated=True),
    Action("start_right", "Start a word later", ("]",), "Mark",
           lambda w: w.marking.nudge("start", 1), _picked),
    Action("end_left", "End a word earlier", ("{",), "Mark",
           lambda w: w.marking.nudge("end", -1), _picked),
    Action("end_right", "End a word later", ("}",), "Mark",
           lambda w: w.marking.nudge("end", 1), _picked),
    Action("start_left_character", "Start a character earlier", ("Alt+[",), "Mark",
           lambda w: w.marking.nudge("start", -1, by_character=True), _picked, separated=True),
    Action("start_right_character", "Start a character later", ("Alt+]",), "Mark",
           lambda w: w.marking.nudge("start", 1, by_character=True), _picked),
    Action("end_left_character", "End a character earlier", ("Alt+{",), "Mark",
           lambda w: w.marking.nudge("end", -1, by_character=True), _picked),
    Action("end_right_character", "End a character later", ("Alt+}",), "Mark",
           lambda w: w.marking.nudge("end", 1, by_character=True), _picked),
    Action("relate", "Link to another mark…", ("R",), "Mark",
           lambda w: w.relating.start(), _picked, separated=True),
    Action("relate_elsewhere", "Link to a mark of another article…", ("Ctrl+R",), "Mark",
           lambda w: w.dialogs.link_elsewhere(), _picked),
    Action("link", "Link to this mark", ("Return", "Enter"), "Mark",
           lambda w: w.relating.finish(), _linking, first=True),
    Action("not_stated", "Its other end is not stated", ("N",), "Mark",
           lambda w: w.relating.not_stated(), _linking, first=True),
    Action("stop_linking", "End linking", ("Esc",), "Mark",
           lambda w: w.relating.stop(), _linking, first=True),
    Action("next_relation", "Next relation of this mark", ("Shift+R",), "Mark",
           lambda w: w.relating.pick_next(), _article),
    Action("relation_end", "Go to the relation’s other end", ("Return", "Enter"), "Mark",
           lambda w: w.relating.go_to_end(), _related, first=True),
    Action("retype_relation", "Another type of relation…", ("T",), "Mark",
           lambda w: w.relating.retype(), _related, first=True),
    Action("reverse_relation", "Turn the relation round", ("X",), "Mark",
           lambda w: w.relating.reverse(), _related, first=True),
    Action("relation_note", "Write a note on the relation…", ("F2",), "Mark",
           lambda w: w.relating.write_note(), _related, first=True),
    Action("delete_relation", "Delete the relation", ("Del", "Backspace"), "Mark",
           lambda w: w.relating.delete(), _related, first=True),
    Action("add_part", "Make the selection a further part of the mark", ("+",), "Mark",
           lambda w: w.relating.add_selection(), _part, separated=True),
    Action("remove_part", "Remove the part at the caret", ("-",), "Mark",
           lambda w: w.relating.remove_part(), _picked),
    Action(
        "disarm",
        "End marking every selection",
        ("Esc",),
        "Mark",
        lambda w: w.marking.arm(None),
        _armed,
        separated=True,
    ),
    Action("candidate", "Next unmarked name", ("N",), "Mark",
           lambda w: w.jumping.next_candidate(1), _article, separated=True),
    Action("candidate_back", "Previous unmarked name", ("Shift+N",), "Mark",
           lambda w: w.jumping.next_candidate(-1), _article),
    Action("go_to_word", "Go to a word by typing…", ("/", "'"), "Mark",
           lambda w: w.jumping.start(), _article),
    Action("menu", "Menu of what can be done here", ("Shift+F10", "Menu"), "Mark",
           lambda w: w.jumping.show_menu(), _article),
    # Article
    Action("done_next", "Done, and next", ("Ctrl+Return", "Ctrl+Enter"), "Article",
           lambda w: w.done_and_next(), _editable),
    Action("done", "Mark done", ("Ctrl+D",), "Article",
           lambda w: w.marking.set_state("done"), _editable),
    Action("skip", "Skip, and next", ("Ctrl+Shift+K",), "Article",
           lambda w: w.skip_and_next(), _editable),
    Action("in_progress", "Mark in progress again", (), "Article",
           lambda w: w.marking.set_state("in_progress"), _editable),
    Action("ask_for_help", "Ask for help with this article…", ("Shift+F4",), "Article",
           lambda w: w.dialogs.ask_for_help(), _editable),
    Action("article_labels", "About the article…", ("A",), "Article",
           lambda w: w.article_labels.ask(), _editable, separated=True),
    Action("nothing_found", "Nothing to mark here, or take that back", ("0",), "Article",
           lambda w: w.article_labels.switch_nothing_found(), _editable),
    Action("look_at", "What the checks ask to look at…", ("F7",), "Article",
           lambda w: w.checking.show_list(), _article, separated=True),
    Action("look_next", "Next thing to look at", ("Shift+F7",), "Article",
           lambda w: w.checking.next(), _article),
    Action("check_marks", "Look through the whole project by the checks", ("Ctrl+F7",), "Article",
           lambda w: w.checking.check_project(), _project),
    Action("details", "Article details…", ("Ctrl+Shift+D",), "Article",
           lambda w: w.metadata.edit(), _article, separated=True),
    Action("open_link", "Open the article’s link…", ("Ctrl+Shift+O",), "Article",
           lambda w: w.metadata.open_link(), _article),
    Action("grey", "Grey out as not part of the article, or back", ("Ctrl+Shift+X",), "Article",
           lambda w: w.metadata.switch_grey(), _editable),
    Action("suggest_grey", "Look for adverts and credits…", (), "Article",
           lambda w: w.metadata.suggest_grey(), _editable),
    Action("next_article", "Next article", ("Ctrl+PgDown", "Alt+Down"), "Article",
           lambda w: w.articles.step(1), _project, separated=True),
    Action("previous_article", "Previous article", ("Ctrl+PgUp", "Alt+Up"), "Article",
           lambda w: w.articles.step(-1), _project),
    Action("next_open", "Next article that is not done", ("Ctrl+Shift+PgDown",), "Article",
           lambda w: w.articles.step_to_open(), _project),
    Action("search_articles", "Search the articles…", ("Ctrl+L",), "Article",
           lambda w: w.articles.start_search(), _project, separated=True),
    Action("list_menu", "Sort, group and saved lists…", ("Ctrl+Alt+S",), "Article",
           lambda w: w.articles.menu.open(), _project, separated=True),
    Action("edit_listed", "Tag or edit the listed articles…", ("Ctrl+Alt+E",), "Article",
           lambda w: w.dialogs.edit_listed(), _writable),
    Action("outlets", "Outlets and their names…", ("Ctrl+Alt+O",), "Article",
           lambda w: w.dialogs.outlets(), _project),
    Action("find_copies", "Find copies…", ("Ctrl+Alt+D",), "Article",
           lambda w: w.dialogs.copies(), _project, separated=True),
    Action("carry_over", "Carry the marks over to its copies…", ("Ctrl+Alt+C",), "Article",
           lambda w: w.dialogs.carry_over(), _editable),
    # View
    Action("palette", "Find a command…", ("Ctrl+K", "Ctrl+Shift+P"), "View",
           lambda w: w.dialogs.palette()),
    Action("room_annotate", "Annotate", ("Ctrl+1",), "View",
           lambda w: w.rooms.go("annotate"), _project, separated=True),
    Action("room_scheme", "Scheme", ("Ctrl+2",), "View",
           lambda w: w.rooms.go("scheme"), _project),
    Action("room_entities", "Entities", ("Ctrl+3",), "View",
           lambda w: w.rooms.go("entities"), _project),
    Action("zoom_in", "Larger text", ("Ctrl++", "Ctrl+="), "View",
           lambda w: w.place.zoom(1.1), separated=True),
    Action("zoom_out", "Smaller text", ("Ctrl+-",), "View", lambda w: w.place.zoom(1 / 1.1)),
    Action("zoom_reset", "Text at its usual size", ("Ctrl+0",), "View",
           lambda w: w.place.zoom(0)),
    Action("mode", "Lanes, chips or compact marks", ("F8",), "View",
           lambda w: w.place.next_mode(), separated=True),
    Action("invisibles", "Show or hide invisible characters", ("Shift+F8",), "View",
           lambda w: w.place.switch_invisibles()),
    Action("relations", "Show or hide the relations", ("F9",), "View",
           lambda w: w.place.switch_relations()),
    Action("theme", "Light or dark", ("Ctrl+Shift+L",), "View",
           lambda w: w.place.switch_theme(), separated=True),
    Action("everyone", "Marks of everyone, or only yours", ("Ctrl+Shift+E",), "View",
           lambda w: w.workspace.show_everyone(not w.workspace.everyone), _project),
    Action("toggle_articles", "Show or hide the article list", ("Ctrl+B",), "View",
           lambda w: w.layout_of_parts.toggle("articles"), _project, separated=True),
    Action("toggle_details", "Show or hide the annotations", ("Ctrl+Shift+B",), "View",
           lambda w: w.layout_of_parts.toggle("details"), _project),
    Action("focus_text", "Go to the text", ("Ctrl+T",), "View",
           lambda w: w.view.setFocus(Qt.FocusReason.ShortcutFocusReason), _article,
           separated=True),
    Action("focus_annotations", "Go to the annotations", ("Ctrl+Shift+A",), "View",
           lambda w: w.annotation_list.focus(), _article),
    # Team
    Action("people", "Annotators and rounds…", (), "Team", lambda w: w.team.people(), _project),
    Action("assign", "Assign articles…", (), "Team", lambda w: w.team.assign(), _writable),
    Action("hand_out", "Hand out…", (), "Team", lambda w: w.team.hand_out(), _project,
           separated=True),
    Action("merge", "Merge hand-ins…", (), "Team", lambda w: w.team.merge(), _writable),
    Action("review", "Review disagreements", ("Ctrl+Shift+R",), "Team",
           lambda w: w.rooms.go("review"), _project, separated=True),
    Action("agreement", "Measure agreement", (), "Team",
           lambda w: w.rooms.go("agreement"), _project),
    Action("news", "Since my last visit…", (), "Team", lambda w: w.team.news(), _project,
           separated=True),
    Action("history", "History of the article…", (), "Team",
           lambda w: w.team.history(), _article),
    # Help
    Action("keys", "All keys", ("?", "F1"), "Help", lambda w: w.dialogs.keys()),
    Action("tour", "One-minute tour", (), "Help", lambda w: w.dialogs.help("welcome")),
    Action("commitments", "What is a commitment?", (), "Help",
           lambda w: w.dialogs.help("commitments")),
    Action("about", "About Annotator", (), "Help", lambda w: w.dialogs.about(), separated=True),
)  # fmt: skip

ACTIONS_BY_ID = {row.id: row for row in ACTIONS}

GESTURES: tuple[tuple[str, str], ...] = (
    ("Select words", "Drag over them"),
    ("Select by character", "Alt while dragging"),
    ("Select a word, a sentence", "Double click, triple click"),
    ("Widen the selection", "Shift+click"),
    ("Mark the selection", "The label's key or pill"),
    ("Arm a label: every selection is marked", "Its key with nothing selected; Esc ends"),
    ("Mark this and all equal mentions", "Shift and the label’s key"),
    ("Mark them in the whole project", "Ctrl+Shift and the label’s key"),
    ("Everything that can be done", "Right click"),
    ("Change a mark's label", "Click it, then the label's key"),
    ("Reach a mark beneath another", "Click again"),
    ("Walk words, sentences", "← →, Ctrl+← →"),
    ("Widen by words, sentences", "Shift+← →, Ctrl+Shift+← →"),
    ("Walk characters", "Alt+← →"),
    ("Walk marks", "Tab, Shift+Tab"),
    ("Larger, smaller text", "Ctrl+wheel"),
)
"""What the pointer and the text's own keys do, for the key sheet."""
