"""Somebody drops another tool's export on the window and works on."""

import json

from tests.stories.test_main_job import drop

TEXT = (
    "Norland 🎉 pledged to leave Vestby before winter. Skarvik 👍🏽 did not, and Berg left Vestby."
)


def test_an_export_of_doccano_comes_with_its_labels(person, project, tmp_path):
    words = ("pledged", "Vestby", "Skarvik", "Berg")
    spans = []
    for word in words:  # in UTF-16 units, as doccano counts, of which its file says nothing
        start = len(TEXT[: TEXT.index(word)].encode("utf-16-le")) // 2
        spans.append([start, start + len(word), "Location" if word == "Vestby" else "Party"])
    (tmp_path / "admin.jsonl").write_text(
        json.dumps({"id": 1, "text": TEXT, "label": spans, "Comments": []}), "utf-8"
    )
    window = person.start(project)
    drop(person, tmp_path / "admin.jsonl")
    from annotator.ui.articles.import_report import ReportDialog

    report = window.findChild(ReportDialog)
    said = report.details.toPlainText()
    assert "label Party" in said and "Location: location" in said and "UTF-16" in said
    report.close()
    workspace = window.workspace
    assert workspace.scheme.label("Party") is not None
    found = {mark.quote: mark.label for mark in workspace.annotations}
    assert found == {w: "location" if w == "Vestby" else "Party" for w in words}
