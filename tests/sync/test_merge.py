"""Three-way merge by property: what the owner added stays, our fields win, and what they wrote in them is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kl_calendar.sync.fields import categories, field, instant, shown, was_edited
from kl_calendar.sync.lines import calendar, escaped, folded, main_event, text, written
from kl_calendar.sync.merge import merge, owner_lines
from kl_calendar.sync.values import Conflict
from kl_calendar.sync.wanted import events_of, file_name, suffixed
from tests.sync.events import ALARM, edited, vevent, want, with_alarm

BASE = want(0).body
OURS = want(0, title="Ændret").body


def owner(old: str, new: str) -> bytes:
    """Return the event as it stood, edited by its owner."""
    return edited(BASE, old, new)


def lines_of(body: bytes, name: str) -> list[str]:
    event = main_event(body)
    assert event is not None
    return [line.value for line in event.lines if line.name == name]


def test_an_untouched_event_becomes_ours_byte_for_byte() -> None:
    merged = merge(BASE, BASE, OURS)
    assert (merged.body, merged.conflicts, merged.additions, merged.in_step) == (OURS, (), False, False)


def test_an_event_that_says_all_we_want_is_in_step() -> None:
    assert merge(BASE, with_alarm(OURS), OURS).in_step


def test_the_same_text_in_another_order_is_in_step() -> None:
    event = main_event(OURS)
    whole = calendar(OURS)
    assert event is not None
    assert whole is not None
    head, _, _ = OURS.partition(b"BEGIN:VEVENT")
    turned = b"".join(line.raw + b"\r\n" for line in sorted(event.lines, key=lambda line: line.name))
    assert merge(BASE, head + b"BEGIN:VEVENT\r\n" + turned + b"END:VEVENT\r\nEND:VCALENDAR\r\n", OURS).in_step


def test_an_alarm_stays() -> None:
    assert merge(BASE, with_alarm(BASE), OURS).body == with_alarm(OURS)


def test_an_alarm_of_ours_that_the_owner_removed_stays_away() -> None:
    base, ours = want(0, extra=ALARM).body, want(0, title="Ændret", extra=ALARM).body
    assert b"VALARM" not in merge(base, base.replace(ALARM.encode(), b""), ours).body


@pytest.mark.parametrize(
    "line",
    [
        "X-OWNER-COLOUR:red",
        "PRIORITY:1",
        "ATTACH:https://intranet.example/bilag.pdf",
        "COMMENT:Husk kage",
        "GEO:55.6;12.5",
        "ATTENDEE;CN=Bo:mailto:bo@example.org",
        "X-LONG:" + "æ" * 100,
    ],
)
def test_a_property_of_the_owners_stays(line: str) -> None:
    raw = folded(line).decode()
    merged = merge(BASE, owner("SEQUENCE:0", f"SEQUENCE:0\r\n{raw}"), OURS)
    assert raw.encode() + b"\r\n" in merged.body
    assert (merged.conflicts, merged.additions) == ((), True)


@pytest.mark.parametrize("line", ["CATEGORIES:Dagsorden,Mit", "CATEGORIES:Dagsorden\r\nCATEGORIES:Mit"])
def test_categories_are_joined_however_they_are_spelled(line: str) -> None:
    merged = merge(BASE, owner("CATEGORIES:Dagsorden", line), OURS)
    event = main_event(merged.body)
    assert event is not None
    assert categories(event) == ("Dagsorden", "Mit")
    assert merged.conflicts == ()


def test_a_category_we_took_back_goes_and_the_owners_stays() -> None:
    ours = edited(OURS, "CATEGORIES:Dagsorden", "CATEGORIES:Nyt")
    event = main_event(merge(BASE, owner("CATEGORIES:Dagsorden", "CATEGORIES:Dagsorden,Mit"), ours).body)
    assert event is not None
    assert categories(event) == ("Nyt", "Mit")


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ("Min note\\nOplæg ved Ane Birk\\nRum 3", "Min note\nOplæg ved Ane Birk\nRum 4"),
        ("Oplæg ved Ane Birk\\nRum 3\\n\\nMin note", "Oplæg ved Ane Birk\nRum 4\n\nMin note"),
        ("Oplæg ved Ane Birk\\nMin note\\nRum 3", "Oplæg ved Ane Birk\nRum 4\nMin note"),
    ],
)
def test_notes_around_our_text_stay(theirs: str, expected: str) -> None:
    ours = want(0).body.replace(b"Rum 3", b"Rum 4")
    merged = merge(BASE, owner("Oplæg ved Ane Birk\\nRum 3", theirs), ours)
    assert text(lines_of(merged.body, "DESCRIPTION")[0]) == expected
    assert (merged.conflicts, merged.work) == ((), True)


def test_our_own_text_rewritten_by_the_owner_is_a_conflict() -> None:
    merged = merge(BASE, owner("Rum 3", "Rum 17"), OURS)
    assert lines_of(merged.body, "DESCRIPTION") == ["Oplæg ved Ane Birk\\nRum 3"]
    assert merged.conflicts == (Conflict("DESCRIPTION", "Rum 17", "Oplæg ved Ane Birk\nRum 3"),)


@pytest.mark.parametrize(
    ("old", "new", "conflict"),
    [
        ("Punkt 0", "Mit", Conflict("SUMMARY", "Mit: økonomi", "Ændret")),
        ("DTEND:20270301T094500Z", "DTEND:20270301T110000Z", None),
        ("Rådhuset\\, sal B", "Mit kontor", Conflict("LOCATION", "Mit kontor", "Rådhuset, sal B")),
    ],
)
def test_our_fields_win_and_theirs_is_told(old: str, new: str, conflict: Conflict | None) -> None:
    merged = merge(BASE, owner(old, new), OURS)
    assert merged.body == OURS
    assert len(merged.conflicts) == 1
    assert conflict is None or merged.conflicts == (conflict,)


def test_what_both_changed_alike_is_no_conflict() -> None:
    assert merge(BASE, owner("Punkt 0: økonomi", "Ændret"), OURS).conflicts == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("DTSTART:20270301T090000Z", "DTSTART;TZID=Europe/Copenhagen:20270301T100000"),
        ("DTSTART:20270301T090000Z", "DTSTART;VALUE=DATE-TIME:20270301T090000Z"),
        ("SUMMARY:", "SUMMARY;LANGUAGE=da:"),
        ("Rum 3", "Rum 3   "),
        ("DTSTAMP:20261101T080000Z", "DTSTAMP:20261120T080000Z\r\nCLASS:PUBLIC\r\nCREATED:20261120T080000Z"),
        ("LAST-MODIFIED:20261101T080000Z\r\n", ""),
        ("CATEGORIES:Dagsorden", "STATUS:CONFIRMED\r\nCATEGORIES:Dagsorden"),
    ],
)
def test_what_servers_rewrite_is_no_conflict(old: str, new: str) -> None:
    merged = merge(BASE, owner(old, new), BASE)
    assert (merged.conflicts, merged.in_step, merged.work) == ((), True, False)


def test_a_higher_sequence_of_the_owners_program_is_kept() -> None:
    assert lines_of(merge(BASE, owner("SEQUENCE:0", "SEQUENCE:7"), OURS).body, "SEQUENCE") == ["7"]


def test_a_location_we_took_back_goes_even_without_a_base() -> None:
    ours = OURS.replace(b"LOCATION:R\xc3\xa5dhuset\\, sal B\r\n", b"")
    assert b"LOCATION" not in merge(None, BASE, ours).body
    assert b"LOCATION" not in merge(BASE, BASE, ours).body


def test_without_a_base_alarms_and_own_properties_stay() -> None:
    theirs = with_alarm(owner("SEQUENCE:0", "SEQUENCE:0\r\nX-OWNER:1"))
    merged = merge(None, theirs, OURS)
    assert (b"X-OWNER:1" in merged.body, b"BEGIN:VALARM" in merged.body, merged.conflicts) == (True, True, ())


def test_a_repetition_the_owner_made_of_it_stays_with_its_changed_days_and_zone() -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:Home\r\nEND:VTIMEZONE\r\n"
    day = "BEGIN:VEVENT\r\nUID:x\r\nRECURRENCE-ID;TZID=Home:20270308T090000\r\nEND:VEVENT\r\n"
    theirs = owner("SEQUENCE:0", "SEQUENCE:0\r\nRRULE:FREQ=WEEKLY").replace(
        b"BEGIN:VEVENT", zone.encode() + b"BEGIN:VEVENT"
    )
    merged = merge(BASE, theirs.replace(b"END:VCALENDAR", day.encode() + b"END:VCALENDAR"), OURS)
    assert all(part.encode() in merged.body for part in (zone, day, "RRULE:FREQ=WEEKLY"))
    assert merged.work


@pytest.mark.parametrize(
    "theirs", [b"", b"(null)", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"\xff\xfe"]
)
def test_what_is_no_event_is_written_over_with_ours(theirs: bytes) -> None:
    assert merge(BASE, theirs, OURS).body == OURS


def test_merging_again_changes_nothing() -> None:
    theirs = with_alarm(owner("Rum 3", "Rum 3\\nMin note"))
    once = merge(BASE, theirs, OURS).body
    again = merge(OURS, once, OURS)
    assert (again.body, again.in_step) == (once, True)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_lines(raw: bytes) -> None:
    body = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + raw + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    found = calendar(body)
    assert found is None or calendar(written(found)) is not None


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_folded_text_comes_back_whole(value: str) -> None:
    line = folded("SUMMARY:" + escaped(value))
    assert all(len(piece) <= 75 for piece in line.split(b"\r\n"))
    body = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + line + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    event = main_event(body)
    assert event is not None
    assert field(event, "SUMMARY") == text(escaped(value))


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abcxy"), max_size=8))
def test_no_line_of_the_owners_is_dropped_without_a_word(was: list[str], now: list[str]) -> None:
    above, below, edited_lines = owner_lines(was, now)
    kept = [*above, *below, *edited_lines.split("\n"), *was]
    assert set(now) <= set(kept)


@pytest.mark.parametrize(
    ("uid", "expected"),
    [
        ("abc-1@kl.example", "abc-1-kl.example.ics"),
        ("..hidden", "hidden"),
        ("møde/1@x", "m-de-1-x"),
        ("x" * 300, "x" * 120),
    ],
)
def test_object_names_are_safe_everywhere(uid: str, expected: str) -> None:
    name = file_name(uid)
    assert name.startswith(expected.removesuffix(".ics"))
    assert (len(name) <= 200, name.endswith(".ics"), name.isascii(), name[0] != ".") == (True, True, True, True)


def test_different_uids_never_share_a_name() -> None:
    assert len({file_name(uid) for uid in ("a/b@x", "a-b@x", "a+b@x", "a b@x")}) == 4


def test_a_suffix_stands_before_the_domain() -> None:
    assert (suffixed("a@x", "s"), suffixed("a", "s"), suffixed("a@x", "")) == ("a-s@x", "a-s", "a@x")


def test_joined_events_come_apart_again() -> None:
    assert events_of(vevent(1) + vevent(2)) == (vevent(1), vevent(2))
    assert events_of(b"") == ()


def test_a_time_in_an_unknown_zone_is_still_a_time() -> None:
    event = main_event(owner("DTSTART:20270301T090000Z", "DTSTART;TZID=Nowhere/Land:20270301T090000"))
    assert event is not None
    moment = instant(event.first("DTSTART"))
    assert moment is not None
    assert moment.isoformat() == "2027-03-01T09:00:00+00:00"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("SUMMARY:Punkt 1", "SUMMARY:Mit punkt", True),
        ("Rum 3", "Rum 3\\nHusk kaffe", True),
        ("LOCATION:", "LOCATION;LANGUAGE=da:", False),
        ("DTSTART:20270301T100000Z", "DTSTART;TZID=Europe/Copenhagen:20270301T110000", False),
        ("DTSTART:20270301T100000Z", "DTSTART:20270301T101500Z", True),
        ("CATEGORIES:Dagsorden", "CATEGORIES:Dagsorden\r\nCOLOR:red", False),
        ("CATEGORIES:Dagsorden", "CATEGORIES:Dagsorden,Mit", True),
    ],
)
def test_an_event_itself_tells_whether_somebody_has_edited_what_people_see(old: str, new: str, told: bool) -> None:
    assert was_edited(main_event(want(1).body)) is False
    assert was_edited(main_event(edited(want(1).body, old, new))) is told


def test_the_digest_of_what_people_see_is_no_part_of_the_mark() -> None:
    event = main_event(want(1).body)
    assert event is not None
    assert (len(shown(event)), shown(event).isalnum()) == (16, True)
    assert want(1).digest == "d7d96b7d51896dd2b7f55bdd1e547a20"  # as before there was such a digest
