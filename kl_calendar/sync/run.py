"""One sync of one calendar: look, plan, act, read back, remember. Killed anywhere, the next run finishes it.

Receipts may lag behind the calendar (a killed run): an object that carries our uid and mark is recognised without
one. Only an intended deletion is written down beforehand, so that it is never taken for the owner's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from kl_calendar.i18n import say
from kl_calendar.model.receipt import CalendarState, Receipt, Standing
from kl_calendar.sync.act import Actor, Done, difference, uid_of
from kl_calendar.sync.lines import main_event
from kl_calendar.sync.plan import Planner, is_past, make_plan, needed, settled
from kl_calendar.sync.target import Forbidden, Rejected, Target, TargetError, TargetStopped, Uncertain, Unreachable
from kl_calendar.sync.values import (
    Create,
    Delete,
    Failure,
    Listing,
    Note,
    Options,
    Outcome,
    Plan,
    Update,
    Wanted,
    Write,
)
from kl_calendar.sync.wanted import label

if TYPE_CHECKING:
    from datetime import datetime

FLUSH = 50
"""Writes between two savings of receipts; what is lost with fewer is found again by uid."""
HOPELESS = 3
"""So many writes in a row that fail alike are the calendar's trouble, not the events'."""
FORBIDDEN = 403

Progress = Callable[[int, int], None]


class Keeper(Protocol):
    """Where receipts are kept."""

    def load(self) -> CalendarState:
        """Return all that is remembered of the calendar."""

    def save(self, changes: Mapping[str, Receipt | None]) -> None:
        """Remember or (None) forget receipts by uid, at once and whole."""

    def close(self, url: str, ctag: str, others: Mapping[str, tuple[str, str]]) -> None:
        """Remember how the calendar as a whole was left."""


@dataclass(slots=True)
class _Progressing:
    """What has been done so far."""

    receipts: dict[str, Receipt]
    changes: dict[str, Receipt | None] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    streak: list[TargetError] = field(default_factory=list)


def synchronise(
    target: Target,
    wanted: Iterable[Wanted],
    keeper: Keeper,
    *,
    options: Options,
    now: datetime,
    progress: Progress | None = None,
) -> Outcome:
    """Bring the calendar in step with what is wanted."""
    entries = tuple(wanted)
    state = keeper.load()
    current = sum(1 for entry in entries if not entry.removed)
    if state.ctag and settled(entries, state, options, now) and target.peek() == state.ctag:
        return Outcome(unchanged=current, dry_run=options.dry_run)
    listing = target.listing()
    asked = needed(entries, listing, state, now)
    fetched = target.fetch(asked) if asked else {}
    gone = set(asked) - set(fetched)
    there = replace(listing, etags={h: e for h, e in listing.etags.items() if h not in gone})
    planner = Planner(options, now)
    plan = make_plan(entries, there, fetched, state, planner)
    if plan.refused or options.dry_run:
        return Outcome(plan, notes=plan.notes, unchanged=current - len(plan.writes), dry_run=options.dry_run)
    run = Run(target, keeper, planner, dict(state.receipts), progress)
    so_far = run.carry_out(plan)
    ctag = run.verify() if plan.writes else run.in_step(listing.etags, listing.ctag)
    trusted = target.traits.ctag and not so_far.failures
    keeper.close(target.url, ctag if trusted else "", plan.others)
    written = {uid_of(action) for action in plan.writes}
    done = tuple(done.action for done in so_far.done if done.action is not None)
    unchanged = sum(1 for e in entries if not e.removed and e.uid not in written and not is_past(e, None, now))
    return Outcome(plan, done, tuple(so_far.failures), tuple(planner.notes), unchanged)


def imagined(wanted: Iterable[Wanted], options: Options, now: datetime) -> Outcome:
    """Return what a first sync would do in a calendar that is not there yet."""
    planner = Planner(options, now)
    plan = make_plan(tuple(wanted), Listing("", {}, ""), {}, CalendarState(), planner)
    told = Note("", "calendar-missing", "", say("the calendar is not there yet: a sync makes it"), problem=False)
    return Outcome(plan, notes=(told, *planner.notes), dry_run=True)


class Run:
    """The acting half of a sync: writes, receipts, reading back."""

    def __init__(
        self,
        target: Target,
        keeper: Keeper,
        planner: Planner,
        receipts: dict[str, Receipt],
        progress: Progress | None,
    ) -> None:
        self.target = target
        self.keeper = keeper
        self.planner = planner
        self.progress = progress or (lambda done, total: None)
        self.so_far = _Progressing(receipts)
        self.actor = Actor(target, planner, dict(receipts))

    def carry_out(self, plan: Plan) -> _Progressing:
        """Do all of the plan; what was done is remembered even when it has to be broken off."""
        self._announce(plan)
        writes = plan.writes
        quiet = [action for action in plan.actions if not isinstance(action, Create | Update | Delete)]
        try:
            for silent in quiet:
                self._note_done(self.actor.perform(silent))
            for count, (action, result) in enumerate(self._results(writes), start=1):
                self._take(action, result, min(HOPELESS, len(writes)))
                self.progress(count, len(writes))
                if count % FLUSH == 0:
                    self._flush()
        finally:
            self._flush()
        return self.so_far

    def _announce(self, plan: Plan) -> None:
        """Write down what we are about to delete."""
        intents: dict[str, Receipt | None] = {
            action.receipt.uid: replace(action.receipt, standing=Standing.DELETING)
            for action in plan.writes
            if isinstance(action, Delete)
        }
        if intents:
            self.keeper.save(intents)

    def _results(self, writes: tuple[Write, ...]) -> Iterator[tuple[Write, Done | TargetError]]:
        """Yield each action's result in order; several are under way at once where the server gains by it."""
        writers = self.target.traits.writers
        if writers == 1 or len(writes) <= 1:
            for action in writes:
                yield action, self._attempt(action)
            return
        with ThreadPoolExecutor(writers) as pool:
            # A window, not all at once: a calendar that stops must not be sent the rest.
            size = writers * 2
            pending = [(action, pool.submit(self._attempt, action)) for action in writes[:size]]
            try:
                for position in range(len(writes)):
                    action, future = pending[position]
                    yield action, future.result()
                    if position + size < len(writes):
                        following = writes[position + size]
                        pending.append((following, pool.submit(self._attempt, following)))
            finally:
                for _, future in pending:
                    future.cancel()

    def _attempt(self, action: Write) -> Done | TargetError:
        try:
            return self.actor.perform(action)
        except TargetStopped:
            raise
        except TargetError as error:
            return error

    def _take(self, action: Write, result: Done | TargetError, hopeless: int) -> None:
        if isinstance(result, Done):
            self.so_far.streak.clear()
            self._note_done(result)
            return
        self._fail(uid_of(action), _label(action), result)
        self.so_far.streak.append(result)
        self._give_up_if_hopeless(hopeless)

    def _give_up_if_hopeless(self, hopeless: int) -> None:
        streak = self.so_far.streak
        if len(streak) < hopeless:
            return
        if all(isinstance(error, Rejected) and error.status == FORBIDDEN for error in streak):
            raise Forbidden(self.target.url) from streak[-1]
        if all(isinstance(error, Uncertain) for error in streak):
            raise Unreachable(self.target.url, streak[-1].message) from streak[-1]

    def _note_done(self, done: Done) -> None:
        self.so_far.done.append(done)
        self._remember(done.uid, done.receipt)

    def _remember(self, uid: str, receipt: Receipt | None) -> None:
        self.so_far.changes[uid] = receipt
        if receipt is None:
            self.so_far.receipts.pop(uid, None)
        else:
            self.so_far.receipts[uid] = receipt

    def _flush(self) -> None:
        if self.so_far.changes:
            self.keeper.save(self.so_far.changes)
            self.so_far.changes = {}

    def _fail(self, uid: str, title: str, error: TargetError) -> None:
        self.so_far.failures.append(Failure(uid, title, error.words))

    def verify(self) -> str:
        """Read back all that was written, then list once more; return the change tag when all is in step."""
        try:
            self._read_back()
            listing = self.target.listing()
        except TargetStopped as error:
            self._fail("", "", error)
            return ""
        finally:
            self._flush()
        return self.in_step(listing.etags, listing.ctag)

    def _read_back(self) -> None:
        sent = [done for done in self.so_far.done if done.sent is not None and done.receipt is not None]
        stored = self.target.fetch([done.receipt.href for done in sent if done.receipt]) if sent else {}
        for done in sent:
            if done.receipt is None or done.sent is None:
                continue
            found = stored.get(done.receipt.href)
            wrong = difference(done.sent, found.body or b"") if found else say("the event")
            if wrong:
                title = label(main_event(done.sent))
                self._fail(
                    done.uid, title, TargetError(say("the calendar did not keep {what} as it was sent", what=wrong))
                )
            etag = found.etag if found and not wrong and done.receipt.etag in ("", found.etag) else ""
            if found is None:
                self._remember(done.uid, None)
            elif etag != done.receipt.etag:
                self._remember(done.uid, replace(done.receipt, etag=etag))

    def in_step(self, etags: Mapping[str, str], ctag: str) -> str:
        """Return the change tag if every event of ours stands as our receipts say, else empty: look again next time."""
        now = self.planner.now
        kept = (r for r in self.so_far.receipts.values() if r.standing is Standing.KEPT and not is_past(None, r, now))
        return ctag if all(r.etag and etags.get(r.href) == r.etag for r in kept) else ""


def _label(action: Write) -> str:
    return action.label if isinstance(action, Delete) else action.wanted.label
