"""What the check of an export finds: any value of any line that is another one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.format import Entry
from annotator.formats.native.proof import NativeProof
from annotator.formats.registry import format_named
from tests.formats.samples import rich, written

JSONL = format_named("jsonl")
NOT_SAID = {"scheme", "scheme_version", "layer"}
"""Keys of ``meta`` that repeat what the project says, or the annotator's name."""


def differences(data: bytes, said: list[Entry], folder: Path) -> list[str]:
    path = folder / "out.jsonl"
    path.write_bytes(data)
    proof = NativeProof(path)
    found = [*map(proof.differs, said), proof.rest()]
    proof.close()
    return list(filter(None, found))


def test_what_was_written_agrees(tmp_path: Path) -> None:
    assert differences(written(rich(), JSONL), rich(), tmp_path) == []


def _changed(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Give every place in a line, and another value for it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _changed(inner, (*path, key))
    elif isinstance(value, list) and value:
        yield path, value[1:]
        for number, inner in enumerate(value):
            yield from _changed(inner, (*path, number))
    elif isinstance(value, bool):
        yield path, not value
    elif isinstance(value, int | float):
        yield path, value + 1
    elif isinstance(value, str):
        yield path, value[:-1] + ("a" if value[-1:] != "a" else "b")


def test_every_change_of_a_line_is_found(tmp_path: Path) -> None:
    lines = written(rich(), JSONL).splitlines()
    missed, tried = [], 0
    for number, line in enumerate(lines):
        for path, other in _changed(json.loads(line)):
            if path[0] == "meta" and path[1] in NOT_SAID:
                continue
            changed = json.loads(line)
            place = changed
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = other
            tried += 1
            new = json.dumps(changed, ensure_ascii=False).encode("utf-8", "surrogatepass")
            data = b"\n".join([*lines[:number], new, *lines[number + 1 :]]) + b"\n"
            if not differences(data, rich(), tmp_path):
                missed.append((number, path, other))
    assert missed == []
    assert tried > 100


@pytest.mark.parametrize("number", range(3))
def test_a_missing_a_broken_and_a_further_line_are_found(tmp_path: Path, number: int) -> None:
    lines = written(rich(), JSONL).splitlines(keepends=True)
    bad = (lines[:-1], [lines[0][: len(lines[0]) // 2] + b"\n", *lines[1:]], [*lines, lines[0]])
    assert differences(b"".join(bad[number]), rich(), tmp_path)
