"""A workspace folder and a feed in, its programme documents out, in the order of their names."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.errors import SettingsError
from kl_calendar.i18n import say
from kl_calendar.store.workspace import FILE

if TYPE_CHECKING:
    from kl_calendar.model.settings import FeedSettings

SKIPPED = ("*.tmp", "*.bak", "*.part", "*~", "Thumbs.db", "desktop.ini")
"""What editors and file shares leave beside documents."""


class Found(NamedTuple):
    """A document of a feed: `name` is relative to the workspace, with `/`."""

    name: str
    path: Path


def find(root: Path, feed: FeedSettings) -> tuple[Found, ...]:
    """The documents of a feed: those its globs name, else every file in the folder of its id."""
    found: dict[str, Found] = {}
    for pattern in feed.sources or (f"{feed.id}/*",):
        for path in matches(root, feed.id, pattern):
            if path.is_file() and not skipped(path):
                name = called(path.relative_to(root))
                found[name] = Found(name, path)
    return tuple(found[name] for name in sorted(found))


def called(path: Path) -> str:
    """What a document is called: one way of writing æ, ø and å, whichever computer the file was named on.

    Names that are no UTF-8 come from Windows shares mounted otherwise; macOS writes å in two characters.
    A line break in a name is a blank, because lists of files are kept a line each.
    """
    raw = os.fsencode(path.as_posix())
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("cp1252", "replace")
    return "".join(one if one.isprintable() else " " for one in unicodedata.normalize("NFC", name))


def matches(root: Path, feed: str, pattern: str) -> list[Path]:
    """The paths a glob names; it must stay inside the workspace."""
    where = f"{FILE}: feed {feed}: sources"
    if ".." in Path(pattern).parts or Path(pattern).is_absolute():
        raise SettingsError(
            where,
            say("{pattern} leaves the workspace", pattern=pattern),
            hint=say("documents lie in the workspace's folders"),
        )
    try:
        return list(root.glob(pattern))
    except ValueError as error:
        raise SettingsError(
            where, say("{pattern} is not a pattern of file names: {reason}", pattern=pattern, reason=error)
        ) from error


def skipped(path: Path) -> bool:
    """Whether the file is no document: hidden, a lock file of Word or LibreOffice, a left-over."""
    return path.name.startswith((".", "~$")) or any(path.match(pattern) for pattern in SKIPPED)
