"""WebDAV's XML: request bodies out, multistatus answers in. Bytes and values only; nothing here opens a connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable

DAV = "{DAV:}"
CALDAV = "{urn:ietf:params:xml:ns:caldav}"
SERVER = "{http://calendarserver.org/ns/}"
_HEAD = (
    b'<?xml version="1.0" encoding="utf-8"?>\n<%s xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" '
    b'xmlns:S="http://calendarserver.org/ns/" xmlns:I="http://apple.com/ns/ical/">'
)
PEEK = _HEAD % b"propfind" + b"<prop><S:getctag/></prop></propfind>"
LIST = _HEAD % b"propfind" + b"<prop><getetag/><resourcetype/><S:getctag/></prop></propfind>"
ETAG = _HEAD % b"propfind" + b"<prop><getetag/></prop></propfind>"
ABOUT = _HEAD % b"propfind" + (
    b"<prop><resourcetype/><displayname/><current-user-principal/><C:calendar-home-set/><S:getctag/>"
    b"<C:supported-calendar-component-set/><current-user-privilege-set/></prop></propfind>"
)


class BadXml(ValueError):
    """The answer is no well-formed multistatus."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One response of a multistatus; only properties with status 200 are in it."""

    path: str
    """The unquoted path: servers quote one href in different ways."""
    raw: str
    """The path as the server spells it."""
    status: int = 200
    properties: dict[str, etree._Element] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a property's text, else empty."""
        element = self.properties.get(name)
        return (element.text or "").strip() if element is not None else ""

    def has(self, name: str, inside: str) -> bool:
        """Say whether a property holds that element at any depth."""
        element = self.properties.get(name)
        return element is not None and element.find(f".//{inside}") is not None

    def href(self, name: str) -> str:
        """Return the first href inside a property, else empty."""
        element = self.properties.get(name)
        found = element.find(f".//{DAV}href") if element is not None else None
        return (found.text or "").strip() if found is not None else ""


def parse(body: bytes) -> etree._Element:
    """Parse XML from a server: no entities, no network, no huge trees."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadXml(str(error)) from error


def multistatus(body: bytes) -> list[Resource]:
    """Return the resources of a 207 answer."""
    root = parse(body)
    if root.tag != f"{DAV}multistatus":
        raise BadXml(f"a multistatus was expected, not {root.tag}")
    return [_resource(element) for element in root.findall(f"{DAV}response")]


def _resource(element: etree._Element) -> Resource:
    raw = urlsplit((element.findtext(f"{DAV}href") or "").strip()).path
    properties: dict[str, etree._Element] = {}
    for propstat in element.findall(f"{DAV}propstat"):
        if _status(propstat) == 200:
            properties.update({str(child.tag): child for child in propstat.findall(f"{DAV}prop/*")})
    return Resource(unquote(raw), raw, _status(element), properties)


def _status(element: etree._Element) -> int:
    words = (element.findtext(f"{DAV}status") or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 200


def preconditions(body: bytes) -> tuple[str, ...]:
    """Return the names inside a `DAV:error` answer, without namespace; they say more than the status does."""
    if b"error" not in body:
        return ()
    try:
        root = parse(body)
    except BadXml:
        return ()
    if root.tag != f"{DAV}error":
        return ()
    return tuple(etree.QName(child).localname for child in root if isinstance(child.tag, str))


def multiget(hrefs: Iterable[str]) -> bytes:
    """Return the body of a calendar-multiget for these raw hrefs."""
    listed = "".join(f"<href>{escape(href)}</href>" for href in hrefs)
    start = _HEAD % b"C:calendar-multiget"
    return start + b"<prop><getetag/><C:calendar-data/></prop>" + listed.encode() + b"</C:calendar-multiget>"


def mkcalendar(name: str, color: str, description: str) -> bytes:
    """Return the body of a MKCALENDAR. Emoji are left out of the name: SOGo 5.8 then answers with broken XML."""
    plain = "".join(character for character in name if ord(character) <= 0xFFFF)
    properties = f"<displayname>{escape(plain)}</displayname>"
    if description:
        properties += f"<C:calendar-description>{escape(description)}</C:calendar-description>"
    if color:
        properties += f"<I:calendar-color>{escape(color)}</I:calendar-color>"
    kinds = '<C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set>'
    inner = f"<set><prop>{properties}{kinds}</prop></set></C:mkcalendar>"
    return _HEAD % b"C:mkcalendar" + inner.encode()
