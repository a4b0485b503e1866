"""A meeting as it reads now and as it was published in; which slot is which entry out, and every tie as a problem.

Content decides whether two slots can be the same: the title, then who speaks, what can be chosen between, the points
under it. Surroundings (time, order, room, length) decide between several that can, and support a doubtful title; they
never make a match alone, for other content in the same place is another slot. Then the set of pairs with the largest
sum is taken, not pair by pair, so that two talks that change places keep theirs.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median_low
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Kind, Status
from kl_calendar.model.problem import Severity, kind
from kl_calendar.revise.assignment import Scores, best_pairs, rivals
from kl_calendar.revise.differences import slot_changes
from kl_calendar.revise.identity import normalised
from kl_calendar.revise.likeness import (
    Titles,
    Words,
    choices_likeness,
    notes_likeness,
    people_likeness,
    room_likeness,
    title_likeness,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime, timedelta

    from kl_calendar.model.meeting import Meeting, Slot
    from kl_calendar.model.problem import Problem
    from kl_calendar.model.revision import Entry, Revision

IDENTITY_TIE = kind(
    "identity-tie",
    Severity.WARNING,
    "two readings are equally good: “{title}” may be {chosen} or {other}; {chosen} is assumed",
    "look at the entries in the calendar; another title, room or speaker in the letter settles it",
)
IDENTITY_GUESSED = kind(
    "identity-guessed",
    Severity.NOTE,
    "“{title}” is taken to be what was called “{before}”",
    "if it is another item, give it a time or speaker of its own",
)

SURE_TITLE = 0.75
"""Titles at least this alike are one title reworded, whatever else has changed."""

DOUBTFUL_TITLE = 0.5
"""Titles at least this alike need support: speakers, choices, or the same place in the programme."""

UNRIVALLED_TITLE = 0.55
"""Titles at least this alike are one where no other title on either side is half as doubtful (`RIVAL_TITLE`)."""

RIVAL_TITLE = 0.4

SAME_POINTS = 0.6
"""This share of choices, or of points under the slot, in common makes it the same item under another title."""

NEAR = 0.5
"""Closeness in time of some half an hour (see `_closeness`)."""

STRUCK = 0.3
"""What a cancelled entry yields to a live one: a slot comes back only where no live one is meant."""

_PAUSES = frozenset({Kind.BREAK, Kind.MEAL, Kind.REGISTRATION})
_ORDER_BIAS = 1e-12


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each slot of the meeting its entry (None: a new slot); the entries no slot answers to; the doubts."""

    partners: tuple[Entry | None, ...]
    unmatched: tuple[Entry, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What speaks for an old and a new slot being the same."""

    title: float
    people: float | None
    choices: float | None
    notes: float | None
    time: float
    order: float

    @property
    def content(self) -> float:
        """The content's likeness: a mean over what both sides say."""
        weighed = ((self.title, 0.65), (self.people, 0.25), (self.choices, 0.2), (self.notes, 0.1))
        known = [(value, weight) for value, weight in weighed if value is not None]
        return sum(value * weight for value, weight in known) / sum(weight for _, weight in known)


def align(meeting: Meeting, previous: Revision) -> Alignment:
    """Find for each slot of the meeting the entry it was published as."""
    entries = previous.entries
    pairs = _unchanged(entries, meeting.slots)
    left_old = [i for i in range(len(entries)) if i not in pairs]
    left_new = sorted(set(range(len(meeting.slots))) - set(pairs.values()))
    problems: list[Problem] = []
    if left_old and left_new:
        comparison = _Comparison(meeting, previous, pairs)
        scores = comparison.scores(left_old, left_new)
        found = in_order(best_pairs(scores), [entry.slot for entry in entries], meeting.slots)
        problems = [*_ties(scores, found, entries, meeting), *comparison.guesses(found)]
        pairs |= found
    holder = {new: old for old, new in pairs.items()}
    partners = tuple(entries[holder[j]] if j in holder else None for j in range(len(meeting.slots)))
    unmatched = tuple(entry for i, entry in enumerate(entries) if i not in pairs)
    return Alignment(partners, unmatched, tuple(sorted(problems, key=lambda each: each.line)))


def _unchanged(entries: Sequence[Entry], slots: Sequence[Slot]) -> dict[int, int]:
    """Pair what has not changed at all, at the same place among its equals: most slots of most revisions."""
    before: dict[str, list[int]] = {}
    after: dict[str, list[int]] = {}
    for i, entry in enumerate(entries):
        before.setdefault(normalised(entry.slot.title), []).append(i)
    for j, slot in enumerate(slots):
        after.setdefault(normalised(slot.title), []).append(j)
    pairs: dict[int, int] = {}
    for title, news in after.items():
        olds = before.get(title, [])
        if len(olds) == len(news):
            pairs |= {i: j for i, j in zip(olds, news, strict=True) if not slot_changes(entries[i].slot, slots[j])}
    return pairs


def in_order(pairs: dict[int, int], old: Sequence[Slot], new: Sequence[Slot]) -> dict[int, int]:
    """Among slots that say the same (two breaks of one name), let the earlier stay the earlier."""
    alike: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    for i, j in pairs.items():
        if _saying(old[i]) == _saying(new[j]):
            alike.setdefault(_saying(old[i]), []).append((i, j))
    settled = dict(pairs)
    for group in alike.values():
        olds = sorted((i for i, _ in group), key=lambda i: (old[i].start, i))
        news = sorted((j for _, j in group), key=lambda j: (new[j].start, j))
        settled |= dict(zip(olds, news, strict=True))
    return settled


def _saying(slot: Slot) -> tuple[object, ...]:
    """What a slot says besides when it is."""
    return normalised(slot.title), slot.speakers, slot.choices, slot.location, slot.notes


class _Comparison:
    """All that is needed to weigh one old slot against one new one."""

    def __init__(self, meeting: Meeting, previous: Revision, settled: dict[int, int]) -> None:
        self.old = [entry.slot for entry in previous.entries]
        self.new = list(meeting.slots)
        all_off = previous.called_off or previous.meeting.status is Status.CANCELLED
        self.struck = [entry.cancelled and not entry.called_off and not all_off for entry in previous.entries]
        titles = Titles(self.old, self.new)
        self.old_words = [titles.words(slot.title) for slot in self.old]
        self.new_words = [titles.words(slot.title) for slot in self.new]
        self.anchors = settled | _same_titles(self.old_words, self.new_words)
        self.day_shift = meeting.day - previous.meeting.day

    def scores(self, olds: Sequence[int], news: Sequence[int]) -> Scores:
        """Score every pair that can be one slot."""
        shifts = {i: self._shift(i) for i in olds}
        found = {(i, j): self._evidence(i, j, shifts[i]) for i in olds for j in news if self._worth_a_look(i, j)}
        alone = _unrivalled(found)
        return {
            (i, j): self._score(i, j, evidence)
            for (i, j), evidence in found.items()
            if self._possible(i, j, evidence) or ((i, j) in alone and not self.struck[i])
        }

    def guesses(self, pairs: dict[int, int]) -> Iterator[Problem]:
        """Name the pairs whose titles do not tell that they are one slot."""
        for i, j in pairs.items():
            if title_likeness(self.old_words[i], self.new_words[j]) < DOUBTFUL_TITLE:
                slot = self.new[j]
                yield IDENTITY_GUESSED.at(_line(slot), slot.title, title=slot.title, before=self.old[i].title)

    def _worth_a_look(self, i: int, j: int) -> bool:
        """Whether anything in the content could join the two: most pairs of a long programme have nothing in common."""
        old, new = self.old[i], self.new[j]
        if old.kind in _PAUSES or new.kind in _PAUSES or (old.choices and new.choices) or (old.notes and new.notes):
            return True
        if title_likeness(self.old_words[i], self.new_words[j]) >= RIVAL_TITLE:
            return True
        return people_likeness(old.speakers, new.speakers) == 1

    def _evidence(self, i: int, j: int, shift: timedelta) -> _Evidence:
        old, new = self.old[i], self.new[j]
        moved = max(
            _closeness(old.start + shift, new.start),
            # The plain clock time counts too, where only the slots around this one have moved.
            0.8 * _closeness(old.start + self.day_shift, new.start),
        )
        return _Evidence(
            title=title_likeness(self.old_words[i], self.new_words[j]),
            people=people_likeness(old.speakers, new.speakers),
            choices=choices_likeness(old, new),
            notes=notes_likeness(old, new),
            time=moved,
            order=self._order(i, j),
        )

    def _possible(self, i: int, j: int, found: _Evidence) -> bool:
        if found.title >= SURE_TITLE:
            return True
        if self.struck[i]:
            return False
        if max(found.choices or 0, found.notes or 0) >= SAME_POINTS:
            return True
        near = found.time >= NEAR
        if found.title >= DOUBTFUL_TITLE:
            return near or found.order == 1 or (found.people or 0) >= 0.5
        same_people = found.people == 1
        if same_people and self._announced(i, j):
            return True
        pauses = self.old[i].kind in _PAUSES and self.new[j].kind in _PAUSES
        return near and (same_people or pauses)

    def _announced(self, i: int, j: int) -> bool:
        """Whether one title was only a place kept for a speaker, who has this one slot on both sides."""
        if not (self.old_words[i].placeholder or self.new_words[j].placeholder):
            return False
        people = self.old[i].speakers
        return all(sum(slot.speakers == people for slot in side) == 1 for side in (self.old, self.new))

    def _score(self, i: int, j: int, found: _Evidence) -> float:
        old, new = self.old[i], self.new[j]
        lengths = (_minutes(old), _minutes(new))
        surroundings = 0.25 * found.time + 0.15 * found.order + 0.05 * room_likeness(old, new)
        surroundings += 0.05 * (lengths[0] == lengths[1]) + 0.05 * (old.kind is new.kind)
        surroundings += 0.05 * ((old.track or "") == (new.track or ""))
        return found.content + surroundings - STRUCK * self.struck[i] - _ORDER_BIAS * (i - j) ** 2

    def _order(self, i: int, j: int) -> float:
        """1 where no slot known on both sides has been overtaken, less for each that has."""
        overtaken = sum((a < i) != (b < j) for a, b in self.anchors.items() if a != i and b != j)
        return 1 / (1 + overtaken)

    def _shift(self, i: int) -> timedelta:
        """Return by how much the programme has moved around an old slot: the median of the nearest known ones."""
        start = self.old[i].start
        near = sorted((abs(self.old[a].start - start), a) for a in self.anchors if a != i)[:3]
        if not near:
            return self.day_shift
        return median_low(self.new[self.anchors[a]].start - self.old[a].start for _, a in near)


def _unrivalled(found: Mapping[tuple[int, int], _Evidence]) -> set[tuple[int, int]]:
    """Return the pairs whose titles share what no other title shares with either."""
    rivals_of_old = Counter(i for (i, _), one in found.items() if one.title >= RIVAL_TITLE)
    rivals_of_new = Counter(j for (_, j), one in found.items() if one.title >= RIVAL_TITLE)
    return {
        (i, j)
        for (i, j), one in found.items()
        if one.title >= UNRIVALLED_TITLE and rivals_of_old[i] == rivals_of_new[j] == 1
    }


def _same_titles(old: Sequence[Words], new: Sequence[Words]) -> dict[int, int]:
    """Return the slots whose title stands once on each side: where they are tells how the rest has moved."""
    counts = [Counter(words.text for words in side) for side in (old, new)]
    place = {words.text: j for j, words in enumerate(new)}
    return {i: place[w.text] for i, w in enumerate(old) if counts[0][w.text] == counts[1][w.text] == 1}


def _closeness(expected: datetime, found: datetime) -> float:
    """1 at the expected time, 0.5 half an hour off, never quite 0: the nearest is nearest at any distance."""
    return 1 / (1 + ((found - expected).total_seconds() / 1800) ** 2)


def _minutes(slot: Slot) -> float | None:
    return (slot.end - slot.start).total_seconds() / 60 if slot.end else None


def _line(slot: Slot) -> int:
    return slot.lines[0] if slot.lines else 0


def _ties(scores: Scores, pairs: dict[int, int], entries: Sequence[Entry], meeting: Meeting) -> Iterator[Problem]:
    told: set[int] = set()
    for old, new, other_old, other_new in rivals(scores, pairs):
        slot = meeting.slots[new]
        if new in told or _no_matter(entries, meeting, (old, new, other_old, other_new)):
            continue
        told.add(new)
        if other_old >= 0:
            chosen, other = (_named(entries[i].slot) for i in (old, other_old))
            yield IDENTITY_TIE.at(_line(slot), slot.title, title=slot.title, chosen=chosen, other=other)
        else:
            chosen, other = (_named(meeting.slots[j]) for j in (new, other_new))
            before = entries[old].slot
            yield IDENTITY_TIE.at(_line(slot), slot.title, title=before.title, chosen=chosen, other=other)


def _no_matter(entries: Sequence[Entry], meeting: Meeting, tie: tuple[int, int, int, int]) -> bool:
    """Whether the two sides of a tie look the same to everybody, so that nothing hangs on it."""
    old, new, other_old, other_new = tie
    if other_old >= 0 and other_new >= 0 and _saying(entries[old].slot) == _saying(entries[other_old].slot):
        return True  # both stay, in their order
    if other_old >= 0 and not slot_changes(entries[old].slot, entries[other_old].slot):
        return True
    return other_new >= 0 and not slot_changes(meeting.slots[new], meeting.slots[other_new])


def _named(slot: Slot) -> str:
    room = f", {slot.location}" if slot.location else ""
    return f"{slot.title} ({slot.start:%Y-%m-%d %H:%M}{room})"
