"""Make of an edition what its templates see."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

from digest.model.article import Byline, Image
from digest.model.edition import Edition, Item, Section
from digest.model.message import PersonalContext, PersonalField, Sentinel
from digest.model.publication import Publication
from digest.render.characters import language_direction, text_direction, text_language
from digest.render.locales import choose_locale, edition_day, show_day, show_minutes, show_moment
from digest.render.sentinels import find_token
from digest.render.strings import Strings
from digest.render.variables import EditionView, Link, SectionView, StoryView
from digest.text.notes import is_address, note_html, note_paragraphs
from digest.text.words import count_words, reading_minutes

if TYPE_CHECKING:
    from babel import Locale

ARABIC = re.compile("[\u0600-\u06ff]")
UPRIGHT = frozenset({"ar", "fa", "he", "hi", "ja", "ko", "th", "ur", "zh"})


def make_view(
    edition: Edition,
    publication: Publication,
    *,
    words: Strings,
    public_url: str,
    sentinels: tuple[Sentinel, ...],
    context: PersonalContext,
) -> EditionView:
    """Make what a template sees.

    Args:
        edition: Without unprintable characters.
        publication: Likewise.
        words: The mail's own words.
        public_url: Base of the public pages; empty when there are none.
        sentinels: Of the edition.
        context: Where addresses of the reader's own stand: URL in HTML, TEXT in the text part.
    """
    day = edition_day(edition.slug)
    locale = choose_locale(edition.language, publication.timezone)
    shown = Shown(edition=edition, publication=publication, words=words, day=day, locale=locale)
    direction = language_direction(edition.language)
    archive = f"{public_url}/archive/{edition.slug}/" if public_url else ""
    hero = shown.story(edition.items[0]) if edition.items else None
    return EditionView(
        subject=edition.subject,
        preheader=edition.preheader,
        correction=edition.correction or "",
        masthead=publication.name,
        strapline=publication.strapline,
        site=publication.site if is_address(publication.site) else "",
        address=publication.address,
        lang=edition.language,
        dir=direction,
        start="right" if direction == "rtl" else "left",
        end="left" if direction == "rtl" else "right",
        italics=edition.language.partition("-")[0].casefold() not in UPRIGHT,
        date=show_day(day, locale) if day else "",
        number=words.number.replace("{}", str(edition.number)),
        reading=words.reading.replace("{}", show_minutes(count_minutes(edition), locale)),
        note=note_html(edition.note),
        note_paragraphs=note_paragraphs(edition.note),
        hero=hero,
        sections=shown.sections(edition.sections, archive),
        share=list_shares(hero, words) if hero else (),
        view=find_token(sentinels, PersonalField.VIEW, context),
        unsubscribe=find_token(sentinels, PersonalField.UNSUBSCRIBE, context),
        preferences=find_token(sentinels, PersonalField.PREFERENCES, context),
        words=words,
        reason=words.why.replace("{}", publication.name),
    )


def readdress(
    view: EditionView, sentinels: tuple[Sentinel, ...], context: PersonalContext
) -> EditionView:
    """Make of the view for one context that for another: only a reader's own addresses differ."""
    return replace(
        view,
        view=find_token(sentinels, PersonalField.VIEW, context),
        unsubscribe=find_token(sentinels, PersonalField.UNSUBSCRIBE, context),
        preferences=find_token(sentinels, PersonalField.PREFERENCES, context),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What every story of one edition is shown by."""

    edition: Edition
    publication: Publication
    words: Strings
    day: date | None
    locale: "Locale"

    def sections(self, sections: tuple[Section, ...], archive: str) -> tuple[SectionView, ...]:
        """Show the sections; the hero has been taken out of the first."""
        views = []
        taken = {section.id for section in sections}
        for place, section in enumerate(sections):
            name = section.id or free_id(place + 1, taken)
            items = section.items[1:] if place == first_filled(sections) else section.items
            if items:
                views.append(
                    SectionView(
                        name=section.name,
                        id=name,
                        url=f"{archive}#{quote(name)}" if archive else "",
                        stories=tuple(self.story(item) for item in items),
                    )
                )
        return tuple(views)

    def story(self, item: Item) -> StoryView:
        """Show one story."""
        own = language_direction(self.edition.language)
        direction = text_direction(item.headline) or own
        return StoryView(
            headline=item.headline,
            url=item.url if item.url and is_address(item.url) else "",
            kicker=item.kicker or "",
            byline=show_byline(item.byline),
            time=self.time(item),
            also=tuple(
                Link(name=one.name, url=one.url) for one in item.also if is_address(one.url)
            ),
            updated=item.updated,
            sponsor=self.words.sponsor.replace("{}", item.sponsor) if item.sponsor else "",
            image=show_image(item),
            summary=note_html(item.summary),
            paragraphs=note_paragraphs(item.summary),
            lang=text_language(f"{item.headline} {item.summary}", self.edition.language) or "",
            dir="" if direction == own else direction,
        )

    def time(self, item: Item) -> str:
        """Show when a story was published; empty when that is not shown."""
        if item.published is None:
            return ""
        zone = self.publication.timezone
        return show_moment(item.published, day=self.day, zone=zone, locale=self.locale)


def first_filled(sections: tuple[Section, ...]) -> int:
    """Find the place of the section that the hero comes from."""
    return next((place for place, section in enumerate(sections) if section.items), 0)


def free_id(number: int, taken: set[str | None]) -> str:
    """Make an id for a section that has none."""
    name = f"section-{number}"
    return name if name not in taken else free_id(number + len(taken), taken)


def show_byline(people: tuple[Byline, ...]) -> str:
    """Name the people with their roles, with the comma of their script."""
    named = [[part for part in (one.name, one.role) if part] for one in people]
    arabic = bool(ARABIC.search("".join("".join(parts) for parts in named)))
    comma, semicolon = ("\u060c ", "\u061b ") if arabic else (", ", "; ")
    return semicolon.join(comma.join(parts) for parts in named)


def show_image(item: Item) -> Image | None:
    """Show a picture that a mail can load; its words are the headline's when it has none."""
    image = item.image
    if image is None or not is_address(image.url) or image.url.casefold().startswith("mailto:"):
        return None
    return Image(url=image.url, alt=image.alt or item.headline, credit=image.credit)


def count_minutes(edition: Edition) -> int:
    """Tell how long an edition takes to read: what a reader sees, headlines included."""
    texts = [edition.note, edition.correction or ""]
    texts += [f"{item.headline} {item.summary}" for item in edition.items]
    return reading_minutes(sum(count_words(text) for text in texts))


def list_shares(hero: StoryView, words: Strings) -> tuple[Link, ...]:
    """List the ways to pass a story on: its own address, never one of the reader's."""
    if not hero.url:
        return ()
    url, headline = quote(hero.url, safe=""), quote(hero.headline, safe="")
    return (
        Link(name=words.mail, url=f"mailto:?subject={headline}&body={url}"),
        Link(name="WhatsApp", url=f"https://wa.me/?text={headline}%20{url}"),
    )
