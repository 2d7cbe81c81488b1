"""SENDING.md's table of replies, row by row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.replies import Verdict, judge
from digest.errors import ExitStatus
from digest.model.delivery import Outcome, Phase, Reply

RCPT, DATA, FINAL, MAIL = Phase.RCPT, Phase.DATA, Phase.FINAL, Phase.MAIL
BEFORE_MAIL = (Phase.CONNECT, Phase.GREETING, Phase.EHLO, Phase.STARTTLS, Phase.AUTH)
ACCEPTED = Verdict(outcome=Outcome.ACCEPTED)
DEFERRED = Verdict(outcome=Outcome.DEFERRED)
DEFERRED_DOMAIN = Verdict(outcome=Outcome.DEFERRED, of_domain=True, close=True)
LOST = Verdict(outcome=Outcome.DEFERRED, close=True)
DOUBT = Verdict(outcome=Outcome.UNKNOWN, close=True)
GONE = Verdict(outcome=Outcome.REJECTED, suppress=True)
FULL = Verdict(outcome=Outcome.REJECTED, soft=True)
POLICY = Verdict(outcome=Outcome.REJECTED, policy=True)
AWAY = Verdict(outcome=None, close=True, stop=ExitStatus.UNAVAILABLE)
REFUSED = Verdict(outcome=None, close=True, stop=ExitStatus.REFUSED)
TOO_LARGE = Verdict(outcome=None, close=True, stop=ExitStatus.BLOCKED)


@pytest.mark.parametrize(
    ("phase", "code", "enhanced", "verdict"),
    [
        (FINAL, 250, "2.0.0", ACCEPTED),
        (FINAL, 250, None, ACCEPTED),
        # What may pass.
        (RCPT, 450, None, DEFERRED),
        (RCPT, 450, "4.2.0", DEFERRED),
        (RCPT, 451, "4.3.0", DEFERRED),
        (RCPT, 452, "4.2.2", DEFERRED),
        (DATA, 451, None, DEFERRED),
        (FINAL, 452, "4.3.1", DEFERRED),
        # What speaks of the whole domain.
        (RCPT, 421, None, DEFERRED_DOMAIN),
        (FINAL, 421, "4.4.2", DEFERRED_DOMAIN),
        (RCPT, 450, "4.7.1", DEFERRED_DOMAIN),
        (FINAL, 451, "4.7.28", DEFERRED_DOMAIN),
        (DATA, 450, "4.3.2", DEFERRED_DOMAIN),
        # Addresses that do not exist.
        (RCPT, 550, "5.1.1", GONE),
        (RCPT, 550, "5.1.2", GONE),
        (RCPT, 550, "5.1.10", GONE),
        (RCPT, 550, "5.2.1", GONE),
        (RCPT, 554, "5.1.1", GONE),
        (FINAL, 550, "5.1.1", GONE),
        (FINAL, 550, "5.2.1", GONE),
        (RCPT, 550, None, GONE),
        (RCPT, 551, None, GONE),
        (RCPT, 553, None, GONE),
        # Full mailboxes.
        (RCPT, 552, None, FULL),
        (FINAL, 552, None, FULL),
        (RCPT, 552, "5.2.2", FULL),
        (FINAL, 550, "5.2.2", FULL),
        # Our mail is not wanted; the reader is not to blame.
        (RCPT, 550, "5.7.1", POLICY),
        (FINAL, 550, "5.7.26", POLICY),
        (FINAL, 550, "5.7.515", POLICY),
        (RCPT, 551, "5.7.1", POLICY),
        (RCPT, 553, "5.7.1", POLICY),
        (FINAL, 552, "5.3.4", POLICY),
        (FINAL, 552, "5.7.0", POLICY),
        (RCPT, 554, None, POLICY),
        (DATA, 554, None, POLICY),
        (FINAL, 554, None, POLICY),
        (FINAL, 550, None, POLICY),
        (DATA, 550, "5.1.1", POLICY),
        (DATA, 552, None, POLICY),
        (RCPT, 553, "5.6.7", POLICY),
        (RCPT, 503, "5.5.1", POLICY),
        (RCPT, 550, "5.1.3", POLICY),
        # The enhanced code decides, but a temporary basic code never ends an address.
        (RCPT, 450, "5.7.1", POLICY),
        (RCPT, 550, "4.2.2", DEFERRED),
        (RCPT, 450, "5.1.1", Verdict(outcome=Outcome.REJECTED)),
        (RCPT, 421, "5.7.0", Verdict(outcome=Outcome.REJECTED, policy=True, close=True)),
        # Before RCPT nothing is said of a reader.
        *((phase, 421, "4.7.0", AWAY) for phase in BEFORE_MAIL),
        *((phase, 554, "5.7.1", REFUSED) for phase in BEFORE_MAIL),
        (Phase.AUTH, 535, "5.7.8", REFUSED),
        (Phase.EHLO, 552, None, REFUSED),
        (MAIL, 451, None, AWAY),
        (MAIL, 452, "4.3.1", AWAY),
        (MAIL, 550, "5.1.1", REFUSED),
        (MAIL, 553, None, REFUSED),
        (MAIL, 552, None, TOO_LARGE),
        (MAIL, 552, "5.3.4", TOO_LARGE),
        # Losses.
        (MAIL, 0, None, LOST),
        (RCPT, 0, None, LOST),
        (DATA, 0, None, LOST),
        (FINAL, 0, None, DOUBT),
        # Out of step.
        (FINAL, 200, None, DOUBT),
        (FINAL, 354, None, DOUBT),
        (DATA, 250, None, LOST),
    ],
)
def test_the_table_of_replies(
    phase: Phase, code: int, enhanced: str | None, verdict: Verdict
) -> None:
    assert judge(Reply(phase=phase, code=code, enhanced=enhanced)) == verdict


REPLIES = st.builds(
    Reply,
    phase=st.sampled_from(Phase),
    code=st.one_of(st.just(0), st.integers(200, 599)),
    enhanced=st.one_of(st.none(), st.from_regex(r"[245]\.[0-9]{1,2}\.[0-9]{1,3}", fullmatch=True)),
)


@given(REPLIES)
def test_whatever_a_relay_says_the_promises_hold(reply: Reply) -> None:
    verdict = judge(reply)

    assert (verdict.outcome is None) == (verdict.stop is not None)
    if verdict.outcome is Outcome.ACCEPTED:
        assert (reply.phase, reply.code) == (Phase.FINAL, 250)
    if verdict.suppress:
        assert reply.phase in (Phase.RCPT, Phase.FINAL)
        assert 500 <= reply.code < 600
        assert not (reply.enhanced or "").startswith(("4.", "5.7."))
    if verdict.outcome is Outcome.UNKNOWN:
        assert reply.phase is Phase.FINAL
    if reply.code == 421 or reply.lost:
        assert verdict.close
