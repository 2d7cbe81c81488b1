"""Whose word is taken for the article's text: the page's blocks, its data, or its captions."""

from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from digest.collect.blocks import HALF, Block, is_long
from digest.collect.front import Front
from digest.collect.likeness import key
from digest.collect.markup import LIKE_TAG, block_texts, cap, one_line, plain_paragraphs
from digest.collect.page_blocks import Witnesses, choose_blocks
from digest.collect.page_body import gather, tidy, with_opening
from digest.collect.page_caption import split_caption
from digest.collect.page_lines import write_lines
from digest.collect.page_others import is_no_article
from digest.collect.page_sheet import Sheet
from digest.text.datelines import split_dateline
from digest.text.sentences import split_sentences

RUN_TOGETHER = 800  # letters of one paragraph in which several were run together
LONGEST_TOLD = 200_000  # letters of a told text among which paragraphs are looked for
PARAGRAPH = 320  # letters after which such a paragraph is parted at the next sentence
FEW_CAPTIONS = 3  # of a gallery
LITTLE = 700  # letters of text beside a gallery
MOST_CAPTIONS = 50
MOST_FIGURES = 300
MOST_PARTS = 200  # blocks that may have been glued
SHORTEST_PART = 8
GLUED = 2
FEW_ABOVE = 2  # blocks above the text among which a dateline may stand alone


def choose_text(sheet: Sheet, extracted: list[str], front: Front, *, headline: str) -> list[str]:
    """Choose the paragraphs.

    What the page's data tells is taken when readers see less than half of it; else the blocks that
    extraction, data and place speak for; else the extraction alone. The captions of a gallery are
    its text.

    Args:
        sheet: The page.
        extracted: Paragraphs of an extraction.
        front: The top of the article.
        headline: The one that was chosen; may be empty.
    """
    told = told_paragraphs(sheet.layers[0].body)
    if running(told) * HALF > running(extracted):
        return tidy(told, front=front, headline=headline)
    gathered = gather(sheet.blocks, front.opening)
    if running(gathered) * HALF > running(extracted):
        extracted = gathered
    witnesses = Witnesses(
        extracted=extracted,
        told=key(" ".join(told)[:LONGEST_TOLD]),
        opening=front.opening,
        headline=headline,
    )
    if front.opening < len(sheet.blocks) and is_no_article(sheet.blocks, front.opening):
        return []
    chosen = choose_blocks(sheet.blocks, witnesses)
    if chosen:
        lines = with_dateline(write_lines(chosen), sheet.blocks[: front.opening])
    else:
        lines = with_opening(without_glued(extracted, sheet.blocks), sheet.blocks, front)
    return tidy(with_captions(cap(lines), sheet, front), front=front, headline=headline)


def with_dateline(lines: list[str], above: Sequence[Block]) -> list[str]:
    """Put a dateline that stands alone above the text before its first paragraph."""
    for block in reversed(above[-FEW_ABOVE:]):
        whole = f"{block.text} {lines[0]}"
        text, place = split_dateline(whole)
        if place and text == lines[0] and not split_dateline(lines[0])[1]:
            return [whole, *lines[1:]]
    return lines


def without_glued(extracted: Sequence[str], blocks: Sequence[Block]) -> list[str]:
    """Leave out the lines that were glued of headings, buttons and other short blocks."""
    if any(block.long for block in blocks):
        return list(extracted)
    parts = [own for block in blocks[:MOST_PARTS] if len(own := key(block.text)) >= SHORTEST_PART]
    return [one for one in extracted if sum(part in key(one) for part in parts) < GLUED]


def told_paragraphs(body: str) -> list[str]:
    """Make paragraphs of the text that the page's data tells, however it was put there.

    It may be markup, markup that was escaped, lines, or one line in which everything was run
    together: that one is parted between sentences.
    """
    if "&lt;" in body and not LIKE_TAG.search(body):
        body = unescape(body)
    paragraphs = plain_paragraphs(body)
    if len(paragraphs) == 1 and "\n" in body.strip() and not LIKE_TAG.search(body):
        paragraphs = cap([one_line(line) for line in unescape(body).split("\n")])
    return [part for one in paragraphs for part in parted(one)]


def parted(paragraph: str) -> Iterator[str]:
    """Yield the parts of a paragraph in which several were run together."""
    if len(paragraph) <= RUN_TOGETHER:
        yield paragraph
        return
    part = ""
    for sentence in split_sentences(paragraph):
        part = f"{part} {sentence}" if part else sentence
        if len(part) >= PARAGRAPH:
            yield part
            part = ""
    if part:
        yield part


def with_captions(lines: list[str], sheet: Sheet, front: Front) -> list[str]:
    """Add the captions of a gallery, whose text they are, behind the few lines that open it."""
    captions = list(dict.fromkeys(captions_of(sheet.root)))
    if len(captions) < FEW_CAPTIONS:
        return lines
    known = [own for caption in captions[:MOST_CAPTIONS] if (own := key(caption))]
    apart = [line for line in lines if not any(own in key(line) for own in known)]
    if running(apart) > LITTLE or running(captions) <= running(apart):
        return lines
    opening = [block.text for block in sheet.blocks[front.opening :][:1] if block.long]
    return cap([*(apart or opening), *captions])


def captions_of(root: Any) -> Iterator[str]:  # noqa: ANN401 - lxml has no types
    """Yield the captions of an article's pictures that are running text, without their credits."""
    for element, _ in zip(root.iter("figcaption"), range(MOST_FIGURES), strict=False):
        if any(one.tag in {"nav", "aside", "footer"} for one in element.iterancestors()):
            continue
        caption, _ = split_caption(one_line(" ".join(block_texts(element))))
        if is_long(caption):
            yield caption


def running(paragraphs: Sequence[str]) -> int:
    """Count the letters of running text."""
    return sum(len(paragraph) for paragraph in paragraphs if is_long(paragraph))
