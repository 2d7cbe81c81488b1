"""Which parts of a page are not the article's own: by what the page calls them, and where they are.

A part that holds the opening of the text, or most of it, is the article's, whatever its name is:
sites call the wrapper of everything "page with-comments share-left", and that of each paragraph
"ads-after-2".
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from digest.collect.blocks import Block, Holder
from digest.collect.likeness import key

# So called, a part is another's even where an extraction took it for text.
OTHERS = re.compile(
    r"\b(?:comments?(?! body)|commentlist|discussion|disqus|replies|cookies?|consent|gdpr|related"
    r"|recommend(?:ed|ations?)?|promos?|newsletters?|sign ?up|breadcrumbs?|shar(?:e|ing)|sharedaddy"
    r"|advert(?:isement|ising|s)?|ads?|ad ?(?:slot|unit|box)|outbrain|taboola|captions?|most ?read"
    r"|popular|trending|sponsored|read ?(?:more|also|next)|more ?(?:stories|news|on|from)"
    r"|(?:about|bio) ?(?:the )?author|author ?(?:bio|box|info|card|description)|authorbox"
    r"|post ?tags|tag ?(?:list|cloud)|tags|copyright|print ?(?:only|foot(?:er)?)"
    r"|audio(?: ?player)?|listen"
    r"|post ?meta ?data|(?:entry|post|article) ?(?:meta|footer)|(?:post|blog) ?(?:feeds|pager)"
    r"|(?:img|image|photo|picture|media) ?(?:desc(?:ription)?|info|details|cptn)|cptn|cutline"
    r"|legend[ae]?|bildtexte?|bildunterschrift|bildtekst|billedtekst|didascalia|kuvateksti"
    r"|pie ?(?:de )?foto|fact ?box|info ?box"
    r"|trust ?(?:badge|project)|contact(?: ?(?:box|info|details))?|poll|weather|disclaimer)\b"
)
# So called, it is not the article's though it holds more text than the article does.
OF_READERS = re.compile(
    r"\b(?:comments?(?! body)|commentlist|discussion|disqus|replies|cookies?|consent|gdpr)\b"
)
# So called, it is an offer to subscribe, or the text behind it.
OFFERS = re.compile(
    r"\b(?:pay ?wall|reg ?wall|premium|piano|subscri(?:be|ption|ber)\w*|offers?|abo|upsell"
    r"|locked)\b"
)
FIGURES = re.compile(r"\d+")
MOST_OF_AN_OFFER = 2  # paragraphs
# So called, a part that no extraction took is left where it is.
DOUBTFUL = re.compile(
    r"\b(?:widget|cards?|teasers?|sidebar|aside|box|infobox|fact ?box|paywall|banner|social"
    r"|embed\w*|topics?|authors?|meta|footer|byline|nav|navigation|menu|gallery|slider|carousel"
    r"|toolbar|dek|standfirst|caption|subscri\w+|premium|notice|message|overlay|modal|legal"
    r"|disclaimer|bio|poll|quiz|pull ?quote|quote|video|player|credits?)\b"
)


# What stands there is never an article, when it is all that a page has.
NO_ARTICLE = re.compile(
    r"\b(?:newsletters?|sign ?up|cookies?|consent|gdpr|comments?|commentlist|discussion|disqus)\b"
)
FEW_LETTERS = 600


def is_no_article(blocks: Sequence[Block], opening: int) -> bool:
    """Tell whether the only text of a page is its newsletter box, its consent or its comments."""
    around = [one for one in blocks[opening].holders if one.tag not in {"html", "body", "main"}]
    named = [one for one in around if NO_ARTICLE.search(one.names)]
    if not named:
        return False
    inside = [block for block in blocks if named[0] in block.holders]
    titled = any(block.rank == 1 for block in inside)
    return not titled and sum(len(block.text) for block in inside if block.long) < FEW_LETTERS


class Others:
    """Knows which blocks belong to somebody else than the article.

    Args:
        blocks: The whole page.
        taken: Numbers of the blocks that an extraction took for its text.
        opening: Number of the block with which the text begins.
        headline: The article's.
    """

    def __init__(
        self, blocks: Sequence[Block], taken: frozenset[int], *, opening: int, headline: str
    ) -> None:
        self._blocks = blocks
        self._own = {holder.number for holder in blocks[opening].holders}
        self._weights = weigh(blocks[at] for at in taken)
        self._alike: Counter[str] = Counter()  # letters by what their part is called
        for at in taken:
            for names in {FIGURES.sub("", holder.names) for holder in blocks[at].holders}:
                self._alike[names] += len(blocks[at].text)
        self._counts = Counter(
            holder.number for at in taken if blocks[at].long for holder in blocks[at].holders
        )
        self._whole = sum(len(blocks[at].text) for at in taken)
        self._named: dict[int, bool] = {}
        self._article = self._find_article(opening, key(headline))
        self._rivals = set(self._find_rivals(opening, key(headline)))

    def _find_article(self, opening: int, headline: str) -> int | None:
        """Find the article element that holds both headline and text; None without any."""
        inside = [holder.number for holder in self._blocks[opening].holders if is_article(holder)]
        above = (block for block in self._blocks[:opening] if headline and block.rank)
        titles = [block for block in above if key(block.text) == headline]
        if not inside or not titles:
            return None
        around = {holder.number for holder in titles[-1].holders}
        return next((number for number in reversed(inside) if number in around), None)

    def _find_rivals(self, opening: int, headline: str) -> Iterator[int]:
        """Find the parts below the text that are called as the article's own, with a headline."""
        above = (block for block in self._blocks[:opening] if headline and block.rank)
        title = next((block for block in above if key(block.text) == headline), None)
        if title is None:
            return
        alike = {(one.tag, FIGURES.sub("", one.names)) for one in title.holders[:-1] if one.names}
        for block in self._blocks[opening:]:
            if block.rank == 1 and key(block.text) != headline:
                part = next((one for one in block.holders if one.number not in self._own), None)
                if part and (part.tag, FIGURES.sub("", part.names)) in alike:
                    yield part.number

    def hold(self, block: Block) -> bool:
        """Tell whether a block surely is another's, whoever took it for text."""
        if any(one.number in self._rivals or self._is_named(one) for one in block.holders):
            return True
        if self._article is None:
            return False
        articles = [holder.number for holder in block.holders if is_article(holder)]
        return bool(articles) and self._article not in articles

    def may_hold(self, block: Block) -> bool:
        """Tell whether a block that nobody took may be another's."""
        return self.hold(block) or any(
            holder.number not in self._own and DOUBTFUL.search(holder.names)
            for holder in block.holders[1:]
        )

    def _is_named(self, holder: Holder) -> bool:
        known = self._named.get(holder.number)
        if known is None:
            own = holder.number in self._own
            alike = self._alike[FIGURES.sub("", holder.names)]
            most = 2 * max(self._weights[holder.number], alike) > self._whole
            called = OF_READERS if most else OTHERS
            offer = self._counts[holder.number] <= MOST_OF_AN_OFFER and OFFERS.search(holder.names)
            known = not own and bool(called.search(holder.names) or (offer and not most))
            self._named[holder.number] = known
        return known


def is_article(holder: Holder) -> bool:
    """Tell whether a part of the page is an article of its own, and no comment."""
    return holder.tag == "article"


def weigh(blocks: Iterable[Block]) -> Counter[int]:
    """Count the letters of text in each part of the page."""
    weights: Counter[int] = Counter()
    for block in blocks:
        for holder in block.holders:
            weights[holder.number] += len(block.text)
    return weights
