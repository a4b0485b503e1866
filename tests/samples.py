"""A meeting as the parser would understand it, for tests of the steps behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kl_calendar.model.meeting import Choice, Kind, Meeting, Person, Slot
from kl_calendar.model.revision import Entry, Revision

PUBLISHED = datetime(2020, 6, 17, tzinfo=UTC)


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    """A wall-clock time on that day of September 2020."""
    return datetime(2020, 9, day, hour, minute)


WELCOME = Slot(
    at(16, 30),
    "Velkommen",
    end=at(16, 40),
    speakers=(Person("Asta Lind", "borgmester", "Nordby Kommune"),),
    lines=(12,),
)
THEMES = Slot(
    at(16, 40),
    "Temadrøftelser",
    end=at(17, 30),
    location="Salen",
    choices=(Choice("Dagtilbud", (Person("Bo Krag"),)), Choice("Folkeskole", location="Lokale 2")),
    notes=("Vælg ved indgangen",),
    lines=(13, 14, 15),
)
COFFEE = Slot(at(17, 30), "Kaffe", kind=Kind.BREAK, lines=(16,))

MEETING = Meeting(
    title="Politisk møde i Nordby",
    start=at(16, 30),
    end=at(18),
    location="Kulturhuset, Havnegade 1, 9999 Nordby",
    registration_url="https://tilmeld.example.dk/nordby",
    registration_deadline=date(2020, 8, 20),
    organizer="Udvalget for Skole",
    audience=("Borgmesteren",),
    document_date=date(2020, 6, 17),
    slots=(WELCOME, THEMES, COFFEE),
)


def revision(meeting: Meeting = MEETING, *, key: str = "brev", feed: str = "skole") -> Revision:
    """The first publication of a meeting, with uids that tests can name."""
    entries = tuple(
        Entry(f"slot-{n}@test.invalid", 0, PUBLISHED, slot) for n, slot in enumerate(meeting.slots, start=1)
    )
    return Revision(key, feed, meeting, f"{key}@test.invalid", 0, PUBLISHED, entries)
