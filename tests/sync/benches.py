"""A calendar in memory with its receipts: what the tests of planning and acting share."""

from __future__ import annotations

from kl_calendar.sync.memory import MemoryTarget
from kl_calendar.sync.run import synchronise
from kl_calendar.sync.values import Options, Outcome, Wanted
from tests.sync.events import NOW, SUFFIX, foreign
from tests.sync.keeping import MemoryKeeper


class Bench:
    """A calendar, its receipts, and the sync of them."""

    def __init__(self, **how: object) -> None:
        self.target = MemoryTarget({"/cal/foreign.ics": foreign(1)}, **how)  # type: ignore[arg-type]
        self.keeper = MemoryKeeper()

    def sync(self, wanted: list[Wanted], **options: object) -> Outcome:
        self.target.requests.clear()
        how = Options(suffix=SUFFIX, **options)  # type: ignore[arg-type]
        outcome = synchronise(self.target, wanted, self.keeper, options=how, now=NOW)
        assert self.target.objects["/cal/foreign.ics"] == foreign(1)
        return outcome

    @property
    def ours(self) -> dict[str, bytes]:
        return {href: body for href, body in self.target.objects.items() if href != "/cal/foreign.ics"}

    def body(self, entry: Wanted) -> bytes:
        return self.target.objects[self.keeper.state.receipts[entry.uid].href]

    def edit(self, entry: Wanted, body: bytes) -> None:
        self.target.objects[self.keeper.state.receipts[entry.uid].href] = body

    def methods(self) -> list[str]:
        return [method for method, _ in self.target.requests]
