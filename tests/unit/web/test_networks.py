import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.web.networks import NOWHERE, find_asker, kept_network, network_of, read_address

PEER = "127.0.0.1"


def test_who_asks_is_the_other_end_unless_a_proxy_is_trusted() -> None:
    assert find_asker("192.0.2.7", ["198.51.100.9"], trust_proxy=False) == "192.0.2.7"
    assert find_asker(PEER, ["198.51.100.9"], trust_proxy=True) == "198.51.100.9"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["203.0.113.5, 198.51.100.9"], "198.51.100.9"),
        (["203.0.113.5", "198.51.100.9"], "198.51.100.9"),
        (["198.51.100.9, 203.0.113.5,  192.0.2.1 "], "192.0.2.1"),
        (["198.51.100.9:4711"], "198.51.100.9"),
        (["[2001:db8::7]:4711"], "2001:db8::7"),
        (["2001:db8::7"], "2001:db8::7"),
        (["::ffff:192.0.2.9"], "192.0.2.9"),
        (["198.51.100.9, unknown"], NOWHERE),
        ([], PEER),
    ],
    ids=lambda value: str(value)[:40],
)
def test_only_what_the_last_proxy_saw_counts(fields: list[str], expected: str) -> None:
    assert find_asker(PEER, fields, trust_proxy=True) == expected


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2ff:3::4", "2001:db8:1:200::/56"),
        (NOWHERE, NOWHERE),
        ("", NOWHERE),
    ],
)
def test_an_address_counts_for_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_what_is_kept_of_a_sign_up_tells_less_than_what_it_counts_for() -> None:
    assert kept_network("2001:db8:1:2ff::7") == "2001:db8:1::/48"
    assert kept_network("192.0.2.77") == "192.0.2.0/24"
    assert kept_network(NOWHERE) is None


@given(st.text(max_size=60))
def test_whatever_is_written_there_is_an_address_or_nowhere(text: str) -> None:
    address = read_address(text)
    assert address == NOWHERE or read_address(address) == address
