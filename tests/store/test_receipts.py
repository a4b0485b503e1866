"""What is remembered of a calendar comes back as it was, and only as long as it is the same calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kl_calendar.model.receipt import CalendarState, Receipt, Standing
from kl_calendar.store.ledger import Ledger
from kl_calendar.store.locks import CalendarBusy, calendar_lock
from kl_calendar.store.receipts import Receipts

URL = "https://x.example/cal/"
ENDS = datetime(2027, 3, 1, 10, tzinfo=UTC)
ONE = Receipt("a@x", "/cal/a.ics", '"1"', "d1", b"BODY", b"KEPT", ENDS, "skole", Standing.LEFT)
TWO = Receipt("b@x", "/cal/b.ics", "", "d2", b"BODY")
OTHERS = {"/cal/f.ics": ('"f"', "f@elsewhere")}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a new ledger."""
    with Ledger.open(tmp_path) as opened:
        yield opened


@pytest.fixture
def receipts(ledger: Ledger) -> Receipts:
    """Give a calendar with two receipts."""
    made = Receipts(ledger.engine, "Dagsordener")
    made.begin("asked", URL, made=False)
    made.save({"a@x": ONE, "b@x": TWO})
    made.close(URL, "tag", OTHERS)
    return made


def test_all_comes_back(receipts: Receipts) -> None:
    assert receipts.load() == CalendarState(URL, "tag", {"a@x": ONE, "b@x": TWO}, OTHERS)


def test_a_saving_takes_the_change_tag_away(receipts: Receipts) -> None:
    receipts.save({"b@x": None})
    assert receipts.load() == CalendarState(URL, "", {"a@x": ONE}, OTHERS)


def test_calendars_do_not_see_one_another(receipts: Receipts, ledger: Ledger) -> None:
    other = Receipts(ledger.engine, "Andre")
    other.begin("asked", URL, made=False)
    other.save({"a@x": TWO})
    assert receipts.load().receipts["a@x"] == ONE


def test_the_address_is_known_as_long_as_the_settings_ask_for_the_same(receipts: Receipts) -> None:
    assert (receipts.known_url("asked"), receipts.known_url("another")) == (URL, "")


def test_the_same_calendar_found_again_keeps_its_receipts(receipts: Receipts) -> None:
    receipts.begin("asked otherwise", URL, made=False)
    assert set(receipts.load().receipts) == {"a@x", "b@x"}


@pytest.mark.parametrize(("url", "made"), [("https://y.example/cal/", False), (URL, True)])
def test_another_calendar_or_a_new_one_has_nothing_of_ours(receipts: Receipts, url: str, made: bool) -> None:
    receipts.begin("asked", url, made=made)
    assert receipts.load() == CalendarState(url, "", {}, {})


def test_a_calendar_is_locked_by_its_address(ledger: Ledger, tmp_path: Path) -> None:
    with (
        calendar_lock(ledger.engine, tmp_path, "A", URL),
        calendar_lock(ledger.engine, tmp_path, "B", URL + "other/"),
        pytest.raises(CalendarBusy),
        calendar_lock(ledger.engine, tmp_path, "C", URL),
    ):
        pass
    with calendar_lock(ledger.engine, tmp_path, "A", URL):
        pass
