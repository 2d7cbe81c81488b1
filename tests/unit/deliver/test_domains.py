"""What a domain says of our mail slows or stops its mail alone, and no reader's for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.domains import MOST_ASKS, Domains, closes_relay
from digest.deliver.replies import judge
from digest.model.delivery import Phase, Reply

HERE = "example.org"
TAKEN = Reply(phase=Phase.FINAL, code=250, enhanced="2.0.0", text="2.0.0 taken")
GONE = Reply(phase=Phase.RCPT, code=550, enhanced="5.1.1", text="5.1.1 no such user")
POLICY = Reply(phase=Phase.FINAL, code=550, enhanced="5.7.26", text="5.7.26 not authenticated")
PATIENCE = Reply(phase=Phase.RCPT, code=450, enhanced="4.7.28", text="4.7.28 too many from you")


def answer(domains: Domains, *replies: Reply, domain: str = HERE) -> None:
    for reply in replies:
        domains.begin(domain)
        domains.end(domain, reply, judge(reply))


def flying(domains: Domains, domain: str = HERE) -> int:
    """Begin as many as may be on their way at once, up to forty."""
    begun = 0
    while begun < 40 and domains.may_begin(domain):
        domains.begin(domain)
        begun += 1
    return begun


def test_a_domain_that_says_nothing_bad_has_no_limit() -> None:
    domains = Domains()
    answer(domains, *[TAKEN, GONE] * 50)

    assert flying(domains) == 40
    assert domains.paused() == ()


def test_a_domain_that_refuses_our_mail_is_left_alone_and_named_with_its_words() -> None:
    domains = Domains()
    answer(domains, POLICY, POLICY)
    assert domains.why_paused(HERE) == ""

    answer(domains, POLICY)
    domains.leave(HERE)
    domains.leave(HERE)

    (paused,) = domains.paused()
    assert (paused.domain, paused.readers) == (HERE, 2)
    assert paused.reason == "refuses our mail: 550 5.7.26 not authenticated"
    assert domains.why_paused(HERE) == f"not tried: {HERE} {paused.reason}"
    assert domains.why_paused("example.net") == ""


@pytest.mark.parametrize(("taken_between", "is_paused"), [(15, True), (40, False)])
def test_five_per_cent_of_a_domain_pause_it(taken_between: int, *, is_paused: bool) -> None:
    domains = Domains()
    for _ in range(10):
        answer(domains, POLICY, *[TAKEN] * taken_between)

    assert bool(domains.paused()) is is_paused


def test_a_domain_that_asks_for_patience_gets_half_and_then_little_by_little_more() -> None:
    domains = Domains()
    for _ in range(8):
        domains.begin(HERE)
    domains.end(HERE, PATIENCE, judge(PATIENCE))
    for _ in range(7):
        domains.end(HERE, TAKEN, judge(TAKEN))

    slowed = flying(domains)
    assert 4 <= slowed < 8
    for _ in range(slowed):
        domains.end(HERE, TAKEN, judge(TAKEN))
    answer(domains, *[TAKEN] * 100)
    assert flying(domains) > slowed


def test_a_domain_that_goes_on_asking_at_one_message_at_a_time_is_left_alone() -> None:
    domains = Domains()
    for count in range(2 * MOST_ASKS):
        assert domains.may_begin(HERE), "one at a time is always allowed"
        if domains.why_paused(HERE):
            assert count > MOST_ASKS
            break
        answer(domains, PATIENCE)
    else:
        pytest.fail("it was never left alone")
    assert "asks for patience: 450 4.7.28" in domains.why_paused(HERE)


def test_a_domain_that_asked_for_patience_is_tried_again_in_the_next_pass() -> None:
    domains = Domains()
    answer(domains, *[PATIENCE] * (MOST_ASKS + 2))
    answer(domains, *[POLICY] * 3, domain="example.net")
    for name in (HERE, "example.net", "example.net"):
        domains.leave(name)
    assert [one.readers for one in domains.paused()] == [2, 1]

    domains.begin_pass()

    assert domains.why_paused(HERE) == ""
    assert flying(domains) == 1, "carefully"
    (paused,) = domains.paused()
    assert (paused.domain, paused.readers) == ("example.net", 2), "told of the last pass"
    domains.leave("example.net")
    assert domains.paused()[0].readers == 1


def test_a_domain_that_asks_for_patience_and_then_refuses_us_is_left_alone_for_good() -> None:
    domains = Domains()
    answer(domains, *[PATIENCE] * (MOST_ASKS + 2), *[POLICY] * 3)

    domains.begin_pass()

    assert "refuses our mail" in domains.why_paused(HERE)


def test_addresses_that_cannot_be_written_pause_no_domain() -> None:
    beyond = Reply(phase=Phase.RCPT, code=553, enhanced="5.6.7", text="5.6.7 no SMTPUTF8")
    domains = Domains()
    answer(domains, *[beyond] * 9)

    assert domains.paused() == ()


def test_a_message_taken_back_leaves_no_trace() -> None:
    domains = Domains()
    domains.begin(HERE)
    domains.take_back(HERE)

    assert domains == Domains()


def test_domains_that_take_everything_are_not_remembered() -> None:
    domains = Domains()
    for number in range(100):
        answer(domains, TAKEN, domain=f"example{number}.org")

    assert domains == Domains()


@given(st.lists(st.sampled_from([TAKEN, GONE, POLICY, PATIENCE]), max_size=200))
def test_one_message_may_always_be_on_its_way(replies: list[Reply]) -> None:
    domains = Domains()
    for reply in replies:
        assert domains.may_begin(HERE)
        answer(domains, reply)


@pytest.mark.parametrize(
    ("reply", "closes"),
    [
        (Reply(phase=Phase.RCPT, code=421, text="closing"), True),
        (Reply(phase=Phase.DATA, code=0, text="closed by the relay"), True),
        (PATIENCE, False),
        (TAKEN, False),
    ],
)
def test_only_421_and_losses_speak_of_the_relay_itself(reply: Reply, *, closes: bool) -> None:
    assert closes_relay(reply) is closes
