"""A CalDAV calendar as a `Target`: PROPFIND for the truth, calendar-multiget to read, conditional PUT and DELETE."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, unquote, urlsplit

from kl_calendar.i18n import say
from kl_calendar.sync import dav
from kl_calendar.sync.patience import attempts
from kl_calendar.sync.target import (
    Changed,
    Forbidden,
    NoCalendar,
    Redirected,
    Rejected,
    TargetError,
    TargetStopped,
    Traits,
    Uncertain,
    Unreachable,
    Unreadable,
)
from kl_calendar.sync.values import Found, Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kl_calendar.sync.http import Answer, Http

CHUNK = 400
"""Objects in one calendar-multiget: 1,000 at once worked on all seven servers tried."""
XML = {"Content-Type": "application/xml; charset=utf-8"}
EVENT = {"Content-Type": "text/calendar; charset=utf-8"}
MULTISTATUS, MISSING, NOT_IMPLEMENTED, FULL = 207, (404, 410), 501, 507
UID_ELSEWHERE = frozenset({"no-uid-conflict", "unique-scheduling-object-resource"})
T = TypeVar("T")


class CalDavTarget:
    """One calendar at its own address (discovery is over). Safe to use from several threads."""

    def __init__(self, http: Http, url: str) -> None:
        self.http = http
        self._url = url if url.endswith("/") else url + "/"
        self._raw_home = urlsplit(self._url).path
        self.home = unquote(self._raw_home)
        self._raw: dict[str, str] = {}

    @property
    def traits(self) -> Traits:
        """What is known of the server."""
        return self.http.traits

    @property
    def url(self) -> str:
        """The calendar's address."""
        return self._url

    def peek(self) -> str:
        """Return the calendar's change tag."""
        for resource in self._propfind(self._url, "0", dav.PEEK):
            return resource.text(f"{dav.SERVER}getctag")
        return ""

    def listing(self) -> Listing:
        """Return all objects with their ETags; a listing without the calendar itself is not believed."""
        ctag, whole, etags = "", False, {}
        for resource in self._propfind(self._url, "1", dav.LIST):
            if resource.path.rstrip("/") == self.home.rstrip("/"):
                whole = resource.has(f"{dav.DAV}resourcetype", f"{dav.CALDAV}calendar")
                ctag = resource.text(f"{dav.SERVER}getctag")
            elif resource.status == 200 and not resource.has(f"{dav.DAV}resourcetype", f"{dav.DAV}collection"):
                self._raw[resource.path] = resource.raw
                etags[resource.path] = resource.text(f"{dav.DAV}getetag")
        if not whole:
            raise NoCalendar(self._url)
        return Listing(ctag, etags, self.home)

    def fetch(self, hrefs: Iterable[str]) -> dict[str, Found]:
        """Return those objects that exist. A REPORT that fails is halved: one object can break it (Cyrus, sabre)."""
        asked = list(hrefs)
        found: dict[str, Found] = {}
        for start in range(0, len(asked), CHUNK):
            self._fetch_some(asked[start : start + CHUNK], found)
        return found

    def _fetch_some(self, hrefs: list[str], found: dict[str, Found]) -> None:
        if len(hrefs) == 1:
            self._fetch_one(hrefs[0], found)
            return
        got = self._multiget(hrefs)
        if got is None:
            middle = len(hrefs) // 2
            self._fetch_some(hrefs[:middle], found)
            self._fetch_some(hrefs[middle:], found)
            return
        found.update(got)
        for href in hrefs:
            # Left out, 404 inside, or without data: servers say "gone" in many ways, a GET says it in one.
            if href not in got:
                self._fetch_one(href, found)

    def _multiget(self, hrefs: list[str]) -> dict[str, Found] | None:
        headers = {**XML, "Depth": "1"}
        try:
            answer = self._patient("REPORT", self._url, dav.multiget(map(self._raw_href, hrefs)), headers)
            resources = dav.multistatus(answer.body) if answer.status == MULTISTATUS else None
        except (dav.BadXml, Unreachable):
            return None
        if resources is None:
            return None
        asked = set(hrefs)
        found: dict[str, Found] = {}
        for resource in resources:
            etag, data = resource.text(f"{dav.DAV}getetag"), resource.properties.get(f"{dav.CALDAV}calendar-data")
            if resource.path in asked and etag.startswith('"') and data is not None and data.text:
                found[resource.path] = Found(resource.path, etag, data.text.encode())
        return found

    def _fetch_one(self, href: str, found: dict[str, Found]) -> None:
        url = self._address(href)
        answer = self._patient("GET", url)
        if answer.status in MISSING:
            return
        if answer.status != 200:
            # Somebody's private event, perhaps: there, but not for us to read.
            found[href] = Found(href, "", b"")
            return
        found[href] = Found(href, answer.etag or self._etag(url), answer.body)

    def _etag(self, url: str) -> str:
        """Ask for an ETag that an answer did not give."""
        for resource in self._propfind(url, "0", dav.ETAG):
            return resource.text(f"{dav.DAV}getetag")
        return ""

    def put(self, href: str, body: bytes, etag: str) -> str:
        """Write one object in one attempt."""
        answer = self.http.request("PUT", self._write_address(href), body, {**EVENT, **self._condition(href, etag)})
        if 200 <= answer.status < 300:
            return answer.etag
        if etag and answer.status in MISSING:
            raise Changed(say("the event is gone"))
        raise write_error(answer)

    def delete(self, href: str, etag: str) -> None:
        """Delete one object in one attempt."""
        answer = self.http.request("DELETE", self._write_address(href), headers=self._condition(href, etag))
        if not 200 <= answer.status < 300 and answer.status not in MISSING:
            raise write_error(answer)

    def _condition(self, href: str, etag: str) -> dict[str, str]:
        if not etag:
            return {"If-None-Match": "*"}
        if etag.startswith('"'):
            return {"If-Match": etag}
        # A weak ETag in If-Match is 412 on six of seven servers: compare it ourselves, then ask that it exists.
        found: dict[str, Found] = {}
        self._fetch_one(href, found)
        if href not in found or found[href].etag != etag:
            raise Changed(say("{href}: has changed", href=href))
        return {"If-Match": "*"}

    def _write_address(self, href: str) -> str:
        """Return an object's address; never the calendar's own, which Radicale 3.9 would empty on a PUT."""
        name = posixpath.basename(href)
        if not name or "/" in href.removeprefix(self.home):
            raise Unreadable(self._url, say("{href} is not an object of this calendar", href=href))
        return self._address(href)

    def _raw_href(self, href: str) -> str:
        return self._raw.get(href) or quote(href)

    def _address(self, href: str) -> str:
        where = urlsplit(self._url)
        return f"{where.scheme}://{where.netloc}{self._raw_href(href)}"

    def _propfind(self, url: str, depth: str, body: bytes) -> list[dav.Resource]:
        return propfind(self.http, url, depth, body)

    def _patient(self, method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        return patiently(lambda: usable(self.http.request(method, url, body, headers)), url)


def propfind(http: Http, url: str, depth: str, body: bytes) -> list[dav.Resource]:
    """Return what a PROPFIND answers; garbage is asked for again, as no server means it."""

    def ask() -> list[dav.Resource]:
        answer = usable(http.request("PROPFIND", url, body, {**XML, "Depth": depth}))
        if answer.status != MULTISTATUS:
            raise read_error(answer)
        try:
            return dav.multistatus(answer.body)
        except dav.BadXml as error:
            raise Uncertain(say("the answer to PROPFIND is not XML: {reason}", reason=error)) from error

    return patiently(ask, url)


def usable(answer: Answer) -> Answer:
    """Return the answer unless the server says it could not make one."""
    if answer.status >= 500 and answer.status != NOT_IMPLEMENTED:
        raise Uncertain(say("the server answers {status}", status=answer.status))
    return answer


def patiently(ask: Callable[[], T], url: str) -> T:
    """Ask until there is an answer, within reason."""
    try:
        for attempt in attempts():
            with attempt:
                return ask()
    except Uncertain as error:
        raise Unreachable(url, error.cause or error.words, answered=not error.cause) from error
    raise AssertionError("attempts() returns or raises")


def read_error(answer: Answer) -> TargetStopped:
    """Return what an answer to a PROPFIND other than 207 means."""
    if 300 <= answer.status < 400:
        return Redirected(answer.url, answer.location)
    if answer.status == 403:
        return Forbidden(answer.url, reading=True)
    if answer.status in (*MISSING, 405, NOT_IMPLEMENTED):
        return NoCalendar(answer.url)
    return Unreadable(answer.url, say("status {status}", status=answer.status))


def write_error(answer: Answer) -> TargetError:
    """Return what an answer to a PUT or DELETE means: the `DAV:error` in it first, its status second."""
    names = dav.preconditions(answer.body)
    if UID_ELSEWHERE.intersection(names):
        return Rejected(answer.status, say("its uid stands elsewhere in this account already"))
    if answer.status == 412 or (answer.status in (409, 423) and not names):
        return Changed(say("somebody else wrote to this event meanwhile"))
    if answer.status >= 500 and answer.status != FULL:
        return Uncertain(say("the server answers {status}", status=answer.status))
    if answer.status == 408:
        return Uncertain(say("the server did not wait for the event"))
    return Rejected(answer.status, ", ".join(names) or _first_words(answer.body))


def _first_words(body: bytes) -> str:
    return " ".join(body.decode("utf-8", errors="replace").split())[:120]
