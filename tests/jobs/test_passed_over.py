"""Files in folders that nothing reads are counted in the report, whichever format was asked for."""

import zipfile

from annotator.core.scheme import Label, Scheme
from annotator.jobs.import_articles import import_files
from annotator.storage.project import Project


def notes(tmp_path, source, format_name=None):
    with project_at(tmp_path) as project:
        job = import_files(project, [source], annotator="mo", format_name=format_name)
        while True:
            try:
                next(job)
            except StopIteration as end:
                return end.value.notes


def project_at(tmp_path):
    scheme = Scheme("s", "S", "1", (Label("a", "A", "#0072B2"),))
    return Project.create(tmp_path / f"{len(list(tmp_path.iterdir()))}.annotator", scheme)


def test_a_folder_and_an_archive_say_what_nothing_reads(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("The council met.")
    (folder / ".hidden.xyz").write_text("no")
    (folder / "picture.xyz").write_text("no")
    said = ("1 file passed over, of kinds that are not read: .xyz (1).",)
    assert notes(tmp_path, folder) == said
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.write(folder / "a.txt", "a.txt")
        packed.write(folder / "picture.xyz", "picture.xyz")
    assert notes(tmp_path, tmp_path / "a.zip") == said


def test_a_format_that_is_meant_for_all_files_passes_none_over(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.xyz").write_text("The council met.")
    assert notes(tmp_path, folder, "text") == ()
