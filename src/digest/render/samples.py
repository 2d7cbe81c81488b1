"""Invented editions that between them show everything a theme may be asked to show."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from digest.model.article import Byline, Image, Sighting
from digest.model.edition import Edition, Item, Section
from digest.model.publication import Publication

PAGES = "https://news.example.org"
PAPER = "https://paper.example.org"
MANY = 30
SAMPLE_HASH = "a1" * 32

PUBLICATION = Publication(
    id="the-sample",
    name="The Sample",
    strapline="All the News of a Quiet Town",
    timezone="Europe/Brussels",
    language="en",
    site=f"{PAPER}/",
    sender="The Sample <desk@example.org>",
    address="2 Mill Lane, 9000 Ghent",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An edition to try a theme with.

    Attributes:
        edition: Invented.
        public_url: Base of the public pages; empty where it has none.
    """

    edition: Edition
    public_url: str = PAGES


def tell(headline: str, summary: str = "", slug: str = "story") -> Item:
    """Make a story that was published this morning."""
    return Item(
        headline=headline,
        url=f"{PAPER}/{slug}",
        summary=summary,
        byline=(Byline(name="Ines Tarrant", role="Harbour Reporter"),),
        published=datetime(2026, 11, 23, 4, 40, tzinfo=UTC),
    )


HERO = replace(
    tell(
        "Old lock gates open again after eleven years",
        "The first barge passed at dawn. The keeper, who had waited since the flood, said the "
        f"[new gates]({PAPER}/gates) needed *one hand* where the old ones had needed four.",
        "gates",
    ),
    kicker="Waterways",
    minutes=4,
    image=Image(
        url="https://img.example.org/gates.jpg",
        alt="A barge between two green lock gates",
        credit="Photograph: L. Quist",
    ),
    also=(Sighting(name="Canal Wire", url="https://wire.example.org/gates"),),
)
PAID = Item(
    headline="Warm windows before the frost",
    url="https://glazier.example.org/offer",
    sponsor="Quist Glaziers",
    summary="We measure this week and fit before the first snow.",
)
NEWS = (
    replace(
        tell("Night buses return to the hills", "Two lines run until one.", "buses"),
        image=Image(url="https://img.example.org/bus.jpg", alt="A bus on a wet road"),
        updated=True,
        kicker="Transport",
    ),
    tell("Council keeps the library open on Sundays", "The vote was close.", "library"),
    replace(
        tell("عودة السوق القديم إلى الساحة", "فتح الباعة أكشاكهم مع شروق الشمس.", "souk"),
        byline=(Byline(name="رنا سليم"),),
    ),
    PAID,
)
BRIEFS = (tell("Choir seeks two tenors", slug="choir"), Item(headline="Frost is on its way"))
FULL = Edition(
    slug="the-sample-2026-11-23",
    number=71,
    language="en",
    subject="Old lock gates open again",
    preheader="Also today: night buses return to the hills",
    correction="Saturday’s edition gave the wrong name for the ferry: it is the Wagtail.",
    note="Good morning. It is *cold*, and the gates are open.",
    sections=(
        Section(name="Top story", id="top-story", items=(HERO,)),
        Section(name="Town", id="town", items=NEWS),
        Section(name="In brief", id="in-brief", items=BRIEFS),
    ),
)
BARE = replace(
    FULL,
    preheader="",
    correction=None,
    note="",
    sections=(Section(name="Today", items=(Item(headline="The lock is open"),)),),
)
HOSTILE = "<script>alert(1)</script> & {{ 7 * 7 }} {% if %} \"quoted\" 'single' -->"
ARABIC = replace(
    FULL,
    language="ar",
    subject="بوابات القناة تُفتح من جديد",
    preheader="وفي هذا العدد: الحافلات الليلية تعود",
    sections=(
        Section(
            name="المدينة",
            id="town",
            items=(
                replace(
                    HERO,
                    headline="بوابات القناة تُفتح بعد أحد عشر عامًا",
                    summary="مرّ القارب الأول عند الفجر.",
                    kicker="القناة",
                ),
                tell("Night buses return to the hills", "Two lines run until one.", "buses"),
            ),
        ),
    ),
)
LONG = (
    "The work took three winters and cost less than had been feared. The council pays a third, "
    "the province the rest; the first tolls are due in spring."
)

SAMPLES: Mapping[str, Sample] = {
    "full": Sample(edition=FULL),
    "bare": Sample(edition=BARE, public_url=""),
    "right-to-left": Sample(edition=ARABIC),
    "private": Sample(edition=FULL, public_url=""),
    "hostile": Sample(
        edition=replace(
            FULL,
            subject=HOSTILE,
            note=HOSTILE,
            sections=(
                Section(
                    name=HOSTILE,
                    items=(replace(HERO, headline=HOSTILE, summary=HOSTILE, kicker=HOSTILE),),
                ),
            ),
        )
    ),
    "many": Sample(
        edition=replace(
            FULL,
            sections=(
                Section(name="Top story", items=(HERO,)),
                Section(
                    name="Town",
                    items=tuple(
                        tell(f"Bridge number {number} is painted", LONG, f"bridge-{number}")
                        for number in range(2, MANY + 1)
                    ),
                ),
            ),
        )
    ),
    "paid": Sample(
        edition=replace(FULL, sections=(Section(name="Today", items=(PAID, *NEWS[:2])),))
    ),
}
