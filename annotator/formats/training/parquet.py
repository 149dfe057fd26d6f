"""Parquet, row by row both ways, with the columns and label names that the hub's readers look for.

pyarrow is an extra and loaded late: without it this says so.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

from annotator.core.errors import FormatError
from annotator.formats.format import Output
from annotator.formats.output_file import OutputFile
from annotator.formats.training.columns import Column, Columns, as_json

LARGEST_GROUP = 1_000_000_000
"""Bytes of a row group, unpacked, by what the file says of it."""
_ROWS_AT_ONCE = 64
_FULL = 500_000
"""Characters of text after which rows are written: what is held in memory."""
_METADATA = b"huggingface"
Namer: TypeAlias = Callable[[Any], Any]


def arrow() -> tuple[ModuleType, ModuleType]:
    """Give pyarrow and its Parquet part; FormatError, saying what to install, without them."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise FormatError(
            "Parquet files need a part that is not installed.",
            next_step="Install it: pip install 'annotator[parquet]'.",
        ) from error
    return pyarrow, pyarrow.parquet


# --- writing


class Rows:
    """A Parquet file being written; its class labels are named when it is finished.

    To be used with ``with``: left before that, nothing more is written.
    """

    def __init__(self, output: Output, columns: Columns) -> None:
        """Write to an output rows of some columns."""
        self._arrow, parquet = arrow()
        self._schema = self._arrow.schema(
            [(name, _type(self._arrow, column)) for name, column in columns.items()]
        )
        self._sink = OutputFile(output)
        sink = self._arrow.PythonFile(self._sink, mode="w")
        # Without its own copy of the schema pyarrow keeps the names that are only known at the end.
        self._file = parquet.ParquetWriter(sink, self._schema, store_schema=False)
        self._held: list[dict[str, Any]] = []
        self._size = 0

    def add(self, row: dict[str, Any]) -> None:
        """Take a row; ``row["text"]`` tells how large it is."""
        self._held.append(row)
        self._size += len(row["text"])
        if self._size >= _FULL:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            self._file.write_table(self._arrow.Table.from_pylist(self._held, schema=self._schema))
        self._held, self._size = [], 0

    def __enter__(self) -> "Rows":
        return self

    def __exit__(self, *error: object) -> None:
        self._sink.drop()
        self._file.close()

    def finish(self, columns: Columns, **facts: str) -> None:
        """Write the rest, the columns with the names of labels, and further facts."""
        self._flush()
        known = {"info": {"features": as_json(dict(columns))}}
        said = {_METADATA.decode(): json.dumps(known, ensure_ascii=False), **facts}
        self._file.add_key_value_metadata(said)
        self._file.close()


def _type(pyarrow: ModuleType, column: Column) -> Any:
    if isinstance(column, tuple):
        return pyarrow.int64()
    if isinstance(column, list):
        return pyarrow.list_(_type(pyarrow, column[0]))
    if isinstance(column, Mapping):
        return pyarrow.struct([(name, _type(pyarrow, part)) for name, part in column.items()])
    return {"string": pyarrow.string, "int64": pyarrow.int64}[column]()


# --- reading


def column_names(path: Path) -> set[str]:
    """Give the names of a file’s columns; none for no Parquet file and without pyarrow."""
    try:
        pyarrow, parquet = arrow()
        return set(parquet.read_schema(path).names)
    except FormatError:
        return set()
    except (pyarrow.ArrowException, OSError, ValueError):
        return set()


def rows_of(path: Path, without: Collection[str] = ()) -> Iterator[dict[str, Any]]:
    """Give the rows of a file, numbers of class labels as names; FormatError for what is none.

    The columns of ``without`` are not read.
    """
    pyarrow, parquet = arrow()
    try:
        with parquet.ParquetFile(path) as file:
            metadata = file.metadata
            groups = (metadata.row_group(n) for n in range(metadata.num_row_groups))
            if any(group.total_byte_size > LARGEST_GROUP for group in groups):
                raise FormatError(f"one of its row groups has more than {LARGEST_GROUP:,} bytes")
            name = _namer(_features(file.schema_arrow.metadata or {})) or (lambda row: row)
            columns = [column for column in file.schema_arrow.names if column not in without]
            for batch in _batches(file, columns):
                yield from map(name, batch.to_pylist())
    except (pyarrow.ArrowException, OSError, ValueError, IndexError) as error:
        raise FormatError(f"it is no readable Parquet file: {str(error)[:150]}") from error


def _batches(file: Any, columns: list[str]) -> Iterator[Any]:
    """Give a file's rows, group by group: all at once, pyarrow holds more and more of the file."""
    for group in range(file.metadata.num_row_groups):
        yield from file.iter_batches(batch_size=_ROWS_AT_ONCE, row_groups=[group], columns=columns)


def _features(metadata: Mapping[bytes, bytes]) -> dict[str, Any]:
    try:
        found = json.loads(metadata.get(_METADATA, b"{}"))
        features = found["info"]["features"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return features if isinstance(features, dict) else {}


def _namer(feature: Any) -> Namer | None:
    """Give what puts names in the place of a column's numbers; None where there are none."""
    if isinstance(feature, list):  # a list of one kind, as old files have it
        feature = {"feature": feature[0]} if feature else None
    if not isinstance(feature, dict):
        return None
    names = feature.get("names")
    if feature.get("_type") == "ClassLabel" and isinstance(names, list):
        return lambda value: _name(names, value)
    if "feature" in feature:
        inside = _namer(feature["feature"])
        return None if inside is None else lambda value: _each(inside, value)
    parts = {name: _namer(part) for name, part in feature.items()}
    known = {name: namer for name, namer in parts.items() if namer is not None}
    return (lambda value: _inside(known, value)) if known else None


def _name(names: list[Any], value: Any) -> Any:
    return names[value] if type(value) is int and 0 <= value < len(names) else value


def _each(namer: Namer, value: Any) -> Any:
    return [namer(item) for item in value] if isinstance(value, list) else value


def _inside(namers: Mapping[str, Namer], value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return value | {name: namer(value[name]) for name, namer in namers.items() if name in value}
