"""Our own .ics, read back."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kl_calendar.emit.ical import Context, Header, calendar, events, timezones
from kl_calendar.emit.reading import revisions
from kl_calendar.errors import InputError
from kl_calendar.model.revision import Revision
from tests.emit import samples

CONTEXT = Context(page_url="https://moeder.example/m/")


def written(*made: Revision, context: Context = CONTEXT, whole: bool = True) -> bytes:
    header = Header("Feed", timezones=timezones(made), meetings=made if whole else ())
    return calendar((event for one in made for event in events(one, context)), header)


@pytest.mark.parametrize("one", samples.all_revisions(), ids=lambda one: one.meeting.title[:12])
def test_a_meeting_comes_back_as_it_was(one: Revision) -> None:
    assert revisions(written(one), "x.ics") == (replace(one, changes=()),)


def test_writing_what_was_read_gives_the_same_bytes() -> None:
    raw = written(*samples.all_revisions())
    assert written(*revisions(raw, "x.ics")) == raw


def test_slots_come_back_when_cancelled_ones_are_only_marked() -> None:
    one = samples.called_off()
    assert revisions(written(one, context=replace(CONTEXT, cancelled="mark")), "x.ics") == (one,)


def test_a_slot_without_an_end_comes_back_without_one() -> None:
    one = samples.revision(samples.letter())
    assert revisions(written(one), "x.ics")[0].entries[-1].slot.end is None


def test_events_alone_give_the_slots_with_their_identity() -> None:
    one = samples.revision(samples.letter())
    found = revisions(written(one, whole=False), "x.ics")[0]
    assert (found.uid, found.entries) == (one.uid, one.entries)


def test_a_file_of_somebody_else_holds_no_meeting_of_ours() -> None:
    raw = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nX-KL-SLOT:@@@\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert revisions(raw, "x.ics") == ()


def test_an_event_made_unreadable_costs_itself_only() -> None:
    raw = written(samples.revision(samples.letter())).replace(b"SEQUENCE:0", b"SEQUENCE:x", 1)
    assert len(revisions(raw, "x.ics")[0].entries) == 5


def test_what_is_no_calendar_is_refused_with_a_sentence() -> None:
    with pytest.raises(InputError, match="is no calendar"):
        revisions(b"PK\x03\x04", "letter.docx")


def test_a_meeting_whose_data_were_damaged_is_made_from_its_slots() -> None:
    one = samples.revision(samples.letter())
    damaged = re.sub(
        rb"X-KL-MEETING:(?:[^\r]|\r\n )*",
        b"X-KL-MEETING:eyJ1aWQiOiJtZWV0aW5nMHh5ekBrYWxlbmRlci5leGFtcGxlIn0",
        written(one),
    )
    assert [found.entries for found in revisions(damaged, "x.ics")] == [one.entries]


def test_a_file_past_the_limit_is_refused() -> None:
    with pytest.raises(InputError, match="is larger than 32 MB"):
        revisions(b" " * (32 * 1024 * 1024 + 1), "x.ics")


def test_a_meeting_with_neither_data_nor_slots_is_none() -> None:
    raw = b"BEGIN:VCALENDAR\r\nno property\r\nX-KL-MEETING:eyJ1aWQiOiJhQGIifQ\r\nEND:VCALENDAR\r\n"
    assert revisions(raw, "x.ics") == ()
