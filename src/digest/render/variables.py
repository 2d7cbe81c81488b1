"""What a template sees: an edition with every text ready to be shown.

The names here are the template variables of docs/reference/templates.md. A text of type `str` is
escaped where it is written; `Markup` is HTML that has been made and fenced by us.
"""

import re
from dataclasses import dataclass

from markupsafe import Markup

from digest.model.article import Image
from digest.render.strings import Strings
from digest.text.notes import sentence_html
from digest.text.pull_quotes import pull_quote

# The text part writes a link's address after its words.
ADDRESS = re.compile(r" <[^<>\s]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A name and an address to go to.

    Attributes:
        name: Plain text.
        url: The address.
        dir: "rtl" or "ltr" when the name is not read as the text around it; else empty.
    """

    name: str
    url: str
    dir: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story as it is shown.

    Attributes:
        number: Its place among the news of the edition, from 1; empty for what is paid for.
        headline, kicker: Plain text; the kicker may be empty.
        url: Where it is read on; empty for a story without a link.
        byline: "Jo Marsh, Political Editor; Ana Ruiz"; may be empty.
        byline_dir: "rtl" or "ltr" when the byline is not read as its story; else empty.
        comma: What stands between two names.
        time: When it was published; may be empty.
        also: Who else tells it.
        updated: Whether it was sent before and has changed since.
        reading: "Reading time: 4 minutes", of the whole article; may be empty.
        sponsor: The label "Sponsored by …"; empty for news.
        image: The picture, never without alternative text; None without one.
        summary: Paragraphs as HTML; empty for a brief.
        paragraphs: The same as plain text.
        markdown: The same as it stands in the edition file.
        told_in: Language of its text, for `sentence`.
        lang: Its own language when its script is not the edition's; else empty.
        dir: "rtl" or "ltr" when it is not the edition's; else empty.
    """

    number: str
    headline: str
    url: str
    kicker: str
    byline: str
    byline_dir: str
    comma: str
    time: str
    also: tuple[Link, ...]
    updated: bool
    reading: str
    sponsor: str
    image: Image | None
    summary: Markup
    paragraphs: tuple[str, ...]
    markdown: str
    told_in: str
    lang: str
    dir: str

    @property
    def sentence(self) -> Markup:
        """The first sentence of the summary as HTML, for themes that tell no more; may be empty."""
        return sentence_html(self.markdown, self.told_in)

    @property
    def quotation(self) -> str:
        """What the summary quotes, in its quotation marks, to be set in large letters.

        Plain text; empty when nothing of it can stand alone.
        """
        spoken = " ".join(self.paragraphs)
        return pull_quote(ADDRESS.sub("", spoken), self.told_in)

    @property
    def brief(self) -> bool:
        """Whether it is shown as a headline only. What is paid for always keeps its label."""
        return not self.summary and not self.sponsor


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section as it is shown; the hero is not among the stories of the first one.

    Attributes:
        name: Plain text.
        lang, dir: As for a story.
        id: Unique within the edition, for links to it.
        url: Address of this section in the hosted edition; empty without public pages.
        stories: In order.
    """

    name: str
    lang: str
    dir: str
    id: str
    url: str
    stories: tuple[StoryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """Everything that a template of either part may show.

    Attributes:
        subject, preheader, correction, masthead, strapline, site, address: Plain text; all but the
            subject and the masthead may be empty.
        lang, dir, start, end: Language tag, "ltr" or "rtl", and where its lines begin and end.
        italics: Whether the language's script has them.
        hyphens: Whether words of its stories are parted at the ends of short lines.
        date, number, reading: The parts of the folio; the date may be empty.
        comma: What stands between two names.
        colon: What stands after a word that says what follows.
        stories: "12 stories", in the right plural.
        told_lang, told_dir: Language and direction of the stories, the note and the correction when
            they are not those of the words around them; else empty.
        note: The editor's note as HTML.
        note_paragraphs: The same as plain text.
        hero: The first story; None for an edition without any.
        sections: Those that have something to show besides the hero.
        share: Ways to pass the hero's address on.
        view, unsubscribe, preferences: Sentinels of addresses; empty when there is no such page.
        words: The mail's own words.
        reason: Why the reader gets this.
    """

    subject: str
    preheader: str
    correction: str
    masthead: str
    strapline: str
    site: str
    address: str
    lang: str
    dir: str
    start: str
    end: str
    italics: bool
    hyphens: bool
    date: str
    number: str
    reading: str
    comma: str
    colon: str
    stories: str
    told_lang: str
    told_dir: str
    note: Markup
    note_paragraphs: tuple[str, ...]
    hero: StoryView | None
    sections: tuple[SectionView, ...]
    share: tuple[Link, ...]
    view: str
    unsubscribe: str
    preferences: str
    words: Strings
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """What the template of a letter sees besides the edition's frame.

    Attributes:
        title: Over the text.
        paragraphs: Plain text.
        button: What the button says.
        url: Where it leads.
        unsubscribe: Where the reader leaves; empty in a letter that only asks.
        reason: Why the letter came.
    """

    title: str
    paragraphs: tuple[str, ...]
    button: str
    url: str
    unsubscribe: str
    reason: str
