"""`python -m tests.torture [--share S]`: the long forms, each with its own summary."""

import argparse
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from random import Random

from tests.torture import damages, mutations, syscalls
from tests.torture.campaigns import cuts, kills

KILLS, CUTS, DAMAGED, FILES = 10_000, 2_000, 300, 1_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("--share", type=float, default=1.0, help="1 is the whole long form")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("only", nargs="*", help=", ".join(CAMPAIGNS))
    given = parser.parse_args()
    failed = False
    for name in given.only or CAMPAIGNS:
        with tempfile.TemporaryDirectory() as home:
            os.environ["ANNOTATOR_HOME"] = home
            whole, summary = CAMPAIGNS[name](given.share, given.seed, Path(home))
        failed |= not whole
        print(name, json.dumps(summary, indent=1), flush=True)
    raise SystemExit(failed)


def _kills(share: float, seed: int, home: Path) -> tuple[bool, object]:
    report = kills(_part(KILLS, share), home, seed=seed)
    return not report["exit"], report


def _cuts(share: float, seed: int, home: Path) -> tuple[bool, object]:
    report = cuts(_part(CUTS, share), home, seed=seed)
    return not report["exit"], report


def _damages(share: float, seed: int, home: Path) -> tuple[bool, object]:
    report = damages.campaign(range(seed, seed + _part(DAMAGED, share)), home)
    return not report.broken, report.summary


def _mutations(share: float, seed: int, home: Path) -> tuple[bool, object]:
    report = mutations.campaign(mutations.readers(), _part(FILES, share), seed=seed)
    return not report["faults"], report


def _calls(share: float, seed: int, home: Path) -> tuple[bool, object]:
    laboratory = syscalls.Laboratory(home)
    every = list(syscalls.faults(laboratory))
    chosen = Random(seed).sample(every, _part(len(every), share))
    done = syscalls.campaign(laboratory, chosen)
    return not done.broken, asdict(done)


def _part(count: int, share: float) -> int:
    return max(1, round(count * share))


CAMPAIGNS = {
    "kills": _kills, "cuts": _cuts, "damages": _damages, "mutations": _mutations, "calls": _calls,
}  # fmt: skip


if __name__ == "__main__":
    main()
