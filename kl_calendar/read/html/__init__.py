"""Web pages: bytes in, a `Document` out, with the page's matter and without its navigation, consent box and footer.

What structure decides is in `noise`, the walk in `flow`, tables in `tables`, white space in `writer`. Struck-out text
is left out, closed accordions are opened, tabs give their panels a heading, JSON-LD events are `Document.given`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kl_calendar.model.document import Document
from kl_calendar.read import jsonld
from kl_calendar.read.html import microdata, noise, tree
from kl_calendar.read.html.flow import Flow
from kl_calendar.read.html.meta import Meta, unseen_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kl_calendar.model.document import Given, Line
    from kl_calendar.read.html.noise import Plan
    from kl_calendar.read.html.tree import Element


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a page says as data."""

    given: tuple[Given, ...]
    notes: tuple[tuple[int, str], ...]
    dated: date | None


def read(raw: bytes, name: str) -> Document:
    """Return the page as a document."""
    return read_markup(tree.decode(raw), name)


def read_markup(markup: str, name: str, *, mail: bool = False) -> Document:
    """Return decoded HTML as a document; `mail` says that it is the body of a mail, which has quotes and no menus."""
    root = tree.parse(markup, name)
    if root is None:
        return Document(name, "html", ())
    meta = Meta(root)
    plan = noise.plan(root, mail=mail)
    base = meta.base(name)
    lines = Flow(name, plan, base).run() or Flow(name, noise.everything(root), base).run()
    facts = _facts(root, meta, plan, lines)
    return Document(
        name,
        "html",
        lines,
        title=meta.title(),
        dated=facts.dated,
        language=meta.language(),
        given=facts.given,
        days=tuple(_days(root)),
        notes=facts.notes,
    )


def _facts(root: Element, meta: Meta, plan: Plan, lines: tuple[Line, ...]) -> _Facts:
    scripts = [e.text or "" for e in root.iter("script") if "ld+json" in (e.get("type") or "").lower()]
    data = jsonld.events(scripts, microdata.nodes(root))
    given = data.given or unseen_days(root, plan.skip, meta.title() or _heading(lines), lines)
    return _Facts(given, tuple((0, code) for code in data.notes), meta.dated() or data.published)


def _days(root: Element) -> Iterator[date]:
    """The days of `<time datetime="2026-09-03T19:30">` (HTML, 4.5.14)."""
    for element in root.iter("time"):
        with suppress(ValueError):
            yield date.fromisoformat((element.get("datetime") or "").strip()[:10])


def _heading(lines: tuple[Line, ...]) -> str:
    return next((line.text for line in lines if line.heading), "")
