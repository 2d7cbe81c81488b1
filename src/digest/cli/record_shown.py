"""The record of a person as text, and as the JSON objects of the reference page."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from digest.app.proof import ProofKind, ProofLine
from digest.cli.people_shown import shape_subscriber
from digest.cli.shapes import shape_delivery, shape_instant
from digest.model.delivery import Delivery
from digest.model.record import PersonReport, Traces
from digest.model.signup import ConsentGiven, ConsentText, SignUp
from digest.model.subscriber import Frequency, Subscriber, SubscriberState, Suppression
from digest.text.values import show_moment
from digest.text.words import count_of

WEEKLY = "the week's round-up"


def show_at(moment: datetime | None, zone: str) -> str:
    """Write a moment for the desk, in its own zone; nothing when there is none."""
    return show_moment(moment, zone) if moment else ""


def join(*parts: str | None, by: str = "   ") -> str:
    """Put together what is not empty."""
    return by.join(part for part in parts if part)


def person_lines(report: PersonReport, zone: str) -> list[str]:
    """Tell a person's record for people, its moments in a zone."""
    lines = [f"{report.subscriber.email}   {report.subscriber.state.value}"]
    lines += [f"  {name}: {value}" for name, value in tell_facts(report, zone) if value]
    groups = {
        "Asked for, and not confirmed yet": tell_sign_up(report, zone),
        "Consent given": tell_consents(report, zone),
        "Letters": tell_letters(report, zone),
        "Editions": tell_deliveries(report, zone),
        "Mail that came back": tell_returned(report, zone),
        "What happened": tell_events(report, zone),
    }
    for title, told in groups.items():
        found = list(told)
        lines += [f"{title}:", *(f"  {line}" for line in found)] if found else []
    email = report.subscriber.email
    return [*lines, f"Next: digest subscribers proof {email}, digest subscribers forget {email}"]


def tell_facts(report: PersonReport, zone: str) -> Iterator[tuple[str, str]]:
    """Tell what is known of a person, each fact with its name."""
    person, consent = report.subscriber, report.subscriber.consent
    yield "name", person.name
    yield "language", person.language or ""
    yield "time zone", person.timezone or ""
    yield "lists", ", ".join(person.lists)
    yield from person.fields
    yield "wants", tell_wishes(person, zone)
    # One that the person gave by themselves is told below, in full.
    if not any(given.at == consent.at for given in report.consents):
        yield "consent", join(show_at(consent.at, zone), consent.source, consent.proof, by=" · ")
    yield "never mailed", describe_suppression(report.suppression, zone)


def tell_wishes(person: Subscriber, zone: str) -> str:
    """Tell what a person wants to get; nothing for who wants everything."""
    paused = ""
    if person.state is SubscriberState.PAUSED:
        until = person.paused_until
        paused = f"a pause until {show_at(until, zone)}" if until else "a pause, until they say so"
    return join(
        WEEKLY if person.frequency is Frequency.WEEKLY else "",
        f"sections: {', '.join(person.sections)}" if person.sections else "",
        paused,
        by=" · ",
    )


def describe_suppression(suppression: Suppression | None, zone: str) -> str:
    """Tell why an address is never mailed."""
    if suppression is None:
        return ""
    told = f"{suppression.reason.value} on {show_moment(suppression.at, zone)}"
    return f"{told}: {suppression.detail}" if suppression.detail else told


def tell_sign_up(report: PersonReport, zone: str) -> Iterator[str]:
    """Tell what a person asked for."""
    wish = report.sign_up
    if wish:
        words = tell_words(report.texts.get(wish.text), wish.text, wish.language)
        yield join(
            show_at(wish.at, zone), wish.source, tell_lists(wish.lists), tell_network(wish), words
        )


def tell_consents(report: PersonReport, zone: str) -> Iterator[str]:
    """Tell what a person agreed to."""
    for given in report.consents:
        words = tell_words(report.texts.get(given.text), given.text, given.language)
        yield join(
            f"asked {show_at(given.asked_at, zone)}, confirmed {show_at(given.at, zone)}",
            given.source,
            tell_lists(given.lists),
            tell_network(given),
            words,
        )


def tell_lists(lists: Sequence[str]) -> str:
    """Tell which lists somebody agreed to be on."""
    return f"lists: {', '.join(lists)}" if lists else ""


def tell_network(said: SignUp | ConsentGiven) -> str:
    """Tell where something was asked from, where that is kept."""
    return f"network {said.network}" if said.network else ""


def tell_words(text: ConsentText | None, version: str, language: str) -> str:
    """Tell the words that somebody agreed to."""
    return tell_said(text.text if text else "", version, language)


def tell_said(words: str, version: str, language: str | None) -> str:
    """Tell words that stood beside a button; nothing when there were none."""
    if not version:
        return ""
    told = f"in these words: “{words}”" if words else "in words that are kept no longer"
    return f"{told} ({language}, version {version})"


def tell_letters(report: PersonReport, zone: str) -> Iterator[str]:
    """Tell the letters to a person."""
    for one in report.letters:
        waits = f"next try {show_at(one.due, zone)}" if one.due else ""
        yield join(
            show_at(one.at or one.asked_at, zone),
            one.kind,
            join(one.outcome, one.reply, by=": "),
            waits,
        )


def tell_deliveries(report: PersonReport, zone: str) -> Iterator[str]:
    """Tell the editions that a person was sent, and what was noted beside them."""
    for slug, one in report.deliveries:
        yield join(show_at(one.at, zone), slug, join(one.outcome.value, one.reply, by=": "))
    for note in report.notes:
        yield join(show_at(note.at, zone), note.edition, join(note.kind, note.detail, by=": "))
    if report.dropped:
        older = count_of(report.dropped, "older edition")
        yield f"of {older} it is kept no longer who got which"


def tell_returned(report: PersonReport, zone: str) -> Iterator[str]:
    """Tell the mails about a person that came back."""
    for one in report.returned:
        kept = f"kept whole: digest bounces --show {one.key[:12]}" if one.is_kept else ""
        yield join(show_at(one.at, zone), one.kind, one.edition, one.status, one.reason, kept)


def tell_events(report: PersonReport, zone: str) -> Iterator[str]:
    """Tell what happened to a person."""
    for at, kind, detail in report.events:
        yield join(show_at(at, zone), join(kind, detail, by=": "))


def trace_lines(email: str, traces: Traces, zone: str) -> list[str]:
    """Tell what is kept of an address that is nobody's."""
    lines = [f"Nobody is known as {email}."]
    if traces.suppression:
        lines.append(f"  never mailed: {describe_suppression(traces.suppression, zone)}")
    if traces.editions:
        lines.append(
            f"  not sent to it: {count_of(traces.editions, 'edition')} that it got before, or that"
            " had not all been sent when it was forgotten"
        )
    if len(lines) > 1:
        lines.append("That is known by a keyed hash alone, not by the address.")
    return [*lines, "Next: digest subscribers list"]


def proof_lines(email: str, lines: Sequence[ProofLine], zone: str) -> list[str]:
    """Tell the proofs of a person's consent for people."""
    if not lines:
        return [f"Nobody is known as {email}.      Next: digest subscribers list"]
    told = [f"{lines[0].email}   {lines[0].state}"]
    for one in lines:
        if one.kind is ProofKind.NONE:
            told.append("  Nothing is known of a consent.")
            continue
        asked = f"asked {show_at(one.asked_at, zone)}, " if one.asked_at else ""
        verb = "confirmed" if one.kind is ProofKind.CONFIRMED else "stated"
        words = tell_said(one.text, one.version, one.language)
        network = f"network {one.network}" if one.network else ""
        at = show_at(one.at, zone) or "at an unknown time"
        told.append(
            "  "
            + join(
                f"{asked}{verb} {at}", one.source, tell_lists(one.lists), network, words, one.proof
            )
        )
    return [*told, f"Next: digest subscribers proof {email} --out proof.csv"]


def shape_proof(line: ProofLine) -> dict[str, Any]:
    """Write a proof of consent."""
    return {
        "email": line.email,
        "state": line.state,
        "kind": line.kind.value,
        "asked_at": shape_instant(line.asked_at),
        "consent_at": shape_instant(line.at),
        "source": line.source or None,
        "lists": list(line.lists),
        "language": line.language,
        "text_version": line.version or None,
        "text": line.text or None,
        "network": line.network,
        "proof": line.proof or None,
    }


def shape_suppression(suppression: Suppression | None) -> dict[str, Any] | None:
    """Write why an address is never mailed."""
    if suppression is None:
        return None
    return {
        "reason": suppression.reason.value,
        "at": shape_instant(suppression.at),
        "detail": suppression.detail or None,
    }


def shape_traces(traces: Traces) -> dict[str, Any]:
    """Write what is kept of an address that is nobody's."""
    told: dict[str, Any] = {"state": "absent"}
    if traces.suppression:
        told["suppression"] = shape_suppression(traces.suppression)
    if traces.editions:
        told["editions"] = traces.editions
    return told


def shape_person(report: PersonReport) -> dict[str, Any]:
    """Write everything that is kept about a person."""
    return {
        **shape_subscriber(report.subscriber),
        "suppression": shape_suppression(report.suppression),
        "sign_up": shape_sign_up(report),
        "consents": [shape_consent(report, given) for given in report.consents],
        "letters": shape_letters(report),
        "deliveries": [shape_told(report, slug, one) for slug, one in report.deliveries],
        "deliveries_dropped": report.dropped,
        "returned": shape_returned(report),
        "events": [
            {"at": shape_instant(at), "kind": kind, "detail": detail or None}
            for at, kind, detail in report.events
        ],
    }


def shape_words(report: PersonReport, said: SignUp | ConsentGiven) -> dict[str, Any]:
    """Write where somebody agreed to something, and to which words."""
    text = report.texts.get(said.text)
    return {
        "source": said.source,
        "lists": list(said.lists),
        "language": said.language,
        "text_version": said.text or None,
        "text": text.text if text else None,
        "network": said.network,
    }


def shape_sign_up(report: PersonReport) -> dict[str, Any] | None:
    """Write what a person asked for and has not confirmed yet."""
    wish = report.sign_up
    if wish is None:
        return None
    return {"asked_at": shape_instant(wish.at), **shape_words(report, wish)}


def shape_consent(report: PersonReport, given: ConsentGiven) -> dict[str, Any]:
    """Write one consent that a person gave by themselves."""
    return {
        "asked_at": shape_instant(given.asked_at),
        "at": shape_instant(given.at),
        **shape_words(report, given),
    }


def shape_letters(report: PersonReport) -> list[dict[str, Any]]:
    """Write the letters to a person."""
    return [
        {
            "kind": one.kind,
            "language": one.language,
            "asked_at": shape_instant(one.asked_at),
            "due": shape_instant(one.due),
            "attempts": one.attempts,
            "outcome": one.outcome,
            "code": one.code or None,
            "reply": one.reply or None,
            "at": shape_instant(one.at),
        }
        for one in report.letters
    ]


def shape_told(report: PersonReport, slug: str, delivery: Delivery) -> dict[str, Any]:
    """Write a delivery, with what is kept beside it."""
    return {
        "edition": slug,
        "outcome": delivery.outcome.value,
        **shape_delivery(delivery),
        "variant": delivery.variant,
        "notes": [
            {"at": shape_instant(note.at), "kind": note.kind, "detail": note.detail or None}
            for note in report.notes
            if note.edition == slug
        ],
    }


def shape_returned(report: PersonReport) -> list[dict[str, Any]]:
    """Write the mails about a person that came back."""
    return [
        {
            "key": one.key,
            "file": one.name,
            "at": shape_instant(one.at),
            "kind": one.kind,
            "edition": one.edition,
            "status": one.status,
            "reason": one.reason or None,
            "kept": one.is_kept,
        }
        for one in report.returned
    ]
