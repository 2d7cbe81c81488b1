"""What every answer says beside its body."""

from collections.abc import Mapping
from enum import Enum

Headers = tuple[tuple[str, str], ...]

# No script, nothing from elsewhere; a form goes to us alone, and nobody puts a page into a frame.
PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# The mail as it was sent: its pictures may be anywhere.
ARCHIVE_POLICY = (
    "default-src 'none'; img-src 'self' https:; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
NOTHING_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

ALWAYS: Headers = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
PRIVATE: Headers = (
    ("Content-Security-Policy", PAGE_POLICY),
    ("Cache-Control", "no-store"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)


class Kind(Enum):
    """Kinds of answers, each with its own headers."""

    # Whose address holds a token, or that answers one person.
    PRIVATE = PRIVATE
    # The form that everybody sees.
    FORM = (
        ("Content-Security-Policy", PAGE_POLICY),
        ("Cache-Control", "public, max-age=60"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    )
    ARCHIVE = (
        ("Content-Security-Policy", ARCHIVE_POLICY),
        ("Cache-Control", "public, max-age=60"),
    )
    # Mails and feed readers show these on pages of others.
    PICTURE = (
        ("Content-Security-Policy", NOTHING_POLICY),
        ("Cache-Control", "public, max-age=31536000, immutable"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
    )
    CARD = (
        ("Content-Security-Policy", NOTHING_POLICY),
        ("Cache-Control", "public, max-age=3600"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
    )
    # What a person takes away, and what programs read.
    DATA = (
        ("Content-Security-Policy", NOTHING_POLICY),
        ("Cache-Control", "no-store"),
        ("X-Robots-Tag", "noindex, nofollow"),
    )


def write_headers(kind: Kind, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Write the headers of an answer.

    Args:
        kind: What it is.
        more: Further ones, which win.
    """
    return {**dict(ALWAYS), **dict(kind.value), **(more or {})}
