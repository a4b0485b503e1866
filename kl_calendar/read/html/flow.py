"""A tree and a plan in, lines out: the walk over the page, element by element, without recursion over depth.

A block starts a line, `<br>` ends one, paragraphs stand apart, list items carry their marker, a table row is one line.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from kl_calendar.model.document import Line, Zone
from kl_calendar.read.html import noise, tables, tree
from kl_calendar.read.html.writer import TAB, Look, Writer

if TYPE_CHECKING:
    from kl_calendar.read.html.noise import Plan
    from kl_calendar.read.html.tree import Element

SPACED = tree.names("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre hr figure fieldset details summary menu")
"""Blocks with a gap before and after them."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STRUCK = frozenset(("del", "s", "strike"))
_BOLD = frozenset(("b", "strong"))
_LISTS = frozenset(("ul", "ol", "menu"))
_MINUTES = re.compile(r"[0-5]\d")
_HOUR = re.compile(r"(?<![\d.:])(?:[01]?\d|2[0-4])$")
_OUTLOOK_LEVEL = re.compile(r"mso-list:[^;]{0,40}?level(\d)")
_ITEM_LENGTH = 400
"""Boxes of the same kind with less text than this, on average, are items; longer ones are chapters."""

_Step = tuple["Element", Look, bool]


class Flow:
    """One page, or one cell of it, being written down."""

    def __init__(self, name: str, plan: Plan, base: str = "", *, cell: bool = False) -> None:
        self.writer = Writer(name)
        self.name, self.plan, self.base = name, plan, base
        self.cell = cell
        self._items: dict[Element, bool] = {}
        self._measured: set[Element] = set()
        self._counts: dict[Element, int] = {}
        self._level = 1

    def run(self) -> tuple[Line, ...]:
        """Return the lines of all roots."""
        for root in self.plan.roots:
            self.walk(root, Look())
            self._end_block(tree.kind(root), Look())
        return self.writer.finished()

    def walk(self, root: Element, look: Look) -> None:
        """Write down one element and everything in it."""
        stack: list[_Step] = [(root, look, False)]
        while stack:
            element, outer, leaving = stack.pop()
            if leaving:
                self._leave(element, outer)
            elif (inner := self._enter(element, outer)) is not None:
                stack.append((element, outer, True))
                if element.text:
                    self._text(element.text, inner)
                stack.extend((child, inner, False) for child in reversed(element))
                continue
            if element is not root and element.tail:
                self._text(element.tail, outer)

    def _enter(self, element: Element, look: Look) -> Look | None:
        """Begin an element; None when nothing in it is left to walk."""
        what = tree.kind(element)
        if not what or what in noise.UNSEEN or element in self.plan.skip or self._struck(element, what):
            return None
        if what == "br":
            self._break(look)
            return None
        if what in tree.INLINE:
            return self._enter_inline(element, what, look)
        return self._enter_block(element, what, look)

    def _struck(self, element: Element, what: str) -> bool:
        return what in _STRUCK or "line-through" in tree.style(element)

    def _break(self, look: Look) -> None:
        if not self.writer.end():
            self.writer.blank()
        self.writer.look = look

    def _text(self, text: str, look: Look) -> None:
        if not look.pre:
            self.writer.text(text, look)
            return
        for number, part in enumerate(text.replace("\r\n", "\n").split("\n")):
            if number:
                self._break(look)
            words = part.lstrip(" \t")
            if words:
                self.writer.text(words, replace(look, indent=look.indent + len(part) - len(words)))

    def _enter_inline(self, element: Element, what: str, look: Look) -> Look | None:
        if what == "button" and not _opens(element):
            return None
        if what == "label" and _names_a_field(element, self.plan.ticks):
            return None
        return self._inline(element, what, look)

    def _inline(self, element: Element, what: str, look: Look) -> Look | None:
        self._part(element)
        style = tree.style(element)
        if "mso-list:ignore" in style:
            self.writer.mark("".join(tree.content(element).split()))
            return None
        if "mso-tab-count" in style:
            self.writer.text(TAB, look)
            return None
        if what == "sup" and self._minutes(element):
            self.writer.text(":", look)
        if what == "a":
            self.writer.begin_link(self._target(element))
        if what == "q":
            self.writer.text('"', look)
        if what in _BOLD or "font-weight:bold" in style or re.search(r"font-weight:[6-9]00", style):
            return replace(look, bold=True)
        return replace(look, bold=False) if "font-weight:normal" in style else look

    def _part(self, element: Element) -> None:
        """Tell the writer where an element right behind another may be a part of its own, as time and title are."""
        before = element.getprevious()
        if (
            before is None
            or (before.tail or "").strip()
            or not isinstance(before.tag, str)
            or before.tag not in tree.INLINE
        ):
            return
        kinds = (before.get("class"), element.get("class"))
        always = "time" in (before.tag, element.tag)
        if always or (not before.tail and None not in kinds and kinds[0] != kinds[1]):
            self.writer.part(always=always)

    def _minutes(self, element: Element) -> bool:
        """Whether raised figures are minutes after an hour: `9` and a raised `30`."""
        return bool(_MINUTES.fullmatch(tree.content(element)) and _HOUR.search(self.writer.last()))

    def _target(self, element: Element) -> str:
        href = (element.get("href") or "").strip()
        if not href or href.startswith(("#", "javascript:", "tel:", "data:")):
            return ""
        try:
            return urljoin(self.base, href) if self.base else href
        except ValueError:  # a malformed address, as `http://[`
            return href

    def _enter_block(self, element: Element, what: str, look: Look) -> Look | None:
        self.writer.end()
        zone = self.plan.zones.get(element, look.zone)
        if zone is not look.zone:
            look = replace(look, zone=zone)
        if self._spaced(element, what, look) or self._item(element):
            self.writer.gap()
        label = self.plan.labels.get(element)
        if label:
            self._label(label, look)
        if what == "hr" or (not self.cell and self._tabular(element, what, look.zone)):
            return None
        return self._inside(element, what, look)

    def _label(self, label: str, look: Look) -> None:
        self.writer.text(label, replace(look, heading=min(self._level + 1, 6)))
        self.writer.end()
        self.writer.gap()

    def _tabular(self, element: Element, what: str, zone: Zone) -> bool:
        """Write a table of data, or a list of times and what happens then, as rows; say whether it was one."""
        if what not in ("table", "dl"):
            return False
        read = tables.table_rows if what == "table" else tables.definition_rows
        rows = read(element, self)
        if not rows:
            return False
        self._caption(element, zone)
        number = self._table_number(rows)
        for row in rows:
            self.writer.row(row, table=number, zone=zone)
        self.writer.gap()
        return True

    def _caption(self, element: Element, zone: Zone) -> None:
        found = element.find("caption")
        if found is not None:
            self.walk(found, Look(zone=zone))
            self.writer.end()

    def _table_number(self, rows: tables.Rows) -> int:
        """One number a table; rows that each came as a table of their own, straight after each other, share one."""
        lines = [line for line in self.writer.lines[-2:] if line.text]
        before = lines[-1] if lines else None
        if len(rows) == 1 and before and before.table and len(before.cells) == len(rows[0]):
            if self.writer.lines and not self.writer.lines[-1].text:
                self.writer.lines.pop()
            return before.table
        self.writer.tables += 1
        return self.writer.tables

    def _inside(self, element: Element, what: str, look: Look) -> Look:
        """Return the look of what stands inside a block."""
        style = tree.style(element)
        changed: dict[str, object] = {}
        level = self._heading(element, what)
        if level:
            changed |= {"heading": level, "tight": False}
        if what == "pre" or "white-space:pre" in style:
            changed["pre"] = True
        if "font-weight:bold" in style:
            changed["bold"] = True
        if self._item(element) or (what in ("li", "dd") and tree.length(element, _ITEM_LENGTH + 1) <= _ITEM_LENGTH):
            changed["tight"] = True
        if what == "li":
            changed["item"] = True
        indent = self._indent(element, what, look.indent)
        if indent != look.indent:
            changed["indent"] = indent
        return replace(look, **changed) if changed else look  # type: ignore[arg-type]

    def _indent(self, element: Element, what: str, outer: int) -> int:
        if what == "li":
            self._mark(element)
            return 2 * max(_list_depth(element) - 1, 0)
        if what == "dd":
            return outer + 2
        level = _OUTLOOK_LEVEL.search(tree.style(element))
        return 2 * (int(level.group(1)) - 1) if level else outer

    def _heading(self, element: Element, what: str) -> int:
        if what in HEADINGS:
            self._level = HEADINGS[what]
            return self._level
        return self._summary_level(element) if what == "summary" else 0

    def _summary_level(self, summary: Element) -> int:
        """One below the heading before the first of its row: the parts of an accordion are equals."""
        details = summary.getparent()
        holder = details if details.getparent() is None else details.getparent()
        return self._counts.setdefault(holder, min(self._level + 1, 6))

    def _mark(self, element: Element) -> None:
        holder = element.getparent()
        if holder is None or tree.kind(holder) != "ol":
            self.writer.mark("•")
            return
        before = self._counts.get(holder, _number(holder.get("start"), 1) - 1)
        self._counts[holder] = count = _number(element.get("value"), before + 1)
        self.writer.mark(tables.ordinal(count, holder.get("type") or "1"))

    def _spaced(self, element: Element, what: str, look: Look) -> bool:
        if what not in SPACED or look.tight:
            return False
        return not (what == "p" and _close_set(element)) and not (what in _LISTS and _list_depth(element) > 0)

    def _item(self, element: Element) -> bool:
        """Whether it is one of a row of like boxes: the lines in it belong together, the boxes stand apart."""
        holder = element.getparent()
        if holder is None or element.tag not in ("div", "section", "article") or not element.get("class"):
            return False
        if holder not in self._measured:
            self._measure(holder)
        return self._items.get(element, False)

    def _measure(self, holder: Element) -> None:
        self._measured.add(holder)
        alike = Counter((child.tag, child.get("class")) for child in holder)
        for child in holder:
            key = (child.tag, child.get("class"))
            self._items[child] = alike[key] >= 3 and len(child) > 1
        group = [child for child in holder if self._items[child]]
        length = sum(tree.length(child, 10 * _ITEM_LENGTH) for child in group)
        if length > _ITEM_LENGTH * len(group):
            self._items.update((child, False) for child in group)

    def _leave(self, element: Element, look: Look) -> None:
        what = tree.kind(element)
        if what == "a":
            self.writer.end_link()
        elif what == "q":
            self.writer.text('"', look)
        elif what not in tree.INLINE:
            self._end_block(what, look, element)

    def _end_block(self, what: str, look: Look, element: Element | None = None) -> None:
        self.writer.end()
        if element is None or self._spaced(element, what, look) or self._item(element):
            self.writer.gap()
        if what == "li":
            self.writer.mark("")


def _opens(button: Element) -> bool:
    """Whether a button is the title of a part of the page rather than something to press."""
    if button.get("aria-expanded") is not None or button.get("aria-controls") or button.get("data-bs-target"):
        return True
    return any(tree.kind(up) in HEADINGS or up.tag == "summary" for up in list(tree.parents(button))[:3])


def _names_a_field(label: Element, ticks: frozenset[str]) -> bool:
    """Whether a label belongs to something to fill in; a label that opens a part of the page belongs to a tick box."""
    wanted = label.get("for")
    if wanted:
        return wanted not in ticks
    field = label.find(".//input")
    return field is not None and field.get("type") not in ("checkbox", "radio")


def _close_set(paragraph: Element) -> bool:
    """Whether a paragraph has no margin: Word's and Outlook's, and those that say so."""
    style = tree.style(paragraph)
    if (paragraph.get("class") or "").lower().startswith("mso"):
        return "margin-bottom" not in style or bool(re.search(r"margin-bottom:0|margin-bottom:\.0", style))
    return bool(re.search(r"margin:0(?:cm|px|pt|in)?(?:;|$|0)", style))


def _list_depth(element: Element) -> int:
    return sum(tree.kind(up) in _LISTS for up in tree.parents(element))


def _number(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value.strip()) else default
