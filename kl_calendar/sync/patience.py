"""When to try again, and how long to wait: bounded, with back-off, and as long as the server asks within reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import stamina
from stamina.instrumentation import set_on_retry_hooks

from kl_calendar.sync.target import Busy, Uncertain

if TYPE_CHECKING:
    from collections.abc import Iterator

ATTEMPTS = 4
"""Tries for one request or event."""
LONGEST_WAIT = 60.0
"""Seconds we wait at most when a server asks for patience; for more, the next run is soon enough."""


def be_quiet() -> None:
    """Keep retries out of logs and metrics: where structlog is installed they would stand in our own output."""
    set_on_retry_hooks([])


def backoff(error: Exception) -> bool | float:
    """Say whether to try again, or after how many seconds."""
    if isinstance(error, Busy) and error.retry_after is not None:
        return max(error.retry_after, 0.0) if error.retry_after <= LONGEST_WAIT else False
    return isinstance(error, Uncertain)


def attempts() -> Iterator[stamina.Attempt]:
    """Yield attempts; an exception that `backoff` forgives in one starts the next."""
    return iter(stamina.retry_context(on=backoff, attempts=ATTEMPTS, timeout=None, wait_max=LONGEST_WAIT))
