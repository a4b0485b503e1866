"""Two feeds with invented people: what the site, server and browser tests look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from kl_calendar.emit.calendars import Place
from kl_calendar.model.meeting import Choice, Kind, Meeting, Person, Slot, Status
from kl_calendar.model.revision import Change, ChangeKind, Entry, FieldChange, Revision
from kl_calendar.model.settings import FeedSettings, Site

BASE = "https://kalender.example/moeder/"
SITE = Site(title="Møder i Vandkær", base_url=BASE, uid_domain="kalender.example")
FEED = FeedSettings("boern-og-unge", "Børn & unge – politiske møder", "Møder i Børne- og Ungeudvalget.", color="teal")
OTHER = FeedSettings("klima", "Klima og miljø", "Dialogmøder om klima, vand og energi.", color="#2e7d32")
PLACE = Place(SITE, FEED, BASE)
TODAY = date(2026, 3, 2)
STAMP = datetime(2026, 2, 1, 9, 30, tzinfo=UTC)
CHANGED = datetime(2026, 2, 20, 14, 5, tzinfo=UTC)


def at(hour: int, minute: int = 0, day: int = 18) -> datetime:
    return datetime(2026, 3, day, hour, minute)


def entry(name: str, slot: Slot, *, cancelled: bool = False, change: Change | None = None) -> Entry:
    stamp = CHANGED if change else STAMP
    return Entry(f"{name}@kalender.example", 1 if change else 0, stamp, slot, cancelled, change)


ANNA = Person("Anna Solbjerg", "udvalgsformand", "Vandkær Kommune")
IB = Person("Ib Østerlund", "skoleleder")
THEMES = (
    Choice("En god ramme om hele barnets dag", (Person("Karla Holm", "pædagogisk konsulent"),), "Salen", "Skole"),
    Choice("Overgange: fra dagtilbud til skole", (Person("Mads Å. Lindqvist"),), "Lokale 2", "Dagtilbud"),
    Choice("Unge uden job & uddannelse", (), "Biblioteket", "Unge"),
)
MOVED = Change(
    ChangeKind.CHANGED,
    "Temadrøftelser",
    (FieldChange("start", "17.10", "17.20"),),
    (
        ("da", "Temadrøftelser: kl. 17.10 → 17.20, nyt lokale: Salen"),
        ("en", "Temadrøftelser: 17:10 → 17:20, new room: Salen"),
    ),
)
GONE = Change(
    ChangeKind.CANCELLED, "Rundvisning", (), (("da", "Rundvisning: aflyst"), ("en", "Rundvisning: cancelled"))
)
SLOTS = (
    Slot(at(16), "Ankomst og registrering", at(16, 30), kind=Kind.REGISTRATION),
    Slot(at(16, 30), "Velkommen", at(16, 40), (ANNA,)),
    Slot(
        at(16, 40),
        "Erfaringer fra året der gik – fælles drøftelse",
        at(17),
        (ANNA, IB),
        notes=("Hvad virkede?", "Hvad gør vi nu?"),
    ),
    Slot(at(17), "Pause med kaffe", at(17, 20), kind=Kind.BREAK),
    Slot(at(17, 20), "Temadrøftelser", at(18), (), "Salen", THEMES),
    Slot(at(18), "Rundvisning", at(18, 20)),
    Slot(at(18, 20), "Fælles spisning", at(19), kind=Kind.MEAL),
    Slot(at(19), "Tak for i aften", None, (IB,)),
)
MEETING = Meeting(
    title="Politisk møde om børn og unge",
    start=at(16),
    end=at(19, 15),
    location="Kulturhuset Åen, Engvej 4, 7777 Vandkær",
    registration_url="https://tilmeld.example/moede?id=1&x=<2>",
    registration_deadline=date(2026, 3, 10),
    organizer="Vandkær Kommune",
    host="Kulturhuset Åen",
    audience=("Udvalgsformænd", "Forvaltningschefer"),
    document_date=date(2026, 2, 1),
    slots=SLOTS,
)
REVISION = Revision(
    key="2026-03-18-vandkær",
    feed=FEED.id,
    meeting=MEETING,
    uid="m1@kalender.example",
    sequence=1,
    stamp=CHANGED,
    entries=tuple(
        entry(f"s{number}", slot, cancelled=slot.title == "Rundvisning", change={4: MOVED, 5: GONE}.get(number))
        for number, slot in enumerate(SLOTS)
    ),
    changes=(MOVED, GONE),
)
_TWO_DAYS = (
    Slot(datetime(2025, 11, 5, 10), "Åbning", datetime(2025, 11, 5, 12), (IB,)),
    Slot(datetime(2025, 11, 6, 9), "Afrunding", datetime(2025, 11, 6, 11)),
)
PAST = Revision(
    "2025-11-05-seminar",
    FEED.id,
    Meeting(
        "Seminar over to dage", datetime(2025, 11, 5, 10), datetime(2025, 11, 6, 11), slots=_TWO_DAYS, language="da"
    ),
    "m2@kalender.example",
    0,
    STAMP,
    tuple(entry(f"p{number}", slot) for number, slot in enumerate(_TWO_DAYS)),
)
ONLINE = Revision(
    "2026-04-09-vand",
    OTHER.id,
    Meeting(
        "Dialogmøde om vand",
        datetime(2026, 4, 9, 9),
        datetime(2026, 4, 9, 12),
        join_url="https://moede.example/vand",
        registration_email="vand@kommune.example",
        registration_deadline=datetime(2026, 4, 1, 12),
        status=Status.CANCELLED,
    ),
    "m3@kalender.example",
    1,
    CHANGED,
    (),
)
UNDATED = replace(
    ONLINE,
    key="2026-05-energi",
    uid="m4@kalender.example",
    meeting=Meeting("Energimøde", date(2026, 5, 20), location="Ukendt"),
)
FEEDS = ((FEED, (PAST, REVISION)), (OTHER, (ONLINE, UNDATED)))
