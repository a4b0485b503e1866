"""The error tree: one class for each thing a caller can act on; the class writes the sentence.

    KlError                 the root; `slug` names it for ever, `exit_code` is what the command answers
    ├── InputError          a source that cannot be read (exit 1)
    ├── MissingExtra        a reader or feature whose library is not installed (exit 1)
    └── SettingsError       a workspace file that does not say what it should (exit 1)

A package may add subclasses of its own beside the code that raises them. Every slug has an entry in
`docs/messages.md`; a test checks both directions. What was understood but is doubtful is no error: see
`model.problem`.
"""

from __future__ import annotations


class KlError(Exception):
    """Something could not be done; `str()` is a sentence for people, `hint` the next thing to do."""

    slug = "error"
    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(KlError):
    """A source cannot be read: `name` is the source as the user knows it."""

    slug = "input-unreadable"

    def __init__(self, name: str, reason: str, *, hint: str = "") -> None:
        super().__init__(f"{name}: {reason}", hint=hint)
        self.name = name
        self.reason = reason


class MissingExtra(KlError):
    """A library that only one feature needs is not installed."""

    slug = "missing-extra"

    def __init__(self, extra: str, *, needed_by: str) -> None:
        super().__init__(f"{needed_by} needs: pip install 'kl-calendar[{extra}]'")
        self.extra = extra
        self.needed_by = needed_by


class SettingsError(KlError):
    """The workspace file is wrong: `where` is the place in it, such as `feeds.toml: feed 2: colour`."""

    slug = "settings-invalid"

    def __init__(self, where: str, reason: str, *, hint: str = "") -> None:
        super().__init__(f"{where}: {reason}", hint=hint)
        self.where = where
        self.reason = reason
