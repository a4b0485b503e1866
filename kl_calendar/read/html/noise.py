"""Which parts of a page are its own matter: decided by structure, and kept when in doubt.

In: the tree. Out: a `Plan`: where to read, what to leave out, and which parts stand in a zone of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.model.document import Zone
from kl_calendar.read.html import tree

if TYPE_CHECKING:
    from kl_calendar.read.html.tree import Element

UNSEEN = tree.names(
    "script style head title meta link template noscript svg iframe object embed canvas audio video map area select "
    "option datalist input textarea progress meter base param source track frame frameset math"
)
"""Elements without text of the page."""

_CONSENT = frozenset(("cookie", "cookies", "cookiebar", "cookiebanner", "consent", "gdpr", "cookieconsent"))
_TRAIL = frozenset(("breadcrumb", "breadcrumbs", "skiplink", "skip"))
_SIDE = tree.names(
    "share sharing social some related pagination pager paging tags menu navbar nav navigation sidebar widget teaser "
    "teasers toolbar topbar footer sitemap languages"
)
_SIGHTED_ONLY = frozenset(("sr", "visuallyhidden", "sronly"))
_OPENERS = ("aria-controls", "data-target", "data-bs-target", "data-toggle-target", "href", "aria-owns", "for")
_LONG = 20_000
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d")


class Weight(NamedTuple):
    """How much text an element holds, how much of it in links, and how many links."""

    text: int = 0
    linked: int = 0
    links: int = 0

    @property
    def share(self) -> float:
        """The share of the text that is links."""
        return self.linked / self.text if self.text else 0.0


@dataclass(frozen=True)
class Plan:
    """What to read: `roots` in order, without the elements in `skip`; `zones` and `labels` by element."""

    roots: tuple[Element, ...]
    skip: frozenset[Element] = frozenset()
    zones: dict[Element, Zone] = field(default_factory=dict)
    labels: dict[Element, str] = field(default_factory=dict)
    """The words on the tab that opens an element."""
    ticks: frozenset[str] = frozenset()
    """The ids of tick boxes: their labels are words of the page, other fields' labels are not."""


def everything(root: Element) -> Plan:
    """Return the plan that leaves nothing out."""
    return Plan((root,), ticks=_ticks(root))


def plan(root: Element, *, mail: bool = False) -> Plan:
    """Return what to read of a page, or of a mail's HTML."""
    return _Sifter(root, mail=mail).plan()


class _Sifter:
    """One page being looked through."""

    def __init__(self, root: Element, *, mail: bool) -> None:
        self.root = root
        self.mail = mail
        self.weights = _weigh(root)
        self.opened = _opened(root)
        self.main_ids = {e.get("id") for e in root.iter("main")} | {"main", "content", "indhold"}
        self.skip: set[Element] = set()
        self.zones: dict[Element, Zone] = {}
        self.labels: dict[Element, str] = {}
        self.mains: list[Element] = []

    def plan(self) -> Plan:
        body = self.root.find("body")
        top = self.root if body is None else body
        self._tabs(top)
        self._sift(top)
        roots = (top,) if self.mail else self._roots(top)
        return Plan(roots, frozenset(self.skip), self.zones, self.labels, _ticks(self.root))

    def _sift(self, top: Element) -> None:
        stack = [(top, False)]
        while stack:
            element, inside = stack.pop()
            if not isinstance(element.tag, str):
                continue
            what = tree.kind(element)
            if what in UNSEEN:
                continue
            if element is not top and self._noise(element, what, inside=inside):
                self.skip.add(element)
                continue
            if what in ("main", "article"):
                self.mains.append(element)
                inside = True
            stack.extend((child, inside or what == "section") for child in reversed(element))

    def _noise(self, element: Element, what: str, *, inside: bool) -> bool:
        if what in tree.INLINE:
            return self._unseen(element) or self._skip_link(element, what)
        if self._unseen(element) or self._furniture(element, what, inside=inside):
            return True
        self._place(element, what)
        if what == "aside":
            return self._is_links(self._weight(element))
        return self._hinted(element) or (not inside and self._menu(element, what))

    def _weight(self, element: Element) -> Weight:
        return self.weights.get(element, Weight())

    def _unseen(self, element: Element) -> bool:
        """Hidden, unless something on the page opens it: a closed accordion is programme."""
        if not element.attrib:
            return False
        style = tree.style(element)
        hidden = (
            element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or "display:none" in style
            or "visibility:hidden" in style
        )
        if not hidden:
            return element.tag == "span" and bool(_SIGHTED_ONLY & tree.words(element))
        return not (element.get("role") == "tabpanel" or element.get("id") in self.opened or self._in_details(element))

    @staticmethod
    def _in_details(element: Element) -> bool:
        up = element.getparent()
        return up is not None and up.tag == "details"

    def _skip_link(self, element: Element, what: str) -> bool:
        if what != "a" or not (element.get("href") or "").startswith("#"):
            return False
        return bool(_TRAIL & tree.words(element)) or (element.get("href") or "#")[1:] in self.main_ids

    def _furniture(self, element: Element, what: str, *, inside: bool) -> bool:
        """Navigation, consent boxes, search, and the header and footer of the site (not of an article)."""
        if what == "nav" or element.get("role") in ("search", "menu", "menubar", "dialog", "alertdialog", "toolbar"):
            return True
        if self.mail or inside:
            return False
        if what == "footer" or (what in ("div", "section") and "footer" in tree.words(element)):
            return not self._holds(element, "h1", "main", "article")
        return what == "header" and not self._holds(element, "h1", "h2", "time")

    def _holds(self, element: Element, *tags: str) -> bool:
        """Whether it has a heading (or time) of its own; a heading that is only a link home is none."""
        return any(not self._weight(found).share > 0.9 for found in element.iter(*tags))

    def _place(self, element: Element, what: str) -> None:
        if what == "aside":
            self.zones[element] = Zone.MARGIN
        elif what == "footer":
            self.zones[element] = Zone.FOOTER
        elif self.mail and (what == "blockquote" or tree.words(element) & {"quote", "quoted"}):
            self.zones[element] = Zone.QUOTED

    @staticmethod
    def _is_links(weight: Weight) -> bool:
        return weight.text == 0 or weight.share >= 0.5 or (weight.links >= 2 and weight.share >= 0.25)

    def _hinted(self, element: Element) -> bool:
        """Named like noise, and shaped like it."""
        named = tree.words(element)
        if not named & (_CONSENT | _TRAIL | _SIDE) or self._holds(element, "h1", "main", "article"):
            return False
        if named & (_CONSENT | _TRAIL):
            return not _clocks(element)
        return self._weight(element).share >= 0.5

    def _menu(self, element: Element, what: str) -> bool:
        """A list or box of links outside the main part; links with times on them are a programme."""
        weight = self._weight(element)
        if what not in ("ul", "ol", "div", "table", "p") or weight.links < 3 or weight.share < 0.8:
            return False
        return not _clocks(element)

    def _tabs(self, top: Element) -> None:
        """Let each tab panel carry the words of its tab, and leave the row of tabs out."""
        ids = {e.get("id"): e for e in top.iter() if isinstance(e.tag, str) and e.get("id")}
        for tabs in top.iter():
            if not isinstance(tabs.tag, str) or tabs.get("role") != "tablist":
                continue
            pairs = [(tab, ids.get(_target(tab))) for tab in tabs.iter() if _is_tab(tab)]
            if pairs and all(panel is not None for _, panel in pairs):
                self.skip.add(tabs)
                self.labels.update((panel, tree.content(tab)) for tab, panel in pairs if panel is not None)

    def _roots(self, top: Element) -> tuple[Element, ...]:
        """The main part when it holds the page's matter, with the heading that stands above it; else the page."""
        every = set(self.mains)
        mains = [e for e in self.mains if not any(up in every for up in tree.parents(e))]
        named = [e for e in mains if tree.kind(e) == "main"]
        chosen = named or mains
        if len(chosen) != 1 or self._matter(chosen[0]) < (0.3 if named else 0.5) * self._matter(top):
            return (top,)
        main = chosen[0]
        if next(main.iter("h1"), None) is not None:
            return (main,)
        return (*self._above(top, main), main)

    def _matter(self, element: Element) -> int:
        """Characters that are neither links nor left out."""
        gone = [self._weight(e) for e in element.iterdescendants() if e in self.skip]
        own = self._weight(element)
        return own.text - own.linked - sum(weight.text - weight.linked for weight in gone)

    def _above(self, top: Element, main: Element) -> tuple[Element, ...]:
        """The box around an `<h1>` outside the main part: its title, often with date and place beside it."""
        around = {main, *tree.parents(main)}
        for heading in top.iter("h1"):
            boxes = [heading, *tree.parents(heading)]
            if heading in around or any(box in self.skip for box in boxes):
                continue
            return ([box for box in boxes if box not in around][-1],)
        return ()


def _is_tab(element: Element) -> bool:
    return isinstance(element.tag, str) and element.get("role") == "tab"


def _target(tab: Element) -> str:
    """Return the id of the panel a tab opens."""
    for name in _OPENERS:
        value = (tab.get(name) or "").lstrip("#").strip()
        if value:
            return value
    return ""


def _opened(root: Element) -> set[str]:
    """Return the ids that something on the page opens."""
    found: set[str] = set()
    for element in root.iter("a", "button", "summary", "div", "span", "h2", "h3", "h4", "h5", "li", "label"):
        for name in _OPENERS:
            value = element.get(name)
            if value and (name != "href" or value.startswith("#")):
                found.update(value.replace("#", " ").split())
    return found


def _ticks(root: Element) -> frozenset[str]:
    ticks = [e for e in root.iter("input") if e.get("type") in ("checkbox", "radio")]
    return frozenset(e.get("id") for e in ticks if e.get("id"))


def _clocks(element: Element) -> bool:
    """Whether at least three times of day stand in an element; long ones are the page itself."""
    return tree.length(element, _LONG) == _LONG or len(_CLOCK.findall(tree.content(element))) >= 3


def _weigh(root: Element) -> dict[Element, Weight]:
    """Weigh every element, children before parents."""
    weights: dict[Element, Weight] = {}
    for element in reversed(list(root.iter())):
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            continue
        text, linked, links = len((element.text or "").strip()), 0, 0
        for child in element:
            below = weights.get(child, Weight())
            text += below.text + len((child.tail or "").strip())
            linked, links = linked + below.linked, links + below.links
        is_link = element.tag == "a" and element.get("href") is not None
        weights[element] = Weight(text, text if is_link else linked, links + is_link)
    return weights
