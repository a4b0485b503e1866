"""Our calendars as six independent readers see them: the same events, summaries and instants as we meant.

None of these readers shares code with icalendar, which writes our events. `ics` and `node-ical` are shown no title
with a backslash before an n: both take it for a line break, however it is escaped.
"""

from __future__ import annotations

import json
import subprocess
import warnings
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kl_calendar.app.convert import Wishes, convert, render
from kl_calendar.app.understanding import Source
from kl_calendar.emit import describe
from kl_calendar.emit.ical import Context, Header, calendar, event, events, meeting_event, timezones
from kl_calendar.model import instants
from kl_calendar.model.revision import Revision
from tests.emit import samples
from tests.heavy import require

SYSTEM_PYTHON = "/usr/bin/python3"
NODE = Path(__file__).parent / "node"
LETTER = Path(__file__).parents[2] / "feeds" / "boern-og-undervisning" / "2020-09-02-holstebro.md"
CONTEXT = Context(page_url="https://moeder.example/m/1/")


@dataclass(frozen=True, order=True)
class Seen:
    """An event as a reader sees it: instants in UTC, or days."""

    uid: str
    summary: str
    start: str
    end: str


def shown(moment: datetime | date) -> str:
    if not isinstance(moment, datetime):
        return moment.isoformat()
    assert moment.tzinfo is not None
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def meant(revision: Revision) -> list[Seen]:
    """What our own model says, without a writer or reader between: pytz alone."""
    meeting, found = revision.meeting, []
    for entry in revision.entries:
        end = entry.slot.end or entry.slot.start + CONTEXT.default_length
        walls = (entry.slot.start, end)
        start, until = (instants.settled(wall, meeting.timezone) for wall in walls)
        if until <= start:  # in the hour that is not there
            until = start + (walls[1] - walls[0])
        title = describe.summary(entry.slot.title, meeting.language, cancelled=entry.cancelled)
        found.append(Seen(entry.uid, title, shown(start), shown(until)))
    return found


def with_ical(raw: bytes) -> list[Seen]:
    from ical.calendar_stream import IcsCalendarStream

    read = IcsCalendarStream.calendar_from_ics(raw.decode())
    return [Seen(one.uid or "", one.summary or "", shown(one.start), shown(one.end)) for one in read.events]


def with_vobject(raw: bytes) -> list[Seen]:
    import vobject

    read = vobject.readOne(raw.decode())
    return [
        Seen(one.uid.value, one.summary.value, shown(one.dtstart.value), shown(one.dtend.value))
        for one in read.contents.get("vevent", [])
    ]


def with_ics(raw: bytes) -> list[Seen]:
    import ics

    def moment(value: Any, *, all_day: bool) -> str:
        return value.date().isoformat() if all_day else shown(value.datetime)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own use of old interfaces
        read = ics.Calendar(raw.decode())
    return [
        Seen(one.uid, one.name, moment(one.begin, all_day=one.all_day), moment(one.end, all_day=one.all_day))
        for one in read.events
    ]


def with_node(reader: str, raw: bytes) -> list[Seen]:
    require((NODE / "node_modules").is_dir(), "npm ci in tests/readers/node")
    done = subprocess.run(["node", "read.js", reader], cwd=NODE, input=raw, capture_output=True, check=True)
    return [Seen(**one) for one in json.loads(done.stdout)]


def with_ical_js(raw: bytes) -> list[Seen]:
    return with_node("ical.js", raw)


def with_node_ical(raw: bytes) -> list[Seen]:
    return with_node("node-ical", raw)


@cache
def has_libical() -> bool:
    probe = [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('ICalGLib', '3.0')"]
    return Path(SYSTEM_PYTHON).exists() and subprocess.run(probe, capture_output=True, check=False).returncode == 0


def with_libical(raw: bytes) -> list[Seen]:
    """The C library of GNOME and KDE, which also checks how often each property may stand."""
    require(has_libical(), "apt install python3-gi gir1.2-ical-3.0")
    script = Path(__file__).parent / "libical.py"
    done = subprocess.run([SYSTEM_PYTHON, script], input=raw, capture_output=True, check=True)
    return [Seen(**one) for one in json.loads(done.stdout)]


READERS = [
    with_ical,
    with_vobject,
    with_ics,
    pytest.param(with_ical_js, marks=pytest.mark.heavy),
    pytest.param(with_node_ical, marks=pytest.mark.heavy),
    pytest.param(with_libical, marks=pytest.mark.heavy),
]
SLOTTED = [one for one in samples.all_revisions() if one.entries]


def feed(*made: Revision, context: Context = CONTEXT) -> bytes:
    header = Header(
        "Møder, alle",
        description="Alt",
        url="https://moeder.example/",
        source="https://moeder.example/alle.ics",
        color="navy",
        timezones=timezones(made),
        meetings=made,
    )
    return calendar((one for each in made for one in events(each, context)), header)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("revision", SLOTTED, ids=lambda one: one.meeting.title[:14])
def test_a_meeting_is_seen_as_meant(read: Any, revision: Revision) -> None:
    assert sorted(read(feed(revision))) == sorted(meant(revision))


@pytest.mark.parametrize("read", READERS)
def test_a_feed_of_all_meetings_is_seen_as_meant(read: Any) -> None:
    assert sorted(read(feed(*SLOTTED))) == sorted(one for revision in SLOTTED for one in meant(revision))


@pytest.mark.parametrize("read", READERS)
def test_alarms_marks_and_extra_events_do_not_disturb(read: Any) -> None:
    context = replace(CONTEXT, alarm_minutes=15, cancelled="mark", overview=True, deadlines=True)
    one = samples.changed()
    seen = {each.uid: each for each in read(feed(one, context=context))}
    assert [seen[each.uid] for each in meant(one)] == meant(one)
    assert len(seen) == len(one.entries) + 2


@pytest.mark.parametrize("read", READERS)
def test_a_meeting_without_times_is_seen_as_its_days(read: Any) -> None:
    one = samples.revision(samples.without_times())
    raw = calendar([meeting_event(one, CONTEXT)], Header("x", single=True))
    assert [(each.summary, each.start) for each in read(raw)] == [("Landsmøde", "2026-05-11")]


@pytest.mark.parametrize("read", READERS)
def test_a_file_with_one_event_is_seen_as_meant(read: Any) -> None:
    one = samples.revision(samples.letter())
    raw = calendar([event(one.entries[1], one, CONTEXT)], Header("x", timezones=timezones([one]), single=True))
    assert read(raw) == [meant(one)[1]]


@pytest.mark.parametrize("read", READERS)
def test_the_letter_in_feeds_is_seen_as_it_was_understood(read: Any) -> None:
    made = convert([Source(LETTER.name, LETTER.read_bytes)], Wishes(today=date(2020, 6, 17)))
    assert sorted(read(render(made, "ics"))) == sorted(one for revision in made.revisions for one in meant(revision))
    assert [len(revision.entries) for revision in made.revisions] == [7]
