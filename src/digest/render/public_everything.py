"""Everything that is kept about a person, as they read it: what stands in which part."""

from collections.abc import Mapping

from digest.model.delivery import Outcome
from digest.model.publication import Publication
from digest.model.record import PersonReport
from digest.model.subscriber import Frequency, Subscriber, SubscriberState
from digest.render.archive_pages import name_language
from digest.render.locales import choose_locale
from digest.render.public_facts import Fact, Group, Teller
from digest.render.public_words import PublicWords
from digest.text.section_ids import section_id

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
                (teller.moment("date", at), teller.happened(kind, EVENTS, detail))
                for at, kind, detail in report.events
            ],
        ),
    )
    return tuple(group for group in groups if group.entries)


def list_own_facts(person: Subscriber, teller: Teller) -> list[Fact]:
    """Tell who a person is, and what they chose."""
    words = teller.words
    names = {section_id(one.name): one.name for one in teller.publication.sections}
    sections = ", ".join(names.get(one, one) for one in person.sections) or words["all_sections"]
    weekly = person.frequency is Frequency.WEEKLY
    further = [Fact(label=name, value=value) for name, value in person.fields]
    return [
        teller.fact("email", person.email),
        teller.fact("name", person.name),
        teller.fact("state", words[f"state_{person.state.value}"]),
        teller.day("pause_label", person.paused_until),
        teller.fact("lists_legend", teller.titles(person.lists)),
        teller.fact("sections_legend", sections if names or person.sections else ""),
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
        [(teller.moment("date", found.at), teller.happened(found.reason, REASONS, found.detail))],
    )


def list_consents(report: PersonReport, teller: Teller) -> list[Group]:
    """Tell what was asked for, and what was agreed to."""

    def words_of(version: str) -> str:
        text = report.texts.get(version)
        return text.text if text else version

    asked = report.sign_up
    own = report.subscriber.consent
    # Once somebody has agreed by themselves, this says the same in short.
    first = (
        []
        if report.consents
        else [teller.moment("date", own.at), teller.said(own.source, own.proof)]
    )
    given = [
        [
            teller.moment("asked_at", one.asked_at),
            teller.moment("confirmed_at", one.at),
            teller.fact("agreed_to", words_of(one.text)),
            teller.fact("lists_legend", teller.titles(one.lists)),
            teller.fact("network", one.network),
            teller.said(one.source),
        ]
        for one in report.consents
    ]
    waiting = [
        [
            teller.moment("asked_at", asked.at),
            teller.fact("agreed_to", words_of(asked.text)),
            teller.fact("lists_legend", teller.titles(asked.lists)),
            teller.fact("network", asked.network),
            teller.said(asked.source),
        ]
        for asked in ([asked] if asked else [])
    ]
    return [teller.group("consents", [first, *given]), teller.group("waiting", waiting)]


def list_mail(report: PersonReport, teller: Teller) -> list[Group]:
    """Tell what was sent, and what came back."""
    letters = [
        [
            teller.moment("date", one.at or one.asked_at),
            teller.happened(one.kind, LETTERS, one.outcome or "", one.reply),
        ]
        for one in report.letters
    ]
    editions = [
        [
            teller.moment("date", one.at),
            teller.happened(one.outcome, OUTCOMES, slug, one.code, one.reply, one.message_id),
        ]
        for slug, one in report.deliveries
    ]
    back = [
        [
            teller.moment("date", one.at),
            teller.happened(one.kind, {}, one.edition, one.status, one.reason, one.name),
        ]
        for one in report.returned
    ]
    notes = [
        [teller.moment("date", one.at), teller.happened(one.kind, {}, one.edition, one.detail)]
        for one in report.notes
    ]
    return [
        teller.group("letters", letters),
        teller.group("editions", editions),
        teller.group("returned", [*back, *notes]),
    ]
