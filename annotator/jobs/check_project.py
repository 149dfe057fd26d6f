"""Checking a project and mending it: every row, quote and hash, with counts."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.errors import ProjectError
from annotator.jobs.progress import Pace, Progress

if TYPE_CHECKING:
    from annotator.storage.project import Project
    from annotator.storage.recovery import Recovery

_MOST_SHOWN = 200
_NOUNS = ("articles", "annotations", "relations", "article labels", "states", "records", "actions")


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was proven: how many of each are sound, and what is wrong, as sentences.

    ``missing`` actions were stored once and can be brought back; ``lost`` ones only by a backup.
    """

    name: str
    proven: dict[str, int]
    faults: tuple[str, ...]
    missing: int = 0
    lost: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.faults or self.missing or self.lost)

    def __str__(self) -> str:
        """Give it as a few lines."""
        counts = ", ".join(counted(self.proven.get(noun, 0), noun) for noun in _NOUNS)
        if self.sound:
            return f"{self.name} is sound: {counts}.{self._unproven}"
        lines = list(self.faults)
        if self.missing:
            missing = counted(self.missing, "actions")
            lines.append(f"{missing} stored once and missing now can be put back.")
        if self.lost:
            lost = counted(self.lost, "actions")
            lines.append(f"{lost} that this computer has seen: in a backup only.")
        return "\n".join([*lines, f"Sound in {self.name}: {counts}.{self._unproven}"])

    @property
    def _unproven(self) -> str:
        from annotator.storage.checking import BY_WORDS

        count = self.proven.get(BY_WORDS, 0)
        if not count:
            return ""
        were = "was" if count == 1 else "were"
        return (
            f"\n{counted(count, 'annotations')} {were} imported by an earlier version, which kept "
            "no digests: their words are proven, but not their labels, answers, notes and times."
        )


def counted(count: int, noun: str) -> str:
    """Give a number with its noun, which is given in the plural.

    >>> counted(1, "actions"), counted(1200, "articles")
    ('1 action', '1,200 articles')
    """
    return f"{count:,} {noun.removesuffix('s') if count == 1 else noun}"


def check_project(project: "Project") -> Generator[Progress, None, CheckReport]:
    """Look at every row of an open project; nothing is changed."""
    from collections import Counter

    proven: Counter[str] = Counter()
    faults: list[str] = []
    pace = Pace()
    yield Progress(0, None, "Checking")
    try:
        for fault in project.check(proven):
            faults.append(fault)
            if pace.due():
                yield Progress(proven["articles"], None, f"Checking: {len(faults)} faults so far")
            if len(faults) >= _MOST_SHOWN:
                faults.append("There are more; these are the first.")
                break
    except ProjectError as error:
        faults.append(error.message)
    if project.unread_actions and not project.missing_actions:
        unread = counted(project.unread_actions, "actions")
        faults.append(f"The log beside the file is damaged: {unread} in it cannot be read.")
    return CheckReport(
        project.path.name, dict(proven), tuple(faults),
        project.missing_actions, project.lost_actions,
    )  # fmt: skip


def repair(path: Path) -> "Generator[Progress, None, Recovery]":
    """Recover a damaged project into a new file beside it; the damaged file stays as it is."""
    from annotator.storage.recovery import recover

    yield Progress(0, None, f"Recovering {path.name}")
    return recover(path, recovered_path(path))


def recovered_path(path: Path) -> Path:
    """Give a free name beside a project for what is recovered of it."""
    number, free = 2, path.with_stem(f"{path.stem} recovered")
    while free.exists():
        free = path.with_stem(f"{path.stem} recovered {number}")
        number += 1
    return free
