"""Names of lists that differ in capitals alone: hardly ever meant to be two lists."""

from collections.abc import Collection, Sequence

from digest.app.subscriber_rows import read_lists
from digest.deliver.segment_letters import fold
from digest.errors import UsageError


def tidy_lists(names: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """Read the names of lists that somebody typed; a known one is meant whatever the capitals.

    Returns:
        What was typed for each list that is meant, in order.

    Raises:
        UsageError: One is empty.
    """
    found: dict[str, str] = {}
    for name in names:
        tidy = read_lists(name)
        if not tidy:
            raise UsageError("--list has no name.", "Write it as --list daily.")
        found.update((find_same(one, known) or one, one) for one in tidy)
    return found


def find_doubles(named: Collection[str], known: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Find names that are new and those of known lists but for their capitals, each with that."""
    fresh = sorted(set(named) - set(known))
    return tuple((one, same) for one in fresh if (same := find_same(one, known)))


def find_same(name: str, known: Sequence[str]) -> str | None:
    """Find the known list of a name: the very one, else one in other capitals; None for none."""
    if name in known:
        return name
    return next((one for one in known if fold(one) == fold(name)), None)
