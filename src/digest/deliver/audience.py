"""Who is who: one key for every way of writing an address, and the form that the wire wants."""

import re
from unicodedata import normalize

LONGEST_ADDRESS = 254
ENCODED_WORD = "=?"
ATOM = r"[A-Za-z0-9_!#$%&'*+\-/=?^`{|}~]+"
# No label with hyphens in third and fourth place: "xn--" asks for IDNA, the others are reserved.
LABEL = r"(?!..--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# RFC 6761 and its kin: names that no public mail server can have. "test" stays, for rehearsals.
SPECIAL = r"(?:arpa|invalid|local|localhost|onion)"
PLAIN = re.compile(
    rf"({ATOM}(?:\.{ATOM})*)@(?!(?i:(?:[^@]*\.)?{SPECIAL})\Z)((?:{LABEL}\.)+{LABEL})(?<=[A-Za-z])",
    re.ASCII,
)


def address_key(address: str) -> str | None:
    """Make the key under which a person's address is known, however it is written.

    The key is itself an address, and its own key.

    Args:
        address: A bare address, without display name or surrounding spaces.

    Returns:
        The local part case-folded, "@", the domain as lower-case A-labels; None for what is no
        address: control characters, quoted local parts, IP literals, host names without a dot,
        names that no public server can have, what begins an encoded word, more than 254 bytes.
    """
    if read_plain(address):
        return address.lower()
    parts = read_any(address)
    if parts is None:
        return None
    local, domain = parts
    folded = normalize("NFC", normalize("NFD", local).casefold())
    return f"{folded}@{domain}"


def envelope_address(address: str) -> tuple[str, bool] | None:
    """Write an address for RCPT TO (RFC 5321 section 4.1.1.3), its domain as A-labels.

    Returns:
        The address with its local part as it was given, and whether that needs SMTPUTF8 (RFC 6531);
        None for what is no address.
    """
    if plain := read_plain(address):
        return f"{plain[0]}@{plain[1].lower()}", False
    parts = read_any(address)
    if parts is None:
        return None
    local, domain = parts
    return f"{local}@{domain}", not local.isascii()


def read_plain(address: str) -> tuple[str, str] | None:
    """Split a plain ASCII address without IDNA; None sends it the slow way, which knows all rules.

    What this takes, `read_any` takes too and reads alike (a property test holds them together).
    """
    match = PLAIN.fullmatch(address) if may_be_address(address) else None
    return (match[1], match[2]) if match else None


def read_any(address: str) -> tuple[str, str] | None:
    """Split any address into its local part, as given, and its domain as lower-case A-labels."""
    if not may_be_address(address):
        return None
    from email_validator import EmailNotValidError, validate_email

    try:
        valid = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    # The test environment lets a bare "test" through, too.
    if "." not in valid.ascii_domain:
        return None
    return valid.original.rpartition("@")[0], valid.ascii_domain


def may_be_address(text: str) -> bool:
    """Whether a text is worth reading as an address.

    Longer ones are none, and looking at each character of them is not for free. "=?" would begin
    an encoded word (RFC 2047), which some programs decode even in an address: to a line's end and
    a header field of its own, if its writer likes.
    """
    return len(text) <= LONGEST_ADDRESS and ENCODED_WORD not in text
