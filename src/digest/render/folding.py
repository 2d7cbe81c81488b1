"""Which stories become headlines when a mail would be clipped, and how few of them will do."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate

from digest.model.edition import Edition, Item

# Of a story's byline, time and link, which go with its summary.
FURNITURE = 350
MOST_GUESSES = 4

Place = tuple[int, int]


def fold_order(edition: Edition) -> list[Place]:
    """Order the stories that may be folded: the last of the longest sections first.

    Returns:
        Places as (section, story). The hero, what is paid for, and briefs are not among them.
    """
    places = [
        (section, item)
        for section, items in enumerate(one.items for one in edition.sections)
        for item, story in enumerate(items)
        if story.summary and not story.sponsor and story is not edition.items[0]
    ]
    return sorted(places, key=lambda place: (place[1], place[0]), reverse=True)


def fold(edition: Edition, places: Sequence[Place]) -> Edition:
    """Show the stories at these places as headlines only."""
    chosen = set(places)
    sections = tuple(
        replace(
            section,
            items=tuple(
                replace(item, summary="") if (at, place) in chosen else item
                for place, item in enumerate(section.items)
            ),
        )
        for at, section in enumerate(edition.sections)
    )
    return replace(edition, sections=sections)


def weigh_folds(edition: Edition, places: Sequence[Place]) -> list[int]:
    """Estimate how many bytes folding the first, the first two … of these places saves.

    Returns:
        One number more than there are places; it begins with 0.
    """
    items = [edition.sections[section].items[place] for section, place in places]
    return list(accumulate(map(weigh, items), initial=0))


def weigh(item: Item) -> int:
    """Estimate how many bytes folding a story saves."""
    return len(item.summary.encode()) + FURNITURE


def fewest_folds(
    size_with: Callable[[int], int], saved: Sequence[int], *, size: int, limit: int
) -> int:
    """Find the least number of folds with which a mail keeps to a limit.

    More folds never make a longer mail. Each size asked for costs a rendering, so the next number
    to try is guessed between the two nearest known ones; by halves once guessing has had its turn.

    Args:
        size_with: Tells the size with so many folds.
        saved: As from `weigh_folds`.
        size: Without any folds; over the limit.
        limit: In bytes.

    Returns:
        From 1 to the number of all, which may still be too few.
    """
    few, many = 0, len(saved) - 1
    size_few, size_many = size, size - saved[-1]
    guesses = 0
    while many - few > 1:
        share = (size_few - limit) / max(1, size_few - size_many)
        wanted = saved[few] + share * (saved[many] - saved[few])
        guess = bisect_left(saved, wanted) if guesses < MOST_GUESSES else (few + many) // 2
        guess = min(max(guess, few + 1), many - 1)
        guesses += 1
        found = size_with(guess)
        if found > limit:
            few, size_few = guess, found
        else:
            many, size_many = guess, found
    return many
