"""What a page of the archive says to machines: JSON-LD in the words of schema.org."""

import json
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from digest.model.article import Byline
from digest.model.edition import Edition, Item
from digest.model.message import Rendered
from digest.render.archive import House, Sent
from digest.render.characters import text_language
from digest.text.notes import is_address

CONTEXT = "https://schema.org"
LONGEST_HEADLINE = 300
# Whatever could end the element, or a line of a script, is written in another way.
ESCAPES = {ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}


def write_data(data: dict[str, Any]) -> Markup:
    """Write JSON-LD as the text of a script element, which nothing in it can end."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(ESCAPES))  # noqa: S704 - no "<" is left


def edition_data(
    sent: Sent, rendered: Rendered, edition: Edition | None, *, house: House, path: str, image: str
) -> dict[str, Any]:
    """Describe an edition's page: a collection whose main entity is the list of its news.

    What is paid for is no news, and is left out.

    Args:
        sent: The edition.
        rendered: In the language of the page.
        edition: Its text; None in locks of an earlier version, of which no list can be made.
        house: What all pages share.
        path: Of the page.
        image: Address of the picture that stands for it; may be empty.
    """
    address = house.absolute(path)
    version = sent.version(rendered.language)
    news = [item for item in edition.items if not item.sponsor] if edition else []
    return without_empty(
        {
            "@context": CONTEXT,
            "@type": "CollectionPage",
            "@id": address,
            "url": address,
            "name": version.subject,
            "description": version.preheader,
            "inLanguage": version.language,
            "datePublished": sent.at.isoformat(),
            "image": image,
            "isPartOf": periodical(house),
            "publisher": publisher(house),
            "mainEntity": story_list(news, sent, version.text_language, house) if news else None,
        }
    )


def story_list(news: list[Item], sent: Sent, language: str, house: House) -> dict[str, Any]:
    """List the stories of an edition."""
    return {
        "@type": "ItemList",
        "numberOfItems": len(news),
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "item": article_data(item, sent, language, house),
            }
            for place, item in enumerate(news, start=1)
        ],
    }


def article_data(item: Item, sent: Sent, language: str, house: House) -> dict[str, Any]:
    """Describe one story where it is told at length."""
    url = item.url if item.url and is_address(item.url) else ""
    own = text_language(f"{item.headline} {item.summary}", language) or language
    published = item.published or sent.at
    return without_empty(
        {
            "@type": "NewsArticle",
            "headline": item.headline[:LONGEST_HEADLINE],
            "url": url,
            "author": [person(one) for one in item.byline],
            "datePublished": published.isoformat(),
            "image": item.image.url if item.image else "",
            "publisher": teller(url, house),
            "inLanguage": own.removeprefix("und-Latn"),
            "articleSection": item.kicker,
            "isPartOf": periodical(house) if is_own(url, house) else None,
        }
    )


def list_data(
    editions: list[tuple[Sent, str]], *, house: House, path: str, language: str, title: str
) -> dict[str, Any]:
    """Describe a list of editions.

    Args:
        editions: Each with the address of its page.
        house: What all pages share.
        path: Of the page.
        language: Of the page.
        title: Of the page.
    """
    address = house.absolute(path)
    return without_empty(
        {
            "@context": CONTEXT,
            "@type": "CollectionPage",
            "@id": address,
            "url": address,
            "name": title,
            "inLanguage": language,
            "isPartOf": periodical(house),
            "publisher": publisher(house),
            "mainEntity": {
                "@type": "ItemList",
                "numberOfItems": len(editions),
                "itemListElement": [
                    {
                        "@type": "ListItem",
                        "position": place,
                        "name": sent.version(language).subject,
                        "url": url,
                    }
                    for place, (sent, url) in enumerate(editions, start=1)
                ],
            },
        }
    )


def publisher(house: House) -> dict[str, Any]:
    """Describe who publishes the newsletter."""
    publication = house.publication
    return without_empty(
        {
            "@type": "NewsMediaOrganization",
            "name": publication.name,
            "url": publication.site if is_address(publication.site) else "",
        }
    )


def periodical(house: House) -> dict[str, Any]:
    """Describe the newsletter."""
    home = house.absolute(house.list_path(house.languages[0]))
    return without_empty(
        {
            "@type": "Periodical",
            "name": house.publication.name,
            "description": house.publication.strapline,
            "url": home,
        }
    )


def teller(url: str, house: House) -> dict[str, Any]:
    """Describe who published a story: ourselves, or the site where it stands."""
    if is_own(url, house):
        return publisher(house)
    host = read_host(url)
    return {"@type": "Organization", "name": host, "url": f"{url[: url.index(':')]}://{host}/"}


def is_own(url: str, house: House) -> bool:
    """Tell whether a story is the publication's own; one without a link is told nowhere else."""
    return read_host(url) in ("", read_host(house.publication.site))


def read_host(url: str) -> str:
    """Read the host of an address, without www."""
    try:
        return (urlsplit(url).netloc.rpartition("@")[2]).removeprefix("www.").casefold()
    except ValueError:
        return ""


def person(one: Byline) -> dict[str, Any]:
    """Describe one of the people who wrote a story."""
    return without_empty({"@type": "Person", "name": one.name, "jobTitle": one.role})


def without_empty(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {name: value for name, value in data.items() if value}
