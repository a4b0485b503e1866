"""A workspace's `feeds.toml` in, checked settings out. What it does not know is an error that names the place.

Secrets never stand in the file: a key or address that holds one is refused with what to write instead.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from kl_calendar.cldr import LANGUAGES
from kl_calendar.errors import InputError, SettingsError, system
from kl_calendar.i18n import say
from kl_calendar.model.settings import CalendarSettings, FeedSettings, Site, Workspace
from kl_calendar.store import checks
from kl_calendar.store.checks import Place, checked, matching

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = "feeds.toml"

RESERVED = frozenset({"public", "da", "en", "static", "assets"})
"""Names that the published site keeps for itself."""

LANGUAGE = checks.one_of(*LANGUAGES)
COLOUR = matching(r"#[0-9A-Fa-f]{6}|[a-z]*", say("a colour such as #1f6fb2 or a CSS colour name such as teal"))
FEED_ID = matching(
    r"[a-z0-9æøå](?:[a-z0-9æøå_-]*[a-z0-9æøå])?", say("a folder's name in lower case, such as skole-og-fritid")
)
DOMAIN = matching(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", say("a domain such as kalender.kl.dk"))

SITE: dict[str, Callable[[Place, object], Any]] = {
    "title": checks.filled,
    "base_url": checks.folder_address,
    "uid_domain": DOMAIN,
    "language": LANGUAGE,
    "timezone": checks.timezone,
    "default_length": checks.duration,
    "refresh": checks.duration,
}

FEED: dict[str, Callable[[Place, object], Any]] = {
    "id": FEED_ID,
    "title": checks.filled,
    "description": checks.text,
    "language": LANGUAGE,
    "timezone": checks.timezone,
    "color": COLOUR,
    "sources": checks.texts,
    "private": checks.yes_or_no,
    "deadlines": checks.yes_or_no,
    "overview": checks.yes_or_no,
}

CALENDAR: dict[str, Callable[[Place, object], Any]] = {
    "name": checks.filled,
    "url": checks.calendar_address,
    "username": checks.text,
    "password_env": matching(r"[A-Za-z_][A-Za-z0-9_]*", say("the name of an environment variable")),
    "password_command": checks.filled,
    "password_file": checks.filled,
    "keyring": checks.yes_or_no,
    "auth": checks.one_of("basic", "digest", "bearer"),
    "ca_file": checks.filled,
    "allow_http": checks.yes_or_no,
    "feeds": checks.texts,
    "form": checks.one_of("slots", "meetings"),
    "cancelled": checks.one_of("mark", "keep", "remove"),
    "create": checks.yes_or_no,
    "display_name": checks.text,
    "color": COLOUR,
    "description": checks.text,
    "uid_suffix": matching(r"[a-z0-9]{1,16}", say("up to sixteen small letters and digits")),
    "timeout": checks.seconds,
}


def file_of(path: Path) -> Path:
    """The settings file of a workspace that is named by its folder or by the file itself."""
    return path if path.suffix == ".toml" and not path.is_dir() else path / FILE


def load(path: Path) -> Workspace:
    """Read and check a workspace's settings; `path` is its folder or the file."""
    file = file_of(path)
    try:
        raw = file.read_bytes()
    except OSError as error:
        reason = say("is not there") if isinstance(error, FileNotFoundError) else system(error)
        raise InputError(
            str(file), reason, hint=say("a workspace is a folder with a {file} in it", file=FILE)
        ) from error
    return parse(raw, file.name)


def parse(raw: bytes, name: str = FILE) -> Workspace:
    """Check the bytes of a settings file; `name` is what messages call it."""
    try:
        table = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SettingsError(name, say("is not UTF-8 text"), hint=say("save it as UTF-8")) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(name, say("is not valid TOML: {reason}", reason=error)) from error
    place = Place(name)
    checks.known(place, table, {"site", "feed", "calendar"})
    site = Site(**checked(place.into("site"), table.get("site", {}), SITE))
    feeds = tuple(feed(at, one, site) for at, one in checks.tables(place, table, "feed", "id"))
    checks.unique(place, "feed", [one.id for one in feeds])
    wanted = frozenset(one.id for one in feeds)
    calendars = tuple(calendar(at, one, wanted) for at, one in checks.tables(place, table, "calendar", "name"))
    checks.unique(place, "calendar", [one.name for one in calendars])
    return Workspace(site, feeds, calendars)


def feed(place: Place, table: object, site: Site) -> FeedSettings:
    """One `[[feed]]`; language and time zone are the site's where it has none of its own."""
    values = {"language": site.language, "timezone": site.timezone, **checked(place, table, FEED)}
    required(place, values, "id")
    if values["id"] in RESERVED:
        raise place.into("id").wrong(
            say("{name} is kept for the published site", name=values["id"]), say("give the folder another name")
        )
    return FeedSettings(**{"title": values["id"], **values})


def calendar(place: Place, table: object, feeds: frozenset[str]) -> CalendarSettings:
    """One `[[calendar]]`; the feeds it names must exist."""
    values = checked(place, table, CALENDAR)
    required(place, values, "name", "url")
    for name in values.get("feeds", ()):
        if name not in feeds:
            raise place.into("feeds").wrong(
                say("there is no feed {name}", name=name), say("feeds: {feeds}", feeds=", ".join(sorted(feeds)) or "-")
            )
    return CalendarSettings(**values)


def required(place: Place, values: dict[str, Any], *keys: str) -> None:
    """Raise where one of the keys is missing."""
    for key in keys:
        if key not in values:
            raise place.wrong(say("{key} is missing", key=key))
