"""The XML of a file that a scheme is read from, without anything that XML can do to a reader."""

from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from annotator.core.errors import SchemeError


def xml_root(path: Path, text: str) -> Element:
    """Give the outermost element; SchemeError where it is no XML or defines entities."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(text)
    except DefusedXmlException as error:
        raise SchemeError(
            f"{path} is not a usable XML file: it defines entities of its own, "
            "which are not read for safety. Take its DOCTYPE out."
        ) from error
    except (ParseError, RecursionError) as error:
        raise SchemeError(f"{path} is not a usable XML file: {error}.") from error
    return root
