"""Summaries and notes: Markdown with paragraphs, emphasis and links, as HTML and as text.

Everything else that Markdown knows is switched off, and HTML shows as text. What comes out is
fenced once more by nh3, so that a fault of the parser cannot bring markup into the mail.
"""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from digest.text.sentences import split_sentences

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SCHEMES = ("http", "https", "mailto")
ADDRESS = re.compile(r"(?:https?://[^\s<>\"]+|mailto:[^\s<>\"]+)", re.IGNORECASE)
TAGS = {
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
}
PAIRS = (
    "\u201c\u201d", "\u201e\u201c", "\u00ab\u00bb", "\u300c\u300d", "\u300e\u300f", "()",
)  # fmt: skip
# Of sentences: a quotation that is longer was not closed, or does not fit one line either.
LONGEST = 4
DEEPEST = 20
# The parser looks for the end of a link from every one of them: that takes their square.
MOST_BRACKETS = 1000


def note_html(markdown: str) -> Markup:
    """Make paragraphs of HTML; empty for an empty text."""
    paragraphs = (inline_html(tokens) for tokens in read_paragraphs(markdown))
    return Markup("\n").join(Markup("<p>{}</p>").format(one) for one in paragraphs)


def sentence_html(markdown: str, language: str) -> Markup:
    """Make HTML of a text's first sentence, with its emphasis and links; empty for an empty text.

    Args:
        markdown: The text.
        language: BCP 47 tag, which decides where a sentence ends.
    """
    paragraphs = read_paragraphs(markdown)
    if not paragraphs:
        return Markup("")
    plain = "".join(token.content for token in paragraphs[0])
    return inline_html(cut_tokens(paragraphs[0], first_sentence(plain, language)))


def first_sentence(text: str, language: str) -> str:
    """Take a text's first sentence, and those that a quotation begun in it goes on for."""
    sentences = split_sentences(text, language)
    begun = accumulate(sentences[:LONGEST], lambda before, one: f"{before} {one}")
    return next((one for one in begun if is_closed(one)), sentences[0] if sentences else "")


def is_closed(text: str) -> bool:
    """Tell whether every quotation and bracket that a text opens is closed in it."""
    # German closes with the mark that English opens with.
    pairs = PAIRS[1:] if "\u201e" in text else PAIRS
    return text.count('"') % 2 == 0 and all(
        text.count(pair[0]) <= text.count(pair[1]) for pair in pairs
    )


def cut_tokens(tokens: list["Token"], sentence: str) -> list["Token"]:
    """Keep the tokens that a sentence at their beginning is made of; what they open is closed.

    White space is not counted, because sentences come with theirs tidied.
    """
    left = sum(not letter.isspace() for letter in sentence)
    kept: list[Token] = []
    opened: list[str] = []
    for token in tokens:
        if token.nesting > 0 and left:
            opened.append(token.type.replace("_open", "_close"))
        elif token.nesting < 0:
            if not opened or opened[-1] != token.type:
                continue
            opened.pop()
        elif not left:
            continue
        if token.content:
            content, left = cut_text(token.content, left)
            token = replace(token, content=content)  # noqa: PLW2901 - the same token, shorter
        kept.append(token)
    return kept


def cut_text(text: str, letters: int) -> tuple[str, int]:
    """Keep so many letters of a text, white space not counted, and tell how many are left over."""
    for at, letter in enumerate(text):
        if not letters:
            return text[:at].rstrip(), 0
        letters -= not letter.isspace()
    return text, letters


def note_paragraphs(markdown: str) -> tuple[str, ...]:
    """Make paragraphs of plain text; a link is followed by its address in angle brackets."""
    return tuple(inline_text(tokens) for tokens in read_paragraphs(markdown))


def note_links(markdown: str) -> tuple[str, ...]:
    """List the addresses that a text links to, in order."""
    return tuple(
        str(token.attrs["href"])
        for tokens in read_paragraphs(markdown)
        for token in tokens
        if token.type == "link_open"
    )


def is_address(url: str) -> bool:
    """Tell whether a mail may link to this: http, https or mailto, without spaces."""
    return bool(ADDRESS.fullmatch(url))


def read_paragraphs(markdown: str) -> list[list["Token"]]:
    """Read a text into the inline tokens of its paragraphs."""
    blocks = parser(links=markdown.count("[") <= MOST_BRACKETS).parse(markdown)
    return [without_empty(block.children or []) for block in blocks if block.type == "inline"]


def without_empty(tokens: list["Token"]) -> list["Token"]:
    """Take out links that go nowhere; their words stay."""
    kept: list[Token] = []
    empty = False
    for token in tokens:
        if token.type == "link_open":
            empty = not is_address(str(token.attrs["href"]))
        if not (empty and token.type in ("link_open", "link_close")):
            kept.append(token)
    return kept


@lru_cache(maxsize=2)
def parser(*, links: bool) -> "MarkdownIt":
    """Make the parser, once; one that sees no links for a text that no person can have written."""
    from markdown_it import MarkdownIt

    rules = ["paragraph", "emphasis", "escape", *(["link"] if links else [])]
    made = MarkdownIt("zero", {"html": False, "maxNesting": DEEPEST}).enable(rules)
    made.validateLink = is_address  # type: ignore[method-assign]  # the library's own way
    return made


def inline_html(tokens: list["Token"]) -> Markup:
    """Write one paragraph as HTML."""
    return fence(Markup("").join(html_of(token) for token in tokens))


def html_of(token: "Token") -> Markup:
    """Write one token as HTML; what is no text, emphasis or link has none."""
    if token.type == "link_open":
        return Markup('<a href="{}">').format(str(token.attrs["href"]))
    if token.type == "link_close":
        return Markup("</a>")
    if token.type in TAGS:
        return Markup(TAGS[token.type])  # noqa: S704 - a constant
    return escape(token.content)


def fence(html: Markup) -> Markup:
    """Let nh3 take out whatever is neither emphasis nor a link."""
    import nh3

    clean = nh3.clean(
        html,
        tags={"em", "strong", "a"},
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    return Markup(clean)  # noqa: S704 - nh3 is the fence


def inline_text(tokens: list["Token"]) -> str:
    """Write one paragraph as text on one line."""
    written: list[str] = []
    address, start = "", 0
    for token in tokens:
        if token.type == "link_open":
            address, start = str(token.attrs["href"]), len(written)
        elif token.type == "link_close":
            label = "".join(written[start:])
            written.append("" if label == address else f" <{address}>")
        else:
            written.append(token.content)
    return " ".join("".join(written).split())
