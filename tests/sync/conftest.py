"""Retries without waiting: the tests count attempts, not seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stamina


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """Retry as often as the code says, but at once."""
    with stamina.set_testing(True, attempts=4, cap=True):
        yield
