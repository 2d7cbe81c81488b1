"""Chosen stories as the items of an edition."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from digest.compose.lines import is_web_address, tidy, tidy_text
from digest.compose.route import Router
from digest.compose.select import ChosenSection
from digest.compose.week_words import choose_week_words
from digest.compose.words import choose_words
from digest.model.article import Article, Byline, Image, Precision, Sighting, Story
from digest.model.edition import Item, Section
from digest.model.publication import Publication
from digest.text.values import make_slug
from digest.text.words import count_words, reading_minutes

LONGEST_PREHEADER = 140
LEAST_WORDS = 120  # fewer are a teaser, or nothing that anybody needs to plan for
# What Markdown would take for emphasis, a link, code or an escape; the renderer turns it back.
MARKDOWN = re.compile(r"[\\*\[\]`]|(?<![^\W_])_|_(?![^\W_])")


def make_section(
    section: ChosenSection,
    publication: Publication,
    *,
    summaries: Mapping[str, str],
    updated: frozenset[str] = frozenset(),
) -> Section:
    """Make a section with its items; briefs have neither summary nor picture."""
    items: Iterable[Item] = (
        replace(
            make_item(
                story, publication, place=section.name, summary=summaries.get(story.lead.url, "")
            ),
            updated=story.lead.url in updated,
        )
        for story in section.stories
    )
    if section.briefs:
        items = (replace(item, summary="", image=None) for item in items)
    return Section(name=section.name, id=make_slug(section.name) or None, items=tuple(items))


def make_item(story: Story, publication: Publication, *, place: str, summary: str) -> Item:
    """Make an item of a story.

    Args:
        story: The story.
        publication: Tells which section the story would be in elsewhere.
        place: The section it stands in; a kicker that says the same is left out.
        summary: Plain text; empty makes it a brief.

    Returns:
        The item. A saved page without an address of its own has no link, and a date known only to
        the month is not shown.
    """
    lead = story.lead
    kicker = tidy(lead.section or Router(publication).route(story).section or "")
    people = ((tidy(one.name), tidy(one.role or "")) for one in lead.byline)
    return Item(
        headline=tidy(lead.headline),
        url=lead.url if is_web_address(lead.url) else None,
        kicker=kicker if kicker and kicker.casefold() != place.casefold() else None,
        byline=tuple(Byline(name=name, role=role or None) for name, role in people if name),
        published=None if lead.precision is Precision.MONTH else lead.published,
        image=find_image(story),
        also=list_others(story),
        minutes=count_minutes(lead),
        summary=as_markdown(tidy_text(summary)),
    )


def count_minutes(article: Article) -> int | None:
    """Tell how long an article takes to read; None for a teaser, which says nothing of it."""
    words = count_words(article.body)
    return reading_minutes(words) if words >= LEAST_WORDS else None


def find_image(story: Story) -> Image | None:
    """Find the picture of a story: the leading article's, else the first of another.

    Without words of its own a picture is described by the headline: a reader who does not see it
    then hears what it belongs to, and an editor sees at once what to put there.
    """
    for article in story.articles:
        image = article.image
        if image and is_web_address(image.url):
            alt = tidy(image.alt) or tidy(article.headline)
            return Image(url=image.url, alt=alt, credit=tidy(image.credit))
    return None


def list_others(story: Story) -> tuple[Sighting, ...]:
    """List who else tells a story, each source once; the leading one and its own page left out."""
    lead = story.lead
    found = [
        *(Sighting(name=other.source, url=other.url) for other in story.others),
        *lead.sightings,
        *(sighting for other in story.others for sighting in other.sightings),
    ]
    others: dict[str, Sighting] = {}
    for sighting in found:
        name = tidy(sighting.name)
        is_other = sighting.url != lead.url and name != tidy(lead.source)
        if name and is_other and is_web_address(sighting.url):
            others.setdefault(name, Sighting(name=name, url=sighting.url))
    return tuple(others.values())


def as_markdown(text: str) -> str:
    """Write plain text so that Markdown shows every character as it is."""
    return MARKDOWN.sub(r"\\\g<0>", text)


def unique_ids(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Take an id away from a section when an earlier one has it."""
    seen: set[str] = set()
    kept = []
    for section in sections:
        kept.append(replace(section, id=None) if section.id in seen else section)
        seen.update({section.id} if section.id else ())
    return tuple(kept)


def write_preheader(headlines: Sequence[str], language: str, *, of_week: bool = False) -> str:
    """Name the stories behind the hero, as many whole headlines as fit; empty without any."""
    also = choose_week_words(language).also if of_week else choose_words(language).also
    told = ""
    for headline in headlines:
        longer = f"{told}; {headline}" if told else headline
        if told and len(also.format(longer)) > LONGEST_PREHEADER:
            break
        told = longer
    return shorten(also.replace("{}", told), LONGEST_PREHEADER) if told else ""


def shorten(text: str, longest: int) -> str:
    """Cut a text at a space, with an ellipsis, when it has more than `longest` characters."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    words = cut.rpartition(" ")[0] if len(cut.rpartition(" ")[0]) > longest // 2 else cut
    return words.rstrip(" ,;:–-") + "…"
