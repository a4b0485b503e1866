"""The same stories on every real server, from the first sync to a lost database; foreign events stay byte-equal."""

from __future__ import annotations

import threading

import pytest

from kl_calendar.model.receipt import CalendarState
from kl_calendar.sync.act import difference
from kl_calendar.sync.caldav import CalDavTarget
from kl_calendar.sync.discovery import Place, Wish, find
from kl_calendar.sync.fields import was_edited
from kl_calendar.sync.http import Http
from kl_calendar.sync.lines import main_event
from kl_calendar.sync.target import Forbidden, NoCalendar, NotAuthorised
from kl_calendar.sync.values import Wanted
from tests.sync.calendars import OPEN, Calendar, account
from tests.sync.events import edited, foreign, want, wants, with_alarm
from tests.sync.proxy import Proxy
from tests.sync.servers import Server

CONTROL = foreign(9).replace(b"Frisk luft", b"Frisk\x0b luft")


@pytest.fixture
def calendar(server: Server, calendar_name: str) -> Calendar:
    """Give an empty calendar on each server."""
    return Calendar(server, calendar_name)


def assert_in_step(calendar: Calendar, wanted: list[Wanted]) -> None:
    """The calendar holds each wanted event once, as wanted, and nothing else of ours."""
    stored = calendar.ours()
    by_mark = {entry.digest: entry for entry in wanted}
    marks = sorted(
        next(d for d in [*by_mark, "unknown"] if d.encode() in body or d == "unknown") for body in stored.values()
    )
    assert marks == sorted(by_mark)
    for body in stored.values():
        entry = next(entry for digest, entry in by_mark.items() if digest.encode() in body)
        assert difference(entry.body, body) == ""


def test_first_sync_nothing_changed_and_changes(calendar: Calendar) -> None:
    assert calendar.sync(wants(12)).exit_code == 0
    assert_in_step(calendar, wants(12))
    again = calendar.sync(wants(12))
    assert (again.exit_code, again.plan.actions) == (0, ())
    moved = [want(n, title=f"Ny {n}") for n in range(10)] + [want(10), want(11)]
    assert calendar.sync(moved).exit_code == 0
    assert_in_step(calendar, moved)


def test_moved_cancelled_removed_and_back(calendar: Calendar) -> None:
    calendar.sync(wants(4))
    moved = want(0, start=want(3).ends)
    cancelled = want(1, extra="STATUS:CANCELLED\r\n")
    assert calendar.sync([moved, cancelled, want(2, removed=True), want(3)]).exit_code == 0
    assert_in_step(calendar, [moved, cancelled, want(3)])
    assert calendar.sync(wants(4)).exit_code == 0
    assert_in_step(calendar, wants(4))


def test_foreign_events_stay_byte_equal(calendar: Calendar) -> None:
    for number in (1, 2):
        calendar.put(f"foreign-{number}.ics", foreign(number))
    before = {href: calendar.get(href) for href in calendar.hrefs()}
    calendar.sync(wants(3))
    calendar.keeper.state = CalendarState()
    calendar.sync([want(0, title="Ændret"), want(1, removed=True), want(2), want(3)], allow_deletions=1)
    assert {href: calendar.get(href) for href in before} == before


def test_a_foreign_event_with_a_control_character_breaks_nothing(calendar: Calendar) -> None:
    try:
        calendar.put("foreign-9.ics", CONTROL)
    except AssertionError:
        pytest.skip("this server does not take such an event")
    calendar.put("foreign-1.ics", foreign(1))
    before = {href: calendar.get(href) for href in calendar.hrefs()}
    calendar.keeper.state = CalendarState()
    assert calendar.sync(wants(3)).exit_code == 0
    assert {href: calendar.get(href) for href in before} == before
    assert_in_step(calendar, wants(3))
    again = calendar.sync(wants(3))
    assert (again.exit_code, again.plan.writes) == (0, ())


def _stored(calendar: Calendar, number: int) -> str:
    return calendar.keeper.state.receipts[want(number).uid].href


def test_the_owners_alarm_stays_and_their_title_does_not(calendar: Calendar) -> None:
    calendar.sync(wants(2))
    calendar.put(_stored(calendar, 0), with_alarm(want(0).body))
    calendar.put(_stored(calendar, 1), edited(want(1).body, "Punkt 1", "Mit punkt"))
    told = calendar.sync(wants(2))
    assert [note.kind for note in told.notes] == ["conflict"]
    assert calendar.sync([want(0, title="Ændret"), want(1)]).exit_code == 0
    assert_in_step(calendar, [want(0, title="Ændret"), want(1)])
    assert b"BEGIN:VALARM" in calendar.get(_stored(calendar, 0))


def test_what_the_owner_deleted_stays_deleted_until_it_changes(calendar: Calendar) -> None:
    calendar.sync(wants(3))
    calendar.delete(_stored(calendar, 1))
    assert calendar.sync(wants(3)).exit_code == 0
    assert_in_step(calendar, [want(0), want(2)])
    changed = [want(0), want(1, title="Ændret"), want(2)]
    assert calendar.sync(changed).exit_code == 0
    assert_in_step(calendar, changed)


def test_our_event_under_another_href_is_written_there(calendar: Calendar) -> None:
    calendar.put("elsewhere.ics", want(0).body)
    assert calendar.sync([want(0, title="Ændret"), want(1)]).exit_code == 0
    assert_in_step(calendar, [want(0, title="Ændret"), want(1)])
    assert _stored(calendar, 0).endswith("/elsewhere.ics")


def test_a_lost_database_costs_no_write(calendar: Calendar) -> None:
    calendar.sync(wants(4))
    known = calendar.keeper.state.receipts
    calendar.keeper.state = CalendarState()
    outcome = calendar.sync(wants(4))
    assert (outcome.exit_code, outcome.plan.writes) == (0, ())
    assert {u: (r.href, r.etag) for u, r in calendar.keeper.state.receipts.items()} == {
        u: (r.href, r.etag) for u, r in known.items()
    }


def test_what_is_stored_tells_by_itself_that_nobody_has_edited_it(calendar: Calendar) -> None:
    calendar.sync(wants(3))
    assert [was_edited(main_event(body)) for body in calendar.ours().values()] == [False] * 3
    href = _stored(calendar, 1)
    calendar.put(href, edited(calendar.get(href), "Punkt 1", "Mit punkt"))
    assert was_edited(main_event(calendar.get(href)))


def test_a_wrong_password_is_a_sentence(server: Server) -> None:
    if not server.checks_password:
        pytest.skip("this server checks no password over plain HTTP")
    http = Http(account(server, server.url, secret="wrong"))
    OPEN.append(http)
    with pytest.raises(NotAuthorised):
        CalDavTarget(http, server.calendar("cal")).listing()


def test_the_calendar_is_found_or_made_from_the_servers_address(server: Server, calendar_name: str) -> None:
    http = Http(account(server, server.url))
    OPEN.append(http)
    with pytest.raises(NoCalendar):
        find(http, server.url, Wish("Dagsordener"))
    wish = Wish(f"Møder {calendar_name}", create=True, color="#3366cc", description="Fra KL")
    made = find(http, server.url, wish)
    assert made.created
    found = find(http, server.url, wish)
    assert (found.url, found.name, found.created) == (made.url, wish.name, False)
    assert CalDavTarget(http, found.url).listing().etags == {}
    assert find(http, found.url, wish).url == made.url
    http.request("DELETE", made.url)


def test_a_read_only_calendar_is_a_sentence(radicale: Server) -> None:
    url = radicale.calendar("readonly")
    http = Http(account(radicale, url))
    OPEN.append(http)
    with pytest.raises(NoCalendar):
        find(http, url, Wish("readonly", create=True))


def test_a_calendar_that_refuses_every_write_is_read_only(
    radicale: Server, calendar_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar = Calendar(radicale, calendar_name)
    with Proxy(calendar.url) as proxy:
        monkeypatch.setattr(proxy, "_befall_before", lambda fault, handler: (403 * (handler.command == "PUT"), [], b""))
        calendar.address = proxy.through(calendar.url)
        with pytest.raises(Forbidden):
            calendar.sync(wants(20))
        assert proxy.methods().count("PUT") == 3


def test_two_syncs_at_once_write_nothing_twice(calendar: Calendar) -> None:
    twin = Calendar.__new__(Calendar)
    twin.__dict__.update(calendar.__dict__)
    codes: list[int] = []
    threads = [threading.Thread(target=lambda: codes.append(calendar.sync(wants(8)).exit_code)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    calendar.sync(wants(8))
    assert_in_step(calendar, wants(8))


def test_places_say_whether_one_may_write() -> None:
    assert Place("http://x/").may_write is None
