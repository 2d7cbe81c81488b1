"""A page saved as plain text becomes an article."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from digest.collect.blocks import Block
from digest.collect.clues import Reading
from digest.collect.front import Front, read_front
from digest.collect.front_headline import make_headline
from digest.collect.front_lines import Setting
from digest.collect.front_text import SENTENCE_END
from digest.collect.language import choose_language, detect_language
from digest.collect.likeness import site_keys
from digest.collect.markup import LONGEST_TEXT, cap, one_line
from digest.collect.page_body import tidy
from digest.collect.urls import canonical_url
from digest.model.article import Article, Sighting
from digest.model.fetch import FetchFailure
from digest.text.phrases import is_date, is_junk, without_errors

WIDEST = 110  # letters of a line that an editor or a mail program has wrapped
FULL = 50
SLACK = 8
THIRD = 1 / 3
FEWEST_BROKEN = 2
TITLE_LINES = 12
LAST_LINES = 3
LABEL = re.compile(r"(?:title|headline|titel|titre|título|titolo)\s*:\s+(?=\S)", re.IGNORECASE)
ADDRESS = re.compile(
    r"(?P<label>(?:url|source|link|address|from|quelle|saved from)\s*:\s*)?<?(?P<url>https?://[^\s<>]+)>?",
    re.IGNORECASE,
)
RULE = re.compile(r"[\s=*_~#-]+")
MARKS = re.compile(r"^(?:#{1,6}\s+|\*\*|__)|(?:\s+#+|\*\*|__)$")
NO_TEXT = "there is no article in this file: it has no paragraph of running text"


def read_text(text: str, *, address: str, reading: Reading) -> Article | FetchFailure:
    """Read a page that was saved as plain text.

    Masthead, slogan, date, byline and headline may stand above the text in any order, or be
    missing; paragraphs are parted by blank lines or stand one on a line. A text without a headline
    gets one made of its first sentence.

    Args:
        text: The whole file.
        address: The article's address, or the `file:` URL of the page.
        reading: Source, moment, zone and language.

    Returns:
        The article, not yet cleaned (`edit.clean`); or why there is none.
    """
    paragraphs = split_paragraphs(text[:LONGEST_TEXT])
    own, paragraphs = take_address(paragraphs)
    blocks = [Block(text=paragraph) for paragraph in paragraphs]
    language = reading.language or detect_language(" ".join(paragraphs))
    setting = Setting(
        reading=reading,
        sites=site_keys([reading.source], ""),
        languages=(language,) if language else (),
    )
    front = read_front(blocks, setting)
    if front.opening >= len(blocks):
        return FetchFailure(url=address, reason=NO_TEXT)
    body = tidy(paragraphs[front.opening :], front=front, headline=front.headline)
    if not body:
        return FetchFailure(url=address, reason=NO_TEXT)
    found = own if own and address.startswith("file:") else address
    return make_article(cap(body), front, url=found, reading=reading)


def split_paragraphs(text: str) -> list[str]:
    """Split a text into paragraphs, and its title block into lines."""
    lines = [line.rstrip() for line in without_errors(text).expandtabs().split("\n")]
    lines = ["" if RULE.fullmatch(line) else line for line in lines]
    width = wrapped_at([line for line in lines if not is_junk(line)])
    joined = unwrap(lines, width) if width else lines
    cleaned = (MARKS.sub("", one_line(line)) for line in joined)
    return [line for line in cleaned if line]


def wrapped_at(lines: Sequence[str]) -> int | None:
    """Tell the width at which lines were wrapped; None when each line is a paragraph.

    Wrapped are lines when many of the full ones end inside a sentence and the next one goes on.
    """
    full = [line for line in lines if len(line) >= FULL]
    if not full or max(map(len, full)) > WIDEST:
        return None
    broken = sum(
        1
        for line, following in pairwise(lines)
        if len(line) >= FULL and following.strip() and not SENTENCE_END.search(line)
    )
    return max(map(len, full)) if broken >= max(FEWEST_BROKEN, len(full) * THIRD) else None


def unwrap(lines: Sequence[str], width: int) -> Iterator[str]:
    """Join lines again where the next word had no room."""
    whole = last = ""
    for line in map(str.strip, lines):
        if goes_on(last, line, width):
            whole = f"{whole} {line}"
        else:
            yield whole
            whole = line
        last = line
    yield whole


def goes_on(last: str, line: str, width: int) -> bool:
    """Tell whether a line goes on with the sentence of the last one, which was full.

    A date, a button, and a headline in capitals stand alone; before a capital the line has to be
    really full.
    """
    if not last or not line or any(stands_alone(one) for one in (last, line)):
        return False
    if last.isupper() and not line.isupper():
        return False
    room = width - SLACK * (not line[:1].isupper())
    return len(last) + 1 + len(line.partition(" ")[0]) > room


def stands_alone(line: str) -> bool:
    """Tell whether a line is a date or a button, and not the end of a sentence."""
    dated = " " in line and is_date(line) and not SENTENCE_END.search(line)
    return dated or is_junk(line)


def take_address(paragraphs: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take out the lines that only tell the page's address, and the label of its title.

    Returns:
        The address, None without any; and the other lines.
    """
    kept: list[str] = []
    found: str | None = None
    for number, paragraph in enumerate(paragraphs):
        match = ADDRESS.fullmatch(paragraph)
        at_top = number < TITLE_LINES
        at_end = number >= len(paragraphs) - LAST_LINES
        if match and (at_top or (at_end and match["label"])):
            found = found or canonical_url(match["url"])
        else:
            kept.append(LABEL.sub("", paragraph) if at_top else paragraph)
    return found, kept


def make_article(body: Sequence[str], front: Front, *, url: str, reading: Reading) -> Article:
    """Fill in the fields of the noun."""
    text = "\n\n".join(body)
    moment = front.published
    return Article(
        url=url,
        headline=front.headline or make_headline(body),
        source=reading.source,
        byline=front.byline,
        dek=front.dek or None,
        lede=body[0],
        body=text,
        language=choose_language(None, reading.language, text),
        published=moment.instant if moment else None,
        precision=moment.precision if moment else None,
        zone_known=moment.zone_known if moment else True,
        first_seen=reading.now,
        sightings=(Sighting(name=reading.source, url=url),),
    )
