from digest.web.metrics import Waiting, open_metrics


def test_requests_and_letters_are_counted_without_anybody_s_data() -> None:
    metrics = open_metrics()
    metrics.note("unsubscribe", 200, 0.004)
    metrics.note("unsubscribe", 200, 0.3)
    metrics.leavings.labels("one-click").inc()
    metrics.note_letters(Waiting(due=3, failed=1))

    lines = metrics.write().decode().splitlines()
    assert 'digest_requests_total{route="unsubscribe",status="200"} 2.0' in lines
    assert 'digest_request_seconds_bucket{le="0.005",route="unsubscribe"} 1.0' in lines
    assert 'digest_leavings_total{way="one-click"} 1.0' in lines
    assert "digest_letters_waiting 3.0" in lines
    assert "digest_letters_failed 1.0" in lines


def test_every_server_counts_for_itself() -> None:
    first, second = open_metrics(), open_metrics()
    first.sign_ups.inc()

    assert b"digest_sign_ups_total 1.0" in first.write()
    assert b"digest_sign_ups_total 0.0" in second.write()
