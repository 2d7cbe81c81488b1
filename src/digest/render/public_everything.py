"""Everything that is kept about a person, as they read it: what stands in which part."""

from collections.abc import Mapping

from digest.model.delivery import Outcome
from digest.model.publication import Publication
from digest.model.record import PersonReport
from digest.model.returned import ReturnEvent, ReturnKind
from digest.model.signup import ConsentGiven, SignUp
from digest.model.subscriber import Frequency, Subscriber, SubscriberState
from digest.render.archive_pages import name_language
from digest.render.locales import choose_locale
from digest.render.public_facts import Fact, Group, Teller
from digest.render.public_told import (
    name_sections,
    tell_changes,
    tell_edition,
    tell_origin,
    tell_proof,
)
from digest.render.public_words import PublicWords

# What happened, by the name under which it is kept, and the word for it.
LETTERS = {
    "confirm": "confirm_title",
    "welcome": "confirmed_title",
    "known": "confirm_done_title",
}
OUTCOMES: Mapping[str, str] = {
    Outcome.ACCEPTED: "sent",
    Outcome.DEFERRED: "sent_later",
    Outcome.REJECTED: "refused",
    Outcome.UNKNOWN: "perhaps_sent",
    Outcome.SUPPRESSED: "blocked",
    Outcome.EXPIRED: "too_late",
}
STATES = {state.value: f"state_{state.value}" for state in SubscriberState}
EVENTS = STATES | {
    "added": "added",
    "confirmed": "confirmed_at",
    "preferences": "choices_changed",
    "pause ended": "break_over",
    "resubscribed": "subscribed_again",
    "suppressed": "blocked",
}
REASONS = STATES | {"manual": "by_us"}
RETURNED: Mapping[str, str] = {
    ReturnKind.HARD: "wrong_address",
    ReturnKind.SOFT: "not_delivered",
    ReturnKind.COMPLAINT: "state_complained",
    ReturnKind.UNSUBSCRIBE: "state_unsubscribed",
    ReturnKind.AUTO_REPLY: "auto_reply",
    ReturnKind.DELIVERED: "delivered",
    ReturnKind.UNREADABLE: "not_understood",
}
NOTES: Mapping[str, str] = {
    ReturnEvent.BOUNCED: "state_bounced",
    ReturnEvent.FULL: "mailbox_full",
    ReturnEvent.REFUSED: "refused",
    ReturnEvent.DELAYED: "delayed",
    ReturnEvent.COMPLAINED: "state_complained",
    Outcome.UNKNOWN: "perhaps_sent",
}
# Of these the desk itself may have written what is kept; of others programs did.
WRITTEN = ("added", "resubscribed", "suppressed", "manual")


def list_groups(
    report: PersonReport, words: PublicWords, publication: Publication
) -> tuple[Group, ...]:
    """Group everything that is kept; parts that are empty are left out."""
    teller = Teller(
        words=words,
        publication=publication,
        locale=choose_locale(words.language, publication.timezone),
    )
    groups = (
        teller.group("about_you", [list_own_facts(report.subscriber, teller)]),
        list_blocks(report, teller),
        *list_consents(report, teller),
        *list_mail(report, teller),
        teller.group(
            "history",
            [
                (
                    teller.moment("date", at),
                    teller.happened(kind, EVENTS, *tell_detail(teller, kind, detail)),
                )
                for at, kind, detail in report.events
            ],
        ),
    )
    return tuple(group for group in groups if group.entries)


def tell_detail(teller: Teller, kind: str, detail: str) -> tuple[str, ...]:
    """Tell what is known of something that happened, in lines."""
    if kind == "preferences":
        return tell_changes(teller, detail)
    if kind == "confirmed":  # its proof is told among the consents
        return ()
    return (tell_origin(teller, detail, is_own=kind in WRITTEN),)


def list_own_facts(person: Subscriber, teller: Teller) -> list[Fact]:
    """Tell who a person is, and what they chose."""
    words = teller.words
    has_sections = bool(teller.publication.sections or person.sections)
    sections = name_sections(teller, person.sections) or words["all_sections"]
    weekly = person.frequency is Frequency.WEEKLY
    further = [Fact(label=name, value=value) for name, value in person.fields]
    return [
        teller.fact("email", person.email),
        teller.fact("name", person.name),
        teller.fact("state", words[f"state_{person.state.value}"]),
        teller.day("pause_label", person.paused_until),
        teller.fact("lists_legend", teller.titles(person.lists)),
        teller.fact("sections_legend", sections if has_sections else ""),
        teller.fact("frequency_legend", words["weekly" if weekly else "daily"]),
        teller.fact("language", name_language(person.language) if person.language else ""),
        teller.fact("time_zone", person.timezone),
        *further,
    ]


def list_blocks(report: PersonReport, teller: Teller) -> Group:
    """Tell why an address is not mailed."""
    found = report.suppression
    if found is None:
        return teller.group("blocked", [])
    return teller.group(
        "blocked",
        [
            (
                teller.moment("date", found.at),
                teller.happened(
                    found.reason, REASONS, *tell_detail(teller, found.reason, found.detail)
                ),
            )
        ],
    )


def list_consents(report: PersonReport, teller: Teller) -> list[Group]:
    """Tell what was asked for, and what was agreed to."""
    own = report.subscriber.consent
    # Once somebody has agreed by themselves, this says the same in short.
    first = (
        []
        if report.consents
        else [
            teller.moment("date", own.at),
            teller.fact("origin", tell_origin(teller, own.source)),
            *tell_proof(teller, own.proof),
        ]
    )
    given = [
        [
            teller.moment("asked_at", one.asked_at),
            teller.moment("confirmed_at", one.at),
            *list_agreed(report, one, teller),
        ]
        for one in report.consents
    ]
    waiting = [
        [teller.moment("asked_at", asked.at), *list_agreed(report, asked, teller)]
        for asked in ([report.sign_up] if report.sign_up else [])
    ]
    return [teller.group("consents", [first, *given]), teller.group("waiting", waiting)]


def list_agreed(report: PersonReport, wish: ConsentGiven | SignUp, teller: Teller) -> list[Fact]:
    """Tell the words that somebody agreed to, for which lists, and where."""
    text = report.texts.get(wish.text)
    return [
        teller.fact("agreed_to", text.text if text else ""),
        teller.fact("lists_legend", teller.titles(wish.lists)),
        teller.fact("network", wish.network),
        teller.fact("origin", tell_origin(teller, wish.source)),
    ]


def list_mail(report: PersonReport, teller: Teller) -> list[Group]:
    """Tell what was sent, and what came back."""
    words = teller.words
    letters = [
        [
            teller.moment("date", one.at or one.asked_at),
            teller.happened(
                one.kind,
                LETTERS,
                *(words[name] for name in [OUTCOMES.get(one.outcome or "")] if name),
            ),
        ]
        for one in report.letters
    ]
    editions = [
        [
            teller.moment("date", one.at),
            teller.happened(one.outcome, OUTCOMES, tell_edition(teller, slug, one.at)),
        ]
        for slug, one in report.deliveries
    ]
    back = [
        [
            teller.moment("date", one.at),
            teller.happened(one.kind, RETURNED, tell_edition(teller, one.edition, one.at)),
        ]
        for one in report.returned
    ]
    notes = [
        [
            teller.moment("date", one.at),
            teller.happened(one.kind, NOTES, tell_edition(teller, one.edition, one.at)),
        ]
        for one in report.notes
    ]
    return [
        teller.group("letters", letters),
        teller.group("editions", editions),
        teller.group("returned", [*back, *notes]),
    ]
