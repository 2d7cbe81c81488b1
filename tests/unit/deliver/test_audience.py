"""Address keys: one for each person, none for what is no address."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from digest.deliver.audience import address_key, envelope_address, read_any, read_plain

ATOMS = st.text("abzABZ019_!#$%&'*+-/=?^`{|}~.", min_size=1, max_size=70)
LABELS = st.text("abzABZ019-", min_size=1, max_size=66)
TOPS = st.sampled_from(
    ["org", "ORG", "test", "local", "arpa", "invalid", "onion", "localhost", "1"]
)
PLAIN_ADDRESSES = st.builds(
    lambda local, labels, top: f"{local}@{'.'.join([*labels, top])}",
    ATOMS,
    st.lists(LABELS, max_size=5),
    TOPS,
)


def oracle(address: str) -> tuple[str, str] | None:
    try:
        valid = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return valid.original.rpartition("@")[0], valid.ascii_domain


@given(PLAIN_ADDRESSES)
@example("=?utf-8?q?x=0D=0ABcc=3A?=@example.org")
@example("a@b--c.org")
@example("a@bc--d.org")
@example("a@xn--bcher-kva.org")
@example("a@LOCALHOST.org")
@example("a@host.Local")
@example("a@b.org\n")
@example("a@test")
def test_the_fast_path_agrees_with_email_validator(address: str) -> None:
    plain = read_plain(address)
    slow = read_any(address)

    if plain is not None:
        assert (plain[0], plain[1].lower()) == oracle(address) == slow


@given(PLAIN_ADDRESSES)
def test_no_path_reads_an_encoded_word_as_an_address(address: str) -> None:
    local, _, domain = address.rpartition("@")
    text = f"{local[:20]}=?{local[20:40]}@{domain}"

    assert read_plain(text) is None
    assert read_any(text) is None


@given(PLAIN_ADDRESSES)
def test_the_fast_path_leaves_no_plain_address_to_the_slow_one(address: str) -> None:
    slow = read_any(address)

    if slow is not None and "xn--" not in slow[1]:
        assert read_plain(address) is not None


@given(st.one_of(st.emails(), PLAIN_ADDRESSES, st.text(max_size=40)))
@example("Straße@example.org")
@example("ΤΕΛΟΣ@example.org")
@example("\u0130stanbul@example.org")
@example("jo@b\u00fccher.example")
def test_a_key_is_an_address_with_itself_for_a_key(address: str) -> None:
    key = address_key(address)

    if key is not None:
        assert address_key(key) == key
        assert key.isprintable()


@given(st.text())
def test_both_forms_agree_on_what_is_an_address(text: str) -> None:
    assert (address_key(text) is None) == (envelope_address(text) is None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jo.Marsh@Example.ORG", "jo.marsh@example.org"),
        ("jo@bücher.example", "jo@xn--bcher-kva.example"),
        ("jo@BÜCHER.example", "jo@bücher.example"),
        ("JÖ@example.org", "jo\u0308@example.org"),
        ("STRASSE@example.org", "straße@example.org"),
        ("jo@例え。example", "jo@例え.example"),
    ],
)
def test_spellings_of_one_address_have_one_key(one: str, other: str) -> None:
    assert address_key(one) == address_key(other) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jo",
        "@example.org",
        "jo@",
        "jo@localhost",
        "jo@[192.0.2.1]",
        "jo@[IPv6:2001:db8::1]",
        "jo@192.0.2.1",
        '"jo marsh"@example.org',
        "jo marsh@example.org",
        "Jo <jo@example.org>",
        "jo@example.org, ana@example.org",
        "jo@example.org\r\nBcc: ana@example.org",
        "jo\x00@example.org",
        "jo\x85@example.org",
        "jo\u2028@example.org",
        "jo\ud800@example.org",
        "jo@exa\u202emple.org",
        ".jo@example.org",
        "jo..m@example.org",
        "jo@-example.org",
        f"jo@{'x' * 64}.org",
        f"{'x' * 250}@example.org",
        f"{'ü' * 130}@example.org",
        "=?utf-8?q?x=0D=0ABcc=3A?=@example.org",
        "=?utf-8?q?ana=40example.org=0D=0A?=@example.org",
        "jo=?@example.org",
        "jö=?utf-8?q?x?=@example.org",
    ],
)
def test_what_is_no_address_has_no_key(text: str) -> None:
    assert address_key(text) is None
    assert envelope_address(text) is None


def test_the_envelope_keeps_the_local_part_and_writes_the_domain_in_ascii() -> None:
    assert envelope_address("Jo.Marsh@BÜCHER.example") == (
        "Jo.Marsh@xn--bcher-kva.example",
        False,
    )


def test_a_local_part_beyond_ascii_needs_smtputf8() -> None:
    assert envelope_address("jö@example.org") == ("jö@example.org", True)
