"""Take everything of ours out of a calendar, and nothing else: what has our mark and a uid made for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kl_calendar.model.receipt import Receipt
from kl_calendar.sync.lines import main_event
from kl_calendar.sync.plan import Planner, identify
from kl_calendar.sync.run import Run
from kl_calendar.sync.values import Delete, Forget, Options, Outcome, Plan
from kl_calendar.sync.wanted import is_suffixed, label

if TYPE_CHECKING:
    from datetime import datetime

    from kl_calendar.model.receipt import CalendarState
    from kl_calendar.sync.run import Keeper
    from kl_calendar.sync.target import Target


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What would be removed, and the receipts whose events are gone already."""

    state: CalendarState
    deletions: tuple[Delete, ...]
    gone: tuple[str, ...]
    left: int
    """Objects that are not ours."""


def look(target: Target, state: CalendarState, suffix: str, domain: str) -> Cleaning:
    """Read the whole calendar, as no receipt is needed to know ours, and sort it."""
    listing = target.listing()
    deletions: list[Delete] = []
    for href, found in sorted(target.fetch(listing.etags).items()):
        identity = identify(found.body)
        if identity.mark and found.etag and is_suffixed(identity.uid, suffix, domain):
            receipt = state.receipts.get(identity.uid) or Receipt(identity.uid, href, found.etag, identity.mark, b"")
            title = label(main_event(found.body or b""))
            deletions.append(Delete(replace(receipt, href=href), href, found.etag, "clean", title))
    there = {action.receipt.uid for action in deletions}
    gone = tuple(uid for uid in state.receipts if uid not in there)
    return Cleaning(state, tuple(deletions), gone, len(listing.etags) - len(deletions))


def remove(target: Target, keeper: Keeper, cleaning: Cleaning, now: datetime) -> Outcome:
    """Remove what `look` found, each as long as it is still as it was."""
    plan = Plan((*cleaning.deletions, *(Forget(uid, "gone") for uid in cleaning.gone)))
    run = Run(target, keeper, Planner(Options(), now), dict(cleaning.state.receipts), None)
    so_far = run.carry_out(plan)
    keeper.close(target.url, "", {})
    done = tuple(done.action for done in so_far.done if done.action is not None)
    return Outcome(plan, done, tuple(so_far.failures))
