"""Editions as Markdown: written for an editor, read back by line so that nothing is guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from digest.compose.body import read_body
from digest.compose.front import LONGEST_SUBJECT, find_front, read_front, write_front
from digest.compose.items import make_item, make_section, shorten, unique_ids, write_preheader
from digest.compose.lines import escape_heading, split_lines, write_line, write_text
from digest.compose.metadata import write_metadata
from digest.compose.select import Selection
from digest.errors import EditionError
from digest.model.edition import Edition, Item
from digest.model.publication import Publication


def write_edition(edition: Edition, *, zone: str) -> str:
    """Write an edition as the file that an editor reads.

    Args:
        edition: With at least a headline for each item.
        zone: IANA zone in which instants are shown.

    Returns:
        The file's text with a newline at its end. `read_edition` gives the same edition back, but
        for control characters and needless space, which are left out.
    """
    shown_in = ZoneInfo(zone)
    lines = write_front(edition)
    lines += block(write_line(line) for line in write_text(edition.note))
    for section in edition.sections:
        name = escape_heading(section.name)
        lines += block([write_line(f"# {name} {{#{section.id}}}" if section.id else f"# {name}")])
        for item in section.items:
            lines += write_item(item, zone=shown_in, bench=False)
    if edition.bench:
        lines += ["", "<!-- bench"]
        for item in edition.bench:
            lines += write_item(item, zone=shown_in, bench=True)
        lines += ["-->"]
    return "\n".join(lines) + "\n"


def write_item(item: Item, *, zone: ZoneInfo, bench: bool) -> list[str]:
    """Write an item with its metadata and its summary, by line, after a blank one."""
    headline = escape_heading(item.headline)
    head = [f"## [{headline}]({item.url})" if item.url else f"## {headline}"]
    head += write_metadata(item, zone=zone)
    text = write_text(item.summary)
    return [
        *block(write_line(line, bench=bench) for line in head),
        *block(write_line(line, bench=bench) for line in text),
    ]


def block(lines: Iterable[str]) -> list[str]:
    """Put a blank line before some lines; nothing at all when they hold no text."""
    written = list(lines)
    return ["", *written] if any(written) else []


def read_edition(text: str, *, path: str = "") -> Edition:
    """Read an edition's file.

    Args:
        text: The file; CRLF and a byte order mark are no mistakes.
        path: Where it is, as shown to editors; opens the error's message.

    Raises:
        EditionError: A line is wrong; tells its line, its column and the fix.
    """
    try:
        return parse_edition(text.removeprefix("\ufeff"))
    except EditionError as error:
        place = f"{path}:{error.line}:{error.column}" if path else f"line {error.line}"
        raise EditionError(
            f"{place}: {error.message}", error.hint, line=error.line, column=error.column
        ) from error


def parse_edition(text: str) -> Edition:
    """Read an edition's file; errors do not name it."""
    lines = split_lines(text)
    end = find_front(lines)
    front = read_front(text, lines, end)
    body = read_body(lines[end + 1 :])
    return Edition(
        slug=front.slug,
        number=front.number,
        language=front.language,
        subject=front.subject,
        preheader=front.preheader,
        correction=front.correction,
        note=body.note,
        sections=tuple(body.sections),
        bench=tuple(body.bench),
    )


def edition_from_selection(
    selection: Selection,
    publication: Publication,
    *,
    slug: str,
    number: int,
    summaries: Mapping[str, str],
) -> Edition:
    """Put the chosen stories into an edition.

    The subject is the hero's headline, the preheader names those that follow. Every item keeps its
    summary but the briefs, which are headlines with their links; stories on the bench keep theirs,
    so that moving one up is enough.

    Args:
        selection: What was chosen; at least one story.
        publication: Its language names the parts.
        slug: The edition.
        number: Its running number.
        summaries: Plain text by the canonical address of the leading article.
    """
    sections = tuple(
        make_section(section, publication, summaries=summaries, updated=selection.updated)
        for section in selection.sections
    )
    headlines = [item.headline for section in sections for item in section.items]
    return Edition(
        slug=slug,
        number=number,
        language=publication.language,
        subject=shorten(headlines[0], LONGEST_SUBJECT) if headlines else publication.name,
        preheader=write_preheader(headlines[1:], publication.language),
        sections=unique_ids(sections),
        bench=tuple(
            replace(
                make_item(story, publication, place="", summary=summaries.get(story.lead.url, "")),
                updated=story.lead.url in selection.updated,
                embargo=selection.embargoes.get(story.lead.url),
            )
            for story in selection.bench
        ),
    )
