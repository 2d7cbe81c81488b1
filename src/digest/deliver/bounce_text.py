"""Delivery reports in free text, which keep to no standard: flufl.bounce knows many of them.

It tells which addresses have failed; why, the words tell. What it does not know may still be
written in the usual way: a mail daemon, an address, a server's reply.
"""

import re
from itertools import islice

from digest.deliver.audience import address_key
from digest.deliver.bounce_judging import BASIC, ENHANCED, Told, judge_failure
from digest.deliver.bounce_parts import Mail, field_of, fields_of, parse_mail, texts_of
from digest.deliver.bounce_report import read_address, reading_of
from digest.deliver.bounce_words import says_full, says_gone, starts_with_any
from digest.model.returned import Reading

# A report is short; what follows it is our own mail.
MOST_BYTES = 128 * 1024
MOST_ADDRESSES = 20
MOST_PARTS = 500
ADDRESS = re.compile(r"[^\s<>\"'(),:;\[\]]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
# Where servers say that our own mail follows; its words are not theirs.
ORIGINAL = re.compile(
    r"^[ \t>*_=-]{0,70}(?:below this line|this is a copy of (?:the|your) message|original message"
    r"|(?:the )?header of the original|unsent message (?:follows|below)|ursprüngliche nachricht"
    r"|message d'origine|mensaje original|returned message follows|your message reads)",
    re.IGNORECASE | re.MULTILINE,
)
DAEMONS = ("mailer-daemon", "maildaemon", "mailer", "postmaster", "mail delivery", "mdaemon")
SUBJECTS = (
    *("undeliver", "delivery failure", "delivery status notification", "delivery notification"),
    *("failure notice", "returned mail", "mail delivery failed", "mail delivery failure"),
    *("mail system error", "message delivery failure", "nondeliverable", "non-deliverable"),
    *(
        "delivery has failed",
        "warning: message",
        "mail delivery error",
        "mail could not be delivered",
    ),
    *("unzustellbar", "nicht zustellbar", "fehler bei der zustellung", "échec de la remise"),
    *("non remis", "non distribuable", "no se puede entregar", "impossibile recapitare"),
    *("onbestelbaar", "недоставленное", "user unknown", "delivery report", "failed mail"),
)


def read_text(mail: Mail, raw: bytes) -> Reading | None:
    """Read a report in free text; None when it is none."""
    failed = [str(address) for address in fields_of(mail, "x-failed-recipients")]
    gone = [one for value in failed for one in ADDRESS.findall(value)]
    late: list[str] = []
    if not gone:
        late, gone = ask_flufl(raw)
    said = cut_original(texts_of(mail))
    if not gone and not late and comes_from_a_daemon(mail):
        gone = find_addresses(said)
    tell = [(address, True) for address in gone] + [(address, False) for address in late]
    if not tell:
        return None
    failures = tuple(
        judge_failure(
            Told(
                address=address,
                text=words_about(address, said) if len(tell) > 1 else said_of(address, said),
                failed=has_failed,
            )
        )
        for address, has_failed in tell[:MOST_ADDRESSES]
    )
    return reading_of(failures)


def ask_flufl(raw: bytes) -> tuple[list[str], list[str]]:
    """Ask flufl.bounce for the addresses that wait and those that have failed."""
    from flufl.bounce import all_failures

    mail = parse_mail(raw[:MOST_BYTES])
    # Each of its fifty detectors goes through all parts.
    if mail is None or next(islice(mail.walk(), MOST_PARTS, None), None) is not None:
        return [], []
    try:
        late, gone = all_failures(mail)
    except Exception:  # noqa: BLE001 - its detectors may raise anything on what they do not expect
        return [], []
    return usable(late - gone), usable(gone)


def usable(addresses: frozenset[bytes]) -> list[str]:
    """Leave only what can be an address, in an order that is always the same."""
    texts = (one.decode("utf-8", "replace") for one in addresses)
    return sorted({one for text in texts if (one := read_address(text))})


def comes_from_a_daemon(mail: Mail) -> bool:
    """Whether a mail was written by a mail server, by what stands in its header."""
    sender = field_of(mail, "from").lower()
    if any(name in sender for name in DAEMONS):
        return True
    nobody = field_of(mail, "return-path") == "<>"
    return nobody and starts_with_any(field_of(mail, "subject"), SUBJECTS)


def names_a_failure(mail: Mail) -> bool:
    """Whether a mail's subject says that something could not be delivered."""
    return starts_with_any(field_of(mail, "subject"), SUBJECTS)


def find_addresses(said: str) -> list[str]:
    """Find the address that a daemon speaks of, where it also says what was wrong with it."""
    if not (says_gone(said) or says_full(said) or ENHANCED.search(said) or BASIC.search(said)):
        return []
    found = (match.group().rstrip(".") for match in ADDRESS.finditer(said[:20_000]))
    return list(dict.fromkeys(one for one in found if address_key(one)))[:1]


def cut_original(said: str) -> str:
    """Leave the server's own words, without our mail that follows them."""
    match = ORIGINAL.search(said)
    return said[: match.start()] if match and said[: match.start()].strip() else said


def said_of(address: str, said: str) -> str:
    """Tell what was said, from the failed address on, where that says anything at all."""
    after = words_about(address, said)
    return after if ENHANCED.search(after) or BASIC.search(after) or says_gone(after) else said


def words_about(address: str, said: str) -> str:
    """Take the lines from an address up to the next one."""
    start = said.lower().find(address.lower())
    if start < 0:
        return said
    rest = said[start + len(address) :]
    other = next(
        (
            found
            for found in ADDRESS.finditer(rest[:5_000])
            if found.group().lower().rstrip(".") != address.lower()
        ),
        None,
    )
    return rest[: other.start() if other else 5_000].lstrip(">:,. \t")
