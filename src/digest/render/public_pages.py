"""The pages that readers open themselves: one function for each, from plain values to HTML.

They are the same with and without JavaScript, for there is none: forms and links do everything.
"""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from digest.render.archive_pages import name_language
from digest.render.characters import language_direction
from digest.render.environment import render_template
from digest.render.letters import show_hours
from digest.render.locales import choose_locale, show_day
from digest.render.public_everything import list_groups
from digest.render.public_house import PublicHouse
from digest.render.public_views import (
    AskedView,
    ConfirmedView,
    ConfirmView,
    EverythingView,
    Flaw,
    ForgetView,
    ForgottenView,
    Mistake,
    MistakeView,
    PreferencesView,
    SubscribeView,
    UnsubscribedView,
    UnsubscribeView,
)
from digest.render.public_words import (
    PublicWords,
    consent_text,
    consent_version,
    fill,
)
from digest.render.view import UPRIGHT

# A date that everybody writes the same way, for who is told how to.
EXAMPLE_DATE = "2026-12-24"
MOST_LISTS_WITHOUT_CHOICE = 1
# The field beside which a mistake is told.
FIELDS = {
    Flaw.ADDRESS: "email",
    Flaw.NO_ADDRESS: "email",
    Flaw.SPACE: "email",
    Flaw.NO_LIST: "list",
    Flaw.NO_SECTION: "section",
    Flaw.BAD_DATE: "pause",
    Flaw.PAST_DATE: "pause",
    Flaw.FAR_DATE: "pause",
}


def subscribe_page(house: PublicHouse, view: SubscribeView) -> str:
    """Write the form on which people sign up, with the sentence of `consent_text`."""
    words = house.words_of(view.language)
    return write_page(
        house,
        "subscribe.html",
        view,
        title="subscribe_title",
        told=words["please_check"] if view.flaw else "",
        flaw=tell_flaws(words, (view.flaw,) if view.flaw else ())["email"],
        italics=has_italics(view.language),
        consent=fill(words["consent"], house.publication.name),
        version=consent_version(view.language, consent_text(words, house.publication)),
        has_choice=len(view.lists) > MOST_LISTS_WITHOUT_CHOICE,
        canonical=f"{house.public_url}/subscribe",
        has_languages=True,
    )


def asked_page(house: PublicHouse, view: AskedView) -> str:
    """Write the page that asks to look into the mailbox."""
    hours = house.publication.readers.confirm_hours
    span = show_hours(hours, view.language, house.publication)
    return write_page(house, "asked.html", view, title="asked_title", span=span)


def confirm_page(house: PublicHouse, view: ConfirmView) -> str:
    """Write the page with the button that confirms, or that says why there is none."""
    states = (
        (view.is_done, "confirm_done"),
        (view.has_left, "confirm_left"),
        (view.is_expired, "expired"),
    )
    kind = next((name for is_so, name in states if is_so), "confirm")
    return write_page(
        house, "confirm.html", view, title=f"{kind}_title", kind=kind, has_languages=True
    )


def confirmed_page(house: PublicHouse, view: ConfirmedView) -> str:
    """Write the page that welcomes."""
    return write_page(house, "confirmed.html", view, title="confirmed_title")


def unsubscribe_page(house: PublicHouse, view: UnsubscribeView) -> str:
    """Write the page with the button with which one leaves, or that says that one has left."""
    title = "left_already_title" if view.has_left else "unsubscribe_title"
    return write_page(house, "unsubscribe.html", view, title=title, has_languages=True)


def unsubscribed_page(house: PublicHouse, view: UnsubscribedView) -> str:
    """Write the page that says goodbye, with the way back."""
    return write_page(house, "unsubscribed.html", view, title="unsubscribed_title")


def preferences_page(house: PublicHouse, view: PreferencesView) -> str:
    """Write the page of a reader's choices."""
    words = house.words_of(view.language)
    is_saved = view.is_saved and view.is_mailed
    return write_page(
        house,
        "preferences.html",
        view,
        title="preferences_title",
        told=words["saved" if is_saved else "please_check"] if is_saved or view.flaws else "",
        is_saved=is_saved,
        paused=show_pause(house, view),
        flaws=tell_flaws(words, view.flaws),
        first=FIELDS[view.flaws[0]] if view.flaws else "",
        is_no_date=Flaw.BAD_DATE in view.flaws,
        offered=[(one, name_language(one.value)) for one in view.languages],
        write_to=write_to(house.publication.desk_address),
        has_languages=True,
    )


def everything_page(house: PublicHouse, view: EverythingView) -> str:
    """Write the page of everything that is kept about a person."""
    return write_page(
        house,
        "everything.html",
        view,
        title="everything_title",
        groups=list_groups(view.report, house.words_of(view.language), house.publication),
        has_languages=True,
    )


def forget_page(house: PublicHouse, view: ForgetView) -> str:
    """Write the page with the button that erases."""
    return write_page(house, "forget.html", view, title="forget_title", has_languages=True)


def forgotten_page(house: PublicHouse, view: ForgottenView) -> str:
    """Write the page that says that everything is erased."""
    return write_page(house, "forgotten.html", view, title="forgotten_title")


def mistake_page(house: PublicHouse, view: MistakeView) -> str:
    """Write the page that says what went wrong, and what to do."""
    return write_page(
        house,
        "mistake.html",
        view,
        title=f"{view.kind.value}_title",
        is_asked_again=view.kind in (Mistake.MISSING, Mistake.EXPIRED) and not view.leaves,
        by_mail=leave_by_mail(house, view.language) if view.leaves else "",
    )


def write_page(
    house: PublicHouse,
    template: str,
    view: Any,  # noqa: ANN401 - each template knows its own
    *,
    title: str,
    told: str = "",
    has_languages: bool = False,
    **more: object,
) -> str:
    """Render a page.

    Args:
        house: What all pages share.
        template: Its name.
        view: What it shows.
        title: The name of a word, which may take the publication's name.
        told: What came of a form, which the window's title begins with, for who hears the page.
        has_languages: Whether the same page can be had in other languages.
        more: What else its template needs.
    """
    words = house.words_of(view.language)
    return render_template(
        house.pages,
        template,
        {
            "house": house.publication,
            "view": view,
            "words": words.texts,
            "fill": fill,
            "lang": view.language,
            "dir": language_direction(view.language),
            "title": words[title].replace("{}", house.publication.name),
            "told": told,
            "heading": fill(words[title], house.publication.name),
            "style": house.style,
            "archive": house.archive(view.language),
            "versions": list_languages(house, view.language) if has_languages else (),
            "canonical": "",
            **more,
        },
    )


def list_languages(house: PublicHouse, language: str) -> tuple[tuple[str, str, str], ...]:
    """List tag, name and direction of every language; nothing when there is only one."""
    every = tuple((one, name_language(one), language_direction(one)) for one in house.languages)
    return every if len(every) > 1 and language in house.languages else ()


def show_pause(house: PublicHouse, view: PreferencesView) -> str:
    """Tell that nothing comes for now, as text or markup; empty when it does."""
    words = house.words_of(view.language)
    if not view.is_paused:
        return ""
    if view.paused_until is None:
        return words["paused_open"]
    locale = choose_locale(view.language, house.publication.timezone)
    return fill(words["paused_until"], show_day(view.paused_until, locale))


def tell_flaw(words: PublicWords, flaw: Flaw) -> str:
    """Say what is wrong with a form."""
    return fill(words[f"flaw_{flaw.value}"], EXAMPLE_DATE)


def tell_flaws(words: PublicWords, flaws: Iterable[Flaw]) -> dict[str, str]:
    """Say by field what is wrong with a form; empty for a field where nothing is."""
    return dict.fromkeys(FIELDS.values(), "") | {
        FIELDS[one]: tell_flaw(words, one) for one in flaws
    }


def has_italics(language: str) -> bool:
    """Tell whether a language's script has italics."""
    return language.partition("-")[0].casefold() not in UPRIGHT


def leave_by_mail(house: PublicHouse, language: str) -> str:
    """Say how one leaves without a link, as markup; empty for a sender without an address.

    The address is the one of the mails' own List-Unsubscribe, and the word the one that
    `digest bounces` looks for.
    """
    address = house.publication.unsubscribe_address
    link = write_to(address)
    if not link:
        return ""
    shown = Markup('<a href="{}?subject=unsubscribe" dir="ltr">{}</a>').format(link, address)
    return fill(house.words_of(language)["leave_by_mail"], shown)


def write_to(address: str) -> str:
    """Make a mailto link; empty for a sender without an address."""
    from urllib.parse import quote

    return f"mailto:{quote(address, safe='@')}" if "@" in address else ""
