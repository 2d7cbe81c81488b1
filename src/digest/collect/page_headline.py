"""Which of the headlines that a page offers is the article's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.collect.blocks import Block
from digest.collect.likeness import content_stems, is_masthead, key, likeness, without_site

ENDS = ("…", "...")
FEW_WORDS = 3
MOST_MAIN = 12
LONGEST = 300
SEEN = 3.0  # how much the eye counts: as much as the best metadata
LAYERS = (3.0, 2.5, 1.0, 2.0)  # JSON-LD, OpenGraph, other metas, microdata
TITLE = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A headline that some layer offers, and how much that layer is trusted."""

    text: str
    trust: float
    seen: bool = False


def choose_headline(
    layers: Sequence[str],
    *,
    title: str,
    blocks: Sequence[Block],
    front: str,
    body: str,
    sites: frozenset[str],
) -> str:
    """Choose the headline: what most layers agree on, in the form that readers see.

    Args:
        layers: Headlines of JSON-LD, OpenGraph, other metas and microdata, in this order.
        title: The title element.
        blocks: The page's blocks.
        front: The headline that the top of the article shows; may be empty.
        body: The text, which speaks of what a headline says.
        sites: Keys of the site's name, which is taken off and never is a headline.

    Returns:
        "" when there is none.
    """
    stems = content_stems(body[:6000])
    offers = list(offered(layers, title=title, blocks=blocks, front=front, sites=sites))
    stated = [one for one in offers if not one.seen]
    if not any(likeness(one.text, stems) or len(one.text.split()) > FEW_WORDS for one in stated):
        return front or next((one.text for one in offers), "")
    scored = [
        (sum(other.trust * agreement(one.text, other.text) for other in offers), one)
        for one in offers
    ]
    best = max(scored, key=lambda pair: (round(pair[0], 3), pair[1].seen, pair[1].trust))[1]
    return best.text


def offered(
    layers: Sequence[str], *, title: str, blocks: Sequence[Block], front: str, sites: frozenset[str]
) -> Iterator[Offer]:
    """Yield every headline, without the site's name; what is nothing but that is left out."""
    stated = [*zip(layers, LAYERS, strict=True), (title, TITLE)]
    for text, trust in stated:
        line = without_site(text[:LONGEST], sites)
        if line:
            yield Offer(text=line, trust=trust * (0.5 if line.endswith(ENDS) else 1.0))
    for number, text in enumerate(dict.fromkeys([front, *main_headings(blocks)])):
        if text and not is_masthead(text, sites):
            yield Offer(text=text, trust=SEEN if number == 0 else SEEN / 2, seen=True)


def main_headings(blocks: Sequence[Block]) -> list[str]:
    """List the texts of the first-rank headings, those inside an article first."""
    main = [block for block in blocks if block.rank == 1 and not block.picture][:MOST_MAIN]
    main.sort(key=lambda block: not block.regions & {"article", "main"})
    return [block.text[:LONGEST] for block in main]


def agreement(one: str, other: str) -> float:
    """Tell how far another headline speaks for this one, from 0 to 1.

    A headline is the end of one that has a kicker before it, and the beginning of one that a
    layer has cut.
    """
    mine, theirs = key(one), key(other)
    if mine == theirs:
        return 1.0
    if len(mine) * 3 < len(theirs) or not mine or len(one.split()) < FEW_WORDS:
        return 0.0
    if theirs.startswith(mine) or theirs.endswith(mine):
        return 0.0 if one.endswith(ENDS) else 0.55
    if other.endswith(ENDS) and mine.startswith(theirs):
        return 0.9
    return 0.3 if mine.startswith(theirs) and len(theirs) * 2 > len(mine) else 0.0
