"""The licences of what is shipped with the program, and its list of parts (SBOM, CycloneDX).

`make audit` writes both below `build/`. A part whose licence asks more of us than naming it, or
is not told at all, ends it with 1: the program is under Apache-2.0, and so must stay what it is.
"""

import json
import re
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
BUILD = ROOT / "build"

MAY_SHIP = re.compile(
    r"0BSD|Apache\b.*|(The )?BSD\b.*|CC0-1\.0|CNRI-Python|ISC\b.*|LGPL-(2\.1|3\.0)-(only|or-later)"
    r"|MIT( License)?|Mozilla Public License 2\.0.*|MPL-(1\.1|2\.0)|PSFL?(-2\.0)?|Python Software.*"
    r"|Unlicense|Zlib"
)
"""Permissive ones, and those (LGPL, MPL) that ask for the source of the part itself alone."""
TOLD_ELSEWHERE = {
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",  # in words, with those of PDFium's own parts
    "fasttext-predict-v2": "MIT",  # for Python 3.14 on
}
"""What the metadata of a part does not say plainly, or cannot where it is not installed."""


@dataclass(frozen=True)
class Part:
    """A pinned package: its name, version, licence (empty where none is told), hashes of files."""

    name: str
    version: str
    licence: str
    hashes: tuple[str, ...]


def parts(constraints: str) -> list[Part]:
    """Give the parts that a constraints file pins."""
    found = []
    for entry in constraints.replace("\\\n", "").splitlines():
        if pinned := re.match(r"([\w.-]+)==([\w.]+)", entry):
            hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry))
            found.append(Part(pinned[1], pinned[2], licence(pinned[1]), hashes))
    return found


def licence(name: str) -> str:
    """Give what a package says its licence is; empty where it says nothing."""
    if name in TOLD_ELSEWHERE:
        return TOLD_ELSEWHERE[name]
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    words = next((said[key] for key in ("License-Expression", "License") if key in said), "")
    kinds = [c for c in said.get_all("Classifier") or () if c.startswith("License :: ")]
    if kinds and (not words or len(words) > 60):  # some put the whole licence there
        words = " AND ".join(kind.split(" :: ")[-1] for kind in kinds if "Approved" in kind)
    return words.strip()


def may_ship(licence: str) -> bool:
    """Say whether one of the choices that a licence leaves is one we may ship under.

    >>> may_ship("LGPL-3.0-only OR GPL-2.0-only"), may_ship("MIT AND GPL-3.0-only"), may_ship("")
    (True, False, False)
    """
    return any(
        all(MAY_SHIP.fullmatch(one.strip(" ()")) for one in choice.split(" AND "))
        for choice in licence.split(" OR ")
    )


def bill(found: list[Part]) -> str:
    """Give the list of parts as CycloneDX 1.5, the same for the same parts."""
    components = [
        {
            "type": "library", "name": part.name, "version": part.version,
            "purl": f"pkg:pypi/{part.name}@{part.version}",
            "licenses": [{"license": {"name": part.licence}}],
            "hashes": [{"alg": "SHA-256", "content": one} for one in part.hashes],
        }
        for part in found
    ]  # fmt: skip
    whole = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1}
    return json.dumps({**whole, "components": components}, indent=1) + "\n"


def main() -> int:
    """Write both lists; 1 where a part may not be shipped."""
    found = parts(CONSTRAINTS.read_text("utf-8"))
    BUILD.mkdir(exist_ok=True)
    lines = [f"{part.name} {part.version}: {part.licence}" for part in found]
    (BUILD / "licences.txt").write_text("\n".join(lines) + "\n", "utf-8")
    (BUILD / "sbom.json").write_text(bill(found), "utf-8")
    refused = [part for part in found if not may_ship(part.licence)]
    for part in refused:
        says = f"is under “{part.licence}”" if part.licence else "does not say its licence"
        print(f"{part.name} {part.version} {says}: look at it before it is shipped.",
              file=sys.stderr)  # fmt: skip
    print(f"{len(found)} parts, {len(found) - len(refused)} with licences that we may ship: "
          "build/licences.txt, build/sbom.json")  # fmt: skip
    return bool(refused)


if __name__ == "__main__":
    sys.exit(main())
