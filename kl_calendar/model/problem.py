"""What a step doubts or had to leave out: values, not exceptions. One bad line costs one line.

A kind of problem is declared once, beside the code that finds it:

    YEAR_GUESSED = kind("year-guessed", Severity.NOTE, "no year is given; {year} is assumed", "write the year")

and used as `YEAR_GUESSED.at(line, text, year="2026")`. Every code has an entry in `docs/messages.md`, by test.
Sentences are English msgids; `i18n` has the Danish ones. A value that is words itself is said with `i18n.say`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from kl_calendar.i18n import Sentence, Text

KINDS: dict[str, ProblemKind] = {}
"""Every declared kind by its code, filled when the declaring modules are imported."""


class Severity(IntEnum):
    """How bad it is: a `NOTE` is a guess to look at, a `WARNING` a doubt that makes the command exit 3."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word used in JSON."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: its code, severity, and sentence and hint as `str.format` templates (English msgids)."""

    code: str
    severity: Severity
    template: str
    hint_template: str = ""

    def at(self, line: int, text: str = "", *, source: str = "", **values: object) -> Problem:
        """Return a problem of this kind at a 1-based line (0: the document as a whole) with the line's text."""
        return Problem(
            self, line, text, tuple((k, v if isinstance(v, Sentence) else str(v)) for k, v in values.items()), source
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: a kind, where, and the values its sentence names. `source` is the document's name."""

    kind: ProblemKind
    line: int
    text: str
    values: tuple[tuple[str, Text], ...] = ()
    source: str = ""

    @property
    def code(self) -> str:
        """The kind's code, such as `year-guessed`."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """The kind's severity."""
        return self.kind.severity

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.told("en")

    @property
    def hint(self) -> str:
        """What to do about it, in English; empty when there is nothing to do."""
        return self.advised("en")

    def told(self, language: str) -> str:
        """Return the sentence in that language."""
        return Sentence(self.kind.template, self.values).text(language)

    def advised(self, language: str) -> str:
        """Return what to do about it in that language."""
        return Sentence(self.kind.hint_template, self.values).text(language)


def kind(code: str, severity: Severity, template: str, hint: str = "") -> ProblemKind:
    """Declare a kind of problem; a code can be declared once."""
    if code in KINDS:
        raise ValueError(f"problem code declared twice: {code}")
    KINDS[code] = made = ProblemKind(code, severity, template, hint)
    return made
