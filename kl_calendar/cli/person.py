"""What the machine says about the person at it: their language, what time it is, their ledger. Only skins may ask."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime


def language() -> str:
    """The language for sentences to this person: `da` where their locale is Danish, else `en`."""
    return "da" if locale_name().lower().replace("-", "_").split("_")[0].split(".")[0] in {"da", "danish"} else "en"


def locale_name() -> str:
    """The locale for messages, as POSIX orders the variables, else the one Windows was installed in."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return value
    return _windows_locale() if sys.platform == "win32" else ""


def _windows_locale() -> str:
    import ctypes  # noqa: PLC0415 -- only there, and only when asked
    import locale  # noqa: PLC0415 -- likewise

    user_language: int = ctypes.windll.kernel32.GetUserDefaultUILanguage()  # type: ignore[attr-defined,unused-ignore]
    return locale.windows_locale.get(user_language, "")


def today() -> date:
    """The day it is here; the reference for a missing year when neither letter nor caller names one."""
    return date.today()  # noqa: DTZ011 -- the person's own day is what is meant


def now() -> datetime:
    """The instant it is, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def database() -> str | None:
    """The ledger's address where it is not the workspace's own file (`KL_DATABASE_URL`)."""
    return os.environ.get("KL_DATABASE_URL") or None
