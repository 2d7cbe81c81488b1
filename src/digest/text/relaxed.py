"""The relaxed form of a mail (RFC 6376 section 3.4): what a DKIM signature is made over.

Relays may change blanks, folding and the case of field names on the way; this form forgives them.
"""

import re

BLANKS = re.compile(rb"[ \t]+")
LINE_END = b"\r\n"


def relax_lines(lines: bytes) -> bytes:
    """Relax whole lines of a body, wherever they stand in it; the last may lack its end."""
    if b"  " not in lines and b"\t" not in lines and b" \r\n" not in lines:
        return lines.removesuffix(b" ")
    return BLANKS.sub(b" ", lines).replace(b" \r\n", LINE_END).removesuffix(b" ")


def relax_body(body: bytes) -> bytes:
    """Relax a whole body: besides, it loses the empty lines at its end, and its last line has one.

    An empty body stays empty.
    """
    relaxed = relax_lines(body)
    end = len(relaxed)
    while relaxed.endswith(LINE_END, 0, end):
        end -= len(LINE_END)
    return relaxed[:end] + LINE_END if end else b""


def relax_field(field: bytes) -> bytes:
    """Relax a header field, folded or not, given without its end; the relaxed one has an end."""
    name, _, value = field.partition(b":")
    value = BLANKS.sub(b" ", value.replace(LINE_END, b"")).strip(b" ")
    return name.rstrip(b" \t").lower() + b":" + value + LINE_END


def split_fields(data: bytes) -> tuple[list[bytes], int]:
    """Split the header of a mail into its fields, unfolded, without their ends.

    Args:
        data: A whole mail with CRLF line ends.

    Returns:
        The fields in their order, and where the body begins.
    """
    if data.startswith(LINE_END):
        return [], len(LINE_END)
    end = data.find(b"\r\n\r\n")
    head = data[:end] if end >= 0 else data.removesuffix(LINE_END)
    unfolded = head.replace(b"\r\n ", b" ").replace(b"\r\n\t", b"\t")
    return unfolded.split(LINE_END), end + 4 if end >= 0 else len(data)
