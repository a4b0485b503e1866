"""Carry out a plan one event at a time: a write whose answer is lost is looked at before it is written again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kl_calendar.i18n import say
from kl_calendar.sync.fields import MARK, VISIBLE, field
from kl_calendar.sync.lines import main_event
from kl_calendar.sync.merge import Merged
from kl_calendar.sync.patience import ATTEMPTS, attempts
from kl_calendar.sync.plan import Planner, standing_receipt
from kl_calendar.sync.target import Changed, Target
from kl_calendar.sync.values import Action, Create, Delete, Forget, Found, Record, Update, Wanted, Write

if TYPE_CHECKING:
    from kl_calendar.model.receipt import Receipt


@dataclass(frozen=True, slots=True)
class Done:
    """One action carried out: what to remember. `receipt` is None where there is nothing more to remember."""

    action: Action | None
    """What was done in the end; None where deciding again found nothing to do."""
    uid: str
    receipt: Receipt | None
    sent: bytes | None = None
    """What was written, to be read back."""


class Actor:
    """Carries out actions on one target. Safe to call from several threads for different events."""

    def __init__(self, target: Target, planner: Planner, receipts: dict[str, Receipt]) -> None:
        self.target = target
        self.planner = planner
        self.receipts = receipts

    def perform(self, action: Action) -> Done:
        """Carry out one action, deciding again where somebody else wrote meanwhile."""
        current: Action | None = action
        for _ in range(ATTEMPTS):
            if isinstance(current, Record):
                return Done(current, current.receipt.uid, current.receipt)
            if isinstance(current, Forget):
                return Done(current, current.uid, None)
            if current is None:
                return Done(None, uid_of(action), self.receipts.get(uid_of(action)))
            try:
                return self._write(current)
            except Changed:
                current = self._decide_again(current)
        raise Changed(say("somebody else keeps writing to this event"), hint=say("the next run tries again"))

    def _decide_again(self, action: Write) -> Action | None:
        found = self._look(action.href)
        receipt = self.receipts.get(uid_of(action))
        if isinstance(action, Delete):
            return self.planner.decide(None, action.receipt, found, action.href)
        return self.planner.decide(action.wanted, receipt, found, action.href)

    def _look(self, href: str) -> Found | None:
        return self.target.fetch([href]).get(href)

    def _write(self, action: Write) -> Done:
        """Write, and where no answer came look what happened, then write again only what did not."""
        for attempt in attempts():
            with attempt:
                if attempt.num > 1 or self.target.traits.look_first:
                    found = self._look(action.href)
                    done = self._already(action, found)
                    if done is not None:
                        return done
                    _check_unchanged(action, found)
                return self._write_once(action)
        raise AssertionError("stamina returns or raises")

    def _write_once(self, action: Write) -> Done:
        if isinstance(action, Delete):
            self.target.delete(action.href, action.etag)
            return Done(action, action.receipt.uid, None)
        body = action.wanted.body if isinstance(action, Create) else action.body
        etag = self.target.put(action.href, body, "" if isinstance(action, Create) else action.etag)
        return Done(action, action.wanted.uid, pushed(action.wanted, action.href, etag, body), body)

    def _already(self, action: Write, found: Found | None) -> Done | None:
        """Return the result where an attempt without an answer had succeeded after all."""
        if isinstance(action, Delete):
            return Done(action, action.receipt.uid, None) if found is None else None
        body = action.wanted.body if isinstance(action, Create) else action.body
        if found is None or difference(body, found.body or b""):
            return None
        return Done(action, action.wanted.uid, pushed(action.wanted, found.href, found.etag, body), body)


def pushed(wanted: Wanted, href: str, etag: str, body: bytes) -> Receipt:
    """Return the receipt of what was just written."""
    merged = Merged(body, additions=body != wanted.body)
    return standing_receipt(wanted, Found(href, etag, body), merged)


def unfolded(body: bytes) -> list[bytes]:
    """Return an event's lines in any order: most servers keep them, some sort them, Cyrus rewrites the zones before."""
    event = body[max(body.find(b"BEGIN:VEVENT"), 0) :]
    return sorted(event.replace(b"\r\n", b"\n").replace(b"\n ", b"").split(b"\n"))


def difference(sent: bytes, stored: bytes) -> str:
    """Return the first field people see that is not stored as it was sent; empty where all is."""
    if unfolded(sent) == unfolded(stored):
        return ""
    ours, theirs = main_event(sent), main_event(stored)
    if ours is None or theirs is None:
        return "the event"
    if any(ours.value(name).strip() != theirs.value(name).strip() for name in ("UID", MARK)):
        return "our mark"
    return next((name for name in VISIBLE if field(ours, name) != field(theirs, name)), "")


def _check_unchanged(action: Write, found: Found | None) -> None:
    expected = "" if isinstance(action, Create) else action.etag
    if (found.etag if found else "") != expected:
        raise Changed(say("{href}: has changed", href=action.href))


def uid_of(action: Action) -> str:
    """Return the uid an action is about."""
    match action:
        case Create() | Update():
            return action.wanted.uid
        case Delete() | Record():
            return action.receipt.uid
        case Forget():
            return action.uid
