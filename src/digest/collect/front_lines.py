"""Lines of a title block: which are a date, which name the writers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digest.collect.blocks import AT_PLACE, HALF, LIKE_HEADING, Block
from digest.collect.clues import Reading
from digest.collect.element_names import TO_AUTHOR
from digest.collect.likeness import key
from digest.model.article import Byline, Precision
from digest.text.byline_marks import (
    BARRED_BYLINE,
    LATE_BYLINE,
    NOT_WRITERS,
    OPENS_BYLINE,
)
from digest.text.bylines import read_byline
from digest.text.date_labels import is_change, is_label
from digest.text.dates import ReadDate, find_date
from digest.text.names import is_person
from digest.text.roles import is_role, tidy_role

LONGEST_LINE = 160
LONGEST_ROLE = 80
LINKED = 0.8
DEEP = 6  # elements around a line that may name it
WHOLE = frozenset(("html", "body", "main", "article"))  # their names speak of the whole page
MOST_LETTERS = 40  # of a line that is a date and hardly anything else
BELOW_NAME = 6  # lines below a writer in which the next one, or a role, may stand
NAMED_BYLINE = re.compile(
    r"\b(?:by ?lines?|by ?name|author|authors|autor|autora|autores|auteur|auteurs|autore|writer"
    r"|reporter|contributors?|firma|firmas|signature|vcard)\b"
    # "article-by", "ar_by": a name of an element that says of whom the article is.
    r"|\b(?:article|story|post|entry|art|ar|written|posted) by\b"
)
# What the page calls a place stands beside the names, and is none.
NAMED_PLACE = re.compile(
    r"\b(?:location|place|localizacion|localização|localisation|localita|lieu|ort|city)\b"
)
# "Author Jo Marsh" in a list of what is told of an article.
LABELLED = re.compile(r"(?:authors?|autor(?:in)?|auteure?|autore)\s+(?=[^\W\d_])", re.IGNORECASE)
# Parts of a page that name people who did not write this article.
NAMED_OTHERS = re.compile(
    r"\b(?:comments?|related|promo|newsletter|most read|popular|sponsored|teasers?|recirc\w*"
    r"|trending|recommend\w*|disqus|livefyre|fb comments|bio|biography|more from|read more"
    r"|about the author|photo ?credit|photographer|caption)\b"
)
# Of what is farther around a line only this is sure: other names tell of what stands there too.
OTHERS_AROUND = re.compile(
    r"\b(?:comment(?:s? list)?|disqus|livefyre|related|teasers?|recirc\w*|most read)\b"
)
JOINERS = frozenset(
    (
        *("and", "&", "und", "et", "y", "e", "i", "en", "og", "och", ",", "|", "·", "•"),
        *("by", "von", "par", "por", "di", "door"),
    )
)
MOST_AROUND = 6  # letters around a name in a heading that is a byline: "By", "and"
LAST = frozenset(("last", "latest", "zuletzt", "laatst"))  # "Last updated": of the change as well
DIGIT = re.compile(r"\d|ago\b|\bvor\b|yesterday|today", re.IGNORECASE)
DASHED = re.compile(r"[-–—]{1,2}\s*(?=[^\W\d_])")
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What helps to tell the lines apart.

    Attributes:
        reading: Source, moment, zone.
        sites: Keys of the site's name.
        titles: What the page calls itself: its title, and the headlines of its metadata.
        languages: Language tags, the likeliest first.
        body: Paragraphs that are known to be the text; empty when nothing is known.
    """

    reading: Reading
    sites: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    body: tuple[str, ...] = ()


def find_dates(
    blocks: Sequence[Block], around: Sequence[int], setting: Setting
) -> dict[int, ReadDate]:
    """Read the lines that are dates; those that only tell of a change come last."""
    found: dict[int, ReadDate] = {}
    changed: dict[int, ReadDate] = {}
    for at in around:
        moment = date_of(blocks[at], setting)
        if moment and not is_others(blocks[at]):
            of_change = tells_change(blocks[at].text)
            (changed if of_change else found)[at] = moment
    return found | changed


def tells_change(text: str) -> bool:
    """Tell whether a line speaks of a change alone: "Updated 3 May 2026"."""
    words = [word for word in WORD.findall(text[:LONGEST_LINE]) if word.casefold() not in LAST]
    changes = [word for word in words if is_change(word)]
    return bool(changes) and not any(is_label(word) and not is_change(word) for word in words)


def announces_date(text: str) -> bool:
    """Tell whether a line says that a date of publication follows: "Posted Sunday, …"."""
    first = WORD.search(text[:LONGEST_LINE])
    return first is not None and is_label(first[0]) and not tells_change(text)


def best_date(dates: Sequence[ReadDate]) -> ReadDate | None:
    """Choose the first date, or a more exact one of the same day or month."""
    if not dates or dates[0].precision is Precision.MINUTE:
        return dates[0] if dates else None
    days = 1 if dates[0].precision is Precision.DAY else 31
    for one in dates[1:]:
        within = 0 <= (one.instant - dates[0].instant).total_seconds() < days * 86_400
        if one.precision is Precision.MINUTE and within:
            return one
    return dates[0]


def date_of(block: Block, setting: Setting) -> ReadDate | None:
    """Read the date of a line of a title block; None for any other line."""
    linked = block.linked > LINKED and not block.instant  # a blog's date is its permanent link
    if block.rank in {1, 2, 3} or block.picture or linked:
        return None
    if block.long and not opens_byline(block, setting):
        return None
    for text in (block.instant, block.text):
        if text and len(text) <= LONGEST_LINE and DIGIT.search(text) and "\u00a9" not in text:
            reading = setting.reading
            moment = find_date(
                text, now=reading.now, zone=reading.zone, languages=setting.languages
            )
            if moment and not moment.relative:
                return moment
    return None


def opens_byline(block: Block, setting: Setting) -> bool:
    """Tell whether a line says in words that it names the writers: "By Jo Marsh"."""
    short = len(block.text) <= LONGEST_LINE
    return short and bool(OPENS_BYLINE.match(block.text) and people_of(block, setting))


def is_signature(block: Block, setting: Setting) -> bool:
    """Tell whether a line that ends a text is nothing but a name: in bold, or behind a dash."""
    dashed = DASHED.match(block.text)
    name = block.text[dashed.end() :] if dashed else block.text
    marked = bool(dashed) or block.rank == LIKE_HEADING
    return marked and is_person(name.strip(), site=setting.reading.source) and not is_others(block)


def is_date_line(block: Block, setting: Setting) -> bool:
    """Tell whether a line is a date and hardly anything else."""
    letters = sum(1 for char in block.text if char.isalpha())
    return letters <= MOST_LETTERS and date_of(replace(block, rank=0), setting) is not None


def find_byline(
    blocks: Sequence[Block], around: Sequence[int], setting: Setting
) -> tuple[list[int], tuple[Byline, ...]]:
    """Find the lines that name the writers; also tell every line that only does so."""
    for at in around:
        if is_byline(blocks[at], setting) and not is_others(blocks[at]):
            return gather_byline(blocks, at, setting)
    return [], ()


def is_others(block: Block) -> bool:
    """Tell whether a block stands in a part of the page that names other people or articles."""
    around = (holder.names for holder in block.holders[-DEEP:] if holder.tag not in WHOLE)
    return bool(NAMED_OTHERS.search(block.hints)) or any(map(OTHERS_AROUND.search, around))


def gather_byline(
    blocks: Sequence[Block], first: int, setting: Setting
) -> tuple[list[int], tuple[Byline, ...]]:
    """Gather the writers from a line on: the next ones may have lines of their own, and roles."""
    lines = [first]
    people = list(people_of(blocks[first], setting))
    for at in range(first + 1, min(first + 1 + BELOW_NAME, len(blocks))):
        block = blocks[at]
        if block.picture or block.text.casefold() in JOINERS or NOT_WRITERS.match(block.text):
            continue
        if is_other_block(block):
            break
        if is_bare_role(block):
            if people[-1].role is None:
                people[-1] = replace(people[-1], role=tidy_role(block.text))
            lines.append(at)
        elif is_byline(block, setting) and is_beside(block, blocks[first]):
            people += people_of(block, setting)
            lines.append(at)
        elif not (NAMED_BYLINE.search(block.hints) or date_of(block, setting)):
            break
    return lines, tuple(each_once(people))


def is_other_block(block: Block) -> bool:
    """Tell whether a block ends a list of writers: a headline, a paragraph, another article."""
    return block.long or block.rank in {1, 2, 3} or is_others(block)


def is_bare_role(block: Block) -> bool:
    """Tell whether a line is nothing but what somebody does: "Political Editor"."""
    return len(block.text) <= LONGEST_ROLE and is_role(block.text) and not read_byline(block.text)


def is_beside(block: Block, first: Block) -> bool:
    """Tell whether two lines name writers in the same manner."""
    if OPENS_BYLINE.match(first.text) and not is_named_byline(first):
        return bool(OPENS_BYLINE.match(block.text))
    return is_named_byline(block)


def each_once(people: Sequence[Byline]) -> Iterator[Byline]:
    """Yield each person once, with the role that any mention gives."""
    roles = {key(one.name): one.role for one in reversed(people) if one.role}
    known: set[str] = set()
    for one in people:
        if key(one.name) not in known:
            known.add(key(one.name))
            yield replace(one, role=one.role or roles.get(key(one.name)))


def is_byline(block: Block, setting: Setting) -> bool:
    """Tell whether a line names the writers."""
    if block.picture or len(block.text) > LONGEST_LINE or is_place(block):
        return False
    if block.rank in {1, 2, 3}:
        return block.rank > 1 and is_headed_byline(block, setting)
    named = (
        OPENS_BYLINE.match(block.text)
        or is_named_byline(block)
        or BARRED_BYLINE.match(block.text)
        or is_labelled(block, setting)
    )
    # "Posted on 17 November 2026 by Erik Nyholm": only a date makes sure that it is no headline.
    late = LATE_BYLINE.search(block.text) and date_of(block, setting)
    return bool(named or late) and bool(people_of(block, setting))


def is_named_byline(block: Block) -> bool:
    """Tell whether the page calls a line a byline, or it is little else than links to writers."""
    leads = TO_AUTHOR in block.hints and block.linked >= HALF
    return leads or bool(NAMED_BYLINE.search(block.hints))


def is_place(block: Block) -> bool:
    """Tell whether the page calls a line a place: "Geneva" beside the names."""
    called = block.holders[-1].names if block.holders else ""
    return AT_PLACE in block.hints or calls_place(called)


def calls_place(names: str) -> bool:
    """Tell whether names of an element are a place's: "byline location", not "location author"."""
    found = list(NAMED_PLACE.finditer(names))
    return bool(found) and not NAMED_BYLINE.search(names, found[-1].end())


def is_headed_byline(block: Block, setting: Setting) -> bool:
    """Tell whether a lower heading says "By Jo Marsh" and nothing else: it is no headline then."""
    named = OPENS_BYLINE.match(block.text) or is_named_byline(block)
    people = people_of(block, setting) if named else ()
    letters = len(key("".join(one.name for one in people)))
    return bool(people) and len(key(block.text)) - letters <= MOST_AROUND * len(people)


def is_labelled(block: Block, setting: Setting) -> bool:
    """Tell whether a line is the label "Author" and a name, and nothing else."""
    label = LABELLED.match(block.text)
    return bool(label and is_person(block.text[label.end() :], site=setting.reading.source))


def people_of(block: Block, setting: Setting) -> tuple[Byline, ...]:
    """Read the people of a line."""
    return read_byline(block.text, site=setting.reading.source)
