"""What a revision does to sequence, stamp and bytes-to-be, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kl_calendar.model.meeting import Status
from kl_calendar.model.revision import Revision
from kl_calendar.revise.identity import meeting_uid, slot_uid
from kl_calendar.revise.revising import call_off, expires, revise, without_expired
from tests.revise.programmes import NOON, meeting

LATER = NOON + timedelta(days=2)
AFTER = datetime(2026, 4, 1, tzinfo=UTC)

LINES = [
    "09.00-09.15 | Velkomst | Ane Holm | Salen",
    "09.15-10.00 | Skolens rum | Bo Friis | Salen",
    "10.00-10.15 | Pause",
    "10.15-11.00 | Lys og luft | Cia Lund | Aulaen",
]


def published(lines: list[str], previous: Revision | None = None, now: datetime = LATER) -> Revision:
    return revise(meeting(lines), previous, feed="f", key="k", domain="x.invalid", now=now)[0]


FIRST = published(LINES, now=NOON)


def titles(revision: Revision, *, cancelled: bool) -> list[str]:
    return [entry.slot.title for entry in revision.entries if entry.cancelled is cancelled]


def test_a_first_publication_has_sequence_0_the_stamp_given_and_no_change() -> None:
    assert [(e.sequence, e.stamp, e.change) for e in FIRST.entries] == [(0, NOON, None)] * 4


def test_a_uid_is_ascii_and_ends_in_the_domain() -> None:
    uid = slot_uid("børn og unge", "2020-09-02-holstebro", "Velkommen", 0, "kalender.example")
    local, _, domain = uid.partition("@")
    assert (domain, len(local), local.isascii() and local.isalnum() and local == local.lower()) == (
        "kalender.example",
        26,
        True,
    )


def test_uids_never_change_between_versions_of_the_program() -> None:
    made = (slot_uid("f", "k", "Velkomst", 0, "x.invalid"), meeting_uid("f", "k", "x.invalid"))
    assert made == ("yzrhuom776p2ci6w3cpg3pgaqe@x.invalid", "ohkfvdzpvw6d6uifsenvxuzrox@x.invalid")


def test_a_uid_does_not_depend_on_time_place_or_what_stands_around_it() -> None:
    moved = published(["13.00-13.30 | Noget andet", "14.00-14.15 | Velkomst | | Kælderen"], now=NOON)
    assert moved.entries[1].uid == FIRST.entries[0].uid


def test_feed_key_title_and_ordinal_are_kept_apart() -> None:
    made = {slot_uid(*parts, "x.invalid") for parts in [("a", "bc", "d", 0), ("ab", "c", "d", 0), ("a", "bc", "d", 1)]}
    assert len(made) == 3


def test_a_letter_that_says_the_same_gives_the_very_same_entries() -> None:
    again = published(LINES, FIRST)
    assert (again.entries, again.sequence, again.stamp, again.changes) == (FIRST.entries, 0, NOON, ())


def test_only_the_slot_that_changed_gets_a_sequence_and_a_later_stamp() -> None:
    second = published([*LINES[:3], "10.20-11.05 | Lys og luft | Cia Lund | Aulaen"], FIRST)
    assert [(e.sequence, e.stamp) for e in second.entries] == [(0, NOON)] * 3 + [(1, LATER)]


@pytest.mark.parametrize(
    "line",
    [
        "10.15-11.00 | Lys og luft | Cia Lund | Kælderen",
        "10.15-11.00 | Lys og luft | Dan Bo | Aulaen",
        "10.15-11.05 | Lys og luft | Cia Lund | Aulaen",
        "10.15-11.00 | Lys, luft og lyd | Cia Lund | Aulaen",
        "10.15-11.00 | Lys og luft | Cia Lund | Aulaen | Tema 1; Tema 2",
    ],
    ids=["room", "speaker", "end", "title", "choices"],
)
def test_each_thing_an_event_shows_counts_as_a_change_and_keeps_the_uid(line: str) -> None:
    last = published([*LINES[:3], line], FIRST).entries[3]
    assert (last.uid, last.sequence, last.stamp) == (FIRST.entries[3].uid, 1, LATER)


def test_lines_of_the_document_do_not_count() -> None:
    shifted = replace(meeting(LINES), slots=tuple(replace(slot, lines=(99,)) for slot in meeting(LINES).slots))
    again, _ = revise(shifted, FIRST, feed="f", key="k", domain="x.invalid", now=LATER)
    assert [entry.sequence for entry in again.entries] == [0, 0, 0, 0]


def test_a_stamp_grows_although_the_clock_was_set_back() -> None:
    second = published([*LINES[:3], "10.20-11.05 | Lys og luft"], FIRST, now=NOON - timedelta(days=9))
    assert second.entries[3].stamp == NOON + timedelta(seconds=1)


def test_a_new_venue_changes_every_slot_and_is_reported_once() -> None:
    moved = replace(meeting(LINES), location="Idrætscentret")
    second, _ = revise(moved, FIRST, feed="f", key="k", domain="x.invalid", now=LATER)
    assert [entry.sequence for entry in second.entries] == [1, 1, 1, 1]
    assert [change.sentence("da") for change in second.changes] == ["Mødet: nyt mødested: Idrætscentret"]


def test_a_new_organiser_changes_the_meeting_alone() -> None:
    second, _ = revise(
        replace(meeting(LINES), organizer="Kredsen"), FIRST, feed="f", key="k", domain="x.invalid", now=LATER
    )
    assert ([e.sequence for e in second.entries], second.sequence, second.changes[0].sentence("da")) == (
        [0, 0, 0, 0],
        1,
        "Mødet: arrangør: Kredsen",
    )


def test_a_slot_that_is_gone_stays_as_cancelled_in_its_place() -> None:
    second = published([LINES[0], *LINES[2:]], FIRST)
    gone = second.entries[1]
    assert (gone.slot.title, gone.cancelled, gone.sequence, gone.uid) == ("Skolens rum", True, 1, FIRST.entries[1].uid)


def test_a_slot_that_was_cancelled_stays_byte_for_byte_in_later_letters() -> None:
    second = published([LINES[0], *LINES[2:]], FIRST)
    third = published([LINES[0], LINES[2]], second, now=LATER + timedelta(days=1))
    assert third.entries[1] == second.entries[1]


def test_a_slot_that_comes_back_has_its_old_uid_and_says_so() -> None:
    second = published([LINES[0], *LINES[2:]], FIRST)
    third = published(LINES, second, now=LATER + timedelta(days=1))
    back = third.entries[1]
    assert (back.uid, back.sequence, back.cancelled) == (FIRST.entries[1].uid, 2, False)
    assert back.change is not None
    assert back.change.sentence("da") == "Skolens rum: gennemføres alligevel"


def test_a_new_slot_never_takes_the_uid_of_one_that_was_renamed() -> None:
    renamed = published([*LINES[:3], "10.15-11.00 | Lys og luft i skolen | Cia Lund | Aulaen"], FIRST)
    third = published(
        [*LINES[:3], "10.15-11.00 | Lys og luft i skolen | Cia Lund | Aulaen", "14.00-15.00 | Lys og luft"], renamed
    )
    assert len({entry.uid for entry in third.entries}) == 5


def test_a_cancelled_slot_goes_when_a_letter_comes_after_the_meeting() -> None:
    second = published([LINES[0], *LINES[2:]], FIRST)
    third = published([LINES[0], *LINES[2:]], second, now=AFTER)
    assert titles(third, cancelled=True) == []


def test_a_cancelled_slot_goes_by_itself_once_the_meeting_has_passed() -> None:
    second = published([LINES[0], *LINES[2:]], FIRST)
    due = expires(second)
    assert due is not None
    before, after = (without_expired(second, now) for now in (due - timedelta(days=2), due))
    assert (before is second, titles(after, cancelled=True), after.sequence) == (True, [], second.sequence + 1)


def test_a_slot_cancelled_after_the_meeting_stays_so_that_no_later_build_changes_a_byte() -> None:
    second = published([LINES[0], *LINES[2:]], FIRST, now=AFTER)
    assert (expires(second), without_expired(second, AFTER + timedelta(days=999)) is second) == (None, True)


def test_a_cancelled_meeting_cancels_every_slot_and_a_restored_one_restores_them() -> None:
    off = replace(meeting(LINES), status=Status.CANCELLED)
    second, _ = revise(off, FIRST, feed="f", key="k", domain="x.invalid", now=LATER)
    third = published(LINES, second, now=AFTER)
    assert (titles(second, cancelled=False), titles(third, cancelled=True)) == ([], [])
    assert [e.uid for e in third.entries] == [e.uid for e in FIRST.entries]


def test_a_meeting_first_seen_as_cancelled_has_cancelled_slots() -> None:
    off = replace(meeting(LINES), status=Status.CANCELLED)
    first, _ = revise(off, None, feed="f", key="k", domain="x.invalid", now=NOON)
    assert [(e.cancelled, e.sequence) for e in first.entries] == [(True, 0)] * 4


def test_a_slot_called_off_by_hand_stays_so_whatever_the_letter_says() -> None:
    uid = FIRST.entries[1].uid
    off = call_off(FIRST, frozenset({uid}), off=True, now=LATER)
    again = published(LINES, off, now=LATER + timedelta(days=1))
    assert (titles(off, cancelled=True), again.entries) == (["Skolens rum"], off.entries)


def test_a_slot_called_off_by_hand_and_on_again_is_restored() -> None:
    uid = FIRST.entries[1].uid
    off = call_off(FIRST, frozenset({uid}), off=True, now=LATER)
    on = call_off(off, frozenset({uid}), off=False, now=LATER)
    assert (titles(on, cancelled=True), on.entries[1].sequence, on.sequence) == ([], 2, 2)


def test_a_meeting_called_off_by_hand_takes_later_slots_with_it() -> None:
    off = call_off(FIRST, frozenset({FIRST.uid}), off=True, now=LATER)
    again = published([*LINES, "11.00-12.00 | Nyt punkt"], off, now=AFTER)
    assert (off.meeting.status, titles(off, cancelled=False), titles(again, cancelled=False)) == (
        Status.CANCELLED,
        [],
        [],
    )


def test_a_meeting_called_on_again_leaves_cancelled_what_its_letter_had_dropped() -> None:
    second = published([LINES[0], *LINES[2:]], FIRST)
    off = call_off(second, frozenset({second.uid}), off=True, now=LATER)
    on = call_off(off, frozenset({second.uid}), off=False, now=LATER)
    assert (on.meeting.status, titles(on, cancelled=True)) == (Status.CONFIRMED, ["Skolens rum"])


def test_calling_off_twice_changes_nothing_the_second_time() -> None:
    uids = frozenset({FIRST.entries[1].uid})
    off = call_off(FIRST, uids, off=True, now=LATER)
    assert call_off(off, uids, off=True, now=AFTER) is off


def test_two_breaks_of_which_one_goes_halfway_between_are_a_tie_that_is_told() -> None:
    before = published(["09.00-10.00 | Pause", "11.00-12.00 | Pause"], now=NOON)
    after, problems = revise(meeting(["10.00-11.00 | Pause"]), before, feed="f", key="k", domain="x.invalid", now=LATER)
    assert [problem.code for problem in problems] == ["identity-tie"]
    assert [e.uid for e in after.entries if not e.cancelled] == [before.entries[0].uid]


def test_a_tie_between_slots_that_look_the_same_is_none() -> None:
    before = published(["09.00-10.00 | Workshop", "09.00-10.00 | Workshop"], now=NOON)
    _, problems = revise(meeting(["13.00-14.00 | Workshop"]), before, feed="f", key="k", domain="x.invalid", now=LATER)
    assert problems == ()


def test_a_talk_known_by_its_speaker_alone_is_a_guess_that_is_told() -> None:
    _, problems = revise(
        meeting([*LINES[:3], "10.15-11.00 | Vinduer mod nord | Cia Lund | Aulaen"]),
        FIRST,
        feed="f",
        key="k",
        domain="x.invalid",
        now=LATER,
    )
    assert [(p.code, p.message) for p in problems] == [
        ("identity-guessed", "“Vinduer mod nord” is taken to be what was called “Lys og luft”")
    ]


def test_a_meeting_without_slots_that_moves_says_so() -> None:
    bare = replace(meeting([]), start=date(2026, 3, 7))
    first, _ = revise(bare, None, feed="f", key="k", domain="x.invalid", now=NOON)
    second, _ = revise(replace(bare, start=date(2026, 3, 14)), first, feed="f", key="k", domain="x.invalid", now=LATER)
    assert [(c.sentence("da"), c.sentence("en")) for c in second.changes] == [
        ("Mødet: flyttet: 7. marts → 14. marts", "Mødet: moved: 7 March → 14 March")
    ]
