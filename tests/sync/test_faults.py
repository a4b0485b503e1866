"""Every fault at every request of a sync in turn: one clean run later all is as wanted, nothing was written twice."""

from __future__ import annotations

import os

import pytest

from kl_calendar.sync.target import Redirected
from tests.sync.conftest import Fleet
from tests.sync.events import want, wants
from tests.sync.proxy import FAULTS, Proxy
from tests.sync.servers import HEAVY, LIGHT, Server
from tests.sync.stories import Story, spoil_each_request

CHAPTERS = (
    [*wants(4), want(8)],
    [want(0, title="Ændret"), want(1, removed=True), want(2), want(3), want(8), want(4), want(5)],
)
NAMES = ["radicale", *([*LIGHT[1:], *HEAVY] if os.environ.get("KL_SOAK") else ())]
"""One server in CI (the others: `test_faults_elsewhere.py`); `KL_SOAK=1 pytest tests/sync/test_faults.py` tries all."""


def test_the_changes_take_as_many_requests_as_said(radicale: Server, calendar_name: str) -> None:
    with Proxy(radicale.url) as proxy:
        # one listing, four writes, one reading back, one listing; the foreign event was looked at before
        assert Story(radicale, calendar_name, proxy, CHAPTERS).clean_run_requests() == 7


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fault", FAULTS)
def test_after_a_fault_anywhere_a_clean_run_finishes_the_work(
    fault: str, name: str, fleet: Fleet, calendar_name: str
) -> None:
    spoil_each_request(fleet.get(name), calendar_name, CHAPTERS, fault)


def test_a_redirected_write_is_refused_with_the_new_address(radicale: Server, calendar_name: str) -> None:
    with Proxy(radicale.url) as proxy:
        story = Story(radicale, calendar_name, proxy, CHAPTERS)
        proxy.clear("redirect", 3)
        with pytest.raises(Redirected) as refused:
            story.calendar.sync(story.after)
    assert refused.value.location.endswith("/elsewhere/")
    assert "/elsewhere/" not in [path for _, path, _ in proxy.log]
