"""Our VTIMEZONE, held against python-dateutil's reader of it and the IANA data."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
import pytz
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st

from kl_calendar.emit.vtimezone import block, holds, rules
from kl_calendar.model import instants

COPENHAGEN = (
    b"BEGIN:VTIMEZONE\r\nTZID:Europe/Copenhagen\r\n"
    b"BEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
    b"TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n"
    b"BEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
    b"TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n"
    b"END:VTIMEZONE\r\n"
)
COUNTRIES = ["DK", "FO", "GL", "NO", "SE", "FI", "DE", "AT", "CH", "GB", "IE", "IS"]
OUR_ZONES = sorted({zone for country in COUNTRIES for zone in pytz.country_timezones[country]})
SAYABLE = [zone for zone in pytz.common_timezones if rules(zone) and zone != "UTC"]
WALLS = st.datetimes(min_value=datetime(1975, 1, 1), max_value=datetime(2101, 12, 31))


@cache
def independent(zone: str) -> object:
    """Our block as dateutil reads it."""
    return tz.tzical(io.StringIO(block(zone).decode("ascii"))).get(zone)


def test_copenhagen_is_the_block_that_outlook_reads() -> None:
    assert block("Europe/Copenhagen") == COPENHAGEN


def test_new_york_counts_sundays_from_the_start_of_the_month() -> None:
    found = [line for line in block("America/New_York").decode().split("\r\n") if line.startswith("RRULE")]
    assert found == ["RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"]


def test_a_zone_without_summer_time_has_one_offset() -> None:
    assert block("Atlantic/Reykjavik") == (
        b"BEGIN:VTIMEZONE\r\nTZID:Atlantic/Reykjavik\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        b"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nTZNAME:GMT\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )


@pytest.mark.parametrize("zone", ["America/Santiago", "Africa/Casablanca", "Asia/Gaza", "UTC"])
def test_a_zone_whose_rules_cannot_be_said_has_no_block_and_no_time_holds(zone: str) -> None:
    assert (block(zone), holds(datetime(2026, 6, 1, 12), zone)) == (b"", False)


def test_every_zone_of_europe_can_be_said() -> None:
    assert [zone for zone in pytz.common_timezones if zone.startswith("Europe/") and not block(zone)] == []


def test_an_unknown_zone_is_an_error() -> None:
    with pytest.raises(instants.UnknownTimezone):
        block("Romance Standard Time")


@given(st.sampled_from(OUR_ZONES), WALLS)
def test_where_a_block_holds_dateutil_reads_the_true_instant_from_it(zone: str, wall: datetime) -> None:
    if holds(wall, zone):
        read = wall.replace(tzinfo=independent(zone))  # type: ignore[arg-type]
        assert read.astimezone(UTC) == instants.instant(wall, zone)


@given(st.sampled_from(SAYABLE), WALLS)
def test_the_same_goes_for_the_rest_of_the_world(zone: str, wall: datetime) -> None:
    if holds(wall, zone):
        read = wall.replace(tzinfo=independent(zone))  # type: ignore[arg-type]
        assert read.astimezone(UTC) == instants.instant(wall, zone)


@given(st.datetimes(min_value=datetime(1996, 1, 1), max_value=datetime(2101, 12, 31)))
def test_in_copenhagen_the_block_holds_for_every_time_that_is_there_once(wall: datetime) -> None:
    try:
        instants.instant(wall, "Europe/Copenhagen")
    except instants.WallTimeError:
        assert not holds(wall, "Europe/Copenhagen")
    else:
        assert holds(wall, "Europe/Copenhagen")


def test_the_hours_around_both_changes_of_every_year_are_right() -> None:
    for year in [*range(1996, 2042), 2101]:
        for onset in rules("Europe/Copenhagen").onsets:  # type: ignore[union-attr]
            for minutes in range(-180, 181, 15):
                wall = onset.at(year) + timedelta(minutes=minutes)
                if holds(wall, "Europe/Copenhagen"):
                    read = wall.replace(tzinfo=independent("Europe/Copenhagen"))  # type: ignore[arg-type]
                    assert read.astimezone(UTC) == instants.instant(wall, "Europe/Copenhagen")


def test_before_the_common_european_rules_a_time_is_not_given_to_the_block() -> None:
    # In 1995 summer time ended in September; the block would say October.
    assert not holds(datetime(1995, 10, 1, 12), "Europe/Copenhagen")
