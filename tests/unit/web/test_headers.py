import pytest

from digest.web.headers import Kind, write_headers


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.name.lower())
def test_every_answer_lets_nothing_run_and_nobody_frame_it(kind: Kind) -> None:
    headers = write_headers(kind)
    policy = headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "form-action" in policy
    assert "script-src" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert not any(name.lower() == "set-cookie" for name in headers)


def test_a_page_with_a_token_is_kept_by_nobody() -> None:
    headers = write_headers(Kind.PRIVATE)

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"].startswith("noindex")


def test_a_picture_may_be_shown_by_a_mail_program_and_kept_for_ever() -> None:
    headers = write_headers(Kind.PICTURE)

    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "immutable" in headers["Cache-Control"]


def test_a_header_of_one_answer_wins() -> None:
    assert write_headers(Kind.ARCHIVE, {"Cache-Control": "no-store"})["Cache-Control"] == "no-store"
