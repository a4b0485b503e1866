"""What the README shows is true: its two commands are where CI looks for them, and its output is what comes out."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.running import run

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(kind: str, text: str = README) -> list[str]:
    """The fenced blocks of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_first_two_sh_blocks_are_one_command_line_each() -> None:
    assert [len(block.splitlines()) for block in blocks("sh")[:2]] == [1, 1]


def test_the_commands_are_for_a_machine_with_python_and_venv_only() -> None:
    assert [block.split(" && ")[0] for block in blocks("sh")[:2]] == ["python3 -m venv .venv"] * 2


def shown() -> list[tuple[str, str]]:
    """Each command of ours that a page shows with its output; where none is shown, the command needs a server."""
    found = []
    for page in PAGES:
        for block in blocks("console", page.read_text("utf-8")):
            pairs = re.findall(r"^\$ (kl-calendar .*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
            found += [(command, output) for command, output in pairs if output]
    return found


@pytest.mark.parametrize(("command", "output"), shown(), ids=[command for command, _ in shown()])
def test_the_output_shown_is_the_output(command: str, output: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    ran = run(*shlex.split(command)[1:])
    assert (ran.out.decode() + ran.err) == output


def test_every_link_to_a_file_leads_to_one() -> None:
    broken = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []
