"""Who hears whom in the window."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from annotator.ui.comments import comments_on
from annotator.ui.menus import set_keys, show_context_menu, update_actions
from annotator.ui.reading.hover_card import HoverCard

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


def connect(window: "MainWindow") -> None:
    """Join the parts of a window; panels never know each other."""
    workspace, view = window.workspace, window.view
    workspace.patiently = window.patience.result_of
    workspace.project_changed.connect(window.show_project)
    workspace.article_changed.connect(window.show_article)
    workspace.annotator_changed.connect(window.show_annotator)
    workspace.scheme_changed.connect(window.show_scheme)
    workspace.changed.connect(window.follow)
    workspace.failed.connect(window.banner.show_error)
    window.relating.changed.connect(window.tell)
    window.inspector.relations.picked.connect(view.pick_relation)
    workspace.said.connect(window.status.say)
    view.annotation_picked.connect(window.on_picked)
    view.selection_changed.connect(lambda _: window.tell())
    view.zoom_changed.connect(window.place.keep_zoom)
    window.marking.armed_changed.connect(window.show_armed)
    window.header.labels.pressed.connect(window.use_label)
    window.header.annotator_pressed.connect(window.dialogs.annotator)
    window.articles.counted.connect(window.tell)
    window.annotation_list.picked.connect(view.pick)
    window.annotation_list.activated.connect(window.inspector.edit_note)
    window.inspector.note_written.connect(window.marking.set_note)
    window.inspector.left.connect(view.setFocus)
    window.welcome.sample_requested.connect(window.files.open_sample)
    window.welcome.new_requested.connect(window.files.new_project)
    window.welcome.open_requested.connect(window.files.open_project)
    window.welcome.recent_requested.connect(lambda path: window.files.open(Path(path)))
    window.empty.import_requested.connect(window.files.import_files)
    window.empty.paste_requested.connect(window.files.paste_article)
    window.keymap.changed.connect(lambda: set_keys(window, window.made))
    window.keymap.changed.connect(window.tell)
    window.pending.changed.connect(lambda: update_actions(window, window.made))
    window.pending.changed.connect(window.tell)
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.customContextMenuRequested.connect(lambda point: show_context_menu(window, point))
    card = HoverCard(
        view, lambda: workspace.scheme,
        lambda name: workspace.annotations.get(name) if workspace.annotations else None,
        lambda: window.settings.flag("hover_card"),
    )  # fmt: skip
    card.comments_on = lambda mark: comments_on(workspace, mark)
    card.name_of_entity = window.known_entities.name
    window.annotation_list.show_entities(window.known_entities)
    window.files.safety.listen()
    window.settings.on_change(window.apply_setting)
