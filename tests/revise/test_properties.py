"""Whatever is done to a programme, as long as a slot survives it, the slot keeps its uid."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kl_calendar.model.meeting import Kind, Meeting, Person, Slot
from kl_calendar.revise.revising import revise
from tests.revise.programmes import NOON

if TYPE_CHECKING:
    from collections.abc import Callable

    from kl_calendar.model.revision import Revision

SUBJECTS = (
    "havbunden", "letbanen", "biblioteket", "skoleskemaet", "vandmiljøet", "cykelstien", "børnehaven", "museet",
    "genbrug", "skovbruget", "ældreplejen", "ungdomsklubben", "kulturnatten", "fjernvarmen", "byrummet", "naboskabet",
    "tandplejen", "digitalisering", "rekruttering", "idrætshallen", "madordningen", "strandengen", "erhvervshavnen",
    "folkeoplysning",
)  # fmt: skip
TWISTS = (
    "set nedefra",
    "i hverdagen",
    "på prøve",
    "efter kl. fire",
    "hvem betaler",
    "nye veje",
    "uden grænser",
    "til debat",
)
NAMES = ("Asta Krog", "Bue Lind", "Carla Munk", "Dines Holm", "Elna Fisker", "Folmer Bay", "Gudrun Vest", "Hakon Elle")
ROOMS = (None, "Salen", "Aulaen", "Lokale 7", "Kantinen")
ENDINGS = (" – nye billeder fra efteråret", " og hvad vi gør ved det", " (fortsat)", ": eksempler fra tre kommuner")


@dataclass(frozen=True)
class Edited:
    """A programme before and after; `origin` is for each new slot its place in the old one, None for a new one."""

    before: Meeting
    after: Meeting
    origin: tuple[int | None, ...]


@st.composite
def programmes(draw: st.DrawFn) -> Meeting:
    """A programme of talks on different subjects, with breaks between them, now and then over two days."""
    subjects = draw(st.lists(st.sampled_from(SUBJECTS[:16]), min_size=1, max_size=12, unique=True))
    now = datetime(2026, 3, 7, draw(st.integers(8, 16)), draw(st.sampled_from([0, 15, 30])))
    slots = []
    for subject in subjects:
        end = now + timedelta(minutes=draw(st.sampled_from([10, 15, 20, 30, 45, 60])))
        speakers = tuple(Person(name) for name in draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True)))
        title = f"{subject.capitalize()} {draw(st.sampled_from(TWISTS))}"
        slots.append(Slot(now, title, end, speakers, draw(st.sampled_from(ROOMS))))
        now = end
        if draw(st.integers(0, 3)) == 0:
            rest = now + timedelta(minutes=15)
            slots.append(Slot(now, draw(st.sampled_from(["Pause", "Kaffe"])), rest, kind=Kind.BREAK))
            now = rest
    return Meeting("Mødet", slots[0].start, slots[-1].end, slots=tuple(slots))


@st.composite
def edited(draw: st.DrawFn) -> Edited:
    """A programme with any of the changes that letters come again with, in any mixture."""
    before = draw(programmes())
    numbered: list[tuple[int | None, Slot]] = list(enumerate(before.slots))
    numbered = [(i, draw(touched(slot))) for i, slot in numbered]
    numbered = [one for one in numbered if draw(st.integers(0, 5)) > 0 or one[1].kind is Kind.BREAK]
    for subject in draw(st.lists(st.sampled_from(SUBJECTS[16:]), max_size=3, unique=True)):
        start = draw(st.sampled_from(before.slots)).start
        fresh = Slot(
            start, f"{subject.capitalize()} for begyndere", start + timedelta(minutes=20), (Person("Ny Taler"),)
        )
        numbered.insert(draw(st.integers(0, len(numbered))), (None, fresh))
    shift = draw(
        st.sampled_from([timedelta(), timedelta(), timedelta(minutes=10), timedelta(hours=1), timedelta(days=7)])
    )
    moved = [(i, moved_by(slot, shift)) for i, slot in numbered]
    slots = tuple(slot for _, slot in moved)
    start = min((slot.start for slot in slots), default=before.slots[0].start)
    return Edited(before, Meeting("Mødet", start, slots=slots), tuple(i for i, _ in moved))


@st.composite
def touched(draw: st.DrawFn, slot: Slot) -> Slot:
    """A slot with one or two of its facts changed, or none; breaks keep their name."""
    edits: list[Callable[[Slot], Slot]] = [
        lambda one: one,
        lambda one: one,
        lambda one: moved_by(one, timedelta(minutes=draw(st.sampled_from([-15, 5, 10, 20])))),
        lambda one: replace(one, location=draw(st.sampled_from(ROOMS))),
    ]
    if slot.kind is not Kind.BREAK:
        edits += [
            lambda one: replace(one, speakers=(Person(draw(st.sampled_from(NAMES))),)),
            lambda one: replace(one, title=one.title + draw(st.sampled_from(ENDINGS))),
            lambda one: replace(one, title=one.title.upper()),
            lambda one: moved_by(one, timedelta(minutes=draw(st.sampled_from([-90, 60, 180])))),
            lambda one: replace(one, notes=("et nyt punkt",)),
        ]
    for edit in draw(st.lists(st.sampled_from(edits), max_size=2)):
        slot = edit(slot)
    return slot


def moved_by(slot: Slot, shift: timedelta) -> Slot:
    """The slot at another time, as long as before."""
    return replace(slot, start=slot.start + shift, end=slot.end + shift if slot.end else None)


def published(meeting: Meeting, previous: Revision | None, days: int) -> Revision:
    revision, _ = revise(meeting, previous, feed="f", key="k", domain="x.invalid", now=NOON + timedelta(days=days))
    return revision


MANY = int(os.environ.get("KL_EXAMPLES", "200"))
"""Programmes a property; `make soak` asks for thousands."""

THOUSANDS = settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@THOUSANDS
@given(edited())
def test_a_talk_that_survives_an_edit_keeps_its_uid_and_a_new_one_gets_its_own(case: Edited) -> None:
    first = published(case.before, None, 0)
    second = published(case.after, first, 1)
    by_slot = {entry.slot: entry.uid for entry in second.entries if not entry.cancelled}
    talks = [(slot, i) for slot, i in zip(case.after.slots, case.origin, strict=True) if slot.kind is Kind.TALK]
    old = {entry.uid for entry in first.entries}
    expected = [first.entries[i].uid if i is not None else "new" for _, i in talks]
    assert [by_slot[slot] if by_slot[slot] in old else "new" for slot, _ in talks] == expected


@THOUSANDS
@given(edited())
def test_breaks_never_swap_their_order(case: Edited) -> None:
    first = published(case.before, None, 0)
    second = published(case.after, first, 1)
    place = {entry.uid: n for n, entry in enumerate(first.entries)}
    live = [e for e in second.entries if not e.cancelled and e.slot.kind is Kind.BREAK and e.uid in place]
    for name in ("Pause", "Kaffe"):
        order = [place[e.uid] for e in live if e.slot.title == name and first.entries[place[e.uid]].slot.title == name]
        assert order == sorted(order)


@THOUSANDS
@given(edited())
def test_what_is_published_twice_is_published_once(case: Edited) -> None:
    first = published(case.before, None, 0)
    second = published(case.after, first, 1)
    third = published(case.after, second, 2)
    assert third == second


@THOUSANDS
@given(edited())
def test_sequence_and_stamp_grow_together_or_not_at_all_and_no_uid_is_lost_or_doubled(case: Edited) -> None:
    first = published(case.before, None, 0)
    second = published(case.after, first, 1)
    before = {entry.uid: entry for entry in first.entries}
    uids = [entry.uid for entry in second.entries]
    assert len(set(uids)) == len(uids)
    assert before.keys() <= set(uids)
    for entry in second.entries:
        old = before.get(entry.uid)
        if old is not None:
            changed = replace(entry, slot=old.slot) != old or entry.slot != old.slot
            assert (entry.sequence > old.sequence, entry.stamp > old.stamp) == (changed, changed)


@THOUSANDS
@given(edited())
def test_a_letter_taken_back_restores_every_slot_with_its_uid(case: Edited) -> None:
    first = published(case.before, None, 0)
    third = published(case.before, published(case.after, first, 1), 2)
    talks = {entry.slot.title: entry.uid for entry in first.entries if entry.slot.kind is Kind.TALK}
    again = {entry.slot.title: entry.uid for entry in third.entries if not entry.cancelled}
    assert {title: again[title] for title in talks} == talks
