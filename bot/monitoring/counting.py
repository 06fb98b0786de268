"""Figures for Prometheus, in a registry of their own. What is labelled with a lane names a bot, never a person."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from importlib.metadata import version as installed

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from scheduler.monitoring import Part
from storage.monitoring import Backlog

_LANE = ("lane",)
_PASS_SECONDS = (0.01, 0.05, 0.25, 1, 5, 15, 60, 300)
_REPLY_SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 30)


class Counting:
    """The engine's Metrics, kept for Prometheus; `last` is the moment of each part's last pass."""

    def __init__(self, *, version: str | None = None) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        self._last: dict[Part, datetime] = {}
        self._sent = self._counter("sent", "Messages that a platform took.")
        self._refused = self._counter("refused", "Messages that a platform refused for good.")
        self._doubtful = self._counter("doubtful", "Messages that were cut off after sending.")
        self._failed = self._counter("failed", "Messages that did not arrive, to be tried again or given up.")
        self._held = self._counter("held_seconds", "Seconds for which a platform wanted silence.")
        self._received = self._counter("updates_received", "Updates that came in.")
        self._planned = Counter("nhacviec_planned", "Messages put in the outbox by planning.", registry=self.registry)
        self._database = Counter("nhacviec_database_errors", "Failed uses of the database.", registry=self.registry)
        self._planning = Histogram(
            "nhacviec_planning_seconds", "Planning passes.", buckets=_PASS_SECONDS, registry=self.registry
        )
        self._replies = Histogram(
            "nhacviec_reply_seconds", "From an update to its answer.", buckets=_REPLY_SECONDS, registry=self.registry
        )
        self._passed = Gauge(
            "nhacviec_last_pass_timestamp_seconds",
            "When each part last did its round.",
            ("part",),
            registry=self.registry,
        )
        Info("nhacviec_build", "What runs.", registry=self.registry).info({"version": version or installed("nhacviec")})

    def _counter(self, name: str, about: str) -> Counter:
        return Counter(f"nhacviec_{name}", about, _LANE, registry=self.registry)

    def last(self, part: Part) -> datetime | None:
        return self._last.get(part)

    def sent(self, lane: str, messages: int = 1) -> None:
        self._sent.labels(lane).inc(messages)

    def refused(self, lane: str, messages: int = 1) -> None:
        self._refused.labels(lane).inc(messages)

    def doubtful(self, lane: str, messages: int = 1) -> None:
        self._doubtful.labels(lane).inc(messages)

    def failed(self, lane: str, messages: int = 1) -> None:
        self._failed.labels(lane).inc(messages)

    def held(self, lane: str, seconds: float) -> None:
        self._held.labels(lane).inc(seconds)

    def planned(self, messages: int, seconds: float) -> None:
        self._planned.inc(messages)
        self._planning.observe(seconds)

    def received(self, lane: str, updates: int = 1) -> None:
        self._received.labels(lane).inc(updates)

    def replied(self, lane: str, seconds: float) -> None:  # noqa: ARG002  one curve for all bots
        self._replies.observe(seconds)

    def database_failed(self) -> None:
        self._database.inc()

    def passed(self, part: Part, at: datetime) -> None:
        self._last[part] = at
        self._passed.labels(part.value).set(at.timestamp())


class Waiting(Collector):
    """What waits, looked up when it is asked for. `look` gives None where the database can't say."""

    def __init__(self, look: Callable[[], Sequence[Backlog] | None], *, now: Callable[[], datetime]) -> None:
        self._look, self._now = look, now

    def describe(self) -> Iterable[Metric]:
        return ()  # else registering would look already

    def collect(self) -> Iterable[Metric]:
        found, now = self._look(), self._now()
        yield GaugeMetricFamily("nhacviec_database_up", "Whether the database answers.", value=float(found is not None))
        waiting = GaugeMetricFamily("nhacviec_waiting", "Messages that wait.", labels=("lane", "when"))
        lag = GaugeMetricFamily("nhacviec_lag_seconds", "How long the oldest due message waits.", labels=_LANE)
        for lane in found or ():
            waiting.add_metric((lane.lane, "due"), lane.due)
            waiting.add_metric((lane.lane, "later"), lane.later)
            lag.add_metric((lane.lane,), max(0.0, (now - lane.oldest).total_seconds()))
        yield from (waiting, lag)


def printed(registry: CollectorRegistry) -> bytes:
    """The figures in Prometheus's text format."""
    return generate_latest(registry)
