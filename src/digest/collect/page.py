"""A web page becomes an article.

Each field comes from the layer that is trusted most and has it: JSON-LD, OpenGraph, other metas,
microdata, what readers see at the top of the article, the address. The text is extracted by
trafilatura. What stays unclean inside the text is the matter of `edit.clean`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from digest.collect.blocks import is_long
from digest.collect.clues import Reading
from digest.collect.decode import decode, is_text
from digest.collect.front import Front, read_front
from digest.collect.front_headline import make_headline
from digest.collect.front_lines import Setting
from digest.collect.front_text import SENTENCE_END
from digest.collect.language import choose_language
from digest.collect.likeness import without_site
from digest.collect.markup import parse, strip_raw, why_unsafe
from digest.collect.page_body import extract
from digest.collect.page_date import choose_date
from digest.collect.page_fields import (
    choose_address,
    choose_byline,
    choose_dek,
    choose_section,
)
from digest.collect.page_headline import choose_headline
from digest.collect.page_image import choose_image
from digest.collect.page_origins import Origins
from digest.collect.page_sheet import Sheet, sites_of, take_apart
from digest.collect.page_text import choose_text, running
from digest.collect.plaintext import read_text
from digest.collect.urls import canonical_url
from digest.model.article import Article, Sighting
from digest.model.fetch import FetchFailure, SavedPage
from digest.text.colophon import NOT_FOUND

LINKED_HEADINGS = 8  # a page with so many linked headings is likely a list of articles
LINKED = 0.8
RUNNING = 250  # letters of a paragraph that no list has
WORTH_A_HEADLINE = 400  # letters of a text without a headline that surely is an article
NOT_A_TEXT = "it is no text: a picture, a PDF or another file that no page is"
NO_TEXT = "there is no article on this page: it has no paragraph of running text"
NO_HEADLINE = "there is no article on this page: it has no headline"
A_LIST = "there is no article on this page: it is a list of articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What was understood of a page.

    Attributes:
        sites: Keys of the site's name.
        languages: Language tags, the likeliest first.
        front: The top of the article.
        headline: The one that was chosen; may be empty.
        paragraphs: The text.
    """

    sites: frozenset[str]
    languages: tuple[str, ...]
    front: Front
    headline: str
    paragraphs: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A page as it was read.

    Attributes:
        article: Its text not yet cleaned (`edit.clean`); or why there is none.
        found: What it was read from, for `tell_origins`; None for a text without markup.
    """

    article: Article | FetchFailure
    found: Origins | None = None


def read_page(  # noqa: PLR0913 - what a use case knows of a page
    body: bytes,
    *,
    url: str,
    source: str,
    now: datetime,
    zone: str,
    content_type: str = "",
    language: str | None = None,
) -> Article | FetchFailure:
    """Read a web page that was fetched.

    Args:
        body: Its bytes.
        url: Where it was found, after redirects.
        source: Name of the source.
        now: The present moment, aware.
        zone: IANA zone to assume for a date that names none.
        content_type: As sent by the server; may be empty.
        language: Language tag to assume when the page states none.

    Returns:
        The article, its text not yet cleaned (`edit.clean`); or why there is none.
    """
    reading = Reading(source=source, now=now, zone=zone, language=language)
    return look_at_page(body, url=url, content_type=content_type, reading=reading).article


def look_at_page(body: bytes, *, url: str, content_type: str, reading: Reading) -> Look:
    """Read a web page that was fetched, and keep what tells why it was read so.

    Args:
        body: Its bytes.
        url: Where it was found, after redirects.
        content_type: As sent by the server; may be empty.
        reading: Source, moment, zone and language.
    """
    if not is_text(body):
        return Look(article=FetchFailure(url=url, reason=NOT_A_TEXT))
    return look_through(decode(body, content_type=content_type), address=url, reading=reading)


def read_saved_page(
    page: SavedPage,
    *,
    source: str,
    now: datetime,
    zone: str,
    language: str | None = None,
    url: str | None = None,
) -> Article | FetchFailure:
    """Read a saved page, HTML or plain text; its content decides, then its suffix.

    Args:
        page: The file.
        source: Name of the source.
        now: The present moment, aware.
        zone: IANA zone to assume for a date that names none.
        language: Language tag to assume when the page states none.
        url: The article's own address when somebody has told it; it wins. Without it the page's
            own word counts, and the `file:` URL of a page that has none.

    Returns:
        The article; or why there is none, with the file's path in the place of the address.
    """
    reading = Reading(source=source, now=now, zone=zone, language=language)
    return look_at_saved_page(page, url=url, reading=reading).article


def look_at_saved_page(page: SavedPage, *, url: str | None, reading: Reading) -> Look:
    """Read a saved page, and keep what tells why it was read so.

    Args:
        page: The file.
        url: As in `read_saved_page`.
        reading: Source, moment, zone and language.
    """
    if not is_text(page.body):
        return Look(article=FetchFailure(url=page.path, reason=NOT_A_TEXT))
    text = decode(page.body)
    address = (canonical_url(url) if url else None) or page.address
    if is_html(text, name=page.name):
        look = look_through(text, address=address, reading=reading)
    else:
        look = Look(article=read_text(text, address=address, reading=reading))
    article = look.article
    if isinstance(article, FetchFailure):
        return replace(look, article=replace(article, url=page.path))
    is_told = url and address != page.address
    return replace(look, article=replace(article, url=address)) if is_told else look


def is_html(text: str, *, name: str) -> bool:
    """Tell whether a file is a web page: by what is in it, since suffixes lie."""
    start = text.lstrip("\ufeff \t\n")[:1000].lower()
    if start.startswith(("<!doctype html", "<html", "<?xml", "<head", "<body")):
        return True
    suffix = name.rpartition(".")[2].lower()
    looks = any(mark in start for mark in ("<html", "<body", "<head", "<p>", "<div", "<table"))
    return looks if suffix == "txt" else "<" in text


def look_through(text: str, *, address: str, reading: Reading) -> Look:
    """Read the text of a page, and keep what tells why it was read so.

    Args:
        text: The whole page.
        address: Where it was found, or the `file:` URL of a saved one.
        reading: Source, moment, zone and language.
    """
    markup, linked = strip_raw(text)
    if problem := why_unsafe(markup):
        reason = f"the page is not read, because {problem}"
        return Look(article=FetchFailure(url=address, reason=reason))
    root = parse(markup)
    if root is None:
        return Look(article=FetchFailure(url=address, reason="the page is empty"))
    sheet = take_apart(root, text, linked, address=address)
    view = look_at(sheet, reading)
    if problem := why_no_article(sheet, view):
        return Look(article=FetchFailure(url=address, reason=problem))
    found = Origins(sheet=sheet, front=view.front, reading=reading)
    return Look(article=make_article(sheet, view, reading), found=found)


def look_at(sheet: Sheet, reading: Reading) -> View:
    """Understand a page: first what surely is text, then what stands above it."""
    sites = sites_of(sheet, reading)
    languages = tuple(dict.fromkeys(one for one in (sheet.language, reading.language) if one))
    extracted = extract(sheet.root, url=sheet.address)
    names = [
        without_site(text, sites) for text in (sheet.title, *(one.headline for one in sheet.layers))
    ]
    setting = Setting(
        reading=reading,
        sites=sites,
        titles=tuple(name for name in names if name),
        languages=languages,
        body=tuple(paragraph for paragraph in extracted if is_long(paragraph)),
    )
    front = read_front(sheet.blocks, setting)
    headline = choose_headline(
        [clues.headline for clues in sheet.layers],
        title=sheet.title,
        blocks=sheet.blocks,
        front=front.headline,
        body=" ".join(setting.body or extracted),
        sites=sites,
    )
    paragraphs = choose_text(sheet, extracted, front, headline=headline)
    if not headline and running(paragraphs) >= WORTH_A_HEADLINE:
        headline = make_headline([one for one in paragraphs if is_long(one)])
    return View(
        sites=sites, languages=languages, front=front, headline=headline, paragraphs=paragraphs
    )


def why_no_article(sheet: Sheet, view: View) -> str | None:
    """Tell why a page is no article, in one phrase; None when it is one."""
    claimed = sheet.layers[0].article or sheet.layers[1].article or sheet.layers[3].article
    if not view.headline:
        return NO_HEADLINE
    if NOT_FOUND.search(view.headline) and running(view.paragraphs) < WORTH_A_HEADLINE:
        return NO_TEXT
    brief = " ".join(one for one in view.paragraphs if SENTENCE_END.search(one))
    if not any(map(is_long, [*view.paragraphs, brief])):
        return None if claimed and view.paragraphs else NO_TEXT
    listed = sum(1 for block in sheet.blocks if block.rank and block.linked > LINKED)
    at_door = urlsplit(sheet.address).path in {"", "/"}
    longest = max(map(len, view.paragraphs))
    if not claimed and listed >= LINKED_HEADINGS and (at_door or longest < RUNNING):
        return A_LIST
    return None


def make_article(sheet: Sheet, view: View, reading: Reading) -> Article:
    """Fill in the fields of the noun."""
    layers = sheet.layers
    moment = choose_date(
        layers, view.front, url=sheet.address, reading=reading, languages=view.languages
    )
    body = "\n\n".join(view.paragraphs)
    site = next((clues.site for clues in layers if clues.site), reading.source)
    address = choose_address(sheet.named, url=sheet.address, base=sheet.base)
    return Article(
        url=address,
        headline=view.headline,
        source=reading.source,
        byline=choose_byline(layers, view.front, site=site, sites=view.sites),
        dek=choose_dek(
            layers,
            view.front,
            headline=view.headline,
            paragraphs=view.paragraphs,
            sites=view.sites,
        ),
        lede=view.paragraphs[0],
        body=body,
        image=choose_image(
            [image for clues in layers for image in clues.images],
            sheet.root,
            base=sheet.base,
            sites=view.sites,
            headline=view.headline,
        ),
        language=choose_language(sheet.language, reading.language, body),
        section=choose_section(layers),
        published=moment.instant if moment else None,
        precision=moment.precision if moment else None,
        zone_known=moment.zone_known if moment else True,
        first_seen=reading.now,
        sightings=(Sighting(name=reading.source, url=address),),
    )
