"""The bytes of our calendars."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kl_calendar.emit import ical
from kl_calendar.emit.ical import Context, Header, calendar, event, events, meeting_event
from kl_calendar.emit.lines import OCTETS, folded, taken_apart, text_of, unfolded
from kl_calendar.emit.lint import findings
from kl_calendar.emit.text import Text, several_lines
from kl_calendar.model.meeting import Choice, Kind, Meeting, Person, Slot
from kl_calendar.model.revision import Revision
from tests.emit import samples
from tests.emit.samples import at, revision

PAGE = "https://moeder.example/m/nordholm/"
CONTEXT = Context(page_url=PAGE)
LETTER = revision(samples.letter())
EVENING = datetime(2026, 9, 2, 16, 30)


def one_slot(slot: Slot, **fields: object) -> Revision:
    made = Meeting("Møde", slot.start, slots=(slot,))
    return revision(replace(made, **fields))  # type: ignore[arg-type]


def properties(raw: bytes) -> dict[str, str]:
    """The properties of one event by name, parameters and all, text undone."""
    parts = [taken_apart(number, line) for number, line in unfolded(raw.decode())]
    return {part.name: text_of(part.value) for part in parts if part}


def shown(made: Revision, place: int = 0, context: Context = CONTEXT) -> dict[str, str]:
    return properties(event(made.entries[place], made, context))


def test_an_event_is_exactly_these_lines() -> None:
    assert event(LETTER.entries[1], LETTER, CONTEXT).decode() == (
        "BEGIN:VEVENT\r\n"
        "X-KL-HASH:4c56040272bedc0dae08b1b083751e4c\r\n"
        "UID:slot0001abc@kalender.example\r\n"
        "DTSTAMP:20260302T080000Z\r\n"
        "LAST-MODIFIED:20260302T080000Z\r\n"
        "SEQUENCE:0\r\n"
        "DTSTART;TZID=Europe/Copenhagen:20260902T164000\r\n"
        "DTEND;TZID=Europe/Copenhagen:20260902T165000\r\n"
        "SUMMARY:Velkommen\r\n"
        "DESCRIPTION:v/ H.C. Ødum\\, borgmester\\, Nordholm Kommune\\n\\nTilmelding: ht\r\n"
        " tps://tilmeld.example/nordholm?a=1\\,2\\;b\\nTilmeldingsfrist: 20. august 202\r\n"
        " 6\\n\\nPolitisk møde i Nordholm\\n\\nLæs mere: https://moeder.example/m/nord\r\n"
        " holm/\r\n"
        "LOCATION:Kompetencecenter Vest\\, Havnevej 4\\, 7599 Nordholm\r\n"
        "URL:https://moeder.example/m/nordholm/\r\n"
        "CATEGORIES:Oplæg\r\n"
        "STATUS:CONFIRMED\r\n"
        "CLASS:PUBLIC\r\n"
        "TRANSP:OPAQUE\r\n"
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\n"
        "X-KL-SLOT:eyJtIjoibWVldGluZzB4eXpAa2FsZW5kZXIuZXhhbXBsZSIsInMiOltbIkguQy4gw\r\n"
        " 5hkdW0iLCJib3JnbWVzdGVyIiwiTm9yZGhvbG0gS29tbXVuZSJdXX0\r\n"
        "END:VEVENT\r\n"
    )


def test_a_feed_says_its_name_and_refresh_in_both_dialects() -> None:
    header = Header("Børn, unge", description="Alle", color="navy", refresh=timedelta(hours=1, minutes=30))
    assert calendar([], header).decode() == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//KL//kl-calendar//DA\r\nCALSCALE:GREGORIAN\r\n"
        "NAME:Børn\\, unge\r\nX-WR-CALNAME:Børn\\, unge\r\nDESCRIPTION:Alle\r\nX-WR-CALDESC:Alle\r\n"
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H30M\r\nX-PUBLISHED-TTL:PT1H30M\r\nCOLOR:navy\r\nEND:VCALENDAR\r\n"
    )


def test_a_file_with_one_event_has_neither_name_nor_method() -> None:
    assert calendar([], Header("Mødet", single=True)).decode() == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//KL//kl-calendar//DA\r\nCALSCALE:GREGORIAN\r\nEND:VCALENDAR\r\n"
    )


def test_writing_twice_gives_the_same_bytes() -> None:
    header = Header("x", timezones=("Europe/Copenhagen",), meetings=(LETTER,))
    assert calendar(events(LETTER, CONTEXT), header) == calendar(events(LETTER, CONTEXT), header)


def test_the_mark_changes_with_anything_in_the_event() -> None:
    later = replace(LETTER.entries[1], sequence=1)
    marks = {properties(event(entry, LETTER, CONTEXT))["X-KL-HASH"] for entry in (LETTER.entries[1], later)}
    assert len(marks) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", mark) for mark in marks)


# Text


@given(st.text())
def test_lines_are_folded_at_75_octets_and_unfold_to_the_same(text: str) -> None:
    clean = several_lines(text).replace("\n", "")
    raw = folded(f"SUMMARY:{clean}")
    pieces = raw.split(b"\r\n")
    assert pieces[-1] == b""
    assert all(len(piece) <= OCTETS and piece.decode("utf-8") is not None for piece in pieces)
    assert list(unfolded(raw.decode())) == [(1, f"SUMMARY:{clean}")]


def test_a_fold_uses_the_whole_line_and_stays_off_the_middle_of_a_character() -> None:
    pieces = folded("X:" + "æ" * 80).split(b"\r\n")
    assert [len(piece) for piece in pieces] == [74, 75, 15, 0]


def test_a_fold_keeps_an_escaped_pair_together() -> None:
    assert folded("X:" + "a" * 72 + "\\n" + "b" * 10).split(b"\r\n")[0] == b"X:" + b"a" * 72


def test_a_line_of_backslashes_alone_is_folded_all_the_same() -> None:
    for filling in ("\\" * 200, "\\" * 73 + "æ" * 50):
        raw = folded(f"X:{filling}")
        assert all(len(piece) <= OCTETS for piece in raw.split(b"\r\n"))
        assert list(unfolded(raw.decode())) == [(1, f"X:{filling}")]


@pytest.mark.parametrize("line", ["", "abc", ":x", ";A=1:x", 'A;B="unclosed:x'])
def test_a_line_without_name_or_value_has_no_parts(line: str) -> None:
    assert taken_apart(1, line) is None


def test_a_quoted_parameter_keeps_colons_and_semicolons() -> None:
    part = taken_apart(7, 'X-A;alt="a:b;c";B=2:d:"e"')
    assert part is not None
    assert (part.name, part.parameters, part.value) == ("X-A", (("ALT", "a:b;c"), ("B", "2")), 'd:"e"')


@given(st.text())
def test_text_comes_back_as_it_was_written(text: str) -> None:
    clean = several_lines(text)
    assert text_of(Text(clean).to_ical().decode()) == clean


def test_a_backslash_before_an_n_is_no_line_break() -> None:
    slot = Slot(EVENING, "S:\\Notater\\ny", EVENING + timedelta(hours=1))
    raw = event(one_slot(slot).entries[0], one_slot(slot), CONTEXT)
    assert b"SUMMARY:S:\\\\Notater\\\\ny\r\n" in raw
    assert shown(one_slot(slot))["SUMMARY"] == "S:\\Notater\\ny"


def test_control_characters_are_dropped_and_line_ends_are_one() -> None:
    assert several_lines("a\x00b\x1b[1m\r\nc\rd\u2028e\x0bf\x85g\t\ufeffh\ud800") == "ab[1m\nc\nd\ne\nf\ng h\ufffd"


def test_a_title_stays_on_one_line_and_an_empty_one_is_the_meeting() -> None:
    assert shown(one_slot(Slot(EVENING, "Vel\nkommen  alle")))["SUMMARY"] == "Vel kommen alle"
    assert shown(one_slot(Slot(EVENING, " ")))["SUMMARY"] == "Møde"


TEXTS = st.text(max_size=80)
PEOPLE = st.builds(Person, TEXTS, st.none() | TEXTS, st.none() | TEXTS)
SLOTS = st.builds(
    Slot,
    start=st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2036, 1, 1)),
    title=TEXTS,
    speakers=st.lists(PEOPLE, max_size=2).map(tuple),
    location=st.none() | TEXTS,
    choices=st.lists(st.builds(Choice, TEXTS), max_size=2).map(tuple),
    notes=st.lists(TEXTS, max_size=2).map(tuple),
    kind=st.sampled_from(Kind),
    track=st.none() | TEXTS,
)


@given(SLOTS, st.sampled_from(["Europe/Copenhagen", "America/New_York", "America/Santiago", "UTC"]), TEXTS)
def test_whatever_a_slot_holds_its_event_is_clean_and_icalendar_reads_it(slot: Slot, zone: str, place: str) -> None:
    made = one_slot(slot, timezone=zone, location=place)
    header = Header("x", timezones=(zone,), single=True, meetings=(made,))
    raw = calendar(events(made, CONTEXT), header)
    assert findings(raw, "x.ics") == ()
    assert len(icalendar.Calendar.from_ical(raw).events) == 1


# Times


def test_a_slot_without_an_end_gets_the_default_length() -> None:
    context = replace(CONTEXT, default_length=timedelta(minutes=20))
    assert shown(one_slot(Slot(EVENING, "x")), context=context)["DTEND"] == "20260902T165000"


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ("2026-10-25T02:30", "2026-10-25T03:30", ("20261025T003000Z", "20261025T023000Z")),
        ("2026-03-29T02:30", "2026-03-29T03:15", ("20260329T013000Z", "20260329T021500Z")),
        ("1995-10-10T12:00", "1995-10-10T13:00", ("19951010T110000Z", "19951010T120000Z")),
    ],
)
def test_where_the_zone_block_cannot_tell_the_time_is_in_utc(start: str, end: str, written: tuple[str, str]) -> None:
    found = shown(one_slot(Slot(at(start), "x", at(end))))
    assert (found["DTSTART"], found["DTEND"]) == written


def test_a_meeting_without_times_is_all_day_up_to_the_day_after() -> None:
    raw = meeting_event(revision(samples.without_times()), CONTEXT)
    assert b"DTSTART;VALUE=DATE:20260511\r\nDTEND;VALUE=DATE:20260513\r\n" in raw
    assert b"TRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n" in raw


def test_a_meeting_without_slots_is_its_own_event() -> None:
    made = revision(samples.without_slots())
    assert events(made, CONTEXT) == (meeting_event(made, CONTEXT),)


def test_a_meeting_as_one_event_spans_its_programme() -> None:
    found = properties(meeting_event(revision(samples.two_days()), CONTEXT))
    assert (found["DTSTART"], found["DTEND"]) == ("20260205T100000", "20260206T120000")


# Cancelled


@pytest.mark.parametrize(("mode", "status"), [("keep", "CANCELLED"), ("mark", "CONFIRMED")])
def test_a_cancelled_slot_says_so_in_its_title_and_takes_no_time(mode: str, status: str) -> None:
    found = shown(samples.changed(), 3, replace(CONTEXT, cancelled=mode))
    names = ("SUMMARY", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "SEQUENCE")
    assert [found[name] for name in names] == ["AFLYST: Kaffe", status, "TRANSPARENT", "FREE", "1"]


def test_cancelled_slots_can_be_hidden() -> None:
    assert len(events(samples.changed(), replace(CONTEXT, cancelled="hide"))) == 5
    assert events(samples.called_off(), replace(CONTEXT, cancelled="hide")) == ()


def test_a_meeting_called_off_by_hand_or_by_its_letter_is_cancelled_as_one_event() -> None:
    by_hand = replace(LETTER, called_off=True)
    found = [properties(meeting_event(made, CONTEXT)) for made in (by_hand, samples.called_off())]
    assert [(one["SUMMARY"], one["STATUS"]) for one in found] == [
        ("AFLYST: Politisk møde i Nordholm", "CANCELLED"),
        ("AFLYST: Børnetopmøde", "CANCELLED"),
    ]


def test_a_change_stands_at_the_top_of_the_description() -> None:
    assert shown(samples.changed(), 1)["DESCRIPTION"].split("\n")[0] == "Velkommen: kl. 16.40 → 16.35"


# What it says


def test_the_description_says_who_what_and_where_to_register() -> None:
    assert shown(LETTER, 4)["DESCRIPTION"] == (
        "v/ Karen Lundgaard, formand for Børneudvalget\nv/ Udvalget\n\n"
        "• Aktuelle dagsordener\n• Emner, som deltagerne bringer på banen\n\n"
        "Tilmelding: https://tilmeld.example/nordholm?a=1,2;b\nTilmeldingsfrist: 20. august 2026\n\n"
        f"Politisk møde i Nordholm\n\nLæs mere: {PAGE}"
    )


def test_choices_are_numbered_with_speakers_and_rooms() -> None:
    assert shown(LETTER, 2)["DESCRIPTION"].split("\n")[:3] == [
        "Vælg mellem:",
        "1. Kvalitet i dagtilbud (v/ Karen Lundgaard, formand for Børneudvalget) – Lokale 2",
        "2. Sammenhæng fra 0 til 25 år [Grøn]",
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("da", ["AFLYST: x", "v/ A", "Vælg mellem:", "Tilmeldingsfrist: 20. august 2026", "Pause"]),
        ("en", ["CANCELLED: x", "with A", "Choose one:", "Registration deadline: August 20, 2026", "Break"]),
        ("nb", ["AVLYST: x", "v/ A", "Velg mellom:", "Påmeldingsfrist: 20. august 2026", "Pause"]),
        ("nn", ["AVLYST: x", "v/ A", "Vel mellom:", "Påmeldingsfrist: 20. august 2026", "Pause"]),
        ("sv", ["INSTÄLLT: x", "med A", "Välj mellan:", "Sista anmälningsdag: 20 augusti 2026", "Paus"]),
        ("de", ["ABGESAGT: x", "mit A", "Zur Auswahl:", "Anmeldeschluss: 20. August 2026", "Pause"]),
    ],
)
def test_labels_are_in_the_language_of_the_meeting(language: str, expected: list[str]) -> None:
    slot = Slot(EVENING, "x", speakers=(Person("A"),), choices=(Choice("B"),), kind=Kind.BREAK)
    made = one_slot(slot, language=language, registration_deadline=samples.letter().registration_deadline)
    found = properties(event(replace(made.entries[0], cancelled=True), made, CONTEXT))
    lines = found["DESCRIPTION"].split("\n")
    assert [found["SUMMARY"], lines[0], lines[2], lines[5], found["CATEGORIES"]] == expected


@pytest.mark.parametrize(
    ("room", "place", "expected"),
    [
        ("Salen", "Huset, Havnevej 4", "Salen, Huset, Havnevej 4"),
        ("huset", "Huset, Havnevej 4", "huset, Havnevej 4"),
        ("Sal 1", "Sal 12, Havnevej 4", "Sal 1, Sal 12, Havnevej 4"),
        (None, "Huset\nHavnevej 4", "Huset, Havnevej 4"),
    ],
)
def test_a_location_is_one_line_from_the_room_outwards(room: str | None, place: str, expected: str) -> None:
    assert shown(one_slot(Slot(EVENING, "x", location=room), location=place))["LOCATION"] == expected


def test_an_online_link_is_a_conference_and_stands_in_the_description() -> None:
    raw = event(revision(samples.two_days()).entries[0], revision(samples.two_days()), CONTEXT)
    line = "CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Deltag online:https://moede.example/j/123?pwd=abc"
    assert line in [text for _, text in unfolded(raw.decode())]
    assert "Deltag online: https://moede.example/j/123?pwd=abc" in properties(raw)["DESCRIPTION"].split("\n")


def test_html_in_a_note_is_no_tag_in_the_description() -> None:
    made = one_slot(Slot(EVENING, "x", notes=("Husk<br>madpakke <b>og</b> 3 < 4",)))
    assert shown(made)["DESCRIPTION"].split("\n")[0] == "• Husk madpakke og 3 < 4"
    sly = one_slot(Slot(EVENING, "x", notes=("<b<i>>fed",)))
    assert shown(sly)["DESCRIPTION"].split("\n")[0] == "• ‹b >fed"


# On request


def test_an_alarm_is_there_on_request_and_never_for_a_cancelled_slot() -> None:
    context = replace(CONTEXT, alarm_minutes=15)
    raw = event(LETTER.entries[1], LETTER, context)
    assert b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Velkommen\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n" in raw
    assert b"VALARM" not in event(samples.changed().entries[3], samples.changed(), context)


def test_a_calendar_of_free_time_is_transparent() -> None:
    assert shown(LETTER, context=replace(CONTEXT, busy=False))["TRANSP"] == "TRANSPARENT"


def test_the_overview_and_the_deadline_have_uids_of_their_own() -> None:
    made = events(LETTER, replace(CONTEXT, overview=True, deadlines=True))[-2:]
    found = [properties(one) for one in made]
    assert [(one["UID"], one["SUMMARY"], one["DTSTART"], one["DTEND"]) for one in found] == [
        ("meeting0xyz-day@kalender.example", "Politisk møde i Nordholm", "20260902", "20260903"),
        (
            "meeting0xyz-deadline@kalender.example",
            "Tilmeldingsfrist: Politisk møde i Nordholm",
            "20260820",
            "20260821",
        ),
    ]


def test_zones_are_named_once_and_in_order() -> None:
    assert ical.timezones([LETTER, revision(samples.elsewhere()), LETTER]) == ("America/Santiago", "Europe/Copenhagen")


def test_a_head_says_what_it_is_given() -> None:
    header = Header("x", method="CANCEL", url="https://a.example/", source="https://a.example/x.ics", color="#0055aa")
    raw = calendar([], header)
    for line in ("METHOD:CANCEL", "URL:https://a.example/", "SOURCE;VALUE=URI:https://a.example/x.ics"):
        assert line.encode() in raw.split(b"\r\n")
    assert b"X-APPLE-CALENDAR-COLOR:#0055aa\r\n" in raw


def test_a_meeting_called_off_leaves_nothing_where_such_are_hidden() -> None:
    hide = replace(CONTEXT, cancelled="hide")
    gone = samples.called_off()
    made = (meeting_event(gone, hide), ical.overview_event(gone, hide), ical.deadline_event(gone, hide))
    assert made == (b"", b"", b"")


def test_a_deadline_with_a_time_ends_at_that_time() -> None:
    made = one_slot(Slot(EVENING, "x"), registration_deadline=at("2026-08-20T12:00"), registration_email="a@b.example")
    found = properties(ical.deadline_event(made, CONTEXT))
    assert (found["DTSTART"], found["DTEND"]) == ("20260820T113000", "20260820T120000")
    assert found["DESCRIPTION"].split("\n")[3:5] == [
        "Tilmelding: a@b.example",
        "Tilmeldingsfrist: 20. august 2026, 12.00",
    ]


def test_a_language_nobody_knows_writes_days_as_numbers() -> None:
    made = one_slot(Slot(EVENING, "x"), registration_deadline=at("2026-08-20T12:00"), language="xx")
    assert "Registration deadline: 2026-08-20 12:00" in shown(made)["DESCRIPTION"].split("\n")
