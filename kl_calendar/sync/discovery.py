"""From what an administrator knows (host, principal or calendar) to the calendar's own address (RFC 6764).

Only discovery follows redirects, and only PROPFINDs, to the same host or from http to https.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

from kl_calendar.i18n import say
from kl_calendar.sync import dav
from kl_calendar.sync.caldav import XML, CalDavTarget, propfind
from kl_calendar.sync.http import check_address
from kl_calendar.sync.target import Forbidden, NoCalendar, Redirected, Unreadable

if TYPE_CHECKING:
    from kl_calendar.sync.http import Http

HOPS = 5
LATER = say("create = true is set: a sync makes it")
PRINCIPAL, HOME_SET = f"{dav.DAV}current-user-principal", f"{dav.CALDAV}calendar-home-set"
WELL_KNOWN = "/.well-known/caldav"


@dataclass(frozen=True, slots=True)
class Wish:
    """The calendar we look for, and what it is to be like where it has to be made."""

    name: str
    create: bool = False
    later: bool = False
    """It would be made, but not in this run."""
    color: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A calendar as discovered. `may_write` is None where the server does not tell."""

    url: str
    name: str = ""
    may_write: bool | None = None
    created: bool = False


def find(http: Http, url: str, wish: Wish) -> Place:
    """Return the calendar meant by an address: itself, or the one of that name in the user's home."""
    try:
        where, about = _ask(http, url)
    except (NoCalendar, Unreadable, Forbidden) as error:
        # What stands at a server's root is often a web page; where CalDAV is, it tells elsewhere.
        if not urlsplit(url).path.strip("/"):
            where, about = _ask(http, urljoin(url, WELL_KNOWN))
        elif isinstance(error, NoCalendar):
            return _make(http, url, wish)
        else:
            raise
    if _is_calendar(about):
        return _place(where, about)
    home = _home(http, where, about)
    there = propfind(http, home, "1", dav.ABOUT)
    calendars = [_place(urljoin(home, resource.raw), resource) for resource in there if _is_calendar(resource)]
    for calendar in calendars:
        if wish.name in (calendar.name, _last(calendar.url)):
            return calendar
    if wish.create:
        return _make(http, urljoin(home, quote(_free(_slug(wish.name), there)) + "/"), wish)
    listed = ", ".join(sorted(calendar.name or _last(calendar.url) for calendar in calendars)) or "none"
    raise NoCalendar(
        home,
        LATER
        if wish.later
        else say("set display_name to one of its calendars ({names}), or create = true", names=listed),
        later=wish.later,
    )


def _ask(http: Http, url: str) -> tuple[str, dav.Resource]:
    """Ask what stands at an address, following redirects; return where the answer came from."""
    for _ in range(HOPS):
        try:
            resources = propfind(http, url, "0", dav.ABOUT)
        except Redirected as error:
            url = _next(url, error.location, http)
            continue
        if not resources:
            raise Unreadable(url, say("an empty answer"))
        return url, resources[0]
    raise Unreadable(url, say("it redirects in circles"))


def _next(url: str, location: str, http: Http) -> str:
    old, new = urlsplit(url), urlsplit(location)
    upgraded = old.scheme == "http" and new.scheme == "https"
    if old.hostname != new.hostname or (old.scheme != new.scheme and not upgraded):
        raise Redirected(url, location)
    check_address(location, allow_http=http.account.allow_http)
    return location


def _home(http: Http, where: str, about: dav.Resource) -> str:
    """Return the address of the user's calendar home."""
    if about.href(HOME_SET):
        return urljoin(where, about.href(HOME_SET))
    principal = about.href(PRINCIPAL)
    if principal:
        there, about = _ask(http, urljoin(where, principal))
        if about.href(HOME_SET):
            return urljoin(there, about.href(HOME_SET))
    raise NoCalendar(where, say("this address tells of no calendars; set url to the calendar's own address"))


def _is_calendar(resource: dav.Resource) -> bool:
    return resource.has(f"{dav.DAV}resourcetype", f"{dav.CALDAV}calendar")


def _place(url: str, about: dav.Resource) -> Place:
    return Place(url if url.endswith("/") else f"{url}/", about.text(f"{dav.DAV}displayname"), _may_write(about))


def _may_write(about: dav.Resource) -> bool | None:
    rights = "current-user-privilege-set"
    if about.properties.get(f"{dav.DAV}{rights}") is None:
        return None
    return any(
        about.has(f"{dav.DAV}{rights}", f"{dav.DAV}{name}") for name in ("write", "write-content", "bind", "all")
    )


def _make(http: Http, url: str, wish: Wish) -> Place:
    """Make the calendar where that is wished; only where nothing stands."""
    if not wish.create:
        raise NoCalendar(url, LATER if wish.later else "", later=wish.later)
    address = url if url.endswith("/") else f"{url}/"
    answer = http.request("MKCALENDAR", address, dav.mkcalendar(wish.name, wish.color, wish.description), XML)
    if answer.status != 201:
        why = ", ".join(dav.preconditions(answer.body)) or str(answer.status)
        raise NoCalendar(address, say("the server did not make the calendar: {reason}", reason=why))
    return Place(address, wish.name, True, created=True)


def _last(url: str) -> str:
    return unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])


def _slug(name: str) -> str:
    """Return a name for an address: ASCII letters, digits and hyphens (Cyrus 3.6 refuses others)."""
    spelled = name.casefold().translate({ord("æ"): "ae", ord("ø"): "oe", ord("å"): "aa"})
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split()) or "kl-calendar"


def _free(name: str, there: list[dav.Resource]) -> str:
    """Return the name, or with a number where another calendar has it."""
    taken, number, free = {_last(resource.path) for resource in there}, 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def again(at: CalDavTarget, place: Place) -> Place:
    """Return what the calendar says of itself now, where its address was known beforehand."""
    return _place(*_ask(at.http, place.url))


def target(http: Http, place: Place) -> CalDavTarget:
    """Return the calendar as a target."""
    return CalDavTarget(http, place.url)
