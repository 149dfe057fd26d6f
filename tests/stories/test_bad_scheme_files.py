"""A label file that cannot be taken over says why in the window, and changes nothing."""

import pytest

from annotator import paths

GOOD = paths.resource("schemes/news-commitments.toml").read_text("utf-8")
LABEL = '[[labels]]\nid = "{0}"\nname = "{1}"\ncolor = "#0072b2"\nkey = "{2}"\n'
HEAD = 'id = "x"\nname = "X"\nversion = "1"\n'
BAD = {
    "two labels with one key.toml": HEAD + LABEL.format("a", "A", "1") + LABEL.format("b", "B", 1),
    "two labels with one name.toml": HEAD + LABEL.format("a", "A", "1") + LABEL.format("b", "a", 2),
    "relation without ends.toml": HEAD + LABEL.format("a", "A", "1")
    + '[[relations]]\nid = "r"\nname = "r"\nheads = []\ntails = ["a"]\n',
    "newer.toml": "format = 999\n" + GOOD.replace("format = 1\n", ""),
    "entities.xml": '<!DOCTYPE a [<!ENTITY b "c">]><View><Labels name="l" toName="t">'
    '<Label value="&b;"/></Labels></View>',
    "tags.yaml": "!!python/object/apply:os.system ['true']\n",
    "ten thousand.txt": "\n".join(f"Label {n}" for n in range(10_000)),
    "nothing.toml": "",
    "broken.json": "{",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_says_why_and_changes_nothing(person, project, tmp_path, name):
    window = person.start(project)
    person.keys("Ctrl+2")
    room, before = window.rooms.room("scheme"), window.workspace.scheme
    (tmp_path / name).write_text(BAD[name], "utf-8")
    assert not room.about.take_from(tmp_path / name)
    person.settle()
    assert window.workspace.scheme is before
    said = window.banner.message.text()
    assert window.banner.isVisible() and said.endswith((".", "!")) and len(said) > 20
    assert "Traceback" not in said and "Error" not in said
    assert ("Update Annotator" in said) == (name == "newer.toml")
