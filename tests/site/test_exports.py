"""The data files beside the calendars."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from kl_calendar.emit import calendars, frab, jcal, jsonld
from kl_calendar.emit import csv as table
from kl_calendar.model.meeting import Person
from tests.site import samples
from tests.site.whole import site_files

REVISIONS = samples.FEEDS[0][1]


def test_jcal_says_what_the_calendar_says() -> None:
    data = calendars.slots(REVISIONS, samples.PLACE)
    ours, theirs = json.loads(jcal.calendar(data)), Calendar.from_ical(data).to_jcal()

    def flat(component: list[Any]) -> dict[str, Any]:
        properties = sorted((one[0], one[3:]) for one in component[1] if not one[0].startswith(("x-kl", "rrule")))
        return {"name": component[0], "properties": properties, "parts": [flat(part) for part in component[2]]}

    assert flat(ours) == flat(json.loads(json.dumps(theirs)))


def test_jcal_types_times_days_rules_and_lists() -> None:
    data = calendars.slots([samples.UNDATED, samples.REVISION], samples.PLACE)
    made = json.loads(jcal.calendar(data))
    zone = next(part for part in made[2] if part[0] == "vtimezone")
    daylight = next(part for part in zone[2] if part[0] == "daylight")
    rule = next(one for one in daylight[1] if one[0] == "rrule")
    offset = next(one for one in daylight[1] if one[0] == "tzoffsetto")
    assert rule == ["rrule", {}, "recur", {"freq": "YEARLY", "bymonth": 3, "byday": "-1SU"}]
    assert offset == ["tzoffsetto", {}, "utc-offset", "+02:00"]
    starts = [one for part in made[2] if part[0] == "vevent" for one in part[1] if one[0] == "dtstart"]
    assert starts[0] == ["dtstart", {}, "date", "2026-05-20"]
    assert starts[1] == ["dtstart", {"tzid": "Europe/Copenhagen"}, "date-time", "2026-03-18T16:00:00"]


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_the_table_has_a_row_a_slot() -> None:
    made = rows(table.table([samples.REVISION]))
    assert len(made) == len(samples.SLOTS)
    assert made[2] == {
        "meeting": "Politisk møde om børn og unge",
        "date": "2026-03-18",
        "start": "16:40",
        "end": "17:00",
        "timezone": "Europe/Copenhagen",
        "title": "Erfaringer fra året der gik – fælles drøftelse",
        "kind": "talk",
        "speakers": "Anna Solbjerg (udvalgsformand, Vandkær Kommune)\nIb Østerlund (skoleleder)",
        "location": "Kulturhuset Åen, Engvej 4, 7777 Vandkær",
        "choices": "",
        "notes": "Hvad virkede?\nHvad gør vi nu?",
        "track": "",
        "status": "confirmed",
        "uid": "s2@kalender.example",
        "sequence": "0",
    }
    assert made[5]["status"] == "cancelled"


def test_the_table_has_a_row_for_a_meeting_without_slots() -> None:
    assert [(row["title"], row["kind"], row["status"]) for row in rows(table.table([samples.ONLINE]))] == [
        ("Dialogmøde om vand", "meeting", "cancelled")
    ]


@pytest.mark.parametrize("title", ['=HYPERLINK("http://x.example")', "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_becomes_a_formula(title: str) -> None:
    slot = replace(samples.SLOTS[1], title=title)
    made = rows(table.table([replace(samples.REVISION, entries=(samples.entry("x", slot),))]))
    assert made[0]["title"] == f"'{title}"


def events(schedule: dict[str, Any]) -> list[dict[str, Any]]:
    days = schedule["schedule"]["conference"]["days"]
    return [event for day in days for room in day["rooms"].values() for event in room]


def test_the_schedule_has_what_conference_apps_require() -> None:
    made = json.loads(frab.schedule("Møder", REVISIONS, timedelta(minutes=30), samples.BASE))
    conference = made["schedule"]["conference"]
    assert {name: conference[name] for name in ("acronym", "title", "start", "end", "daysCount", "time_zone_name")} == {
        "acronym": "moeder",
        "title": "Møder",
        "start": "2025-11-05",
        "end": "2026-03-18",
        "daysCount": 3,
        "time_zone_name": "Europe/Copenhagen",
    }
    required = "abstract date duration guid id language links persons room slug start subtitle title track type url"
    assert all(set(required.split()) <= set(event) for event in events(made))
    assert all(event["id"] > 0 and event["id"] < 2**31 for event in events(made))
    assert {room["name"] for room in conference["rooms"]} == {event["room"] for event in events(made)}


def test_the_schedule_shows_choices_in_rooms_of_their_own_and_leaves_out_what_is_cancelled() -> None:
    made = events(json.loads(frab.schedule("M", [samples.REVISION], timedelta(minutes=30))))
    parallel = [event for event in made if event["start"] == "17:20"]
    assert sorted((event["room"], event["title"], event["subtitle"]) for event in parallel) == [
        ("Biblioteket", "Unge uden job & uddannelse", "Temadrøftelser"),
        ("Lokale 2", "Overgange: fra dagtilbud til skole", "Temadrøftelser"),
        ("Salen", "En god ramme om hele barnets dag", "Temadrøftelser"),
    ]
    assert "Rundvisning" not in {event["title"] for event in made}
    assert made[-1]["duration"] == "00:30" or "00:30" in {event["duration"] for event in made}


def test_the_schedule_of_nothing_is_still_a_schedule() -> None:
    made = json.loads(frab.schedule("M", [], timedelta(minutes=30)))
    assert (made["schedule"]["conference"]["daysCount"], events(made)) == (0, [])


def test_linked_data_names_the_meeting_and_its_slots() -> None:
    made = json.loads(jsonld.event(samples.REVISION, "https://x.example/a.html"))
    assert (made["@type"], made["startDate"], made["url"]) == (
        "Event",
        "2026-03-18T16:00:00+01:00",
        "https://x.example/a.html",
    )
    assert [slot["name"] for slot in made["subEvent"]][:2] == ["Ankomst og registrering", "Velkommen"]
    assert made["subEvent"][5]["eventStatus"] == "https://schema.org/EventCancelled"
    assert [choice["name"] for choice in made["subEvent"][4]["subEvent"]] == [choice.title for choice in samples.THEMES]
    assert made["subEvent"][1]["performer"] == [
        {
            "@type": "Person",
            "name": "Anna Solbjerg",
            "jobTitle": "udvalgsformand",
            "worksFor": {"@type": "Organization", "name": "Vandkær Kommune"},
        }
    ]


def test_linked_data_cannot_end_its_script() -> None:
    person = Person("</script><script>alert(1)</script>")
    slot = replace(samples.SLOTS[1], speakers=(person,))
    made = jsonld.event(replace(samples.REVISION, entries=(samples.entry("x", slot),)))
    assert "<" not in made
    assert json.loads(made)["subEvent"][0]["performer"][0]["name"] == person.name


def test_linked_data_of_an_online_meeting_has_a_virtual_place() -> None:
    made = json.loads(jsonld.event(samples.ONLINE))
    assert made["location"] == {"@type": "VirtualLocation", "url": "https://moede.example/vand"}
    assert made["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"


def test_every_export_is_beside_its_calendar() -> None:
    files = site_files()
    calendars_made = [path.removesuffix(".ics") for path in ("boern-og-unge.ics", "klima/2026-04-09-vand.ics")]
    for stem in calendars_made:
        assert {f"{stem}{end}" for end in (".json", ".jcal", ".csv", ".schedule.json")} <= set(files)
    told = json.loads(files["boern-og-unge.json"])
    assert [datetime.fromisoformat(one["start"]).year for one in told["meetings"]] == [2025, 2026]
