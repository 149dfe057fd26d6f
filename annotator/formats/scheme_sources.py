"""Reading a scheme from any file that holds one: the sources in `formats.schemes`."""

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path

from annotator.core.errors import SchemeError
from annotator.formats import schemes
from annotator.formats.schemes.source import LARGEST_FILE, FoundScheme, SchemeSource

_ORDER = ("own", "refi_codebook", "label_studio_config", "brat_configuration", "label_table",
          "label_list")  # fmt: skip


@cache
def scheme_sources() -> tuple[SchemeSource, ...]:
    """Give all sources, the surest to recognise first."""
    names = [m.name for m in pkgutil.iter_modules(schemes.__path__)]
    modules = (import_module(f"{schemes.__name__}.{n}") for n in sorted(names, key=_rank))
    return tuple(module.SOURCE for module in modules if hasattr(module, "SOURCE"))


def _rank(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER) - 1


def find_scheme(path: Path, name: str | None = None) -> FoundScheme:
    """Give the scheme in a file, and what could not be taken over of it.

    ``name`` chooses the source; without it the content does. Raises SchemeError, with the
    file, when it cannot be read, is too large or holds no scheme.
    """
    text = _text(path)
    for source in scheme_sources():
        if source.name == name or (name is None and source.recognises(path, text)):
            return _read(source, path, text)
    known = ", ".join(source.title for source in scheme_sources())
    raise SchemeError(f"{path} holds no scheme that can be read.", f"Schemes come as: {known}.")


def _read(source: SchemeSource, path: Path, text: str) -> FoundScheme:
    try:
        return source.read(path, text)
    except SchemeError as error:
        if str(path) in error.message:
            raise
        raise SchemeError(f"{path}: {error.message}", error.next_step) from error


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise SchemeError(f"{path} is not there or is no file.")
        if path.stat().st_size > LARGEST_FILE:
            raise SchemeError(f"{path} is larger than any scheme file.")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SchemeError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SchemeError(f"{path} is not UTF-8 text (byte {error.start}).") from error
