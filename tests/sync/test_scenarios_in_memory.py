"""What a sync does, on a calendar in memory: each promise of docs/sync.md by name."""

from __future__ import annotations

import pytest

from kl_calendar.model.receipt import CalendarState
from kl_calendar.sync.fields import MARK
from kl_calendar.sync.target import Changed, Rejected, Traits
from kl_calendar.sync.wanted import file_name
from tests.sync.benches import Bench
from tests.sync.events import SUFFIX, edited, foreign, vevent, want, wants, with_alarm


@pytest.fixture
def bench() -> Bench:
    """Give a calendar with somebody else's event in it."""
    return Bench()


def test_the_first_sync_writes_each_event_as_wanted(bench: Bench) -> None:
    entries = wants(3)
    assert bench.sync(entries).exit_code == 0
    assert sorted(bench.ours.values()) == sorted(entry.body for entry in entries)


def test_nothing_changed_costs_one_request_and_no_write(bench: Bench) -> None:
    bench.sync(wants(3))
    outcome = bench.sync(wants(3))
    assert (bench.methods(), outcome.unchanged) == (["PEEK"], 3)


def test_one_changed_slot_is_one_write(bench: Bench) -> None:
    bench.sync(wants(3))
    changed = [want(0), want(1, title="Nyt punkt"), want(2)]
    bench.sync(changed)
    assert bench.methods() == ["LIST", "PUT", "FETCH", "LIST"]
    assert bench.body(changed[1]) == changed[1].body


def test_a_foreign_change_costs_a_listing_and_no_write(bench: Bench) -> None:
    bench.sync(wants(3))
    bench.target.objects["/cal/new.ics"] = foreign(2)
    bench.sync(wants(3))
    assert bench.methods() == ["PEEK", "LIST"]
    bench.sync(wants(3))
    assert bench.methods() == ["PEEK"]


def test_foreign_events_are_read_once_only(bench: Bench) -> None:
    bench.sync(wants(3))
    bench.sync(wants(4))
    assert bench.methods() == ["LIST", "PUT", "FETCH", "LIST"]


def test_an_alarm_the_owner_added_stays_when_the_slot_changes(bench: Bench) -> None:
    bench.sync(wants(1))
    bench.edit(want(0), with_alarm(want(0).body))
    assert bench.sync(wants(1)).exit_code == 0
    assert "PUT" not in bench.methods()
    outcome = bench.sync([want(0, title="Flyttet")])
    assert bench.body(want(0)) == with_alarm(want(0, title="Flyttet").body)
    assert (outcome.exit_code, bench.methods()) == (0, ["LIST", "PUT", "FETCH", "LIST"])


def test_a_title_the_owner_edited_is_written_over_and_told(bench: Bench) -> None:
    bench.sync(wants(1))
    bench.edit(want(0), edited(want(0).body, "Punkt 0", "Mit punkt"))
    outcome = bench.sync(wants(1))
    assert bench.body(want(0)) == want(0).body
    assert [str(note.message) for note in outcome.notes] == [
        "SUMMARY: 'Mit punkt: økonomi' there, written over with 'Punkt 0: økonomi'"
    ]
    assert outcome.exit_code == 3
    assert bench.sync(wants(1)).exit_code == 0


def test_a_lost_database_is_rebuilt_from_the_calendar_without_a_write(bench: Bench) -> None:
    bench.sync(wants(5))
    known = bench.keeper.state
    bench.keeper.state = CalendarState()
    outcome = bench.sync(wants(5))
    assert (outcome.exit_code, bench.methods()) == (0, ["LIST", "FETCH"])
    assert bench.keeper.state.receipts == known.receipts


def test_an_event_of_ours_under_another_href_is_found_by_its_uid(bench: Bench) -> None:
    bench.target.objects["/cal/elsewhere.ics"] = want(0).body
    bench.sync([want(0, title="Ændret"), want(1)])
    assert bench.target.objects["/cal/elsewhere.ics"] == want(0, title="Ændret").body
    assert len(bench.ours) == 2


def test_a_moved_object_is_followed(bench: Bench) -> None:
    bench.sync(wants(2))
    href = bench.keeper.state.receipts[want(0).uid].href
    bench.target.objects["/cal/moved.ics"] = bench.target.objects.pop(href)
    assert bench.sync(wants(2)).exit_code == 0
    assert bench.keeper.state.receipts[want(0).uid].href == "/cal/moved.ics"
    assert "PUT" not in bench.methods()


def test_a_foreign_event_with_our_uid_is_left_alone_and_told(bench: Bench) -> None:
    copy = b"\r\n".join(line for line in want(0).body.split(b"\r\n") if not line.startswith(MARK.encode()))
    bench.target.objects["/cal/copy.ics"] = copy
    outcome = bench.sync(wants(2))
    assert bench.target.objects["/cal/copy.ics"] == copy
    assert ([note.kind for note in outcome.notes], outcome.exit_code, len(bench.ours)) == (["not-ours"], 3, 2)


def test_a_dry_run_plans_and_writes_nothing(bench: Bench) -> None:
    before = dict(bench.target.objects)
    outcome = bench.sync(wants(3), dry_run=True)
    assert ([str(action.reason) for action in outcome.plan.writes], bench.target.objects) == (["new"] * 3, before)


def test_a_server_that_gives_no_etag_is_read_back() -> None:
    bench = Bench(give_etag=False)
    bench.sync(wants(3))
    bench.sync(wants(3))
    assert bench.methods() == ["PEEK"]


def test_a_server_that_rewrites_is_in_step_all_the_same() -> None:
    def sort_lines(body: bytes) -> bytes:
        head, _, rest = body.partition(b"BEGIN:VEVENT\r\n")
        inner, _, tail = rest.partition(b"END:VEVENT")
        return (
            head + b"BEGIN:VEVENT\r\nCLASS:PUBLIC\r\n" + b"".join(sorted(inner.splitlines(True))) + b"END:VEVENT" + tail
        )

    bench = Bench(rewrite=sort_lines)
    assert bench.sync(wants(3)).exit_code == 0
    bench.sync(wants(3))
    assert bench.methods() == ["PEEK"]
    assert bench.sync([want(0, title="Ændret"), *wants(3)[1:]]).exit_code == 0


def test_a_server_that_destroys_an_event_is_told_of() -> None:
    bench = Bench(rewrite=lambda body: b"(null)" if b"Punkt 1" in body else body)
    outcome = bench.sync(wants(3))
    assert [str(failure.message) for failure in outcome.failures] == [
        "the calendar did not keep the event as it was sent"
    ]
    assert outcome.exit_code == 3


def test_one_refused_event_costs_itself(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    put = bench.target.put

    def picky(href: str, body: bytes, etag: str) -> str:
        if b"Punkt 1" in body:
            raise Rejected(415, "no")
        return put(href, body, etag)

    monkeypatch.setattr(bench.target, "put", picky)
    outcome = bench.sync(wants(3))
    assert (len(bench.ours), [failure.uid for failure in outcome.failures]) == (2, [want(1).uid])


def test_an_event_changed_by_its_owner_between_listing_and_write_is_merged(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.sync(wants(1))
    put = bench.target.put

    def raced(href: str, body: bytes, etag: str) -> str:
        monkeypatch.setattr(bench.target, "put", put)
        bench.target.objects[href] = with_alarm(bench.target.objects[href])
        return put(href, body, etag)

    monkeypatch.setattr(bench.target, "put", raced)
    assert bench.sync([want(0, title="Ændret")]).exit_code == 0
    assert bench.body(want(0)) == with_alarm(want(0, title="Ændret").body)


def test_a_server_that_ignores_preconditions_is_looked_at_before_each_write() -> None:
    bench = Bench(heed=False, traits=Traits("rude", look_first=True))
    bench.sync(wants(1))
    list_ = bench.target.listing

    def owner_writes_after_the_listing() -> object:
        found = list_()
        bench.edit(want(0), with_alarm(want(0).body))
        bench.target.listing = list_  # type: ignore[method-assign]
        return found

    bench.target.listing = owner_writes_after_the_listing  # type: ignore[method-assign, assignment]
    bench.sync([want(0, title="Ændret")])
    assert bench.body(want(0)) == with_alarm(want(0, title="Ændret").body)


def test_a_precondition_that_always_fails_costs_its_event_only(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(href: str, body: bytes, etag: str) -> str:
        raise Changed("no")

    monkeypatch.setattr(bench.target, "put", never)
    assert [failure.uid for failure in bench.sync(wants(1)).failures] == [want(0).uid]


def test_the_wanted_event_carries_mark_and_suffix() -> None:
    entry = want(7)
    assert entry.uid == f"slot0007-{SUFFIX}@kl.example"
    assert entry.body.count(f"{MARK}:{entry.digest}\r\n".encode()) == 1
    assert entry.body.count(b"UID:" + entry.uid.encode()) == 1
    assert entry.label == "Punkt 7: økonomi (2027-03-01)"
    assert vevent(7)[:12] in entry.body


def test_a_place_that_somebody_took_is_left_to_them(bench: Bench) -> None:
    taken = "/cal/" + file_name(want(0).uid)
    bench.target.objects[taken] = foreign(7)
    assert bench.sync(wants(2)).exit_code == 0
    assert bench.target.objects[taken] == foreign(7)
    assert bench.keeper.state.receipts[want(0).uid].href == taken.removesuffix(".ics") + "-2.ics"


def test_a_copy_of_our_event_is_told_of_and_left(bench: Bench) -> None:
    bench.sync(wants(2))
    bench.target.objects["/cal/copy.ics"] = want(0).body
    outcome = bench.sync([want(0, title="Ændret"), want(1), want(2)])
    assert [note.kind for note in outcome.notes] == ["twice"]
    assert bench.target.objects["/cal/copy.ics"] == want(0).body
