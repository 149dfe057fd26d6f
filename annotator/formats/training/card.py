"""The dataset card: the README.md that tells people and programs what an export holds.

It is drawn from the manifests alone, so the same export gives the same card.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from annotator.core.scheme import Label, Scheme
from annotator.core.scheme_file import scheme_from_data
from annotator.core.tokens import TOKENIZER
from annotator.formats.training.columns import as_yaml, columns_of, labels_of, quoted

Manifest: TypeAlias = Mapping[str, Any]
_HUB_NAMES = {"dev": "validation", "": "train"}
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LARGEST = "1M<n<10M"


def dataset_card(title: str, parts: Mapping[str, Manifest]) -> str:
    """Give the card of an export: ``parts`` are its manifests by split ("train", "dev", "test").

    An export without a split is one part named "" (the hub then calls it train). The head is
    the hub's YAML, with which ``datasets.load_dataset(FOLDER)`` finds files, columns and the
    names of labels; the licence is left open. Manifests may also hold ``languages`` (a list)
    and ``agreement`` (name to value), which are then shown.
    """
    facts = _Facts(title, parts)
    return "\n".join((*_front_matter(facts), "", *_body(facts))) + "\n"


class _Facts:
    """What the parts say together."""

    def __init__(self, title: str, parts: Mapping[str, Manifest]) -> None:
        self.parts = parts
        self.first: Manifest = next(iter(parts.values()))
        self.scheme: Scheme = scheme_from_data(self.first["scheme"])
        self.title = title or self.scheme.name
        self.format: str = self.first["format"]
        self.tokenizer: str = self.first.get("options", {}).get("tokenizer", TOKENIZER)
        self.labels = self._sum("by_label")
        self.annotators = self._added(part.get("annotators", {}) for part in parts.values())
        self.articles = sum(self.counts(name)["articles"] for name in parts)
        self.annotations = sum(self.counts(name)["annotations"] for name in parts)
        self.relations = sum(self.counts(name).get("relations", 0) for name in parts)

    def counts(self, part: str) -> Mapping[str, Any]:
        """Give the counts of a part."""
        found: Mapping[str, Any] = self.parts[part]["counts"]
        return found

    def _sum(self, key: str) -> Counter[str]:
        return self._added(self.counts(name).get(key, {}) for name in self.parts)

    @staticmethod
    def _added(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
        found: Counter[str] = Counter()
        for more in counts:
            found.update(more)
        return found


# --- what programs read


def _front_matter(facts: _Facts) -> Iterator[str]:
    yield "---"
    yield f"pretty_name: {quoted(facts.title)}"
    yield "license: unknown"
    languages = sorted({name for p in facts.parts.values() for name in p.get("languages", ())})
    if languages:
        yield "language:"
        yield from (f"- {quoted(name)}" for name in languages)
    yield "task_categories:"
    yield "- token-classification"
    yield "size_categories:"
    yield f"- {next((name for most, name in _SIZES if facts.articles < most), _LARGEST)}"
    columns = columns_of(facts.format, labels_of(facts.scheme, sorted(facts.labels)))
    if columns is not None:
        yield "configs:"
        yield "- config_name: default"
        yield "  data_files:"
        # An empty file has no columns, so the hub's readers stumble over it.
        held = {n: part for n, part in facts.parts.items() if facts.counts(n)["articles"]}
        for name, part in (held or facts.parts).items():
            yield f"  - split: {_HUB_NAMES.get(name, name)}"
            yield f"    path: {quoted(part['files'][0]['name'])}"
        yield "dataset_info:"
        yield "  features:"
        yield from as_yaml(columns, depth=2)
    yield "---"


# --- what people read


def _body(facts: _Facts) -> Iterator[str]:
    yield f"# {_line(facts.title)}"
    yield ""
    yield _summary(facts)
    yield from _section("Splits", _splits(facts))
    yield from _section("Labels", _labels(facts))
    yield from _section("Annotators", _annotators(facts))
    yield from _section("Offsets and tokens", [
        "Offsets count Unicode code points from 0 and are half-open, as Python’s strings do.",
        f"Where a file holds tokens, they are those of Annotator’s tokenizer “{facts.tokenizer}”.",
    ])  # fmt: skip
    yield from _section("Not carried", _losses(facts))
    yield from _section("Licence", [
        "Not chosen yet. The annotations are yours to license; the texts may belong to others.",
    ])  # fmt: skip
    yield from _section("Files", _files(facts))


def _summary(facts: _Facts) -> str:
    said = f"{_counted(facts.articles, 'article')} with "
    said += _counted(facts.annotations, "annotation")
    said += f" and {_counted(facts.relations, 'relation')}" if facts.relations else ""
    version = facts.first.get("tool_version", "")
    return (
        f"{said}, marked by the scheme “{_line(facts.scheme.name)}”, version "
        f"{_line(facts.scheme.version)}, and written by Annotator {version} "
        f"as {facts.format}."
    )


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", f"## {heading}", "", *found)


def _splits(facts: _Facts) -> Iterator[str]:
    if list(facts.parts) == [""]:
        return
    yield from _table(
        ("split", "articles", "annotations"),
        (
            (name, facts.counts(name)["articles"], facts.counts(name)["annotations"])
            for name in facts.parts
        ),
    )
    seeds = {part["seed"] for part in facts.parts.values() if "seed" in part}
    yield from (f"\nThe split depends on the seed {seed} alone." for seed in sorted(seeds))


def _labels(facts: _Facts) -> Iterator[str]:
    """Give all labels of the scheme, also those that nobody used, and those it has not."""
    unknown = [Label(name, name, "") for name in sorted(facts.labels) if _is_new(name, facts)]
    yield from _table(
        ("label", "name", "annotations", "definition"),
        (
            (f"`{label.id}`", label.name, facts.labels[label.id], label.definition)
            for label in (*facts.scheme.labels, *unknown)
            if label.on or facts.labels[label.id]
        ),
    )


def _is_new(name: str, facts: _Facts) -> bool:
    return facts.scheme.label(name) is None


def _annotators(facts: _Facts) -> Iterator[str]:
    yield from _table(("annotator", "annotations"), sorted(facts.annotators.items()))
    for name, value in sorted(facts.first.get("agreement", {}).items()):
        yield f"\n{_line(str(name))}: {value}"


def _losses(facts: _Facts) -> Iterator[str]:
    # Counted losses differ from part to part, so each is named once, in the parts' order.
    said = dict.fromkeys(loss for p in facts.parts.values() for loss in p.get("not_carried", ()))
    yield from (f"- {_line(loss)}" for loss in said)


def _files(facts: _Facts) -> Iterator[str]:
    files = [file for part in facts.parts.values() for file in part.get("files", ())]
    rows = ((f["name"], f["bytes"], f"`{f['sha256']}`") for f in files)
    yield from _table(("file", "bytes", "SHA-256"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    found = list(rows)
    if not found:
        return
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in found:
        yield "| " + " | ".join(_line(_shown(cell)) for cell in row) + " |"


def _shown(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _line(text: str) -> str:
    r"""Give a text on one line, harmless in a table of Markdown.

    >>> print(_line("a | b\n<i>"))
    a \| b &lt;i>
    """
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
