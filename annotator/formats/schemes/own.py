"""Our own scheme file, as TOML or JSON."""

import json
import tomllib
from pathlib import Path

from annotator.core.errors import SchemeError
from annotator.core.scheme import Scheme
from annotator.core.scheme_file import given, read_scheme, scheme_from_data, scheme_to_data
from annotator.formats.schemes.source import FoundScheme, SchemeSource


def _recognises(path: Path, text: str) -> bool:
    try:
        data = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError):
        return path.suffix.lower() == ".toml"
    return (
        isinstance(data, dict) and "labels" in data and {"format", "version"} & data.keys() != set()
    )


def _read(path: Path, text: str) -> FoundScheme:
    if not text.lstrip().startswith("{"):
        return FoundScheme(read_scheme(path))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SchemeError(f"{path} is not a JSON file: {error}.") from error
    return FoundScheme(given(scheme_from_data(data, where=str(path)), str(path)))


def written(scheme: Scheme, path: Path) -> bytes:
    """Give a scheme as the bytes of its file: JSON where the path ends so, else TOML.

    Reading them back gives an equal scheme.
    """
    data = scheme_to_data(scheme)
    if path.suffix.lower() == ".json":
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    import tomli_w

    return tomli_w.dumps(data).encode("utf-8")


SOURCE = SchemeSource("annotator", "Annotator scheme", (".toml", ".json"), _recognises, _read)
