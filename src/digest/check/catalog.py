"""Every rule by its id: what it stands for, how much it matters, whether `--fix` mends it.

docs/reference/checks.md shows the same as a table, docs/checks/ has a page for each; a test holds
the three together, and with the rules themselves.
"""

from dataclasses import dataclass

from digest.model.message import Level

PAGES = "docs/checks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of `digest check`.

    Attributes:
        id: Stable; what findings name.
        level: How much most of its findings matter.
        title: What is wrong, in a few words.
        mended: Whether `--fix` can put it right.
    """

    id: str
    level: Level
    title: str
    mended: bool = False

    @property
    def page(self) -> str:
        """Where it is described, in the project's own folder."""
        return f"{PAGES}/{self.id}.md"


def blocks(id_: str, title: str, *, mended: bool = False) -> Rule:
    """Describe a rule whose findings block sending."""
    return Rule(id=id_, level=Level.ERROR, title=title, mended=mended)


def warns(id_: str, title: str, *, mended: bool = False) -> Rule:
    """Describe a rule whose findings are worth a look."""
    return Rule(id=id_, level=Level.WARNING, title=title, mended=mended)


RULES = (
    # The files
    blocks("edition-file", "A line of the edition file cannot be read"),
    blocks("template", "The theme cannot be rendered"),
    # Words
    blocks("empty-edition", "There is no story to send"),
    blocks("leftover-junk", "Something of an article's page is left over", mended=True),
    blocks("mid-sentence-summary", "A summary stops before its sentence does"),
    warns("unbalanced-quotation", "A quotation mark or bracket has no other half"),
    warns("missing-byline", "A story names nobody who wrote it"),
    blocks("duplicate-story", "One story stands in the edition twice"),
    blocks("told-before", "Readers have had this story in another edition"),
    warns("language-differs", "A translation does not tell the same stories"),
    warns("untranslated", "A text is still that of the main edition"),
    warns("unnamed-language", "A translation's file is one that nobody gets"),
    warns("unknown-zone", "A date came with a time zone that nobody knows"),
    blocks("embargo", "A story may not be shown yet"),
    blocks("unlabelled-sponsor", "Something paid for may be taken for news"),
    warns("headline-capitals", "A headline is all in capitals"),
    warns("headline-length", "A headline is as long as a paragraph"),
    warns("summary-length", "A summary is as long as an article"),
    warns("empty-section", "A section holds no story"),
    warns("stray-space", "Spaces or invisible characters left over from a page", mended=True),
    warns("quotation-style", "Quotation marks are straight", mended=True),
    # Faithfulness
    warns("unfaithful-name", "A name is not in the source"),
    warns("unfaithful-number", "A number is not in the source"),
    warns("unfaithful-date", "A date is not in the source"),
    warns("unfaithful-quotation", "A quotation is not in the source"),
    warns("refused-proposal", "A language model's text was refused"),
    # Links
    blocks("relative-link", "A link leads nowhere from a mailbox"),
    blocks("empty-link", "A link has no address", mended=True),
    warns("insecure-link", "A site's addresses are fetched without TLS", mended=True),
    blocks("dead-link", "An address answers nothing"),
    warns("moved-link", "An address has moved for good", mended=True),
    warns("tracking-parameters", "An address tells where readers came from", mended=True),
    warns("vague-link", "A link's words do not say where it leads"),
    blocks("leftover-sentinel", "A place that nobody will fill"),
    blocks("double-escaped", "Readers would see the code of a character", mended=True),
    # Pictures and markup
    blocks("missing-alt", "A picture has no words for those who do not see it"),
    blocks("image-without-width", "A picture has no width"),
    blocks("image-format", "A picture that some mail programs cannot show"),
    warns("picture-not-hosted", "A picture stays linked although it was to be served"),
    warns("heading-order", "Headings skip a level, or there is not exactly one h1"),
    warns("contrast", "Words are hard to read on what is behind them"),
    warns("tap-size", "A link is too low for a thumb"),
    blocks("forbidden-element", "An element that mail programs take out"),
    blocks("forbidden-css", "CSS without which the layout falls apart"),
    warns("client-support", "Something that readers of some mail programs do without"),
    blocks("document-language", "The mail has no doctype, language or direction"),
    # Size
    blocks("size", "Gmail would cut the mail off"),
    warns("folded-story", "A story is sent as a headline only"),
    # The message
    blocks("subject-empty", "There is no subject"),
    warns("subject-length", "Inboxes would cut the subject off"),
    warns("subject-capitals", "The subject is all in capitals"),
    warns("preheader-missing", "There is no preheader"),
    warns("preheader-repeats-subject", "The preheader says what the subject says", mended=True),
    warns("preheader-length", "Inboxes would cut the preheader off"),
    blocks("text-part-differs", "One part of the mail lacks what the other has"),
    blocks("missing-unsubscribe", "A part of the mail shows no way to leave"),
    warns("one-click-unsubscribe", "Readers can leave by e-mail only"),
    warns("missing-postal-address", "The footer has no postal address"),
    blocks("header-list", "The mail's header is not what it should be"),
)
KNOWN = {rule.id: rule for rule in RULES}
