"""What a PostgreSQL server complains of → our errors, each with the next step."""

import re

from digest.errors import StoreBusy, StoreError

# By SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
BUSY = {
    "55P03": "{name} is locked by another program.",  # lock_not_available
    "40P01": "{name}: two programs waited for each other.",  # deadlock_detected
    "40001": "{name}: another program changed the same at the same time.",  # serialization_failure
}
SENTENCES = {
    "42501": (
        "{name} may not be used so by this user.",
        "Make the user of DIGEST_DATABASE the owner of the database.",
    ),
    "25006": ("{name} may only be read.", "Name the main server in DIGEST_DATABASE."),
    "53100": (
        "The disk is full: {name} cannot take what has to be recorded.",
        "Free some space on its server and run the same command again; nothing is lost.",
    ),
    "53200": (
        "The server of {name} has no memory left for as many locks.",
        "Raise max_locks_per_transaction there, or let old records go: digest prune",
    ),
}
# What a server says of a row whose edition has no table; SQLSTATE 23514, as of broken checks.
NO_PARTITION = "no partition of relation"
GONE_DELIVERIES = (
    "{name} keeps no deliveries of this edition any more.",
    "See what is known of it: digest report",
)
AWAY = (
    "{name} cannot be reached{why}.",
    "See whether it runs, and whether its address is right; then run the same command again.",
)
# What is said before anybody is let in has no code, and is in English on most servers.
KEPT_OUT = ("password authentication failed", "no password supplied", "no pg_hba.conf entry")
NOT_LET_IN = (
    "{name} does not let us in{why}.",
    "Correct the user and the password in its address, or pg_hba.conf on its server.",
)
UNKNOWN_OPTION = "invalid connection option"
WRONG_OPTION = (
    "The address of {name} has an option that there is not{why}.",
    "Correct what stands after its question mark.",
)
# How the driver begins what the system said.
BEGUN = re.compile(r'connection failed: connection to server at "[^"]*"(?: \([^)]*\))?, ')
# Classes of codes, and what they mean: connection, operator intervention, system error; and the end
# of a transaction in whose middle the client was silent for too long.
GONE = ("08", "57", "58", "25P03")


def explain_server(code: str | None, name: str, said: str = "") -> StoreError | None:
    """Choose the sentence for a failure.

    Args:
        code: SQLSTATE; None when the server did not speak.
        name: The database, for people.
        said: What the server or the driver says; it never holds a password.

    Returns:
        None for what only a bug can cause.
    """
    if code in BUSY:
        return StoreBusy(
            BUSY[code].format(name=name), "Run the same command again; nothing is lost."
        )
    if code in SENTENCES:
        sentence, hint = SENTENCES[code]
        return StoreError(sentence.format(name=name), hint)
    if code == "23514" and NO_PARTITION in said:
        sentence, hint = GONE_DELIVERIES
        return StoreError(sentence.format(name=name), hint)
    if code is None or code.startswith(GONE):
        reason = last_words(said)
        sentence, hint = choose_away(reason)
        return StoreError(sentence.format(name=name, why=f": {reason}" if reason else ""), hint)
    return None


def choose_away(reason: str) -> tuple[str, str]:
    """Choose the sentence for a server with whom nobody could speak."""
    if any(one in reason for one in KEPT_OUT):
        return NOT_LET_IN
    return WRONG_OPTION if reason.startswith(UNKNOWN_OPTION) else AWAY


def last_words(said: str) -> str:
    """Take the reason out of what a server says when nobody gets in."""
    lines = [line.rpartition("FATAL:")[2].strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if line and not line.startswith(("HINT", "Multiple", "- host"))]
    return BEGUN.sub("", told[0]).replace("fe_sendauth: ", "").rstrip(".") if told else ""
