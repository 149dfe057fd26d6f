"""Identifiers and times of every value that can be edited.

Identifiers are made here and not in the database, so undo then redo gives the same
annotation back, and the projects of two annotators merge without renumbering.
"""

import hashlib
from datetime import UTC, datetime
from uuid import UUID

from uuid_utils import uuid7


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

    >>> derived_id("a", "b") == derived_id("a", "b") != derived_id("ab")
    True
    """
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return str(UUID(bytes=digest[:16], version=8))


def is_id(text: str) -> bool:
    """Say whether a text is an identifier in the usual form: 36 characters, lower case.

    >>> is_id("0190f3c2-0000-7000-8000-000000000001"), is_id("article-17")
    (True, False)
    """
    if len(text) != 36:
        return False
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


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
    return format_time(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
