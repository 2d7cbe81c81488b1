"""Readers as text and as the JSON objects of the reference page."""

from collections.abc import Sequence
from typing import Any

from digest.cli.shapes import shape_instant
from digest.model.subscriber import Subscriber, SubscriberState
from digest.text.words import count_of


def total_line(people: Sequence[Subscriber], *, chosen: bool) -> str:
    """Count the readers of a listing and name the next command.

    Args:
        people: The readers.
        chosen: Whether only some were asked for, by list or state.
    """
    if not people:
        if chosen:
            return "No reader fits.      Next: digest subscribers list"
        return "There are no readers yet.      Next: digest subscribers import FILE.csv"
    subscribed = sum(person.state is SubscriberState.SUBSCRIBED for person in people)
    counted = f"{count_of(len(people), 'reader')}, {subscribed:,} subscribed"
    return f"{counted}      Next: digest subscribers show EMAIL"


def person_line(person: Subscriber) -> str:
    """Write one reader as a line."""
    lists = f"   [{', '.join(person.lists)}]" if person.lists else ""
    return f"{person.state.value:12} {person.email}   {person.name}".rstrip() + lists


def shape_subscriber(person: Subscriber) -> dict[str, Any]:
    """Write a person."""
    consent = person.consent
    return {
        "email": person.email,
        "name": person.name or None,
        "state": person.state.value,
        "language": person.language,
        "timezone": person.timezone,
        "lists": list(person.lists),
        "fields": dict(person.fields),
        "consent": {
            "at": shape_instant(consent.at),
            "source": consent.source,
            "proof": consent.proof,
        },
        "preferences": {
            "frequency": person.frequency.value,
            "sections": list(person.sections),
            "paused_until": shape_instant(person.paused_until),
            "language": person.language,
            "lists": list(person.lists),
        },
    }
