import logging
from datetime import UTC, datetime

from digest.errors import StoreBusy
from digest.web.logs import Log, take_over

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


def open_log(*, quiet: bool = False) -> tuple[Log, list[str]]:
    lines: list[str] = []
    return Log(lines.append, now=lambda: NOW, quiet=quiet), lines


def test_a_request_is_told_by_the_name_of_its_way() -> None:
    log, lines = open_log()
    log.answered("POST", "unsubscribe", 200, 0.0123)

    assert lines == ["2026-11-23T04:30:00Z POST unsubscribe 200 12.3 ms"]


def test_who_wants_quiet_is_told_of_trouble_alone() -> None:
    log, lines = open_log(quiet=True)
    log.answered("GET", "archive", 200, 0.001)
    log.tell("Letters go out again.")

    assert lines == ["2026-11-23T04:30:00Z Letters go out again."]


def test_no_control_character_reaches_the_log() -> None:
    log, lines = open_log()
    log.answered("GET", "top\r\nPOST forged\x1b[31m 200", 200, 0)
    log.tell("a\u2028b\u202ec\x00d")

    assert lines[0].endswith(r"GET top\r\nPOST forged\x1b[31m 200 200 0.0 ms")
    assert lines[1].endswith(r"a\u2028b\u202ec\x00d")


def test_a_method_that_nobody_knows_is_not_told_since_anybody_may_have_typed_it() -> None:
    log, lines = open_log()
    log.answered("ANA@EXAMPLE.ORG" * 600, "top", 405, 0)

    assert lines == ["2026-11-23T04:30:00Z OTHER top 405 0.0 ms"]


def test_a_log_that_cannot_be_written_stops_nobody() -> None:
    def full(_: str) -> None:
        raise OSError(28, "No space left on device")

    log = Log(full, now=lambda: NOW)
    log.answered("GET", "top", 200, 0)
    log.fail("letters wait", StoreBusy("digest.db is locked by another program.", "Wait."))


def test_what_an_unexpected_error_says_may_be_somebody_s_data_and_is_not_told() -> None:
    log, lines = open_log()
    log.fail("preferences could not be answered", ValueError("ana@example.org"))
    log.fail("letters wait", StoreBusy("digest.db is locked by another program.", "Wait."))

    assert "ana@example.org" not in lines[0]
    assert "ValueError" in lines[0]
    assert lines[1].endswith("digest.db is locked by another program. Wait.")


def test_the_server_beneath_speaks_through_the_log_without_a_trace() -> None:
    log, lines = open_log()
    name = "digest.tests.beneath"
    take_over(name, log)
    logger = logging.getLogger(name)
    logger.info("Started")
    logger.error("Exception in ASGI application\n", exc_info=ValueError("ana@example.org"))

    assert lines == ["2026-11-23T04:30:00Z Exception in ASGI application"]
