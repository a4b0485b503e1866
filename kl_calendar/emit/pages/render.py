"""What a page says in, its HTML bytes out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined

from kl_calendar.emit import links, qr
from kl_calendar.emit.pages import wording
from kl_calendar.i18n import gettext, translations

if TYPE_CHECKING:
    from collections.abc import Mapping

ASSETS = ("site.css", "site.js", "icon.svg")


@dataclass(frozen=True, slots=True)
class Page:
    """What the frame around every page needs; links are relative to the page."""

    language: str
    title: str
    site: str
    root: str
    """From the page to the site's top: `../` or nothing."""
    home: str
    languages: tuple[tuple[str, str], ...]
    """(language, file name) of this page in each language."""
    base: str = ""
    """The absolute address of the page's folder, where known."""
    description: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()
    feeds: tuple[tuple[str, str], ...] = ()
    private: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file to download, with what it is in a few words."""

    name: str
    href: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """How to subscribe to a feed; without `links` its absolute address is not known."""

    href: str
    links: links.Subscription | None = None
    qr: str = ""
    forms: tuple[File, ...] = field(default=())


def panel(address: str, href: str, name: str, language: str, forms: tuple[File, ...] = ()) -> Panel:
    """Return the panel of a feed at an absolute address, or without one."""
    if not address:
        return Panel(href, forms=forms)
    return Panel(href, links.subscription(address, name), _picture(address, language), forms)


def page(template: str, about: Page, values: Mapping[str, object]) -> bytes:
    """Return a page; `template` is `index`, `feed`, `meeting` or `message`."""
    environment = _environment(about.language)
    made = environment.get_template(f"{template}.html").render(
        page=about, names=wording.NAMES, assets=marks(), by_url=links.GOOGLE_BY_URL, **values
    )
    return made.encode("utf-8") + b"\n"


def assets() -> dict[str, bytes]:
    """Return the files every page needs, by path."""
    return {f"assets/{name}": _asset(name) for name in ASSETS}


@cache
def marks() -> dict[str, str]:
    """Return a few letters of each asset's digest, so that a browser never keeps an old one."""
    return {name: hashlib.sha256(_asset(name)).hexdigest()[:10] for name in ASSETS}


@cache
def _asset(name: str) -> bytes:
    return resources.files("kl_calendar.emit.pages").joinpath("assets", name).read_bytes()


@cache
def _picture(address: str, language: str) -> str:
    return qr.svg(address, gettext("QR code of the calendar's address", language))


@cache
def _environment(language: str) -> Environment:
    made = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.globals["_"] = partial(gettext, language=language)
    made.globals["ngettext"] = translations(language).ngettext
    return made


def _source(name: str) -> str:
    return resources.files("kl_calendar.emit.pages").joinpath("templates", name).read_text("utf-8")
