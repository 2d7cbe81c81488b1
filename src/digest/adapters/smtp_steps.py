"""The steps of one message's way, and which replies they expect (RFC 5321 section 4.2.1)."""

from digest.adapters.smtp_allowance import CLOSING
from digest.model.delivery import Phase, Reply

GO_ON = 354
ENVELOPE = (Phase.MAIL, Phase.RCPT, Phase.DATA)


def stuff_dots(data: bytes) -> bytes:
    """Double each dot that begins a line (RFC 5321 section 4.5.2)."""
    stuffed = data.replace(b"\n.", b"\n..")
    return b"." + stuffed if stuffed.startswith(b".") else stuffed


def is_expected(phase: Phase, code: int) -> bool:
    """Whether a command was answered with yes. What a lone dot is answered decides nothing."""
    if phase is Phase.DATA:
        return code == GO_ON
    return is_yes(code) or (phase is Phase.FINAL and is_no(code) and code != CLOSING)


def told_as(phase: Phase) -> Phase:
    """What goes wrong while a session is reset is told as a trouble with the next MAIL."""
    return phase if phase in ENVELOPE else Phase.MAIL


def lose(phase: Phase, how: str) -> Reply:
    """Make the reply of a relay that is lost."""
    return Reply(phase=phase, code=0, text=how)


def is_yes(code: int) -> bool:
    """Whether a command was accepted."""
    return 200 <= code < 300  # noqa: PLR2004 - RFC 5321 section 4.2.1


def is_no(code: int) -> bool:
    """Whether a command was refused."""
    return 400 <= code < 600  # noqa: PLR2004 - RFC 5321 section 4.2.1
