"""Rules about how an edition is written: what an editor would mend on a second reading."""

# ruff: noqa: RUF001 - letters of many scripts are meant here

import re
from collections.abc import Iterator

from digest.check.findings import named, quoted, warning
from digest.model.edition import Edition, Item
from digest.model.message import Finding
from digest.model.publication import Publication
from digest.text.notes import note_html, note_links, read_paragraphs
from digest.text.quotation_marks import quotation_marks
from digest.text.straight_quotes import curl_quotes
from digest.text.tracking import tracking_parameters
from digest.text.words import count_words

SHOUTED_LETTERS, SHOUTED_WORDS = 12, 3
LONG_HEADLINE = 140
LONG_SUMMARY = 150
SUMMARIES = 2
# Spaces in a row, and what has no width and shapes nothing.
RUN = re.compile("[ \u00a0\u2007\u202f]{2,}|[\u200b\u2060\ufeff\ufffc\ufffd]+")
SPACES = " \u00a0\u2007\u202f"
NO_BREAK = "\u00a0"
# Scripts without spaces between words, which break lines at what has no width.
UNSPACED = ("th", "lo", "km", "my", "ja", "zh", "bo", "dz")
SAYS_NOTHING = frozenset(
    (
        "click", "click here", "click this link", "here", "read more", "more", "this link",
        "learn more", "read on", "see more", "find out more", "continue reading", "this", "link",
        "this page", "hier", "hier klicken", "klicken sie hier", "mehr", "mehr lesen",
        "weiterlesen", "mehr dazu",
        "ici", "cliquez ici", "lire la suite", "en savoir plus", "ce lien", "plus", "lire plus",
        "aquí", "haga clic aquí", "pulse aquí", "leer más", "más", "ver más", "este enlace",
        "qui", "clicca qui", "leggi tutto", "leggi di più", "continua", "scopri di più",
        "aqui", "clique aqui", "leia mais", "saiba mais", "ler mais",
        "klik hier", "lees meer", "lees verder", "meer lezen", "tutaj", "kliknij tutaj",
        "czytaj więcej", "więcej", "здесь", "тут", "читать далее", "подробнее", "нажмите здесь",
        "εδώ", "κάντε κλικ εδώ", "διαβάστε περισσότερα", "هنا", "اضغط هنا", "اقرأ المزيد",
        "כאן", "לחצו כאן", "קרא עוד", "यहाँ क्लिक करें", "यहां", "और पढ़ें", "点击这里", "这里",
        "阅读更多", "こちら", "続きを読む", "もっと見る",
    )
)  # fmt: skip


def find_capitals(edition: Edition) -> Iterator[Finding]:
    """headline-capitals: a headline that shouts."""
    for item in edition.items:
        letters = [one for one in item.headline if one.isalpha()]
        is_long = len(letters) >= SHOUTED_LETTERS and len(item.headline.split()) >= SHOUTED_WORDS
        if is_long and all(one.isupper() for one in letters):
            yield warning(
                "headline-capitals",
                f"{named(item)} is in capitals: it shouts, and screen readers may spell it. "
                "Write it like a sentence.",
                item.line,
            )


def find_long_headline(edition: Edition) -> Iterator[Finding]:
    """headline-length: a headline that is a paragraph."""
    for item in edition.items:
        if len(item.headline) > LONG_HEADLINE:
            yield warning(
                "headline-length",
                f"{named(item)} has {len(item.headline)} characters; more than {LONG_HEADLINE} "
                "take five lines on a phone. Shorten it.",
                item.line,
            )


def find_long_summary(edition: Edition, publication: Publication) -> Iterator[Finding]:
    """summary-length: a summary that is the article."""
    most = max(LONG_SUMMARY, SUMMARIES * publication.edition.summary_words)
    for item in edition.items:
        words = count_words(note_html(item.summary).striptags())
        if words > most:
            yield warning(
                "summary-length",
                f"The summary of {named(item)} has {words} words; more than {most} are an "
                "article. Shorten it: the link leads to the rest.",
                item.line,
            )


def find_empty_sections(edition: Edition) -> Iterator[Finding]:
    """empty-section: a section without a story."""
    if not edition.items:
        return
    for section in edition.sections:
        if not section.items:
            yield warning(
                "empty-section",
                f"The section {quoted(section.name)} has no story. Delete its line, or move a "
                "story into it.",
                section.line,
            )


def find_vague_links(edition: Edition) -> Iterator[Finding]:
    """vague-link: a link whose words do not say where it leads."""
    for where, text, line in texts_with_links(edition):
        for label in dict.fromkeys(link_labels(text)):
            if label.strip(" .…:»›>→!").casefold() in SAYS_NOTHING:
                yield warning(
                    "vague-link",
                    f"The link {quoted(label)} {where} does not say where it leads. "
                    "Link the words that name it.",
                    line,
                )


def texts_with_links(edition: Edition) -> Iterator[tuple[str, str, int | None]]:
    """List the texts that may hold links: where each stands, the text, the line of its story."""
    yield "in the editor's note", edition.note, None
    for item in edition.items:
        if item.sponsor is None:
            yield f"in {named(item)}", item.summary, item.line


def link_labels(markdown: str) -> Iterator[str]:
    """List the words of the links in a text."""
    if "](" not in markdown:
        return
    for tokens in read_paragraphs(markdown):
        words: list[str] | None = None
        for token in tokens:
            if token.type == "link_open":
                words = []
            elif token.type == "link_close" and words is not None:
                yield " ".join("".join(words).split())
                words = None
            elif words is not None:
                words.append(token.content)


def find_tracking(edition: Edition) -> Iterator[Finding]:
    """tracking-parameters: an address that tells others where our readers came from."""
    for where, url, line in tracked_addresses(edition):
        if names := tracking_parameters(url):
            yield warning(
                "tracking-parameters",
                f"The address of {where} carries {', '.join(dict.fromkeys(names))}: it tells "
                "others that it was opened from this mail, and the same story has another "
                "address elsewhere. Take it out.",
                line,
            )


def tracked_addresses(edition: Edition) -> Iterator[tuple[str, str, int | None]]:
    """List the addresses of news; what a sponsor wants to know is the sponsor's affair."""
    for url in note_links(edition.note):
        yield f"a link in the editor's note, {quoted(url)},", url, None
    for item in edition.items:
        if item.sponsor is None:
            yield from ((named(item), url, item.line) for url in addresses_of(item))


def addresses_of(item: Item) -> list[str]:
    """List where a story leads to: its own address, others' and those in its summary, each once."""
    urls = [item.url or "", *(one.url for one in item.also), *note_links(item.summary)]
    return [url for url in dict.fromkeys(urls) if url]


def find_stray_spaces(edition: Edition) -> Iterator[Finding]:
    """stray-space: spaces that stand in a row, or that nobody sees, left over from a page."""
    if edition.language.partition("-")[0] in UNSPACED:
        return
    for item in edition.items:
        text = "\n".join((item.headline, item.kicker or "", item.summary))
        if match := next(stray_spaces(text), None):
            yield warning(
                "stray-space",
                f"{named(item)} holds {describe_stray(match[0])}, left over from a page. "
                "Write one space, or none.",
                item.line,
            )


def stray_spaces(text: str, end: int | None = None) -> Iterator[re.Match[str]]:
    """Find spaces in a row of which one is a no-break space, and characters that nobody sees.

    Several plain spaces are no mistake: neither the file nor a mail keeps them.
    """
    for match in RUN.finditer(text, 0, len(text) if end is None else end):
        if NO_BREAK in match[0] or match[0].strip(SPACES):
            yield match


def describe_stray(text: str) -> str:
    """Name what cannot be seen."""
    if text.strip(SPACES):
        return f"a character that nobody sees (U+{ord(text.strip()[0]):04X})"
    return "several spaces in a row, one of them a no-break space"


def find_straight_quotes(edition: Edition) -> Iterator[Finding]:
    """quotation-style: straight quotation marks where the language has its own; told once."""
    found = [
        (item, len(curl_quotes(text, edition.language)))
        for item in edition.items
        if item.sponsor is None
        for text in (item.headline, *item.summary.split("\n\n"))
    ]
    told = [(item, count) for item, count in found if count]
    if told:
        item, total = told[0][0], sum(count for _, count in told)
        opener, closer = quotation_marks(edition.language)
        yield warning(
            "quotation-style",
            f"{total} quotation marks are straight, first in {named(item)}; "
            f"set in type they are {opener}…{closer}",
            item.line,
        )
