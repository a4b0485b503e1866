"""A meeting of the workspace, or an .ics we made, in; the file that takes a mistaken import away again out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kl_calendar.app import naming
from kl_calendar.emit import calendars, ical, reading
from kl_calendar.errors import KlError
from kl_calendar.i18n import gettext, say
from kl_calendar.store import loading, workspace
from kl_calendar.store.ledger import Ledger

if TYPE_CHECKING:
    from kl_calendar.model.revision import Revision


def advice(language: str) -> tuple[tuple[str, str], ...]:
    """For each calendar program what to do with the file."""
    by_hand = gettext("Search the calendar for the meeting's title and delete its events.", language)
    offered = gettext("Open the file; each event is offered for removal.", language)
    rest = gettext("If any stays, search the calendar for the meeting's title and delete it.", language)
    not_taken = gettext("A file does not take imported events back.", language)
    taken_for_good = gettext("The same file cannot be imported again afterwards: subscribe instead.", language)
    struck = gettext(
        "Open the file and choose the calendar with the events: they are struck out or removed. Delete what stays.",
        language,
    )
    marked = gettext(
        "Open the file and choose the calendar with the events; then delete those marked as cancelled.", language
    )
    return (
        ("Outlook (Windows)", f"{offered} {rest}"),
        ("Outlook.com, Microsoft 365", f"{not_taken} {by_hand}"),
        ("Google", f"{not_taken} {by_hand} {taken_for_good}"),
        ("Apple", struck),
        ("Thunderbird", marked),
    )


class NothingToUndo(KlError):
    """The file has no meeting of ours in it."""

    slug = "nothing-to-undo"

    def __init__(self, name: str) -> None:
        super().__init__(
            say("{name} has no meeting in it that kl-calendar wrote", name=name),
            hint=say("give the file that was imported"),
        )


@dataclass(frozen=True, slots=True)
class Undone:
    """The file, and the meetings it takes away."""

    data: bytes
    revisions: tuple[Revision, ...]


def undo(root: Path, name: str, database: str | None = None) -> Undone:
    """Make the twin of a meeting: all its events cancelled, one sequence further on."""
    revisions = imported(name) if name.lower().endswith(".ics") else (kept(root, name, database),)
    context = ical.Context()
    return Undone(calendars.undone_all(revisions, context), revisions)


def imported(name: str) -> tuple[Revision, ...]:
    """The meetings of a file that was imported."""
    revisions = reading.revisions(loading.load(Path(name), name), name)
    if not revisions:
        raise NothingToUndo(name)
    return revisions


def kept(root: Path, name: str, database: str | None) -> Revision:
    """A meeting of the workspace."""
    workspace.load(root)
    with Ledger.open(workspace.file_of(root).parent, database) as ledger:
        return naming.find(ledger, name).revision
