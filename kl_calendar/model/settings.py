"""What `feeds.toml` says, as values; `store.workspace` reads and checks it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kl_calendar.model import defaults


@dataclass(frozen=True, slots=True)
class Site:
    """The `[site]` table."""

    title: str = defaults.TITLE
    base_url: str = ""
    """Where the published folder is served, ending in `/`; empty when unknown (no page links are written then)."""
    uid_domain: str = defaults.UID_DOMAIN
    language: str = "da"
    timezone: str = "Europe/Copenhagen"
    default_length: timedelta = timedelta(minutes=30)
    refresh: timedelta = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """One `[[feed]]` table; `id` is the folder with its documents."""

    id: str
    title: str
    description: str = ""
    language: str = "da"
    timezone: str = "Europe/Copenhagen"
    color: str = ""
    """A CSS3 colour name (RFC 7986, 5.9) or `#rrggbb`."""
    sources: tuple[str, ...] = ()
    """Globs relative to the workspace; default: every file in the folder `id`."""
    private: bool = False
    """Served only under a token; never written to the public folder's index."""
    deadlines: bool = False
    """Publish registration deadlines as events."""
    overview: bool = False
    """Publish one transparent all-day event a meeting beside its slots."""


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    """One `[[calendar]]` table: a CalDAV calendar that feeds are mirrored into."""

    name: str
    url: str
    username: str = ""
    password_env: str = ""
    password_command: str = ""
    password_file: str = ""
    keyring: bool = False
    auth: str = "basic"
    """`basic`, `digest` or `bearer`."""
    ca_file: str = ""
    allow_http: bool = False
    feeds: tuple[str, ...] = ()
    form: str = "slots"
    """`slots` (an event a slot) or `meetings` (an event a meeting)."""
    cancelled: str = "mark"
    """What a cancelled slot becomes: `mark` (kept, prefixed), `keep` (STATUS:CANCELLED) or `remove`."""
    create: bool = False
    display_name: str = ""
    color: str = ""
    description: str = ""
    uid_suffix: str = ""
    """What uids end in before the `@` in this calendar; made from its name where empty."""
    timeout: int = 30
    """Seconds to wait for an answer."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace file as read."""

    site: Site
    feeds: tuple[FeedSettings, ...]
    calendars: tuple[CalendarSettings, ...] = ()
