"""Which field of a Label Studio task is its text, where others say where a picture lies."""

import json

import pytest

from annotator.formats.format import FileRefused, Reading, entries
from annotator.formats.registry import format_of

CHOICE = {"from_name": "tone", "to_name": "image", "type": "choices", "value": {"choices": ["dry"]}}


def texts(tmp_path, *datas):
    path = tmp_path / "tasks.json"
    tasks = [
        {"id": n, "data": data, "annotations": [{"id": n, "completed_by": 1, "result": [CHOICE]}]}
        for n, data in enumerate(datas, 1)
    ]
    path.write_text(json.dumps(tasks), "utf-8")
    return [a.text for a, _ in entries(format_of(path), path, Reading(annotator="mo"))]


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a.jpg", "/data/upload/2/a.png", "s3://bucket/a", "shots/a.jpeg"],
)
def test_a_picture_is_no_text(tmp_path, address):
    words = "The mayor will pay by May."
    assert texts(tmp_path, {"image": address, "words": words}) == [words]
    assert texts(tmp_path, {"text": words, "image": address}) == [words]
    with pytest.raises(FileRefused) as caught:
        texts(tmp_path, {"image": address})
    assert "no text" in caught.value.problems[0].reason


@pytest.mark.parametrize("text", ["协议", "/ she said", "Ja.", "a.b c.jpg", "http: a word"])
def test_a_short_text_is_one(tmp_path, text):
    assert texts(tmp_path, {"image": text}) == [text]
