"""Wall-clock times and instants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kl_calendar.model import instants


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_time_in_summer_is_two_hours_ahead() -> None:
    assert instants.instant(at("2026-09-02T16:30"), "Europe/Copenhagen") == datetime(2026, 9, 2, 14, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_does_not_exist() -> None:
    with pytest.raises(instants.NonExistentTime, match="2026-03-29 02:30 Europe/Copenhagen"):
        instants.instant(at("2026-03-29T02:30"), "Europe/Copenhagen")


def test_a_time_that_comes_twice_is_ambiguous() -> None:
    with pytest.raises(instants.AmbiguousTime) as raised:
        instants.instant(at("2026-10-25T02:30"), "Europe/Copenhagen")
    assert (raised.value.wall, raised.value.timezone) == (at("2026-10-25T02:30"), "Europe/Copenhagen")


NO_ZONES = ["Europe/Kobenhavn", "", "../etc/passwd", "Romance Standard Time", "æ", "\ud800", "zone.tab", "Europe"]


@pytest.mark.parametrize("name", NO_ZONES)
def test_what_is_no_zone_is_unknown(name: str) -> None:
    assert not instants.known(name)
    with pytest.raises(instants.UnknownTimezone):
        instants.instant(at("2026-03-29T02:30"), name)


def test_output_takes_the_first_of_two_and_an_hour_on_for_none() -> None:
    zone = "Europe/Copenhagen"
    assert instants.settled(at("2026-10-25T02:30"), zone) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instants.local(instants.settled(at("2026-03-29T02:30"), zone), zone) == at("2026-03-29T03:30")


@pytest.mark.parametrize(
    ("wall", "zone"), [("0001-01-01T00:00", "Pacific/Auckland"), ("9999-12-31T23:59", "Pacific/Honolulu")]
)
def test_the_ends_of_time_are_no_crash(wall: str, zone: str) -> None:
    with pytest.raises(instants.NonExistentTime):
        instants.instant(at(wall), zone)
    assert instants.settled(at(wall), zone) == at(wall).replace(tzinfo=UTC)


FAR_ZONES = ["Europe/Copenhagen", "America/New_York", "Australia/Sydney", "America/Santiago", "Europe/Moscow", "UTC"]


@pytest.mark.parametrize("zone", FAR_ZONES)
@pytest.mark.parametrize("year", [2037, 2038, 2040, 2041, 2068, 2101])
def test_every_day_of_a_far_year_has_the_offset_of_its_rules(year: int, zone: str) -> None:
    days = [datetime(year, 1, 1, 12) + timedelta(days=day) for day in range(365)]
    ours = [day - instants.instant(day, zone).replace(tzinfo=None) for day in days]
    assert ours == [day.replace(tzinfo=ZoneInfo(zone)).utcoffset() for day in days]
    assert [instants.local(instants.instant(day, zone), zone) for day in days] == days


def test_the_clocks_of_a_far_year_skip_and_double_the_nights_that_they_will() -> None:
    zone = "Europe/Copenhagen"
    with pytest.raises(instants.NonExistentTime, match="2040-03-25 02:30"):
        instants.instant(at("2040-03-25T02:30"), zone)
    with pytest.raises(instants.AmbiguousTime, match="2101-10-30 02:30"):
        instants.instant(at("2101-10-30T02:30"), zone)
    assert instants.local(instants.settled(at("2040-03-25T02:30"), zone), zone) == at("2040-03-25T03:30")


def test_a_leap_day_of_a_far_year_is_a_winter_day() -> None:
    assert instants.instant(at("2040-02-29T12:00"), "Europe/Copenhagen") == datetime(2040, 2, 29, 11, tzinfo=UTC)
