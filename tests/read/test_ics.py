"""Somebody else's calendar as a source."""

from __future__ import annotations

import base64
import json
from datetime import date, datetime

import pytest

from kl_calendar.errors import InputError
from kl_calendar.model.document import Document, Given
from kl_calendar.read import ics
from kl_calendar.read.recurrence import MAX_OCCURRENCES
from tests.read.shown import shown


def calendar(*parts: str, head: str = "") -> Document:
    body = "".join(f"BEGIN:VEVENT\n{part.strip()}\nEND:VEVENT\n" for part in parts)
    return ics.read(f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}END:VCALENDAR\n".encode(), "a.ics")


def starts(document: Document) -> list[datetime | date]:
    return [event.start for event in document.given]


def test_an_event_is_given_with_all_it_says() -> None:
    (event,) = calendar(
        "UID:1\nDTSTART;TZID=Europe/Oslo:20260504T090000\nDTEND;TZID=Europe/Oslo:20260504T103000\n"
        "SUMMARY;LANGUAGE=nb:Åpning\\, kaffe og\n  prat\nLOCATION:Sal 1\nDESCRIPTION:En\\nTo\nSTATUS:TENTATIVE\n"
        'ORGANIZER;CN="Ida Holm":mailto:i@x.example\nURL:https://x.example/1\nCATEGORIES:Skole,Miljø'
    ).given
    assert event == Given(
        "Åpning, kaffe og prat",
        datetime(2026, 5, 4, 9),
        datetime(2026, 5, 4, 10, 30),
        timezone="Europe/Oslo",
        location="Sal 1",
        description="En\nTo",
        url="https://x.example/1",
        status="TENTATIVE",
        organizer="Ida Holm",
        language="nb",
        track="Skole",
        line=3,
    )


@pytest.mark.parametrize(
    ("head", "start", "at", "zone"),
    [
        ("", "DTSTART:20260504T070000Z", datetime(2026, 5, 4, 7), "UTC"),
        ("X-WR-TIMEZONE:Europe/Copenhagen\n", "DTSTART:20260504T070000Z", datetime(2026, 5, 4, 9), "Europe/Copenhagen"),
        ("X-WR-TIMEZONE:Mars/Base\n", "DTSTART:20260504T070000Z", datetime(2026, 5, 4, 7), "UTC"),
        ("", "DTSTART:20260504T090000", datetime(2026, 5, 4, 9), None),
        ("", "DTSTART;TZID=Romance Standard Time:20260504T090000", datetime(2026, 5, 4, 9), "Europe/Copenhagen"),
        ("", "DTSTART;TZID=Nowhere:20260504T090000", datetime(2026, 5, 4, 9), None),
        ("", "DTSTART;VALUE=DATE:20260504", date(2026, 5, 4), None),
    ],
)
def test_times_are_wall_times_in_their_zone(head: str, start: str, at: datetime | date, zone: str | None) -> None:
    (event,) = calendar(f"{start}\nSUMMARY:A", head=head).given
    assert (event.start, event.timezone) == (at, zone)


def test_whole_days_end_on_their_last_day_and_lengths_are_counted() -> None:
    one = calendar("DTSTART;VALUE=DATE:20260504\nDTEND;VALUE=DATE:20260505\nSUMMARY:A").given[0]
    three = calendar("DTSTART;VALUE=DATE:20260504\nDTEND;VALUE=DATE:20260507\nSUMMARY:A").given[0]
    length = calendar("DTSTART:20260504T090000\nDURATION:PT45M\nSUMMARY:A").given[0]
    assert (one.end, three.end, length.end) == (None, date(2026, 5, 6), datetime(2026, 5, 4, 9, 45))


def test_a_named_calendar_of_neighbouring_days_is_one_meeting() -> None:
    document = calendar(
        "DTSTART:20260505T090000\nSUMMARY:B",
        "DTSTART:20260504T090000\nDTEND:20260504T100000\nSUMMARY:A",
        head="X-WR-CALNAME:Årsmøde\n",
    )
    (meeting,) = document.given
    assert (document.title, meeting.title, [part.title for part in meeting.parts]) == ("Årsmøde", "Årsmøde", ["A", "B"])
    assert shown(document) == ["# Årsmøde", "2026-05-04 09:00-10:00 A", "2026-05-05 09:00 B"]


def test_a_calendar_of_days_apart_or_without_name_is_a_meeting_each() -> None:
    apart = calendar("DTSTART:20260604T090000\nSUMMARY:B", "DTSTART:20260504T090000\nSUMMARY:A", head="NAME:Udvalg\n")
    nameless = calendar("DTSTART:20260504T090000\nSUMMARY:A", "DTSTART:20260504T100000\nSUMMARY:B")
    assert [event.title for event in apart.given] == ["A", "B"]
    assert [event.parts for event in nameless.given] == [(), ()]


def test_a_series_is_its_dates_without_those_taken_out_or_moved() -> None:
    series = "UID:1\nDTSTART:20260504T090000\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE:20260511T090000\nSUMMARY:A"
    moved = "UID:1\nRECURRENCE-ID:20260518T090000\nDTSTART:20260519T130000\nSUMMARY:A"
    assert starts(calendar(series, moved)) == [
        datetime(2026, 5, 4, 9),
        datetime(2026, 5, 19, 13),
        datetime(2026, 5, 25, 9),
    ]


def test_the_last_day_of_a_series_counts_whatever_zone_it_is_in() -> None:
    utc = "DTSTART;TZID=Europe/Copenhagen:20260504T090000\nRRULE:FREQ=DAILY;UNTIL=20260505T070000Z\nSUMMARY:A"
    day = "DTSTART:20260504T090000\nRRULE:FREQ=DAILY;UNTIL=20260505\nSUMMARY:A"
    assert len(calendar(utc).given) == len(calendar(day).given) == 2


@pytest.mark.parametrize(
    ("rule", "count", "note"),
    [
        ("FREQ=WEEKLY", MAX_OCCURRENCES, "series-cut"),
        ("FREQ=SECONDLY", 1, "series-unreadable"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 1, "series-unreadable"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 1, ""),
        ("FREQ=WEEKLY;COUNT=x", 1, "series-unreadable"),
        ("nonsense", 1, "series-unreadable"),
    ],
)
def test_endless_and_senseless_series_are_cut_with_a_note(rule: str, count: int, note: str) -> None:
    document = calendar(f"DTSTART:20260504T090000\nRRULE:{rule}\nSUMMARY:A")
    assert (len(document.given), [code for _, code in document.notes]) == (count, [note] if note else [])


def test_a_cancelled_calendar_cancels_its_events() -> None:
    assert calendar("DTSTART:20260504T090000\nSUMMARY:A", head="METHOD:CANCEL\n").given[0].status == "CANCELLED"


def test_broken_lines_and_events_cost_themselves() -> None:
    document = calendar("rubbish\nDTSTART:20260504T090000\nSUMMARY:A", "DTSTART:soon\nSUMMARY:B")
    assert [event.title for event in document.given] == ["A"]
    assert document.notes == ((4, "calendar-line-broken"), (8, "calendar-event-unreadable"))


@pytest.mark.parametrize("zone", ["Europe", "Mars/Base", '"Europe"'])
def test_a_zone_nobody_knows_costs_a_warning_and_not_the_calendar(zone: str) -> None:
    document = calendar(f"DTSTART;TZID={zone}:20260504T090000\nSUMMARY:A", "DTSTART:20260504T100000\nSUMMARY:B")
    assert [event.start for event in document.given] == [datetime(2026, 5, 4, 9), datetime(2026, 5, 4, 10)]
    assert [code for _, code in document.notes] == ["calendar-zone-unknown"]


def test_a_calendar_that_is_cut_off_gives_what_it_has() -> None:
    raw = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260504T090000\r\nSUMMARY:A\r\n"
    document = ics.read(raw, "a.ics")
    assert ([event.title for event in document.given], document.notes[0][1]) == (["A"], "calendar-cut-off")


@pytest.mark.parametrize(
    "raw",
    [
        b"BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\n" + b"BEGIN:VTODO\n" * 50_000,
        b"END:VCALENDAR\n",
    ],
)
def test_a_calendar_without_events_is_refused_with_a_sentence(raw: bytes) -> None:
    with pytest.raises(InputError) as refused:
        ics.read(raw, "a.ics")
    assert refused.value.slug == "input-damaged"


def carried(**data: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


def test_a_calendar_of_ours_gives_its_meetings_back() -> None:
    slot = carried(m="m1", t="Velkomst", s=[["Ida Holm", None, None]], l="Scenen")
    facts = {"uid": "m1", "title": "Temadag", "location": "Salen", "language": "da", "start": "2026-05-04T08:30:00"}
    other = "DTSTART:20260904T090000\nSUMMARY:Andet"
    document = calendar(
        f"DTSTART:20260504T090000\nSUMMARY:AFLYST: Velkomst\nLOCATION:Scenen\\, Salen\nDESCRIPTION:x\nX-KL-SLOT:{slot}",
        f"DTSTART:20260604T090000\nSUMMARY:Dag to\nX-KL-SLOT:{carried(m='m1')}",
        other,
        head=f"X-KL-MEETING:{carried(**facts)}\n",
    )
    meeting, loose = document.given
    assert (meeting.title, meeting.location, meeting.start) == ("Temadag", "Salen", datetime(2026, 5, 4, 8, 30))
    assert [(part.title, part.location, part.speakers) for part in meeting.parts] == [
        ("Velkomst", "Scenen", ("Ida Holm",)),
        ("Dag to", None, ()),
    ]
    assert (loose.title, document.language) == ("Andet", "da")


def test_what_only_looks_like_ours_is_read_as_anybodys() -> None:
    (event,) = calendar("DTSTART:20260504T090000\nSUMMARY:A\nLOCATION:Salen\nX-KL-SLOT:%%%").given
    assert (event.title, event.location) == ("A", "Salen")
