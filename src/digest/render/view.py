"""Make of an edition what its templates see."""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import quote

from digest.model.article import Byline, Image
from digest.model.edition import Edition, Item, Section
from digest.model.message import PersonalContext, PersonalField, Sentinel
from digest.model.publication import Publication
from digest.render.characters import (
    language_direction,
    main_direction,
    text_direction,
    text_language,
)
from digest.render.locales import (
    choose_locale,
    edition_day,
    show_count,
    show_day,
    show_minutes,
    show_moment,
    show_number,
)
from digest.render.sentinels import find_token
from digest.render.strings import Strings
from digest.render.variables import EditionView, Link, SectionView, StoryView
from digest.text.notes import is_address, note_html, note_paragraphs
from digest.text.words import count_words, reading_minutes

if TYPE_CHECKING:
    from babel import Locale

ARABIC = re.compile("[\u0600-\u06ff]")
COMMAS = {
    "ar": "\u060c", "fa": "\u060c", "ur": "\u060c", "ps": "\u060c", "ckb": "\u060c",
    "ja": "\u3001", "zh": "\u3001",
}  # fmt: skip
COLONS = {"fr": "\u202f:", "ja": "\uff1a", "zh": "\uff1a"}
UPRIGHT = frozenset({"ar", "fa", "he", "hi", "ja", "ko", "th", "ur", "zh"})
# Languages whose long words leave holes in the short lines of a phone.
LONG_WORDED = frozenset(
    {"cs", "da", "de", "el", "et", "fi", "hu", "is", "nb", "nl", "nn", "no", "pl", "ru", "sv", "uk"}
)


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
    archive = page_address(edition, publication, public_url=public_url)
    numbers = number_news(edition)
    hero = shown.story(edition.items[0], numbers[0]) if edition.items else None
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
        italics=primary(edition.language) not in UPRIGHT,
        hyphens=primary(edition.told_in or edition.language) in LONG_WORDED,
        date=show_day(day, locale) if day else "",
        number=words.number.replace("{}", show_number(edition.number, locale)),
        reading=words.reading.replace("{}", show_minutes(count_minutes(edition), locale)),
        comma=choose_comma(edition.language),
        colon=COLONS.get(primary(edition.language), ":"),
        stories=show_count(words.stories, len(edition.items), locale),
        told_dir=other_direction(edition),
        told_lang=other_language(edition),
        note=note_html(edition.note),
        note_paragraphs=note_paragraphs(edition.note),
        hero=hero,
        sections=shown.sections(edition.sections, archive, numbers),
        share=list_shares(hero, words) if hero else (),
        view=find_token(sentinels, PersonalField.VIEW, context),
        unsubscribe=find_token(sentinels, PersonalField.UNSUBSCRIBE, context),
        preferences=find_token(sentinels, PersonalField.PREFERENCES, context),
        words=words,
        reason=words.why.replace("{}", publication.name),
    )


def other_language(edition: Edition) -> str:
    """Tell the language of an edition's stories when it is not that of the words around them."""
    told_in = edition.told_in or edition.language
    return "" if primary(told_in) == primary(edition.language) else told_in


def other_direction(edition: Edition) -> str:
    """Tell the direction of an edition's stories when it is not that of the words around them."""
    told = language_direction(edition.told_in or edition.language)
    return "" if told == language_direction(edition.language) else told


def primary(language: str) -> str:
    """Take the first subtag of a language tag."""
    return language.partition("-")[0].casefold()


def apart(text: str, around: str) -> str:
    """Tell a text's direction when it is not the one around it; empty when nothing can jump.

    Several names in letters of both kinds follow one another as the text around them does.
    """
    own = text_direction(text) or around
    last = text_direction(text[::-1]) or around
    return "" if around in (own, last) else own


def choose_comma(language: str) -> str:
    """Choose the comma of a language between names."""
    return COMMAS.get(primary(language), ",")


def page_address(edition: Edition, publication: Publication, *, public_url: str) -> str:
    """Tell where an edition stands in the archive: a further language below the main one."""
    if not public_url:
        return ""
    main = f"{public_url}/archive/{edition.slug}/"
    return f"{main}{edition.language}/" if edition.language in publication.languages else main


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

    def sections(
        self, sections: tuple[Section, ...], archive: str, numbers: list[int]
    ) -> tuple[SectionView, ...]:
        """Show the sections; the hero has been taken out of the first."""
        views = []
        taken = {section.id for section in sections}
        left = iter(numbers)
        for place, section in enumerate(sections):
            name = section.id or free_id(place + 1, taken)
            stories = [(item, next(left)) for item in section.items]
            if place == first_filled(sections):
                del stories[:1]
            if stories:
                views.append(
                    SectionView(
                        name=section.name,
                        lang=text_language(section.name, self.edition.language) or "",
                        dir=self.section_dir(section.name),
                        id=name,
                        url=f"{archive}#{quote(name)}" if archive else "",
                        stories=tuple(self.story(item, number) for item, number in stories),
                    )
                )
        return tuple(views)

    def story(self, item: Item, number: int) -> StoryView:
        """Show one story."""
        own = language_direction(self.edition.language)
        told_in = self.edition.told_in or self.edition.language
        told = f"{item.headline} {item.summary}"
        direction = main_direction(told) or language_direction(told_in)
        language = text_language(told, told_in) or other_language(self.edition)
        return StoryView(
            number=show_number(number, self.locale) if number else "",
            headline=item.headline,
            url=item.url if item.url and is_address(item.url) else "",
            kicker=item.kicker or "",
            byline=(byline := show_byline(item.byline)),
            byline_dir=apart(byline, direction),
            comma=choose_comma(self.edition.language),
            time=self.time(item),
            also=tuple(
                Link(name=one.name, url=one.url, dir=apart(one.name, direction))
                for one in item.also
                if is_address(one.url)
            ),
            updated=item.updated,
            reading=self.reading(item),
            sponsor=self.words.sponsor.replace("{}", item.sponsor) if item.sponsor else "",
            image=show_image(item),
            summary=note_html(item.summary),
            paragraphs=note_paragraphs(item.summary),
            markdown=item.summary,
            told_in=language or told_in,
            lang=language,
            dir="" if direction == own else direction,
        )

    def section_dir(self, name: str) -> str:
        """Tell the direction of a section's name; it turns only where its stories do."""
        told = other_direction(self.edition)
        return told if told and text_direction(name) == told else ""

    def reading(self, item: Item) -> str:
        """Tell how long the whole article takes to read; empty when nobody knows."""
        if item.minutes is None:
            return ""
        return self.words.reading.replace("{}", show_minutes(item.minutes, self.locale))

    def time(self, item: Item) -> str:
        """Show when a story was published; empty when that is not shown."""
        if item.published is None:
            return ""
        zone = self.publication.timezone
        return show_moment(item.published, day=self.day, zone=zone, locale=self.locale)


def first_filled(sections: tuple[Section, ...]) -> int:
    """Find the place of the section that the hero comes from."""
    return next((place for place, section in enumerate(sections) if section.items), 0)


def number_news(edition: Edition) -> list[int]:
    """Number an edition's stories from 1; what is paid for has no number of its own: 0."""
    numbers = count(1)
    return [0 if item.sponsor else next(numbers) for item in edition.items]


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
