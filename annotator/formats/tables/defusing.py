"""Texts that a spreadsheet would take for formulas, made harmless."""

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell may begin with that programs do not take for plain text (OWASP, CSV injection)."""


def is_risky(text: str) -> bool:
    """Say whether a spreadsheet might take a text for a formula."""
    return text.startswith(RISKY)


def defused(text: str) -> str:
    """Give a text as a CSV cell may hold it: with a single quote before what looks like a formula.

    One that begins with a single quote gets another, so that the first can always be taken away.

    >>> defused("=1+1"), defused("'tis"), defused("a = b")
    ("'=1+1", "''tis", 'a = b')
    """
    return f"'{text}" if is_risky(text) or text.startswith("'") else text
