"""Every rule, applied to one edition and its message. docs/reference/checks.md describes each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from digest.check import clients, content, legible, links, markup, message, size, style
from digest.check.parts import take_apart
from digest.model.article import Article
from digest.model.edition import Edition, Item, Section
from digest.model.message import Finding, Level, Rendered
from digest.model.proposal import Refusal
from digest.model.publication import Publication


def check_edition(
    edition: Edition,
    rendered: Rendered,
    publication: Publication,
    *,
    path: str,
    public_url: str,
    now: datetime,
) -> list[Finding]:
    """Look over an edition and the message made of it.

    Args:
        edition: As read from its file.
        rendered: As it would be sent.
        publication: Its publication.
        path: The edition's file, as shown to editors.
        public_url: Base of the public pages; empty when there are none.
        now: The present moment, aware.

    Returns:
        One finding for each thing that is wrong, in the order of the rules. Those about the edition
        name its file, and the line of their story; those about the theme or digest.toml name none.
    """
    parts = take_apart(rendered)
    of_file = (
        content.find_empty_edition(edition),
        content.find_leftover_junk(edition),
        content.find_mid_sentence(edition),
        content.find_unbalanced_quotation(edition),
        content.find_missing_byline(edition),
        content.find_duplicate_story(edition),
        content.find_embargo(edition, zone=publication.timezone, now=now),
        content.find_paid(edition),
        content.find_unlabelled_sponsor(edition, rendered),
        links.find_bad_links(edition),
        links.find_insecure_links(edition),
        links.find_escaped_text(edition),
        links.find_escaped_twice(edition, parts),
        markup.find_missing_alt(edition, parts),
        clients.find_story_pictures(edition, parts),
        size.find_folded(edition, rendered),
        size.find_size(rendered),
        style.find_capitals(edition),
        style.find_long_headline(edition),
        style.find_long_summary(edition, publication),
        style.find_empty_sections(edition),
        style.find_vague_links(edition),
        style.find_tracking(edition),
        style.find_stray_spaces(edition),
        style.find_straight_quotes(edition),
        message.find_subject(edition),
        message.find_preheader(edition),
        message.find_differences(edition, parts),
        links.find_leftover_sentinel(edition, parts),
    )
    of_theme = (
        links.find_bad_targets(parts),
        markup.find_images(parts),
        markup.find_heading_order(parts),
        clients.find_theme_pictures(edition, parts),
        clients.find_forbidden(parts),
        clients.find_uneven(parts),
        legible.find_low_contrast(parts),
        legible.find_small_targets(parts),
        markup.find_bare_document(parts),
        message.find_unsubscribe(rendered, parts, public_url=public_url),
        message.find_address(publication),
    )
    return [*(replace(one, file=path) for one in every(of_file)), *every(of_theme)]


def check_history(
    edition: Edition,
    told: Mapping[str, str],
    *,
    path: str,
    held: Mapping[str, datetime] | None = None,
    zone: str = "UTC",
    now: datetime | None = None,
) -> list[Finding]:
    """Look over an edition for what readers have had before, and for what they may not have yet.

    Args:
        edition: As read from its file.
        told: Address of each article told so far, with the slug of its edition.
        path: The edition's file, as shown to editors.
        held: Moment before which an article may not be shown, by its address: the desk may have
            said so after the draft, or sends it before the cut-off.
        zone: The publication's.
        now: The present moment, aware; None where nothing is held.
    """
    found = [*content.find_told_before(edition, told)]
    if held and now:
        found += content.find_held(edition, held, zone=zone, now=now)
    return [replace(one, file=path) for one in found]


def check_sources(
    edition: Edition,
    articles: Mapping[str, Article],
    refusals: Sequence[Refusal],
    *,
    path: str,
    zone: str,
) -> list[Finding]:
    """Look over an edition for what the articles that it stands on do not say.

    Args:
        edition: As read from its file.
        articles: What is kept of them, by every address that each was seen at.
        refusals: What a language model wrote and was not taken.
        path: The edition's file, as shown to editors.
        zone: The publication's.
    """
    # With its tables of words: of no use while a draft is made.
    from digest.check import faithful

    found = (
        content.find_unknown_zone(edition, articles, zone=zone),
        faithful.find_unfaithful_items(edition, articles, zone=zone),
        faithful.find_refused(edition, refusals),
    )
    return [replace(one, file=path) for one in every(found)]


def refuse_item(item: Item, *, language: str) -> str | None:
    """Tell why a story would block its edition, by the rules that need no rendering.

    Args:
        item: As it would stand in the edition.
        language: The edition's.

    Returns:
        The first error's sentence; None when the story may be sent.
    """
    alone = Edition(
        slug="",
        number=1,
        language=language,
        subject="",
        sections=(Section(name="", items=(item,)),),
    )
    found = (
        content.find_leftover_junk(alone),
        content.find_mid_sentence(alone),
        content.find_paid(alone),
        links.find_bad_links(alone),
        links.find_escaped_text(alone),
        links.find_placeholders(alone),
    )
    return next((one.message for one in every(found) if one.level is Level.ERROR), None)


def every(found: Iterable[Iterable[Finding]]) -> list[Finding]:
    """Put the findings of several rules together."""
    return [finding for findings in found for finding in findings]
