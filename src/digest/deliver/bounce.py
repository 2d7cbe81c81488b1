"""Read a mail that came back: a bounce, a complaint, a wish to leave, an answer of a machine.

Everything in it is a stranger's word but for our own tokens and Message-IDs. Reading never raises
and takes time in proportion to the size, whatever the bytes are.
"""

from dataclasses import replace

from digest.deliver.bounce_clues import find_message_ids, find_tokens
from digest.deliver.bounce_judging import one_line
from digest.deliver.bounce_parts import MOST_BYTES, Mail, field_of, parse_mail
from digest.deliver.bounce_replies import read_machine, read_wish
from digest.deliver.bounce_report import read_report
from digest.deliver.bounce_text import comes_from_a_daemon, names_a_failure, read_text
from digest.model.returned import Reading, ReturnKind

NO_MAIL = "this is no mail, or one that is nested too deeply to be read"
NO_REPORT = "neither a report nor an answer that is known"


def read_returned(raw: bytes) -> Reading:
    """Read a mail that came back.

    Args:
        raw: Its bytes, as they came; more than 2 MiB are left out.
    """
    raw = raw[:MOST_BYTES]
    mail = parse_mail(raw)
    if mail is None:
        return Reading(kind=ReturnKind.UNREADABLE, reason=NO_MAIL)
    try:
        return read_mail(mail, raw)
    except Exception:  # noqa: BLE001 - a fault in reading one mail must not cost the others
        return Reading(kind=ReturnKind.UNREADABLE, reason=NO_REPORT)


def read_mail(mail: Mail, raw: bytes) -> Reading:
    """Read a mail for what it is, and for what in it may name its reader."""
    reading = understand(mail, raw)
    if reading is None:
        subject = one_line(field_of(mail, "subject"))
        reading = Reading(kind=ReturnKind.UNREADABLE, reason=subject or NO_REPORT)
    if reading.kind is ReturnKind.UNSUBSCRIBE and reading.tokens:
        return reading
    return replace(reading, tokens=find_tokens(mail, raw), message_ids=find_message_ids(raw))


def understand(mail: Mail, raw: bytes) -> Reading | None:
    """Try one way of reading after the other, those that keep to a standard first.

    A mail daemon's words are a report before they are an answer; with anybody else it is the
    other way round, for many an answer quotes the mail that it is about.
    """
    standard = read_report(mail) or read_wish(mail)
    if standard:
        return standard
    if comes_from_a_daemon(mail) or names_a_failure(mail):
        return read_text(mail, raw) or read_machine(mail)
    return read_machine(mail) or read_text(mail, raw)
