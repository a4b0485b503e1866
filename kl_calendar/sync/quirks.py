"""What is known of real servers, as data. Each row says who and how we know: measured here in November 2026.

A new oddity is a row; nothing else changes. A server that is not known gets the cautious defaults of `Traits`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kl_calendar.sync.target import Traits

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN = Traits()


SABRE = Traits(
    "sabre/dav",
    notes=("Two writers at the same moment can both win (22 of 25): keep to one sync per calendar.",),
)


@dataclass(frozen=True, slots=True)
class Row:
    """How a server is known by its answers' headers, and its traits."""

    header: str
    sign: str
    """Lower-case text inside that header's value; empty: the header is there at all."""
    traits: Traits


ROWS = (
    Row(
        "server",
        "sope",  # SOGo's web library: "SOPE 4.9.37/WebDAV"
        Traits(
            "SOGo",
            look_first=True,  # 5.8.0 overwrites through If-None-Match: *, deletes through If-Match, counts ETags
            ctag=False,  # 5.8.0: the change tag is the clock's second
            writers=4,
            close=True,  # 5.8.0 closes each connection without saying so: up to 30 % of reused ones are reset
            notes=(
                "Ignores most preconditions: we look before each write, but an edit in that very moment can be lost.",
                "Emoji can destroy an event; such events are reported.",
            ),
        ),
    ),
    Row(
        "vary",
        "accept-encoding, brief, prefer",  # Cyrus 3.6.1 does not give its name unless told to (serverinfo)
        Traits(
            "Cyrus",
            writers=4,  # 3.6.1: 125 PUT/s one at a time, 184 with eight
            notes=(
                "One uid may stand in one calendar of an account only; ours differ by calendar.",
                "Drops properties it does not know.",
            ),
        ),
    ),
    Row(
        "x-davical-version",
        "",
        Traits(
            "DAViCal",
            writers=4,  # 1.1.12: 30 PUT/s one at a time, 52 with eight
            notes=("Two writers at the same moment can both win (5 to 17 of 25): keep to one sync per calendar.",),
        ),
    ),
    Row("x-sabre-version", "", SABRE),
    Row("dav", "calendarserver-principal-property-search", SABRE),  # 1.8.12 gives no name
    Row(
        "server",
        "xandikos",
        Traits(
            "Xandikos",
            notes=("Two writers at the same moment can both win (2 of 560): keep to one sync per calendar.",),
        ),
    ),
    Row(
        "server",
        "wsgiserver",
        Traits("Radicale", notes=("One connection for each request; writes get slower with size.",)),
    ),
)


def traits_of(headers: Mapping[str, str]) -> Traits:
    """Return what is known of the server that sent these headers (names in lower case)."""
    for row in ROWS:
        value = headers.get(row.header)
        if value is not None and row.sign in value.lower():
            return row.traits
    return UNKNOWN
