"""`python -m tests.torture [--share S]`: the long forms, each with its own summary."""

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from random import Random

from tests.torture.campaigns import cuts, kills
from tests.torture.syscalls import Laboratory, faults
from tests.torture.syscalls import campaign as run_faults

KILLS, CUTS = 10_000, 2_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("--share", type=float, default=1.0, help="1 is the whole long form")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    failed = 0
    for name, campaign, count in (("kills", kills, KILLS), ("cuts", cuts, CUTS)):
        with tempfile.TemporaryDirectory() as home:
            report = campaign(max(1, round(count * given.share)), Path(home), seed=given.seed)
        failed |= report["exit"]
        print(name, json.dumps(report, indent=1), flush=True)
    with tempfile.TemporaryDirectory() as home:
        laboratory = Laboratory(Path(home))
        every = list(faults(laboratory))
        count = max(1, round(len(every) * given.share))
        done = run_faults(laboratory, Random(given.seed).sample(every, count))
        failed |= bool(done.broken)
        print("system calls", json.dumps(asdict(done), indent=1), flush=True)
    raise SystemExit(failed)


if __name__ == "__main__":
    main()
