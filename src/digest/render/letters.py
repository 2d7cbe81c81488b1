"""Letters to single people, rendered once for all who get the same one."""

from dataclasses import dataclass, replace
from datetime import timedelta

from digest.errors import RenderError
from digest.model.edition import Edition
from digest.model.message import PersonalContext, PersonalField, Rendered, Sentinel
from digest.model.publication import Publication
from digest.model.signup import LetterKind, LetterWish
from digest.render.characters import printable
from digest.render.environment import render_template
from digest.render.html import render_markup
from digest.render.layers import LETTER, LETTER_TEXT
from digest.render.letter_words import LetterWords, choose_letter_words, speakable
from digest.render.locales import choose_locale, own_digits
from digest.render.opening import OpenTheme
from digest.render.plain import tidy_lines
from digest.render.sentinels import find_token, make_sentinels
from digest.render.strings import Strings, choose_strings
from digest.render.variables import LetterView
from digest.render.view import make_view

SLUG = "letter-{}"


def letter_slug(kind: LetterKind) -> str:
    """Name letters of a kind, where mails of an edition have its slug."""
    return SLUG.format(kind.value)


def render_letter(
    wish: LetterWish,
    publication: Publication,
    *,
    theme: OpenTheme,
    content_hash: str,
    public_url: str,
) -> Rendered:
    """Render both parts of a letter. The same arguments give the same bytes.

    The place of the preferences' address takes that of the button: in a letter that asks it is the
    page that confirms. In a language without words for letters it is in the publication's.

    Args:
        wish: Which letter.
        publication: Its publication.
        theme: Opened.
        content_hash: The sentinels are derived from it.
        public_url: Base of the public pages, without a final slash.

    Raises:
        RenderError: The theme, or a word, is wrong; or the letter does not show where it leads.
    """
    job = open_letter_job(
        wish, publication, theme=theme, content_hash=content_hash, public_url=public_url
    )
    html = render_markup(theme, LETTER, job.values(theme, PersonalContext.URL))
    text = render_template(
        theme.text, theme.file(LETTER_TEXT), job.values(theme, PersonalContext.TEXT)
    )
    for part, name, context in (
        (html, LETTER, PersonalContext.URL),
        (text, LETTER_TEXT, PersonalContext.TEXT),
    ):
        if find_token(job.sentinels, PersonalField.PREFERENCES, context) not in part:
            raise RenderError(
                f"{theme.file(name)}: the letter “{wish.kind.value}” has no link for its reader.",
                "Put letter.url where it leads on.",
            )
    return Rendered(
        language=job.wish.language,
        subject=job.edition.subject,
        html=html,
        text=tidy_lines(text),
        sentinels=job.sentinels,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterJob:
    """Everything that a letter is rendered with.

    Attributes:
        wish: Which letter, in a language that there are words in.
        publication: Without unprintable characters.
        edition: One without stories, in whose frame the letter stands.
        words: Those of letters.
        strings: Those of every mail.
        sentinels: Stand for the reader's own addresses.
        public_url: Base of the public pages.
    """

    wish: LetterWish
    publication: Publication
    edition: Edition
    words: LetterWords
    strings: Strings
    sentinels: tuple[Sentinel, ...]
    public_url: str

    def values(self, theme: OpenTheme, context: PersonalContext) -> dict[str, object]:
        """Name what a template sees."""
        view = make_view(
            self.edition,
            self.publication,
            words=self.strings,
            public_url=self.public_url,
            sentinels=self.sentinels,
            context=context,
        )
        return {"edition": view, "theme": theme.theme, "letter": self.view(context)}

    def view(self, context: PersonalContext) -> LetterView:
        """Make what the template sees of the letter itself."""
        kind, name = self.wish.kind, self.publication.name
        asks = kind is LetterKind.CONFIRM
        leave = "" if asks else find_token(self.sentinels, PersonalField.UNSUBSCRIBE, context)
        return LetterView(
            title=getattr(self.words, f"{kind.value}_title"),
            paragraphs=write_paragraphs(self.wish, self.words, self.publication),
            button=getattr(self.words, f"{kind.value}_button"),
            url=find_token(self.sentinels, PersonalField.PREFERENCES, context),
            unsubscribe=leave,
            reason=self.words.why.replace("{}", name),
        )


def open_letter_job(
    wish: LetterWish,
    publication: Publication,
    *,
    theme: OpenTheme,
    content_hash: str,
    public_url: str,
) -> LetterJob:
    """Put together what a letter is rendered with.

    Raises:
        RenderError: A word is wrong.
    """
    publication, zone = printable(publication), publication.timezone
    language = speakable(theme.letters, (wish.language, publication.language), zone)
    words = choose_letter_words(theme.letters, language, zone)
    subject: str = getattr(words, f"{wish.kind.value}_subject")
    return LetterJob(
        wish=replace(wish, language=language),
        publication=publication,
        edition=Edition(
            slug=letter_slug(wish.kind),
            number=0,
            language=language,
            subject=subject.replace("{}", publication.name),
        ),
        words=words,
        strings=choose_strings(theme.strings, language, zone),
        sentinels=make_sentinels(content_hash, public_url=public_url),
        public_url=public_url,
    )


def write_paragraphs(
    wish: LetterWish, words: LetterWords, publication: Publication
) -> tuple[str, ...]:
    """Write the text of a letter."""
    text = getattr(words, f"{wish.kind.value}_text").replace("{}", publication.name)
    if wish.kind is LetterKind.WELCOME:
        return (text,)
    if wish.kind is LetterKind.KNOWN:
        return (text, words.ignore)
    until = words.confirm_until.replace("{}", show_hours(wish.hours, wish.language, publication))
    return (text, until, words.ignore)


def show_hours(hours: int, language: str, publication: Publication) -> str:
    """Write a number of hours, with the plural that the language wants."""
    from babel.dates import format_timedelta

    locale = choose_locale(language, publication.timezone)
    span = timedelta(hours=hours)
    # The high threshold keeps 48 hours from becoming two days.
    shown = format_timedelta(span, granularity="hour", threshold=10_000, locale=locale)
    return own_digits(shown, locale)
