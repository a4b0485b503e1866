"""Meetings made by hand, without the parser: one value a situation that a calendar must show rightly.

All people and places here are invented, except that they speak Danish and live in the Danish time zone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from kl_calendar.model.meeting import Choice, Kind, Meeting, Person, Slot, Status
from kl_calendar.model.revision import Change, ChangeKind, Entry, FieldChange, Revision

STAMP = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CHAIR = Person("Karen Lundgaard", "formand for Børneudvalget")
MAYOR = Person("H.C. Ødum", "borgmester", "Nordholm Kommune")


def at(text: str) -> datetime:
    """A wall-clock time."""
    return datetime.fromisoformat(text)


def revision(meeting: Meeting, *, key: str = "moede", number: int = 0) -> Revision:
    """A meeting as first published: every slot with a uid of its own."""
    entries = tuple(
        Entry(f"slot{number}{place:03d}abc@kalender.example", 0, STAMP, slot)
        for place, slot in enumerate(meeting.slots)
    )
    return Revision(key, "boern", meeting, f"meeting{number}xyz@kalender.example", 0, STAMP, entries)


def letter() -> Meeting:
    """An afternoon with speakers, a choice of themes, notes, a break and a registration."""
    return Meeting(
        title="Politisk møde i Nordholm",
        start=at("2026-09-02T16:30"),
        end=at("2026-09-02T18:30"),
        location="Kompetencecenter Vest, Havnevej 4, 7599 Nordholm",
        registration_url="https://tilmeld.example/nordholm?a=1,2;b",
        registration_deadline=date(2026, 8, 20),
        language="da",
        organizer="Børneudvalget",
        host="Nordholm Kommune",
        audience=("Borgmesteren", "Kommunaldirektøren"),
        document_date=date(2026, 6, 17),
        slots=(
            Slot(at("2026-09-02T16:30"), "Ankomst", at("2026-09-02T16:40"), kind=Kind.REGISTRATION),
            Slot(at("2026-09-02T16:40"), "Velkommen", at("2026-09-02T16:50"), speakers=(MAYOR,)),
            Slot(
                at("2026-09-02T16:50"),
                "Temadrøftelser; vælg selv, hvad du vil høre",
                at("2026-09-02T17:30"),
                choices=(
                    Choice("Kvalitet i dagtilbud", (CHAIR,), "Lokale 2"),
                    Choice("Sammenhæng fra 0 til 25 år", track="Grøn"),
                ),
                location="Salen",
            ),
            Slot(at("2026-09-02T17:30"), "Kaffe", at("2026-09-02T17:45"), kind=Kind.BREAK),
            Slot(
                at("2026-09-02T17:45"),
                "Hvad er kommunerne optaget af?",
                at("2026-09-02T18:25"),
                speakers=(CHAIR, Person("Udvalget")),
                notes=("Aktuelle dagsordener", "Emner, som deltagerne bringer på banen"),
                track="Plenum",
            ),
            Slot(at("2026-09-02T18:25"), "Tak for i dag", speakers=(CHAIR,)),
        ),
    )


def two_days() -> Meeting:
    """A conference over two days, with dinner past midnight."""
    return Meeting(
        title="Børnetopmøde",
        start=at("2026-02-05T10:00"),
        end=at("2026-02-06T12:00"),
        location="Kongresgården, Torvet 1, 5999 Fjordby",
        join_url="https://moede.example/j/123?pwd=abc",
        slots=(
            Slot(at("2026-02-05T10:00"), "Åbning", at("2026-02-05T11:00")),
            Slot(at("2026-02-05T19:00"), "Middag", at("2026-02-06T00:30"), kind=Kind.MEAL),
            Slot(at("2026-02-06T09:00"), "Afslutning", at("2026-02-06T12:00"), kind=Kind.OTHER),
        ),
    )


def hard_text() -> Meeting:
    """Danish letters, emoji, long lines, backslashes, quotes and characters nobody should write."""
    long = "Rødgrød med fløde på åbent hav, æblegrød; " * 12
    return Meeting(
        title="Blåbær & ærter 🫐",
        start=at("2026-11-04T09:00"),
        location="Rådhuset\nTorvet 1\n7599 Nordholm",
        slots=(
            Slot(at("2026-11-04T09:00"), long.strip(), at("2026-11-04T09:30"), notes=(long, "S:\\Notater\\ny mappe")),
            Slot(at("2026-11-04T09:30"), "👩‍👩‍👧‍👦" * 30, at("2026-11-04T10:00")),
            Slot(at("2026-11-04T10:00"), 'Citat: "Nej, tak" \\; <b>', at("2026-11-04T10:30"), notes=("a\x0bb\x1b[0m",)),
            Slot(
                at("2026-11-04T10:30"),
                "Vand\u00a0& brød\tmed \u2028 smør",
                at("2026-11-04T11:00"),
                speakers=(Person('O"Hara: et, al;', "x"),),
            ),
        ),
    )


def clock_change() -> Meeting:
    """The autumn night when 02.30 comes twice; and the hours around it."""
    return Meeting(
        title="Natvagt",
        start=at("2026-10-25T00:30"),
        slots=(
            Slot(at("2026-10-25T00:30"), "Før", at("2026-10-25T01:30")),
            Slot(at("2026-10-25T02:30"), "To gange", at("2026-10-25T03:30")),
            Slot(at("2026-10-25T04:00"), "Efter", at("2026-10-25T05:00")),
        ),
    )


def spring_night() -> Meeting:
    """The spring night that has no 02.30."""
    return Meeting(
        title="Forår",
        start=at("2026-03-29T01:00"),
        slots=(
            Slot(at("2026-03-29T01:00"), "Før", at("2026-03-29T02:00")),
            Slot(at("2026-03-29T02:30"), "Findes ikke", at("2026-03-29T03:15")),
            Slot(at("2026-03-29T03:30"), "Efter", at("2026-03-29T04:00")),
        ),
    )


def elsewhere() -> Meeting:
    """A meeting in a zone whose rules no VTIMEZONE of ours can say, in English."""
    return Meeting(
        title="Study trip",
        start=at("2026-06-01T09:00"),
        timezone="America/Santiago",
        language="en",
        slots=(Slot(at("2026-06-01T09:00"), "Arrival", at("2026-06-01T10:00")),),
    )


def without_times() -> Meeting:
    """A meeting of which only the days are known."""
    return Meeting(title="Landsmøde", start=date(2026, 5, 11), end=date(2026, 5, 12), location="Fjordby")


def without_slots() -> Meeting:
    """A meeting with a time and no programme."""
    return Meeting(title="Kontaktudvalg", start=at("2026-05-11T13:00"), end=at("2026-05-11T15:00"))


def changed() -> Revision:
    """The letter after a correction: one slot moved, one cancelled because the letter no longer has it."""
    made = revision(letter())
    moved = replace(made.entries[1].slot, start=at("2026-09-02T16:35"))
    change = Change(
        ChangeKind.CHANGED,
        "Velkommen",
        (FieldChange("start", "16.40", "16.35"),),
        (("da", "Velkommen: kl. 16.40 → 16.35"), ("en", "Velkommen: 16.40 → 16.35")),
    )
    gone = Change(ChangeKind.CANCELLED, "Kaffe", (), (("da", "Kaffe: aflyst"), ("en", "Kaffe: cancelled")))
    entries = list(made.entries)
    later = STAMP + timedelta(days=1)
    entries[1] = replace(entries[1], sequence=1, stamp=later, slot=moved, change=change)
    entries[3] = replace(entries[3], sequence=1, stamp=later, cancelled=True, change=gone)
    meeting = replace(made.meeting, slots=tuple(entry.slot for entry in entries if not entry.cancelled))
    return replace(made, meeting=meeting, entries=tuple(entries), sequence=1, stamp=later)


def called_off() -> Revision:
    """A meeting that does not take place."""
    made = revision(replace(two_days(), status=Status.CANCELLED), key="aflyst", number=1)
    entries = tuple(replace(entry, sequence=2, cancelled=True) for entry in made.entries)
    return replace(made, entries=entries, sequence=2)


def all_revisions() -> tuple[Revision, ...]:
    """All of the above as one feed."""
    meetings = (two_days(), hard_text(), clock_change(), spring_night(), elsewhere(), without_times(), without_slots())
    numbered = (revision(made, key=f"moede-{number}", number=number) for number, made in enumerate(meetings, start=2))
    return (changed(), called_off(), *numbered)
