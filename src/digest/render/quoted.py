"""Quoted-printable (RFC 2045 section 6.7) in pieces that do not depend on one another."""

LONGEST_LINE = 76
SOFT_BREAK = b"=\r\n"
EQUALS = ord("=")
BLANKS = frozenset(b" \t")
LITERAL = frozenset(range(33, 127)) - {EQUALS} | BLANKS
CODES = tuple(bytes([byte]) if byte in LITERAL else b"=%02X" % byte for byte in range(256))
# Of lines that hold nothing else, only these have to be encoded: a common case made quick.
NEARLY_LITERAL = bytes(sorted(LITERAL | {EQUALS}))
DOT, CODED_DOT = b".", b"=2E"
FROM, CODED_F = b"From ", b"=46"


def quote(text: str) -> bytes:
    """Encode a piece of a text, so that pieces joined decode to the texts joined.

    Args:
        text: Anything; its line ends are LF.

    Returns:
        Lines of at most 76 characters with CRLF, none of which begins with a dot. A piece that ends
        inside a line ends with a soft break, so that whatever follows stands at the start of a line
        of its own.
    """
    raw = text.encode("utf-8", "replace")
    if b"\n" not in raw:
        return quote_line(raw) + SOFT_BREAK if raw else b""
    *lines, last = raw.split(b"\n")
    hard = b"".join([quote_line(line) + b"\r\n" for line in lines])
    return hard + quote_line(last) + SOFT_BREAK if last else hard


def quote_line(line: bytes) -> bytes:
    """Encode one line without its end, in as many lines as it takes.

    A blank at the end is encoded, since it would be lost on the way.
    """
    if not line:
        return b""
    if line.translate(None, NEARLY_LITERAL):
        encoded = b"".join([CODES[byte] for byte in line])
    else:
        encoded = line.replace(b"=", b"=3D")
    if line[-1] in BLANKS:
        encoded = encoded[:-1] + b"=%02X" % line[-1]
    return wrap(encoded)


def wrap(encoded: bytes) -> bytes:
    """Break an encoded line, no code cut in two, with room for the sign of a soft break.

    A dot that begins a line is encoded, since SMTP would double it; so is the F of a "From " that
    does, which mailbox files would change.
    """
    if len(encoded) < LONGEST_LINE and not encoded.startswith((DOT, FROM)):
        return encoded
    lines: list[bytes] = []
    begin = 0
    while True:
        lead = b""
        if encoded.startswith(DOT, begin):
            lead = CODED_DOT
        elif encoded.startswith(FROM, begin):
            lead = CODED_F
        begin += bool(lead)
        end = begin + LONGEST_LINE - 1 - len(lead)
        if len(encoded) <= end:
            lines.append(lead + encoded[begin:])
            return SOFT_BREAK.join(lines)
        cut = encoded.rfind(b"=", end - 2, end)
        end = end if cut < 0 else cut
        lines.append(lead + encoded[begin:end])
        begin = end
