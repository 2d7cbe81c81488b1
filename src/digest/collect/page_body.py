"""The article's text: paragraphs out of a page."""

from collections.abc import Iterator, Sequence
from typing import Any

from digest.collect.blocks import HALF, Block
from digest.collect.front import Front
from digest.collect.front_text import GAP, NAMED_OTHER
from digest.collect.likeness import key
from digest.collect.markup import block_texts, cap, one_line
from digest.text.phrases import is_junk

LEADING = 10  # paragraphs among which lines of the title block may stand
SHORT = 60
MOST_LISTS = 2000
MOST_ELEMENTS = 40_000


def extract(root: Any, *, url: str) -> list[str]:  # noqa: ANN401 - lxml has no types
    """Extract the paragraphs of the main text with trafilatura; [] when it finds none.

    The words of a picture, which it takes for text, are left out.
    """
    from trafilatura import bare_extraction

    if is_heavy(root):
        return []
    captions = {key(one_line(text)) for one in root.iter("figcaption") for text in block_texts(one)}
    try:
        found = bare_extraction(root, url=url, include_comments=False, with_metadata=False)
    except Exception:  # noqa: BLE001 - on hostile pages it may raise anything, and costs only itself
        return []
    body = getattr(found, "body", None)
    if body is None:
        return []
    lines = [line for text in block_texts(body) for line in unbroken(text)]
    return cap([line for line in lines if key(line) not in captions])


def is_heavy(root: Any) -> bool:  # noqa: ANN401
    """Tell whether a page has far more parts than an honest one, which would cost minutes."""
    # Counted by lxml itself, which makes no object of each.
    lists = root.xpath("count(//ul | //ol | //dl | //table | //figure)")
    return bool(lists > MOST_LISTS or root.xpath("count(//*)") > MOST_ELEMENTS)


def unbroken(text: str) -> Iterator[str]:
    """Yield the lines that <br> makes of a block; one that goes on in small letters is no end."""
    whole = ""
    for line in map(one_line, text.split("\n")):
        if whole and line[:1].islower():
            whole = f"{whole} {line}"
        else:
            yield whole
            whole = line
    yield whole


def gather(blocks: Sequence[Block], opening: int) -> list[str]:
    """Gather the paragraphs of running text from a block on, where nothing else is to be had."""
    kept: list[str] = []
    last = opening
    for at in range(opening, len(blocks)):
        block = blocks[at]
        if at - last > GAP:
            break
        if block.long and not NAMED_OTHER.search(block.hints):
            last = at
            kept.append(block.text)
        elif kept and not block.rank and not block.picture and block.linked < HALF:
            kept.append(block.text)
    return cap(kept)


def tidy(paragraphs: Sequence[str], *, front: Front, headline: str) -> list[str]:
    """Leave out the title block, wherever it was taken for text, and doubled paragraphs.

    Junk inside the text stays: that is the matter of `edit.clean`.
    """
    known = front.lines | {key(headline)}
    kept: list[str] = []
    seen: set[str] = set()
    for number, paragraph in enumerate(paragraphs):
        own = key(paragraph)
        titling = number < LEADING and own in known
        if titling or not own or (own in seen and len(paragraph) > SHORT):
            continue
        seen.add(own)
        kept.append(paragraph)
    return kept


def with_opening(paragraphs: list[str], blocks: Sequence[Block], front: Front) -> list[str]:
    """Put back the first paragraph of running text when the extraction has lost it.

    Only when the next paragraph of the page is there, so that both are surely one text; what is
    above the real beginning goes.
    """
    opening = front.opening
    if opening >= len(blocks):
        return paragraphs
    keys = [key(paragraph) for paragraph in paragraphs]
    first = key(blocks[opening].text)
    if first in keys:
        at = keys.index(first)
        before = [one for one in paragraphs[:at] if len(one) > SHORT and not is_junk(one)]
        return [*before, *paragraphs[at:]]
    holder = next((at for at, one in enumerate(keys) if first in one), None)
    if holder is not None:  # with a line of the title block before it, when a <br> was lost
        glued = keys[holder].removesuffix(first) in front.lines
        return [blocks[opening].text, *paragraphs[holder + 1 :]] if glued else paragraphs
    following = [key(block.text) for block in blocks[opening + 1 : opening + 1 + GAP] if block.long]
    found = next((keys.index(one) for one in following if one in keys), None)
    return paragraphs if found is None else [blocks[opening].text, *paragraphs[found:]]
