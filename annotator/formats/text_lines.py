"""The lines of a text file, one by one: bounded, and strict about what they are."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.article import character_problem
from annotator.core.errors import FormatError
from annotator.formats.format import FileRefused, Reading

LONGEST_LINE = 80_000_000
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def text_lines(path: Path, reading: Reading | None = None) -> Iterator[tuple[int, str]]:
    """Give number and text of each line, without its LF or CRLF; no other character ends a line.

    A file that is no UTF-8 text is refused whole; without a ``reading`` it just ends there.
    """
    number = 0
    with path.open("rb") as file:
        while raw := file.readline(LONGEST_LINE):
            number += 1
            problem, line = _decoded(raw, first=number == 1)
            if problem:
                if reading is None:
                    return
                reading.refuse(problem, number)
                raise FileRefused(reading.problems)
            if reading is not None:
                reading.bytes_read += len(raw)
            yield number, line
    if number == 0 and reading is not None:
        raise FileRefused([FormatError("the file is empty.", file=reading.file)])


def _decoded(raw: bytes, *, first: bool) -> tuple[str, str]:
    if first and raw.startswith(_WIDE):
        return "the file is UTF-16; save it as UTF-8", ""
    if len(raw) == LONGEST_LINE:
        return f"the line is longer than {LONGEST_LINE:,} bytes", ""
    try:
        line = raw.decode("utf-8-sig" if first else "utf-8")
    except UnicodeDecodeError as error:
        return f"the line is not UTF-8 ({error.reason})", ""
    problem = character_problem(line)
    if problem:
        return f"the line {problem}", ""
    return "", line.removesuffix("\n").removesuffix("\r")
