"""Delivery reports that keep to the standard (RFC 3464, RFC 6533) and complaints (RFC 5965)."""

import re
from email.utils import parseaddr
from sys import maxunicode

from digest.deliver.audience import address_key
from digest.deliver.bounce_judging import Told, judge_failure, one_line
from digest.deliver.bounce_parts import Mail, blocks_of, field_of, parts_of, texts_of
from digest.model.returned import Failure, Reading, ReturnKind

DELIVERY = ("message/delivery-status", "message/global-delivery-status")
COMPLAINT = "message/feedback-report"
RECEIPT = ("message/disposition-notification", "message/global-disposition-notification")
FAILED = ("failed", "failure")
LATE = ("delayed", "delay")
REACHED = ("delivered", "relayed", "expanded")
# What a reader has said, by the kind of report; any other kind is a complaint.
WISHES = {
    "opt-out": ReturnKind.UNSUBSCRIBE,
    "opt-out-list": ReturnKind.UNSUBSCRIBE,
    "not-spam": ReturnKind.AUTO_REPLY,
    # Somebody else's mail in our name (RFC 6591), which no reader has complained of.
    "auth-failure": ReturnKind.AUTO_REPLY,
    "dmarc": ReturnKind.AUTO_REPLY,
}
HEX = re.compile(r"\+([0-9A-F]{2})")  # RFC 3461 section 4, in the original recipient
UNICODE = re.compile(r"\\x\{([0-9A-Fa-f]{1,6})\}")  # RFC 6533 section 3
TYPE = re.compile(r"\s{0,5}[\w.-]{1,20}\s{0,5};")
BRACKETS = re.compile(r"<([^<>]*)>")


def read_report(mail: Mail) -> Reading | None:
    """Read a mail that is a report by the standards; None when it is none, or tells nothing."""
    for part in parts_of(mail):
        kind = part.get_content_type()
        if kind == COMPLAINT:
            return read_complaint(mail, part)
        if kind in RECEIPT:
            return Reading(kind=ReturnKind.AUTO_REPLY, reason=one_line(field_of(mail, "subject")))
        if kind in DELIVERY:
            return read_delivery(mail, part)
    return None


def read_complaint(mail: Mail, part: Mail) -> Reading:
    """Read what a reader, or their provider for them, has to say of our mail."""
    fields = {name: value for block in blocks_of(part) for name, value in block.items()}
    kind = fields.get("feedback-type", "abuse").lower()
    rcpt = fields.get("original-rcpt-to") or fields.get("removal-recipient", "")
    return Reading(
        kind=WISHES.get(kind, ReturnKind.COMPLAINT),
        address=read_address(rcpt),
        reason=one_line(kind + (f", from {agent}" if (agent := field_of(mail, "from")) else "")),
    )


def read_delivery(mail: Mail, part: Mail) -> Reading | None:
    """Read what became of a mail with each of its recipients."""
    blocks = [block for block in blocks_of(part) if is_recipient(block)]
    if not blocks:
        return None
    said = texts_of(mail)
    bad = [block for block in blocks if outcome_of(block) != "reached"]
    if not bad:
        return Reading(kind=ReturnKind.DELIVERED, address=read_recipient(blocks[0])[0])
    failures = tuple(read_block(block, said if len(bad) == 1 else "") for block in bad)
    return reading_of(failures)


def reading_of(failures: tuple[Failure, ...]) -> Reading:
    """Put failures into a reading, which is as bad as the worst of them."""
    worst = next((one for one in failures if one.kind is ReturnKind.HARD), failures[0])
    return Reading(kind=worst.kind, failures=failures, address=worst.address, reason=worst.reason)


def is_recipient(block: dict[str, str]) -> bool:
    """Whether a group of fields speaks of a recipient, and not of the mail as a whole."""
    return "final-recipient" in block or "original-recipient" in block or "action" in block


def outcome_of(block: dict[str, str]) -> str:
    """Tell "failed", "late" or "reached"; where the action is none, by the code."""
    action = block.get("action", "").partition("(")[0].strip().lower()
    status = block.get("status", "").strip()
    if action in REACHED or (action not in FAILED + LATE and status.startswith("2")):
        return "reached"
    return "late" if action in LATE else "failed"


def read_block(block: dict[str, str], said: str) -> Failure:
    """Read what a report says of one recipient.

    Args:
        block: Its fields.
        said: What the report says for people, where that can only be about this one. Asked when
            the fields hold no words.
    """
    address, original = read_recipient(block)
    words = block.get("diagnostic-code", "")
    return judge_failure(
        Told(
            address=address,
            original=original,
            status=block.get("status", ""),
            text=strip_type(words) or said,
            failed=outcome_of(block) == "failed",
        )
    )


def read_recipient(block: dict[str, str]) -> tuple[str, str]:
    """Read the address that failed, and the one that the mail was first sent to."""
    original = read_address(block.get("original-recipient", ""), is_encoded=True)
    final = read_address(block.get("final-recipient", ""))
    return final or original, original


def read_address(value: str, *, is_encoded: bool = False) -> str:
    """Read an address with its type before it, as in `rfc822; reader@example.org`.

    Args:
        value: The field.
        is_encoded: Whether some characters may be written as `+2B` (RFC 3461).

    Returns:
        Empty when it is no address.
    """
    bare = strip_type(value).strip()
    found = BRACKETS.search(bare)
    bare = (found[1] if found else bare).strip().strip("\"'")
    bare = UNICODE.sub(read_point, bare)
    if is_encoded:
        bare = HEX.sub(lambda match: chr(int(match[1], 16)), bare)
    if address_key(bare) is None:
        bare = parseaddr(bare[:500])[1]
    return bare if address_key(bare) else ""


def read_point(match: re.Match[str]) -> str:
    """Read a character that stands as its number; one that is none is left out."""
    point = int(match[1], 16)
    return chr(point) if point <= maxunicode and chr(point).isprintable() else ""


def strip_type(value: str) -> str:
    """Take the type away that stands before an address or a server's words."""
    match = TYPE.match(value)
    return value[match.end() :].strip() if match else value
