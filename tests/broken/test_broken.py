"""Every damaged or hostile file gets its refusal or its problem, soon, and within a bounded memory."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from kl_calendar.errors import KlError
from kl_calendar.read.formats import FORMATS, read
from tests.broken import office_files, other_files

if TYPE_CHECKING:
    from collections.abc import Callable

CASES: dict[str, tuple[Callable[[], bytes], str]] = {**office_files.CASES, **other_files.CASES}
SOON = 30.0
"""Seconds a file may take on a busy machine; none takes one on an idle one."""
MEMORY = 1 << 30


def outcome(raw: bytes, name: str) -> tuple[str, KlError | None]:
    """Return what a person is told of: the slug of the refusal, or the codes of the problems."""
    try:
        return " ".join(sorted({code for _, code in read(raw, name).notes})), None
    except KlError as error:
        return error.slug, error


@pytest.mark.parametrize("name", CASES)
def test_a_broken_file_gets_its_sentence(name: str) -> None:
    make, expected = CASES[name]
    raw = make()
    begun = time.process_time()
    told, error = outcome(raw, name)
    assert (told, time.process_time() - begun < SOON) == (expected, True)
    if error:
        assert (error.message.startswith(f"{name}: "), "\n" in error.message) == (True, False)


def test_every_format_has_broken_files_and_there_are_enough() -> None:
    suffixes = {name.rpartition(".")[2] for name in CASES}
    assert (set(FORMATS) - suffixes, len(CASES) >= 40) == (set(), True)


def test_all_of_them_together_stay_within_a_gigabyte() -> None:
    code = (
        "import sys; from tests.broken.test_broken import CASES, outcome\n"
        "for name, (make, _) in CASES.items(): outcome(make(), name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr[-500:]) == (0, b"")
