"""An article as a desk wants it: its own text and nothing else, who wrote it beside it."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest.edit.headlines import same_text, site_names, tidy_headline
from digest.edit.heads import drop_head, drop_tail, without_source
from digest.model.article import Article, Byline, Image
from digest.text.bylines import split_byline, split_dateline
from digest.text.embargoes import is_notice
from digest.text.phrases import is_junk, strip_junk
from digest.text.plain import split_blocks, tidy_line, tidy_lines

# Lines that end early were broken on purpose; others were wrapped by a program.
SHORT_LINE = 45
SENTENCE_ENDS = (".", "!", "?", "…", "”", "“", '"', "»", "’", ")", "。", "।", "؟", "！", "？", "」")
OPENING_PARAGRAPHS = 2
OPENING_NOTICES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What stood in the paragraphs besides the text."""

    paragraphs: tuple[str, ...]
    dateline: str | None
    people: tuple[Byline, ...]


def clean_article(article: Article) -> Article:
    """Clean an article: its text without what the page put around it, the fields taken out of it.

    Dropped are share rows, server errors, captions, pointers, notes, the masthead, the print date
    and a repeated headline before the text. Dateline and byline clauses go into their fields; what
    the page's own data said of them before stays, a missing role is added. The first paragraph of
    the text always survives, and nothing is shortened.

    Returns:
        The article; cleaning it again changes nothing.
    """
    while (cleaned := _clean_once(article)) != article:
        article = cleaned
    return cleaned


def _clean_once(article: Article) -> Article:
    section = tidy_line(article.section or "") or None
    sites = site_names(article)
    headline = tidy_headline(article.headline, sites=sites, section=section)
    dek = _clean_dek(article.dek, headline)
    paragraphs = [*split_paragraphs(article.body)]
    text = [part for part in map(strip_junk, paragraphs or split_paragraphs(article.lede)) if part]
    text = [part for part in text if not is_junk(part)]
    labels = tuple(filter(None, (section, *(one.name for one in article.byline))))
    # A line that looks like a label, and whose loss would let an embargo be broken.
    notices = [part for part in text[:OPENING_NOTICES] if is_notice(part)]
    text, named = drop_head(text, headline=headline, dek=dek, labels=labels, sites=sites)
    text[:0] = [part for part in notices if part not in text]
    text = drop_tail(text, headline=headline, sites=sites, people=article.byline)
    text[:1] = [without_source(one, sites) for one in text[:1]]
    opening = _split_opening(text)
    return replace(
        article,
        headline=headline,
        byline=_merge_bylines(article.byline, (*named, *opening.people)),
        dateline=tidy_line(article.dateline or "") or opening.dateline,
        dek=dek,
        lede=opening.paragraphs[0] if opening.paragraphs else "",
        body="\n\n".join(opening.paragraphs) if paragraphs else "",
        image=_tidy_image(article.image),
        section=section,
    )


def split_paragraphs(body: str) -> tuple[str, ...]:
    """Split a body into tidy paragraphs: at blank lines, or at lines where it has none.

    Lines inside a paragraph are joined when a program wrapped them, kept apart when they end early.
    """
    blocks = split_blocks(body)
    lines = tidy_lines(body) if len(blocks) == 1 else []
    if len(lines) > 1:
        ended = sum(line.endswith(SENTENCE_ENDS) for line in lines)
        if 2 * ended >= len(lines) + 1:
            return tuple(lines)
    return tuple(part for block in blocks for part in _split_block(block))


def _split_block(block: str) -> list[str]:
    lines = tidy_lines(block)
    kept = [line for line in lines if not is_junk(line)]
    if any(len(line) < SHORT_LINE for line in kept[:-1]):
        return kept
    return [" ".join(kept)] if kept else []


def _clean_dek(dek: str | None, headline: str) -> str | None:
    line = strip_junk(tidy_line(dek or ""))
    line, _ = split_dateline(line)
    line, _ = split_byline(line)
    return None if not line or is_junk(line) or same_text(line, headline) else tidy_line(line)


def _split_opening(paragraphs: Sequence[str]) -> Opening:
    """Take dateline and byline off the opening paragraphs, and a byline that ends the text."""
    kept = list(paragraphs)
    place = None
    if kept:
        kept[0], place = split_dateline(kept[0])
    people: tuple[Byline, ...] = ()
    last = range(max(OPENING_PARAGRAPHS, len(kept) - 1), len(kept))
    for at in [*range(min(OPENING_PARAGRAPHS, len(kept))), *last]:
        told, found = split_byline(kept[at])
        # Further down only a paragraph that is nothing else is a byline.
        if found and not (people and told) and (at < OPENING_PARAGRAPHS or not told):
            kept[at] = tidy_line(told)
            people = (*people, *found)
    return Opening(paragraphs=tuple(filter(None, kept)), dateline=place, people=people)


def _merge_bylines(given: Sequence[Byline], found: Sequence[Byline]) -> tuple[Byline, ...]:
    """Keep who is named already, with the roles that the text adds; else take who was found."""
    tidy = [
        Byline(name=tidy_line(one.name), role=tidy_line(one.role or "") or None) for one in given
    ]
    known = [one for one in tidy if one.name] or list(found)
    roles = {one.name.casefold(): one.role for one in reversed(found) if one.role}
    merged: dict[str, Byline] = {}
    for one in known:
        key = one.name.casefold()
        merged.setdefault(key, replace(one, role=one.role or roles.get(key)))
    return tuple(merged.values())


def _tidy_image(image: Image | None) -> Image | None:
    if image is None:
        return None
    return replace(image, alt=tidy_line(image.alt), credit=tidy_line(image.credit))
