"""What a calendar must offer to be mirrored into, and the ways it can fail.

TargetError             the root; one event's failure unless it is a TargetStopped
├── Changed             the precondition did not hold: somebody else wrote
├── Rejected            the server will not have this object, now or later
├── Uncertain           no usable answer: the write may or may not have happened
│   └── Busy            429 or 503: ask again after `retry_after` seconds
└── TargetStopped       pointless to go on with this calendar at all
    ├── NotAuthorised · Forbidden · NoCalendar · Redirected · Unreachable · Unreadable · BadCertificate
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kl_calendar.errors import KlError
from kl_calendar.i18n import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kl_calendar.i18n import Text
    from kl_calendar.sync.values import Found, Listing


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a kind of server, as far as it changes what we do."""

    name: str = "unknown"
    look_first: bool = False
    """Preconditions are ignored or ETags come back: GET and compare right before each write."""
    ctag: bool = True
    """The change tag can be trusted to differ after every change."""
    writers: int = 1
    """Requests at once that make it faster without errors."""
    close: bool = False
    """Connections are closed without saying so: use each for one request."""
    notes: tuple[str, ...] = ()
    """What an administrator should know, one sentence each."""


class TargetError(KlError):
    """One event could not be read or written in a calendar."""

    slug = "calendar-event"


class Changed(TargetError):
    """The object is not in the state we said it must be in."""

    slug = "calendar-event-changed"


class Rejected(TargetError):
    """The server refuses the object itself."""

    slug = "calendar-event-rejected"

    def __init__(self, status: int, reason: Text) -> None:
        super().__init__(say("the server refuses the event ({status}): {reason}", status=status, reason=reason))
        self.status = status


class Uncertain(TargetError):
    """A write without a usable answer; look before writing again. `cause` is what the network said, if it did."""

    slug = "calendar-event-uncertain"

    def __init__(self, message: Text, *, hint: Text = "", cause: str = "") -> None:
        super().__init__(message, hint=hint)
        self.cause = cause


class Busy(Uncertain):
    """The server asks for patience."""

    slug = "calendar-busy"

    def __init__(self, retry_after: float | None) -> None:
        super().__init__(say("the server is busy"), hint=say("try again later"))
        self.retry_after = retry_after


class TargetStopped(TargetError):
    """Nothing more can be done with this calendar now."""

    slug = "calendar-stopped"


class NotAuthorised(TargetStopped):
    """401. `offered` are the kinds of authorisation the server names, `used` is ours."""

    slug = "calendar-unauthorised"

    def __init__(self, url: str, *, used: str = "", offered: tuple[str, ...] = ()) -> None:
        hint = say("check username and password")
        if offered and used not in offered:
            kinds = ", ".join(offered)
            hint = say('auth is "{used}", but the server wants {kinds}: set auth to that', used=used, kinds=kinds)
        super().__init__(say("{url}: the server does not accept the user name and password", url=url), hint=hint)


class Forbidden(TargetStopped):
    """403 on the calendar as a whole, or on everything written to it."""

    slug = "calendar-read-only"

    def __init__(self, url: str, *, reading: bool = False) -> None:
        if reading:
            said = say("{url}: this user may not even look here", url=url)
            hint = say("check the url, and ask the calendar's owner for the right to read and write")
        else:
            said = say("{url}: this user may not write in the calendar", url=url)
            hint = say("ask the calendar's owner for the right to write, or use an account that has it")
        super().__init__(said, hint=hint)


class NoCalendar(TargetStopped):
    """There is no calendar at that address. `later`: a sync that may write would make it."""

    slug = "calendar-missing"

    def __init__(self, url: str, hint: Text = "", *, later: bool = False) -> None:
        self.later = later
        super().__init__(
            say("{url}: there is no calendar here", url=url),
            hint=hint or say("check the url, or set create = true to have the calendar made"),
        )


class Redirected(TargetStopped):
    """The address points elsewhere; a write never follows (Cyrus sends foreign calendars to a writable view)."""

    slug = "calendar-redirected"

    def __init__(self, url: str, location: str) -> None:
        to, away = (
            say("{url}: the server redirects to {location}", url=url, location=location),
            say("{url}: the server redirects", url=url),
        )
        super().__init__(to if location else away, hint=say("set url to the calendar's new address"))
        self.location = location


class Unreachable(TargetStopped):
    """No connection, or none that lasts."""

    slug = "calendar-unreachable"

    def __init__(self, url: str, reason: Text, *, answered: bool = False) -> None:
        hint = say("check the address and the network, then try again")
        if answered:
            hint = say("try again later, or ask whoever runs the server")
        super().__init__(say("{url}: cannot be reached: {reason}", url=url, reason=reason), hint=hint)


class BadCertificate(TargetStopped):
    """TLS cannot be verified."""

    slug = "calendar-certificate"

    def __init__(self, url: str, reason: Text) -> None:
        super().__init__(
            say("{url}: the server's certificate cannot be verified: {reason}", url=url, reason=reason),
            hint=say("set ca_file to the certificate of the authority that signed it"),
        )


class Unreadable(TargetStopped):
    """The answer is not what a CalDAV server says."""

    slug = "calendar-answer-unreadable"

    def __init__(self, url: str, reason: Text) -> None:
        super().__init__(
            say("{url}: the answer cannot be understood: {reason}", url=url, reason=reason),
            hint=say("check that the url is a CalDAV address"),
        )


class Target(Protocol):
    """A calendar. Reads retry by themselves; a write is one attempt, whose retry needs a look first."""

    @property
    def traits(self) -> Traits:
        """What is known of its server; final after the first request."""

    @property
    def url(self) -> str:
        """Its address, for reports and receipts."""

    def peek(self) -> str:
        """Return the change tag in one request; empty where there is none."""

    def listing(self) -> Listing:
        """Return all objects with their ETags."""

    def fetch(self, hrefs: Iterable[str]) -> dict[str, Found]:
        """Return those of the objects that exist, with their text and a strong ETag."""

    def put(self, href: str, body: bytes, etag: str) -> str:
        """Write where `etag` still stands (empty: where nothing does); return the new strong ETag, else empty."""

    def delete(self, href: str, etag: str) -> None:
        """Delete where `etag` still stands; what is gone already is fine, or `Changed`."""
