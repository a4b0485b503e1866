"""When an event of ours may go, and all the times it may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kl_calendar.model.receipt import CalendarState, Standing
from kl_calendar.sync.fields import MARK, SHOWN
from kl_calendar.sync.run import synchronise
from kl_calendar.sync.values import Options
from kl_calendar.sync.wanted import wanted
from tests.sync.benches import Bench
from tests.sync.events import FIRST, NOW, SUFFIX, edited, want, wants, with_alarm


@pytest.fixture
def bench() -> Bench:
    """Give a calendar with somebody else's event in it."""
    return Bench()


def test_what_the_owner_deleted_stays_deleted_until_the_slot_changes(bench: Bench) -> None:
    bench.sync(wants(3))
    gone = bench.keeper.state.receipts[want(1).uid].href
    del bench.target.objects[gone]
    assert bench.sync(wants(3)).exit_code == 0
    assert gone not in bench.target.objects
    bench.sync(wants(3))
    assert bench.methods() == ["PEEK"]
    bench.sync([want(0), want(1, title="Ny titel"), want(2)])
    assert gone in bench.target.objects


def test_restore_brings_back_what_the_owner_deleted(bench: Bench) -> None:
    bench.sync(wants(3))
    gone = bench.keeper.state.receipts[want(1).uid].href
    del bench.target.objects[gone]
    bench.sync(wants(3))
    bench.sync(wants(3), restore=True)
    assert bench.target.objects[gone] == want(1).body
    assert bench.keeper.state.receipts[want(1).uid].standing is Standing.KEPT


def test_a_removed_slot_is_deleted(bench: Bench) -> None:
    bench.sync(wants(3))
    outcome = bench.sync([want(0), want(1, removed=True), want(2)])
    assert (outcome.exit_code, len(bench.ours), len(bench.keeper.state.receipts)) == (0, 2, 2)
    bench.sync([want(0), want(1, removed=True), want(2)])
    assert bench.methods() == ["PEEK"]


def test_a_slot_that_comes_back_is_written_again(bench: Bench) -> None:
    bench.sync(wants(3))
    bench.sync([want(0), want(1, removed=True), want(2)])
    bench.sync(wants(3))
    assert len(bench.ours) == 3


def test_a_slot_that_vanished_from_its_feed_is_deleted(bench: Bench) -> None:
    bench.sync(wants(8))
    assert bench.sync(wants(7)).exit_code == 0
    assert len(bench.ours) == 7


def test_an_empty_source_never_deletes(bench: Bench) -> None:
    bench.sync(wants(8))
    outcome = bench.sync([], allow_deletions=100)
    assert (outcome.exit_code, len(bench.ours)) == (0, 8)
    assert {note.kind for note in outcome.notes} == {"source-empty"}


def test_an_empty_feed_beside_a_full_one_never_deletes(bench: Bench) -> None:
    bench.sync([*wants(2), want(5, feed="andre"), want(6, feed="andre")])
    bench.sync(wants(2), allow_deletions=100)
    assert len(bench.ours) == 4


def test_an_unreadable_feed_never_deletes(bench: Bench) -> None:
    bench.sync(wants(8))
    bench.sync(wants(7), unreadable=frozenset({"dagsorden"}))
    assert len(bench.ours) == 8


@pytest.mark.parametrize(("before", "after"), [(24, 17), (20, 14), (1, 0)], ids=["seven of 24", "six of 20", "all"])
def test_suspiciously_many_deletions_are_refused_as_a_whole(bench: Bench, before: int, after: int) -> None:
    bench.sync(wants(before))
    wanted = [want(0, title="Ændret"), *wants(before)[1:after], *(want(n, removed=True) for n in range(after, before))]
    wanted = wanted if after else [want(0, removed=True)]
    outcome = bench.sync(wanted)
    assert (outcome.exit_code, len(outcome.plan.refused), len(bench.ours)) == (4, before - after, before)
    assert "PUT" not in bench.methods()
    assert bench.sync(wanted, allow_deletions=before - after).exit_code == 0
    assert len(bench.ours) == after


@pytest.mark.parametrize(("before", "after"), [(24, 18), (10, 5)], ids=["six of 24", "five of ten"])
def test_few_deletions_are_carried_out(bench: Bench, before: int, after: int) -> None:
    bench.sync(wants(before))
    assert bench.sync(wants(after)).exit_code == 0
    assert len(bench.ours) == after


def test_past_events_are_left_alone(bench: Bench) -> None:
    past = NOW - timedelta(days=2)
    bench.sync([want(0), want(1, start=past)])
    assert len(bench.ours) == 1
    bench.keeper.state = CalendarState()
    bench.target.objects["/cal/past.ics"] = want(1, start=past).body
    bench.sync([want(0), want(1, start=past, title="Ændret"), want(2)])
    assert bench.target.objects["/cal/past.ics"] == want(1, start=past).body


def test_an_event_that_becomes_past_is_neither_changed_nor_deleted(bench: Bench) -> None:
    bench.sync(wants(3))
    before = dict(bench.target.objects)
    synchronise(bench.target, [want(0, title="Ændret")], bench.keeper, options=Options(), now=FIRST + timedelta(days=9))
    assert bench.target.objects == before


def test_an_event_that_lost_our_mark_is_neither_written_nor_deleted(bench: Bench) -> None:
    bench.sync(wants(3))
    copy = b"\r\n".join(line for line in want(0).body.split(b"\r\n") if not line.startswith(MARK.encode()))
    bench.edit(want(0), copy)
    href = bench.keeper.state.receipts[want(0).uid].href
    bench.sync([want(0, title="Ændret"), want(1), want(2)])
    bench.sync([want(0, removed=True), want(1), want(2)])
    assert bench.target.objects[href] == copy


def test_an_event_the_owner_wrote_in_is_not_deleted(bench: Bench) -> None:
    bench.sync(wants(3))
    noted = edited(want(0).body, "Rum 3", "Rum 3\\nMin egen note")
    bench.edit(want(0), noted)
    href = bench.keeper.state.receipts[want(0).uid].href
    gone = [want(0, removed=True), want(1), want(2)]
    assert [note.kind for note in bench.sync(gone).notes] == ["owner-work"]
    assert bench.sync(gone).notes == ()
    assert bench.methods() == ["PEEK"]
    bench.edit(want(0), noted.replace(b"Min egen", b"Vores"))
    assert bench.sync(gone).plan.writes == ()
    bench.sync(wants(3))
    assert bench.target.objects[href] == noted.replace(b"Min egen", b"Vores")


def test_a_killed_deletion_is_not_taken_for_the_owners(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.sync(wants(3))
    delete = bench.target.delete

    def killed(href: str, etag: str) -> None:
        delete(href, etag)
        raise KeyboardInterrupt

    monkeypatch.setattr(bench.target, "delete", killed)
    with pytest.raises(KeyboardInterrupt):
        bench.sync([*wants(2), want(2, removed=True)])
    bench.sync(wants(3))
    assert len(bench.ours) == 3


def test_an_event_without_our_mark_is_not_deleted_with_its_slot(bench: Bench) -> None:
    bench.sync(wants(3))
    copy = b"\r\n".join(line for line in want(0).body.split(b"\r\n") if not line.startswith(MARK.encode()))
    bench.edit(want(0), copy)
    href = bench.keeper.state.receipts[want(0).uid].href
    outcome = bench.sync([want(0, removed=True), want(1), want(2)])
    assert (bench.target.objects[href], [note.kind for note in outcome.notes]) == (copy, ["not-ours"])


def test_a_past_whole_day_ends_with_its_day(bench: Bench) -> None:
    day = b"BEGIN:VEVENT\r\nUID:d@kl.example\r\nDTSTART;VALUE=DATE:2026112%d\r\nSUMMARY:Dag\r\nEND:VEVENT\r\n"
    bench.sync([wanted(day % 4, suffix=SUFFIX), wanted((day % 5).replace(b"d@", b"e@"), suffix=SUFFIX)])
    assert [b"20261125" in body for body in bench.ours.values()] == [True]


def lost(bench: Bench) -> None:
    """Lose the database."""
    bench.keeper.state = CalendarState()


REMOVED = [want(0, removed=True, extra="STATUS:CANCELLED"), want(1), want(2)]
"""The first slot is called off: what we want there is not what we once wrote."""


def test_with_the_database_lost_an_edited_event_is_not_deleted_with_its_slot(bench: Bench) -> None:
    bench.sync(wants(3))
    mine = edited(want(0).body, "Punkt 0", "Mit punkt")
    href = bench.keeper.state.receipts[want(0).uid].href
    bench.edit(want(0), mine)
    lost(bench)
    assert [note.kind for note in bench.sync(REMOVED).notes] == ["owner-work"]
    assert bench.target.objects[href] == mine
    assert bench.sync(REMOVED).notes == ()


def test_with_the_database_lost_an_event_nobody_edited_is_deleted_with_its_slot(bench: Bench) -> None:
    bench.sync(wants(3))
    bench.edit(want(0), with_alarm(want(0).body))
    lost(bench)
    assert bench.sync(REMOVED, allow_deletions=1).exit_code == 0
    assert len(bench.ours) == 2


def test_an_edited_event_from_before_the_second_digest_cannot_be_told_from_ours(bench: Bench) -> None:
    bench.sync(wants(3))
    old = b"\r\n".join(line for line in want(0).body.split(b"\r\n") if not line.startswith(SHOWN.encode()))
    bench.edit(want(0), edited(old, "Punkt 0", "Mit punkt"))
    lost(bench)
    assert bench.sync(REMOVED, allow_deletions=1).exit_code == 0
    assert len(bench.ours) == 2


def test_with_the_database_lost_an_edit_is_still_told_when_it_is_written_over(bench: Bench) -> None:
    bench.sync(wants(3))
    bench.edit(want(0), edited(want(0).body, "Punkt 0", "Mit punkt"))
    lost(bench)
    changed = [want(0, title="Ændret"), want(1, title="Ændret"), want(2)]
    outcome = bench.sync(changed)
    assert [(note.uid, note.kind) for note in outcome.notes] == [(want(0).uid, "conflict")]
    assert bench.sync(changed).notes == ()


def test_with_the_database_lost_what_no_feed_has_any_more_is_told_and_left(bench: Bench) -> None:
    bench.sync(wants(3))
    lost(bench)
    outcome = bench.sync(wants(2), allow_deletions=9)
    assert [(note.uid, note.kind) for note in outcome.notes] == [(want(2).uid, "orphan")]
    assert (outcome.exit_code, len(bench.ours)) == (0, 3)
    assert bench.sync(wants(2)).notes == ()
