"""Which of the meetings published before a meeting is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kl_calendar.app.matching import partners
from tests.samples import MEETING, at, revision

if TYPE_CHECKING:
    from kl_calendar.model.meeting import Meeting

OTHER = replace(MEETING, title="Temadag", start=at(9, day=9), end=at(12, day=9), slots=())


def keys(meetings: list[Meeting], known: dict[str, Meeting]) -> list[str | None]:
    found = partners(meetings, [revision(meeting, key=key) for key, meeting in known.items()])
    return [one.key if one else None for one in found]


def test_a_moved_meeting_is_known_by_its_title() -> None:
    moved = replace(OTHER, start=at(9, day=10), end=None)
    assert keys([MEETING, moved], {"a": OTHER, "b": MEETING}) == ["b", "a"]


def test_a_renamed_meeting_is_known_by_its_day() -> None:
    assert keys([replace(OTHER, title="Temamøde"), MEETING], {"a": OTHER, "b": MEETING}) == ["a", "b"]


def test_the_surest_sign_decides_whatever_the_order() -> None:
    same_day = replace(MEETING, title="Formøde")
    assert keys([same_day, MEETING], {"a": MEETING}) == [None, "a"]


def test_the_only_meeting_left_is_the_only_one_left_before() -> None:
    assert keys([replace(OTHER, title="Temamøde", start=at(9, day=10), end=None)], {"a": OTHER}) == ["a"]


def test_where_nothing_tells_them_apart_nothing_is_taken_over() -> None:
    new = replace(OTHER, title="Helt nyt", start=at(9, day=20), end=None)
    assert keys([new], {"a": MEETING, "b": OTHER}) == [None]


def test_a_meeting_never_published_has_no_partner() -> None:
    assert keys([MEETING], {}) == [None]
