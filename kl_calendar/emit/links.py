"""A feed's address in, what people press out: one link a calendar programme, in the exact form that programme takes.

Each form has its trap. iOS takes `webcal:` and no `webcals:`; Google wants the webcal address inside `cid`; Outlook
on the web wants https, and shows an empty calendar for webcal; a Windows click on `webcal://` loses the scheme in the
new Outlook, `webcal:https://…` survives.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

GOOGLE_BY_URL = "https://calendar.google.com/calendar/r/settings/addbyurl"
"""Where a Google user can always paste the address by hand."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """The links for subscribing to one feed at an absolute address."""

    address: str
    webcal: str
    """Apple, Thunderbird, GNOME, KDE, Outlook classic."""
    google: str
    outlook: str
    """Outlook.com."""
    office: str
    """Microsoft 365."""
    new_outlook: str
    """The new Outlook for Windows, where a click must keep the scheme."""


def subscription(address: str, name: str) -> Subscription:
    """Return the links for a feed at an absolute http or https address."""
    webcal = f"webcal://{address.partition('://')[2]}"
    query = urlencode({"url": address, "name": name}, quote_via=quote, safe="")
    return Subscription(
        address=address,
        webcal=webcal,
        google=f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        outlook=f"https://outlook.live.com/calendar/0/addfromweb?{query}",
        office=f"https://outlook.office.com/calendar/0/addfromweb?{query}",
        new_outlook=f"webcal:{address}",
    )


def is_absolute(address: str) -> bool:
    """Whether an address can be given to somebody else's calendar."""
    return urlsplit(address).scheme in ("http", "https")


def map_link(location: str) -> str:
    """Return a link to a map of a place, without a key and without tracking."""
    return f"https://www.openstreetmap.org/search?query={quote(location, safe='')}"
