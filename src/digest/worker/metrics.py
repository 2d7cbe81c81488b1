"""How a worker fares, for what watches machines: /healthz and /metrics, told here alone."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from socketserver import ThreadingMixIn
from threading import Thread
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from digest.errors import ConfigError
from digest.model.worker import Worker, WorkerState

if TYPE_CHECKING:
    from prometheus_client import Metric

HERE = "127.0.0.1"
TEXT = ("Content-Type", "text/plain; charset=utf-8")
Start = Callable[[str, list[tuple[str, str]]], object]


class Server(ThreadingMixIn, WSGIServer):
    """Answers several at once; who never ends asking holds up nobody, nor the worker's end."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Keeps no log: the worker's own tells what matters."""

    timeout = 10

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@contextmanager
def told_metrics(port: int | None, present: Callable[[], Worker]) -> Iterator[str]:
    """Tell how a worker fares until the block ends.

    Args:
        port: Where; 0 takes any free one, None tells nobody.
        present: Describes the worker as it is now; called from other threads.

    Yields:
        Where they are told; empty when they are not.

    Raises:
        ConfigError: The port is taken, or the library is missing.
    """
    if port is None:
        yield ""
        return
    if find_spec("prometheus_client") is None:
        raise ConfigError(
            "--metrics-port needs more than is installed here.",
            "Install it: pip install 'digest-desk[cluster]'",
        )
    try:
        server = make_server(HERE, port, make_answer(present), Server, Silent)
    except OSError as error:
        raise ConfigError(
            f"Port {port} of this machine cannot be listened on: {error.strerror}.",
            "Name another one with --metrics-port, or 0 for any.",
        ) from error
    thread = Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield f"http://{HERE}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def make_answer(present: Callable[[], Worker]) -> Callable[..., Iterable[bytes]]:
    """Make what answers requests (PEP 3333)."""
    from prometheus_client import CollectorRegistry, generate_latest

    registry = CollectorRegistry()
    registry.register(Collected(present))

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO")
        if path == "/metrics":
            body = generate_latest(registry)
            start("200 OK", [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")])
            return [body]
        if path == "/healthz":
            trouble = present().trouble
            start("503 Service Unavailable" if trouble else "200 OK", [TEXT])
            return [f"{trouble or 'ok'}\n".encode()]
        start("404 Not Found", [TEXT])
        return [b"Here are /healthz and /metrics.\n"]

    return answer


class Collected:
    """What is counted, read off when somebody asks.

    Args:
        present: Describes the worker as it is now.
    """

    def __init__(self, present: Callable[[], Worker]) -> None:
        self._present = present

    def collect(self) -> "Iterator[Metric]":
        """Read it off."""
        from prometheus_client.core import (
            CounterMetricFamily,
            GaugeMetricFamily,
            InfoMetricFamily,
        )

        worker = self._present()
        named = {"version": worker.version, "host": worker.host}
        yield InfoMetricFamily("digest_worker", "This worker.", value=named)
        yield CounterMetricFamily(
            "digest_worker_readers", "Readers settled or deferred.", value=worker.sent
        )
        yield GaugeMetricFamily(
            "digest_worker_batches", "Batches being sent now.", value=len(worker.doing)
        )
        yield GaugeMetricFamily(
            "digest_worker_concurrency", "Batches it would send at once.", value=worker.concurrency
        )
        yield GaugeMetricFamily(
            "digest_worker_trouble",
            "1 while something keeps it from sending.",
            value=bool(worker.trouble),
        )
        yield GaugeMetricFamily(
            "digest_worker_began_seconds",
            "When it began, since 1970.",
            value=worker.began.timestamp(),
        )
        states = GaugeMetricFamily("digest_worker_state", "1 for what it is at.", labels=["state"])
        for state in WorkerState:
            states.add_metric([state.value], worker.state is state)
        yield states
