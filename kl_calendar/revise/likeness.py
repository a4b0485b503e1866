"""How alike two slots are, as numbers between 0 and 1 that `aligning` weighs; content and surroundings are kept apart.

Titles are compared word by word: a word that stands in many slots ("Pause", "Oplæg") says little, a long rare one says
much; words that secretariats exchange for one another (`alike.toml`) count as nearly the same.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import token_set_ratio

from kl_calendar.revise.identity import normalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kl_calendar.model.meeting import Person, Slot

SHORT = 3
"""Words up to this many letters are mostly function words (og, til, hvad er …): they hardly tell two titles apart."""

_PLACEHOLDERS = frozenset({"talk", "workshop", "debate"})
_SAME_MEANING = 0.8
_SAME_STEM = 0.85
_STEM = 4


@dataclass(frozen=True, slots=True)
class Words:
    """A title's words with the weight of each."""

    text: str
    weights: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        """The weight of all words together."""
        return sum(weight for _, weight in self.weights)

    @property
    def telling(self) -> int:
        """How many words are long enough to tell what a title is about."""
        return sum(len(word) > SHORT for word, _ in self.weights)

    @property
    def placeholder(self) -> bool:
        """Whether the title says only that somebody speaks ("Oplæg"), not about what."""
        long = [word for word, _ in self.weights if len(word) > SHORT]
        return bool(long) and all(_meanings().get(word) in _PLACEHOLDERS for word in long)


class Titles:
    """The titles of all slots that are compared: knows which words are rare among them."""

    def __init__(self, old: Iterable[Slot], new: Iterable[Slot]) -> None:
        counts = [Counter(word for slot in side for word in set(normalised(slot.title).split())) for side in (old, new)]
        self._often = {word: max(count[word] for count in counts) for word in {*counts[0], *counts[1]}}

    def words(self, title: str) -> Words:
        """Return a title's words, each weighing by its length and by how few other titles have it."""
        text = normalised(title)
        return Words(text, tuple((word, self._weight(word)) for word in dict.fromkeys(text.split())))

    def _weight(self, word: str) -> float:
        length = 0.1 if len(word) <= SHORT else min(len(word), 8) / 8
        if word in _meanings():  # such a word ("Oplæg om …") is part of the frame, not of the subject
            length /= 2
        return length / math.sqrt(self._often.get(word, 1) or 1)


@lru_cache(maxsize=4096)
def title_likeness(one: Words, other: Words) -> float:
    """How alike two titles read; 1 is the same words in the same order."""
    if one.text == other.text:
        return 1.0
    if not one.weights or not other.weights:
        return 0.0
    left, right = _found(one, other), _found(other, one)
    dice = (left + right) / (one.total + other.total)
    # A title that grew ("… – nye billeder fra efteråret") holds all of the old one; a single word held says less.
    held, holder = (left, one) if left / one.total >= right / other.total else (right, other)
    reach = 0.9 if holder.telling > 1 else 0.7 if holder.telling == 1 else 0.3
    return min(0.99, max(dice, reach * held / holder.total))


def people_likeness(old: tuple[Person, ...], new: tuple[Person, ...]) -> float | None:
    """How much two lists of speakers have in common; None where a side names nobody."""
    if not old or not new:
        return None
    left = [normalised(each.name) for each in old]
    right = [normalised(each.name) for each in new]
    return _in_common(left, right)


def choices_likeness(old: Slot, new: Slot) -> float | None:
    """How many of the parallel items are the same; None where a side has none."""
    if not old.choices or not new.choices:
        return None
    return _in_common([normalised(c.title) for c in old.choices], [normalised(c.title) for c in new.choices])


def notes_likeness(old: Slot, new: Slot) -> float | None:
    """How many of the points under the slots are the same; None where a side has none."""
    if not old.notes or not new.notes:
        return None
    return _in_common([normalised(note) for note in old.notes], [normalised(note) for note in new.notes])


def room_likeness(old: Slot, new: Slot) -> float:
    """Whether two slots are in the same room: 1 yes, 0 no, in between where one does not say."""
    if not old.location or not new.location:
        return 0.5
    return 1.0 if normalised(old.location) == normalised(new.location) else 0.0


def _found(these: Words, those: Words) -> float:
    """Return the weight of those of `these` words that `those` have too, each as far as it is alike."""
    found = 0.0
    for word, weight in these.weights:
        best, partner = max((_word_likeness(word, other), w) for other, w in those.weights)
        found += best * min(weight, partner) if best < 1 else weight
    return found


@cache
def _word_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if min(len(one), len(other)) <= SHORT:
        return 0.0
    meanings = _meanings()
    if meanings.get(one, one) == meanings.get(other, other):
        return _SAME_MEANING
    short, long = sorted((one, other), key=len)
    if len(short) >= _STEM and (long.startswith(short) or long.endswith(short)):
        return _SAME_STEM
    spelled = Indel.normalized_similarity(one, other)
    return spelled if spelled >= 0.75 else 0.0


@cache
def _meanings() -> Mapping[str, str]:
    text = resources.files("kl_calendar").joinpath("revise", "alike.toml").read_text("utf-8")
    return {word: meaning for meaning, words in tomllib.loads(text).items() for word in words}


def _in_common(left: list[str], right: list[str]) -> float:
    """Return Dice's coefficient of two lists of short texts, each counted once; a near spelling is the same."""
    free = list(right)
    common = 0
    for text in left:
        found = next((other for other in free if text == other or token_set_ratio(text, other) >= 90), None)
        if found is not None:
            free.remove(found)
            common += 1
    return 2 * common / (len(left) + len(right))
