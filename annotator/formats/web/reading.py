"""Reading Web Annotations whose text is in the file: pages of annotations, or single ones."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.core.annotation import AttributeValue
from annotator.core.errors import FormatError, shown
from annotator.core.identifiers import parse_time
from annotator.formats.draft import UNKNOWN_TIME, Draft, Mark, entries_of
from annotator.formats.fields import answer, table, text_of, whole_number
from annotator.formats.format import Entry, Reading
from annotator.formats.json_records import Record, records

NAME, VALUE = "annotator:name", "annotator:value"
URN = "urn:uuid:"
_FACTS = {"title": "title", "author": "author", "published": "published", "url": "url"}


class NoText(FormatError):  # noqa: N818 - as in core.errors
    """A file whose annotations point into a text that it does not hold."""

    def __init__(self) -> None:
        super().__init__(
            "the text that its annotations point into is not in the file, and no single article "
            "of the project holds all that they quote",
            next_step="Import that article first, or put its text into the file, as “value” of "
            "the annotations’ target.source.",
        )


class Unplaced(FormatError):  # noqa: N818 - as in core.errors
    """A target that no stretch of the text can be told from."""


def read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give an article for each page (AnnotationPage, AnnotationCollection) or annotation.

    The text is the ``value`` of the targets' source; of annotations without a text, that of the
    article of the project that holds all that they quote. Positions and quotes are checked
    against each other; the quote wins.
    """
    yield from entries_of(lambda r: _drafts(path, r), reading)


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    bare: defaultdict[str, list[Any]] = defaultdict(list)
    for record in records(path, reading):
        try:
            items = _items(record.table)
            source = _source(record.table, items)
            if source is None:
                bare[_source_name(items)] += items
            else:
                yield _draft(record, items, source, reading)
        except FormatError as problem:
            reading.refuse(
                f"{record.name + ': ' if record.name else ''}{problem.reason.rstrip('.')}",
                record.line, next_step=problem.next_step,
            )  # fmt: skip
    try:
        for items in bare.values():
            yield _known(items, reading)
    except NoText as problem:  # most likely true of the others too, so it is said once
        reading.refuse(problem.reason, next_step=problem.next_step)


def _draft(record: Record, items: list[Any], source: Mapping[str, Any], reading: Reading) -> Draft:
    facts = {
        own: source[key] for key, own in _FACTS.items()
        if isinstance(source.get(key), str) and source[key]
    }  # fmt: skip
    language = source.get("language")
    if isinstance(language, str):
        facts["language"] = language
    name = source.get("id")
    draft = Draft(
        text_of(source["value"], "the text of its source"), line=record.line, record=record.name,
        facts=facts,
        source_id=name if isinstance(name, str) and not name.startswith(URN) else "",
    )  # fmt: skip
    _take_all(items, draft, reading)
    return draft


def _known(items: list[Any], reading: Reading) -> Draft:
    """Give annotations without their text on the article of the project that they quote."""
    targets = [t for item in items if isinstance(item, dict) for t in _many(item.get("target"))]
    found = (_quote_of(selector) for target in targets for selector in _selectors(target))
    quotes = {quote for quote in found if quote and quote.strip()}
    article = reading.quoted(quotes) if reading.quoted is not None and quotes else None
    if article is None:
        raise NoText
    reading.note(f"its annotations were put on the article that they quote, “{article.headline}”.")
    draft = Draft(article.text)
    _take_all(items, draft, reading)
    return draft


def _take_all(items: list[Any], draft: Draft, reading: Reading) -> None:
    for number, item in enumerate(items, 1):
        what = f"annotation {number}"
        try:
            _take(table(item, what), what, draft)
        except Unplaced as problem:
            reading.leave_out(f"{what}: {problem.reason}", draft.line)


def _items(data: Mapping[str, Any]) -> list[Any]:
    first = data.get("first")
    found = data.get("items", first.get("items") if isinstance(first, dict) else None)
    if found is None:
        if "target" not in data:
            raise FormatError("it is no annotation and no page of annotations")
        return [data]
    if not isinstance(found, list):
        raise FormatError("its items are no list")
    return found


def _source_name(items: list[Any]) -> str:
    targets = _many(items[0].get("target")) if items and isinstance(items[0], dict) else []
    first = targets[0] if targets else None
    name = first.get("source") if isinstance(first, dict) else first
    return name if isinstance(name, str) else ""


def _source(data: Mapping[str, Any], items: list[Any]) -> dict[str, Any] | None:
    """Give what the file says of the text, with the text; None where it has none."""
    found: list[Any] = [data.get("source")]
    found += [
        target.get("source")
        for item in items[:1] if isinstance(item, dict)
        for target in _many(item.get("target")) if isinstance(target, dict)
    ]  # fmt: skip
    for source in found:
        if isinstance(source, dict) and "value" in source:
            return source
    return None


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


# --- one annotation


def _take(item: dict[str, Any], what: str, draft: Draft) -> None:
    own = item.get("id") if isinstance(item.get("id"), str) else ""
    who = _creator(item.get("creator"))
    bodies = _many(item.get("body"))
    label, note, attributes = _said(bodies)
    if item.get("motivation") == "linking":
        ends = [b for b in bodies if isinstance(b, str)]
        head = item.get("target")
        if not isinstance(head, str) or len(ends) != 1:
            raise Unplaced("it links something else than two annotations")
        draft.link(
            label or "linking", head, ends[0], annotator=who, attributes=attributes, note=note,
            id=_id(own),
        )  # fmt: skip
        return
    parts, quotes = [], []
    for target in _many(item.get("target")):
        place, quoted = _place(target, what, draft.text)
        parts.append(place)
        quotes.append(quoted)
    if not parts:
        raise Unplaced("it has no target")
    quoted_all = " ".join(q for q in quotes if q is not None) if None not in quotes else None
    draft.marks.append(
        Mark(
            label or _motivation(item.get("motivation")), tuple(parts), quoted_all, key=own or "",
            annotator=who, attributes=attributes, note=note, id=_id(own),
            created=_time(item.get("created")),
            changed=_time(item.get("modified", item.get("created"))),
        )
    )  # fmt: skip


def _id(own: Any) -> str:
    return own.removeprefix(URN) if isinstance(own, str) else ""


def _motivation(value: Any) -> str:
    return value if isinstance(value, str) and value else "annotation"


def _creator(value: Any) -> str:
    for one in _many(value):
        if isinstance(one, str):
            return one
        if isinstance(one, dict):
            name = next((one[k] for k in ("name", "nickname", "id") if one.get(k)), "")
            if isinstance(name, str):
                return name
    return ""


def _time(value: Any) -> str:
    try:
        return parse_time(value) if isinstance(value, str) else UNKNOWN_TIME
    except ValueError:
        return UNKNOWN_TIME


def _said(bodies: list[Any]) -> tuple[str, str, dict[str, AttributeValue]]:
    """Give label, note and attributes: bodies to tag, to comment, and to classify with a name."""
    label, notes = "", []
    attributes: dict[str, AttributeValue] = {}
    for body in bodies:
        if not isinstance(body, dict) or not isinstance(body.get("value"), str):
            continue
        name, value = body.get(NAME), answer(body.get(VALUE, body["value"]))
        if isinstance(name, str) and value is not None:
            attributes[name] = value
        elif body.get("purpose") in ("tagging", "classifying", "identifying") and not label:
            label = body["value"]
        else:
            notes.append(body["value"])
    return label, "\n".join(notes), attributes


def _place(target: Any, what: str, text: str) -> tuple[tuple[int, int], str | None]:
    """Give start, end and quote of a target; Unplaced where its selectors say neither."""
    selectors = list(_selectors(target))
    quoted = next((s for s in selectors if _quote_of(s) is not None), None)
    exact = None if quoted is None else _quote_of(quoted)
    for selector in selectors:
        if "start" in selector and "end" in selector and _plain(selector):
            start = whole_number(selector["start"], f"the start of {what}")
            return (start, whole_number(selector["end"], f"the end of {what}")), exact
    if quoted is None or not exact:
        raise Unplaced("it has neither a text position nor a quote")
    before, after = (quoted.get(k) if isinstance(quoted.get(k), str) else "" for k in (
        "prefix", "suffix"))  # fmt: skip
    whole = f"{before}{exact}{after}"
    at = text.find(whole)
    if at < 0 or text.find(whole, at + 1) >= 0:
        raise Unplaced(f"its quote {shown(exact)} stands {'nowhere' if at < 0 else 'twice'}")
    start = at + len(before or "")
    return (start, start + len(exact)), exact


def _plain(selector: Mapping[str, Any]) -> bool:
    return selector.get("type", "TextPositionSelector") in (
        "TextPositionSelector", "oa:TextPositionSelector"
    )  # fmt: skip


def _quote_of(selector: Mapping[str, Any]) -> str | None:
    found = selector.get("exact", selector.get("quote"))
    return found if isinstance(found, str) else None


def _selectors(target: Any) -> Iterator[dict[str, Any]]:
    waiting = [*_many(target.get("selector"))] if isinstance(target, dict) else []
    for _ in range(20):
        if not waiting:
            return
        selector = waiting.pop(0)
        if isinstance(selector, dict):
            yield selector
            waiting += _many(selector.get("refinedBy"))
