"""What to do about one calendar: wanted events, its listing and our receipts → actions with their reasons. Pure.

An object is ours when its uid is one we want or hold a receipt for *and* it carries our mark. Anything else is never
written and never deleted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kl_calendar.i18n import say
from kl_calendar.model.receipt import Receipt, Standing
from kl_calendar.sync.fields import MARK, was_edited
from kl_calendar.sync.lines import main_event
from kl_calendar.sync.merge import Merged, merge
from kl_calendar.sync.values import (
    Action,
    Conflict,
    Create,
    Delete,
    Forget,
    Found,
    Listing,
    Note,
    Options,
    Plan,
    Record,
    Update,
    Wanted,
)
from kl_calendar.sync.wanted import file_name, label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from kl_calendar.i18n import Text
    from kl_calendar.model.receipt import CalendarState

FEW_DELETIONS = 5
"""So many deletions never look like an accident (unless they are all we have)."""
LARGEST_SHARE = 4
"""More than one in so many of ours looks like one."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What an object in the calendar says it is."""

    uid: str = ""
    mark: str = ""


def identify(body: bytes | None) -> Identity:
    """Return an object's uid and our mark in it; nothing where it is no readable event."""
    event = main_event(body) if body else None
    return Identity(event.value("UID").strip(), event.value(MARK).strip()) if event else Identity()


def is_past(wanted: Wanted | None, receipt: Receipt | None, now: datetime) -> bool:
    """Say whether an event is over, as wanted and as it stands: such events are left alone."""
    known = [ends for ends in (wanted.ends if wanted else None, receipt.ends if receipt else None) if ends]
    return bool(known) and all(end < now for end in known)


def settled(wanted: Iterable[Wanted], state: CalendarState, options: Options, now: datetime) -> bool:
    """Say whether there is nothing to do as long as the calendar has not changed since we left it."""
    by_uid = {entry.uid: entry for entry in wanted}
    for uid, entry in by_uid.items():
        receipt = state.receipts.get(uid)
        if not is_past(entry, receipt, now) and not _in_step(entry, receipt, options):
            return False
    gone = (receipt for uid, receipt in state.receipts.items() if uid not in by_uid)
    return all(is_past(None, receipt, now) or receipt.standing is Standing.LEFT for receipt in gone)


def _in_step(entry: Wanted, receipt: Receipt | None, options: Options) -> bool:
    if entry.removed or receipt is None:
        return entry.removed and (receipt is None or receipt.standing is Standing.LEFT)
    if receipt.standing is Standing.DELETED:
        return not options.restore and receipt.digest == entry.digest
    return receipt.standing is Standing.KEPT and receipt.digest == entry.digest and receipt.etag != ""


def needed(wanted: Collection[Wanted], listing: Listing, state: CalendarState, now: datetime) -> tuple[str, ...]:
    """Return the hrefs whose text has to be read before a plan can be made.

    Ours where they changed; all unknown ones where a wanted uid is not where we left it, because the href of a uid
    is looked up, never derived.
    """
    held = {receipt.href: receipt for receipt in state.receipts.values()}
    present = {href: receipt for href, receipt in held.items() if href in listing.etags}
    live = {entry.uid for entry in wanted if not entry.removed}
    alive = {h: r for h, r in present.items() if not is_past(None, r, now) and _matters(r, live)}
    changed = [href for href, receipt in alive.items() if not receipt.etag or listing.etags[href] != receipt.etag]
    uids = {entry.uid for entry in wanted if not is_past(entry, state.receipts.get(entry.uid), now)}
    kept = {r.uid for r in state.receipts.values() if r.standing is Standing.KEPT and not is_past(None, r, now)}
    lost = any(uid not in state.receipts or state.receipts[uid].href not in listing.etags for uid in uids | kept)
    if not lost:
        return tuple(changed)
    unknown = [href for href in listing.etags if href not in held and _unseen(href, listing, state, uids)]
    return tuple(changed + unknown)


def _matters(receipt: Receipt, live: set[str]) -> bool:
    return receipt.standing is not Standing.LEFT or receipt.uid in live


def _unseen(href: str, listing: Listing, state: CalendarState, uids: set[str]) -> bool:
    etag, uid = state.others.get(href, ("", ""))
    return not etag or etag != listing.etags[href] or uid in uids or uid in state.receipts


class Planner:
    """Decides event by event; `decide` serves the plan and, when a write met a change, that one event again."""

    def __init__(self, options: Options, now: datetime) -> None:
        self.options = options
        self.now = now
        self.notes: list[Note] = []

    def decide(self, entry: Wanted | None, receipt: Receipt | None, found: Found | None, href: str) -> Action | None:
        """Return what to do about one uid, or None where nothing is to be done. `href` is where it would be created."""
        if is_past(entry, receipt, self.now):
            return None
        if entry is None or entry.removed:
            return self._unwanted(entry, receipt, found)
        if found is None:
            return self._missing(entry, receipt, href)
        if found.body is None and receipt is not None:
            return self._untouched(entry, receipt, found)
        return self._present(entry, receipt, found)

    def _missing(self, entry: Wanted, receipt: Receipt | None, href: str) -> Action | None:
        if receipt is None or receipt.standing is Standing.DELETING:
            return Create(entry, href, say("new"))
        if self.options.restore:
            return Create(entry, href, say("brought back"))
        if receipt.digest != entry.digest:
            return Create(entry, href, say("deleted by the owner, but changed since"))
        if receipt.standing is Standing.DELETED:
            return None
        self._note(
            entry.uid, "deleted-by-owner", entry.label, say("deleted by the calendar's owner; stays deleted"), False
        )
        return Record(replace(receipt, standing=Standing.DELETED), say("deleted by the owner"))

    def _untouched(self, entry: Wanted, receipt: Receipt, found: Found) -> Action | None:
        """Our event as we left it: no need to read it."""
        if receipt.digest == entry.digest:
            moved = found.href != receipt.href or receipt.standing is not Standing.KEPT
            return (
                Record(replace(receipt, href=found.href, standing=Standing.KEPT), say("found again")) if moved else None
            )
        merged = merge(receipt.body, receipt.kept, entry.body) if receipt.kept else Merged(entry.body)
        return Update(entry, found.href, found.etag, merged.body, say("changed"), merged.conflicts)

    def _present(self, entry: Wanted, receipt: Receipt | None, found: Found) -> Action | None:
        identity = identify(found.body)
        if identity.uid != entry.uid or not identity.mark:
            self._note(
                entry.uid,
                "not-ours",
                entry.label,
                say("{href} has this uid but not our mark: left alone", href=found.href),
            )
            return Forget(entry.uid, say("no longer ours")) if receipt else None
        base = _base(entry, receipt, identity)
        merged = merge(base, found.body or b"", entry.body)
        if merged.in_step:
            return Record(standing_receipt(entry, found, merged), say("in step"))
        reason = say("changed") if identity.mark != entry.digest else say("changed by the owner")
        self._tell_conflicts(entry.uid, entry.label, merged.conflicts)
        if base is None and was_edited(main_event(found.body or b"")):
            told = say("somebody had edited it, and our own record of it is lost: written over")
            self._note(entry.uid, "conflict", entry.label, told)
        return Update(entry, found.href, found.etag, merged.body, reason, merged.conflicts)

    def _unwanted(self, entry: Wanted | None, receipt: Receipt | None, found: Found | None) -> Action | None:
        if found is None:
            return Forget(receipt.uid, say("gone")) if receipt else None
        known = receipt or (standing_receipt(entry, found, Merged(b"")) if entry else None)
        if known is None or known.standing is Standing.LEFT:
            return None
        if found.body is not None:
            identity = identify(found.body)
            if identity.uid != known.uid or not identity.mark:
                self._note(known.uid, "not-ours", found.href, say("{href} lost our mark: left alone", href=found.href))
                return Forget(known.uid, say("no longer ours"))
        title = label(main_event(found.body or known.body))
        if _has_owner_work(entry, known, found):
            self._note(
                known.uid, "owner-work", title, say("no longer wanted, but the owner has written in it: left to them")
            )
            left = replace(
                known, href=found.href, etag=found.etag, kept=found.body or known.kept, standing=Standing.LEFT
            )
            return Record(left, say("left to the owner"))
        return Delete(known, found.href, found.etag, say("cancelled") if entry else say("no longer in the feed"), title)

    def _tell_conflicts(self, uid: str, title: str, conflicts: tuple[Conflict, ...]) -> None:
        for clash in conflicts:
            self._note(uid, "conflict", title, _clash(clash))

    def _note(self, uid: str, kind: str, title: str, message: Text, problem: bool = True) -> None:
        self.notes.append(Note(uid, kind, title, message, problem))


def _clash(clash: Conflict) -> Text:
    return say(
        "{field}: {theirs} there, written over with {ours}",
        field=clash.field,
        theirs=repr(clash.theirs),
        ours=repr(clash.ours),
    )


def _base(entry: Wanted | None, receipt: Receipt | None, identity: Identity) -> bytes | None:
    """Return the version theirs grew from, as the mark in it tells: a killed run may have left the receipt behind."""
    if entry is not None and identity.mark == entry.digest:
        return entry.body
    return receipt.body if receipt and receipt.digest == identity.mark else None


def _has_owner_work(entry: Wanted | None, receipt: Receipt, found: Found) -> bool:
    """Say whether the owner would miss something; without the version it grew from, its own digest tells of edits."""
    theirs = found.body if found.body is not None else receipt.kept
    base = _base(entry, receipt, identify(theirs))
    ours = base or (entry.body if entry else receipt.body)
    if not theirs or not ours:
        return False
    return merge(base, theirs, ours).work or (base is None and was_edited(main_event(theirs)))


def standing_receipt(entry: Wanted, found: Found, merged: Merged) -> Receipt:
    """Return the receipt of an event as it stands now."""
    kept = (found.body or b"") if merged.additions else b""
    return Receipt(entry.uid, found.href, found.etag, entry.digest, entry.body, kept, entry.ends, entry.feed)


def make_plan(
    wanted: Iterable[Wanted],
    listing: Listing,
    fetched: Mapping[str, Found],
    state: CalendarState,
    planner: Planner,
) -> Plan:
    """Make the plan of a whole calendar, or refuse it."""
    by_uid = {entry.uid: entry for entry in wanted}
    speaking = {entry.feed for entry in by_uid.values()} - planner.options.unreadable
    seen = {href: identify(found.body) for href, found in fetched.items()}
    places = _places(listing, fetched, seen, state, planner)
    taken = set(listing.etags)
    actions: list[Action] = []
    for uid in [*by_uid, *(uid for uid in state.receipts if uid not in by_uid)]:
        if uid not in by_uid and not _may_vanish(state.receipts[uid], speaking, planner):
            continue
        href = _free_href(listing.home, uid, taken) if uid not in places else ""
        action = planner.decide(by_uid.get(uid), state.receipts.get(uid), places.get(uid), href)
        if action is not None:
            actions.append(action)
    _tell_orphans(by_uid, fetched, seen, state, planner)
    deletions = tuple(action for action in actions if isinstance(action, Delete))
    held = sum(1 for r in state.receipts.values() if r.standing is Standing.KEPT and not is_past(None, r, planner.now))
    refused = deletions if too_many(len(deletions), held, planner.options.allow_deletions) else ()
    others = _others(listing, fetched, seen, state)
    return Plan(tuple(actions), tuple(planner.notes), refused, others)


def _tell_orphans(
    by_uid: Mapping[str, Wanted],
    fetched: Mapping[str, Found],
    seen: Mapping[str, Identity],
    state: CalendarState,
    planner: Planner,
) -> None:
    """Tell of events we must once have written here, of which neither a feed nor a receipt knows: a lost database."""
    sign = f"-{planner.options.suffix}@"
    for href, identity in sorted(seen.items()):
        known = identity.uid in by_uid or identity.uid in state.receipts
        if identity.mark and not known and planner.options.suffix and sign in identity.uid:
            title = label(main_event(fetched[href].body or b""))
            told = say("ours by its mark, but no feed has it any more: left as it is; delete it if it should go")
            planner.notes.append(Note(identity.uid, "orphan", title, told, False))


def too_many(deletions: int, held: int, allowed: int) -> bool:
    """Say whether so many deletions look like an accident: over a quarter and over five, or all there is."""
    if deletions == 0 or deletions <= allowed:
        return False
    return deletions >= held or (deletions > FEW_DELETIONS and deletions * LARGEST_SHARE > held)


def _may_vanish(receipt: Receipt, speaking: set[str], planner: Planner) -> bool:
    """Say whether an event that is not wanted may go: never because its whole feed is empty or unreadable."""
    if is_past(None, receipt, planner.now) or receipt.standing is not Standing.KEPT:
        return True
    if receipt.feed not in speaking:
        title = label(main_event(receipt.body))
        planner.notes.append(
            Note(receipt.uid, "source-empty", title, say("its feed has nothing to say: left as it is"), False)
        )
        return False
    return True


def _places(
    listing: Listing,
    fetched: Mapping[str, Found],
    seen: Mapping[str, Identity],
    state: CalendarState,
    planner: Planner,
) -> dict[str, Found]:
    """Return where each uid stands: the receipt's href first, then an object of ours, then any with that uid."""
    places: dict[str, Found] = {}
    for uid, receipt in state.receipts.items():
        if receipt.href in listing.etags:
            places[uid] = fetched.get(receipt.href) or Found(receipt.href, listing.etags[receipt.href])
    held = {found.href for found in places.values()}
    for href in sorted(seen, key=lambda href: (not seen[href].mark, href)):
        uid = seen[href].uid
        if not uid or href in held:
            continue
        if uid not in places:
            places[uid] = fetched[href]
        elif seen[href].mark:
            message = say(
                "also stands at {other}; {href} is kept in step, the other is left alone",
                other=href,
                href=places[uid].href,
            )
            planner.notes.append(Note(uid, "twice", label(main_event(fetched[href].body or b"")), message, False))
    return places


def _others(
    listing: Listing, fetched: Mapping[str, Found], seen: Mapping[str, Identity], state: CalendarState
) -> dict[str, tuple[str, str]]:
    ours = {receipt.href for receipt in state.receipts.values()}
    before = {h: v for h, v in state.others.items() if listing.etags.get(h) == v[0]}
    new = {h: (f.etag, seen[h].uid) for h, f in fetched.items() if h not in ours and f.etag}
    return {**before, **new}


def _free_href(home: str, uid: str, taken: set[str]) -> str:
    name = file_name(uid)
    stem, number = name.removesuffix(".ics"), 1
    while home + name in taken:
        number += 1
        name = f"{stem}-{number}.ics"
    taken.add(home + name)
    return home + name
