"""Everything that is kept about a person, as they read it: grouped, dated, in their language.

What machines said, such as a relay's reply, is shown as it is kept, in English.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.model.publication import Publication
from digest.model.record import PersonReport
from digest.model.subscriber import Frequency, Subscriber
from digest.render.archive_pages import name_language
from digest.render.locales import choose_locale, own_digits, show_day, show_number
from digest.render.public_words import PublicWords
from digest.text.section_ids import section_id

if TYPE_CHECKING:
    from babel import Locale

# As many as one reads; more are folded away under their heading.
MOST_OPEN = 10
# What a fact is made of, for a moment and for what was noted then.
NOTE = ((True, False), (False, True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that is kept.

    Attributes:
        label: What it is.
        value: Plain text.
        at: ISO 8601, when it is a moment; else empty.
        is_english: Whether a machine said it.
    """

    label: str
    value: str
    at: str = ""
    is_english: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Several things that belong together, such as one letter."""

    facts: tuple[Fact, ...]

    @property
    def is_note(self) -> bool:
        """Whether it is a moment, and what a machine said then."""
        return (*((bool(one.at), one.is_english) for one in self.facts),) == NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A part of what is kept.

    Attributes:
        title: Its heading.
        entries: What is in it.
        count: How many, in the digits of the language.
        is_log: Whether each entry is a moment and what was noted then.
        is_folded: Whether it is opened by a press only.
    """

    title: str
    entries: tuple[Entry, ...]
    count: str
    is_log: bool
    is_folded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Writes facts in the language of a page.

    Attributes:
        words: Of that language.
        publication: Its zone, lists and sections.
        locale: How dates are written.
    """

    words: PublicWords
    publication: Publication
    locale: "Locale"

    def fact(self, label: str, value: str | None) -> Fact:
        """Tell something; an empty one is left out later."""
        return Fact(label=self.words[label], value=value or "")

    def said(self, *parts: object) -> Fact:
        """Tell what a machine said."""
        text = " · ".join(str(part) for part in parts if part)
        return Fact(label=self.words["noted"], value=text, is_english=True)

    def moment(self, label: str, at: datetime | None) -> Fact:
        """Tell when something was."""
        from babel.dates import format_date, format_time, get_datetime_format

        if at is None:
            return Fact(label=self.words[label], value="")
        local = at.astimezone(ZoneInfo(self.publication.timezone))
        plain = local.replace(tzinfo=None)
        shown = (
            str(get_datetime_format("medium", locale=self.locale))
            .replace("'", "")
            .replace("{0}", format_time(plain, "short", locale=self.locale))
            .replace("{1}", format_date(plain, "medium", locale=self.locale))
        )
        return Fact(
            label=self.words[label], value=own_digits(shown, self.locale), at=local.isoformat()
        )

    def day(self, label: str, at: datetime | None) -> Fact:
        """Tell a day that begins at a moment."""
        local = at.astimezone(ZoneInfo(self.publication.timezone)) if at else None
        return self.fact(label, show_day(local.date(), self.locale) if local else "")

    def group(self, title: str, entries: Iterable[Iterable[Fact]]) -> Group:
        """Put a part together, without what is empty."""
        told = (Entry(facts=tuple(one for one in facts if one.value)) for facts in entries)
        full = tuple(entry for entry in told if entry.facts)
        return Group(
            title=self.words[title],
            entries=full,
            count=show_number(len(full), self.locale),
            is_log=all(entry.is_note for entry in full),
            is_folded=len(full) > MOST_OPEN,
        )

    def titles(self, names: Iterable[str]) -> str:
        """Name lists as readers know them."""
        known = {one.name: one.title for one in self.publication.lists}
        return ", ".join(known.get(name) or name for name in names)


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
            [(teller.moment("date", at), teller.said(*what)) for at, *what in report.events],
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
        "blocked", [(teller.moment("date", found.at), teller.said(found.reason, found.detail))]
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
            teller.said(one.kind, one.outcome, one.reply),
        ]
        for one in report.letters
    ]
    editions = [
        [
            teller.moment("date", one.at),
            teller.said(slug, one.outcome.value, one.code, one.reply, one.message_id),
        ]
        for slug, one in report.deliveries
    ]
    back = [
        [
            teller.moment("date", one.at),
            teller.said(one.edition, one.kind, one.status, one.reason, one.name),
        ]
        for one in report.returned
    ]
    notes = [
        [teller.moment("date", one.at), teller.said(one.edition, one.kind, one.detail)]
        for one in report.notes
    ]
    return [
        teller.group("letters", letters),
        teller.group("editions", editions),
        teller.group("returned", [*back, *notes]),
    ]
