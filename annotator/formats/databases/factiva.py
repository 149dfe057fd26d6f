"""Factiva: unlabelled lines in a known order, coded rows (HD, BY, WC …), or XML."""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from annotator.core.dates import is_dateline
from annotator.formats.databases.page_blocks import Block
from annotator.formats.databases.story import Story, is_word_count
from annotator.formats.xml_tree import local

DOCUMENT = re.compile(
    r"(?:Document|Dokument|Documento|Документ|文件|文档|文書)\s*(?:n°\s*)?"
    r"([A-Za-z0-9]{8}[A-Za-z0-9]{6,24})$"
)
"""The line that ends an article: its number."""
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}$")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s*(?:[AaPp]\.?[Mm]\.?|GMT|Uhr))?$")
_RIGHTS = re.compile(r"(?:\(c\)|©|copyright\b|all rights reserved)", re.IGNORECASE)
_ARTICLE = re.compile(r"([a-z]{2})(?:[a-z]{2})?article$")
_CODED = re.compile(r"(HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|SE|CX|CT|RF|CO|IN|NS|RE|IPD|IPC"
                    r"|PUB|AN|ART|CLM|VOL|NGC|GC|DS)[\t |]+(.*)", re.DOTALL)  # fmt: skip
_FACTS = {"SE": "section", "SC": "source_code", "CY": "copyright", "AN": "document", "PG": "pages",
          "ED": "edition", "LA": "said_language", "CLM": "column"}  # fmt: skip
_EDGE = 8  # lines between a word count and the text


def language_of(classes: Iterable[str]) -> str:
    """Give an article's language by the class of its element, such as deArticle or zhtwArticle."""
    found = (_ARTICLE.fullmatch(name) for name in classes)
    return next((match[1] for match in found if match), "")


def story_of_blocks(found: list[Block], language: str, number: str) -> Story:
    """Give the story in one element of a page."""
    coded = dict(filter(None, (_coded(block.text) for block in _rows(found))))
    is_coded = "HD" in coded or "TD" in coded
    story = story_of_codes(coded) if is_coded else _story_of_order(found)
    story.language = language or story.language
    story.facts.setdefault("document", number.removeprefix("article-"))
    return story


def _rows(found: list[Block]) -> Iterator[Block]:
    """Give table rows of a code in one cell and words in the next as one block."""
    code = ""
    words: list[str] = []
    for block in found:
        if _CODED.fullmatch(f"{block.text.strip()} ") and block.text.strip().isupper():
            if code:
                yield Block(f"{code}\t" + "\n".join(words), "tr", frozenset())
            code, words = block.text.strip(), []
        else:
            words.append(block.text)
    if code:
        yield Block(f"{code}\t" + "\n".join(words), "tr", frozenset())


def _coded(line: str) -> tuple[str, str] | None:
    found = _CODED.match(line)
    return (found[1], found[2].strip()) if found else None


def story_of_codes(coded: dict[str, str]) -> Story:
    """Give the story whose facts have Factiva's own short names."""
    published = f"{coded.get('PD', '')} {coded.get('ET', '')}".strip()
    story = Story(
        title=coded.get("HD", ""), byline=coded.get("BY", ""), length=coded.get("WC", ""),
        outlet=coded.get("SN", ""), published=published,
        text="\n".join(filter(None, (coded.get("LP", ""), coded.get("TD", "")))),
    )  # fmt: skip
    story.facts = {name: " ".join(coded[code].split()) for code, name in _FACTS.items()
                   if code in coded}  # fmt: skip
    return story


def _story_of_order(found: list[Block]) -> Story:
    story = Story()
    head = [b for b in found if b.tag != "p" and not _is_headline(b)]
    story.title = " ".join(b.text for b in found if _is_headline(b))
    first = next((n for n, b in enumerate(found) if _is_headline(b)), 0)
    if first and found[first - 1].tag != "p":
        story.facts["section"] = found[first - 1].text
        head = [b for b in head if b is not found[first - 1]]
    lines = [b.text for b in head]
    count = next((n for n, line in enumerate(lines) if is_word_count(line)), None)
    named = next((b.text for b in head if "author" in b.classes), "")
    story.byline = named or (lines[count - 1] if count else "")
    _take_facts(lines if count is None else lines[count:], story)
    text = [b.text for b in found if b.tag == "p" and not _is_headline(b)]
    story.text = "\n".join(_without_number(text, story))
    return story


def _is_headline(block: Block) -> bool:
    return any("headline" in name for name in block.classes)


def _without_number(text: list[str], story: Story) -> list[str]:
    found = DOCUMENT.fullmatch(text[-1].strip()) if text else None
    if found:
        story.facts["document"] = found[1]
        return text[:-1]
    return text


def _take_facts(lines: list[str], story: Story) -> int:
    """Take the lines from the word count on, in their order; gives how many they were."""
    at = 0
    for line in lines[:_EDGE]:
        if not story.length and is_word_count(line):
            story.length = line
        elif not story.published and is_dateline(line):
            story.published = line
        elif _CLOCK.fullmatch(line) and story.published and not story.outlet:
            story.published += f" {line}"
        elif not story.published and not story.length:
            pass
        elif not story.outlet:
            story.outlet = line
        elif "source_code" not in story.facts and _CODE.fullmatch(line):
            story.facts["source_code"] = line
        elif _RIGHTS.match(line):
            story.facts["copyright"] = line
            return at + 1
        elif "source_code" in story.facts and len(line) < 40:
            story.facts["said_language"] = line
        at += 1
    return at


# --- the lines of an RTF file


def stories_in(lines: Iterable[str]) -> Iterator[Story]:
    """Give the stories of an RTF export, each of which ends by its document's number."""
    held: list[str] = []
    for line in lines:
        words = line.strip()
        if not words:
            continue
        number = DOCUMENT.fullmatch(words)
        if number is None:
            held.append(words)
            continue
        yield _story_of_lines(held, number[1])
        held = []
    if any(map(is_word_count, held)) or any(_coded(line) for line in held[:3]):
        yield _story_of_lines(held, "")


def _story_of_lines(lines: list[str], number: str) -> Story:
    if sum(_CODED.match(line) is not None for line in lines[:12]) > 2:
        story = story_of_codes(_codes_of(lines))
    else:
        story = Story()
        count = next((n for n, line in enumerate(lines) if is_word_count(line)), 0)
        names = lines[:count]
        if len(names) > 2 and len(names[0]) < 30 and len(names[0].split()) < 4:
            story.facts["section"] = names.pop(0)
        story.title = "".join(names[:1])
        story.byline = " ".join(names[1:])
        at = count + _take_facts(lines[count:], story)
        story.text = "\n".join(lines[at:])
    story.facts["document"] = number
    return story


def _codes_of(lines: list[str]) -> dict[str, str]:
    coded: dict[str, str] = {}
    code = ""
    for line in lines:
        found = _coded(line)
        if found:
            code = found[0]
            coded[code] = found[1]
        elif code:
            coded[code] += f"\n{line}"
    return coded


# --- XML

_TEXTS = frozenset(("leadParas", "leadPara", "leadParagraph", "tailParas", "tailPara",
                    "tailParagraphs"))  # fmt: skip
_SAID = {
    "headline": "title", "byline": "byline", "author": "byline", "sourceName": "outlet",
    "publicationDate": "published", "publicationTime": "time", "wordCount": "length",
    "baseLanguage": "language", "accessionNo": "document", "sectionName": "section",
    "copyright": "copyright",
}  # fmt: skip


def story_of_element(element: Element) -> Story:
    """Give the story in a `ppsarticle`, whatever the names of its space."""
    said: dict[str, str] = {}
    text: list[str] = []
    for part in element.iter():
        name = local(part)
        if name in _TEXTS:
            text += _paragraphs(part)
        elif name in _SAID:
            words = part.get("value") or " ".join("".join(part.itertext()).split())
            said.setdefault(_SAID[name], words)
    length, language = said.get("length", ""), said.get("language", "")
    return Story(
        "\n".join(text), said.get("title", ""), said.get("outlet", ""),
        f"{said.get('published', '')} {said.get('time', '')}".strip(), said.get("byline", ""),
        f"{length} words" if length.isdigit() else length,
        language[:2].lower() if language.isascii() else "",
        facts={name: said.get(name, "") for name in ("document", "section", "copyright")},
    )  # fmt: skip


def _paragraphs(part: Element) -> list[str]:
    inner = [p for p in part.iter() if local(p) in ("para", "paragraph", "p") and p is not part]
    found = (" ".join("".join(p.itertext()).split()) for p in inner or [part])
    return [words for words in found if words]
