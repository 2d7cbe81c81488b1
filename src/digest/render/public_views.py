"""What the pages show that readers open themselves: plain values, one shape for each page.

Addresses are paths from the top of the host, with its slash; what readers typed or are called is
plain text, which the templates escape. An e-mail address comes masked.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from digest.model.record import PersonReport


class Mistake(StrEnum):
    """Why a page cannot be shown."""

    MISSING = "missing"
    # A reader's link that is not good, and the way to all of them without one.
    LINK = "link"
    OWN = "own"
    EXPIRED = "expired"
    MANY = "many"
    WRONG = "wrong"
    NO_FORM = "no_form"
    TROUBLE = "trouble"


class Flaw(StrEnum):
    """What is wrong with a form that came in."""

    ADDRESS = "address"
    NO_ADDRESS = "no_address"
    SPACE = "space"
    NO_LIST = "no_list"
    NO_SECTION = "no_section"
    BAD_DATE = "bad_date"
    PAST_DATE = "past_date"
    FAR_DATE = "far_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something to tick or to choose.

    Attributes:
        value: What the form sends.
        title: What is shown.
        about: One sentence; may be empty.
        chosen: Whether it is ticked.
    """

    value: str
    title: str
    about: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribeView:
    """The form on which people sign up.

    Attributes:
        language: BCP 47 tag of the page, here and in every other view.
        action: Where the form goes.
        lists: Those that are open; fewer than two leave no choice, and none is shown.
        email: As it was typed.
        flaw: What is wrong with it; None at first.
    """

    language: str
    action: str
    lists: tuple[Choice, ...] = ()
    email: str = ""
    flaw: Flaw | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedView:
    """Look into your mailbox; the same for everybody.

    Attributes:
        subscribe: The form again, for who mistyped.
    """

    language: str
    subscribe: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmView:
    """The button that confirms.

    Attributes:
        action: Where it goes.
        email: Masked.
        is_done: Whether it was confirmed before; no button is left then.
        is_expired: Whether it was asked too long ago; the way to the form is shown instead.
        has_left: Whether it was confirmed before, and they have left since; likewise.
        subscribe: The form.
    """

    language: str
    action: str
    email: str
    subscribe: str
    is_done: bool = False
    is_expired: bool = False
    has_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedView:
    """Welcome.

    Attributes:
        email: Masked.
        preferences: Their page.
    """

    language: str
    email: str
    preferences: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsubscribeView:
    """The button with which one leaves.

    Attributes:
        action: Where it goes.
        email: Masked.
        preferences: Their page, for who wants less, not nothing; may be empty.
        has_left: Whether nothing is sent to them anyway; no button is left then.
        back: Where the form goes that brings one back who has left; empty when none can.
    """

    language: str
    action: str
    email: str
    preferences: str = ""
    has_left: bool = False
    back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsubscribedView:
    """Gone, and the way back.

    Attributes:
        email: Masked.
        back: Where the form goes that brings one back (`action=back`); empty when none can.
    """

    language: str
    email: str
    back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesView:
    """What a reader gets, to be changed.

    Attributes:
        action: Where the form goes.
        email: Masked.
        everything: The page of everything that is kept.
        forget: The page that erases.
        is_mailed: Whether they are subscribed or paused; others can only come back.
        may_come_back: Whether they left by themselves.
        lists: Those that are open.
        is_on_none: Whether the reader is on none of these, so that they get what goes to everybody.
        sections: Those of digest.toml.
        frequency: "daily" or "weekly"; empty when there is no round-up to choose.
        languages: Tags to choose from; fewer than two leave no choice.
        pause: The day on which mail begins again, as it was typed or is kept ("2026-12-24").
        is_paused: Whether a pause is on.
        paused_until: The day on which it ends; None without an end, or without a pause.
        earliest, latest: Days on which a pause may end; None says nothing of them.
        flaws: All that is wrong with what was sent, in the order of the page; nothing of it was
            kept then.
        is_saved: Whether this was just kept.
    """

    language: str
    action: str
    email: str
    everything: str
    forget: str
    is_mailed: bool = True
    may_come_back: bool = False
    lists: tuple[Choice, ...] = ()
    is_on_none: bool = False
    sections: tuple[Choice, ...] = ()
    frequency: str = ""
    languages: tuple[Choice, ...] = ()
    pause: str = ""
    is_paused: bool = False
    paused_until: date | None = None
    earliest: date | None = None
    latest: date | None = None
    flaws: tuple[Flaw, ...] = ()
    is_saved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EverythingView:
    """Everything that is kept about a person.

    Attributes:
        report: What it is. The person alone sees this page: their address stands in full.
        data: The same for programs.
        preferences: Their page.
    """

    language: str
    report: PersonReport
    data: str
    preferences: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetView:
    """The button that erases.

    Attributes:
        action: Where it goes.
        email: Masked.
        preferences: Their page, for who does not want to.
    """

    language: str
    action: str
    email: str
    preferences: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenView:
    """Erased."""

    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MistakeView:
    """What went wrong, and what to do.

    Attributes:
        kind: What.
        subscribe: The form, where a new link can be had.
        leaves: Whether somebody may have come to leave, and is told how to without a link.
    """

    language: str
    kind: Mistake
    subscribe: str
    leaves: bool = False
