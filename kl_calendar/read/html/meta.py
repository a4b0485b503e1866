"""What a page says about itself outside its text: title, language, day of publication, address."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from kl_calendar.model.document import Given
from kl_calendar.read.html import tree
from kl_calendar.read.html.writer import tidy

if TYPE_CHECKING:
    from kl_calendar.model.document import Line
    from kl_calendar.read.html.tree import Element

_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
    "pubdate",
    "publish-date",
    "article:modified_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
)
"""Names of the day of publication, the best first."""

_SITE_BARS = re.compile(r"\s+[|»«·•:]+\s+")
_SITE_DASHES = re.compile(r"\s+[–—-]\s+")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


class Meta:
    """The page's `<meta>` values by name, the first of each name counting."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.values: dict[str, str] = {}
        for element in root.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            if name and element.get("content"):
                self.values.setdefault(name.strip().lower(), element.get("content").strip())

    def title(self) -> str | None:
        """Return the page's title without the name of the site."""
        found = self.root.find(".//head/title")
        headings = [tidy(tree.content(heading)) for heading in self.root.iter("h1")]
        written = tidy(found.text or "") if found is not None else ""
        best = self.values.get("og:title") or written
        return without_site(tidy(best), self.values.get("og:site_name", ""), headings) or None

    def language(self) -> str | None:
        """Return the declared language's code of two letters."""
        declared = self.root.get("lang") or self.root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        code = re.split(r"[-_]", declared.strip().lower())[0]
        return code if re.fullmatch(r"[a-z]{2}", code) else None

    def dated(self) -> date | None:
        """Return the day the page was published."""
        for name in _PUBLISHED:
            day = day_in(self.values.get(name, ""))
            if day:
                return day
        marked = (element for element in self.root.iter("time") if _is_publication(element))
        return next((day for element in marked if (day := day_in(element.get("datetime") or ""))), None)

    def base(self, name: str) -> str:
        """Return the address that relative links start from, if the page tells."""
        for tag, key, rel in (("base", "href", None), ("link", "href", "canonical")):
            for element in self.root.iter(tag):
                if element.get(key) and (rel is None or element.get("rel") == rel):
                    return str(element.get(key)).strip()
        address = self.values.get("og:url", "")
        return address or (name if name.startswith(("http://", "https://")) else "")


def without_site(title: str, site: str, headings: list[str]) -> str:
    """Return a title without the site's name behind a bar, a guillemet or, when known to be the site's, a dash."""
    parts = [*_SITE_BARS.split(title), *_SITE_DASHES.split(title)]
    for part in parts:
        if part in headings:
            return part
    barred = _SITE_BARS.split(title)
    if len(barred) > 1:
        return title[: title.rindex(barred[-1])].rstrip(" |»«·•:")
    dashed = _SITE_DASHES.split(title)
    if len(dashed) > 1 and site and dashed[-1] == site:
        return title[: title.rindex(site)].rstrip(" –—-")
    return title


def day_in(text: str) -> date | None:
    """Return the ISO day a text begins with."""
    found = _DAY.match(text.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def unseen_days(root: Element, skip: frozenset[Element], title: str, lines: tuple[Line, ...]) -> tuple[Given, ...]:
    """Return the day(s) that stand in `<time datetime>` only, where no line of the page names them."""
    days: list[date] = []
    for element in root.iter("time"):
        day = day_in(element.get("datetime") or "")
        if day is None or element in skip or any(up in skip for up in tree.parents(element)):
            continue
        days.append(day)
    if not days or any(_names(line.text, day) for day in set(days) for line in lines):
        return ()
    first, last = min(days), max(days)
    return (Given(title, first, last if last != first else None),)


def _names(text: str, day: date) -> bool:
    """Whether a text names a day: its number with a month's number, or a full stop or a word behind it."""
    alone = rf"(?<![\d.:])0?{day.day}(?:\.|st|nd|rd|th)?\s+[^\W\d_]{{3}}"
    before = rf"[^\W\d_]{{3}}\s+{day.day}(?:st|nd|rd|th)?(?!\d|[.:]\d)"
    with_month = rf"(?<!\d)0?{day.day}[./-]\s?0?{day.month}(?!\d)|{day.isoformat()}"
    return bool(re.search(f"{alone}|{before}|{with_month}", text))


def _is_publication(element: Element) -> bool:
    if element.get("pubdate") is not None or element.get("itemprop") == "datePublished":
        return True
    return bool(tree.words(element) & {"published", "pubdate", "dt-published"})
