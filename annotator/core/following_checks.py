"""What becomes of a scheme's checks when that changes which they name."""

from collections.abc import Iterable
from dataclasses import replace

from annotator.core.checks import check_problem
from annotator.core.scheme import Check, Scheme


def under_label(checks: Iterable[Check], old: str, new: str) -> tuple[Check, ...]:
    """Give checks that name a label with another in its place."""
    return tuple(_with(check, {"label": (old, new)}) for check in checks)


def under_value(
    checks: Iterable[Check], label: str, attribute: str, old: str, new: str
) -> tuple[Check, ...]:
    """Give checks that name a value of a label's attribute with another in its place."""
    found = []
    for check in checks:
        about = dict(check.parameters)
        changes = {
            value: (old, new)
            for name, value in (("attribute", "value"), ("other", "other_value"))
            if about.get("label") == label and about.get(name) == attribute
        }
        found.append(_with(check, changes))
    return tuple(found)


def gone(before: Scheme, after: Scheme) -> tuple[Check, ...]:
    """Give the checks of a changed scheme that could be made before, and now name nothing."""
    return tuple(
        check for check in after.checks
        if check_problem(check, after) and not check_problem(check, before)
    )  # fmt: skip


def _with(check: Check, changes: dict[str, tuple[str, str]]) -> Check:
    parameters = tuple(
        (name, changes[name][1] if name in changes and said == changes[name][0] else said)
        for name, said in check.parameters
    )
    return check if parameters == check.parameters else replace(check, parameters=parameters)
