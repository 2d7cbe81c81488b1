"""Quoted-printable (RFC 2045 section 6.7) in pieces that do not depend on one another."""

LONGEST_LINE = 76
SOFT_BREAK = b"=\r\n"
BLANKS = frozenset(b" \t")
LITERAL = frozenset(range(33, 127)) - {ord("=")} | BLANKS
CODES = tuple(bytes([byte]) if byte in LITERAL else b"=%02X" % byte for byte in range(256))


def quote(text: str) -> bytes:
    """Encode a piece of a text, so that pieces joined decode to the texts joined.

    Args:
        text: Anything; its line ends are LF.

    Returns:
        Lines of at most 76 characters with CRLF. A piece that ends inside a line ends with a soft
        break, so that whatever follows stands at the start of a line of its own.
    """
    *lines, last = text.encode("utf-8", "replace").split(b"\n")
    hard = b"".join(quote_line(line) + b"\r\n" for line in lines)
    return hard + quote_line(last) + SOFT_BREAK if last else hard


def quote_line(line: bytes) -> bytes:
    """Encode one line without its end, in as many lines as it takes.

    A blank at the end is encoded, since it would be lost on the way; so is the F of a "From " that
    begins a line, which mailbox files would change.
    """
    if not line:
        return b""
    codes = [CODES[byte] for byte in line]
    codes[-1] = b"=%02X" % line[-1] if line[-1] in BLANKS else codes[-1]
    if line.startswith(b"From "):
        codes[0] = b"=46"
    return wrap(b"".join(codes))


def wrap(encoded: bytes) -> bytes:
    """Break an encoded line, no code cut in two, with room for the sign of a soft break."""
    lines: list[bytes] = []
    begin = 0
    while len(encoded) - begin > LONGEST_LINE - 1:
        end = begin + LONGEST_LINE - 1
        cut = encoded.rfind(b"=", end - 2, end)
        end = end if cut < 0 else cut
        lines.append(encoded[begin:end])
        begin = end
    lines.append(encoded[begin:])
    return SOFT_BREAK.join(lines)
