"""DIGEST_RELAY: read, judged, and never told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.adapters.smtp_relay_url import RelaySettings, is_loopback, parse_relay
from digest.errors import ConfigError


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 587, "starttls", "", "")),
        ("smtp://127.0.0.1:2525", ("127.0.0.1", 2525, "starttls", "", "")),
        ("smtps://mail.example.org/", ("mail.example.org", 465, "implicit", "", "")),
        ("smtp+plain://127.0.0.1", ("127.0.0.1", 25, "none", "", "")),
        ("smtp+plain://[::1]:2525", ("::1", 2525, "none", "", "")),
        ("smtp+plain://localhost:2525", ("localhost", 2525, "none", "", "")),
        ("smtp+plain://10.0.0.7?insecure=yes", ("10.0.0.7", 25, "none", "", "")),
        (
            "smtp://desk%40example.org:p%2Fw%3A%23@mail.example.org:2587",
            ("mail.example.org", 2587, "starttls", "desk@example.org", "p/w:#"),
        ),
    ],
)
def test_an_address_is_read(url: str, expected: tuple[str, int, str, str, str]) -> None:
    host, port, tls, user, password = expected
    assert parse_relay(url) == RelaySettings(
        host=host, port=port, tls=tls, user=user, password=password
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://mail.example.org:99999",
        "smtp://mail.example.org:0",
        "smtp://mail.example.org/inbox",
        "smtp://mail.example.org#x",
        "smtp://desk:hunter2/x@mail.example.org",
        "smtp://desk:hunter2@mail.example.org:port",
        "smtp://desk:hunter2[@mail.example.org",
        "smtp://desk@mail.example.org",
        "smtp://:hunter2@mail.example.org",
        "smtp://mail.example.org?insecure=no",
        "smtp://mail.example.org?tls=off",
        "smtp+plain://mail.example.org",
        "smtp+plain://127.0.0.1.example.org",
        "smtp+plain://desk:hunter2@127.0.0.1",
        "smtp+plain://desk:hunter2@mail.example.org?insecure=yes",
    ],
)
def test_what_is_no_relay_or_unsafe_is_refused_without_telling_the_password(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_relay(url)
    assert "hunter2" not in caught.value.message + caught.value.hint
    assert caught.value.hint


def test_no_repr_shows_the_credentials() -> None:
    settings = parse_relay("smtp://desk:hunter2@mail.example.org")

    assert "hunter2" not in repr(settings)
    assert settings.place == "mail.example.org:587"


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for url in (text, f"smtp://{text}", f"smtp+plain://{text}"):
        try:
            settings = parse_relay(url)
        except ConfigError:
            continue
        assert settings.host
        assert settings.tls != "none" or is_loopback(settings.host) or "insecure=yes" in url


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "127.0.0.1", "127.8.9.1", "::1"])
def test_this_machine_is_known_by_its_name(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["localhost.example.org", "10.0.0.1", "mail", "127.1", ""])
def test_other_machines_are_not_this_one(host: str) -> None:
    assert not is_loopback(host)
