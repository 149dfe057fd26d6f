"""A register's table is looked at first; taking it over twice changes nothing more."""

import pytest

from annotator.core.entity import Entity
from annotator.core.errors import FormatError
from annotator.jobs.register import look_at_register, write_register_file

BERLIN = Entity("e1", "Berlin", "t", "location", ("Spree city",), "Q64", "DE", 52.5, 13.4)
GERMANY = Entity("e2", "Germany", "t", "location", country="DE")


def look(path, register):
    job = look_at_register(path, register)
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value


def test_what_was_written_changes_nothing_when_read(tmp_path):
    write_register_file(tmp_path / "r.csv", [BERLIN, GERMANY])
    found = look(tmp_path / "r.csv", [BERLIN, GERMANY])
    assert (found.new, found.changed, found.conflicting, found.same) == ((), (), (), 2)
    assert not found.edit()
    assert look(tmp_path / "r.csv", []).new == (BERLIN, GERMANY)


def test_rows_are_known_by_number_or_by_name_and_empty_cells_change_nothing(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(
        "name,type,wikidata,aliases,parent\nBerlin City,location,Q64,,\n"
        "germany,location,Q183,BRD,\nOslo,location,,,e2\n", "utf-8",
    )  # fmt: skip
    found = look(path, [BERLIN, GERMANY])
    (_, city), (_, germany) = found.changed
    assert city.aliases == ("Spree city", "Berlin") and city.country == "DE"
    assert germany.wikidata == "Q183" and "BRD" in germany.aliases
    assert [(e.name, e.parent) for e in found.new] == [("Oslo", "e2")]
    assert len(found.edit().changes) == 3


def test_what_contradicts_waits_for_a_yes(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("name,type,wikidata\nBerlin,location,Q999\n", "utf-8")
    found = look(path, [BERLIN])
    assert not found.changed and found.conflicting[0][1].wikidata == "Q999"
    assert not found.edit()
    assert found.edit(take_conflicting=True).changes[0].before == BERLIN


@pytest.mark.parametrize("data", [b"name\n\xff\xfe", b"title\nx\n", b"name,country\nX,Germany\n"])
def test_bad_tables_say_why(tmp_path, data):
    (tmp_path / "r.csv").write_bytes(data)
    with pytest.raises(FormatError, match=r"r\.csv"):
        look(tmp_path / "r.csv", [])
    with pytest.raises(FormatError, match=r"none\.csv"):
        look(tmp_path / "none.csv", [])


def test_an_export_tells_whom_its_identifiers_mean(tmp_path):
    import json

    from annotator import paths
    from annotator.core.changes import ChangeSet, added
    from annotator.core.identifiers import new_id
    from annotator.core.scheme_file import read_scheme
    from annotator.jobs.export_dataset import export_dataset
    from annotator.storage.project import Project

    scheme = read_scheme(paths.resource("schemes/news-commitments.toml"))
    with Project.create(tmp_path / "p.annotator", scheme) as project:
        board = Entity(new_id(), "Harbour board", "2026-01-01T00:00:00.000Z", country="NO")
        project.apply(ChangeSet("Add", (added(board),)), annotator="mo")
        for _ in export_dataset(project, tmp_path / "out.jsonl"):
            pass
    (manifest,) = tmp_path.glob("out*.json")
    told = json.loads(manifest.read_text("utf-8"))["entities"][board.id]
    assert told == {"name": "Harbour board", "changed": board.changed, "country": "NO"}
