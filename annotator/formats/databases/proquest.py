"""ProQuest: named fields, one below the other, between lines of underscores."""

import re
from collections.abc import Iterable, Iterator

from annotator.core.dates import iso_date
from annotator.formats.databases.lexis import parts_of
from annotator.formats.databases.names import fact_named
from annotator.formats.databases.story import Story

RULE = re.compile(r"_{20,}|-{40,}|={20,}")
"""The line between two articles."""
_COUNTER = re.compile(r"(?:Document|Dokument|Documento) \d+ (?:of|von|de|di|sur) \d+",
                      re.IGNORECASE)  # fmt: skip
_FIELD = re.compile(r"^([^\W\d_][^:\n_]{1,45}?)[ \u00a0]?:(?:[ \t\u00a0]+|$)(.*)$")
_KEPT = {"section", "pages", "copyright", "document", "type", "subject", "abstract", "place",
         "dateline"}  # fmt: skip


def stories_in(lines: Iterable[str]) -> Iterator[Story]:
    """Give the stories of an export; what has neither a text nor an abstract is none."""
    held: list[str] = []
    for line in [*lines, "_" * 20]:
        if RULE.fullmatch(line.strip()) or _COUNTER.fullmatch(line.strip()):
            facts, title = _facts(held)
            if facts.keys() & {"body", "document", "outlet", "info"} and (
                {"body", "abstract"} & facts.keys()
            ):
                yield _story(facts, title)
            held = []
        else:
            held.append(line)


def _facts(lines: list[str]) -> tuple[dict[str, str], str]:
    """Give a story's fields and the line above them, which is its title."""
    facts: dict[str, str] = {}
    title, open_fact = "", ""
    for line in lines:
        found = _FIELD.match(line.strip())
        fact = fact_named(found[1]) if found else ""
        # In a text, a line such as "Place: the pier" is no field unless it follows a blank one.
        if found and fact:
            open_fact = fact if fact not in facts else f"{fact} again"
            facts[open_fact] = found[2]
        elif open_fact:
            facts[open_fact] += f"\n{line}"
        elif line.strip() and not title:
            title = line.strip()
    return {fact: value.strip("\n") for fact, value in facts.items()}, title


def _story(facts: dict[str, str], title: str) -> Story:
    body = facts.get("body", "").strip() or facts.get("abstract", "")
    info = facts.get("info", "")
    outlet = facts.get("outlet", "") or re.split(r"\s*[;:]|\d{1,2} \w+ \d{4}", info)[0]
    published = next(
        (said for said in (facts.get("published", ""), info, facts.get("year", ""))
         if iso_date(said)), facts.get("published", ""),
    )  # fmt: skip
    kept = {name: " ".join(value.split()) for name, value in facts.items() if name in _KEPT}
    if not facts.get("body", "").strip():
        kept["text_is"] = "abstract"
    else:
        kept.pop("abstract", None)
    if "language" in facts:
        kept["said_language"] = facts["language"]
    return Story(
        text="\n".join(part.text for part in parts_of(body)),
        title=" ".join((facts.get("title") or title).split()),
        outlet=outlet.split(";")[0].strip(), published=published,
        byline=facts.get("byline", ""), length=facts.get("length", ""),
        url=(facts.get("url", "").split() or [""])[0], facts=kept,
    )  # fmt: skip
