"""A mail as a browser shows it to an editor: in one colour scheme, with pictures or without."""

import re
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from html import escape, unescape

from digest.model.edition import Edition, Item
from digest.model.message import Inspection, PersonalContext, PersonalField, Rendered
from digest.render.characters import language_direction

DARK_QUERY = re.compile(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
BOTH_SCHEMES = re.compile(r'(color-scheme(?:s?\s*:\s*|"\s+content="))light dark')
PICTURE = re.compile(r'(?P<before>\b(?:src|background)=")(?P<address>[^"]*)"')
HEAD_END = re.compile("</head>", re.IGNORECASE)
HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
# What programs that invert by force do, nearly: every colour is turned around, pictures are not.
TURN = "invert(1) hue-rotate(180deg)"
INVERSION = f"<style>html{{background:#fff;filter:{TURN}}}img,[background]{{filter:{TURN}}}</style>"
RLM, LRM = "\u200f", "\u200e"
# Also as they stand in an address, where a headline is passed on.
MARKS = re.compile(r"(?:\s|%20){0,4}(?:[\u200e\u200f]{2,}|(?:%E2%80%8[EF]){2,})")
RTL_EXAMPLE, LTR_EXAMPLE = "ar", "en"
EXAMPLE = {
    PersonalField.NAME: "",
    PersonalField.UNSUBSCRIBE: "https://example.org/unsubscribe",
    PersonalField.PREFERENCES: "https://example.org/preferences",
    PersonalField.VIEW: "https://example.org/archive",
}


class Colours(StrEnum):
    """In which colours a reader's program shows a mail."""

    LIGHT = "light"
    DARK = "dark"
    INVERTED = "inverted"


def fix_scheme(html: str, colours: Colours) -> str:
    """Make a mail light or dark whatever the browser prefers, or invert it by force.

    A program that inverts by force knows nothing of the mail's own dark colours.
    """
    dark = colours is Colours.DARK
    html = DARK_QUERY.sub("(min-width:0)" if dark else "(max-width:0)", html)
    end = HEAD_END.search(html)
    if end is None:
        return html
    head = BOTH_SCHEMES.sub(rf"\1{'dark' if dark else 'light'}", html[: end.start()])
    inversion = INVERSION if colours is Colours.INVERTED else ""
    return head + inversion + html[end.start() :]


def show_pictures(html: str, pictures: Mapping[str, str]) -> str:
    """Put the files in the place of the pictures; links to the same address stay links."""

    def show(match: re.Match[str]) -> str:
        address = match["address"]
        return match["before"] + escape(pictures.get(unescape(address)) or unescape(address)) + '"'

    return PICTURE.sub(show, html)


def hide_pictures(html: str) -> str:
    """Take the addresses of all pictures away, so that none is loaded and its words show."""
    return PICTURE.sub(lambda match: f'{match["before"]}"', html)


def picture_addresses(html: str) -> tuple[str, ...]:
    """List the addresses of the pictures of a mail, each once."""
    found = (unescape(match["address"]) for match in PICTURE.finditer(html))
    return tuple(dict.fromkeys(address for address in found if address))


def open_links_outside(html: str) -> str:
    """Let the links of a framed mail open in a tab of their own."""
    return HEAD.sub(lambda match: match[0] + '<base target="_blank">', html, count=1)


def fill_in(text: str, rendered: Rendered) -> str:
    """Put examples in the places that differ from reader to reader."""
    for sentinel in rendered.sentinels:
        value = EXAMPLE[sentinel.field]
        shown = escape(value) if sentinel.context is not PersonalContext.TEXT else value
        text = text.replace(sentinel.token, shown)
    return text


def other_direction(language: str) -> str:
    """Name a language that is written in the other direction: Arabic, or English."""
    return LTR_EXAMPLE if language_direction(language) == "rtl" else RTL_EXAMPLE


def turn_stories(edition: Edition) -> Edition:
    """Let the stories be laid out in the direction of the edition, whatever they are written in.

    A story has the direction of most of its letters; invisible ones of the other direction tip the
    scales. `drop_marks` takes them away again.
    """
    mark = RLM if language_direction(edition.language) == "rtl" else LRM

    def turn(item: Item) -> Item:
        weight = sum(one.isalpha() for one in item.headline + item.summary) + 2
        return replace(item, headline=f"{item.headline} {mark * weight}")

    sections = tuple(
        replace(section, items=tuple(turn(item) for item in section.items))
        for section in edition.sections
    )
    return replace(edition, sections=sections)


def drop_marks(inspection: Inspection) -> Inspection:
    """Take away what `turn_stories` has put in: the mail has its own words and its own weight."""
    rendered = inspection.rendered
    return Inspection(
        rendered=replace(
            rendered, html=MARKS.sub("", rendered.html), text=MARKS.sub("", rendered.text)
        ),
        mjml=MARKS.sub("", inspection.mjml),
    )
