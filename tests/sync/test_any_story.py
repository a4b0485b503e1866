"""Hypothesis tells any story of us, the calendar's owner and a bad network; afterwards the promises hold."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kl_calendar.model.receipt import CalendarState
from kl_calendar.sync.act import difference
from kl_calendar.sync.memory import MemoryTarget
from kl_calendar.sync.run import synchronise
from kl_calendar.sync.target import Rejected, TargetError, Traits, Uncertain
from kl_calendar.sync.values import Found, Options, Wanted
from tests.sync.events import NOW, SUFFIX, edited, foreign, want, with_alarm
from tests.sync.keeping import MemoryKeeper

NUMBERS = st.integers(0, 7)


class Killed(BaseException):
    """The process ends here."""


class Unsteady(MemoryTarget):
    """Fails as told: each write takes the next word from `luck`."""

    luck: list[str]

    def put(self, href: str, body: bytes, etag: str) -> str:
        return str(self._write(lambda: MemoryTarget.put(self, href, body, etag)))

    def delete(self, href: str, etag: str) -> None:
        self._write(lambda: MemoryTarget.delete(self, href, etag))

    def fetch(self, hrefs: Iterable[str]) -> dict[str, Found]:
        return MemoryTarget.fetch(self, hrefs)

    def _write(self, write: Any) -> Any:
        luck = self.luck.pop() if self.luck else "good"
        if luck == "lost before":
            raise Uncertain("lost")
        if luck == "killed before":
            raise Killed
        if luck == "refused":
            raise Rejected(507, "full")
        done = write()
        if luck == "lost after":
            raise Uncertain("lost")
        if luck == "killed after":
            raise Killed
        return "" if luck == "no etag" else done


LUCK = st.lists(
    st.sampled_from(
        ["good", "good", "lost before", "lost after", "killed before", "killed after", "refused", "no etag"]
    ),
    max_size=12,
)


class Story(RuleBasedStateMachine):
    """The slots as published (version by number), and what the owner did of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.versions: dict[int, int] = {}
        self.removed: set[int] = set()
        self.strangers = {"/cal/a.ics": foreign(1), "/cal/b.ics": foreign(2)}
        self.target = Unsteady(dict(self.strangers), traits=Traits("unsteady"))
        self.target.luck = []
        self.keeper = MemoryKeeper()

    def wanted(self) -> list[Wanted]:
        live = [want(number, title=f"Version {version}") for number, version in sorted(self.versions.items())]
        return live + [want(number, removed=True) for number in sorted(self.removed)]

    def sync(self, **options: Any) -> None:
        synchronise(self.target, self.wanted(), self.keeper, options=Options(suffix=SUFFIX, **options), now=NOW)

    def ours(self) -> dict[str, bytes]:
        return {href: body for href, body in self.target.objects.items() if href not in self.strangers}

    @rule(number=NUMBERS)
    def publish(self, number: int) -> None:
        self.versions[number] = self.versions.get(number, 0) + 1
        self.removed.discard(number)

    @rule(number=NUMBERS)
    def withdraw(self, number: int) -> None:
        if self.versions.pop(number, None) is not None:
            self.removed.add(number)

    @rule(luck=LUCK)
    def sync_in_a_storm(self, luck: list[str]) -> None:
        self.target.luck = list(luck)
        with suppress(TargetError, Killed):
            self.sync()
        self.target.luck = []

    @rule()
    def lose_the_database(self) -> None:
        self.keeper.state = CalendarState()

    @rule(data=st.data())
    def owner_adds_an_alarm(self, data: st.DataObject) -> None:
        href = self._one(data)
        if href and b"BEGIN:VALARM" not in self.target.objects[href]:
            self.target.objects[href] = with_alarm(self.target.objects[href])

    @rule(data=st.data())
    def owner_edits_a_title(self, data: st.DataObject) -> None:
        href = self._one(data)
        if href and b"SUMMARY:Version" in self.target.objects[href]:
            self.target.objects[href] = edited(self.target.objects[href], "SUMMARY:Version", "SUMMARY:Udgave")

    @rule(data=st.data())
    def owner_deletes(self, data: st.DataObject) -> None:
        if href := self._one(data):
            del self.target.objects[href]

    @rule(number=st.integers(3, 6))
    def somebody_adds_an_event(self, number: int) -> None:
        href = f"/cal/foreign-{number}.ics"
        self.strangers[href] = self.target.objects[href] = foreign(number)

    def _one(self, data: st.DataObject) -> str:
        hrefs = sorted(self.ours())
        return str(data.draw(st.sampled_from(hrefs))) if hrefs else ""

    @rule()
    def everything_comes_right(self) -> None:
        """With the owner's deletions brought back, two quiet runs leave exactly what is wanted, each once."""
        self.sync(restore=True, allow_deletions=100)
        alarms = {href for href, body in self.ours().items() if b"BEGIN:VALARM" in body}
        self.sync(restore=True, allow_deletions=100)
        assert {href for href, body in self.ours().items() if b"BEGIN:VALARM" in body} == alarms
        live = {entry.uid: entry for entry in self.wanted() if not entry.removed}
        stored = list(self.ours().values())
        left = [body for body in stored if not any(b"UID:" + uid.encode() in body for uid in live)]
        assert all(b"Udgave" in body for body in left)  # what the owner wrote in is left to them
        for uid, entry in live.items():
            (body,) = (body for body in stored if b"UID:" + uid.encode() in body)
            assert difference(entry.body, body) == ""
        self.target.requests.clear()
        self.sync()
        assert not {"PUT", "DELETE"} & {method for method, _ in self.target.requests}

    @invariant()
    def nothing_foreign_was_touched(self) -> None:
        assert {href: self.target.objects[href] for href in self.strangers} == self.strangers


TestAnyStory = Story.TestCase
TestAnyStory.settings = settings(max_examples=150, stateful_step_count=25)
