"""What pages show: the answers of the use cases as plain values, with the ways that lead on."""

from collections.abc import Collection
from datetime import timedelta
from zoneinfo import ZoneInfo

from digest.app.leave import Left, has_left
from digest.app.preferences import LONGEST_PAUSE, PreferencesSheet, SheetMistake, SheetWish
from digest.app.reader_desk import mask_email
from digest.app.signup import Confirmed, SignUpSeen
from digest.deliver.tokens import Purpose
from digest.model.record import PersonReport
from digest.model.subscriber import Subscriber, SubscriberState
from digest.render import public_pages as pages
from digest.render.public_views import (
    AskedView,
    Choice,
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
from digest.web.paths import is_personal
from digest.web.visit import Visit

SUBSCRIBE = "/subscribe"
FLAWS = {
    SheetMistake.NO_LIST: Flaw.NO_LIST,
    SheetMistake.NO_SECTION: Flaw.NO_SECTION,
    SheetMistake.BAD_DATE: Flaw.BAD_DATE,
    SheetMistake.PAST_DATE: Flaw.PAST_DATE,
    SheetMistake.FAR_DATE: Flaw.FAR_DATE,
}
MISTAKES = {
    404: Mistake.MISSING,
    405: Mistake.NO_FORM,
    410: Mistake.EXPIRED,
    429: Mistake.MANY,
    500: Mistake.TROUBLE,
    503: Mistake.TROUBLE,
}
DAY = timedelta(days=1)
LONGEST_DATE = 40


def show_form(
    visit: Visit, *, email: str = "", lists: Collection[str] = (), wrong: bool = False
) -> str:
    """Write the form to sign up; as it was filled in, and with what is wrong, when it came back."""
    flaw = name_flaw(email) if wrong else None
    offered = [one for one in visit.front.desk.publication.lists if one.open]
    view = SubscribeView(
        language=visit.language,
        action=visit.public(SUBSCRIBE),
        lists=tuple(
            Choice(
                value=one.name,
                title=one.title or one.name,
                about=one.about,
                chosen=not lists or one.name in lists,
            )
            for one in offered
        ),
        email=email,
        flaw=flaw,
    )
    return pages.subscribe_page(visit.front.house, view)


def name_flaw(email: str) -> Flaw:
    """Name what is wrong with what was typed in place of an address."""
    if not email:
        return Flaw.NO_ADDRESS
    return Flaw.SPACE if len(email.split()) > 1 else Flaw.ADDRESS


def show_asked(visit: Visit) -> str:
    """Write the page that asks to look into the mailbox."""
    view = AskedView(language=visit.language, subscribe=visit.public(SUBSCRIBE))
    return pages.asked_page(visit.front.house, view)


def show_link(visit: Visit, seen: SignUpSeen, *, token: str) -> str:
    """Write the page with the button that confirms."""
    view = ConfirmView(
        language=visit.language,
        action=visit.own(f"/confirm/{token}"),
        email=seen.email,
        subscribe=visit.public(SUBSCRIBE),
        is_done=seen.done,
        is_expired=seen.expired,
        has_left=seen.left,
    )
    return pages.confirm_page(visit.front.house, view)


def show_confirmed(visit: Visit, done: Confirmed, *, token: str) -> str:
    """Write the page that welcomes, or that says that it was asked too long ago."""
    email = mask_email(done.subscriber.email)
    if done.expired:
        seen = SignUpSeen(email=email, language=visit.language, expired=True)
        return show_link(visit, seen, token=token)
    view = ConfirmedView(
        language=visit.language,
        email=email,
        preferences=visit.own(f"/preferences/{done.preferences_token}"),
    )
    return pages.confirmed_page(visit.front.house, view)


def show_leaving(visit: Visit, person: Subscriber, *, token: str) -> str:
    """Write the page with the button with which one leaves, or that says that one has left."""
    preferences = visit.front.desk.make(Purpose.PREFERENCES, person)
    page = visit.own(f"/preferences/{preferences}")
    view = UnsubscribeView(
        language=visit.language,
        action=visit.own(f"/unsubscribe/{token}"),
        email=mask_email(person.email),
        preferences=page,
        has_left=has_left(person),
        # Who bounced or complained comes back by the form alone.
        back=page if person.state is SubscriberState.UNSUBSCRIBED else "",
    )
    return pages.unsubscribe_page(visit.front.house, view)


def show_left(visit: Visit, left: Left) -> str:
    """Write the page that says goodbye."""
    # Who bounced or complained comes back by the form alone.
    by_themselves = not left.already or left.subscriber.state is SubscriberState.UNSUBSCRIBED
    view = UnsubscribedView(
        language=visit.language,
        email=mask_email(left.subscriber.email),
        back=visit.own(f"/preferences/{left.preferences_token}") if by_themselves else "",
    )
    return pages.unsubscribed_page(visit.front.house, view)


def show_sheet(
    visit: Visit,
    sheet: PreferencesSheet,
    *,
    token: str,
    mistakes: tuple[SheetMistake, ...] = (),
    wish: SheetWish | None = None,
    is_saved: bool = False,
) -> str:
    """Write the page of a reader's choices; as it was filled in when nothing of it was kept."""
    desk = visit.front.desk
    today = desk.clock.now().astimezone(ZoneInfo(desk.publication.timezone)).date()
    paused = sheet.paused_until.isoformat() if sheet.paused_until else ""
    language = wish.language if wish else sheet.language
    frequency = wish.frequency if wish else sheet.frequency.value
    view = PreferencesView(
        language=visit.language,
        action=visit.own(f"/preferences/{token}"),
        email=sheet.email,
        everything=visit.own(f"/preferences/{token}/everything"),
        forget=visit.own(f"/preferences/{token}/forget"),
        is_mailed=sheet.is_mailed,
        may_come_back=sheet.may_come_back,
        lists=tuple(
            Choice(
                value=one.list.name,
                title=one.list.title or one.list.name,
                about=one.list.about,
                chosen=one.list.name in wish.lists if wish else one.chosen,
            )
            for one in sheet.lists
        ),
        is_on_none=sheet.is_on_none,
        sections=tuple(
            Choice(
                value=one.id,
                title=one.name,
                chosen=one.id in wish.sections if wish else one.chosen,
            )
            for one in sheet.sections
        ),
        frequency=frequency if sheet.offers_weekly else "",
        languages=tuple(
            Choice(value=one, title=one, chosen=one == language) for one in sheet.languages
        ),
        pause=wish.pause[:LONGEST_DATE] if wish else paused,
        is_paused=sheet.reader.state is SubscriberState.PAUSED,
        paused_until=sheet.paused_until,
        earliest=today + DAY,
        latest=today + LONGEST_PAUSE,
        flaws=tuple(FLAWS[one] for one in mistakes if one in FLAWS),
        is_saved=is_saved,
    )
    return pages.preferences_page(visit.front.house, view)


def show_everything(visit: Visit, report: PersonReport, *, token: str) -> str:
    """Write the page of everything that is kept about a person."""
    view = EverythingView(
        language=visit.language,
        report=report,
        data=visit.front.path(f"/preferences/{token}/everything.json"),
        preferences=visit.own(f"/preferences/{token}"),
    )
    return pages.everything_page(visit.front.house, view)


def show_forget(visit: Visit, sheet: PreferencesSheet, *, token: str) -> str:
    """Write the page with the button that erases."""
    view = ForgetView(
        language=visit.language,
        action=visit.own(f"/preferences/{token}/forget"),
        email=sheet.email,
        preferences=visit.own(f"/preferences/{token}"),
    )
    return pages.forget_page(visit.front.house, view)


def show_forgotten(visit: Visit) -> str:
    """Write the page that says that everything is erased."""
    return pages.forgotten_page(visit.front.house, ForgottenView(language=visit.language))


def show_mistake(visit: Visit, status: int, *, path: str = "/") -> str:
    """Write the page about a status.

    Args:
        visit: Who sees it.
        status: Of the answer.
        path: What was asked for, below the public pages.
    """
    kind, leaves = MISTAKES.get(status, Mistake.WRONG), is_personal(path)
    if kind is Mistake.MISSING and leaves:
        kind = Mistake.LINK if path.strip("/").count("/") else Mistake.OWN
    view = MistakeView(
        language=visit.language, kind=kind, subscribe=visit.public(SUBSCRIBE), leaves=leaves
    )
    return pages.mistake_page(visit.front.house, view)
