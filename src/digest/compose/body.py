"""The body of the edition file: the editor's note, sections with their items, the bench."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from digest.compose.lines import (
    BENCH_OPEN,
    KEYS,
    Line,
    is_link,
    read_text,
    unescape_heading,
)
from digest.compose.metadata import read_metadata, shorten
from digest.errors import EditionError
from digest.model.edition import Item, Section

HEADING = re.compile(r"(#+) ?(.*)")
# The text of a link ends at the first "](" that has no backslash before it.
LINKED = re.compile(r"\[((?:[^\\\[\]]|\\.|\[|\](?!\())*)\]\((.*)\)")
SECTION_ID = re.compile(r"(.*)(?<!\\)\{#([^{}]*)\}")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CLOSE = "-->"
METADATA = re.compile(r"(?:" + "|".join(KEYS) + r"):")


class Kind(StrEnum):
    """What begins with a line."""

    NOTE = "note"
    SECTION = "section"
    ITEM = "item"
    BENCH = "bench"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading or a mark of the bench, with the lines below it."""

    kind: Kind
    head: Line
    title: str = ""
    lines: list[Line] = field(default_factory=list)

    @property
    def written(self) -> Line | None:
        """Its first line that is not blank."""
        return next((line for line in self.lines if line.raw), None)


@dataclass(slots=True, kw_only=True)
class Body:
    """What is read so far."""

    note: str = ""
    sections: list[Section] = field(default_factory=list)
    bench: list[Item] = field(default_factory=list)
    opened: Line | None = None
    closed: bool = False

    def add(self, block: Block) -> None:
        """Take the next block of the file.

        Raises:
            EditionError: It may not stand here.
        """
        if self.closed:
            raise after_bench(block.head)
        match block.kind:
            case Kind.NOTE:
                self.note = read_text(block.lines)
            case Kind.SECTION:
                self.add_section(block)
            case Kind.ITEM:
                self.add_item(block)
            case Kind.BENCH:
                self.open_bench(block)
            case Kind.END:
                self.close_bench(block)

    def add_section(self, block: Block) -> None:
        """Begin a section."""
        if self.opened:
            raise block.head.wrong(
                "A section cannot stand in the bench.",
                "Close the bench with a line --> after the last section, or remove the #.",
            )
        refuse_text(block, "Text stands between a section's name and its first story.")
        name, section_id = split_section_id(block)
        if section_id and any(section.id == section_id for section in self.sections):
            raise block.head.wrong(
                f"Two sections have the id “{section_id}”.", "Change or remove one of the two."
            )
        self.sections.append(Section(name=name, id=section_id, line=block.head.number))

    def add_item(self, block: Block) -> None:
        """Put a story into the bench, or at the end of the last section."""
        item = read_item(block)
        if self.opened:
            self.bench.append(item)
            return
        if not self.sections:
            raise block.head.wrong(
                "A story stands before the first section.",
                "Put a line such as # Top story above it.",
            )
        last = self.sections[-1]
        self.sections[-1] = Section(
            name=last.name, id=last.id, line=last.line, items=(*last.items, item)
        )

    def open_bench(self, block: Block) -> None:
        """Begin the bench."""
        if self.opened:
            raise block.head.wrong("The bench is begun twice.", "Remove this line.")
        refuse_text(block, "Text stands in the bench before its first story.")
        self.opened = block.head

    def close_bench(self, block: Block) -> None:
        """End the bench, which is the last thing in the file."""
        if self.opened is None:
            raise block.head.wrong(
                "A line --> stands here, but no bench is open.",
                "Remove it, or open the bench with a line <!-- bench above its stories.",
            )
        if block.written:
            raise after_bench(block.written)
        self.closed = True


def read_body(lines: list[Line]) -> Body:
    """Read everything below the front matter.

    Args:
        lines: From the line below the closing fence; may be empty.

    Raises:
        EditionError: A line is wrong or stands in the wrong place.
    """
    body = Body()
    for block in split_blocks(lines):
        body.add(block)
    if body.opened and not body.closed:
        raise body.opened.wrong(
            "The bench is not closed.",
            "Put a line --> under its last story, at the end of the file.",
        )
    return body


def split_blocks(lines: Iterable[Line]) -> list[Block]:
    """Cut the body at its headings and at the marks of the bench."""
    blocks = [Block(kind=Kind.NOTE, head=Line(number=1, raw=""))]
    for line in lines:
        if line.raw.startswith("#"):
            blocks.append(read_heading(line))
        elif BENCH_OPEN.match(line.raw):
            blocks.append(Block(kind=Kind.BENCH, head=line))
            if line.raw.endswith(CLOSE):
                blocks.append(Block(kind=Kind.END, head=line))
        elif line.raw == CLOSE:
            blocks.append(Block(kind=Kind.END, head=line))
        else:
            blocks[-1].lines.append(line)
    return blocks


def read_heading(line: Line) -> Block:
    """Read a line that begins with a number sign.

    Raises:
        EditionError: It is neither a section nor a story.
    """
    match = HEADING.fullmatch(line.text)
    signs, title = (match[1], match[2]) if match else (line.text, "")
    if len(signs) > len("##"):
        raise line.wrong(
            f"“{shorten(line.text)}” is a heading of a depth that there is not.",
            "Write # for a section, ## for a story; in a text begin the line with \\#.",
        )
    if not title or line.text[len(signs)] != " ":
        raise line.wrong(
            f"“{shorten(line.text)}” is neither a section nor a story.",
            "Write # Name for a section, ## Headline for a story; begin a line of text with \\#.",
        )
    return Block(kind=Kind.SECTION if signs == "#" else Kind.ITEM, head=line, title=title)


def split_section_id(block: Block) -> tuple[str, str | None]:
    """Read a section's name and the id in braces behind it."""
    match = SECTION_ID.fullmatch(block.title)
    name, section_id = (match[1].strip(" "), match[2]) if match else (block.title, None)
    if not name:
        raise block.head.wrong("A section has no name.", "Write it as # Politics {#politics}.")
    if section_id is not None and not ID.fullmatch(section_id):
        raise block.head.wrong(
            f"“{shorten(section_id)}” is no id of a section.",
            "Use small letters, digits and hyphens, as in {#politics}; \\{ means a brace.",
            at="{#",
        )
    return unescape_heading(name), section_id


def read_item(block: Block) -> Item:
    """Read a story with its metadata and its summary."""
    headline, url = split_link(block)
    blank = next((i for i, line in enumerate(block.lines) if not line.raw), len(block.lines))
    fields = read_metadata(block.lines[:blank])
    below = block.lines[blank:]
    first = next((line for line in below if line.raw), None)
    if first and METADATA.match(first.text):
        key = first.text.partition(":")[0]
        raise first.wrong(
            f"A line “{key}:” stands below a blank line, where the summary is.",
            f"Move it directly under the headline, or begin it with a backslash: \\{key}:",
        )
    return Item(
        headline=headline, url=url, summary=read_text(below), line=block.head.number, **fields
    )


def split_link(block: Block) -> tuple[str, str | None]:
    """Read a headline and the address that it leads to, if any."""
    title = block.title
    match = LINKED.fullmatch(title) if title.startswith("[") else None
    if match is None:
        if title.startswith("[") and "://" in title:
            raise block.head.wrong(
                "A headline's link is not closed, or has something around it.",
                "Write it as ## [Headline](https://…), with nothing between ] and ( or behind ).",
            )
        return unescape_heading(title), None
    headline, url = unescape_heading(match[1].strip(" ")), match[2].strip(" ")
    if not headline:
        raise block.head.wrong("A story has no headline.", "Write it between [ and ].")
    if not is_link(url):
        raise block.head.wrong(
            f"“{shorten(url)}” is no address that a headline can lead to."
            if url
            else "A headline leads nowhere.",
            "Use https://, http:// or mailto: and no spaces; or write ## Headline without a link.",
            at="](",
        )
    return headline, url


def refuse_text(block: Block, message: str) -> None:
    """Let nothing but blank lines stand below a line.

    Raises:
        EditionError: Something stands there.
    """
    if block.written:
        raise block.written.wrong(
            message, "Move it under a headline after a blank line, or above the first section."
        )


def after_bench(line: Line) -> EditionError:
    """Make the error for anything below the end of the bench."""
    return line.wrong(
        "Something stands below the bench.", "The bench is the last thing in the file: move it up."
    )
