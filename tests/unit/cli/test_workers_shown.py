"""Workers as people and programs read them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from digest.cli.workers_shown import workers_answer
from digest.model.worker import SILENCE, Crew, Worker, WorkerState

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def worker(name: str = "one", **changes: object) -> Worker:
    given: dict[str, object] = {
        "name": name,
        "host": "press-1",
        "process": 4711,
        "version": "0.8.0",
        "concurrency": 4,
        "began": NOW - timedelta(minutes=2),
        "seen": NOW - SECOND,
        "state": WorkerState.WORKING,
        "doing": ("the-daily-2026-11-23 3", "the-daily-2026-11-23 12"),
        "sent": 12_345,
    }
    return Worker(**given | changes)  # type: ignore[arg-type]


def test_each_worker_is_told_with_what_it_does() -> None:
    answer = workers_answer(Crew(now=NOW, workers=(worker(),)), shared=True)

    head, line, step = answer.lines
    assert head == "1 worker at work."
    for told in (
        "press-1 4711",
        "digest 0.8.0",
        "working",
        "2026-11-23 3, the-daily-2026-11-23 12",
    ):
        assert told in line
    assert "12,345 readers in 2" in line
    assert step.startswith("Next: digest report")


def test_the_silent_come_last_and_trouble_has_a_line_of_its_own() -> None:
    crew = Crew(
        now=NOW,
        workers=(
            worker("dead", host="press-0", seen=NOW - SILENCE),
            worker(),
            worker("two", host="press-2", state=WorkerState.RESTING, trouble="The relay is away."),
        ),
    )

    lines = list(workers_answer(crew, shared=True).lines)

    assert lines[0] == "2 workers at work, 1 silent."
    assert [line.split()[0] for line in lines[1:-1]] == ["press-1", "press-2", "The", "press-0"]
    assert lines[3].strip() == "The relay is away."
    assert " silent" in lines[4]
    assert " working " not in lines[4]


def test_without_workers_it_tells_how_to_begin_one() -> None:
    answer = workers_answer(Crew(now=NOW), shared=True)

    assert answer.lines == ["No worker has spoken today.      Next: digest worker"]
    assert answer.data == {"now": "2026-11-23T05:30:00Z", "workers": []}


def test_where_one_machine_sends_by_itself_it_says_so() -> None:
    answer = workers_answer(Crew(now=NOW), shared=False)

    assert "by itself" in answer.lines[0]
    assert "digest send" in answer.lines[1]
    assert answer.data == {"now": "2026-11-23T05:30:00Z", "workers": []}


def test_programs_read_the_same() -> None:
    crew = Crew(
        now=NOW, workers=(worker(), worker("dead", seen=NOW - SILENCE, trouble="Away.", doing=()))
    )

    data = workers_answer(crew, shared=True).data
    assert isinstance(data, Mapping)
    one, dead = data["workers"]

    assert one == {
        "name": "one",
        "host": "press-1",
        "process": 4711,
        "version": "0.8.0",
        "concurrency": 4,
        "began": "2026-11-23T05:28:00Z",
        "seen": "2026-11-23T05:29:59Z",
        "live": True,
        "state": "working",
        "doing": ["the-daily-2026-11-23 3", "the-daily-2026-11-23 12"],
        "sent": 12_345,
        "trouble": None,
    }
    assert (dead["live"], dead["trouble"], dead["doing"]) == (False, "Away.", [])
