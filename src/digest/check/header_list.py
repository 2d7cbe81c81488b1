"""Rules about the header fields of a mail, as they would be sent."""

import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from digest.check.findings import error, quoted, warning
from digest.model.message import Finding, Rendered

NAME = re.compile(rb"[!-9;-~]+(?=:)")
# What every bulk mail has to name (RFC 5322 section 3.6, RFC 2919, RFC 8058).
NEEDED = ("From", "Subject", "Date", "List-Id", "List-Help", "MIME-Version", "Content-Type")
ONCE = frozenset(
    (
        "from", "reply-to", "subject", "date", "list-id", "list-help", "mime-version",
        "content-type", "content-language", "list-archive", "feedback-id", "list-unsubscribe-post",
    )
)  # fmt: skip
LONGEST_LINE = 998  # RFC 5322 section 2.1.1
USUAL_LINE = 78


def find_header_problems(header: bytes, rendered: Rendered) -> Iterator[Finding]:
    """header-list: fields that are missing, unexpected or unreadable, and lines that are too long.

    Args:
        header: The fields that every copy shares, with CRLF line ends.
        rendered: Whose header it is.
    """
    fields = split_fields(header)
    names = [name for name, _ in fields]
    for name in NEEDED:
        if name not in names:
            yield error("header-list", f"The mail's header has no {name}.")
    for name in dict.fromkeys(names):
        if name.casefold() not in ONCE:
            yield error("header-list", f"The mail's header has a field that nobody meant: {name}.")
        elif names.count(name) > 1:
            yield error("header-list", f"The mail's header names {name} {names.count(name)} times.")
    for name, value in fields:
        yield from find_bad_lines(name, value)
    yield from find_other_subject(dict(fields).get("Subject", b""), rendered.subject)


def split_fields(header: bytes) -> list[tuple[str, bytes]]:
    """Split a header into its fields; a folded one keeps its line breaks."""
    fields: list[tuple[str, bytes]] = []
    for line in header.split(b"\r\n"):
        if not line:
            continue
        match = NAME.match(line)
        if line[:1] in b" \t" and fields:
            name, value = fields[-1]
            fields[-1] = (name, value + b"\r\n" + line)
        elif match:
            fields.append((match[0].decode(), line[match.end() + 1 :].lstrip()))
        else:
            fields.append((line.decode("ascii", "replace")[:USUAL_LINE], b""))
    return fields


def find_bad_lines(name: str, value: bytes) -> Iterator[Finding]:
    """Find lines of a field that mail cannot carry, or that some programs cut."""
    longest = max(map(len, f"{name}: ".encode().join([b"", value]).split(b"\r\n")))
    if longest > LONGEST_LINE:
        yield error("header-list", f"A line of {name} has {longest} bytes; mail carries 998.")
    elif longest > USUAL_LINE and b" " in value.split(b"\r\n")[0].strip():
        yield warning(
            "header-list", f"A line of {name} has {longest} bytes; {USUAL_LINE} are usual."
        )
    if not value.isascii():
        yield error("header-list", f"{name} holds letters that no header may hold unencoded.")


def find_other_subject(written: bytes, subject: str) -> Iterator[Finding]:
    """Find a subject that would not be read as it is meant."""
    unfolded = re.sub(rb"\r\n(?=[ \t])", b"", written).decode("ascii", "replace")
    try:
        read = str(make_header(decode_header(unfolded)))
    except (HeaderParseError, UnicodeDecodeError, LookupError):
        read = unfolded
    if " ".join(read.split()) != " ".join(subject.split()):
        yield error(
            "header-list", f"The subject {quoted(subject)} would be read as {quoted(read)}."
        )
