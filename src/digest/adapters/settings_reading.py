"""digest.toml while it is read: one check for each sort of value, each naming its line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from urllib.parse import urlsplit

from digest.adapters.settings_file import Step, find_line
from digest.adapters.settings_shape import TOML_NAME
from digest.deliver.audience import address_key
from digest.errors import ConfigError
from digest.text.spans import read_span
from digest.text.values import (
    is_one_line,
    is_timezone,
    nearest,
    read_language,
    read_rate,
    read_time,
    split_mailbox,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """digest.toml while it is read.

    Attributes:
        text: The file, to name the line of what is wrong.
        is_address: Tells whether mail can be sent to an address.
        themes: Names of the themes that there are.
    """

    text: str
    is_address: Callable[[str], bool]
    themes: Sequence[str]

    def wrong(self, path: Sequence[Step], message: str, hint: str = "") -> ConfigError:
        """Make the error that names the line of a key, or of what is around it."""
        line = find_line(self.text, path)
        place = f"{TOML_NAME}, line {line}" if line else TOML_NAME
        return ConfigError(f"{place}: {message}", hint)


def check_zone(reading: Reading, name: str) -> None:
    """Refuse a time zone that does not exist, with the nearest one that does."""
    if is_timezone(name):
        return
    from zoneinfo import available_timezones

    close = nearest(name, sorted(available_timezones()))
    hint = f"Did you mean {close!r}?" if close else "Write it as Europe/Brussels."
    raise reading.wrong(("publication", "timezone"), f"there is no time zone {name!r}.", hint)


def check_language(reading: Reading, path: Sequence[Step], text: str) -> str:
    """Refuse what is no language tag; return the tag."""
    tag = read_language(text)
    if tag is None:
        raise reading.wrong(path, f"{text!r} is no language tag.", 'Write it as "en" or "pt-BR".')
    return tag


def check_web_address(reading: Reading, path: Sequence[Step], text: str) -> None:
    """Refuse what is not an http(s) address with a host."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or set(text) & set(' <>"') or not text.isprintable():
        raise reading.wrong(
            path, f"{text!r} is no web address.", "It begins with https:// or http://."
        )


def check_mailbox(reading: Reading, path: Sequence[Step], text: str) -> None:
    """Refuse what is no single mailbox that mail can be sent to."""
    mailbox = split_mailbox(text)
    if mailbox is None or not reading.is_address(mailbox[1]):
        raise reading.wrong(
            path, f"{text!r} is no mailbox.", 'Write it as "The Daily <daily@example.org>".'
        )


def check_address(reading: Reading, key: str, text: str | None) -> str | None:
    """Refuse what is no bare address in `[sending]`."""
    if text is not None and not reading.is_address(text):
        raise reading.wrong(
            ("sending", key), f"{text!r} is no address.", 'Write it as "daily@example.org".'
        )
    return text


def check_time(reading: Reading, path: Sequence[Step], text: str) -> time:
    """Refuse what is no time of day."""
    moment = read_time(text)
    if moment is None:
        raise reading.wrong(path, f"{text!r} is no time of day.", 'Write it as "05:30".')
    return moment


def check_rate(reading: Reading, path: Sequence[Step], text: str) -> float:
    """Refuse what is no rate; return messages a second."""
    rate = read_rate(text)
    if rate is None:
        raise reading.wrong(
            path,
            f"{text!r} is no rate.",
            'Write it as "100/s", "3000/min" or "50000/h"; to set no limit, take '
            + ("the line out." if path[-1] == "rate" else "the domain out."),
        )
    return rate


def check_domain_rates(reading: Reading, rates: Mapping[str, str]) -> tuple[tuple[str, float], ...]:
    """Refuse what is no domain or no rate; return messages a second by domains as A-labels."""
    checked: dict[str, float] = {}
    for written, text in rates.items():
        path = ("sending", "domain_rates", written)
        key = address_key(f"somebody@{written}")
        if key is None or "@" in written:
            raise reading.wrong(
                path,
                f"{written!r} is no domain of readers' addresses.",
                'Write it as domain_rates = { "gmail.com" = "20/s", "outlook.com" = "600/min" }.',
            )
        domain = key.rpartition("@")[2]
        if domain in checked:
            raise reading.wrong(
                path, f"{written!r} has a rate already.", "Take one of its two rates out."
            )
        checked[domain] = check_rate(reading, path, text)
    return tuple(checked.items())


def check_span(reading: Reading, path: Sequence[Step], text: str) -> tuple[int, int]:
    """Refuse what is no span of time; return its months and days."""
    span = read_span(text)
    if span is None:
        raise reading.wrong(
            path,
            f"{text!r} is no span of time.",
            'Write it as "7 days", "2 weeks", "24 months" or "1 year"; to keep it for good, take'
            " the line out.",
        )
    return span


def check_new_name(reading: Reading, path: Sequence[Step], name: str, known: Sequence[str]) -> None:
    """Refuse a name that stands there already, or that is more than one line."""
    if not name.strip() or not is_one_line(name):
        raise reading.wrong((*path, "name"), f"{name!r} is no name.")
    if name.casefold() in (one.casefold() for one in known):
        raise reading.wrong((*path, "name"), f"{name!r} is there twice.", "Rename one of them.")
