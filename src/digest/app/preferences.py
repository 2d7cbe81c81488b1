"""What a reader wants to get, and what is kept about them, as they see and change it themselves."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from digest.app.reader_desk import ReaderDesk, mask_email
from digest.app.subscribers import forget_subscriber, show_subscriber
from digest.deliver.signing_up import MAILED, tick_all
from digest.deliver.tokens import Purpose
from digest.model.publication import ReaderList
from digest.model.record import PersonReport
from digest.model.subscriber import (
    Frequency,
    Preferences,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)
from digest.text.section_ids import section_id

LONGEST_PAUSE = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionChoice:
    """A section, and whether the reader gets it."""

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChoice:
    """A list that readers may join, and whether this one is on it."""

    list: ReaderList
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesSheet:
    """A reader's preferences, and what they may choose from.

    Attributes:
        reader: As they are.
        email: Masked.
        is_mailed: Whether they are subscribed or paused; others can only come back.
        may_come_back: Whether they left by themselves.
        lists: Those that are open, in the order of digest.toml.
        is_on_none: Whether the reader is on none of these, as somebody is who came before there
            were any: they get what is sent without a list, and nothing that goes to one of these.
        sections: Those of digest.toml, in its order.
        frequency: How often they are mailed.
        offers_weekly: Whether there is a round-up of the week.
        languages: Tags to choose from; a single one leaves no choice.
        language: The one that they get.
        paused_until: The local day on which their pause ends; None when there is none, or no end.
    """

    reader: Subscriber
    email: str
    is_mailed: bool
    may_come_back: bool
    lists: tuple[ListChoice, ...]
    is_on_none: bool
    sections: tuple[SectionChoice, ...]
    frequency: Frequency
    offers_weekly: bool
    languages: tuple[str, ...]
    language: str
    paused_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetWish:
    """What came with the form of the preferences.

    Attributes:
        lists: Names that were ticked.
        sections: Ids that were ticked.
        frequency: "daily" or "weekly"; anything else leaves it as it is.
        language: A tag; one that is not offered leaves it as it is.
        pause: A date such as "2026-12-24"; empty for no pause.
    """

    lists: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    frequency: str = ""
    language: str = ""
    pause: str = ""


class SheetMistake(Enum):
    """Why nothing was saved, in the order of the page."""

    NO_LIST = auto()
    NO_SECTION = auto()
    BAD_DATE = auto()
    PAST_DATE = auto()
    FAR_DATE = auto()
    NOT_MAILED = auto()


class BadPause(Exception):
    """A date on which no pause can end.

    Args:
        mistake: Why.
    """

    def __init__(self, mistake: SheetMistake) -> None:
        super().__init__(mistake.name)
        self.mistake = mistake


def read_sheet(desk: ReaderDesk, token: str) -> PreferencesSheet | None:
    """Read a reader's preferences, changing nothing; None when the token is not genuine."""
    person = desk.holder(token, Purpose.PREFERENCES)
    if person is None:
        return None
    publication = desk.publication
    languages = (publication.language, *publication.languages)
    zone = ZoneInfo(publication.timezone)
    is_mailed = person.state in MAILED
    lists = tuple(
        ListChoice(list=one, chosen=one.name in person.lists)
        for one in publication.lists
        if one.open
    )
    return PreferencesSheet(
        reader=person,
        email=mask_email(person.email),
        is_mailed=is_mailed,
        may_come_back=not is_mailed and may_come_back(desk, person),
        lists=lists,
        is_on_none=bool(lists) and not any(one.chosen for one in lists),
        sections=tuple(
            SectionChoice(
                id=section_id(one.name),
                name=one.name,
                chosen=not person.sections or section_id(one.name) in person.sections,
            )
            for one in publication.sections
        ),
        frequency=person.frequency,
        offers_weekly=offers_weekly(desk),
        languages=languages,
        language=choose_language(person.language, languages),
        paused_until=person.paused_until.astimezone(zone).date() if person.paused_until else None,
    )


def may_come_back(desk: ReaderDesk, person: Subscriber) -> bool:
    """Whether a reader who is not mailed left by themselves."""
    suppression = desk.stores.subscribers.suppression(person.key)
    own = suppression is None or suppression.reason is SuppressionReason.UNSUBSCRIBED
    return person.state is SubscriberState.UNSUBSCRIBED and own


def offers_weekly(desk: ReaderDesk) -> bool:
    """Whether digest.toml has a round-up of the week."""
    return desk.publication.weekly is not None


def choose_language(wanted: str | None, offered: tuple[str, ...]) -> str:
    """Choose the language that a reader gets: the tag itself, one like it, or the first."""
    tags = {tag.casefold(): tag for tag in offered}
    found = tags.get((wanted or "").casefold())
    first = (wanted or "").partition("-")[0].casefold()
    alike = (tag for tag in offered if tag.partition("-")[0].casefold() == first)
    return found or next(alike, offered[0])


def save_sheet(desk: ReaderDesk, token: str, wish: SheetWish) -> tuple[SheetMistake, ...] | None:
    """Keep what a reader chose, or nothing of it when anything is wrong.

    Returns:
        All that is wrong, in the order of the page; None when the token is not genuine.

    Raises:
        StoreError: It could not be kept.
    """
    person = desk.holder(token, Purpose.PREFERENCES)
    if person is None:
        return None
    if person.state not in MAILED:
        return (SheetMistake.NOT_MAILED,)
    every = [section_id(one.name) for one in desk.publication.sections]
    open_lists = desk.open_lists()
    mistakes = [SheetMistake.NO_LIST] if leaves_all(person, wish, open_lists) else []
    if every and not set(wish.sections) & set(every):
        mistakes.append(SheetMistake.NO_SECTION)
    until = None
    try:
        until = read_pause(desk, wish.pause)
    except BadPause as error:
        mistakes.append(error.mistake)
    if mistakes:
        return tuple(mistakes)
    wished = Preferences(
        lists=tuple(name for name in open_lists if name in wish.lists),
        sections=tick_all(wish.sections, every),
        frequency=read_frequency(desk, person, wish.frequency),
        language=read_language(desk, person, wish.language),
        is_paused=until is not None,
        paused_until=until,
    )
    saved = desk.stores.subscribers.set_preferences(
        person.id, wished, open_lists=open_lists, now=desk.clock.now()
    )
    return () if saved else (SheetMistake.NOT_MAILED,)


def leaves_all(person: Subscriber, wish: SheetWish, open_lists: tuple[str, ...]) -> bool:
    """Whether somebody leaves every list without saying that they leave.

    A desk that sends to everybody would go on mailing them. Who was on none leaves none.
    """
    kept = [name for name in person.lists if name not in open_lists]
    was_on = set(person.lists) & set(open_lists)
    return bool(was_on) and not kept and not set(wish.lists) & set(open_lists)


def read_frequency(desk: ReaderDesk, person: Subscriber, wanted: str) -> Frequency:
    """Read how often somebody wants mail; without a round-up there is nothing to choose."""
    known = {one.value: one for one in Frequency}
    return known.get(wanted, person.frequency) if offers_weekly(desk) else person.frequency


def read_language(desk: ReaderDesk, person: Subscriber, wanted: str) -> str | None:
    """Read the language that somebody wants; one that is not offered changes nothing."""
    offered = (desk.publication.language, *desk.publication.languages)
    return wanted if len(offered) > 1 and wanted in offered else person.language


def read_pause(desk: ReaderDesk, text: str) -> datetime | None:
    """Read until when nothing is to come: the beginning of that day, where the publication is.

    Raises:
        BadPause: It is no date, or none on which a pause can end.
    """
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise BadPause(SheetMistake.BAD_DATE) from None
    zone = ZoneInfo(desk.publication.timezone)
    now = desk.clock.now()
    today = now.astimezone(zone).date()
    if day <= today:
        raise BadPause(SheetMistake.PAST_DATE)
    if day - today > LONGEST_PAUSE:
        raise BadPause(SheetMistake.FAR_DATE)
    return datetime.combine(day, time(), tzinfo=zone).astimezone(now.tzinfo)


def tell_everything(desk: ReaderDesk, token: str) -> PersonReport | None:
    """Tell a reader everything that is kept about them; None when the token is not genuine."""
    person = desk.holder(token, Purpose.PREFERENCES)
    return show_subscriber(person.email, records=desk.stores.records) if person else None


def forget_me(desk: ReaderDesk, token: str) -> bool:
    """Erase a reader at their own wish; False when the token is not genuine, or they are gone.

    Raises:
        StoreError: It could not be done.
    """
    person = desk.holder(token, Purpose.PREFERENCES)
    if person is None:
        return False
    return forget_subscriber(
        person.email, subscribers=desk.stores.subscribers, now=desk.clock.now(), dry_run=False
    )
