"""Running jobs in tests."""

from collections.abc import Generator
from typing import TypeVar

from annotator.jobs.progress import Progress

T = TypeVar("T")


def done(job: Generator[Progress, None, T]) -> T:
    """Run a job to its end and give its result."""
    while True:
        try:
            next(job)
        except StopIteration as end:
            result: T = end.value
            return result
