"""Where a domain says that its calendars are: SRV and TXT records (RFC 6764 §3 and §4), through the caldav library."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_DOMAIN = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}")
_PATIENCE = 5
"""Seconds a domain is waited for; it is only asked until the calendar is found."""


def located(address: str) -> str:
    """Return where a bare domain's records say that CalDAV is, else the address as it is.

    Only records of TLS services on the domain itself, or below it, are believed (RFC 6764 §8): the password goes there.
    An address with a path or a port says enough; without the `discovery` extra nothing is asked. The library looks at
    the domain's well-known address too, without a password; that answer is left to our own search, which asks again.
    """
    parts = urlsplit(address)
    domain = parts.hostname or ""
    if parts.path.strip("/") or parts.port or parts.scheme != "https" or not _DOMAIN.fullmatch(domain):
        return address
    try:
        from caldav.discovery import discover_caldav  # noqa: PLC0415 -- an extra, slow to import
    except ModuleNotFoundError:
        return address
    found = discover_caldav(domain, timeout=_PATIENCE, require_tls=True)
    return str(found.url) if found is not None and found.source == "srv" else address
