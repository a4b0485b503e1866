"""A path in, its bytes out, or an error that says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kl_calendar.errors import InputError, system
from kl_calendar.i18n import say
from kl_calendar.limits import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path


def load(path: Path, name: str = "") -> bytes:
    """The bytes of a source, or an `InputError` that says why not; `name` is what the user calls it."""
    called = name or str(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise too_large(called)
        return path.read_bytes()
    except IsADirectoryError as error:
        raise InputError(called, say("is a folder"), hint=say("name the document in it")) from error
    except FileNotFoundError as error:
        raise InputError(called, say("there is no such file")) from error
    except OSError as error:
        raise InputError(called, system(error)) from error


def too_large(name: str) -> InputError:
    """The error for a source over the limit."""
    limit = MAX_BYTES // (1024 * 1024)
    return InputError(
        name,
        say("is larger than {limit} MB", limit=limit),
        hint=say("a programme is smaller; save it without photographs"),
    )
