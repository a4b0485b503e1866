"""Each fault is made from a clean calendar of ours and must be named; the clean ones are silent."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kl_calendar.emit.ical import Context, Header, calendar, event, events, meeting_event, timezones
from kl_calendar.emit.lint import SHOWN, findings
from kl_calendar.model.problem import KINDS, Severity
from kl_calendar.model.revision import Revision
from tests.emit import samples

CONTEXT = Context(page_url="https://moeder.example/m/1/")
LETTER = samples.revision(samples.letter())
ZONE = b"BEGIN:VTIMEZONE"


def feed(*made: Revision, context: Context = CONTEXT) -> bytes:
    header = Header("Møder, alle", timezones=timezones(made), meetings=made, color="navy", description="Alt; her")
    return calendar((one for each in made for one in events(each, context)), header)


def one_event(context: Context = CONTEXT) -> bytes:
    header = Header("Mødet", timezones=("Europe/Copenhagen",), single=True)
    return calendar([event(LETTER.entries[2], LETTER, context)], header)


CLEAN = feed(LETTER)
SINGLE = one_event()


def codes(raw: bytes) -> list[str]:
    return [found.code for found in findings(raw, "x.ics")]


def block(raw: bytes, start: bytes, end: bytes) -> bytes:
    """The first stretch from `start` up to and with `end`."""
    begin = raw.index(start)
    return raw[begin : raw.index(end, begin) + len(end)]


VTIMEZONE = block(CLEAN, b"BEGIN:VTIMEZONE\r\n", b"END:VTIMEZONE\r\n")
RULES = block(CLEAN, b"BEGIN:DAYLIGHT\r\n", b"END:STANDARD\r\n")
UID = block(CLEAN, b"UID:", b"\r\n")
RDATES = RULES.replace(b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", b"RDATE:20260329T020000,20270328T020000").replace(
    b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", b"RDATE:20251026T030000,20261025T030000"
)


ALL_UTC = CLEAN.replace(b";TZID=Europe/Copenhagen", b"").replace(b"00\r\nDTEND", b"00Z\r\nDTEND")
ALL_UTC = ALL_UTC.replace(b"00\r\nSUMMARY", b"00Z\r\nSUMMARY")
WITH_ALARM = one_event(replace(CONTEXT, alarm_minutes=15))


@dataclass(frozen=True)
class Fault:
    """Replace `old` by `new`, once, in a clean file: exactly this is found."""

    code: str
    old: bytes
    new: bytes
    raw: bytes = CLEAN

    def made(self) -> bytes:
        assert self.old in self.raw
        return self.raw.replace(self.old, self.new, 1)


START = b"DTSTART;TZID=Europe/Copenhagen:20260902T163000"
END = b"DTEND;TZID=Europe/Copenhagen:20260902T164000"
SEQUENCE = b"SEQUENCE:0\r\n"

FAULTS = [
    Fault("ics-bom", b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR"),
    Fault("ics-not-utf8", "Møder\\, alle".encode(), "Møder\\, alle".encode("latin-1")),
    Fault("ics-line-end", b"SEQUENCE:0\r\n", b"SEQUENCE:0\n"),
    Fault("ics-line-end", b"END:VCALENDAR\r\n", b"END:VCALENDAR"),
    Fault("ics-line-long", b"SUMMARY:Kaffe", b"SUMMARY:Kaffe" + b"e" * 63),
    Fault("ics-line-long", b"SUMMARY:Kaffe", b"SUMMARY:Kaffe" + "æ".encode() * 32),
    Fault("ics-fold-inside-character", "SUMMARY:Temadrøftelser".encode(), b"SUMMARY:Temadr\xc3\r\n \xb8ftelser"),
    Fault("ics-control-character", b"SUMMARY:Kaffe", b"SUMMARY:Kaf\x0bfe"),
    Fault("ics-control-character", b"SUMMARY:Kaffe", b"SUMMARY:Kaf\rfe"),
    Fault("ics-control-character", b"SUMMARY:Kaffe", b"SUMMARY:Kaf\x00fe"),
    Fault("ics-line-stray", b"SUMMARY:Kaffe", b"SUMMARY:Kaffe\r\nog kage"),
    Fault("ics-line-stray", b"SUMMARY:Kaffe", b"SUMMARY:Kaffe\r\nSe: https://x.example"),
    Fault("ics-property-unknown", b"SUMMARY:Kaffe", b"SUMMARY:Kaffe\r\nEVENT-ID:12"),
    Fault("ics-name-lower-case", b"SUMMARY:Kaffe", b"Summary:Kaffe"),
    Fault("ics-name-lower-case", b"BEGIN:VEVENT", b"BEGIN:vevent"),
    Fault("ics-end-missing", b"END:VCALENDAR\r\n", b""),
    Fault("ics-end-missing", b"END:STANDARD\r\n", b""),
    Fault("ics-end-stray", b"END:VCALENDAR\r\n", b"END:VEVENT\r\nEND:VCALENDAR\r\n"),
    Fault("ics-no-prodid", b"PRODID:-//KL//kl-calendar//DA\r\n", b""),
    Fault("ics-no-version", b"VERSION:2.0\r\n", b""),
    Fault("ics-no-version", b"VERSION:2.0\r\n", b"VERSION:1.0\r\n"),
    Fault("ics-method-twice", b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\nMETHOD:PUBLISH\r\n"),
    Fault("ics-request-many", b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:REQUEST\r\n"),
    Fault("ics-calname-single", b"VERSION:2.0\r\n", b"VERSION:2.0\r\nX-WR-CALNAME:Navn\r\n", SINGLE),
    Fault("ics-uid-twice", b"slot0001abc", b"slot0000abc"),
    Fault("ics-no-uid", UID, b""),
    Fault("ics-no-dtstamp", b"DTSTAMP:20260302T080000Z\r\n", b""),
    Fault("ics-no-dtstart", START + b"\r\n", b""),
    Fault("ics-no-end", END + b"\r\n", b""),
    Fault("ics-end-and-duration", END, END + b"\r\nDURATION:PT10M"),
    Fault("ics-property-twice", b"SUMMARY:Kaffe", b"SUMMARY:Kaffe\r\nSUMMARY:Te"),
    Fault("ics-uid-slash", b"UID:slot0001abc", b"UID:slot/0001abc"),
    Fault("ics-uid-long", b"UID:slot0001abc", b"UID:" + b"\r\n ".join([b"a" * 50] * 5)),
    Fault("ics-status-illegal", b"STATUS:CONFIRMED", b"STATUS:DELAYED"),
    Fault("ics-duration-malformed", END, b"DURATION:10M"),
    Fault("ics-duration-malformed", END, b"DURATION:PT"),
    Fault("ics-sequence-malformed", SEQUENCE, b"SEQUENCE:one\r\n"),
    Fault("ics-sequence-negative", SEQUENCE, b"SEQUENCE:-1\r\n"),
    Fault("ics-geo-malformed", SEQUENCE, b"SEQUENCE:0\r\nGEO:55.67,12.57\r\n"),
    Fault("ics-geo-malformed", SEQUENCE, b"SEQUENCE:0\r\nGEO:95.67;12.57\r\n"),
    Fault(
        "ics-alarm-without-text",
        b"DESCRIPTION:x",
        b"X-NONE:x",
        one_event(replace(CONTEXT, alarm_minutes=15)).replace(
            b"ACTION:DISPLAY\r\nDESCRIPTION:Temadr", b"ACTION:DISPLAY\r\nDESCRIPTION:xTemadr"
        ),
    ),
    Fault("ics-html", b"DESCRIPTION:Tilmelding", b"DESCRIPTION:<b>Husk</b>\r\n Tilmelding"),
    Fault("ics-html", b"DESCRIPTION:Tilmelding", b'DESCRIPTION:<a href="x">her</a>\r\n Tilmelding'),
    Fault("ics-text-unescaped", b"SUMMARY:Kaffe", b"SUMMARY:Kaffe, te"),
    Fault("ics-text-unescaped", b"SUMMARY:Kaffe", b"SUMMARY:Kaffe\\\\; te"),
    Fault("ics-text-unescaped", b"CATEGORIES:Pause", b"CATEGORIES:Pause;x"),
    Fault("ics-text-unescaped", b"LOCATION:Kompetencecenter Vest\\,", b"LOCATION:Kompetencecenter Vest,"),
    Fault("ics-text-backslash", b"SUMMARY:Kaffe", b"SUMMARY:C:\\temp"),
    Fault("ics-organizer-address", SEQUENCE, b"SEQUENCE:0\r\nORGANIZER;CN=KL:KL\r\n"),
    Fault("ics-organizer-address", SEQUENCE, b"SEQUENCE:0\r\nORGANIZER;CN=KL:kl@kl.example\r\n"),
    Fault("ics-attendee", SEQUENCE, b"SEQUENCE:0\r\nATTENDEE:mailto:a@b.example\r\n"),
    Fault("ics-time-malformed", START, b"DTSTART:2026-09-02T16:30:00"),
    Fault("ics-time-malformed", START, b"DTSTART:20260231T163000Z"),
    Fault("ics-time-malformed", b"DTSTAMP:20260302T080000Z", b"DTSTAMP:20260302"),
    Fault("ics-time-floating", START, b"DTSTART:20260902T163000"),
    Fault("ics-stamp-local", b"DTSTAMP:20260302T080000Z", b"DTSTAMP:20260302T080000"),
    Fault("ics-ends-before-start", END, b"DTEND;TZID=Europe/Copenhagen:20260902T163000"),
    Fault("ics-ends-before-start", END, b"DTEND;TZID=Europe/Copenhagen:20260902T162900"),
    Fault("ics-ends-before-start", END, b"DTEND:20260902T140000Z"),
    Fault("ics-day-and-time", END, b"DTEND;VALUE=DATE:20260903"),
    Fault("ics-time-skipped", START, b"DTSTART;TZID=Europe/Copenhagen:20260329T023000"),
    Fault("ics-time-doubled", START, b"DTSTART;TZID=Europe/Copenhagen:20251026T023000"),
    Fault("ics-timezone-missing", VTIMEZONE, b""),
    Fault("ics-timezone-empty", RULES, b""),
    Fault("ics-timezone-rdate", RULES, RDATES),
    Fault("ics-timezone-broken", b"TZOFFSETFROM:+0100\r\n", b""),
    Fault("ics-timezone-broken", b"TZOFFSETFROM:+0100\r\n", b"TZOFFSETFROM:1\r\n"),
    Fault("ics-timezone-broken", b"DTSTART:19700329T020000", b"DTSTART:1970"),
    Fault("ics-timezone-broken", b"TZID:Europe/Copenhagen\r\n", b"", ALL_UTC),
    Fault("ics-timezone-broken", b"BYDAY=-1SU", b"BYDAY=SO"),
    Fault("ics-property-twice", b"VERSION:2.0\r\n", b"VERSION:2.0\r\nVERSION:2.0\r\n"),
    Fault("ics-time-malformed", START, b"DTSTART;TZID=Europe/Copenhagen:20260902T1630"),
    Fault("ics-duration-malformed", b"TRIGGER:-PT15M", b"TRIGGER:-PT15M\r\nREPEAT:1\r\nDURATION:5", WITH_ALARM),
    Fault("ics-duration-malformed", b"TRIGGER:-PT15M", b"TRIGGER:15 minutes", WITH_ALARM),
    Fault("ics-timezone-broken", b"FREQ=YEARLY;BYMONTH=3", b"FREQ=SECONDLY;BYMONTH=3"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code)
def test_a_fault_is_named_and_nothing_else(fault: Fault) -> None:
    assert set(codes(fault.made())) == {fault.code}


def test_every_kind_of_finding_is_tested() -> None:
    elsewhere = {
        "ics-more",
        "ics-no-calendar",
        "ics-too-large",
        "ics-empty",
        "ics-nested-deep",
        "ics-timezone-unknown",
        "ics-timezone-wrong-late",
        "ics-timezone-wrong-early",
        "ics-served-as",
        "ics-served-without-tls",
    }
    declared = {code for code in KINDS if code.startswith("ics-") and KINDS[code].template}
    assert declared - elsewhere - {fault.code for fault in FAULTS} <= {"ics-unreadable"}


CLEAN_FILES = {
    "feed": CLEAN,
    "one event": SINGLE,
    "whole meeting": calendar(
        [meeting_event(LETTER, CONTEXT)], Header("x", timezones=("Europe/Copenhagen",), single=True)
    ),
    "all day": calendar([meeting_event(samples.revision(samples.without_times()), CONTEXT)], Header("x", single=True)),
    "everything": feed(*samples.all_revisions(), context=replace(CONTEXT, overview=True, deadlines=True)),
    "marked": feed(samples.called_off(), samples.changed(), context=replace(CONTEXT, cancelled="mark")),
    "hidden": feed(samples.changed(), context=replace(CONTEXT, cancelled="hide")),
    "with alarms": feed(LETTER, context=replace(CONTEXT, alarm_minutes=15)),
    "one slot to subscribe to": feed(samples.revision(samples.without_slots())),
}


@pytest.mark.parametrize("name", CLEAN_FILES)
def test_what_we_write_is_clean(name: str) -> None:
    assert findings(CLEAN_FILES[name], name) == ()


def test_a_block_with_wrong_offsets_is_told_as_minutes_late() -> None:
    # Without a rule for summer, Outlook takes 16.30 for winter time: an hour after the meeting has begun.
    wrong = CLEAN.replace(block(CLEAN, b"BEGIN:DAYLIGHT", b"END:DAYLIGHT\r\n"), b"").replace(
        b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n", b""
    )
    found = findings(wrong, "x.ics")[0]
    assert len(findings(wrong, "x.ics")) == len(LETTER.entries)
    assert (found.code, found.message) == (
        "ics-timezone-wrong-late",
        "the VTIMEZONE of Europe/Copenhagen is wrong at this time: Outlook will show the event 60 minutes late",
    )


def test_a_block_that_is_ahead_is_told_as_early() -> None:
    wrong = CLEAN.replace(b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0300")
    assert set(codes(wrong)) == {"ics-timezone-wrong-early"}


def test_a_windows_name_of_a_zone_is_no_zone() -> None:
    wrong = CLEAN.replace(b"Europe/Copenhagen", b"Romance Standard Time")
    assert codes(wrong) == ["ics-timezone-unknown"]


def test_a_rule_that_ended_is_followed_to_its_end_only() -> None:
    until = CLEAN.replace(b"BYDAY=-1SU", b"BYDAY=-1SU;UNTIL=20200101T000000Z")
    assert set(codes(until)) == {"ics-timezone-wrong-late"}  # winter time since October 2019
    assert set(codes(CLEAN.replace(b"DTSTART:1970", b"DTSTART:1601"))) == set()


def test_a_time_before_all_changes_has_the_offset_before_the_first() -> None:
    late = CLEAN.replace(b"DTSTART:19700329T020000", b"DTSTART:20300331T020000").replace(
        b"DTSTART:19701025T030000", b"DTSTART:20301027T030000"
    )
    assert set(codes(late)) == {"ics-timezone-wrong-late"}


def test_a_day_without_saying_so_is_told() -> None:
    raw = calendar([meeting_event(samples.revision(samples.without_times()), CONTEXT)], Header("x", single=True))
    assert set(codes(raw.replace(b";VALUE=DATE", b""))) == {"ics-time-malformed"}


def test_the_first_and_last_day_of_time_are_no_crash() -> None:
    for day in (b"00010101T000000", b"99991231T235959"):
        findings(CLEAN.replace(b"20260902T163000", day), "x.ics")


def test_a_calendar_without_events_is_told() -> None:
    assert codes(calendar([], Header("x"))) == ["ics-empty"]


@pytest.mark.parametrize("raw", [b"", b"<!doctype html><title>Login</title>", bytes(range(256))])
def test_what_is_no_calendar_is_told(raw: bytes) -> None:
    assert "ics-no-calendar" in codes(raw)


def test_a_feed_over_a_megabyte_is_told() -> None:
    entries = tuple(replace(LETTER.entries[1], uid=f"{number}@x.example") for number in range(1500))
    assert codes(feed(replace(LETTER, entries=entries))) == ["ics-too-large"]


def test_one_fault_on_every_line_is_told_twenty_times_and_then_counted() -> None:
    wrong = CLEAN.replace(b"END:VCALENDAR", b"\r\n".join([b"stray"] * 50) + b"\r\nEND:VCALENDAR")
    found = findings(wrong, "x.ics")
    assert len(found) == SHOWN + 1
    assert [(one.code, one.message) for one in found if one.code == "ics-more"] == [
        ("ics-more", "30 more findings of the kind ics-line-stray")
    ]


def test_a_finding_names_its_line_and_file() -> None:
    wrong = SINGLE.replace(b"STATUS:CONFIRMED", b"STATUS:X")
    found = findings(wrong, "moede.ics")[0]
    expected = wrong[: wrong.index(b"STATUS:X")].count(b"\n") + 1
    assert (found.line, found.source, found.severity) == (expected, "moede.ics", Severity.ERROR)


def test_utf_16_is_told_once_and_read_on() -> None:
    assert codes(SINGLE.decode().encode("utf-16")) == ["ics-not-utf8"]


def test_endless_nesting_is_told() -> None:
    assert "ics-nested-deep" in codes(b"BEGIN:VCALENDAR\r\n" * 5000)


@given(st.binary(max_size=400))
def test_any_bytes_get_an_answer(raw: bytes) -> None:
    findings(raw, "x.ics")
    findings(SINGLE[:600] + raw + SINGLE[600:], "x.ics")


@given(st.lists(st.sampled_from(CLEAN.splitlines(keepends=True)), max_size=40), st.binary(max_size=3))
def test_any_order_of_lines_gets_an_answer(lines: list[bytes], between: bytes) -> None:
    findings(between.join(lines), "x.ics")


@pytest.mark.parametrize(
    "piece", [b'"', b"\\", b'A;B="c":', b"<a ", b"BEGIN:VEVENT\r\n", b"\r\n ", b"\r\n", b"\xc3", b";"]
)
def test_a_hostile_megabyte_takes_seconds(piece: bytes) -> None:
    started = time.process_time()
    findings(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDESCRIPTION:" + piece * (1_000_000 // len(piece)), "x.ics")
    assert time.process_time() - started < 10


@pytest.mark.parametrize("year", [2038, 2040, 2050, 2051, 2101])
def test_a_summer_time_of_a_far_year_is_right(year: int) -> None:
    text = CLEAN.decode().replace("20260902T", f"{year}0902T")
    assert text != CLEAN.decode()
    assert findings(text.encode(), "far.ics") == ()
