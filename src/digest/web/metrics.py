"""What the server counts: requests, and what became of people, in numbers alone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

STEPS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Letters in the store.

    Attributes:
        due: That are still to be sent.
        failed: That could not be sent and are not tried again.
    """

    due: int
    failed: int


@dataclass(slots=True, kw_only=True)
class Metrics:
    """Counters of one server, in a registry of its own."""

    registry: "CollectorRegistry"
    requests: "Counter"
    seconds: "Histogram"
    sign_ups: "Counter"
    confirmations: "Counter"
    leavings: "Counter"
    refused: "Counter"
    waiting: "Gauge"
    failed: "Gauge"

    def note(self, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self.requests.labels(route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def note_letters(self, waiting: Waiting) -> None:
        """Take down how many letters wait."""
        self.waiting.set(waiting.due)
        self.failed.set(waiting.failed)

    def write(self) -> bytes:
        """Write them all as Prometheus reads them."""
        from prometheus_client import generate_latest

        return generate_latest(self.registry)


def open_metrics() -> Metrics:
    """Begin to count."""
    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

    registry = CollectorRegistry()
    return Metrics(
        registry=registry,
        requests=Counter(
            "digest_requests", "Requests answered.", ["route", "status"], registry=registry
        ),
        seconds=Histogram(
            "digest_request_seconds",
            "Time from a request to its answer.",
            ["route"],
            registry=registry,
            buckets=STEPS,
        ),
        sign_ups=Counter("digest_sign_ups", "Sign-ups taken.", registry=registry),
        confirmations=Counter("digest_confirmations", "Sign-ups confirmed.", registry=registry),
        leavings=Counter("digest_leavings", "Readers who left.", ["way"], registry=registry),
        refused=Counter(
            "digest_refused",
            "What passed a limit or looked like a robot.",
            ["why"],
            registry=registry,
        ),
        waiting=Gauge("digest_letters_waiting", "Letters to be sent.", registry=registry),
        failed=Gauge("digest_letters_failed", "Letters that could not be sent.", registry=registry),
    )
