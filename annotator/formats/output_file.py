"""An output as the file object that libraries write to."""

from typing import Any

from annotator.formats.format import Output


class _Nowhere:
    def write(self, data: bytes, /) -> None:
        pass


class OutputFile:
    """A file that can only be written on; it cannot be sought in, and closing it closes nothing."""

    closed = False

    def __init__(self, output: Output) -> None:
        """Write to an output."""
        self._output: Output = output
        self._length = 0

    def write(self, data: Any) -> int:
        """Take bytes, or what gives its bytes as a buffer."""
        self._output.write(bytes(data))
        self._length += len(data)
        return len(data)

    def tell(self) -> int:
        """Give how many bytes were written."""
        return self._length

    def flush(self) -> None:
        """Do nothing: an output has no buffer of its own."""

    def drop(self) -> None:
        """Write nothing any more, whatever a library still gives: the file is given up."""
        self._output = _Nowhere()

    def close(self) -> None:
        """Take note of it; the output belongs to another."""
        self.closed = True
