"""Mail: one article a message, from single messages and mailboxes."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.article import Article
from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Format, Reading, shown
from annotator.formats.pages.message import date_of, header, page_of_message, parsed_message

LARGEST_MESSAGE = 50_000_000
_PIECE = 1_000_000  # bytes of a line that are read at once
_FROM = re.compile(rb"^From \S+.*\d{4}\s*$")
_HEADER = re.compile(rb"^(from|to|subject|date|received|return-path|message-id|mime-version):",
                     re.IGNORECASE | re.MULTILINE)  # fmt: skip


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    with path.open("rb") as file:
        is_box = bool(_FROM.match(file.readline(2000)))
    found = 0
    for number, data in enumerate(_messages(path, reading) if is_box else _message(path), 1):
        try:
            yield _article(data, path), []
            found += 1
        except FormatError as error:
            if is_box:
                reading.leave_out(f"message {number}: {error.reason}")
            else:
                reading.refuse(error.reason)
    if is_box and not found:
        reading.refuse("none of its messages could be read")


def _message(path: Path) -> Iterator[bytes | None]:
    yield path.read_bytes() if path.stat().st_size <= LARGEST_MESSAGE else None


def _messages(path: Path, reading: Reading) -> Iterator[bytes | None]:
    """Give the messages of a mailbox, one at a time, None for one that is too large.

    The standard library's mailbox would need the file writable.
    """
    held: list[bytes] = []
    size, blank = 0, True
    with path.open("rb") as file:
        while line := file.readline(_PIECE):
            if blank and _FROM.match(line):
                if size:
                    yield b"".join(held) if size <= LARGEST_MESSAGE else None
                held, size = [], 0
                continue
            reading.bytes_read += len(line)
            size += len(line)
            if size <= LARGEST_MESSAGE:
                held.append(line[1:] if line.startswith(b">From ") else line)
            blank = len(line) < _PIECE and not line.strip()
    if size:
        yield b"".join(held) if size <= LARGEST_MESSAGE else None


def _article(data: bytes | None, path: Path) -> Article:
    if data is None:
        raise FormatError(f"it has more than {LARGEST_MESSAGE:,} bytes")
    message = parsed_message(data)
    page = page_of_message(message)
    facts = {"file": shown(Path(path.name))}
    if identifier := header(message, "Message-ID"):
        facts["message"] = identifier[:200]
    return Article.new(
        page.text, title=header(message, "Subject"), author=header(message, "From"),
        published=date_of(message), outlet=header(message, "List-ID"), metadata=facts,
    )  # fmt: skip


def _recognises(path: Path, head: bytes) -> bool:
    if path.suffix.lower() not in (".eml", ".mbox", ".mbx", ""):
        return False
    top = head.split(b"\n\n", 1)[0][:8192]
    return bool(_FROM.match(head)) or len({m[1].lower() for m in _HEADER.finditer(top)}) >= 3


FORMAT = Format(
    name="mail",
    title="Mail",
    suffixes=(".eml", ".mbox", ".mbx"),
    description="One article a message; attachments are left out.",
    read=_read,
    loses=("annotations",),
    recognises=_recognises,
)
