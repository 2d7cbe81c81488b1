"""What a PostgreSQL server complains of → our errors, each with the next step."""

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
}
# What a server says of a row whose edition has no table; SQLSTATE 23514, as of broken checks.
NO_PARTITION = "no partition of relation"
GONE_DELIVERIES = (
    "{name} keeps no deliveries of this edition any more.",
    "See what is known of it: digest report",
)
AWAY = (
    "{name} cannot be reached{why}.",
    "See whether it runs, and what DIGEST_DATABASE says; then run the same command again.",
)
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
        sentence, hint = AWAY
        reason = last_words(said)
        return StoreError(sentence.format(name=name, why=f": {reason}" if reason else ""), hint)
    return None


def last_words(said: str) -> str:
    """Take the reason out of what a server says when nobody gets in."""
    lines = [line.rpartition("FATAL:")[2].strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if line and not line.startswith(("HINT", "Multiple", "- host"))]
    return told[0].rstrip(".") if told else ""
