"""A request's User-Agent in, the family of its program out, and whether it may be sent compressed bytes.

Families are for figures about programs, never about people: no address and no full User-Agent is kept.
"""

from __future__ import annotations

FAMILIES: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("google", (b"google-calendar-importer", b"googlebot", b"feedfetcher-google")),
    ("outlook", (b"microsoft exchange", b"outlook", b"microsoft office", b"exchangeservices")),
    ("thunderbird", (b"thunderbird", b"lightning")),
    ("apple", (b"calendaragent", b"dataaccessd", b"ios/", b"macos/", b"mac os x/", b"remindd", b"accountsd")),
    ("icsx5", (b"icsx5", b"icsdroid", b"davx5")),
    ("nextcloud", (b"nextcloud", b"sabre")),
    ("home-assistant", (b"home assistant", b"homeassistant")),
    ("evolution", (b"evolution", b"gnome", b"libecal")),
    ("kde", (b"korganizer", b"akonadi", b"kio")),
    ("vdirsyncer", (b"vdirsyncer", b"khal")),
    ("browser", (b"mozilla/",)),
    ("script", (b"curl/", b"wget/", b"python", b"go-http-client", b"wrk")),
)
"""Each family with what its User-Agent holds, in lower case; the first that fits counts (most say `Mozilla` too)."""

IDENTITY_ONLY = frozenset({"outlook"})
"""Families that were seen to fail on compressed feeds although they ask for them (markuspoerschke/iCal#541)."""


def family(agent: bytes) -> str:
    """Return the family of a User-Agent, `other` where none fits."""
    low = agent.lower()
    return next((name for name, parts in FAMILIES if any(part in low for part in parts)), "other")


def encoding(accepted: bytes, of_family: str) -> str:
    """Return the encoding to send: `br`, `gzip` or nothing."""
    if of_family in IDENTITY_ONLY or not accepted:
        return ""
    offers = dict(_offer(part) for part in accepted.lower().split(b","))
    rest = offers.get(b"*", 0.0)
    return next((name for name in ("br", "gzip") if offers.get(name.encode(), rest) > 0), "")


def _offer(part: bytes) -> tuple[bytes, float]:
    name, _, parameters = part.partition(b";")
    key, _, weight = parameters.strip().partition(b"=")
    try:
        return name.strip(), float(weight) if key.strip() == b"q" else 1.0
    except ValueError:
        return name.strip(), 0.0
