"""`kl-calendar sync`: bring the calendars of a workspace in step, and say in a table, or in JSON, what was done."""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kl_calendar.app import sync as app
from kl_calendar.cli import person
from kl_calendar.cli.report import show_error
from kl_calendar.errors import KlError
from kl_calendar.i18n import gettext, spoken
from kl_calendar.sync.values import Create, Delete, Forget, Record, Update

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kl_calendar.app.sync import CalendarReport
    from kl_calendar.sync.values import Action

WORDS = {Create: "create", Update: "update", Delete: "delete", Record: "record", Forget: "forget"}
"""What an action is called in JSON, in every language."""
LEAST_PAUSE = 10


@click.command()
@click.argument("workspace", default="feeds", type=click.Path(path_type=Path))
@click.option("--calendar", metavar="NAME", help="Only this calendar.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Write a JSON document instead of a table.")
@click.option("--restore", is_flag=True, help="Bring back events that the calendar's owner deleted.")
@click.option(
    "--allow-deletions",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Go on although up to N deletions look like an accident.",
)
@click.option(
    "--watch", type=click.IntRange(min=LEAST_PAUSE), metavar="SECONDS", help="Do it again each so many seconds."
)
def sync(
    workspace: Path,
    calendar: str | None,
    *,
    watch: int | None,
    as_json: bool,
    **options: Any,  # noqa: ANN401 -- click's flags, as `Order` names them
) -> int:
    """Mirror the feeds of WORKSPACE (default: feeds) into the calendars its settings name.

    Only what we wrote there ourselves is ever changed or deleted.
    """
    language = person.language()

    def once() -> int:
        order = app.Order(workspace, person.now(), calendar, database=person.database(), **options)
        with progress(gettext("Syncing", language)) as step:
            reports = app.sync(order, lambda _name, done, total: step(done, total))
        if as_json:
            click.echo(document(reports).encode())  # JSON is UTF-8, whatever the terminal is
        else:
            show(reports, language)
        return app.exit_code(reports)

    if watch is None:
        return once()
    once()  # what is wrong with the settings from the start ends it
    while True:
        time.sleep(watch)
        try:
            once()
        except KlError as error:  # settings under somebody's hands, a database that restarts: the next time may do
            show_error(error, language)


@contextmanager
def progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """Give what a bar is told; where nobody looks on, as under a timer, none is loaded."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from kl_calendar.cli.progress import progress_bar  # noqa: PLC0415 -- it takes a tenth of the time of a start

    with progress_bar(words) as step:
        yield step


def show(reports: Sequence[CalendarReport], language: str) -> None:
    """Print a row a calendar, and below each what people should know or do."""
    click.echo(table(reports, language))
    for report in reports:
        for line in planned(report, language):
            click.echo(line)
        for line in lines(report, language):
            click.echo(line, err=True)


def table(reports: Sequence[CalendarReport], language: str) -> str:
    """Return the figures of all calendars in columns."""
    rows = [(gettext("Calendar", language), *headings(language))]
    rows += [(report.name, *(["-"] * 5 if report.error else map(str, figures(report).values()))) for report in reports]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    )


def headings(language: str) -> tuple[str, ...]:
    """Return the columns of figures, in the order of `figures`."""
    return (
        gettext("New", language),
        gettext("Changed", language),
        gettext("Deleted", language),
        gettext("Unchanged", language),
        gettext("Failed", language),
    )


def figures(report: CalendarReport) -> dict[str, int]:
    """Count what was done; in a dry run or where refused, what would have been."""
    outcome = report.outcome
    actions = outcome.plan.actions if outcome.dry_run or outcome.plan.refused else outcome.done
    counts = {name: sum(isinstance(action, kind) for action in actions) for kind, name in list(WORDS.items())[:3]}
    return {**counts, "unchanged": outcome.unchanged, "failed": len(outcome.failures)}


def lines(report: CalendarReport, language: str) -> list[str]:
    """Return what is to be told of one calendar."""
    if report.error:
        hint, error = report.error.advised(language), report.error.told(language)
        named = error if error.startswith(f"{report.name}: ") else f"{report.name}: {error}"
        return [named, *([f"    → {hint}"] if hint else [])]
    outcome = report.outcome
    told = [said(report.name, told.label, spoken(told.message, language)) for told in outcome.notes + outcome.failures]
    if outcome.plan.refused:
        told += refusal(report, language)
    return told


def planned(report: CalendarReport, language: str) -> list[str]:
    """Return what a sync would do, a line each, where it was asked for that."""
    if not report.outcome.dry_run:
        return []
    return [
        said(report.name, f"{doing(action, language)} {title(action)} ({spoken(action.reason, language)})")
        for action in report.outcome.plan.writes
    ]


def said(*parts: str) -> str:
    """Return the parts of a line that there are."""
    return ": ".join(part for part in parts if part)


def doing(action: Action, language: str) -> str:
    """Return what a write does, for people."""
    if isinstance(action, Create):
        return gettext("create", language)
    return gettext("delete", language) if isinstance(action, Delete) else gettext("update", language)


def refusal(report: CalendarReport, language: str) -> list[str]:
    """Return why nothing was done, the list, and how to go on."""
    refused = report.outcome.plan.refused
    why = gettext("refused: {count} of our events would be deleted, which looks like an accident", language)
    how = gettext("if it is meant, repeat with --allow-deletions {count}", language)
    listed = [f"    - {action.label}" for action in refused]
    return [f"{report.name}: {why.format(count=len(refused))}", *listed, f"    → {how.format(count=len(refused))}"]


def title(action: Action) -> str:
    """Return what an action is about, for people."""
    if isinstance(action, Create | Update):
        return action.wanted.label
    return action.label if isinstance(action, Delete) else ""


def document(reports: Sequence[CalendarReport]) -> str:
    """Return the reports as JSON; keys stay as they are from version to version."""
    return json.dumps({"calendars": [_calendar(report) for report in reports]}, ensure_ascii=False, indent=2)


def _calendar(report: CalendarReport) -> dict[str, Any]:
    outcome, error = report.outcome, report.error
    return {
        "name": report.name,
        "url": report.url,
        "exit_code": report.exit_code,
        "dry_run": outcome.dry_run,
        **figures(report),
        "planned": [_action(action) for action in outcome.plan.actions],
        "refused": [_action(action) for action in outcome.plan.refused],
        "failures": [{"uid": f.uid, "label": f.label, "message": str(f.message)} for f in outcome.failures],
        "notes": [
            {"uid": n.uid, "kind": n.kind, "label": n.label, "message": str(n.message), "problem": n.problem}
            for n in outcome.notes
        ],
        "error": {"slug": error.slug, "message": error.message, "hint": error.hint} if error else None,
    }


def _action(action: Action) -> dict[str, str]:
    match action:
        case Create() | Update():
            uid, href = action.wanted.uid, action.href
        case Delete():
            uid, href = action.receipt.uid, action.href
        case Record():
            uid, href = action.receipt.uid, action.receipt.href
        case Forget():
            uid, href = action.uid, ""
    return {
        "action": WORDS[type(action)],
        "uid": uid,
        "href": href,
        "label": title(action),
        "reason": str(action.reason),
    }
