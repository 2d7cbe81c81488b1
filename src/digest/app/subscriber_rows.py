"""Rows of a table ↔ subscribers: which column means what, and what a row may say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from digest.deliver.audience import address_key
from digest.deliver.people import join_lists
from digest.errors import UsageError
from digest.model.subscriber import Consent, Frequency, Subscriber, SubscriberState
from digest.text.language_tags import read_known_language
from digest.text.section_ids import section_id
from digest.text.values import is_timezone, nearest, read_instant

# `consent_proof` and what begins with `digest_` is written by our own export, so that importing it
# into another publication mails nobody who has left, and everybody what they wanted. A plain
# `state` may be a part of an address, and `sections` may be anything.
STATE = "digest_state"
FREQUENCY = "digest_frequency"
SECTIONS = "digest_sections"
PAUSED_UNTIL = "digest_paused_until"
COLUMNS = (
    "email",
    "name",
    "language",
    "timezone",
    "lists",
    "consent_at",
    "consent_source",
    "consent_proof",
    STATE,
    FREQUENCY,
    SECTIONS,
    PAUSED_UNTIL,
)
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of a table stand.

    Attributes:
        known: Position of each column that we know, by its name.
        fields: Name and position of every other one, in order.
    """

    known: Mapping[str, int]
    fields: Sequence[tuple[str, int]]


def read_layout(columns: Sequence[str], name: str) -> Layout:
    """Read a header row. Known names count in any case; a nameless column is "column 7".

    Args:
        columns: Names, trimmed.
        name: The file's name, for the error.

    Raises:
        UsageError: There is no column `email`, or a known one stands there twice.
    """
    known: dict[str, int] = {}
    fields: dict[str, int] = {}
    for position, column in enumerate(columns):
        small = column.casefold()
        if small in known:
            raise UsageError(
                f"{name} has the column {small!r} twice.", "Rename one of them and try again."
            )
        if small in COLUMNS:
            known[small] = position
        else:
            fields[free_name(column or f"column {position + 1}", fields)] = position
    if "email" not in known:
        close = nearest("email", [column for column in columns if column])
        raise UsageError(
            f"{name} has no column 'email'.",
            f"Rename {close!r} to 'email'."
            if close
            else "The first row must name the columns, and one of them is 'email'.",
        )
    return Layout(known, tuple(fields.items()))


def free_name(column: str, taken: Mapping[str, int]) -> str:
    """Give a column that is there twice a name of its own: "city", "city 2"."""
    name, number = column, 2
    while name in taken:
        name, number = f"{column} {number}", number + 1
    return name


def read_subscriber(
    layout: Layout, values: Sequence[str], lists: Sequence[str] = ()
) -> Subscriber | str:
    """Read one row.

    Args:
        layout: Of the table.
        values: One for each column.
        lists: Lists that every row is added to.

    Returns:
        The subscriber, not yet stored; or why the row cannot be used, as one phrase.
    """
    cells = {name: text for name, at in layout.known.items() if (text := values[at])}
    email = cells.pop("email", "").strip(INVISIBLE).strip()
    key = address_key(email)
    if key is None:
        return f"{email!r} is no e-mail address" if email else "no address"
    name = " ".join(cells.pop("name", "").split())
    fields = tuple([(name, text) for name, at in layout.fields if (text := values[at])])
    if not cells:  # as in most rows of most files
        return Subscriber(key=key, email=email, name=name, lists=tuple(lists), fields=fields)
    return find_problem(cells) or Subscriber(
        key=key,
        email=email,
        name=name,
        state=SubscriberState(cells.get(STATE) or SubscriberState.SUBSCRIBED),
        frequency=Frequency(cells.get(FREQUENCY) or Frequency.DAILY),
        sections=read_sections(cells.get(SECTIONS, "")),
        paused_until=read_pause(cells),
        language=read_known_language(cells.get("language", "")),
        timezone=cells.get("timezone"),
        lists=join_lists(read_lists(cells.get("lists", "")), lists),
        fields=fields,
        consent=Consent(
            at=read_instant(cells.get("consent_at", "")),
            source=cells.get("consent_source"),
            proof=cells.get("consent_proof"),
        ),
    )


def find_problem(cells: Mapping[str, str]) -> str:
    """Tell what cannot be right in the columns that we know; empty when all is well."""
    language, zone = cells.get("language"), cells.get("timezone")
    consent_at, state = cells.get("consent_at"), cells.get(STATE)
    if zone and not is_timezone(zone):
        return f"there is no time zone {zone!r}"
    if language and read_known_language(language) is None:
        return f"{language!r} is no language tag such as en or pt-BR"
    if consent_at and read_instant(consent_at) is None:
        return f"consent_at {consent_at!r} is no date such as 2026-11-23"
    if state and state not in list(SubscriberState):
        return f"{STATE} {state!r} is no state"
    return find_strange_wish(cells)


def find_strange_wish(cells: Mapping[str, str]) -> str:
    """Tell what cannot be right in what a person wants to get; empty when all is well."""
    frequency, until = cells.get(FREQUENCY), cells.get(PAUSED_UNTIL)
    if frequency and frequency not in list(Frequency):
        return f"{FREQUENCY} {frequency!r} is neither daily nor weekly"
    if until and read_instant(until) is None:
        return f"{PAUSED_UNTIL} {until!r} is no date such as 2026-11-23"
    return ""


def read_sections(text: str) -> tuple[str, ...]:
    """Read ids of sections separated by "|"; a name is taken for its id."""
    return tuple(dict.fromkeys(section_id(name) for name in read_lists(text)))


def read_pause(cells: Mapping[str, str]) -> datetime | None:
    """Read until when a person is paused; who is not paused has no such moment."""
    paused = cells.get(STATE) == SubscriberState.PAUSED
    return read_instant(cells.get(PAUSED_UNTIL, "")) if paused else None


def read_lists(text: str) -> tuple[str, ...]:
    """Read names of lists separated by "|"."""
    names = (" ".join(name.split()) for name in text.split("|"))
    return tuple(dict.fromkeys(name for name in names if name))


def write_values(person: Subscriber, fields: Sequence[str]) -> list[str]:
    """Write a person as a row of `COLUMNS` and then `fields`; what is unknown is empty."""
    own = dict(person.fields)
    return [
        person.email,
        person.name,
        person.language or "",
        person.timezone or "",
        "|".join(person.lists),
        write_instant(person.consent.at),
        person.consent.source or "",
        person.consent.proof or "",
        person.state.value,
        person.frequency.value,
        "|".join(person.sections),
        write_instant(person.paused_until),
        *(own.get(name, "") for name in fields),
    ]


def write_instant(moment: datetime | None) -> str:
    """Write an aware moment as RFC 3339 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else ""
