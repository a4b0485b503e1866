"""The error tree: one class for each thing a caller can act on; the class writes the sentence.

    KlError                 the root; `slug` names it for ever, `exit_code` is what the command answers
    ├── InputError          a source that cannot be read (exit 1)
    ├── MissingExtra        a reader or feature whose library is not installed (exit 1)
    ├── SettingsError       a workspace file that does not say what it should (exit 1)
    └── SystemRefused       the operating system said no where nobody expected it (exit 1)

A package may add subclasses of its own beside the code that raises them. Every slug has an entry in
`docs/messages.md`; a test checks both directions. Sentences and hints are said with `i18n.say`, so that they can be
told in the reader's language. What was understood but is doubtful is no error: see `model.problem`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kl_calendar.i18n import say, spoken

if TYPE_CHECKING:
    from kl_calendar.i18n import Text


class KlError(Exception):
    """Something could not be done; `str()` is the sentence in English, `told` and `advised` are for people."""

    slug = "error"
    exit_code = 1

    def __init__(self, message: Text, *, hint: Text = "") -> None:
        super().__init__(str(message))
        self.words = message
        self.advice = hint

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.told("en")

    @property
    def hint(self) -> str:
        """The next thing to do, in English; empty where there is nothing to do."""
        return self.advised("en")

    def told(self, language: str) -> str:
        """Return the sentence in that language."""
        return spoken(self.words, language)

    def advised(self, language: str) -> str:
        """Return the next thing to do in that language."""
        return spoken(self.advice, language)


class InputError(KlError):
    """A source cannot be read: `name` is the source as the user knows it."""

    slug = "input-unreadable"

    def __init__(self, name: str, reason: Text, *, hint: Text = "") -> None:
        super().__init__(say("{name}: {reason}", name=name, reason=reason), hint=hint)
        self.name = name
        self.reason = reason


class MissingExtra(KlError):
    """A library that only one feature needs is not installed."""

    slug = "missing-extra"

    def __init__(self, extra: str, *, needed_by: Text) -> None:
        what = say("{feature} needs: pip install 'kl-calendar[{extra}]'", feature=needed_by, extra=extra)
        super().__init__(what)
        self.extra = extra
        self.needed_by = needed_by


class SettingsError(KlError):
    """The workspace file is wrong: `where` is the place in it, such as `feeds.toml: feed 2: colour`."""

    slug = "settings-invalid"

    def __init__(self, where: str, reason: Text, *, hint: Text = "") -> None:
        super().__init__(say("{name}: {reason}", name=where, reason=reason), hint=hint)
        self.where = where
        self.reason = reason


class SystemRefused(KlError):
    """The system did not let us read or write where that has no error of its own, such as a full standard output."""

    slug = "system-refused"

    def __init__(self, error: OSError) -> None:
        what = error.filename if isinstance(error.filename, str) else ""
        reason = system(error)
        silent = say("something cannot be read or written: {reason}", reason=reason)
        super().__init__(say("{name}: {reason}", name=what, reason=reason) if what else silent)


_SYSTEM = {
    str(one): one
    for one in (
        say("address already in use"),
        say("cannot assign requested address"),
        say("connection refused"),
        say("disk quota exceeded"),
        say("file name too long"),
        say("input/output error"),
        say("is a directory"),
        say("no space left on device"),
        say("no such file or directory"),
        say("not a directory"),
        say("operation not permitted"),
        say("permission denied"),
        say("read-only file system"),
        say("timed out"),
        say("too many levels of symbolic links"),
        say("too many open files"),
    )
}


def system(error: OSError) -> Text:
    """Return why the operating system did not do something; what it says rarely stays as it says it."""
    words = (error.strerror or str(error)).lower()
    return _SYSTEM.get(words, words)
