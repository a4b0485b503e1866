"""What others build on: the commands, the settings and their documentation."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from kl_calendar.cli import COMMANDS, cli
from kl_calendar.model.settings import CalendarSettings, FeedSettings, Site
from kl_calendar.store import workspace
from tests.cli.running import run

ROOT = Path(__file__).parents[2]


def everything_written() -> str:
    return "".join(page.read_text("utf-8") for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_and_is_documented(name: str) -> None:
    ran = run(name, "--help")
    assert (ran.code, ran.out.decode().startswith(f"Usage: kl-calendar {name}")) == (0, True)
    assert f"kl-calendar {name}" in everything_written()


def test_every_option_has_a_word_of_help() -> None:
    context = click.Context(cli)
    silent = []
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        options = [one for one in command.params if isinstance(one, click.Option)]
        silent += [f"{name} {one.name}" for one in options if not one.help and not isinstance(one.type, click.Choice)]
    assert silent == []


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"kl-calendar, version \d+\.\d+\.\d+\n", run("--version").out.decode())


@pytest.mark.parametrize(
    ("settings", "checks"),
    [(Site, workspace.SITE), (FeedSettings, workspace.FEED), (CalendarSettings, workspace.CALENDAR)],
    ids=["site", "feed", "calendar"],
)
def test_every_setting_can_be_written_and_is_documented(settings: type, checks: dict[str, object]) -> None:
    names = [field.name for field in fields(settings)]
    page = (ROOT / "docs" / "workspace.md").read_text("utf-8")
    assert (sorted(checks), [name for name in names if f"`{name}`" not in page]) == (sorted(names), [])
