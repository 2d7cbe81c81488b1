"""Which of the headlines that a page offers is the article's."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digest.collect.blocks import Block
from digest.collect.likeness import (
    content_stems,
    goes_on,
    is_masthead,
    key,
    likeness,
    without_site,
)

ENDS = ("…", "...")
FEW_WORDS = 3
FEW_SIGNS = 6  # of a headline in a script without spaces
MOST_MAIN = 12
SECOND = 2
LONGEST = 300
SEEN = 3.0  # how much the eye counts: as much as the best metadata
SURE = 4.2  # and more than a card and a title that agree, when the main heading is beyond doubt
LAYERS = (3.0, 2.5, 1.0, 2.0)  # JSON-LD, OpenGraph, other metas, microdata
TITLE = 1.5
CUT = range(100, 118)  # letters at which some systems cut a headline in their metadata
LIKE_TEXT = 0.2  # how much of a main heading the text speaks of at least
TOLD = 0.6  # and of one that needs no other witness
ALIKE = 0.45  # share of words by which two headlines tell the same
LONGEST_KICKER = 40
JOINT = re.compile(r"\s+[-–—|·•»«~/]\s+|\s*[|»•]\s*|\s*::?\s+|\s*：\s*")  # noqa: RUF001 - as printed
KICKER = re.compile(r"([^:]{2,40}?)\s*:\s+")
KICKER_REACH = 3  # blocks above a headline in which its kicker may stand
NAMED_KICKER = re.compile(
    r"\b(?:kicker|overline|eyebrow|dachzeile|top ?line|roof ?line|surtitre|antetitulo|occhiello"
    r"|chapeu|spitzmarke|vignette|headline ?(?:intro|emphasis|prefix))\b"
)
# They stand before a headline and belong to it.
LABEL = re.compile(
    r"(?:live(?:blog)?|watch|video|exclusive|breaking|update[ds]?|opinion|analysis|listen|photos?"
    r"|exklusiv|liveticker|ticker|kommentar|direct|en direct|vidéo|exclusif|en vivo|directo"
    r"|última hora|diretta|esclusiva|ao vivo)\b.{0,12}",
    re.IGNORECASE,
)


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
    seen = list(seen_offers(blocks, front=front, stems=stems, sites=sites))
    stated = list(stated_offers(layers, title=title, seen=seen, sites=sites))
    offers = [*stated, *seen]
    if not any(likeness(one.text, stems) or len(one.text.split()) > FEW_WORDS for one in stated):
        return front or next((one.text for one in offers), "")
    offers = [trusted(one, stated, stems) for one in offers]
    scored = [
        (sum(other.trust * agreement(one.text, other.text) for other in offers), one)
        for one in offers
    ]
    best = max(scored, key=lambda pair: (round(pair[0], 3), pair[1].seen, pair[1].trust))[1]
    return without_kicker(as_printed(best, offers), blocks)


def stated_offers(
    layers: Sequence[str], *, title: str, seen: Sequence[Offer], sites: frozenset[str]
) -> Iterator[Offer]:
    """Yield what metadata call the headline, without what the page itself shows apart from it."""
    for text, trust in [*zip(layers, LAYERS, strict=True), (title, TITLE)]:
        line = without_site(text[:LONGEST], sites)
        if line:
            line = shown_part(line, seen)
            yield Offer(text=line, trust=trust * (0.5 if line.endswith(ENDS) else 1.0))


def seen_offers(
    blocks: Sequence[Block], *, front: str, stems: frozenset[str], sites: frozenset[str]
) -> Iterator[Offer]:
    """Yield the main headings, the likeliest first; the site's name is left out."""
    headings = [one for one in main_headings(blocks) if not is_masthead(one.text, sites)]
    main = [one for one in headings if one.regions & {"article", "main"}] or headings
    if not headings:  # some systems keep the first rank for their masthead
        main = [one for one in blocks if one.rank == SECOND and one.text == front][:1]
    for number, text in enumerate(dict.fromkeys([front, *(one.text for one in headings)])):
        if not text or is_masthead(text, sites):
            continue
        is_main = len(main) == 1 and main[0].text == text and is_whole(text)
        is_main = is_main and likeness(text, stems) >= LIKE_TEXT
        trust = SURE if is_main else SEEN if number == 0 else SEEN / 2
        yield Offer(text=text[:LONGEST], trust=trust, seen=True)


def main_headings(blocks: Sequence[Block]) -> list[Block]:
    """List the first-rank headings, those inside an article first."""
    main = [block for block in blocks if block.rank == 1 and not block.picture][:MOST_MAIN]
    main.sort(key=lambda block: not block.regions & {"article", "main"})
    return main


def shown_part(line: str, seen: Sequence[Offer]) -> str:
    """Read the part of a stated headline that the page shows as its main heading.

    The rest is a kicker, a section or a name: "Schools: Four towns …", "Four towns … | World".
    """
    joints = list(JOINT.finditer(line))
    if not joints:
        return line
    starts = [0, *(joint.end() for joint in joints)]
    ends = [*(joint.start() for joint in joints), len(line)]
    spans = ((start, end) for start in starts for end in ends)
    parts = {key(line[start:end]) for start, end in spans if 0 < end - start < len(line)}
    shown = (one.text for one in seen if is_whole(one.text) and key(one.text) in parts)
    return next(shown, line)


def is_whole(text: str) -> bool:
    """Tell whether a text has enough words to be a headline."""
    return len(text.split()) >= FEW_WORDS or (len(text) >= FEW_SIGNS and not text.isascii())


def trusted(offer: Offer, stated: Sequence[Offer], stems: frozenset[str]) -> Offer:
    """Trust a main heading beyond doubt more than any other words that tell the same."""
    others = [one for one in stated if key(one.text) != key(offer.text)]
    shorter = [one for one in others if goes_on(offer.text, one.text, stems)]
    rest = [one for one in (others if shorter else stated) if one not in shorter]
    parted = any(ends_with(offer.text, one.text) for one in others)
    if offer.trust != SURE or parted or any(agreement(offer.text, one.text) for one in rest):
        return offer
    same = shorter or any(tells_same(offer.text, one.text) for one in rest)
    same = same or is_told_best(offer, stated, stems)
    # A beginning is spoken for by the whole as well, so that the whole must outweigh it twice.
    stated_trust = sum(one.trust for one in stated) * (2 if shorter else 1)
    return replace(offer, trust=stated_trust + SEEN) if same else offer


def ends_with(text: str, ending: str) -> bool:
    """Tell whether a headline is another one with something before it, such as a kicker."""
    return is_whole(ending) and key(text).endswith(key(ending))


def is_told_best(offer: Offer, stated: Sequence[Offer], stems: frozenset[str]) -> bool:
    """Tell whether the text speaks of a main heading more than of anything that metadata say."""
    told = likeness(offer.text, stems)
    return told >= TOLD and all(told > likeness(one.text, stems) for one in stated)


def tells_same(one: str, other: str) -> bool:
    """Tell whether two headlines share so many words that they speak of the same."""
    mine, theirs = content_stems(one), content_stems(other)
    fewer = min(len(mine), len(theirs))
    # A topic is no headline: "The Velm harbour".
    long_enough = fewer >= FEW_WORDS and 2 * len(one) >= len(other)
    return long_enough and len(mine & theirs) >= max(2, ALIKE * fewer)


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
        return 0.0 if is_cut(one) else 0.55
    if is_cut(other) and mine.startswith(theirs.removesuffix("…")):
        return 0.9
    if label_of(one, other):
        return 0.9
    return 0.3 if mine.startswith(theirs) and len(theirs) * 2 > len(mine) else 0.0


def is_cut(text: str) -> bool:
    """Tell whether a headline was cut by its system, with or without a mark of it."""
    return text.endswith(ENDS) or (len(text) in CUT and text[-1].isalnum())


def label_of(one: str, other: str) -> bool:
    """Tell whether a headline is another one with a label before it: "WATCH: …"."""
    label = LABEL.match(one)
    return bool(label) and key(one).endswith(key(other)) and ":" in one[: LONGEST_KICKER // 2]


def without_kicker(text: str, blocks: Sequence[Block]) -> str:
    """Take a kicker off that the page prints above its headline too, or marks as one in it."""
    joint = KICKER.match(text)
    rest = text[joint.end() :] if joint else ""
    if not joint or not is_whole(rest) or LABEL.match(text):
        return text
    for at, block in enumerate(blocks):
        if block.rank in {1, 2} and key(block.text) in {key(text), key(rest)}:
            above = {key(one.text) for one in blocks[max(0, at - KICKER_REACH) : at]}
            marked = NAMED_KICKER.search(block.hints)
            return rest if marked or key(joint[1]) in above else text
    return text


def as_printed(best: Offer, offers: Sequence[Offer]) -> str:
    """Write the best headline as a desk would: not in capitals, its kicker parted from it."""
    same = [one for one in offers if not one.seen and key(one.text) == key(best.text)]
    if best.text.isupper():
        return next((one.text for one in same if not one.text.isupper()), best.text)
    if not best.seen:
        return best.text
    for one in same:
        words = len(one.text.split())
        kicker = JOINT.search(one.text)
        if kicker and not JOINT.search(best.text) and kicker.start() <= LONGEST_KICKER:
            # The page prints both without a mark between: they stand apart.
            rest = one.text[kicker.end() :]
            return rest if is_whole(rest) and not LABEL.match(one.text) else one.text
        if words > len(best.text.split()):
            return one.text
    return best.text
