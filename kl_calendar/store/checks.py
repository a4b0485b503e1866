"""One setting's raw TOML value and its place in, the checked value or a `SettingsError` naming the place out."""

from __future__ import annotations

import difflib
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from kl_calendar.errors import SettingsError
from kl_calendar.i18n import Text, say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

SECRETS = frozenset({"password", "passwd", "pass", "secret", "token", "api_key", "bearer", "adgangskode", "kodeord"})

HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?/?")
DURATION = re.compile(r"P(?:([0-9]{1,4})D)?(?:T(?=[0-9])(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6})S)?)?")


class Place:
    """Where in the file we are, for messages: `feeds.toml: feed 2 (skole): colour`."""

    def __init__(self, *parts: str) -> None:
        self.parts = parts

    def into(self, part: str) -> Place:
        """The place one step further in."""
        return Place(*self.parts, part)

    def wrong(self, reason: Text, hint: Text = "") -> SettingsError:
        """The error to raise for what stands here."""
        return SettingsError(": ".join(self.parts), reason, hint=hint)


def checked(place: Place, table: object, checks: Mapping[str, Callable[[Place, object], Any]]) -> dict[str, Any]:
    """The table's values, each checked; an unknown key is an error."""
    known(place, table, checks)
    assert isinstance(table, dict)  # noqa: S101 -- `known` has seen to it
    return {key: checks[key](place.into(key), value) for key, value in table.items()}


def known(place: Place, table: object, keys: Collection[str]) -> None:
    """Raise unless this is a table whose keys are all known."""
    if not isinstance(table, dict):
        raise place.wrong(say("is not a table"))
    for key in table:
        if key in keys:
            continue
        if key in SECRETS:
            raise place.into(key).wrong(
                say("a secret does not belong in this file, which others read and copy"),
                say('put it in an environment variable and write password_env = "ITS_NAME"'),
            )
        near = difflib.get_close_matches(key, keys, 1)
        hint = say("known here: {names}", names=", ".join(sorted(keys)))
        raise place.into(key).wrong(
            say("is not a known setting"), say("did you mean {name}?", name=near[0]) if near else hint
        )


def tables(place: Place, table: dict[str, Any], key: str, name: str) -> list[tuple[Place, object]]:
    """The tables of an array such as `[[feed]]`, each with its place."""
    array = table.get(key, [])
    if not isinstance(array, list):
        hint = say("write [[{key}]] with two brackets", key=key)
        raise place.into(key).wrong(say("should be a list of tables"), hint)
    found = []
    for number, one in enumerate(array, start=1):
        called = one.get(name) if isinstance(one, dict) else None
        found.append((place.into(f"{key} {number} ({called})" if called else f"{key} {number}"), one))
    return found


def text(place: Place, value: object) -> str:
    """A string on one line."""
    if not isinstance(value, str):
        raise place.wrong(say("is {value}, but should be text in quotes", value=shown(value)))
    if any(ord(character) < 32 or ord(character) == 127 for character in value):
        raise place.wrong(say("has a line break or control character in it"))
    return value


def filled(place: Place, value: object) -> str:
    """A string with something in it."""
    if not text(place, value).strip():
        raise place.wrong(say("is empty"))
    return text(place, value)


def yes_or_no(place: Place, value: object) -> bool:
    """A boolean."""
    if not isinstance(value, bool):
        raise place.wrong(say("is {value}, but should be true or false", value=shown(value)))
    return value


def seconds(place: Place, value: object) -> int:
    """A whole number of seconds, up to ten minutes."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 600:
        raise place.wrong(say("is {value}, but should be a number of seconds from 1 to 600", value=shown(value)))
    return value


def texts(place: Place, value: object) -> tuple[str, ...]:
    """A list of strings."""
    if not isinstance(value, list):
        raise place.wrong(say('is {value}, but should be a list such as ["one", "two"]', value=shown(value)))
    return tuple(filled(place.into(f"item {number}"), one) for number, one in enumerate(value, start=1))


def matching(pattern: str, description: Text) -> Callable[[Place, object], str]:
    """A check for strings of a form, which the description says in words."""
    compiled = re.compile(pattern)

    def check(place: Place, value: object) -> str:
        if not compiled.fullmatch(text(place, value)):
            raise place.wrong(
                say("is {value}, but should be {description}", value=shown(value), description=description)
            )
        return text(place, value)

    return check


def one_of(*choices: str) -> Callable[[Place, object], str]:
    """A check for one of a few words."""

    def check(place: Place, value: object) -> str:
        if text(place, value) not in choices:
            raise place.wrong(
                say("is {value}, but should be one of: {choices}", value=shown(value), choices=", ".join(choices))
            )
        return text(place, value)

    return check


def timezone(place: Place, value: object) -> str:
    """The IANA name of a time zone."""
    try:
        ZoneInfo(filled(place, value))
    except (OSError, ValueError, KeyError) as error:
        raise place.wrong(
            say("{value} is not a time zone", value=shown(value)), say("such as Europe/Copenhagen")
        ) from error
    return text(place, value)


def duration(place: Place, value: object) -> timedelta:
    """An ISO 8601 duration of days, hours, minutes and seconds."""
    found = DURATION.fullmatch(text(place, value))
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0, 0)
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if length <= timedelta(0):
        raise place.wrong(
            say("is {value}, but should be a length of time", value=shown(value)), say("such as PT30M, PT6H or P1D")
        )
    return length


def web_address(place: Place, value: object) -> str:
    """An http(s) address without a name or password in it."""
    address = text(place, value)
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise place.wrong(say("is {value}, which is not a web address", value=shown(value))) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise place.wrong(
            say("is {value}, but should be a web address", value=shown(value)),
            say("such as https://kalender.example.dk/"),
        )
    if "@" in parts.netloc:
        raise place.wrong(say("a name or password does not belong in an address"), say("use username and password_env"))
    return address


def calendar_address(place: Place, value: object) -> str:
    """A web address, or just the name of a host, which is then asked over TLS."""
    address = text(place, value)
    return web_address(place, f"https://{address.rstrip('/')}/" if HOST.fullmatch(address) else address)


def folder_address(place: Place, value: object) -> str:
    """A web address that ends in `/`; empty stays empty."""
    if text(place, value) == "":
        return ""
    address = web_address(place, value)
    return address if address.endswith("/") else f"{address}/"


def unique(place: Place, what: str, names: list[str]) -> None:
    """Raise when two tables carry one name."""
    for number, name in enumerate(names):
        if name in names[:number]:
            raise place.into(f"{what} {number + 1} ({name})").wrong(say("there is another one of that name"))


def shown(value: object) -> str:
    """A value as a message repeats it: not whole when it is long."""
    written = repr(value)
    return written if len(written) <= 60 else f"{written[:59]}…"
