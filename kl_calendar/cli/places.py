"""Where a command works: the option that names the workspace, and the folder that is published."""

from __future__ import annotations

from pathlib import Path

import click

from kl_calendar.store import workspace as workspaces

WORKSPACE = click.option(
    "-w",
    "--workspace",
    default="feeds",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The folder with feeds.toml.",
)

OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The folder that is published.  [default: WORKSPACE/public]",
)


def home_of(workspace: Path) -> Path:
    """The workspace's folder, whether it is named itself or by the settings file in it."""
    return workspaces.file_of(workspace).parent


def public(workspace: Path, output: Path | None) -> Path:
    """The folder to publish in."""
    return output or home_of(workspace) / "public"
