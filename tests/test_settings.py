import getpass
import json
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import settings as settings_module
from annotator.settings import SETTINGS, Setting, Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_every_setting_has_a_row_with_a_default_it_accepts() -> None:
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert setting.accepts(setting.default)
        assert setting.title
        assert setting.group
        assert all(setting.accepts(choice) for choice, _ in setting.choices)


def test_a_value_is_kept_over_a_restart(path: Path) -> None:
    first = Settings(path)
    assert first.text("theme") == "system"
    first["theme"] = "dark"
    first["zoom"] = 2
    first["keep_armed"] = False
    first["annotator"] = "Zoë 🎉"
    again = Settings(path)
    assert again.text("theme") == "dark"
    assert again.number("zoom") == 2.0
    assert again.flag("keep_armed") is False
    assert again.text("annotator") == "Zoë 🎉"
    assert again.path == path


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("theme", "pink"), ("theme", ""), ("theme", 1), ("theme", True),
        ("zoom", 0.4), ("zoom", 4.1), ("zoom", "1"), ("zoom", True), ("zoom", float("nan")),
        ("zoom", 10**400), ("column_width", 690.5), ("column_width", 10**9),
        ("keep_armed", 1), ("keep_armed", "yes"), ("annotator", ""), ("annotator", "  "),
        ("annotator", "a\nb"), ("annotator", "half \ud800"), ("annotator", 5),
        ("annotator", None), ("annotator", ["mo"]), ("annotator", {}),
    ],
    ids=repr,
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_and_never_read(
    key: str, value: object, path: Path
) -> None:
    settings = Settings(path)
    default = settings[key]
    with pytest.raises(ValueError, match=f"is no value of {key}"):
        settings[key] = value  # type: ignore[assignment]
    path.write_text(json.dumps({"values": {key: value}}))
    assert Settings(path)[key] == default


def test_a_text_that_is_blank_by_default_may_be_blanked(path: Path) -> None:
    settings = Settings(path)
    settings["font_family"] = "Noto Serif"
    settings["font_family"] = ""
    assert Settings(path).text("font_family") == ""


def test_a_setting_that_is_not_there_is_a_mistake_in_the_program(path: Path) -> None:
    with pytest.raises(KeyError):
        Settings(path)["colour"]
    with pytest.raises(KeyError):
        Settings(path)["colour"] = "red"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"3", b"\xff\xfe", b'{"values": 3, "memory": []}',
        b'{"values": {"theme": {"a": 1}, "unknown": 2}}', b"[" * 100_000, b'{"values": null}',
        b'{"a": ' + b"9" * 10_000 + b"}", b"\xef\xbb\xbf{}",
    ],
)  # fmt: skip
def test_a_damaged_file_gives_the_defaults(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    settings = Settings(path)
    assert {s.key: settings[s.key] for s in SETTINGS} == {s.key: s.default for s in SETTINGS}
    assert settings.remembered("window") is None
    settings["theme"] = "light"
    assert Settings(path).text("theme") == "light"


@given(st.binary(max_size=200))
def test_no_file_stops_the_program(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "settings.json")
        path.write_bytes(content)
        assert Settings(path)["zoom"] == 1.0


def test_what_an_earlier_or_later_version_keeps_is_kept(path: Path) -> None:
    path.write_text('{"values": {"later_setting": 7}, "memory": {"later": [1]}}')
    Settings(path)["theme"] = "dark"
    data = json.loads(path.read_text())
    assert data == {"values": {"later_setting": 7, "theme": "dark"}, "memory": {"later": [1]}}


def test_facts_are_remembered_over_a_restart(path: Path) -> None:
    settings = Settings(path)
    settings.remember(recent=["/a b.annotator"], window=[0, 0, 800, 600])
    settings.remember(window=[1, 1, 800, 600])
    again = Settings(path)
    assert again.remembered("recent") == ["/a b.annotator"]
    assert again.remembered("window") == [1, 1, 800, 600]
    assert again.remembered("article", "none") == "none"


def test_listeners_hear_of_changes_alone(path: Path) -> None:
    settings = Settings(path)
    heard: list[str] = []
    settings.on_change(heard.append)
    settings["theme"] = "dark"
    settings["theme"] = "dark"
    settings["zoom"] = settings.number("zoom")
    settings.remember(x=1)
    assert heard == ["theme"]


def test_a_folder_that_refuses_is_no_disaster(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    settings = Settings(tmp_path / "file" / "settings.json")
    settings["theme"] = "dark"
    assert settings.text("theme") == "dark"


def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(path)
    settings["theme"] = "dark"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    settings["theme"] = "light"
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]
    assert Settings(path).text("theme") == "dark"


def test_the_file_of_the_user_is_used_when_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    Settings()["theme"] = "dark"
    assert (tmp_path / "settings" / "settings.json").is_file()
    assert Settings().text("theme") == "dark"
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "settings" / "settings.json"))
    assert Settings().text("theme") == "system"  # no folder can be made there


@pytest.mark.parametrize("login", ["", "half\udcff", "a\tb"])
def test_a_login_name_that_cannot_be_an_annotator_is_replaced(
    login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: login)
    assert settings_module._login_name() == "annotator"


@pytest.mark.parametrize("problem", [OSError, KeyError, ImportError])
def test_a_system_without_login_names_is_no_disaster(
    problem: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown() -> str:
        raise problem

    monkeypatch.setattr(getpass, "getuser", unknown)
    assert settings_module._login_name() == "annotator"


def test_bounds_are_bounds_of_numbers_alone() -> None:
    row = Setting("size", 3, "Size", least=1)
    assert row.accepts(1)
    assert row.accepts(10**6)
    assert not row.accepts(0)
    assert not row.accepts(2.5)
    assert not row.accepts(True)
