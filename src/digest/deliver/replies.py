"""What a relay's reply means for a reader, for the connection and for the run.

The enhanced code (RFC 3463) decides where there is one. Only a refusal at RCPT, or at the final
dot with 5.1.x or 5.2.1, speaks of the reader; what is said before RCPT speaks of us or the relay.
"""

from dataclasses import dataclass

from digest.errors import ExitStatus
from digest.model.delivery import Outcome, Phase, Reply

OF_THE_READER = frozenset({Phase.RCPT, Phase.DATA, Phase.FINAL})
ABOUT_ADDRESSES = frozenset({Phase.RCPT, Phase.FINAL})
NO_SUCH_MAILBOX = frozenset({"5.1.1", "5.1.2", "5.1.10", "5.2.1"})
NO_SUCH_MAILBOX_PLAIN = frozenset({550, 551, 553})
MAILBOX_FULL = "5.2.2"
TAKEN = 250
TOO_LARGE = 552
CLOSING = 421


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to do after a reply.

    Attributes:
        outcome: How the delivery stands now; None when the reply is about nobody: the reader stays
            owed.
        suppress: Whether the address does not exist and is never to be mailed again.
        soft: Whether the mailbox is full, which may pass.
        policy: Whether it is our mail that is not wanted; says nothing about the address.
        of_domain: Whether it speaks of all readers of the recipient's domain.
        close: Whether this connection is of no use any more.
        stop: Why the run cannot go on through this relay; set exactly when `outcome` is None.
            UNAVAILABLE may pass: try again on another connection first.
    """

    outcome: Outcome | None
    suppress: bool = False
    soft: bool = False
    policy: bool = False
    of_domain: bool = False
    close: bool = False
    stop: ExitStatus | None = None


def judge(reply: Reply) -> Verdict:
    """Tell what the reply that decided a message means."""
    if reply.lost:
        in_doubt = reply.phase is Phase.FINAL
        return Verdict(outcome=Outcome.UNKNOWN if in_doubt else Outcome.DEFERRED, close=True)
    if reply.phase not in OF_THE_READER:
        return judge_relay(reply)
    if reply.phase is Phase.FINAL and reply.code == TAKEN:
        return Verdict(outcome=Outcome.ACCEPTED)
    kind = class_of(reply)
    if kind == "4":
        return judge_patience(reply)
    if kind == "5":
        return judge_refusal(reply)
    # Neither yes nor no: out of step. After the dot that leaves a doubt.
    in_doubt = reply.phase is Phase.FINAL
    return Verdict(outcome=Outcome.UNKNOWN if in_doubt else Outcome.DEFERRED, close=True)


def class_of(reply: Reply) -> str:
    """The digit that says whether a refusal lasts: "4" may pass, "5" lasts."""
    basic = str(reply.code)[0]
    if reply.enhanced and basic in "45":
        return reply.enhanced[0]
    return basic


def judge_relay(reply: Reply) -> Verdict:
    """Judge what is said before RCPT."""
    if str(reply.code)[0] != "5":
        return Verdict(outcome=None, close=True, stop=ExitStatus.UNAVAILABLE)
    too_large = reply.phase is Phase.MAIL and reply.code == TOO_LARGE
    stop = ExitStatus.BLOCKED if too_large else ExitStatus.REFUSED
    return Verdict(outcome=None, close=True, stop=stop)


def judge_patience(reply: Reply) -> Verdict:
    """Judge a refusal that may pass."""
    enhanced = reply.enhanced or ""
    wide = reply.code == CLOSING or enhanced.startswith("4.7.") or enhanced == "4.3.2"
    return Verdict(outcome=Outcome.DEFERRED, of_domain=wide, close=wide)


def judge_refusal(reply: Reply) -> Verdict:
    """Judge a refusal that lasts."""
    closing = reply.code == CLOSING
    about_address = reply.phase in ABOUT_ADDRESSES
    if about_address and is_full(reply):
        return Verdict(outcome=Outcome.REJECTED, soft=True, close=closing)
    if about_address and is_no_mailbox(reply):
        # A temporary basic code beside it is one more reason not to give up an address for ever.
        lasting = str(reply.code)[0] == "5"
        return Verdict(outcome=Outcome.REJECTED, suppress=lasting, close=closing)
    return Verdict(outcome=Outcome.REJECTED, policy=True, close=closing)


def is_full(reply: Reply) -> bool:
    """Whether the mailbox is full."""
    return reply.enhanced == MAILBOX_FULL or (reply.enhanced is None and reply.code == TOO_LARGE)


def is_no_mailbox(reply: Reply) -> bool:
    """Whether there is no such mailbox. Without an enhanced code only RCPT can tell."""
    if reply.enhanced:
        return reply.enhanced in NO_SUCH_MAILBOX
    return reply.phase is Phase.RCPT and reply.code in NO_SUCH_MAILBOX_PLAIN
