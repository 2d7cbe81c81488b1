"""An invented edition that uses everything a theme has, and the shipped themes to render it."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from digest.model.article import Byline, Image, Sighting
from digest.model.edition import Edition, Item, Section
from digest.model.message import Rendered
from digest.model.publication import Publication
from digest.render.message import render_edition
from digest.render.opening import OpenTheme, open_theme

TEMPLATES = Path(__file__).parents[3] / "templates"
PAGES = "https://news.example.org"
HASH = "5f" * 32
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
PAPER = "https://daily.example.org/2026/11/23"

PUBLICATION = Publication(
    id="the-daily",
    name="The Daily",
    strapline="Read the World Today",
    timezone="Europe/Brussels",
    language="en",
    site="https://daily.example.org/",
    sender="The Daily <daily@example.org>",
    address="1 Press Lane, 1000 Brussels",
)


def story(headline: str, summary: str = "", slug: str = "story", **more: Any) -> Item:
    """Make an item as the desk of The Daily would."""
    return Item(
        headline=headline,
        url=f"{PAPER}/{slug}",
        summary=summary,
        byline=(Byline(name="Lena Okoro"),),
        published=datetime(2026, 11, 23, 3, 12, tzinfo=UTC),
        **more,
    )


HERO = replace(
    story(
        "Ministers back down on port levy after night of talks",
        "The government has shelved its planned levy on container ports, hours before a vote it "
        f"was expected to lose. The *harbour master* said [the figures]({PAPER}/figures) were "
        "never in doubt.",
        "levy",
        kicker="Politics",
        image=Image(
            url="https://img.example.org/levy.jpg",
            alt="Cranes above container stacks at dusk",
            credit="Photograph: R. Adeyemi",
        ),
        also=(Sighting(name="Example Wire", url="https://wire.example.org/levy"),),
    ),
    byline=(Byline(name="Jo Marsh", role="Political Editor"),),
)
ARABIC = replace(
    story(
        "المزارعون يعودون إلى حقولهم بعد موسم الجفاف",
        "عادت الحياة إلى قرى الوادي مع أول أمطار الموسم.",
        "fields",
    ),
    byline=(Byline(name="ليلى حداد", role="مراسلة"),),
)
SPONSORED = Item(
    headline="Savings that keep pace",
    url="https://harbourbank.example.org/savings",
    sponsor="Harbour Bank",
    summary="Open an account in ten minutes, and keep your rate for two years.",
)
WORLD = (
    story(
        "Border crossing reopens as monitors arrive",
        "Lorries moved again at dawn after observers took up posts on both sides.",
        "border",
        image=Image(url="https://img.example.org/border.jpg", alt="Lorries at a barrier"),
    ),
    story(
        "Flood defences hold in the delta — just",
        "Engineers said water peaked two centimetres below the new wall.",
        "flood",
        updated=True,
    ),
    ARABIC,
)
BUSINESS = (
    story(
        "Chipmaker to cut 1,200 jobs & close plant",
        "The company blamed “weak orders” for memory parts.",
        "chip",
    ),
    SPONSORED,
)
BRIEFS = (
    story("Rail strike called off after pay offer", slug="rail"),
    story("Record entries for the city marathon", slug="run"),
)
EDITION = Edition(
    slug="the-daily-2026-11-23",
    number=214,
    language="en",
    subject="Ministers back down on port levy",
    preheader="Also today: border crossing reopens; rates stay at 3.75%",
    correction="Saturday’s edition gave the wrong year for the opening of the lock: it was 1931.",
    note="Good morning. A long night, and a short one for *the rest of us*.",
    sections=(
        Section(name="Top story", id="top-story", items=(HERO,)),
        Section(name="World", id="world", items=WORLD),
        Section(name="Business", id="business", items=BUSINESS),
        Section(name="In brief", id="in-brief", items=BRIEFS),
    ),
)
PLAIN = replace(EDITION, correction=None, note="")


def sources() -> dict[str, str]:
    """Every shipped template by name, such as "shipped/daily/mail.mjml.j2"."""
    return {
        f"shipped/{path.relative_to(TEMPLATES).as_posix()}": path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*"))
        if path.suffix in (".j2", ".toml", ".css") and path.parent.name != "archive"
    }


@lru_cache(maxsize=4)
def shipped(name: str) -> OpenTheme:
    return open_theme(name, sources())


def daily() -> OpenTheme:
    return shipped("daily")


def theme_with(**files: str) -> OpenTheme:
    """The desk's own theme "mine": `mail_mjml_j2="…"` is templates/mine/mail.mjml.j2."""
    own = {
        f"mine/{name.replace('_mjml_j2', '.mjml.j2').replace('_txt_j2', '.txt.j2')}": text
        for name, text in files.items()
    }
    return open_theme("mine", sources() | own)


def render(
    edition: Edition = EDITION,
    publication: Publication = PUBLICATION,
    *,
    theme: OpenTheme | None = None,
    public_url: str = PAGES,
) -> Rendered:
    return render_edition(
        edition, publication, theme=theme or daily(), content_hash=HASH, public_url=public_url
    )


def with_hero(**changes: Any) -> Edition:
    """The edition with another hero."""
    first, *rest = PLAIN.sections
    return replace(PLAIN, sections=(replace(first, items=(replace(HERO, **changes),)), *rest))


def with_items(*items: Item) -> Edition:
    """An edition of one section."""
    return replace(PLAIN, sections=(Section(name="Today", id="today", items=items),))
