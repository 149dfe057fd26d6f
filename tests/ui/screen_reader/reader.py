"""A screen reader's questions over AT-SPI, asked by the system's own client; answers as JSON.

Run by the system's Python, which has the bindings; it needs nothing of the program.
"""

import json
import sys
import time
import warnings
from pathlib import Path

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

warnings.simplefilter("ignore")


def find(seconds):
    until = time.time() + seconds
    while time.time() < until:
        desktop = Atspi.get_desktop(0)
        for number in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(number)
            if child and child.get_name() == "annotator-speaks":
                text = text_of(child)
                if text:
                    return child, text
        time.sleep(0.2)
    raise SystemExit("the window never spoke")


def text_of(node):
    if (node.get_name() or "").startswith("Article: ") and "Text" in node.get_interfaces():
        return node
    for number in range(node.get_child_count()):
        child = node.get_child_at_index(number)
        found = text_of(child) if child else None
        if found:
            return found
    return None


def names(node, found):
    states = node.get_state_set()
    if states.contains(Atspi.StateType.FOCUSABLE) and states.contains(Atspi.StateType.SHOWING):
        found.append((node.get_role_name(), node.get_name()))
    for number in range(min(node.get_child_count(), 60)):
        child = node.get_child_at_index(number)
        if child:
            names(child, found)
    return found


def run_of(text, offset):
    run, start, end = Atspi.Text.get_attribute_run(text, offset, False)
    return [dict(run), start, end]


def asked(folder):
    Atspi.init()
    application, text = find(25)
    heard = []
    listener = Atspi.EventListener.new(lambda event: heard.append(str(event.any_data)))
    said = {
        "name": text.get_name(),
        "role": text.get_role_name(),
        "text": Atspi.Text.get_text(text, 0, -1),
        "count": Atspi.Text.get_character_count(text),
        "caret": Atspi.Text.get_caret_offset(text),
        "selections": Atspi.Text.get_n_selections(text),
    }
    selection = Atspi.Text.get_selection(text, 0)
    said["selection"] = [selection.start_offset, selection.end_offset]
    for place, offset in (("advert", 2), ("council", 14), ("said", 21), ("plain", 9)):
        said[place] = run_of(text, offset)
    word = Atspi.Text.get_string_at_offset(text, 14, Atspi.TextGranularity.WORD)
    said["word"] = word.content
    box = Atspi.Text.get_character_extents(text, 12, Atspi.CoordType.SCREEN)
    said["box"] = [box.x, box.y, box.width, box.height]
    said["at_point"] = Atspi.Text.get_offset_at_point(
        text, box.x + 1, box.y + box.height // 2, Atspi.CoordType.SCREEN
    )
    Atspi.Text.set_caret_offset(text, 8)
    time.sleep(0.3)
    said["caret_after"] = Atspi.Text.get_caret_offset(text)
    Atspi.Text.remove_selection(text, 0)
    Atspi.Text.add_selection(text, 8, 11)
    time.sleep(0.3)
    selection = Atspi.Text.get_selection(text, 0)
    said["selection_after"] = [selection.start_offset, selection.end_offset]
    said["names"] = names(application, [])
    try:
        said["listens"] = bool(listener.register("object:announcement"))
    except GLib.Error as error:
        said["listens"] = str(error)
    (folder / "listening").touch()
    loop = GLib.MainLoop()
    GLib.timeout_add(2500, loop.quit)
    loop.run()
    said["heard"] = heard
    return said


folder = Path(sys.argv[1])
try:
    answers = asked(folder)
finally:
    (folder / "end").touch()
(folder / "answers.json").write_text(json.dumps(answers, ensure_ascii=False))
