"""Whether a failed delivery speaks of the address, of the mailbox for now, or of our mail.

The same rules as for a relay's reply (`deliver.replies`): the enhanced code (RFC 3463) decides
where it says anything. One that ends in nought, or none, says nothing; then the words decide.
"""

import re
from dataclasses import dataclass

from digest.deliver.bounce_words import says_full, says_gone, says_policy
from digest.deliver.replies import MAILBOX_FULL, NO_SUCH_MAILBOX_PLAIN, TOO_LARGE, judge
from digest.model.delivery import Phase, Reply
from digest.model.returned import Failure, ReturnEvent, ReturnKind

# "5.1.1", but no part of 5.1.1.2, which is an address.
ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\d|\.\d)")
BASIC = re.compile(r"(?<![\d.@#:/-])(4[25]\d|5[0135]\d)(?=[ -]|$)", re.MULTILINE)
TIME_IS_UP = "4.4.7"
LONGEST_REASON = 300
REFUSED = 550
FIRST_REFUSAL = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a report says of one recipient, before it is judged.

    Attributes:
        address, original: As in `Failure`.
        status: The report's own code; empty when there is none.
        text: What was said, such as the reply of a server.
        failed: Whether the mail is given up; else it is only late.
    """

    address: str = ""
    original: str = ""
    status: str = ""
    text: str = ""
    failed: bool = True


def judge_failure(told: Told) -> Failure:
    """Judge what a report says of one recipient."""
    status = choose_status(told)
    kind, event, counts = classify(told, status)
    return Failure(
        address=told.address,
        original=told.original,
        kind=kind,
        status=status,
        reason=one_line(told.text).lstrip("-*=]>:;,. "),
        event=event,
        counts=counts,
    )


def classify(told: Told, status: str | None) -> tuple[ReturnKind, ReturnEvent, bool]:
    """Tell the kind, what it means for the delivery, and whether it counts like a full mailbox."""
    if not told.failed:
        return ReturnKind.SOFT, ReturnEvent.DELAYED, False
    if status and says_something(status):
        return classify_code(status, told.text)
    return classify_words(told.text, status)


def classify_code(status: str, text: str) -> tuple[ReturnKind, ReturnEvent, bool]:
    """Classify by a code that says something. What could not be left for days has failed too."""
    if status[1:] == MAILBOX_FULL[1:]:
        return ReturnKind.SOFT, ReturnEvent.FULL, True
    if status[0] == "4":
        full = says_full(text)
        return ReturnKind.SOFT, ReturnEvent.FULL if full else ReturnEvent.BOUNCED, full
    verdict = judge(Reply(phase=Phase.RCPT, code=REFUSED, enhanced=status))
    if verdict.suppress:
        return ReturnKind.HARD, ReturnEvent.BOUNCED, False
    return ReturnKind.SOFT, ReturnEvent.REFUSED, False


def classify_words(text: str, status: str | None) -> tuple[ReturnKind, ReturnEvent, bool]:
    """Classify by what was said; where that may be read in two ways, in the reader's favour.

    A failure that nothing is known of counts like a full mailbox: once is too little to give an
    address up, for weeks is enough.
    """
    codes = {int(code) for code in BASIC.findall(text)}
    if says_full(text) or codes == {TOO_LARGE}:
        return ReturnKind.SOFT, ReturnEvent.FULL, True
    if says_policy(text):
        return ReturnKind.SOFT, ReturnEvent.REFUSED, False
    if (status or "5")[0] == "4" or (codes and max(codes) < FIRST_REFUSAL):
        return ReturnKind.SOFT, ReturnEvent.BOUNCED, False
    if says_gone(text) or codes & NO_SUCH_MAILBOX_PLAIN:
        return ReturnKind.HARD, ReturnEvent.BOUNCED, False
    if codes:
        return ReturnKind.SOFT, ReturnEvent.REFUSED, False
    return ReturnKind.SOFT, ReturnEvent.BOUNCED, True


def choose_status(told: Told) -> str | None:
    """Choose the code that says most: the report's own, else one among the words."""
    own = ENHANCED.search(told.status)
    codes = [own.group()] if own else []
    heard = [match.group() for match in ENHANCED.finditer(told.text[:10_000]) if match[1] != "2"]
    specific = [code for code in codes + heard if says_something(code) and code != TIME_IS_UP]
    return next(iter(specific + codes + heard), None)


def says_something(status: str) -> bool:
    """Whether a code says more than "other": 5.0.0 and 5.1.0 do not, but 5.7.0 is policy."""
    _, subject, detail = status.split(".")
    return subject == "7" or (int(subject) > 0 and int(detail) > 0)


def one_line(text: str) -> str:
    """Put what was said into one short line."""
    line = " ".join(text[: 20 * LONGEST_REASON].split())
    line = "".join(char for char in line if char.isprintable())
    return line if len(line) <= LONGEST_REASON else line[: LONGEST_REASON - 1] + "…"
