"""What stands before and behind a text when a page was saved whole."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re
from collections.abc import Sequence

from digest.edit.headlines import is_masthead, letters, same_text
from digest.model.article import Byline
from digest.text.bylines import split_byline
from digest.text.colophon import ABOUT_SENDER, CONTACT, SIGN_OFF
from digest.text.credits import read_credits
from digest.text.names import is_organisation
from digest.text.phrases import is_date
from digest.text.plain import ITEM

DEEPEST_HEAD = 10
LONGEST_LABEL = 12
LONGEST_BYLINE = 12
FEWEST_WORDS = 8
STOP = re.compile(r"[.!?…。！？।॥؟۔][\"”’»«“‘'›)\]」』]*$")
WORDS = re.compile(r"[^\W\d_]{4,}")
SIGNED = 3
LONGEST_DATE = 60
RESTATED = 0.4
FEWEST_RESTATED = 5  # words; a short first paragraph shares some with the second
LONGEST_SIGN_OFF = 90
LONGEST_PORTRAIT = 400
DEEPEST_TAIL = 6
LONGEST_CALL = 80
PORTRAYED = re.compile(
    r"(?:,[^,.]{3,80},?|\s\([^()]{1,40}\))?\s+(?:is|was|has|covers|writes|reports|works"
    r"|joined|lives|can be"
    r"|contributed|tweets|holds|ist|schreibt|arbeitet|berichtet|lebt|est|écrit|es|escribe|è"
    r"|scrive|é|is een"
    r"|schrijft|är|er|jest|on)\s",
)
# What was put right stays where it stands below a text; above it, it would be taken for the news.
NOTE = re.compile(
    r"(?:correction|clarification|editor['’]s note|editors['’] note|note to readers"
    r"|berichtigung|korrektur"
    r"|korrekturhinweis|anmerkung der redaktion|hinweis der redaktion|rectificatif"
    r"|note de la rédaction|ndlr"
    r"|corrección|fe de errores|nota (?:del editor|da redação|de la redacción"
    r"|della redazione)|rettifica"
    r"|correção|errata|rectificatie|sprostowanie|rättelse|rettelse|oikaisu|исправление"
    r"|примечание редакции)"
    r"\s*(?:\([^()]{1,60}\))?\s*[:：.–—]",
    re.IGNORECASE,
)
OPENED = re.compile(
    r"(?:\((?P<name>[^()]{2,40})\)\s*(?:[-–—:]\s*)?|(?P<outlet>[^-–—:.,()]{2,40}?)\s+[-–—]{1,2}\s+)(?=\S)"
)


def drop_head(
    paragraphs: Sequence[str],
    *,
    headline: str,
    dek: str | None,
    labels: tuple[str, ...],
    sites: tuple[str, ...],
) -> tuple[list[str], tuple[Byline, ...]]:
    """Drop masthead, strapline, print date, repeated headline and byline before the text.

    A short line is dropped only when one of those follows it; the first real paragraph and all
    behind it stay.

    Args:
        paragraphs: The text as it came, tidy.
        headline: Cleaned.
        dek: Cleaned.
        labels: What may stand above a text besides: its section, the names of its authors.
        sites: Names of the site.

    Returns:
        The paragraphs from the first of the text, and who was named above it.
    """
    people: tuple[Byline, ...] = ()
    begin = 0
    strapline_may_follow = False
    for at, paragraph in enumerate(paragraphs[:DEEPEST_HEAD]):
        named = read_byline_line(paragraph)
        furniture = (
            same_text(paragraph, headline)
            or is_masthead(paragraph, sites)
            or is_date_line(paragraph)
            or NOTE.match(paragraph)
            or any(same_text(paragraph, label) for label in labels)
            or (same_text(paragraph, dek or "") and _is_standfirst(paragraphs, at))
        )
        if furniture or named:
            begin = at + 1
            people = (*people, *named)
            if is_masthead(paragraph, sites) or same_text(paragraph, headline):
                strapline_may_follow = not same_text(paragraph, headline)
        elif len(paragraph.split()) > LONGEST_LABEL:
            break
        elif STOP.search(paragraph) and not strapline_may_follow:
            # A short sentence is the strapline only between masthead and headline.
            break
    kept = list(paragraphs[begin:]) if begin < len(paragraphs) else []
    if not kept:
        return _last_resort(paragraphs, headline), people
    return _drop_labels(kept), people


def _last_resort(paragraphs: Sequence[str], headline: str) -> list[str]:
    """Keep a text that looks like furniture from end to end, but not its headline."""
    return [one for one in paragraphs if STOP.search(one) and not same_text(one, headline)]


def _drop_labels(paragraphs: list[str]) -> list[str]:
    """Drop labels before the first sentence, when a real paragraph follows soon."""
    for at, paragraph in enumerate(paragraphs[:4]):
        if STOP.search(paragraph):
            return paragraphs[at:] if len(paragraph.split()) >= FEWEST_WORDS else paragraphs
        if len(paragraph.split()) >= FEWEST_WORDS:
            return paragraphs
    return paragraphs


def _is_standfirst(paragraphs: Sequence[str], at: int) -> bool:
    """Whether a repeated dek is a standfirst and not the first paragraph itself.

    A standfirst has no full stop, or the paragraph behind it tells the same again.
    """
    if at + 1 >= len(paragraphs):
        return False
    if not STOP.search(paragraphs[at]):
        return True
    words = set(WORDS.findall(paragraphs[at].casefold()))
    again = words & set(WORDS.findall(paragraphs[at + 1].casefold()))
    return len(again) >= max(FEWEST_RESTATED, RESTATED * len(words))


def drop_tail(
    paragraphs: Sequence[str],
    *,
    headline: str,
    sites: tuple[str, ...],
    people: Sequence[Byline] = (),
) -> list[str]:
    """Drop what ends a saved page: masthead, date, headline, an agency's or a writer's mark.

    Args:
        paragraphs: The text, tidy.
        headline: Cleaned.
        sites: Names of the site.
        people: Who wrote it; what the house says of them below the text goes as well.
    """
    kept = without_sender(paragraphs)
    while len(kept) > 1:
        last = kept[-1].removeprefix(ITEM)
        signed = len(last.split()) <= SIGNED and not STOP.search(last) and is_organisation(last)
        named = is_masthead(last, sites) or same_text(last, headline)
        marked = len(last) <= LONGEST_SIGN_OFF and SIGN_OFF.fullmatch(last)
        if not (signed or named or marked or is_date_line(last) or is_portrait(last, people)):
            break
        kept.pop()
    return kept


def without_sender(paragraphs: Sequence[str]) -> list[str]:
    """Drop what ends a press release: who sent it, what that house is, whom to call."""
    kept = list(paragraphs)
    for at in range(max(1, len(kept) - DEEPEST_TAIL), len(kept)):
        told = ABOUT_SENDER.fullmatch(kept[at]) and len(kept[at].split()) <= LONGEST_LABEL
        if CONTACT.fullmatch(kept[at]):
            return kept[:at]
        if told and not STOP.search(kept[at]) and any(map(calls_for, kept[at:])):
            return kept[:at]
    return kept


def calls_for(paragraph: str) -> bool:
    """Tell whether a paragraph says whom to call."""
    return bool(CONTACT.match(paragraph) or CONTACT.search(paragraph[-LONGEST_CALL:]))


def is_portrait(paragraph: str, people: Sequence[Byline]) -> bool:
    """Tell whether a paragraph says who somebody is that wrote the text."""
    if len(paragraph) > LONGEST_PORTRAIT:
        return False
    begun = (paragraph[len(one.name) :] for one in people if paragraph.startswith(one.name))
    return any(PORTRAYED.match(rest) for rest in begun)


def without_source(paragraph: str, sites: tuple[str, ...]) -> str:
    """Take the site's own name off the beginning of a text: "(The Daily) The …"."""
    match = OPENED.match(paragraph)
    named = match and is_masthead(match["name"] or match["outlet"], sites)
    return paragraph[match.end() :] if match and named else paragraph


def is_date_line(paragraph: str) -> bool:
    """Tell whether a paragraph is only a date, of more than one word or figure."""
    parts = re.split(r"[\s./-]+", paragraph.strip(" .,|"))
    return len(paragraph) <= LONGEST_DATE and len(parts) > 1 and is_date(paragraph)


def read_byline_line(paragraph: str) -> tuple[Byline, ...]:
    """Read a line above the text that is a byline and nothing else; empty when it is none."""
    if len(paragraph.split()) > LONGEST_BYLINE or not letters(paragraph):
        return ()
    told, people = split_byline(paragraph)
    if people:
        return () if told else people
    found = read_credits(paragraph.strip(" .")) if not STOP.search(paragraph) else None
    # Two words with capitals may be anything; an occupation makes them a byline.
    sure = found and not found.rest and any(one.role for one in found.people)
    return found.people if found and sure else ()
