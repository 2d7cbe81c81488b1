"""Facts about a person as they read them: written in their language, in groups."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.model.publication import Publication
from digest.render.locales import own_digits, show_day, show_number
from digest.render.public_words import PublicWords

if TYPE_CHECKING:
    from babel import Locale

# As many as one reads; more are folded away under their heading.
MOST_OPEN = 10
# What an entry of a log is made of: a moment, and what happened, which needs no label.
LOGGED = [(True, True), (False, False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that is kept.

    Attributes:
        label: What it is.
        value: Plain text, or markup.
        at: ISO 8601, when it is a moment; else empty.
        more: What else there is to tell of it, in lines below.
    """

    label: str
    value: str
    at: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Several things that belong together, such as one letter."""

    facts: tuple[Fact, ...]

    @property
    def is_note(self) -> bool:
        """Whether it is a moment, and what happened then."""
        return [(bool(one.at), bool(one.label)) for one in self.facts] == LOGGED


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A part of what is kept.

    Attributes:
        title: Its heading.
        entries: What is in it.
        count: How many, in the digits of the language.
        is_log: Whether each entry is a moment and what happened then.
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

    def happened(self, kind: str, names: Mapping[str, str], *more: str) -> Fact:
        """Tell what happened at a moment, and below it what else is known of it.

        Args:
            kind: The name under which it is kept; one that has no word is told as it is.
            names: The word for it.
            more: Lines; those that are empty are left out.
        """
        value = self.words[names[kind]] if kind in names else kind
        return Fact(label="", value=value, more=tuple(one for one in more if one))

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
        return self.date(label, local.date() if local else None)

    def date(self, label: str, day: date | None) -> Fact:
        """Tell a day."""
        return self.fact(label, show_day(day, self.locale) if day else "")

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
