"""From ties between articles to groups of articles, each of which tells one story."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from digest.model.tie import Tie, TieKind

# Two groups become one story when so many of their pairs are tied: a chain of articles, each like
# the next, would end at quite another event.
COHERENT = 0.5
# Nobody is compared with all of a large group; so many of it are enough to ask for.
REACH = 20


class Groups:
    """Addresses that are grouped little by little; a group is named by its lowest address."""

    def __init__(self, urls: Iterable[str]) -> None:
        self.members = {url: [url] for url in urls}
        self.name_of = {url: url for url in self.members}

    def join(self, first: str, second: str) -> None:
        """Make one group of the groups of two addresses."""
        kept, gone = sorted((self.name_of[first], self.name_of[second]))
        if kept == gone:
            return
        moved = self.members.pop(gone)
        self.members[kept] = sorted([*self.members[kept], *moved])
        for url in moved:
            self.name_of[url] = kept


def group_tied(urls: Sequence[str], ties: Iterable[Tie]) -> list[list[str]]:
    """Group articles by what ties them: copies first, then those that tell one event.

    Args:
        urls: Their addresses, in any order.
        ties: Those to other articles, and all sequels, count for nothing.

    Returns:
        Each address in exactly one group.
    """
    copies = Groups(urls)
    events: dict[tuple[str, str], float] = {}
    known = [tie for tie in ties if {tie.first, tie.second} <= copies.members.keys()]
    for tie in known:
        if tie.kind is TieKind.COPY:
            copies.join(tie.first, tie.second)
    for tie in known:
        one, other = sorted((copies.name_of[tie.first], copies.name_of[tie.second]))
        if tie.kind is TieKind.EVENT and one != other:
            events[one, other] = max(tie.strength, events.get((one, other), 0.0))
    stories = join_events(copies.members, events)
    return [[url for name in names for url in copies.members[name]] for names in stories]


def join_events(names: Iterable[str], ties: dict[tuple[str, str], float]) -> list[list[str]]:
    """Join what is tied, the strongest ties first, as long as the groups hold together."""
    groups = Groups(names)
    tied: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in ties:
        tied[one].add(other)
        tied[other].add(one)
    for first, second in sorted(ties, key=lambda pair: (-ties[pair], pair)):
        ours, theirs = (groups.members[groups.name_of[name]] for name in (first, second))
        if ours is theirs:
            continue
        few, many = sorted((ours, theirs), key=len)
        agreed = sum(len(tied[name].intersection(many)) for name in few)
        if agreed >= COHERENT * len(few) * min(len(many), REACH):
            groups.join(first, second)
    return list(groups.members.values())
