"""Identifiers and times of every value that can be edited.

Identifiers are made here and not in the database, so undo then redo gives the same
annotation back, and the projects of two annotators merge without renumbering.
"""

import hashlib
import re
from datetime import UTC, datetime
from uuid import UUID

from uuid_utils import uuid7

_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def new_id() -> str:
    """Give a new UUIDv7 in its usual form; later ones sort after earlier ones.

    >>> len(new_id())
    36
    >>> new_id() < new_id()
    True
    """
    return str(uuid7())


def derived_id(*parts: str) -> str:
    """Give the same identifier for the same parts, for input that brings none of its own.

    It is a UUID of version 8, made of the SHA-256 of the parts and their lengths.

    >>> derived_id("a", "b") == derived_id("a", "b") != derived_id("ab")
    True
    """
    named = "".join(f"{len(part)}:{part}" for part in parts)
    digest = bytearray(hashlib.sha256(named.encode("utf-8", "surrogatepass")).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80  # the version, 8
    digest[8] = digest[8] & 0x3F | 0x80  # the variant of RFC 9562
    return str(UUID(bytes=bytes(digest)))


def is_id(text: str) -> bool:
    """Say whether a text is an identifier in the usual form: 36 characters, lower case.

    >>> is_id("0190f3c2-0000-7000-8000-000000000001"), is_id("article-17")
    (True, False)
    """
    return _ID.fullmatch(text) is not None


def now() -> str:
    """Give the present time in UTC, to the millisecond: ``2026-11-23T14:05:09.120Z``."""
    return format_time(datetime.now(UTC))


def format_time(moment: datetime) -> str:
    """Give an aware moment in the one form in which times are kept.

    >>> format_time(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    '2026-01-02T03:04:05.000Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def parse_time(text: str) -> str:
    """Give any ISO 8601 time in the form in which times are kept; no zone means UTC.

    Raises ValueError for a text that is no time.

    >>> parse_time("2026-01-02T04:04:05+01:00")
    '2026-01-02T03:04:05.000Z'
    """
    moment = datetime.fromisoformat(text)
    try:
        return format_time(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except OverflowError as error:
        raise ValueError(f"{text} is outside the years 1 to 9999") from error
