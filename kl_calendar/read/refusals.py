"""Why a source is refused, one class for each thing a person does about it.

InputError
├── UnknownFormat      it is no document we read (a picture, a program, a spreadsheet)
├── TooLarge           it is over one of the `limits`
├── Locked             it is encrypted: open it with its password and save it without
└── Damaged            it says it is a document, but cannot be read as one, or is made to do harm
"""

from __future__ import annotations

from kl_calendar.errors import InputError


class UnknownFormat(InputError):
    """The source is something else than a document with a programme."""

    slug = "format-unknown"


class TooLarge(InputError):
    """The source is larger, longer or deeper than any real programme."""

    slug = "input-too-large"


class Locked(InputError):
    """The source needs a password."""

    slug = "input-locked"


class Damaged(InputError):
    """The source is broken off, contradicts itself, or is built to harm its reader."""

    slug = "input-damaged"
