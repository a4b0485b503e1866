"""One event's bytes → a `Wanted`: the uid gets the calendar's suffix, the event our mark, and a calendar around it.

The mark `X-KL-HASH` is the digest of everything else, in letters and digits, which every server tried keeps; beside it
stands `X-KL-SHOWN`, the digest of what people see.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from kl_calendar.sync.fields import MARK, SHOWN, instant, shown
from kl_calendar.sync.lines import Component, ContentLine, calendar, folded, main_event, text, written
from kl_calendar.sync.values import Wanted

OURS = "X-KL-"
"""What feeds carry for reading them back is of no use here; the mark alone is."""
PRODID = b"-//kl-calendar//sync//EN"
FILE_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
FILE_LENGTH = 120
"""Names up to 200 octets worked on all servers tried; longer ones are cut and told apart by a digest."""


def suffixed(uid: str, suffix: str) -> str:
    """Return the uid for one calendar: a server may refuse one uid in two calendars of an account (Cyrus 3.6)."""
    local, at, domain = uid.rpartition("@")
    if not at:
        return f"{uid}-{suffix}" if suffix else uid
    return f"{local}-{suffix}@{domain}" if suffix else uid


def is_suffixed(uid: str, suffix: str, domain: str) -> bool:
    """Say whether a uid is one we made for this calendar."""
    return bool(suffix) and uid.endswith(f"-{suffix}@{domain}")


def calendar_suffix(name: str) -> str:
    """Return the default suffix of a calendar, from its name."""
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def file_name(uid: str) -> str:
    """Return the object's name: letters, digits, dot and hyphen only, and never the collection itself."""
    stem = "".join(c if c in FILE_CHARACTERS else "-" for c in uid).lstrip(".") or "event"
    if len(stem) > FILE_LENGTH or stem != uid.replace("@", "-"):
        stem = f"{stem[:FILE_LENGTH]}-{hashlib.sha256(uid.encode()).hexdigest()[:12]}"
    return f"{stem}.ics"


def ends(event: Component) -> datetime | None:
    """Return when an event is over (UTC), or None where it does not say."""
    end, start = instant(event.first("DTEND")), event.first("DTSTART")
    if end is not None or start is None:
        return end
    begins = instant(start)
    if begins is None or event.first("DURATION") is not None:
        return None
    return begins + timedelta(days=1) if "T" not in start.value else begins


def label(event: Component | None) -> str:
    """Return title and day for a report."""
    if event is None:
        return ""
    start = event.value("DTSTART")[:8]
    day = f"{start[:4]}-{start[4:6]}-{start[6:]}" if start else ""
    return f"{text(event.value('SUMMARY'))} ({day})" if day else text(event.value("SUMMARY"))


def wanted(event: bytes, *, zones: bytes = b"", suffix: str = "", feed: str = "", removed: bool = False) -> Wanted:
    """Make a `Wanted` of one serialised VEVENT and the VTIMEZONEs it needs."""
    parsed = main_event(b"BEGIN:VCALENDAR\r\n" + event + b"END:VCALENDAR\r\n")
    if parsed is None:
        raise ValueError("not one VEVENT")
    uid = suffixed(parsed.value("UID"), suffix)
    inner = b"".join(_renamed(line, uid) + b"\r\n" for line in parsed.lines if not line.name.startswith(OURS))
    rest = b"".join(map(written, parsed.parts))
    head = b"BEGIN:VCALENDAR\r\nPRODID:" + PRODID + b"\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\n" + zones
    digest = hashlib.sha256(head + inner + rest).hexdigest()[:32]
    mark = f"{MARK}:{digest}\r\n{SHOWN}:{shown(parsed)}\r\n".encode()
    body = head + b"BEGIN:VEVENT\r\n" + inner + mark + rest + b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    return Wanted(uid, digest, body, ends(parsed), feed, label(parsed), removed)


def events_of(joined: bytes) -> tuple[bytes, ...]:
    """Return the serialised VEVENTs of a join, one by one."""
    whole = calendar(b"BEGIN:VCALENDAR\r\n" + joined + b"END:VCALENDAR\r\n")
    return tuple(written(part) for part in whole.inside("VEVENT")) if whole else ()


def _renamed(line: ContentLine, uid: str) -> bytes:
    return folded(f"UID:{uid}") if line.name == "UID" else line.raw
