"""The window: everything that needs Qt, and only here."""

import builtins

# PySide6 puts its own function in the place of `__import__`, for `from __feature__ import …`. It
# reads the source of every module imported after it, so that loading storage takes 0.2 s longer
# (measured: 0.8 against 0.6 s). We use no features: Python's own comes back.
_import = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _import
