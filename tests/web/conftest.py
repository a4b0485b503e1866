"""One server for the tests that only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.running import Running, Source, running, served


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running(Source(served())) as one:
        yield one
