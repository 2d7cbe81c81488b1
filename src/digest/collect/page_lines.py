"""Blocks of a page written as the paragraphs of a text."""

from collections.abc import Iterator, Sequence

from digest.collect.block_signs import item_of
from digest.collect.blocks import Block
from digest.text.plain import ITEM


def write_lines(blocks: Sequence[Block]) -> list[str]:
    """Write the blocks as paragraphs: items of lists marked, lines that go on joined."""
    alone = set(lone_items(blocks))
    lines: list[str] = []
    for at, block in enumerate(blocks):
        text = block.text
        if block.goes_on and at and text[:1].islower() and blocks[at - 1].holders == block.holders:
            lines[-1] = f"{lines[-1]} {text}"
        else:
            lines.append(f"{ITEM}{text}" if at in alone else text)
    return lines


def lone_items(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the blocks that are all of an item of a list."""
    items = [item_of(block) for block in blocks]
    for at, item in enumerate(items):
        if item and item not in (
            items[at - 1] if at else 0,
            items[at + 1] if at + 1 < len(items) else 0,
        ):
            yield at
