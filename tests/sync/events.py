"""Events for the tests of the sync: made by hand, so that the sync is tried without the rooms before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kl_calendar.sync.values import Wanted
from kl_calendar.sync.wanted import wanted

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
FIRST = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
SUFFIX = "a1b2c3d4"
DOMAIN = "kl.example"

FOREIGN = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody Else//EN\r\n"
    b"BEGIN:VEVENT\r\nUID:foreign-%d@elsewhere.example\r\n"
    b"DTSTAMP:20260101T000000Z\r\nDTSTART:20270301T090000Z\r\nDTEND:20270301T100000Z\r\nSUMMARY:Frisk luft %d\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)


def foreign(number: int) -> bytes:
    """Return somebody else's event."""
    return FOREIGN % (number, number)


def vevent(number: int, *, title: str = "", start: datetime | None = None, extra: str = "", uid: str = "") -> bytes:
    """Return one serialised VEVENT as the emitter writes it."""
    begins = start or FIRST + timedelta(hours=number)
    stamp, fmt = "20261101T080000Z", "%Y%m%dT%H%M%SZ"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid or f'slot{number:04d}'}@{DOMAIN}",
        f"DTSTAMP:{stamp}",
        f"DTSTART:{begins.strftime(fmt)}",
        f"DTEND:{(begins + timedelta(minutes=45)).strftime(fmt)}",
        f"SUMMARY:{title or f'Punkt {number}: økonomi'}",
        "DESCRIPTION:Oplæg ved Ane Birk\\nRum 3",
        "LOCATION:Rådhuset\\, sal B",
        "SEQUENCE:0",
        f"LAST-MODIFIED:{stamp}",
        "CATEGORIES:Dagsorden",
    ]
    ending = "" if not extra or extra.endswith("\r\n") else "\r\n"
    return ("\r\n".join(lines) + "\r\n" + extra + ending + "END:VEVENT\r\n").encode()


def want(number: int, *, feed: str = "dagsorden", removed: bool = False, **how: object) -> Wanted:
    """Return one wanted event."""
    return wanted(vevent(number, **how), suffix=SUFFIX, feed=feed, removed=removed)  # type: ignore[arg-type]


def wants(count: int, **how: object) -> list[Wanted]:
    """Return so many wanted events."""
    return [want(number, **how) for number in range(count)]  # type: ignore[arg-type]


def edited(body: bytes, old: str, new: str) -> bytes:
    """Return an event as its owner edited it; the old text must be there."""
    assert old.encode() in body, (old, body)
    return body.replace(old.encode(), new.encode())


ALARM = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Husk\r\nTRIGGER:-PT10M\r\nEND:VALARM\r\n"


def with_alarm(body: bytes) -> bytes:
    """Return an event to which its owner added an alarm."""
    return edited(body, "END:VEVENT", ALARM + "END:VEVENT")
