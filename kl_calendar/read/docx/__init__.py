"""Word documents (.docx): the zip's parts in, a `Document` in reading order out.

Page headers come first, then the body with its tables in place, then what stands beside it (text boxes, footnotes),
then page footers. Read with lxml directly: the libraries for it lose the order or resolve no numbering.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kl_calendar.model.document import Document, Zone
from kl_calendar.read.docx.body import Story
from kl_calendar.read.docx.numbering import Numbering
from kl_calendar.read.docx.parts import Parts
from kl_calendar.read.docx.styles import Styles
from kl_calendar.read.flow import STRUCK_OUT, in_zone, joined, meaningful_title, with_boxes
from kl_calendar.read.zipped import Package

if TYPE_CHECKING:
    from kl_calendar.model.document import Line


def read(raw: bytes, name: str) -> Document:
    """Read a Word document."""
    parts = Parts(Package(raw, name))
    styles = Styles(parts.related("styles"))
    numbering = Numbering(parts.related("numbering"))
    story = Story(styles, numbering, parts.links)
    body = story.lines(parts.document)
    boxes = [story.box_lines(box) for box in story.boxes]
    notes = _footnotes(parts, styles, numbering)
    lines = joined(
        (
            _furniture(parts, "header", styles, numbering),
            with_boxes(body, boxes),
            in_zone(notes, Zone.MARGIN),
            _furniture(parts, "footer", styles, numbering),
        ),
        name,
    )
    left_out = ((0, STRUCK_OUT.code),) if story.struck_out else ()
    return Document(name, "docx", lines, title=meaningful_title(parts.title, lines), notes=left_out)


def _furniture(parts: Parts, what: str, styles: Styles, numbering: Numbering) -> list[Line]:
    """Return the lines of all page headers or footers; sections often repeat the same one."""
    zone = Zone.HEADER if what == "header" else Zone.FOOTER
    found: list[Line] = []
    seen: set[tuple[str, ...]] = set()
    for root, links in parts.furniture(what):
        story = Story(styles, numbering, links)
        lines = story.lines(root)
        lines += [line for box in story.boxes for line in story.box_lines(box)]
        text = tuple(line.text for line in lines if line.text)
        if text not in seen:
            seen.add(text)
            found += in_zone(lines, zone)
    return found


def _footnotes(parts: Parts, styles: Styles, numbering: Numbering) -> list[Line]:
    found: list[Line] = []
    for what in ("footnotes", "endnotes"):
        root = parts.related(what)
        if root is not None:
            found += Story(styles, numbering, {}).lines(root)
    return found
