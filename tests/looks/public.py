"""Every page that readers open themselves, in any language, as the browser tests look at it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path

from digest.adapters.public_files import read_public_templates, read_public_words
from digest.adapters.templates import ChildRenderer
from digest.model.delivery import Delivery, Outcome
from digest.model.publication import Publication, ReaderList, SectionRule, WeeklyRules
from digest.model.record import LetterRecord, PersonReport
from digest.model.signup import ConsentGiven, ConsentText
from digest.model.subscriber import Consent, Frequency, Subscriber, SubscriberState
from digest.render import public_pages as pages
from digest.render import public_views as views
from digest.render.archive_pages import name_language
from digest.render.public_house import PublicHouse, open_public_house
from digest.render.public_words import consent_text, consent_version

Page = Callable[[], str]
LANGUAGES = ("en", "ar", "de", "fr", "ja")
NOWHERE = Path("/nowhere")
MASKED = "j\u2022\u2022\u2022@example.org"
TOKEN = "AQEBAAAAAAAAACoxMjM0NTY3ODkwYWJjZGVm"
ASKED = datetime(2026, 11, 3, 7, 12, tzinfo=UTC)
CHANGES = (
    "lists: daily, sea -> daily; frequency: daily -> weekly; state: subscribed -> paused; "
    "paused until: - -> 2027-01-02T07:12+00:00"
)
BREAK_ENDS = date(2026, 12, 27)
PUBLICATION = Publication(
    id="harbour-daily",
    name="The Harbour Daily",
    strapline="What the tide brought in, every morning",
    timezone="Europe/Brussels",
    language="en",
    languages=LANGUAGES[1:],
    sender="The Harbour Daily <desk@harbour.example.org>",
    address="Quay 4, 9000 Port Alder",
    weekly=WeeklyRules(),
    lists=(
        ReaderList(name="daily", title="The morning edition", about="Every day at six."),
        ReaderList(name="sea", title="Notes from the sea", about="Once a month, at full moon."),
    ),
    sections=tuple(
        SectionRule(name=name) for name in ("Politics", "Harbour & shipping", "Culture", "Sport")
    ),
)


@lru_cache(maxsize=8)
def open_house(publication: Publication = PUBLICATION) -> PublicHouse:
    """Open the pages of a publication with the words and looks that come with the program."""
    with ChildRenderer(NOWHERE) as renderer:
        theme = renderer.tokens(publication.theme)
    return open_public_house(
        publication,
        files=(read_public_templates(NOWHERE), read_public_words(NOWHERE)),
        public_url="https://news.example.org",
        theme=theme,
    )


def offer_lists(*chosen: str) -> tuple[views.Choice, ...]:
    """List the lists, some of them ticked."""
    return tuple(
        views.Choice(value=one.name, title=one.title, about=one.about, chosen=one.name in chosen)
        for one in PUBLICATION.lists
    )


def offer_sections(*chosen: str) -> tuple[views.Choice, ...]:
    """List the sections, some of them ticked."""
    return tuple(
        views.Choice(value=f"s{at}", title=one.name, chosen=one.name in chosen)
        for at, one in enumerate(PUBLICATION.sections)
    )


def preferences(language: str) -> views.PreferencesView:
    """Say what a reader has chosen."""
    return views.PreferencesView(
        language=language,
        action=f"/preferences/{TOKEN}",
        email=MASKED,
        everything=f"/preferences/{TOKEN}/everything",
        forget=f"/preferences/{TOKEN}/forget",
        frequency="daily",
        languages=tuple(
            views.Choice(value=one, title=name_language(one), chosen=one == language)
            for one in LANGUAGES
        ),
        earliest=date(2026, 11, 26),
        latest=date(2027, 11, 26),
        lists=offer_lists("daily"),
        sections=offer_sections("Politics", "Culture"),
    )


def report(language: str, house: PublicHouse) -> PersonReport:
    """Say what is kept about a reader."""
    text = consent_text(house.words_of(language), house.publication)
    version = consent_version(language, text)
    shown = ConsentText(version=version, language=language, text=text, first_shown=ASKED)
    return PersonReport(
        subscriber=Subscriber(
            key="jane@example.org",
            email="jane@example.org",
            name="Jane Dockhand",
            state=SubscriberState.PAUSED,
            language=language,
            lists=("daily",),
            fields=(("town", "Port Alder"),),
            consent=Consent(at=ASKED, source="form", proof=version),
            frequency=Frequency.WEEKLY,
            paused_until=ASKED + timedelta(days=60),
        ),
        consents=(
            ConsentGiven(
                asked_at=ASKED,
                at=ASKED + timedelta(minutes=4),
                source="form",
                language=language,
                text=version,
                lists=("daily",),
            ),
        ),
        texts={version: shown},
        letters=(LetterRecord(kind="confirm", asked_at=ASKED, outcome="accepted", code=250),),
        deliveries=tuple(
            (
                f"harbour-daily-2026-11-{day:02}",
                Delivery(
                    subscriber_id=1,
                    outcome=Outcome.ACCEPTED,
                    message_id=f"<{day}.{'k' * 60}@harbour.example.org>",
                    code=250,
                    reply="2.0.0 Ok: queued",
                    attempts=1,
                    at=ASKED + timedelta(days=day - ASKED.day),
                ),
            )
            for day in range(4, 24)
        ),
        events=(
            (ASKED, "added", "form"),
            (ASKED + timedelta(minutes=4), "confirmed", ""),
            (ASKED + timedelta(days=9), "preferences", CHANGES),
        ),
    )


def list_pages(language: str, house: PublicHouse | None = None) -> dict[str, str]:
    """Write every page in every state in one language, in the theme of a house."""
    house = house or open_house()
    own = preferences(language)
    lists = own.lists
    form = views.SubscribeView(language=language, action="/subscribe", lists=lists)
    confirm = views.ConfirmView(
        language=language, action=f"/confirm/{TOKEN}", email=MASKED, subscribe="/subscribe"
    )
    written: dict[str, Page] = {
        "subscribe": lambda: pages.subscribe_page(house, form),
        "subscribe-wrong": lambda: pages.subscribe_page(
            house, replace(form, email="jane@example", flaw=views.Flaw.ADDRESS)
        ),
        "asked": lambda: pages.asked_page(
            house, views.AskedView(language=language, subscribe="/subscribe")
        ),
        "confirm": lambda: pages.confirm_page(house, confirm),
        "confirm-done": lambda: pages.confirm_page(house, replace(confirm, is_done=True)),
        "confirm-left": lambda: pages.confirm_page(house, replace(confirm, has_left=True)),
        "confirm-expired": lambda: pages.confirm_page(house, replace(confirm, is_expired=True)),
        "confirmed": lambda: pages.confirmed_page(
            house,
            views.ConfirmedView(language=language, email=MASKED, preferences=own.action),
        ),
        "unsubscribe": lambda: pages.unsubscribe_page(
            house,
            views.UnsubscribeView(
                language=language,
                action=f"/unsubscribe/{TOKEN}",
                email=MASKED,
                preferences=own.action,
            ),
        ),
        "unsubscribe-left": lambda: pages.unsubscribe_page(
            house,
            views.UnsubscribeView(
                language=language,
                action=f"/unsubscribe/{TOKEN}",
                email=MASKED,
                has_left=True,
                back=own.action,
            ),
        ),
        "unsubscribed": lambda: pages.unsubscribed_page(
            house, views.UnsubscribedView(language=language, email=MASKED, back=own.action)
        ),
        "preferences": lambda: pages.preferences_page(
            house,
            replace(
                own, is_saved=True, pause="2026-12-27", is_paused=True, paused_until=BREAK_ENDS
            ),
        ),
        "preferences-wrong": lambda: pages.preferences_page(
            house, replace(own, pause="soon", flaws=(views.Flaw.BAD_DATE,))
        ),
        "preferences-none": lambda: pages.preferences_page(
            house,
            replace(
                own,
                lists=offer_lists("daily"),
                sections=offer_sections(),
                flaws=(views.Flaw.NO_SECTION,),
            ),
        ),
        "preferences-gone": lambda: pages.preferences_page(
            house, replace(own, is_mailed=False, may_come_back=True)
        ),
        "preferences-dead": lambda: pages.preferences_page(house, replace(own, is_mailed=False)),
        "everything": lambda: pages.everything_page(
            house,
            views.EverythingView(
                language=language,
                report=report(language, house),
                data=f"{own.everything}.json",
                preferences=own.action,
            ),
        ),
        "forget": lambda: pages.forget_page(
            house,
            views.ForgetView(
                language=language, action=own.forget, email=MASKED, preferences=own.action
            ),
        ),
        "forgotten": lambda: pages.forgotten_page(house, views.ForgottenView(language=language)),
    }
    for kind in views.Mistake:
        leaves = kind in (views.Mistake.LINK, views.Mistake.OWN)
        view = views.MistakeView(
            language=language, kind=kind, subscribe="/subscribe", leaves=leaves
        )
        written[f"mistake-{kind.value}"] = partial(pages.mistake_page, house, view)
    return {f"{name}-{language}": write() for name, write in written.items()}
