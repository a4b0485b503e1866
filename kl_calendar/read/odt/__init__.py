"""OpenDocument texts (.odt): the zip's parts in, a `Document` in reading order out, in the same order as Word's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kl_calendar.i18n import say
from kl_calendar.model.document import Document, Zone
from kl_calendar.read.flow import STRUCK_OUT, in_zone, joined, meaningful_title, with_boxes
from kl_calendar.read.odt.body import Story
from kl_calendar.read.odt.styles import Styles
from kl_calendar.read.refusals import Damaged, Locked
from kl_calendar.read.xmlnames import child, local
from kl_calendar.read.zipped import Package

if TYPE_CHECKING:
    from typing import Any

    from kl_calendar.model.document import Line

_MANIFEST = "META-INF/manifest.xml"


def read(raw: bytes, name: str) -> Document:
    """Read an OpenDocument text."""
    package = Package(raw, name)
    if _MANIFEST in package and b"encryption-data" in package.bytes_of(_MANIFEST):
        raise Locked(
            name, say("it is protected with a password"), hint=say("open it, save it without a password, and give that")
        )
    if "content.xml" not in package:
        raise Damaged(
            name, say("the OpenDocument file has no text part"), hint=say("open it in its program and save it anew")
        )
    content = package.xml_of("content.xml")
    common = package.xml_of("styles.xml") if "styles.xml" in package else None
    styles = Styles((common, content))
    story = Story(styles)
    body = story.lines(child(content, "body", "text"))
    own = with_boxes(body, story.all_boxes())
    lines = joined((_furniture(common, "header", styles), own, _furniture(common, "footer", styles)), name)
    left_out = ((0, STRUCK_OUT.code),) if story.struck_out else ()
    return Document(name, "odt", lines, title=meaningful_title(_title(package), lines), notes=left_out)


def _furniture(common: Any, what: str, styles: Styles) -> list[Line]:  # noqa: ANN401 -- lxml has no types
    """Return the page headers or footers of all page styles, each text once."""
    zone = Zone.HEADER if what == "header" else Zone.FOOTER
    found: list[Line] = []
    seen: set[tuple[str, ...]] = set()
    pages = child(common, "master-styles") if common is not None else None
    for page in pages if pages is not None else ():
        for element in page:
            if local(element) not in (what, f"{what}-left", f"{what}-first"):
                continue
            story = Story(styles)
            lines = [*story.lines(element), *(line for box in story.all_boxes() for line in box)]
            text = tuple(line.text for line in lines if line.text)
            if text not in seen:
                seen.add(text)
                found += in_zone(lines, zone)
    return found


def _title(package: Package) -> str:
    if "meta.xml" not in package:
        return ""
    element = child(package.xml_of("meta.xml"), "meta", "title")
    return "" if element is None else element.text or ""
