"""Native lines that are changed on their way to a file: which part of a split they belong to."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import msgspec

from annotator.formats.format import Entry, Format, Output, Writing
from annotator.formats.native.line import Line, Meta

SPLIT = "split"


class PassedOn:
    """An output that puts another record in the place of each line, and passes it on."""

    def __init__(self, output: Output, change: Callable[[Line], msgspec.Struct]) -> None:
        """Pass on to an output."""
        self._output, self._change = output, change
        self._decode = msgspec.json.Decoder(Line).decode
        self._encode = msgspec.json.Encoder().encode

    def write(self, data: bytes, /) -> None:
        """Take whole lines."""
        lines = (self._change(self._decode(raw)) for raw in data.split(b"\n") if raw)
        self._output.write(b"".join(self._encode(line) + b"\n" for line in lines))


def telling_parts(how: Format) -> Format:
    """Give a format whose lines say in ``meta.split`` which part of a split they are.

    The part is the option ``split`` of what is written. Only native lines can say it; any other
    format is given back as it is.
    """
    if not how.exact or how.write is None:
        return how
    write = how.write

    def written(entries: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
        def told(line: Line) -> Line:
            line.meta = line.meta or Meta()
            line.meta.split = writing.options.get(SPLIT)
            return line

        yield from write(entries, PassedOn(output, told), writing)

    return replace(how, write=written)
