"""The lists of editions: the newest by month, and one for each month when there are many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from digest.render.archive import House, Sent, month_of, relative
from digest.render.archive_data import list_data, write_data
from digest.render.archive_pages import Other, name_language, shared_values
from digest.render.characters import language_direction
from digest.render.environment import render_template
from digest.render.locales import choose_locale, show_day
from digest.render.view import UPRIGHT
from digest.text.notes import is_address

if TYPE_CHECKING:
    from babel import Locale

LIST = "list.html"
LATEST = 60  # as many as one looks through; when there are more, the rest is found by month


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An edition in a list.

    Attributes:
        subject, preheader, date, number: Plain text; the preheader may be empty.
        day: ISO 8601.
        address: From this page.
        picture: From this page; empty without one.
        lang, dir: Of the subject and the preheader.
    """

    subject: str
    preheader: str
    date: str
    number: str
    day: str
    address: str
    picture: str
    lang: str
    dir: str


def list_page(
    editions: Sequence[Sent], *, house: House, language: str, month: str, months: Sequence[str]
) -> str:
    """Write a list of editions.

    Args:
        editions: Those on this page, the newest first.
        house: What all pages share.
        language: Of the page.
        month: The month that it is about, such as "2026/11/"; empty for the front one.
        months: Every month that has editions, the newest first; empty when one page holds all.
    """
    path = house.list_path(language, month)
    words = house.words_of(language)
    locale = choose_locale(language, house.publication.timezone)
    heading = show_month(month, locale) if month else words.archive
    title = f"{heading} – {house.publication.name}"
    linked = [(sent, house.address(sent.path(language), seen_from=path)) for sent in editions]
    data = list_data(linked, house=house, path=path, language=language, title=title)
    groups = [
        (show_month(name, locale), [make_row(sent, house, language, path) for sent in group])
        for name, group in groupby(editions, key=lambda sent: month_of(sent.day))
    ]
    return render_template(
        house.pages,
        LIST,
        {
            **shared_values(house, language, path),
            "title": title,
            "alternates": list_translations(house, month),
            "site": house.publication.site if is_address(house.publication.site) else "",
            "italics": language.partition("-")[0].casefold() not in UPRIGHT,
            "heading": heading,
            "month": month,
            "groups": groups,
            "years": group_years(months, house, language, path, locale),
            "data": write_data(data),
            "versions": [
                Other(
                    name=name_language(one),
                    address=relative(house.list_path(one, month), seen_from=path),
                    lang=one,
                    dir=language_direction(one),
                )
                for one in house.languages
            ],
        },
    )


def make_row(sent: Sent, house: House, language: str, path: str) -> Row:
    """Show an edition in a list."""
    version = sent.version(language)
    locale = choose_locale(language, house.publication.timezone)
    return Row(
        subject=version.subject,
        preheader=version.preheader,
        date=show_day(sent.day, locale),
        number=house.strings_of(language).number.replace("{}", str(sent.number)),
        day=sent.day.isoformat(),
        address=relative(sent.path(language), seen_from=path),
        picture=house.picture(version.image.url, seen_from=path) if version.image else "",
        lang=version.text_language,
        dir=language_direction(version.text_language),
    )


def list_translations(house: House, month: str) -> tuple[tuple[str, str], ...]:
    """List language and whole address of a list in every language."""
    if len(house.languages) == 1 or not house.public_url:
        return ()
    found = [(one, house.absolute(house.list_path(one, month))) for one in house.languages]
    return (*found, ("x-default", found[0][1]))


def group_years(
    months: Iterable[str], house: House, language: str, path: str, locale: "Locale"
) -> list[tuple[str, list[Other]]]:
    """Group the months by their years, the newest first."""
    return [
        (
            year,
            [
                Other(
                    name=show_month(month, locale),
                    address=relative(house.list_path(language, month), seen_from=path),
                )
                for month in found
            ],
        )
        for year, found in groupby(months, key=lambda month: month.partition("/")[0])
    ]


def show_month(month: str, locale: "Locale") -> str:
    """Write the name of a month such as "2026/11/", as the language writes it at a start."""
    from babel.dates import format_skeleton

    year, number, _ = month.split("/")
    shown = format_skeleton("yMMMM", date(int(year), int(number), 1), locale=locale)
    return shown[:1].upper() + shown[1:]
