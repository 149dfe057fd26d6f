"""XMI: a CAS as XML, one element a feature structure."""

from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from annotator.core.errors import FormatError
from annotator.formats.cas.structures import TYPES, Cas, Structure, referring
from annotator.formats.xml_tree import local, number, parsed

_XMI = "{http://www.omg.org/XMI}"
_SKIPPED = ("NULL", "View")


def read_xmi(source: Path | bytes) -> Cas | None:
    """Give what an XMI file holds; None for a type system, which says nothing of texts.

    No type system is needed. Raises FormatError for a file that is no XMI.
    """
    root = parsed(source)
    if local(root) == "typeSystemDescription":
        return None
    if local(root) != "XMI":
        raise FormatError("it is no XMI file")
    texts: dict[str, str] = {}
    found: dict[str, Structure] = {}
    for element in root:
        own = element.get(f"{_XMI}id") or ""
        if local(element) == "Sofa":
            text = element.get("sofaString")
            if text is not None:
                texts[own] = text
        elif local(element) not in _SKIPPED and own:
            found[own] = _structure(own, element)
    referring(found.values(), found)
    return Cas(texts, found)


def _structure(own: str, element: Element) -> Structure:
    made = Structure(own, _type(element))
    for name, value in element.attrib.items():
        if name == "sofa":
            made.sofa = value
        elif name == "begin":
            made.begin = number(value, "the begin of an annotation")
        elif name == "end":
            made.end = number(value, "the end of an annotation")
        elif not name.startswith("{"):
            made.features[name] = value
    for child in element:
        made.lists[local(child)] = (*made.lists.get(local(child), ()), child.text or "")
    return made


def _type(element: Element) -> str:
    # {http:///webanno/custom.ecore}Mark is webanno.custom.Mark
    space, _, name = element.tag[1:].rpartition("}")
    package = space.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return f"{package}.{name}" if package else name


def written_xmi(text: str, structures: Iterable[Structure]) -> str:
    """Give the XMI of a text and its structures, whose numbers begin above 1."""
    spaces = sorted({name.rpartition(".")[0] for name in TYPES})
    named = {space: f"t{at}" for at, space in enumerate(spaces)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<xmi:XMI xmi:version="2.0"']
    known = {"cas": "uima.cas", "tcas": "uima.tcas"} | {p: s for s, p in named.items()}
    lines += [
        f'  xmlns:{prefix}="http:///{space.replace(".", "/")}.ecore"'
        for prefix, space in known.items()
    ]
    lines += ['  xmlns:xmi="http://www.omg.org/XMI">', '<cas:NULL xmi:id="0"/>']
    members = []
    for made in structures:
        members.append(made.id)
        space, _, name = made.type.rpartition(".")
        lines.append(f'<{named[space]}:{name} xmi:id="{made.id}"{_attributes(made)}/>')
    lines.append(
        '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain" '
        f"sofaString={_quoted(text)}/>"
    )
    lines.append(f'<cas:View sofa="1" members="{" ".join(members)}"/>')
    return "\n".join([*lines, "</xmi:XMI>"]) + "\n"


def _attributes(made: Structure) -> str:
    places = {} if made.begin is None else {
        "sofa": "1", "begin": str(made.begin), "end": str(made.end)
    }  # fmt: skip
    simple = {name: str(value) for name, value in made.features.items()}
    refs = {name: " ".join(targets) for name, targets in made.refs.items()}
    every = places | simple | refs
    return "".join(f" {name}={_quoted(value)}" for name, value in every.items())


def _quoted(value: str) -> str:
    return quoteattr(value, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def type_system() -> str:
    """Give the description of the types that are written."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">', "<types>",
    ]  # fmt: skip
    for name, (above, features) in TYPES.items():
        lines.append(
            f"<typeDescription><name>{name}</name><description/>"
            f"<supertypeName>{above}</supertypeName><features>"
        )
        lines += [
            f"<featureDescription><name>{feature}</name><description/>"
            f"<rangeTypeName>{kind}</rangeTypeName></featureDescription>"
            for feature, kind in features.items()
        ]
        lines.append("</features></typeDescription>")
    return "\n".join([*lines, "</types>", "</typeSystemDescription>"]) + "\n"
