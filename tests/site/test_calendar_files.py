"""Which calendar files a feed and a meeting have, and what is in them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from icalendar import Calendar

from kl_calendar.emit import calendars, choosing, ical, names
from kl_calendar.emit.lint import findings
from kl_calendar.model.meeting import Choice
from tests.site import samples
from tests.site.whole import site_files

STEM = "boern-og-unge/2026-03-18-vandkaer"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return site_files()


def summaries(data: bytes) -> dict[str, str]:
    return {str(e["UID"]): str(e["SUMMARY"]) for e in Calendar.from_ical(data).walk("VEVENT")}


def test_a_feed_and_a_meeting_have_exactly_these_calendars(files: dict[str, bytes]) -> None:
    assert sorted(
        path for path in files if path.startswith("boern") and path.endswith(".ics") and "seminar" not in path
    ) == [
        "boern-og-unge-med-aflyste.ics",
        "boern-og-unge-moeder.ics",
        "boern-og-unge-uden-aflyste.ics",
        "boern-og-unge.ics",
        f"{STEM}-fortryd.ics",
        f"{STEM}-moede.ics",
        f"{STEM}-tema-1-en-god-ramme-om-hele-barnets-dag.ics",
        f"{STEM}-tema-2-overgange-fra-dagtilbud-til-skole.ics",
        f"{STEM}-tema-3-unge-uden-job-uddannelse.ics",
        f"{STEM}.ics",
    ]


def test_every_calendar_passes_our_own_check(files: dict[str, bytes]) -> None:
    found = {
        path: [finding.code for finding in findings(data, path)]
        for path, data in files.items()
        if path.endswith(".ics") and "fortryd" not in path
    }
    assert {path: codes for path, codes in found.items() if codes} == {}


def test_a_choice_file_has_that_choice_and_not_the_others(files: dict[str, bytes]) -> None:
    data = files[f"{STEM}-tema-2-overgange-fra-dagtilbud-til-skole.ics"]
    assert summaries(data)["s4@kalender.example"] == "Temadrøftelser: Overgange: fra dagtilbud til skole"
    told = "".join(str(event.get("DESCRIPTION")) for event in Calendar.from_ical(data).walk("VEVENT"))
    assert "En god ramme" not in told
    assert len(summaries(data)) == len(samples.SLOTS)


def test_the_one_event_file_has_one_event_and_no_calendar_name(files: dict[str, bytes]) -> None:
    data = files[f"{STEM}-moede.ics"]
    assert list(summaries(data)) == ["m1@kalender.example"]
    assert b"X-WR-CALNAME" not in data
    assert b"\r\nNAME" not in data


def test_the_undo_file_cancels_the_same_events_later(files: dict[str, bytes]) -> None:
    calendar = Calendar.from_ical(files[f"{STEM}-fortryd.ics"])
    events = {str(e["UID"]): e for e in calendar.walk("VEVENT")}
    assert str(calendar["METHOD"]) == "CANCEL"
    assert {str(e["STATUS"]) for e in events.values()} == {"CANCELLED"}
    assert set(events) == {entry.uid for entry in samples.REVISION.entries} | {samples.REVISION.uid}
    assert [events[e.uid]["SEQUENCE"] for e in samples.REVISION.entries] == [
        e.sequence + 1 for e in samples.REVISION.entries
    ]


def test_the_cancelled_forms_hide_or_mark(files: dict[str, bytes]) -> None:
    assert "s5@kalender.example" not in summaries(files["boern-og-unge-uden-aflyste.ics"])
    marked = files["boern-og-unge-med-aflyste.ics"]
    assert summaries(marked)["s5@kalender.example"] == "AFLYST: Rundvisning"
    assert b"STATUS:CANCELLED" not in marked


def test_the_same_input_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    assert site_files() == files


def test_a_feed_without_meetings_has_no_calendar() -> None:
    assert calendars.of_feed((), samples.PLACE) == {}


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Børn & Unge: Årsmøde", "boern-unge-aarsmoede"),
        ("Œuvre naïf Größe", "uvre-naif-groesse"),
        ("  --  ", "x"),
        ("../../etc/passwd", "etc-passwd"),
        ("2026-03-18 Vandkær", "2026-03-18-vandkaer"),
        ("日本", "x"),
    ],
)
def test_a_file_name_is_ascii_and_reads_well(text: str, slug: str) -> None:
    assert names.slug(text) == slug


def test_two_keys_that_read_the_same_get_two_names() -> None:
    assert names.slugs(["møde", "moede", "x"]) == {"moede": "moede", "møde": "moede-2", "x": "x"}


def test_a_long_title_is_cut_between_words() -> None:
    assert names.slug("ord " * 40, limit=20) == "ord-ord-ord-ord-ord"


def test_with_two_slots_to_choose_in_a_choice_is_named_by_both_numbers() -> None:
    first = samples.REVISION.entries[4]
    second = samples.entry(
        "t2", replace(first.slot, start=samples.at(19), end=samples.at(20), choices=(Choice("A"), Choice("B")))
    )
    revision = replace(samples.REVISION, entries=(first, second))
    assert [option.label for option in choosing.options(revision)] == ["1.1", "1.2", "1.3", "2.1", "2.2"]
    chosen = choosing.choose(revision, ["2.1"])
    assert [bool(entry.slot.choices) for entry in chosen.entries] == [True, False]
    assert choosing.choose(revision, ["2"]).entries[1].slot.title == "Temadrøftelser: B"


def test_a_track_leaves_out_slots_of_other_tracks() -> None:
    entries = tuple(
        samples.entry(track or "x", replace(samples.SLOTS[1], track=track or None)) for track in ("Skole", "Unge", "")
    )
    kept = choosing.on_track(replace(samples.REVISION, entries=entries), ["unge"])
    assert [entry.slot.track for entry in kept.entries] == ["Unge", None]
    assert choosing.tracks([samples.REVISION]) == ("Skole", "Dagtilbud", "Unge")


def test_calendars_do_not_depend_on_the_page_language() -> None:
    one = calendars.single(samples.REVISION, ical.Context())
    assert b"LAST-MODIFIED:20260220T140500Z" in one


def test_every_event_leads_to_its_meetings_page(files: dict[str, bytes]) -> None:
    address = f"{samples.BASE}{STEM}.html"
    for path in ("boern-og-unge-moeder.ics", f"{STEM}.ics", f"{STEM}-moede.ics"):
        events = [e for e in Calendar.from_ical(files[path]).walk("VEVENT") if "2026" in str(e["DTSTART"].to_ical())]
        assert {str(event["URL"]) for event in events} == {address}
        assert all(str(event["DESCRIPTION"]).endswith(address) for event in events)


def test_events_of_a_private_feed_do_not_carry_its_key() -> None:
    place = replace(samples.PLACE, feed=replace(samples.FEED, private=True), base=f"{samples.BASE}t/key/")
    assert b"URL:" not in calendars.slots([samples.REVISION], place)


def test_events_lead_to_the_public_address_wherever_they_are_served(files: dict[str, bytes]) -> None:
    elsewhere = replace(samples.PLACE, base="http://127.0.0.1:8080/")
    assert calendars.slots(samples.FEEDS[0][1], elsewhere) == files["boern-og-unge.ics"]
