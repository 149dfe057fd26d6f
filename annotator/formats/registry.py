"""Which formats there are: every module in `formats.articles` and `formats.datasets`."""

import os
import pkgutil
import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats import articles, datasets
from annotator.formats.archives import is_archive
from annotator.formats.format import Format, shown

_HEAD = 65_536
_ROOT = re.compile(rb"\s*(?:<[?!][^>]{0,2000}>\s*){0,20}<([A-Za-z_][\w.:-]{0,60})[\s/>]")
_ALSO = {
    "native": "jsonl", "hf": "hftokens", "huggingface": "hftokens", "hfparquet": "parquet",
    "tokenclassification": "hftokens", "huggingfacespans": "hfspans", "webanno": "webannotsv",
    "huggingfaceparquet": "parquet", "w3c": "webannotation", "refi": "refiqda",
    "qda": "refiqda", "codebook": "refiqdacodebook", "biluo": "bioes", "bilou": "bioes",
    "iob": "bio", "iob2": "bio", "xmi": "uimaxmi", "cas": "uimaxmi", "casxmi": "uimaxmi",
    "casjson": "uimajson", "jsoncas": "uimajson", "excel": "xlsx", "openai": "chat",
    "spacyjson": "spacy", "spacyjsonl": "spacy", "bdoc": "gatebdoc", "word": "docx",
}  # fmt: skip
"""What people call formats too, both without signs."""


@cache
def formats() -> tuple[Format, ...]:
    """Give all formats in the order in which a file is asked about.

    Datasets come first, since they are recognised by their content, and of them our own last:
    many tools write files that look like it. Specific ones come before the others, which else
    go by name.
    """
    found: list[Format] = []
    for package in (datasets, articles):
        names = sorted(m.name for m in pkgutil.iter_modules(package.__path__))
        known = [import_module(f"{package.__name__}.{name}").FORMAT for name in names]
        found += sorted(known, key=lambda item: (item.exact, not item.specific))
    return tuple(found)


def format_named(name: str, *, written: bool = False) -> Format:
    """Give the format with a name; FormatError, listing the names, when there is none.

    One name may stand for two formats, one that is only read and one that is only written (a
    saved web page, and a page of marked articles); ``written`` says which is meant. Signs and
    case do not count: "Label Studio" is label-studio. A suffix that only one format has is its
    name too.
    """
    wanted = _ALSO.get(_plain(name), _plain(name))
    named = [known for known in formats() if wanted in (_plain(known.name), _plain(known.title))]
    if not named:
        having = [known for known in formats() if f".{name.lower().lstrip('.')}" in known.suffixes]
        named = having if len(having) == 1 else []
    if not named:
        names = ", ".join(dict.fromkeys(known.name for known in formats()))
        raise FormatError(f"There is no format “{name}”.", next_step=f"There are: {names}.")
    fit = [known for known in named if (known.write if written else known.read) is not None]
    return (fit or named)[0]


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def format_of(path: Path) -> Format:
    """Give the format that a file has by its content, else by its suffix.

    Raises FormatError when no format reads it or the file cannot be opened.
    """
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - asked of every file
            head = file.read(_HEAD)
    except OSError as error:
        reason = f"cannot be read: {error.strerror}."
        raise FormatError(reason, file=shown(path)) from error
    for known in _readable():
        if known.recognises(path, head):
            return known
    # An archive is only what its content says; what it is called is true of all of them.
    by_name = None if is_archive(path) else _by_suffix(path.suffix.lower())
    if by_name is not None:
        return by_name
    if read_with_another(path):
        reason = "it is one of several files that are read together."
        step = "Import the folder that it lies in."
        raise FormatError(reason, file=shown(path), next_step=step)
    kind = f"“{path.suffix}” files" if path.suffix else "files without a suffix"
    raise FormatError(
        f"no format reads {kind}."
        if path.suffix.lower() not in readable_suffixes()
        else f"it is none of the {kind} that a format knows{_outermost(head)}.",
        file=shown(path),
        next_step="Name its format (--format text for plain text), or save it as one that "
        "“annotator formats” lists.",
    )


def _outermost(head: bytes) -> str:
    """Say what an XML file is called by itself, "" for what is none."""
    root = _ROOT.match(head.removeprefix(b"\xef\xbb\xbf"))
    return f" (its outermost element is <{root[1].decode()}>)" if root else ""


@cache
def _readable() -> tuple[Format, ...]:
    return tuple(known for known in formats() if known.read is not None)


@cache
def _by_suffix(suffix: str) -> Format | None:
    """Give the only format with a suffix, or the only one whose usual suffix it is."""
    by_name = [known for known in _readable() if not known.specific and suffix != ".json"]
    having = [known for known in by_name if suffix in known.suffixes]
    usual = [known for known in having if known.suffixes[0] == suffix]
    return (having if len(having) == 1 else usual if len(usual) == 1 else [None])[0]


def read_with_another(path: Path) -> bool:
    """Say whether a file is one half of a pair, and is read with the other: x.txt with x.ann."""
    stem, half = os.path.splitext(path)  # noqa: PTH122 - it is asked of every file
    mains = _companions().get(half.lower(), ())
    return any(os.path.isfile(stem + main) for main in mains) or any(  # noqa: PTH113
        belongs(path) for belongs in _belonging()
    )


@cache
def _companions() -> dict[str, tuple[str, ...]]:
    """Give, by the suffix of the half that is not read alone, the suffixes of the other."""
    halves = {half for known in formats() for half in known.companions}
    return {
        half: tuple(s for known in formats() if half in known.companions for s in known.suffixes)
        for half in halves
    }


@cache
def _belonging() -> tuple[Callable[[Path], bool], ...]:
    usual = Format.__dataclass_fields__["belongs"].default
    return tuple(known.belongs for known in formats() if known.belongs is not usual)


@cache
def readable_suffixes() -> tuple[str, ...]:
    """Give the suffixes of all files that can be read, sorted."""
    return tuple(sorted({s for known in formats() if known.read for s in known.suffixes}))
