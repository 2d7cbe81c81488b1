from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from digest.adapters.fetch_guard import FetchGuard, Unfetchable, is_public, read_url

INSIDE = st.one_of(
    st.ip_addresses(v=4, network="10.0.0.0/8"),
    st.ip_addresses(v=4, network="127.0.0.0/8"),
    st.ip_addresses(v=4, network="169.254.0.0/16"),
    st.ip_addresses(v=4, network="192.168.0.0/16"),
    st.ip_addresses(v=4, network="224.0.0.0/3"),
)


def wrappings(inner: IPv4Address) -> list[IPv6Address]:
    """Every IPv6 address that hands on to an IPv4 address."""
    number = int(inner)
    return [
        IPv6Address(0xFFFF << 32 | number),
        IPv6Address(number),
        IPv6Address(0x64FF9B << 96 | number),
        IPv6Address(0x2002 << 112 | number << 80),
        IPv6Address(0x20010000 << 96 | (0xFFFFFFFF ^ number)),
    ]


@given(INSIDE)
def test_an_inner_address_is_not_public_in_any_wrapping(inner: IPv4Address) -> None:
    assert not is_public(inner)
    assert not any(is_public(outer) for outer in wrappings(inner))


@given(INSIDE)
def test_an_allowed_network_holds_for_its_mapped_form_as_well(inner: IPv4Address) -> None:
    guard = FetchGuard([str(inner)])

    guard.judge_address(inner, host=str(inner))
    guard.judge_address(wrappings(inner)[0], host="papers.example.org")
    with pytest.raises(Unfetchable):
        guard.judge_address(IPv4Address("10.99.99.99"), host="papers.example.org")


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2a00:1450:400e::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_an_allowed_name_does_not_allow_its_neighbours() -> None:
    guard = FetchGuard(["Feeds.Newsroom.internal."])
    inner = ip_address("10.0.0.7")

    guard.judge_address(inner, host="feeds.newsroom.internal")
    for host in ("newsroom.internal", "x.feeds.newsroom.internal", "10.0.0.7"):
        with pytest.raises(Unfetchable):
            guard.judge_address(inner, host=host)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_raises_nothing_else(text: str) -> None:
    guard = FetchGuard()
    for form in (text, f"http://{text}", f"http://{text}/feed", f"https://example.org/{text}"):
        with suppress(Unfetchable):
            guard.judge_url(read_url(form))


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{:d}", "{:#x}", "0{:o}"]))
def test_a_number_is_never_taken_for_a_host(number: int, form: str) -> None:
    with pytest.raises(Unfetchable):
        FetchGuard().judge_url(URL(f"http://{form.format(number)}/"))
