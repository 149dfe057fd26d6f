"""Known faults of what the program is built on, by pip-audit; and why nothing was looked up.

pip-audit gets a virtual environment of its own, so that it changes nothing of ours. It is strict:
where the advisories cannot be reached it fails, and this says so, instead of having looked at
nothing.
"""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOL = ROOT / "build" / "audit"
PYTHON = TOOL / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
ASKING = ("-m", "pip_audit", "--strict", "--require-hashes", "--disable-pip", "--format", "json",
          "--progress-spinner", "off", "-r", str(CONSTRAINTS))  # fmt: skip
NOTHING = "Nothing was audited: "


def told(code: int, out: str, err: str) -> tuple[int, str]:
    """Give the exit code and the words for what pip-audit ended with."""
    try:
        parts = json.loads(out)["dependencies"]
    except (ValueError, KeyError, TypeError):
        parts = []
    skipped = [part["name"] for part in parts if "skip_reason" in part]
    if not parts or skipped:
        last = next(
            (line for line in reversed(err.splitlines()) if line.strip()), "it said nothing"
        )
        return 1, (
            f"{NOTHING}the advisories of the package index cannot be reached from here.\n"
            f"pip-audit: {last.strip()[:300]}\nTry again where the index itself can be reached."
        )
    faults = [(part, fault) for part in parts for fault in part["vulns"]]
    lines = [
        f"{part['name']} {part['version']}: {fault['id']}, mended in "
        f"{', '.join(fault['fix_versions']) or 'no version yet'}"
        for part, fault in faults
    ]
    lines.append(f"{len(parts)} parts looked up, {len(faults)} known faults.")
    return int(bool(faults or code)), "\n".join(lines)


def ready() -> str:
    """Install pip-audit where it is not; gives why that failed, or nothing."""
    if not PYTHON.exists():
        venv.create(TOOL, with_pip=True)
    done = run((str(PYTHON), "-m", "pip", "install", "--quiet", "pip-audit>=2.9"))
    return done.stderr if done.returncode else ""


def run(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    return subprocess.run(command, capture_output=True, text=True)


def main() -> int:
    """Look up every pinned part; 0 only where all were looked up and none has a known fault."""
    if why := ready():
        print(f"{NOTHING}pip-audit cannot be installed.\n{why.strip()[-300:]}", file=sys.stderr)
        return 1
    done = run((str(PYTHON), *ASKING))
    code, words = told(done.returncode, done.stdout, done.stderr)
    print(words, file=sys.stderr if code else sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main())
