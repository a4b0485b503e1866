"""A file's compressed twins are written before it: what a killed build leaves is then seen by the next."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from kl_calendar.app.publishing import add_with_twins
from kl_calendar.publish.files import Publication

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAGE = b"<p>" + b"Velkommen " * 400 + b"</p>"


class Killed(Exception):
    """The build ends here."""


def test_a_build_killed_between_a_page_and_its_twins_is_mended_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "public"
    first = Publication(folder)
    add_with_twins(first, "index", {"index.html": PAGE})
    first.finish()
    second = Publication(folder)
    write = second.add
    calls: list[str] = []

    def add_until_the_second(owner: str, name: str, data: bytes) -> None:
        calls.append(name)
        if len(calls) == 2:
            raise Killed
        write(owner, name, data)

    monkeypatch.setattr(second, "add", add_until_the_second)
    with contextlib.suppress(Killed):
        add_with_twins(second, "index", {"index.html": PAGE + b"<p>Ny</p>"})
    third = Publication(folder)
    add_with_twins(third, "index", {"index.html": PAGE + b"<p>Ny</p>"})
    third.finish()
    fresh = Publication(tmp_path / "anew")
    add_with_twins(fresh, "index", {"index.html": PAGE + b"<p>Ny</p>"})
    fresh.finish()
    names = ("index.html", "index.html.gz", "index.html.br")
    assert {n: (folder / n).read_bytes() for n in names} == {n: (tmp_path / "anew" / n).read_bytes() for n in names}
