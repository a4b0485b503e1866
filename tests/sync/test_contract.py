"""What every target must do: the calendar in memory and CalDAV on each server pass the same tests."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pytest

from kl_calendar.sync.act import difference
from kl_calendar.sync.memory import MemoryTarget
from kl_calendar.sync.target import Changed, Rejected, Target
from tests.sync.calendars import Calendar
from tests.sync.conftest import ALL_SERVERS, Fleet
from tests.sync.events import want


@pytest.fixture(params=["memory", *ALL_SERVERS])
def target(request: pytest.FixtureRequest, fleet: Fleet, calendar_name: str) -> Target:
    """Give each kind of target, empty."""
    if request.param == "memory":
        return MemoryTarget()
    return Calendar(fleet.get(request.param), calendar_name).target()


def below(target: Target, name: str) -> str:
    """Return an href in the calendar."""
    return target.listing().home + name


def test_an_empty_calendar_lists_nothing(target: Target) -> None:
    assert dict(target.listing().etags) == {}


def test_what_was_put_is_listed_and_fetched_with_one_etag(target: Target) -> None:
    href = below(target, "a.ics")
    etag = target.put(href, want(0).body, "")
    found = target.fetch([href])[href]
    assert difference(want(0).body, found.body or b"") == ""
    assert dict(target.listing().etags) == {href: found.etag}
    assert etag in ("", found.etag)


def test_a_missing_object_is_left_out_of_a_fetch(target: Target) -> None:
    here, gone, also = (below(target, name) for name in ("a.ics", "gone.ics", "gone2.ics"))
    target.put(here, want(0).body, "")
    assert list(target.fetch([gone, here, also])) == [here]
    assert target.fetch([gone]) == {}


def test_an_update_with_the_right_etag_is_kept(target: Target) -> None:
    href = below(target, "a.ics")
    target.put(href, want(0).body, "")
    etag = target.fetch([href])[href].etag
    target.put(href, want(0, title="Ændret").body, etag)
    found = target.fetch([href])[href]
    assert difference(want(0, title="Ændret").body, found.body or b"") == ""
    assert found.etag != etag


def test_an_update_with_an_old_etag_is_refused(target: Target) -> None:
    href = below(target, "a.ics")
    target.put(href, want(0).body, "")
    old = target.fetch([href])[href].etag
    target.put(href, want(0, title="Ændret").body, old)
    with pytest.raises(Changed):
        target.put(href, want(0, title="Igen").body, old)
    assert difference(want(0, title="Ændret").body, target.fetch([href])[href].body or b"") == ""


def test_creating_where_something_stands_is_refused(target: Target) -> None:
    href = below(target, "a.ics")
    if target.traits.look_first:
        pytest.skip("this server ignores If-None-Match: we look first")
    target.put(href, want(0).body, "")
    with pytest.raises((Changed, Rejected)):
        target.put(href, want(0, title="Ændret").body, "")


def test_a_deletion_with_an_old_etag_is_refused(target: Target) -> None:
    href = below(target, "a.ics")
    if target.traits.look_first:
        pytest.skip("this server ignores If-Match on DELETE: we look first")
    target.put(href, want(0).body, "")
    old = target.fetch([href])[href].etag
    target.put(href, want(0, title="Ændret").body, old)
    with pytest.raises(Changed):
        target.delete(href, old)
    target.delete(href, target.fetch([href])[href].etag)
    assert dict(target.listing().etags) == {}


def test_deleting_what_is_gone_is_fine(target: Target) -> None:
    href = below(target, "a.ics")
    target.put(href, want(0).body, "")
    etag = target.fetch([href])[href].etag
    target.delete(href, etag)
    with suppress(Changed):  # sabre/dav 1.8 says 412 for a condition on what is gone
        target.delete(href, etag)
    assert dict(target.listing().etags) == {}


def test_the_change_tag_differs_after_each_change(target: Target) -> None:
    tags = [target.peek()]
    if not target.traits.ctag:
        pytest.skip("this server's change tag is a clock: it is not used")
    href = below(target, "a.ics")
    target.put(href, want(0).body, "")
    tags.append(target.peek())
    target.put(href, want(0, title="Ændret").body, target.fetch([href])[href].etag)
    tags.append(target.peek())
    target.delete(href, target.fetch([href])[href].etag)
    tags.append(target.peek())
    assert tags[-1] == target.listing().ctag
    assert all(before != after for before, after in pairwise(tags))
