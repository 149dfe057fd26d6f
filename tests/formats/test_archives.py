"""Archives of strangers: nothing lies where a name says, nothing grows without end."""

import io
import stat
import struct
import tarfile
import zipfile

import pytest

from annotator.core.errors import FormatError
from annotator.formats import archives
from annotator.formats.archives import unpacked


def zipped(path, names, data=b"words"):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in names:
            out.writestr(name, data)
    return path


def tarred(path, *members):
    with tarfile.open(path, "w") as out:
        for name, kind, link in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, link, 5 if kind == tarfile.REGTYPE else 0
            out.addfile(info, io.BytesIO(b"words") if info.size else None)
    return path


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in" / "here"
    made.mkdir(parents=True)
    return made


def within(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


OUTSIDE = ["../out.txt", "a/../../out.txt", "/out.txt", "\\out.txt", "C:\\out.txt", "C:out.txt",
           "..\\out.txt"]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_a_name_that_climbs_out_is_refused_and_nothing_is_written_there(
    tmp_path, folder, kind, name
):
    path = tmp_path / f"a.{kind}"
    if kind == "zip":
        zipped(path, [name])
    else:
        tarred(path, (name, tarfile.REGTYPE, ""))
    with pytest.raises(FormatError, match="outside the archive"):
        list(unpacked(path, folder))
    assert within(tmp_path) == [path.name]


def test_links_and_devices_are_passed_over(tmp_path, folder):
    (tmp_path / "secret").write_text("mine")
    tar = tarred(
        tmp_path / "a.tar", ("link", tarfile.SYMTYPE, "../../secret"),
        ("hard", tarfile.LNKTYPE, "../../secret"), ("pipe", tarfile.FIFOTYPE, ""),
        ("link/under.txt", tarfile.REGTYPE, ""),
    )  # fmt: skip
    assert [name for name, _ in unpacked(tar, folder)] == ["link/under.txt"]
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = zipped(tmp_path / "a.zip", [])
    with zipfile.ZipFile(path, "w") as out:
        out.writestr(info, "../../secret")
    assert list(unpacked(path, folder)) == []
    assert not any(each.is_symlink() for each in folder.rglob("*"))


def test_one_name_twice_and_odd_names_stay_apart_below_the_folder(tmp_path, folder):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(tmp_path / "a.zip", ["a.txt", "a.txt", "con/x|y?.txt", "é “x”.txt"])
    places = [place for _, place in unpacked(path, folder)]
    assert len({*places}) == 4
    assert all(folder in place.parents and place.read_bytes() == b"words" for place in places)


def test_what_grows_too_much_is_stopped_while_it_does(tmp_path, folder, monkeypatch):
    monkeypatch.setattr(archives, "RATIO_FROM", 100_000)
    path = zipped(tmp_path / "a.zip", ["a.txt"], bytes(60_000_000))
    with pytest.raises(FormatError, match="times its size"):
        list(unpacked(path, folder))
    assert sum(p.stat().st_size for p in folder.rglob("*")) < 30_000_000


@pytest.mark.parametrize(
    ("bound", "most", "said"),
    [("MOST_MEMBERS", 2, "more than 2 files"), ("LARGEST_MEMBER", 4, "more than 4 bytes"),
     ("LARGEST_WHOLE", 9, "more than 9 bytes")],
)  # fmt: skip
def test_each_bound_is_kept(tmp_path, folder, monkeypatch, bound, most, said):
    monkeypatch.setattr(archives, bound, most)
    with pytest.raises(FormatError, match=said):
        list(unpacked(zipped(tmp_path / "a.zip", ["a", "b", "c"]), folder))


def test_a_size_that_lies_is_refused(tmp_path, folder):
    path = zipped(tmp_path / "a.zip", ["a.txt"], bytes(50_000))
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02") + 24  # the size in the list of members
    struct.pack_into("<I", data, at, 10)
    path.write_bytes(data)
    with pytest.raises(FormatError, match="cannot be read"):
        list(unpacked(path, folder))
