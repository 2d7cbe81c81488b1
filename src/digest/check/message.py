"""Rules about the message as a whole: subject, preheader, both parts alike, how to leave."""

from collections.abc import Iterator

from digest.check.findings import error, named, quoted, warning
from digest.check.parts import Parts, flat, same_form, token_of
from digest.model.edition import Edition, Item
from digest.model.message import Finding, PersonalContext, PersonalField, Rendered
from digest.model.publication import Publication
from digest.text.notes import note_html, note_links

LONG_SUBJECT = 78
SHOUTED = 8
LONG_PREHEADER = 150
ENDING = 40


def find_subject(edition: Edition) -> Iterator[Finding]:
    """subject-empty, -length, -capitals: what an inbox shows first."""
    subject = edition.subject.strip()
    if not flat(subject):
        yield error("subject-empty", 'The edition has no subject. Write subject = "…"')
    if len(subject) > LONG_SUBJECT:
        yield warning(
            "subject-length",
            f"The subject has {len(subject)} characters; most inboxes show 35 to 60. Shorten it.",
        )
    letters = [one for one in subject if one.isalpha()]
    if len(letters) >= SHOUTED and all(one.isupper() for one in letters):
        yield warning(
            "subject-capitals",
            "The subject is in capitals, which spam filters count. Write it like a sentence.",
        )


def find_preheader(edition: Edition) -> Iterator[Finding]:
    """preheader-missing, -length, -repeats-subject: the line that an inbox shows beside it."""
    preheader, subject = (
        flat(text).casefold().rstrip(".!?…") for text in (edition.preheader, edition.subject)
    )
    if not preheader:
        yield warning(
            "preheader-missing",
            'There is no preheader; inboxes would show the first link. Write preheader = "…"',
        )
    elif subject and (preheader.startswith(subject) or subject.startswith(preheader)):
        yield warning(
            "preheader-repeats-subject",
            "The preheader says what the subject says. Name the other stories instead.",
        )
    if len(edition.preheader) > LONG_PREHEADER:
        yield warning(
            "preheader-length",
            f"The preheader has {len(edition.preheader)} characters; inboxes show about 90.",
        )


def find_differences(edition: Edition, parts: Parts) -> Iterator[Finding]:
    """text-part-differs: something that readers of one part get and readers of the other do not."""
    for item in edition.items:
        headline = flat(item.headline)
        for name, words in (("HTML", parts.words), ("text", parts.text)):
            if headline not in words:
                yield error(
                    "text-part-differs",
                    f"The {name} part lacks the headline {named(item)}. Mend the theme.",
                    item.line,
                )
        yield from missing_links(item, parts)
    for url in dict.fromkeys(parts.links):
        if same_form(url) not in parts.addresses and url not in parts.tokens:
            yield warning("text-part-differs", f"The text part lacks the link {quoted(url)}.")


def missing_links(item: Item, parts: Parts) -> Iterator[Finding]:
    """Find links of a story that one of the parts lacks.

    Not those of a story that was folded out of both, nor those behind the first sentence where the
    theme's HTML tells no more than that: the text part tells the rest.
    """
    shown = {same_form(url) for url in parts.links}
    told = [url for url in note_links(item.summary) if same_form(url) in shown | parts.addresses]
    cut = [] if ends_in(item, parts.words) else [url for url in told if same_form(url) not in shown]
    for url in dict.fromkeys([item.url, *told] if item.url else told):
        for name, known in (("HTML", shown), ("text", parts.addresses)):
            if same_form(url) not in known and not (name == "HTML" and url in cut):
                yield error(
                    "text-part-differs",
                    f"The {name} part lacks the link {quoted(url)} of {named(item)}.",
                    item.line,
                )


def ends_in(item: Item, words: str) -> bool:
    """Tell whether a part shows a story's summary to its end."""
    return flat(note_html(item.summary).striptags())[-ENDING:] in words


def find_unsubscribe(rendered: Rendered, parts: Parts, *, public_url: str) -> Iterator[Finding]:
    """missing-unsubscribe, one-click-unsubscribe: how a reader leaves."""
    in_html = token_of(rendered, PersonalField.UNSUBSCRIBE, PersonalContext.URL)
    in_text = token_of(rendered, PersonalField.UNSUBSCRIBE, PersonalContext.TEXT)
    if in_html not in parts.links:
        yield error(
            "missing-unsubscribe",
            "The HTML part has no link to unsubscribe. Show {{ edition.unsubscribe }} in it.",
        )
    if not in_text or in_text not in rendered.text:
        yield error(
            "missing-unsubscribe",
            "The text part has no way to unsubscribe. Show {{ edition.unsubscribe }} in it.",
        )
    if not public_url.startswith("https://"):
        yield warning(
            "one-click-unsubscribe",
            "Readers can only unsubscribe by e-mail; large providers want a link as well. "
            "Set DIGEST_PUBLIC_URL to an https address once the public pages are served.",
        )


def find_address(publication: Publication) -> Iterator[Finding]:
    """missing-postal-address: what the law of many countries asks of a sender."""
    if not publication.address.strip():
        yield warning(
            "missing-postal-address",
            "The footer has no postal address, which the law of many countries asks for. "
            'Write address = "…" in digest.toml.',
        )
