"""Whatever watches machines asks a worker how it fares, on that machine alone."""

import socket
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from digest.errors import ConfigError
from digest.model.worker import Worker, WorkerState
from digest.worker import metrics
from digest.worker.metrics import told_metrics

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
ME = Worker(
    name="me",
    host="press-1",
    process=7,
    version="0.8.0",
    concurrency=4,
    began=NOW,
    seen=NOW,
    state=WorkerState.WORKING,
    doing=("the-daily-2026-11-23 3", "the-daily-2026-11-23 12"),
    sent=12_345,
)


def ask(url: str) -> tuple[int, str]:
    address = urlsplit(url)
    with closing(HTTPConnection(address.hostname or "", address.port, timeout=10)) as line:
        line.request("GET", address.path)
        reply = line.getresponse()
        return reply.status, reply.read().decode()


def test_it_is_well_as_long_as_nothing_keeps_it_from_sending() -> None:
    now = [ME]
    with told_metrics(0, lambda: now[0]) as where:
        assert ask(f"{where}/healthz") == (200, "ok\n")
        now[0] = replace(ME, trouble="The relay cannot be reached: größer.")
        assert ask(f"{where}/healthz") == (503, "The relay cannot be reached: größer.\n")
        assert ask(f"{where}/") == (404, "Here are /healthz and /metrics.\n")


def test_its_figures_are_those_that_a_watcher_reads() -> None:
    parser = pytest.importorskip("prometheus_client.parser")
    with told_metrics(0, lambda: replace(ME, trouble="Away.")) as where:
        status, body = ask(f"{where}/metrics")

    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in parser.text_string_to_metric_families(body)
        for sample in family.samples
    }
    states = {("digest_worker_state", state.value): 0.0 for state in WorkerState}
    assert status == 200
    assert found == states | {
        ("digest_worker_state", "working"): 1.0,
        ("digest_worker_readers_total",): 12_345.0,
        ("digest_worker_batches",): 2.0,
        ("digest_worker_concurrency",): 4.0,
        ("digest_worker_trouble",): 1.0,
        ("digest_worker_began_seconds",): NOW.timestamp(),
        ("digest_worker_info", "0.8.0", "press-1"): 1.0,
    }


def test_nobody_elsewhere_can_ask() -> None:
    with told_metrics(0, lambda: ME) as where:
        assert where.startswith("http://127.0.0.1:")


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with (
            pytest.raises(ConfigError, match=f"Port {port}") as caught,
            told_metrics(port, lambda: ME),
        ):
            pass
    assert "--metrics-port" in caught.value.hint


def test_the_port_is_free_again_afterwards() -> None:
    with told_metrics(0, lambda: ME) as where:
        port = int(where.rpartition(":")[2])
        ask(f"{where}/healthz")
    with told_metrics(port, lambda: ME) as again:
        assert ask(f"{again}/healthz")[0] == 200


def test_somebody_who_never_ends_asking_holds_up_nobody() -> None:
    with told_metrics(0, lambda: ME) as where:
        port = int(where.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as slow:
            slow.sendall(b"GET /healthz HT")
            assert ask(f"{where}/healthz")[0] == 200


def test_without_a_port_nobody_is_told() -> None:
    with told_metrics(None, lambda: ME) as where:
        assert where == ""


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "find_spec", lambda _: None)

    with (
        pytest.raises(ConfigError, match="more than is installed") as caught,
        told_metrics(0, lambda: ME),
    ):
        pass
    assert "digest-desk[cluster]" in caught.value.hint
