"""The faults that depend on the server, at every request of a short sync, on servers other than Radicale.

What befalls a request before the server hears it (a refusal, a redirect, a connection that breaks) is the proxy's
alone, and the same everywhere: `test_faults.py` has that. Here is what comes after the server has acted, or spoils what
it says; on the slower three just the worst, a write whose answer is lost.
"""

from __future__ import annotations

import pytest

from tests.sync.conftest import Fleet
from tests.sync.events import want, wants
from tests.sync.stories import spoil_each_request

CHAPTERS = (wants(2), [want(0, title="Ændret"), want(1, removed=True), want(2)])
AFTER_IT_ACTED = ("drop after", "500 after", "no etag")
SPOILT = ("truncated", "weak etag", "rewritten", "garbage")
CASES = [
    *(pytest.param("xandikos", fault) for fault in (*AFTER_IT_ACTED, *SPOILT)),
    *(pytest.param("cyrus", fault, marks=pytest.mark.heavy) for fault in (*AFTER_IT_ACTED, *SPOILT)),
    *(pytest.param(name, "drop after", marks=pytest.mark.heavy) for name in ("davical", "sabre", "sogo")),
]


@pytest.mark.parametrize(("name", "fault"), CASES)
def test_after_a_fault_anywhere_a_clean_run_finishes_the_work(
    name: str, fault: str, fleet: Fleet, calendar_name: str
) -> None:
    spoil_each_request(fleet.get(name), calendar_name, CHAPTERS, fault)
