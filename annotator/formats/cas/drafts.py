"""From the structures of a CAS to a draft: what is a mark, what a link, what is left aside."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from annotator.core.annotation import AttributeValue, Suggestion
from annotator.core.errors import FormatError, shown
from annotator.core.judgement import STATES
from annotator.formats.cas.structures import LINK, MARK, PART, SAID, STATE, Cas, Structure, reached
from annotator.formats.draft import Draft, Mark
from annotator.formats.fields import answer
from annotator.formats.format import Reading
from annotator.formats.offset_units import UTF16
from annotator.formats.webanno.cells import LABELS, SEGMENTS, in_words


def drafts(cas: Cas, reading: Reading) -> Iterator[Draft]:
    """Give a draft for each text of a CAS; refuses a CAS without one."""
    texts = {sofa: text for sofa, text in cas.texts.items() if text.strip()}
    if not texts:
        reading.refuse("it holds no text")
    for number, (sofa, text) in enumerate(texts.items(), 1):
        draft = Draft(text, record=f"text {number}" if len(texts) > 1 else "", expected=UTF16)
        alone = len(texts) == 1
        mine = {
            own: s for own, s in cas.structures.items() if s.sofa == sofa or (alone and not s.sofa)
        }
        _fill(draft, mine, cas.structures, reading)
        yield draft


def _fill(
    draft: Draft, found: dict[str, Structure], every: dict[str, Structure], reading: Reading
) -> None:
    parts = _parts(found)
    aside: Counter[str] = Counter()
    for own, made in found.items():
        if made.type == SAID:
            _label(draft, made)
        elif made.type == STATE:
            _state(draft, made)
        elif _is_link(made):
            _link(draft, made, every)
        elif made.short in SEGMENTS:
            aside[made.short] += 1
            _facts(draft, made)
        elif made.begin is not None and made.end is not None and made.type != PART:
            draft.marks.append(_mark(own, made, parts.get(own) or ((made.begin, made.end),)))
            _further(draft, own, made, every)
    if aside:
        reading.note(in_words(aside))


def _parts(found: dict[str, Structure]) -> dict[str, tuple[tuple[int, int], ...]]:
    parts: dict[str, tuple[tuple[int, int], ...]] = {}
    for made in found.values():
        if made.type == PART and made.begin is not None and made.end is not None:
            for own in made.refs.get("mark", []):
                parts[own] = tuple(sorted((*parts.get(own, ()), (made.begin, made.end))))
    return parts


def _mark(own: str, made: Structure, parts: tuple[tuple[int, int], ...]) -> Mark:
    if made.type == MARK:
        source = made.text("suggestedBy")
        score = made.features.get("score")
        return Mark(
            made.text("label"), parts, key=own, annotator=made.text("annotator"),
            attributes=_attributes(made), note=made.text("note"),
            suggested_by=Suggestion(source, _number(score)) if source else None,
        )  # fmt: skip
    naming = next((name for name in LABELS if made.text(name)), "")
    attributes: dict[str, AttributeValue] = {
        name: value for name, value in made.features.items() if name != naming and value != ""
    }
    attributes |= {name: tuple(dict.fromkeys(v)) for name, v in made.lists.items() if any(v)}
    return Mark(made.text(naming) or made.short, parts, key=own, attributes=attributes)


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if 0 <= number <= 1 else None


def _attributes(made: Structure) -> dict[str, AttributeValue]:
    try:
        values = json.loads(made.text("attributes") or "{}")
    except (ValueError, RecursionError) as error:
        raise FormatError(f"the attributes of structure {made.id} are no JSON") from error
    if not isinstance(values, dict):
        raise FormatError(f"the attributes of structure {made.id} are no JSON object")
    found = ((name, answer(value)) for name, value in values.items())
    return {name: value for name, value in found if value is not None}


def _is_link(made: Structure) -> bool:
    return made.type == LINK or {"Governor", "Dependent"} <= made.refs.keys()


def _link(draft: Draft, made: Structure, every: dict[str, Structure]) -> None:
    heads, tails = made.refs.get("Governor", []), made.refs.get("Dependent", [])
    if len(heads) != 1 or len(tails) != 1:
        raise FormatError(f"the relation {made.id} has not two ends")
    heads, tails = _marked(heads, every), _marked(tails, every)
    if made.type == LINK:
        draft.link(
            made.text("label"), heads[0], tails[0], annotator=made.text("annotator"),
            attributes=_attributes(made), note=made.text("note"),
        )  # fmt: skip
        return
    naming = next((n for n in ("DependencyType", *LABELS) if made.text(n)), "")
    rest = {n: v for n, v in made.features.items() if n not in (naming, "flavor") and v != ""}
    draft.link(made.text(naming) or made.short, heads[0], tails[0], attributes=rest)


def _marked(ends: list[str], every: dict[str, Structure]) -> list[str]:
    """Give the part of speech in the place of a token, which is no mark: what joins tokens."""
    token = every.get(ends[0])
    if token is None or token.short != "Token":
        return ends
    return token.refs.get("pos") or ends


def _further(draft: Draft, own: str, made: Structure, found: dict[str, Structure]) -> None:
    """Add the links of a mark's slots and chains."""
    for name, targets in made.refs.items():
        for target in reached(targets, found):
            other = found.get(target)
            if other is None:
                continue
            ends = other.refs.get("target") or (
                [other.text("target")] if other.text("target") in found else []
            )
            if other.begin is None and ends:
                role = other.text("role")
                draft.link(name, own, ends[0], attributes={"role": role} if role else {})
            elif other.begin is not None and other.type == made.type and name == "next":
                said = made.text("referenceRelation")
                draft.link(said or made.short, own, target)


def _label(draft: Draft, made: Structure) -> None:
    try:
        value = answer(json.loads(made.text("value")))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"the value of structure {made.id} is no JSON") from error
    if value is None:
        raise FormatError(f"the value of structure {made.id} is none that an article can have")
    draft.labels.append((made.text("annotator"), made.text("name"), value))


def _state(draft: Draft, made: Structure) -> None:
    state = next((s for s in STATES if s == made.text("state")), None)
    if state is None:
        raise FormatError(f"{shown(made.text('state'))} is no state of an article")
    draft.states.append((made.text("annotator"), state))


def _facts(draft: Draft, made: Structure) -> None:
    if not made.short.startswith("Document"):
        return
    language, title = made.text("language"), made.text("documentTitle")
    facts = dict(draft.facts)
    if language not in ("", "x-unspecified"):
        facts["language"] = language
    if title:
        facts["title"] = title
    draft.facts = facts
