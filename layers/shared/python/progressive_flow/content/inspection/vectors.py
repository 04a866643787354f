"""SVG is a program for browsers as much as an image: what is kept of it are shapes, colours and texts.

Nothing refers to another file, and no shape is repeated by reference, since a few nested repetitions draw millions of them.
A gradient may take its colours from another one of the same file, as programs that draw write it.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from progressive_flow.content.inspection.findings import Kept, RejectedError

SVG = "http://www.w3.org/2000/svg"
MAX_ELEMENTS, MAX_DEPTH = 20_000, 64
_ELEMENTS = """
svg g defs title desc path rect circle ellipse line polyline polygon text tspan linearGradient radialGradient stop clipPath
"""
_ATTRIBUTES = """
id viewBox width height x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy d points transform gradientTransform gradientUnits
spreadMethod offset clipPathUnits preserveAspectRatio fill fill-opacity fill-rule stroke stroke-width stroke-opacity
stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color stop-color stop-opacity
clip-path clip-rule display visibility font-family font-size font-weight font-style text-anchor dominant-baseline
letter-spacing word-spacing text-decoration rotate textLength lengthAdjust role version
"""
ELEMENTS, ATTRIBUTES = frozenset(_ELEMENTS.split()), frozenset(_ATTRIBUTES.split())
_STYLES = frozenset(name for name in ATTRIBUTES if "-" in name) | {"fill", "stroke", "opacity", "color", "display"}
_REFERENCE = re.compile(r"url\(\s*['\"]?#[\w.-]+['\"]?\s*\)")
_CALL = re.compile(r"url|image|expression|import|\\|@|javascript|data:", re.IGNORECASE)
_HREFS = {"href", "{http://www.w3.org/1999/xlink}href"}
_GRADIENTS = {f"{{{SVG}}}{name}" for name in ("linearGradient", "radialGradient")}
_OF_THIS_FILE = re.compile(r"#[\w.-]+")
_BROKEN = "The SVG cannot be read: save it again as plain SVG, without entities."


def sanitized(body: bytes) -> Kept:
    """Return an SVG with what the lists allow; raise RejectedError for one with entities, or of too many parts."""
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - the safe parser below makes its elements

    from defusedxml import DefusedXmlException  # noqa: PLC0415 - the layer of this function alone has it
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415 - as above

    try:
        root: Element = fromstring(body, forbid_entities=True, forbid_external=True)
    except (DefusedXmlException, ParseError, ValueError) as error:
        raise RejectedError(_BROKEN) from error
    if root.tag != f"{{{SVG}}}svg":
        raise RejectedError("The file is no SVG: its outermost element is another one.")
    if sum(1 for _ in _elements(root)) > MAX_ELEMENTS:
        raise RejectedError("The SVG has too many elements: simplify it.")
    ET.register_namespace("", SVG)
    return Kept(ET.tostring(_kept(root), encoding="utf-8", xml_declaration=True))


def _elements(root: Element) -> Iterator[Element]:
    """Yield every element; raise RejectedError where they are nested too deeply."""
    level = [root]
    for _ in range(MAX_DEPTH):
        yield from level
        level = [child for element in level for child in element]
    if level:
        raise RejectedError("The SVG is nested too deeply: simplify it.")


def _kept(element: Element) -> Element:
    """Return a copy of an element with what may stay of it; text is that of elements that stay."""
    copy = Element(element.tag, dict(_attributes(element)))
    copy.text, copy.tail = element.text, element.tail
    for child in element:
        if child.tag.startswith(f"{{{SVG}}}") and child.tag.removeprefix(f"{{{SVG}}}") in ELEMENTS:
            copy.append(_kept(child))
    return copy


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if name == "style":
            yield from _declarations(value)
        elif name in _HREFS and element.tag in _GRADIENTS and _OF_THIS_FILE.fullmatch(value):
            yield "href", value
        elif name == "id" or (name in ATTRIBUTES and _is_plain(value)):
            yield name, value


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    """Yield the declarations of a style as attributes, which mean the same and can do no more."""
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        if name.strip() in _STYLES and _is_plain(value):
            yield name.strip(), value.strip()


def _is_plain(value: str) -> bool:
    """Return whether a value refers to nothing but an element of the same file."""
    return not _CALL.search(_REFERENCE.sub("", value))
