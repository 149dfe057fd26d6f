"""What is shipped: under which licences, its list of parts, and what the audit says when it can."""

import importlib.util
import json

import pytest

from tests.architecture.tree import ROOT


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


audit, licences = script("audit"), script("licences")
PARTS = licences.parts(licences.CONSTRAINTS.read_text("utf-8"))


def test_every_part_may_be_shipped():
    assert {part.name: part.licence for part in PARTS if not licences.may_ship(part.licence)} == {}
    assert len(PARTS) > 20 and all(part.hashes for part in PARTS)


@pytest.mark.parametrize("licence", [
    "", "GPL-3.0-or-later", "AGPL-3.0-only", "MIT AND GPL-2.0-only", "Proprietary", "MITRE secret?",
    "CC-BY-NC-4.0", "GNU Lesser or so", "BSDL AND GPL",
])  # fmt: skip
def test_what_asks_more_of_us_or_says_nothing_is_not(licence):
    assert not licences.may_ship(licence)


def test_a_part_that_is_not_there_has_no_licence():
    assert licences.licence("there-is-no-such-package") == ""


def test_the_list_of_parts_names_each_with_its_hashes():
    bill = json.loads(licences.bill(PARTS))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    (one,) = [each for each in bill["components"] if each["name"] == "click"]
    assert one["purl"] == f"pkg:pypi/click@{one['version']}"
    assert all(len(each["content"]) == 64 for each in one["hashes"])
    assert licences.bill(PARTS) == licences.bill(PARTS)


FAULT = {"id": "PYSEC-2026-1", "fix_versions": ["8.6"], "aliases": [], "description": "bad"}


def said(*vulns, **more):
    return json.dumps({"dependencies": [{"name": "click", "version": "8.5.1", "vulns": list(vulns),
                                         **more}], "fixes": []})  # fmt: skip


def test_nothing_known_is_said_with_how_many_were_looked_up():
    assert audit.told(0, said(), "") == (0, "1 parts looked up, 0 known faults.")


def test_a_known_fault_is_named_with_the_version_that_mends_it():
    code, words = audit.told(1, said(FAULT), "")
    assert code == 1 and "click 8.5.1: PYSEC-2026-1, mended in 8.6" in words


@pytest.mark.parametrize(
    ("code", "out", "err"),
    [
        (1, "", "ERROR: alembic: Dependency not found on PyPI and could not be audited\n"),
        (1, "", "Traceback (most recent call last):\nConnectionError: no route to host\n"),
        (0, "", ""),
        (0, said(skip_reason="not found"), "skipped"),  # as it ends without --strict
        (0, '{"dependencies": []}', "nothing"),
    ],
)
def test_where_the_advisories_cannot_be_reached_it_never_says_that_all_is_well(code, out, err):
    ended, words = audit.told(code, out, err)
    assert ended == 1
    assert words.startswith("Nothing was audited: the advisories") and "Traceback" not in words


def test_where_it_cannot_be_installed_it_says_so(monkeypatch, capsys):
    monkeypatch.setattr(audit, "ready", lambda: "ERROR: No matching distribution")
    assert audit.main() == 1
    assert "Nothing was audited: pip-audit cannot be installed." in capsys.readouterr().err


def test_it_is_strict_and_needs_hashes():
    assert {"--strict", "--require-hashes", "--disable-pip"} <= set(audit.ASKING)
