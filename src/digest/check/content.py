"""Rules about the words of an edition."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from unicodedata import category
from zoneinfo import ZoneInfo

from digest.check.findings import error, named, quoted, warning
from digest.check.parts import flat
from digest.model.article import Article
from digest.model.edition import Edition, Item
from digest.model.message import Finding, Rendered
from digest.text.abbreviations import abbreviations_of, base_language
from digest.text.endings import ends_well
from digest.text.notes import note_html, note_paragraphs
from digest.text.phrases import find_junk, find_server_error
from digest.text.quotes import are_balanced, unpaired_marks
from digest.text.sentences import split_sentences

# Thai and Lao end their sentences with a space.
UNSTOPPED = ("th", "lo")
ADDRESS_AT_END = re.compile(r"\bhttps?://\S{1,2000}$")
PAID = re.compile(
    r"\b(?:sponsored|advertisement|advertorial|promoted|paid (?:post|content)|anzeige|werbung|"
    r"publicité|sponsorisé|publicidad|patrocinado|pubblicità|sponsorizzato|advertentie|reklama|"
    r"реклама)\b",
    re.IGNORECASE,
)


def find_empty_edition(edition: Edition) -> Iterator[Finding]:
    """empty-edition: nothing to read."""
    if not edition.items:
        yield error("empty-edition", "The edition has no story. Move one up from the bench.")


def find_leftover_junk(edition: Edition) -> Iterator[Finding]:
    """leftover-junk: something of the page that an article came from."""
    for item in edition.items:
        # Alone a line may be a label, as in a headline; between other paragraphs it is none.
        summary = "\n".join(" ".join(one.split()) for one in note_paragraphs(item.summary))
        texts = (item.headline, item.kicker or "", summary)
        if junk := next(filter(None, map(find_junk, texts)), None):
            yield error(
                "leftover-junk",
                f"{quoted(junk)} in {named(item)} is left over from a page. Delete it.",
                item.line,
            )
    # Nobody but the editor writes the note: "Follow us" and "Write to the desk" are meant there.
    if junk := find_server_error("\n\n".join(note_paragraphs(edition.note))):
        yield error("leftover-junk", f"{quoted(junk)} stands in the editor's note. Delete it.")


def find_mid_sentence(edition: Edition) -> Iterator[Finding]:
    """mid-sentence-summary: a summary that stops before its sentence does."""
    for item in edition.items:
        text = note_html(item.summary).striptags()
        if not text or item.sponsor or is_whole(text, edition.language):
            continue
        end = text[-40:].partition(" ")[2] or text
        yield error(
            "mid-sentence-summary",
            f"The summary of {named(item)} stops in the middle: {quoted('… ' + end)} "
            "Finish the sentence or take it out.",
            item.line,
        )


def is_whole(text: str, language: str) -> bool:
    """Tell whether a text ends where a sentence does; a quotation left open is another rule's.

    A further sentence is put behind it: when the two are told apart, the first had ended, and a
    stop after a title is none. "etc." may end one, and so may an address, a flag or a note's mark.
    """
    bare = ADDRESS_AT_END.sub(".", text).rstrip()
    while bare and category(bare[-1]) in ("So", "Sk", "Mn", "Cf", "No", "Zs"):
        bare = bare[:-1]
    if base_language(language) in UNSTOPPED:
        return not bare.endswith(("…", "..."))
    following = f"{first_word(bare, language)} it ends."
    if split_sentences(f"{bare} {following}", language)[-1] != following:
        return False
    return ends_well(bare, language) or not are_balanced(bare)


def first_word(text: str, language: str) -> str:
    """Choose the word that would begin the next sentence: one that does so in the language.

    Behind a number it is another, as "28." is a day that lacks its month.
    """
    starters = abbreviations_of(language).starters
    is_number = text[-2:-1].isdigit()
    return min(starters).capitalize() if starters and not is_number else "Thus"


def find_unbalanced_quotation(edition: Edition) -> Iterator[Finding]:
    """unbalanced-quotation: a quotation or bracket that is opened and not closed, or vice versa."""
    for item in edition.items:
        for text in (item.headline, "\n\n".join(note_paragraphs(item.summary))):
            if alone := unpaired_marks(text):
                yield warning(
                    "unbalanced-quotation",
                    f"{named(item)} has a {text[alone[0]]} without its other half, near "
                    f"{quoted(text[max(0, alone[0] - 15) : alone[0] + 25])} Close the quotation.",
                    item.line,
                )
                break


def find_missing_byline(edition: Edition) -> Iterator[Finding]:
    """missing-byline: a told story that names nobody."""
    for item in edition.items:
        if item.summary and not item.sponsor and not item.byline:
            yield warning(
                "missing-byline",
                f"{named(item)} names nobody who wrote it. Add a line such as by: Jo Marsh",
                item.line,
            )


def find_duplicate_story(edition: Edition) -> Iterator[Finding]:
    """duplicate-story: one address or one headline twice."""
    seen: dict[str, Item] = {}
    for item in edition.items:
        keys = {f"headline {flat(item.headline).casefold()}"}
        if item.url:
            keys.add(f"address {item.url.partition('#')[0].rstrip('/')}")
        first = next((seen[key] for key in sorted(keys) if key in seen), None)
        if first:
            where = f" (line {first.line})" if first.line else ""
            yield error(
                "duplicate-story",
                f"{named(item)} is the same story as {named(first)}{where}. Delete one of them.",
                item.line,
            )
        for key in keys:
            seen.setdefault(key, item)


def find_told_before(edition: Edition, told: Mapping[str, str]) -> Iterator[Finding]:
    """told-before: a story that readers have had in another edition."""
    for item in edition.items:
        earlier = told.get(item.url or "", edition.slug)
        if earlier != edition.slug and not item.updated:
            yield error(
                "told-before",
                f"{named(item)} was told before, in {earlier}. Delete it, or say that it has "
                "changed: updated: yes",
                item.line,
            )


def find_unknown_zone(
    edition: Edition, articles: Mapping[str, Article], *, zone: str
) -> Iterator[Finding]:
    """unknown-zone: a date that came with a time zone nobody knows, and was never put right."""
    for item in edition.items:
        article = articles.get(item.url or "")
        if article is None or article.zone_known or item.published is None:
            continue
        if item.published == article.published:
            local = item.published.astimezone(ZoneInfo(zone))
            yield warning(
                "unknown-zone",
                f"The date of {named(item)} came with a time zone that nobody knows and was taken "
                f"for {zone}: {local:%Y-%m-%d %H:%M}. Look it up, and mend the line published:",
                item.line,
            )


def find_embargo(edition: Edition, *, zone: str, now: datetime) -> Iterator[Finding]:
    """embargo: a story that may not be shown yet, as the file says."""
    for item in edition.items:
        if item.embargo and item.embargo > now:
            yield tell_held(item, item.embargo, zone=zone)


def find_held(
    edition: Edition, held: Mapping[str, datetime], *, zone: str, now: datetime
) -> Iterator[Finding]:
    """embargo: a story that may not be shown yet, as the desk's list says and the file does not."""
    for item in edition.items:
        urls = (item.url or "", *(one.url for one in item.also))
        until = max((held[url] for url in urls if url in held), default=now)
        if until > now and not (item.embargo and item.embargo > now):
            yield tell_held(item, until, zone=zone)


def tell_held(item: Item, moment: datetime, *, zone: str) -> Finding:
    """Say until when a story may not be sent."""
    until = moment.astimezone(ZoneInfo(zone))
    return error(
        "embargo",
        f"{named(item)} may not be sent before {until:%Y-%m-%d %H:%M} {zone}. "
        "Wait, or move it to the bench.",
        item.line,
    )


def find_paid(edition: Edition) -> Iterator[Finding]:
    """unlabelled-sponsor: a story that looks paid for and names nobody who did."""
    for item in edition.items:
        if item.sponsor is None and PAID.search(item.kicker or ""):
            yield error(
                "unlabelled-sponsor",
                f"{named(item)} looks paid for. Say who paid: sponsor: NAME",
                item.line,
            )


def find_unlabelled_sponsor(edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    """unlabelled-sponsor: a sponsor whom the mail does not name."""
    for item in edition.items:
        if item.sponsor is not None and flat(item.sponsor) not in flat(rendered.text):
            yield error(
                "unlabelled-sponsor",
                f"The mail does not say who paid for {named(item)}. "
                "Show {{ story.sponsor }} in the theme.",
                item.line,
            )
