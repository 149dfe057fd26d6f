# ruff: noqa: N818 - the names say what is wrong; 'Error' after each would say nothing
"""What can go wrong, as a tree.

::

    AnnotatorError                a message and the next step, shown calmly
    ├── ProjectError              the project file
    │   ├── LockedProject         another window holds it
    │   ├── NewerProject          written by a later version
    │   ├── DamagedProject        not readable any more
    │   ├── NotAProject           some other file
    │   ├── ReadOnlyProject       an edit where none can be stored
    │   ├── MovedProject          moved, replaced or removed while open
    │   └── StaleEdit             the stored value is not the one the edit started from
    ├── FormatError               an input or output file: file, line, reason
    ├── InvalidEdit               an edit that the scheme or the text does not allow
    ├── SchemeError               a scheme file
    └── SettingsError             a setting

Anything else that is raised is a bug.
"""


class AnnotatorError(Exception):
    """A known problem: what happened, and what the user can do next."""

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        """Give message and next step as one or two sentences."""
        return f"{self.message} {self.next_step}".strip()


class ProjectError(AnnotatorError):
    """A problem with a project file."""


class LockedProject(ProjectError):
    """Another window or program is writing to the project."""


class NewerProject(ProjectError):
    """The project was written by a later version of the program."""


class DamagedProject(ProjectError):
    """The project file cannot be read whole."""


class NotAProject(ProjectError):
    """The file is something else than a project of ours."""


class ReadOnlyProject(ProjectError):
    """The project is open for reading only, so nothing can be stored."""


class MovedProject(ProjectError):
    """The file was moved, replaced or removed while it was open; what was asked is not stored."""


class StaleEdit(ProjectError):
    """The stored value differs from the one that the edit started from."""


class InvalidEdit(AnnotatorError):
    """The scheme or the text does not allow the edit; nothing was stored."""


class SchemeError(AnnotatorError):
    """A scheme that cannot be read or is not consistent."""


class SettingsError(AnnotatorError):
    """A setting with an impossible value."""


class FormatError(AnnotatorError):
    """An input or output file that cannot be read or written: file, line, reason."""

    def __init__(
        self, reason: str, *, file: str = "", line: int | None = None, next_step: str = ""
    ) -> None:
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"{place}: {reason}" if place else reason, next_step)
        self.reason = reason
        self.file = file
        self.line = line

    def in_file(self, file: str) -> "FormatError":
        """Give the same problem with the file's name, for a reader that did not know it."""
        return FormatError(self.reason, file=file, line=self.line, next_step=self.next_step)


def shown(value: object, most: int = 40) -> str:
    """Give any value as it may stand in a message: a short text in quotes, a number, or a kind.

    >>> shown("Norland"), shown(2.5), shown(["a"] * 1000)
    ("'Norland'", '2.5', 'a list')
    """
    if type(value) is str:
        return repr(value if len(value) <= most else value[: most - 1] + "…")
    if value is None or type(value) in (bool, float):
        return repr(value)
    if type(value) is int and abs(value) < 10**most:
        return repr(value)
    return f"a {type(value).__name__}"
