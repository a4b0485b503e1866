"""The tally in, figures for Prometheus out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client.metrics_core import Metric

    from kl_calendar.web.state import State

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Figures(Collector):
    """Reads a server's figures when they are asked for."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state

    def collect(self) -> Iterator[Metric]:
        """Give every figure."""
        state = self._state()
        asked = CounterMetricFamily(
            "kl_calendar_requests",
            "Requests by feed, family of programs and status",
            labels=("feed", "client", "status"),
        )
        for (feed, family, status), count in sorted(state.tally.requests.items()):
            asked.add_metric((feed, family, str(status)), count)
        yield asked
        fetched = GaugeMetricFamily(
            "kl_calendar_feed_fetched_revision_seconds",
            "Last-Modified of the feed's bytes that this family of programs has; compare with the feed's own",
            labels=("feed", "client"),
        )
        for (feed, family), modified in sorted(state.tally.latest.items()):
            fetched.add_metric((feed, family), modified)
        yield fetched
        now = GaugeMetricFamily(
            "kl_calendar_feed_revision_seconds", "Last-Modified of the feed's bytes as served now", labels=("feed",)
        )
        newest: dict[str, int] = {}
        for one in state.feeds.values():
            newest[one.feed] = max(newest.get(one.feed, 0), one.modified)
        for feed, modified in sorted(newest.items()):
            now.add_metric((feed,), modified)
        yield now
        yield GaugeMetricFamily("kl_calendar_healthy", "1 while the newest state is served", int(not state.trouble))


def text(state: Callable[[], State]) -> bytes:
    """Return all figures in Prometheus' text form."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(state))
    made: bytes = generate_latest(registry)
    return made
