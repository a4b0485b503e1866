"""Markup in, an element tree out; and the few questions everybody asks an element.

The tree is lxml's, repaired by libxml2. Nothing here or above recurses over it, so nesting costs no stack.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kl_calendar import errors, limits
from kl_calendar.i18n import say
from kl_calendar.read import charset
from kl_calendar.read.refusals import TooLarge

try:
    from lxml import etree
except ImportError as missing:  # the reader table imports this module on use
    raise errors.MissingExtra("html", needed_by=say("reading web pages and mails")) from missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    Element = Any

MAX_DEPTH = 15 * limits.MAX_NESTING
"""Deepest nesting of any elements; libxml2 drops text below 2,048. Forgotten `</font>` tags reach some hundreds."""

ROLES = {
    "navigation": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "main": "main",
    "article": "article",
    "table": "table",
    "grid": "table",
    "row": "tr",
    "cell": "td",
    "gridcell": "td",
    "columnheader": "th",
    "rowheader": "th",
    "list": "ul",
    "listitem": "li",
}
"""ARIA roles that say what a `div` stands for."""


def names(text: str) -> frozenset[str]:
    """Return a set of names written in one string."""
    return frozenset(text.split())


INLINE = names(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark q s samp small span "
    "strike strong sub sup time tt u var wbr nobr button"
)
"""Elements that do not start a line of their own."""

_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE
)


def decode(raw: bytes) -> str:
    """Return the page's text: byte order mark, else the declared character set, else UTF-8, else Windows-1252."""
    declared = _META_CHARSET.search(raw[:4096])
    return charset.text(raw, declared.group(1).decode("ascii") if declared else None)


def parse(markup: str, name: str) -> Element | None:
    """Return the root element, or None where there is no element at all; refuse a bottomless page."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, remove_comments=True)
    clean = markup.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(clean, parser)
    except etree.XMLSyntaxError:  # an empty document; everything else libxml2 repairs
        return None
    if root is not None:
        _check_depth(root, name)
    return root


def _check_depth(root: Element, name: str) -> None:
    depth = blocks = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        step = 1 if event == "start" else -1
        depth += step
        blocks += 0 if element.tag in INLINE else step
        if blocks > limits.MAX_NESTING + 2 or depth > MAX_DEPTH:  # html and body are not the page's own
            raise TooLarge(
                name,
                say("its elements are nested more than {limit} deep", limit=limits.MAX_NESTING),
                hint=say("save the page's text anew, or copy the programme into a text file"),
            )


def kind(element: Element) -> str:
    """Return what the element stands for: its tag, or the tag its ARIA role names."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    role = element.get("role") if tag not in INLINE or tag == "span" else None
    return ROLES.get(role.strip().lower(), tag) if role else tag


def style(element: Element) -> str:
    """Return the style attribute without spaces, in lower case."""
    found = element.get("style")
    return "".join(found.lower().split()) if found else ""


_NO_WORDS: frozenset[str] = frozenset()


def words(element: Element) -> frozenset[str]:
    """Return the words of an element's class, id and label, such as `cookie`, `banner`."""
    if not element.attrib:
        return _NO_WORDS
    named = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('aria-label') or ''}"
    return frozenset(re.split(r"[\s_\-:.]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", named[:400]).lower()))


def content(element: Element) -> str:
    """Return all text inside an element, runs of white space as one space."""
    return " ".join("".join(element.itertext()).split())


def length(element: Element, most: int) -> int:
    """Return how many characters stand inside an element, counting no further than `most`."""
    count = 0
    for text in element.itertext():
        count += len(text.strip())
        if count >= most:
            return most
    return count


def parents(element: Element) -> Iterator[Element]:
    """Yield the elements around this one, nearest first."""
    up = element.getparent()
    while up is not None:
        yield up
        up = up.getparent()
