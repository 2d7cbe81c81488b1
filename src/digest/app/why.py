"""Tell the whole trail of a story: why it is in an edition, or why it is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from digest.app.check import edition_path
from digest.app.draft import OPEN_STATES, Placement, place_edition
from digest.app.finding import find_articles
from digest.app.ports import Clock, Folder, Stores
from digest.compose.window import FURTHEST_BACK
from digest.edit.explain import explain_story
from digest.edit.stories import Ranks, why_leads
from digest.errors import EditionError, UsageError
from digest.model.article import Article, Story
from digest.model.edition import Decision, Edition, EditionRecord, Window
from digest.model.publication import Publication
from digest.model.tie import Tie
from digest.model.wish import Wish, WishKind

MOST_TRAILS = 5
TOO_LATE = "it came after the edition was drafted"
NO_ROOM, FULL = "no room", " is full"
NOT_LOOKED_AT = "it is older than what the edition looked at"
NOT_IN = frozenset({"bench", "dropped"})
# What comes in for these reasons may score less than what stays out.
NOT_BY_SCORE = frozenset({"pinned by the desk", "the section's minimum"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """The last story that got in where another one did not.

    Attributes:
        headline: Its headline.
        score: Its score.
        section: The section that they share, when that is full; else None.
    """

    headline: str
    score: float
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """What became of one article.

    Attributes:
        article: The article.
        decision: On its story, or on itself when it was no candidate; None when the edition never
            looked at it.
        missed: Why there is no decision; empty when there is one.
        lead: The leading article of its story, when that is another one.
        others: The other articles of its story.
        merge: Why they are one story, and which one it goes on with; a line each.
        leads_because: Why the leading article leads and not this one; empty when it leads itself.
        rank: Place of the story among all that were scored, from 1; None when it was not.
        weighed: How many stories were scored.
        rival: The last that got in by its score where this one found no room; None for others.
        shown: Name of the section in which it stands in the edition's file now; None when it does
            not, "bench" on the bench.
        wishes: What the desk wishes of it.
        told_in: The edition that told it before; None for most.
    """

    article: Article
    decision: Decision | None
    missed: str = ""
    lead: Article | None = None
    others: tuple[Article, ...] = ()
    merge: tuple[str, ...] = ()
    leads_because: str = ""
    rank: int | None = None
    weighed: int = 0
    rival: Rival | None = None
    shown: str | None = None
    wishes: tuple[Wish, ...] = ()
    told_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyReport:
    """The trails of the articles that somebody asked about.

    Attributes:
        query: As it was typed.
        slug: The edition that is meant.
        window: What it selects from.
        drafted: Whether it is drafted; else the trail is of a draft that was made for the answer.
        touched: Whether an editor has changed the edition's file since.
        left: Whether it is being sent or has been, so that nothing can be changed any more.
        trails: The latest article first; several articles of one story have one trail each.
        more: Headlines of further articles that fit.
    """

    query: str
    slug: str
    window: Window
    drafted: bool
    touched: bool
    left: bool
    trails: tuple[Trail, ...]
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An edition as a trail is read from it.

    Attributes:
        decisions: Of its draft.
        stored: Every article that may be asked about, by address.
        edition: As its file reads now; None when there is none or it cannot be read.
        wishes: Of the desk.
        told: Articles told before, with their editions.
        ties: Of the articles that were asked about, and of their stories.
        ranks: Which article of a story leads.
        slug: The edition.
        window: What it selects from.
        limits: How many stories each configured section takes.
    """

    decisions: Sequence[Decision]
    stored: Mapping[str, Article]
    edition: Edition | None
    wishes: Sequence[Wish]
    told: Mapping[str, str]
    ties: Sequence[Tie]
    ranks: Ranks
    slug: str
    window: Window
    limits: Mapping[str, int]


def tell_why(
    query: str,
    publication: Publication,
    *,
    stores: Stores,
    folder: Folder,
    clock: Clock,
    slug: str | None = None,
) -> WhyReport:
    """Tell what became of the articles that somebody asks about. Decides nothing.

    Args:
        query: An address, or words of a headline.
        publication: The publication with its rules.
        stores: What was collected, drafted and told.
        folder: Where the edition's file is.
        clock: Tells which edition is today's.
        slug: The edition; None means today's.

    Raises:
        UsageError: There is no such edition, or no article that fits.
    """
    record, placement = find_edition(publication, stores=stores, clock=clock, slug=slug)
    decisions = (
        record.decisions if record else rehearse(publication, placement=placement, stores=stores)
    )
    window = record.window if record else placement.window
    stored = read_articles(decisions, window=window, stores=stores)
    found = find_articles(query, stored.values())
    if not found:
        raise UsageError(
            f"No article that was collected has “{query}” in its headline or opening.",
            "See what was collected, and how the sources fare: "
            "digest articles, digest sources list",
        )
    name = record.slug if record else placement.slug
    edition, touched = read_file(name, record, folder=folder)
    wishes = stores.wishes.wishes()
    shown = {one.url for one in found[:MOST_TRAILS]}
    tied = {url for one in decisions if shown & {one.url, *one.articles} for url in one.articles}
    look = Look(
        decisions=decisions,
        stored=stored,
        edition=edition,
        wishes=wishes,
        told=stores.editions.told(),
        ties=stores.ties.ties(sorted(shown | tied)),
        ranks=Ranks(
            weights={source.name: source.weight for source in publication.sources},
            own=frozenset(source.name for source in publication.sources if source.own),
            pinned=frozenset(one.url for one in wishes if one.kind is WishKind.PIN),
        ),
        slug=name,
        window=window,
        limits={rule.name: rule.limit for rule in publication.sections},
    )
    return WhyReport(
        query=query,
        slug=name,
        window=window,
        drafted=record is not None,
        touched=touched,
        left=record is not None and record.state not in OPEN_STATES,
        trails=tuple(follow(article, look) for article in found[:MOST_TRAILS]),
        more=tuple(one.headline for one in found[MOST_TRAILS:]),
    )


def find_edition(
    publication: Publication, *, stores: Stores, clock: Clock, slug: str | None
) -> tuple[EditionRecord | None, Placement]:
    """Find the edition that is meant; no record when today's is not drafted yet.

    Raises:
        UsageError: There is no edition of that name.
    """
    placement = place_edition(publication, editions=stores.editions, now=clock.now())
    record = stores.editions.edition(slug or placement.slug)
    if record is None and slug and slug != placement.slug:
        raise UsageError(f"There is no edition {slug}.", "See what there is: digest status")
    return record, placement


def rehearse(
    publication: Publication, *, placement: Placement, stores: Stores
) -> tuple[Decision, ...]:
    """Choose the stories of an edition that is not drafted yet; nothing is kept."""
    from digest.app.choose import choose_stories  # with all rules of language

    choice = choose_stories(publication, window=placement.window, folder_day=None, stores=stores)
    return choice.selection.decisions


def read_articles(
    decisions: Sequence[Decision], *, window: Window, stores: Stores
) -> dict[str, Article]:
    """Read the articles that may be asked about: of the last week, and all that were weighed."""
    recent = stores.articles.articles(since=window.start - FURTHEST_BACK)
    known = {one.url: one for one in recent}
    named = {url for one in decisions for url in (one.url, *one.articles)}
    named |= {one.continues for one in decisions if one.continues}
    return known | {one.url: one for one in stores.articles.articles_at(sorted(named - set(known)))}


def read_file(
    slug: str, record: EditionRecord | None, *, folder: Folder
) -> tuple[Edition | None, bool]:
    """Read an edition's file, and tell whether an editor has changed it."""
    from digest.compose.draft import read_edition
    from digest.compose.lock import draft_hash

    text = folder.read_text(edition_path(slug)) if record else None
    if record is None or text is None:
        return None, False
    touched = draft_hash(text) != record.draft_hash
    try:
        return read_edition(text), touched
    except EditionError:
        return None, touched


def follow(article: Article, look: Look) -> Trail:
    """Follow one article through an edition."""
    decision = find_decision(article, look.decisions)
    told = look.told.get(article.url)
    trail = Trail(
        article=article,
        decision=decision,
        shown=find_shown(article, decision, look.edition),
        wishes=tuple(one for one in look.wishes if one.url == article.url),
        told_in=told if told != look.slug else None,
    )
    if decision is None:
        late = article.first_seen > look.window.start
        return replace(trail, missed=TOO_LATE if late else NOT_LOOKED_AT)
    lead = look.stored.get(decision.url)
    scored = sorted((one for one in look.decisions if one.terms), key=lambda one: -one.score)
    return replace(
        trail,
        lead=lead if decision.url != article.url else None,
        merge=tuple(tell_merge(decision, look)),
        leads_because=why_leads(lead, article, look.ranks)
        if lead and lead.url != article.url
        else "",
        others=tuple(
            look.stored[url]
            for url in decision.articles
            if url != article.url and url in look.stored
        ),
        rank=scored.index(decision) + 1 if decision in scored else None,
        weighed=len(scored),
        rival=find_rival(decision, look.decisions, limits=look.limits),
    )


def tell_merge(decision: Decision, look: Look) -> list[str]:
    """Say why the articles of a story are one, and which story it goes on with."""
    known = [look.stored[url] for url in decision.articles if url in look.stored]
    if not known or known[0].url != decision.url:
        return []
    story = Story(lead=known[0], others=tuple(known[1:]), continues=decision.continues)
    names = {one.url: f"“{one.headline}” ({one.source})" for one in look.stored.values()}
    # Who leads stands above these lines already.
    return [
        line
        for line in explain_story(story, look.ties, names=names)
        if not line.startswith("leads ")
    ]


def find_decision(article: Article, decisions: Sequence[Decision]) -> Decision | None:
    """Find what was decided on an article; the last word on its story wins over its own."""
    own = [one for one in decisions if article.url in {one.url, *one.articles}]
    return next((one for one in own if one.place != "dropped"), own[-1] if own else None)


def find_rival(
    decision: Decision, decisions: Sequence[Decision], *, limits: Mapping[str, int]
) -> Rival | None:
    """Find the last story that got in by its score where another one found no room.

    When the section that it belongs in is full, that is the last of this section.
    """
    crowded_out = decision.reason.startswith(NO_ROOM) or decision.reason.endswith(FULL)
    if decision.place not in NOT_IN or not crowded_out:
        return None
    inside = [one for one in decisions if one.place not in NOT_IN]
    mates = [one for one in inside if one.place == decision.section]
    full = decision.section in limits and len(mates) >= limits[decision.section or ""]
    by_score = [one for one in (mates if full else inside) if one.reason not in NOT_BY_SCORE]
    last = min(by_score, key=lambda one: one.score, default=None)
    if last is None:
        return None
    return Rival(
        headline=last.headline, score=last.score, section=decision.section if full else None
    )


def find_shown(article: Article, decision: Decision | None, edition: Edition | None) -> str | None:
    """Find the section of the edition's file in which an article's story stands now."""
    if edition is None:
        return None
    addresses = {article.url, *(decision.articles if decision else ())}
    headlines = {article.headline.casefold()}
    for section in edition.sections:
        for item in section.items:
            if item.url in addresses or item.headline.casefold() in headlines:
                return section.name
    on_bench = any(
        item.url in addresses or item.headline.casefold() in headlines for item in edition.bench
    )
    return "bench" if on_bench else None
