"""frab and pretalx schedules as a source."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from kl_calendar.errors import InputError
from kl_calendar.model.document import Document, Given
from kl_calendar.read import schedule
from tests.read.shown import shown

TALK: dict[str, Any] = {
    "title": "Cykelstier",
    "subtitle": "",
    "date": "2026-05-04T10:00:00+02:00",
    "start": "10:00",
    "duration": "00:45",
    "room": "Sal 2",
    "track": {"da": "Miljø", "en": "Environment"},
    "language": "da",
    "persons": [{"public_name": "Ida Holm"}, {"name": "Ole Berg"}],
    "abstract": "Om stier.",
}


def conference(*talks: dict[str, Any], **more: Any) -> Document:
    days = [{"date": "2026-05-04", "rooms": {"Sal 1": list(talks)}}]
    data = {"schedule": {"conference": {"title": "Dage", "time_zone_name": "Europe/Copenhagen", "days": days, **more}}}
    return schedule.read(json.dumps(data).encode(), "schedule.json")


def test_a_talk_is_a_part_with_all_it_says() -> None:
    (meeting,) = conference(TALK).given
    assert (meeting.title, meeting.timezone, meeting.language) == ("Dage", "Europe/Copenhagen", "da")
    assert meeting.parts == (
        Given(
            "Cykelstier",
            datetime(2026, 5, 4, 10),
            datetime(2026, 5, 4, 10, 45),
            location="Sal 2",
            description="Om stier.",
            speakers=("Ida Holm", "Ole Berg"),
            language="da",
            track="Miljø",
        ),
    )


def test_without_a_full_date_the_day_and_the_clock_count_and_the_room_is_that_of_the_list() -> None:
    (meeting,) = conference({"title": "Kaffe", "start": "9:30", "duration": 30}).given
    (talk,) = meeting.parts
    assert (talk.start, talk.end, talk.location) == (datetime(2026, 5, 4, 9, 30), datetime(2026, 5, 4, 10), "Sal 1")


def test_the_schedule_is_also_a_programme_in_words() -> None:
    assert shown(conference(TALK, {"title": "Kaffe", "start": "09:30"})) == [
        "# Dage",
        "## 2026-05-04",
        "09:30 Kaffe Sal 1",
        "10:00-10:45 Cykelstier Ida Holm, Ole Berg Sal 2",
    ]


def test_rooms_may_be_a_list() -> None:
    days = [{"date": "2026-05-04", "rooms": [{"name": "Sal 9", "events": [{"title": "A", "start": "9:00"}]}]}]
    assert conference(days=days).given[0].parts[0].location == "Sal 9"


def test_a_talk_without_time_is_a_note() -> None:
    document = conference(TALK, {"title": "Senere"}, {"start": "99:99", "title": "B"})
    assert (len(document.given[0].parts), [code for _, code in document.notes]) == (1, ["talk-unreadable"] * 2)


@pytest.mark.parametrize("duration", ["", "0:00", "x", -5, True, None, 1e9, "999:99:99"])
def test_a_senseless_duration_is_no_end(duration: object) -> None:
    assert conference({**TALK, "duration": duration}).given[0].parts[0].end is None


@pytest.mark.parametrize(
    ("raw", "slug"),
    [
        (b"{", "input-damaged"),
        (b"[" * 100_000, "input-damaged"),
        (b"{}", "format-unknown"),
        (b"[1]", "format-unknown"),
        (b'{"schedule": {"conference": {"title": "A", "days": 7}}}', "input-damaged"),
    ],
)
def test_other_json_is_refused_with_a_sentence(raw: bytes, slug: str) -> None:
    with pytest.raises(InputError) as refused:
        schedule.read(raw, "a.json")
    assert refused.value.slug == slug
