"""The archive for people: an edition's page and its card, and the way there from the top."""

from dataclasses import dataclass

from markupsafe import Markup

from digest.model.edition import Edition
from digest.model.message import Rendered
from digest.model.picture import CardColours, CardWish
from digest.render.archive import PAGE, PICTURES, Feeds, House, Origin, Sent, relative
from digest.render.archive_data import edition_data, write_data
from digest.render.archive_mail import read_reasons, web_mail
from digest.render.characters import language_direction
from digest.render.environment import render_template
from digest.render.locales import choose_locale, show_day

EDITION, TOP, LOOK = "edition.html", "top.html", "look.css"


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A way to another page.

    Attributes:
        name: Plain text.
        address: From this page; absolute for machines.
        lang, dir: Of the name.
    """

    name: str
    address: str
    lang: str = ""
    dir: str = ""


def edition_page(
    sent: Sent,
    rendered: Rendered,
    edition: Edition | None,
    *,
    house: House,
    origin: Origin,
    around: tuple[Sent | None, Sent | None],
) -> str:
    """Write the page of an edition in one language.

    Args:
        sent: The edition.
        rendered: In that language, as it was frozen.
        edition: Its text; None in locks of an earlier version.
        house: What all pages share.
        origin: What it was made with.
        around: The editions before and after it.
    """
    language = rendered.language
    path = sent.path(language)
    version = sent.version(language)
    mail = web_mail(
        rendered,
        page_urls=[
            f"{origin.public_url}/{place.removesuffix(PAGE)}" for place in (path, sent.path(""))
        ]
        if origin.public_url
        else (),
        pictures={f"{origin.public_url}/{PICTURES}": relative(PICTURES, seen_from=path)}
        if origin.public_url
        else {},
        reasons=read_reasons(house.reasons),
        publication=origin.name,
        paid={item.url for item in edition.items if item.sponsor and item.url} if edition else (),
    )
    image = house.absolute(sent.card_path(language)) if version.has_card else ""
    image = image or (version.image.url if version.image else "")
    data = edition_data(sent, rendered, edition, house=house, path=path, image=image)
    older, newer = around
    return render_template(
        house.pages,
        EDITION,
        {
            **shared_values(house, language, path),
            "mail": mail,
            "subject": version.subject,
            "preheader": version.preheader,
            "published": sent.at.isoformat(),
            "image": image,
            "has_card": version.has_card,
            "data": write_data(data),
            "alternates": list_alternates(sent, house),
            "versions": list_versions(sent, path),
            "older": other_edition(older, language, path),
            "newer": other_edition(newer, language, path),
        },
    )


def card_of(sent: Sent, language: str, *, house: House, picture: bytes | None) -> CardWish:
    """Say what an edition's social card shows.

    Args:
        sent: The edition.
        language: Of the card.
        house: What all pages share.
        picture: The first story's; None without one.
    """
    version = sent.version(language)
    locale = choose_locale(version.language, house.publication.timezone)
    colours = house.theme.light
    return CardWish(
        masthead=house.publication.name,
        headline=version.subject,
        date=show_day(sent.day, locale),
        language=version.text_language,
        colours=CardColours(
            ground=colours.card, text=colours.text, muted=colours.muted, accent=colours.accent
        ),
        picture=picture,
    )


def top_page(house: House) -> str:
    """Write the page at the top of the site, which leads to the archive."""
    language = house.languages[0]
    path = "index.html"
    return render_template(
        house.pages,
        TOP,
        {
            **shared_values(house, language, path),
            "title": house.publication.name,
            "canonical": house.absolute(house.list_path(language)),
            "target": relative(house.list_path(language), seen_from=path),
        },
    )


def shared_values(house: House, language: str, path: str) -> dict[str, object]:
    """Name what every template sees."""
    listed = language if language in house.languages else house.languages[0]
    return {
        "house": house.publication,
        "words": house.words_of(language),
        "lang": language,
        "dir": language_direction(language),
        "style": Markup(  # noqa: S704 - tokens are checked when a theme is read
            render_template(house.styles, LOOK, {"theme": house.theme})
        ),
        "width": house.theme.sizes.width,
        "canonical": house.absolute(path),
        "home": relative(house.list_path(listed), seen_from=path),
        "feeds": Feeds(
            rss=relative(house.feed_path(listed, "feed.xml"), seen_from=path),
            json=relative(house.feed_path(listed, "feed.json"), seen_from=path),
        ),
        "subscribe": house.subscribe_url,
    }


def list_versions(sent: Sent, path: str) -> list[Other]:
    """List an edition's page in every language; empty when there is one only."""
    if len(sent.versions) == 1:
        return []
    return [
        Other(
            name=name_language(one.language),
            address=relative(sent.path(one.language), seen_from=path),
            lang=one.language,
            dir=language_direction(one.language),
        )
        for one in sent.versions
    ]


def list_alternates(sent: Sent, house: House) -> tuple[tuple[str, str], ...]:
    """List language and whole address of an edition's page in every language."""
    if len(sent.versions) == 1 or not house.public_url:
        return ()
    found = [(one.language, house.absolute(sent.path(one.language))) for one in sent.versions]
    return (*found, ("x-default", found[0][1]))


def other_edition(sent: Sent | None, language: str, path: str) -> Other | None:
    """Show the way to the edition before or after."""
    if sent is None:
        return None
    version = sent.version(language)
    return Other(
        name=version.subject,
        address=relative(sent.path(language), seen_from=path),
        lang=version.text_language,
        dir=language_direction(version.text_language),
    )


def name_language(tag: str) -> str:
    """Name a language in itself."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(tag, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return name[:1].upper() + name[1:] if name else tag
