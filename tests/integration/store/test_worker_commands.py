"""What `digest worker`, `workers`, `send` and `resume` say, in a file and on a server."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.integration.served import INIT
from tests.integration.store.examples import HOUR, LEASE, SLUG, plan

from digest.adapters.clock import SystemClock
from digest.adapters.store import Store, open_store
from digest.cli import working_run
from digest.cli.main import run as run_digest
from digest.model.edition import EditionState
from digest.model.worker import Worker, WorkerState

SECRET = "a-secret-of-more-than-thirty-two-characters"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in os.environ if one.startswith("DIGEST_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def station(tmp_path: Path) -> Path:
    """A folder with an .env and nothing else."""
    folder = tmp_path / "station"
    folder.mkdir()
    write_env(folder)
    return folder


def write_env(folder: Path, **more: str) -> None:
    facts = {"DIGEST_SECRET": SECRET, "DIGEST_RELAY": "maildir:outbox"} | more
    lines = [f"{name}={value}\n" for name, value in facts.items() if value]
    path = folder / ".env"
    path.write_text("".join(lines), encoding="utf-8")
    path.chmod(0o600)


@contextmanager
def opened(url: str) -> Iterator[Store]:
    store = open_store(url, secret=SECRET)
    try:
        yield store
    finally:
        store.close()


def test_a_file_is_for_one_machine_and_needs_no_worker(
    station: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_env(station, DIGEST_DATABASE="sqlite:///digest.db")

    assert run_digest(["-C", str(station), "worker"]) == 2

    told = capsys.readouterr().err
    assert "DIGEST_DATABASE is a file" in told
    assert "digest send" in told
    assert not (station / "digest.db").exists()


@pytest.mark.parametrize(
    ("options", "facts", "status", "told"),
    [
        ([], {"DIGEST_RELAY": ""}, 78, "no DIGEST_RELAY"),
        ([], {"DIGEST_SECRET": ""}, 78, "DIGEST_SECRET"),
        (["--desk"], {}, 78, "no digest.toml"),
        (["--now", "2026-11-23T05:30:00Z"], {}, 2, "--now rehearses"),
        (["--concurrency", "0"], {}, 2, "--concurrency"),
        (["--lease", "4"], {}, 2, "--lease"),
        (["--lease", "301"], {}, 2, "--lease"),
        (["--metrics-port", "65536"], {}, 2, "--metrics-port"),
    ],
)
def test_a_worker_that_cannot_work_says_what_is_missing_before_anything_is_opened(
    station: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    facts: dict[str, str],
    status: int,
    told: str,
) -> None:
    # Nobody answers there.
    write_env(station, DIGEST_DATABASE="postgresql://digest@127.0.0.1:1/digest", **facts)

    assert run_digest(["-C", str(station), "worker", *options]) == status
    assert told in capsys.readouterr().err


def test_without_the_packages_it_says_what_to_install(
    station: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_env(station, DIGEST_DATABASE="postgresql://digest@127.0.0.1:1/digest")
    monkeypatch.setattr(working_run, "find_spec", lambda _: None)

    assert run_digest(["-C", str(station), "worker"]) == 78
    assert "pip install 'digest-desk[cluster]'" in capsys.readouterr().err


def test_a_server_that_is_not_there_is_told_and_not_waited_for(
    station: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_env(station, DIGEST_DATABASE="postgresql://digest:hunter2@127.0.0.1:1/digest")

    assert run_digest(["-C", str(station), "worker"]) == 69

    told = capsys.readouterr().err
    assert "cannot be reached" in told
    assert "hunter2" not in told


def test_a_port_that_is_taken_leaves_no_worker_behind_that_somebody_would_wait_for(
    station: Path, postgres_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_env(station, DIGEST_DATABASE=postgres_url)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert run_digest(["-C", str(station), "worker", "--metrics-port", port]) == 78

    assert f"Port {port}" in capsys.readouterr().err
    with opened(postgres_url) as store:
        assert store.workers.crew(now=SystemClock().now()).workers == ()


def test_workers_are_listed_on_any_machine(
    station: Path, postgres_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_env(station, DIGEST_DATABASE=postgres_url)
    assert run_digest(["-C", str(station), "workers"]) == 0
    assert "Next: digest worker" in capsys.readouterr().out

    began = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
    one = Worker(
        name="one",
        host="press-1",
        process=4711,
        version="0.8.0",
        concurrency=1,
        began=began,
        seen=began,
        state=WorkerState.RESTING,
        trouble="The relay is away.",
    )
    now = SystemClock().now()
    store = open_store(postgres_url, secret=SECRET, keeps_time=False)
    store.workers.note_worker(replace(one, name="dead", host="press-0"), now=now - HOUR)
    store.workers.note_worker(one, now=now)
    store.close()

    assert run_digest(["-C", str(station), "workers"]) == 0
    lines = capsys.readouterr().out
    assert lines.startswith("1 worker at work, 1 silent.")
    assert "The relay is away." in lines
    assert lines.index("press-1") < lines.index("press-0")
    assert run_digest(["-C", str(station), "--json", "workers"]) == 0
    listed = json.loads(capsys.readouterr().out)["workers"]
    assert {each["name"]: each["live"] for each in listed} == {"one": True, "dead": False}


def test_where_one_machine_sends_there_are_no_workers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "thedaily"
    assert run_digest(["init", str(path), *INIT]) == 0
    capsys.readouterr()

    assert run_digest(["-C", str(path), "workers"]) == 0
    assert "sends by itself" in capsys.readouterr().out


@pytest.fixture
def folder(tmp_path: Path, postgres_url: str, capsys: pytest.CaptureFixture[str]) -> Path:
    """A whole publication on the server."""
    path = tmp_path / "thedaily"
    assert run_digest(["init", str(path), *INIT]) == 0
    write_env(path, DIGEST_DATABASE=postgres_url)
    capsys.readouterr()
    return path


def test_a_rehearsed_send_would_be_a_true_one_where_workers_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearsed = ["-C", str(folder), "--now", "2026-11-23T05:30:00Z", "send"]

    assert run_digest(rehearsed) == 2
    told = capsys.readouterr().err
    assert "workers would send" in told
    assert "sqlite:///" in told


def test_what_is_resumed_has_its_jobs_again_whichever_machine_resumes_it(
    station: Path, postgres_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_env(station, DIGEST_DATABASE=postgres_url)
    now = SystemClock().now()
    with opened(postgres_url) as store:
        plan(store, readers=5)
        store.ledger.set_send_by(SLUG, now + HOUR)
        store.ledger.set_state(SLUG, EditionState.HALTED)

    assert run_digest(["-C", str(station), "resume", SLUG]) == 0

    assert SLUG in capsys.readouterr().out
    with opened(postgres_url) as store:
        record = store.editions.edition(SLUG)
        assert record
        assert record.state is EditionState.SENDING
        with store.database.writing() as connection:
            jobs = text("SELECT task_name, args FROM procrastinate_jobs")
            found = [tuple(row) for row in connection.execute(jobs)]
            connection.execute(text("DELETE FROM procrastinate_jobs"))
        assert found == [("send_batch", {"edition": SLUG, "batch": 1})]
        assert store.ledger.claim(SLUG, owner="x", now=now, lease=LEASE, on_unknown="hold")
