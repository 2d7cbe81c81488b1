"""A table of somebody's own may say in its own words who has left; nobody can be sure of that."""

from collections.abc import Sequence

from digest.app.subscriber_rows import Layout

# Columns that say yes or no.
FLAGS = {
    *("unsubscribed", "opted out", "opted_out", "opt-out", "opt_out", "bounced", "complained"),
    *("blacklisted", "blocklisted", "email_blacklisted", "do not mail", "do_not_mail"),
}
# Columns that say how somebody stands.
STATES = {
    *("status", "state", "subscription status", "subscription_status", "email status"),
    *("email_status", "subscriber_status", "subscription"),
}
GONE = {
    *("unsubscribed", "opted out", "opted_out", "opt-out", "bounced", "complained", "cleaned"),
    *("blacklisted", "blocklisted", "blocked", "inactive", "removed", "spam", "undeliverable"),
}
YES = {"yes", "true", "1", "x", "y"}


def find_speaking(layout: Layout) -> list[tuple[int, set[str]]]:
    """Find the columns that may say who has left, each with the words that say so."""
    return [
        (at, YES if name.casefold() in FLAGS else GONE)
        for name, at in layout.fields
        if name.casefold() in FLAGS | STATES
    ]


def says_gone(speaking: Sequence[tuple[int, set[str]]], values: Sequence[str]) -> bool:
    """Whether a row says that its person has left."""
    return any(values[at].casefold() in words for at, words in speaking)
