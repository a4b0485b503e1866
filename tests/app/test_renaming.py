"""A corrected letter under another name goes on where the old one was; another meeting does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kl_calendar.app.renaming import goes_on_from, twin
from kl_calendar.model.meeting import Meeting, Slot
from kl_calendar.model.revision import Revision

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def meeting(title: str = "Dialogmøde", day: int = 7, talks: tuple[str, ...] = ("Vand", "Skov", "Pause")) -> Meeting:
    slots = tuple(Slot(datetime(2026, 3, day, 9 + n), talk) for n, talk in enumerate(talks))
    return Meeting(title, datetime(2026, 3, day, 9), slots=slots)


def orphan(made: Meeting, key: str = "old") -> Revision:
    return Revision(key, "f", made, f"{key}@x.invalid", 0, NOW, ())


def found(made: Meeting, *orphans: Revision, now: datetime = NOW) -> list[str | None]:
    return [one.key if one else None for one in goes_on_from([made], orphans, now)]


def test_the_same_title_on_the_same_day_goes_on() -> None:
    assert found(meeting(talks=("Luft",)), orphan(meeting())) == ["old"]


def test_another_title_with_the_same_programme_on_the_same_day_goes_on() -> None:
    assert found(meeting("Møde om natur"), orphan(meeting())) == ["old"]


def test_the_same_programme_on_another_day_to_come_goes_on() -> None:
    assert found(meeting(day=14), orphan(meeting())) == ["old"]


def test_a_meeting_of_a_series_that_is_over_is_not_the_next_one() -> None:
    assert found(meeting(day=14), orphan(meeting()), now=NOW + timedelta(days=63)) == [None]


def test_another_programme_on_another_day_is_another_meeting() -> None:
    assert found(meeting(day=14, talks=("Luft", "Lys", "Pause")), orphan(meeting())) == [None]


def test_another_title_and_programme_on_the_same_day_is_another_meeting() -> None:
    assert found(meeting("Budget", talks=("Tal", "Pause")), orphan(meeting())) == [None]


def test_the_likest_of_several_goes_on_and_each_only_once() -> None:
    made = [meeting(), meeting(talks=("Vand", "Skov", "Pause", "Luft"))]
    orphans = [orphan(meeting(talks=("Luft", "Vand", "Skov", "Pause")), "four"), orphan(meeting(), "three")]
    assert [one.key if one else None for one in goes_on_from(made, orphans, NOW)] == ["three", "four"]


def test_a_twin_is_called_the_same_on_the_same_day() -> None:
    one = orphan(meeting("DIALOGMØDE"))
    assert (twin(meeting(), [one]), twin(replace(meeting(), title="Andet"), [one])) == (one, None)
