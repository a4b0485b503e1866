"""A workspace's ledger in, other people's calendars in step out; each calendar is a job that may safely run twice."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kl_calendar.app.mirroring import suffix_of, wanted_of
from kl_calendar.errors import KlError, MissingExtra, SettingsError
from kl_calendar.i18n import say
from kl_calendar.store import workspace
from kl_calendar.store.ledger import Ledger
from kl_calendar.store.locks import calendar_lock
from kl_calendar.store.receipts import Receipts
from kl_calendar.store.secrets import secret
from kl_calendar.sync.target import NoCalendar
from kl_calendar.sync.values import Options, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from kl_calendar.model.settings import CalendarSettings, Workspace
    from kl_calendar.sync.caldav import CalDavTarget
    from kl_calendar.sync.cleaning import Cleaning
    from kl_calendar.sync.discovery import Place

REFUSED, FAILED, PROBLEMS = 4, 1, 3


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a sync. `database` is the ledger's URL, None for the workspace's own file."""

    root: Path
    now: datetime
    calendar: str | None = None
    restore: bool = False
    allow_deletions: int = 0
    dry_run: bool = False
    database: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarReport:
    """What became of one calendar: an outcome, or the error that stopped it."""

    name: str
    url: str = ""
    outcome: Outcome = field(default_factory=Outcome)
    error: KlError | None = None

    @property
    def exit_code(self) -> int:
        """What this calendar alone would answer."""
        return self.error.exit_code if self.error else self.outcome.exit_code


def exit_code(reports: tuple[CalendarReport, ...]) -> int:
    """4 where one was refused, else 1 where one was not reached, else 3 where events failed or conflict, else 0."""
    codes = {report.exit_code for report in reports}
    return next((code for code in (REFUSED, FAILED, PROBLEMS) if code in codes), 0)


@dataclass(frozen=True, slots=True)
class _Open:
    """A calendar with everything needed to work on it."""

    settings: CalendarSettings
    target: CalDavTarget
    place: Place
    receipts: Receipts


def chosen(settings: Workspace, name: str | None) -> tuple[CalendarSettings, ...]:
    """Return the calendars meant: all, or the one of that name."""
    if name is None:
        if not settings.calendars:
            hint = say('write [[calendar]] with name = "…", url = "…" and feeds = ["…"]')
            raise SettingsError(workspace.FILE, say("there is no calendar to sync"), hint=hint)
        return settings.calendars
    found = tuple(calendar for calendar in settings.calendars if calendar.name == name)
    if not found:
        known = ", ".join(calendar.name for calendar in settings.calendars) or "-"
        raise SettingsError(
            workspace.FILE, say("there is no calendar {name}", name=name), hint=say("calendars: {known}", known=known)
        )
    return found


def sync(order: Order, progress: Callable[[str, int, int], None]) -> tuple[CalendarReport, ...]:
    """Bring the calendars in step; one that cannot be costs itself only. `progress` hears name, done and total."""
    settings = workspace.load(order.root)
    calendars = chosen(settings, order.calendar)
    home = workspace.file_of(order.root).parent
    with Ledger.open(home, order.database) as ledger:
        return tuple(_sync_one(order, ledger, settings, calendar, progress) for calendar in calendars)


def _sync_one(
    order: Order,
    ledger: Ledger,
    settings: Workspace,
    calendar: CalendarSettings,
    progress: Callable[[str, int, int], None],
) -> CalendarReport:
    job = _Job(order, ledger, settings, calendar, progress)
    try:
        try:
            return job.run(anew=False)
        except NoCalendar:
            # Moved or removed since we found it: look for it once more.
            return job.run(anew=True)
    except NoCalendar as error:
        return (
            job.imagine() if error.later and order.dry_run else CalendarReport(calendar.name, calendar.url, error=error)
        )
    except KlError as error:
        return CalendarReport(calendar.name, calendar.url, error=error)


@dataclass(frozen=True, slots=True)
class _Job:
    """One calendar's sync."""

    order: Order
    ledger: Ledger
    settings: Workspace
    calendar: CalendarSettings
    progress: Callable[[str, int, int], None]

    def run(self, *, anew: bool) -> CalendarReport:
        """Sync it, looking for its address anew or not."""
        order, calendar = self.order, self.calendar
        home = workspace.file_of(order.root).parent
        entries = wanted_of(self.ledger, self.settings, calendar)
        with opened(home, self.ledger, calendar, create=calendar.create and not order.dry_run, anew=anew) as at:
            from kl_calendar.sync.run import synchronise  # noqa: PLC0415 -- an extra that only a sync needs

            outcome = synchronise(
                at.target,
                entries,
                at.receipts,
                options=Options(order.restore, order.allow_deletions, order.dry_run, suffix=suffix_of(calendar)),
                now=order.now,
                progress=lambda done, total: self.progress(calendar.name, done, total),
            )
            return CalendarReport(calendar.name, at.place.url, outcome)

    def imagine(self) -> CalendarReport:
        """Say what a sync would do that makes the calendar first."""
        from kl_calendar.sync.run import imagined  # noqa: PLC0415 -- an extra that only a sync needs

        entries = wanted_of(self.ledger, self.settings, self.calendar)
        return CalendarReport(self.calendar.name, self.calendar.url, imagined(entries, Options(), self.order.now))


@contextmanager
def opened(
    home: Path, ledger: Ledger, calendar: CalendarSettings, *, create: bool, anew: bool = False
) -> Iterator[_Open]:
    """Connect, find the calendar (once: its address is remembered, unless `anew`) and hold its lock."""
    try:
        from kl_calendar.sync import discovery  # noqa: PLC0415 -- an extra that only a sync needs
        from kl_calendar.sync.http import Account, Http  # noqa: PLC0415 -- likewise
        from kl_calendar.sync.patience import be_quiet  # noqa: PLC0415 -- likewise
        from kl_calendar.sync.service import located  # noqa: PLC0415 -- likewise
    except ModuleNotFoundError as error:
        raise MissingExtra("sync", needed_by=say("a sync")) from error
    be_quiet()
    password = secret(calendar, home)
    receipts = Receipts(ledger.engine, calendar.name)
    known = "" if anew else receipts.known_url(calendar.url)
    address = known or located(calendar.url)
    authority = str(home / calendar.ca_file) if calendar.ca_file else ""
    account = Account(
        address, calendar.username, password, calendar.auth, authority, calendar.allow_http, float(calendar.timeout)
    )
    wish = discovery.Wish(
        calendar.display_name or calendar.name,
        create,
        later=calendar.create and not create,
        color=calendar.color,
        description=calendar.description,
    )
    with Http(account) as http:
        place = discovery.Place(known) if known else discovery.find(http, address, wish)
        with calendar_lock(ledger.engine, home, calendar.name, place.url):
            receipts.begin(calendar.url, place.url, made=place.created)
            yield _Open(calendar, discovery.target(http, place), place, receipts)


@dataclass(frozen=True, slots=True)
class Checked:
    """What `calendar check` found out."""

    name: str
    url: str
    shown_as: str
    server: str
    notes: tuple[str, ...]
    may_write: bool | None
    objects: int
    ours: int
    ctag: bool


def check(root: Path, name: str, database: str | None) -> Checked:
    """Connect to a calendar, without writing anything in it, and say what it can."""
    settings = workspace.load(root)
    home = workspace.file_of(root).parent
    (calendar,) = chosen(settings, name)
    with Ledger.open(home, database) as ledger, opened(home, ledger, calendar, create=False) as at:
        from kl_calendar.sync import discovery  # noqa: PLC0415 -- an extra that only a sync needs

        listing = at.target.listing()
        place = discovery.again(at.target, at.place)
        held = {receipt.href for receipt in at.receipts.load().receipts.values()}
        traits = at.target.traits
        return Checked(
            calendar.name,
            place.url,
            place.name,
            traits.name,
            traits.notes,
            place.may_write,
            len(listing.etags),
            len(held & set(listing.etags)),
            bool(listing.ctag) and traits.ctag,
        )


def clean(
    root: Path, name: str, database: str | None, now: datetime, agreed: Callable[[Cleaning], bool]
) -> CalendarReport | None:
    """Remove all of ours from a calendar, if `agreed` says so when it hears what that is; None where it does not."""
    settings = workspace.load(root)
    home = workspace.file_of(root).parent
    (calendar,) = chosen(settings, name)
    with Ledger.open(home, database) as ledger, opened(home, ledger, calendar, create=False) as at:
        from kl_calendar.sync.cleaning import look, remove  # noqa: PLC0415 -- an extra that only a sync needs

        cleaning = look(at.target, at.receipts.load(), suffix_of(calendar), settings.site.uid_domain)
        if not agreed(cleaning):
            return None
        return CalendarReport(calendar.name, at.place.url, remove(at.target, at.receipts, cleaning, now))
