"""Choose which stories an edition tells, where each stands, and say why."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from digest.compose.plan import Candidate, Plan
from digest.compose.rank import Scale, score_story
from digest.compose.route import Router, has_keyword
from digest.compose.wishes import Wishes
from digest.compose.words import choose_words
from digest.model.article import Story
from digest.model.edition import Decision, Window
from digest.model.publication import Publication

BENCH = 20
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenSection:
    """A part of an edition with its stories.

    Attributes:
        name: Shown to readers.
        stories: In the order in which they are shown.
        briefs: Whether they are shown as headlines only.
    """

    name: str
    stories: tuple[Story, ...]
    briefs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What an edition is made from.

    Attributes:
        sections: The hero's first, then the configured ones in their order; none is empty.
        bench: The next best stories, the best first; those under embargo before them.
        decisions: Why each story, and each article that was no candidate, is where it is.
        quiet: Whether there is too little for an edition.
        updated: Addresses of the leading articles that were told before and have changed.
        embargoes: Moments before which a story on the bench may not be shown, by its address.
    """

    sections: tuple[ChosenSection, ...]
    bench: tuple[Story, ...]
    decisions: tuple[Decision, ...]
    quiet: bool
    updated: frozenset[str] = frozenset()
    embargoes: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many stories are chosen."""
        return sum(len(section.stories) for section in self.sections)


def select_stories(
    stories: Sequence[Story],
    publication: Publication,
    *,
    window: Window,
    told: Mapping[str, str],
    outside: Sequence[Decision] = (),
    wishes: Wishes | None = None,
) -> Selection:
    """Choose the stories of an edition.

    What the desk has pinned comes in, whatever the limits, and what it has dropped stays out. The
    best story is the hero and stands in a section of its own. Then each configured section gets
    its minimum, then the best stories take what room there is, each in its section up to its
    limit and no source with more than it may lead. What finds its section full becomes a brief
    while the edition has room, then goes to the bench, where stories under embargo wait as well.
    Equal scores are ordered by address, so the same input gives the same edition.

    Args:
        stories: Every story of the window.
        publication: Its sections, their limits, and how many stories an edition holds.
        window: What the edition selects from.
        told: Canonical address of each article told before, with the slug of its edition.
        outside: Decisions on articles that were no candidates; kept behind the others.
        wishes: What is to be heeded for single articles.

    Returns:
        The selection; `quiet` when fewer stories than the publication's minimum were found.
    """
    wishes = wishes or Wishes()
    plan = Plan(
        rules={rule.name: rule for rule in publication.sections},
        words=choose_words(publication.language),
        room=publication.edition.stories,
        per_source=publication.selection.per_source,
        own=frozenset(source.name for source in publication.sources if source.own),
    )
    ranked = rank_stories(stories, publication, window=window, wishes=wishes)
    fresh = drop_unusable(ranked, publication, told=told, wishes=wishes, plan=plan)
    held = [one for one in fresh if one.held_until and one.held_until > window.end]
    queue = fill(plan, [one for one in fresh if one not in held] if held else fresh)
    plan.decisions += [one.decide("bench", tell_embargo(one, publication)) for one in held]
    bench, left = queue[:BENCH], queue[BENCH:]
    plan.decisions += [one.decide("bench", plan.why_left(one)) for one in bench]
    plan.decisions += [one.decide("dropped", "no room, and the bench is full") for one in left]
    sections = lay_out(plan)
    return Selection(
        sections=sections,
        bench=tuple(one.story for one in (*held, *bench)),
        decisions=(*plan.decisions, *outside),
        quiet=sum(len(section.stories) for section in sections) < publication.edition.minimum,
        updated=frozenset(one.story.lead.url for one in fresh if one.updated),
        embargoes={one.story.lead.url: one.held_until for one in held if one.held_until},
    )


def tell_embargo(candidate: Candidate, publication: Publication) -> str:
    """Say until when a story is held."""
    if candidate.held_until is None:
        return ""
    until = candidate.held_until.astimezone(ZoneInfo(publication.timezone))
    return f"under embargo until {until:%a %Y-%m-%d %H:%M}"


def rank_stories(
    stories: Sequence[Story],
    publication: Publication,
    *,
    window: Window,
    wishes: Wishes | None = None,
) -> list[Candidate]:
    """Score the stories, the best first."""
    wishes = wishes or Wishes()
    router, scale = Router(publication), Scale(publication, window=window)
    candidates = []
    for story in stories:
        route = router.route(story)
        pinned, wanted = wishes.pinned_to(story)
        candidates.append(
            Candidate(
                story=story,
                section=route.section,
                fit=f"{route.fit} ({route.detail})" if route.fit else "",
                terms=score_story(story, scale, fit=route.fit, pinned=pinned),
                pinned=pinned,
                wanted=wanted,
                updated=wishes.is_updated(story),
                held_until=wishes.held_until(story),
            )
        )
    return sorted(candidates, key=lambda one: one.rank)


def drop_unusable(
    ranked: Sequence[Candidate],
    publication: Publication,
    *,
    told: Mapping[str, str],
    wishes: Wishes,
    plan: Plan,
) -> list[Candidate]:
    """Keep the stories that may be told, in their order; note why the others may not."""
    fresh: list[Candidate] = []
    seen: set[str] = set()
    headlines: set[str] = set()
    for candidate in ranked:
        headline = "".join(WORD.findall(candidate.story.lead.headline.casefold()))
        reason = (
            why_unwished(candidate, publication, wishes)
            or why_told(candidate, told=told, wishes=wishes)
            or why_doubled(candidate, headline, seen=seen, headlines=headlines)
        )
        if reason:
            plan.decisions.append(candidate.decide("dropped", reason))
            continue
        seen.update(one.url for one in candidate.story.articles)
        headlines.add(headline)
        fresh.append(candidate)
    return fresh


def why_unwished(candidate: Candidate, publication: Publication, wishes: Wishes) -> str | None:
    """Tell why the desk does not want a story; a pin wins over the words of digest.toml."""
    if wishes.is_dropped(candidate.story):
        return "dropped by the desk"
    if candidate.pinned or not publication.selection.drop:
        return None
    headline = candidate.story.lead.headline.casefold()
    words = set(WORD.findall(headline))
    return next(
        (
            f"“{word}” stands in its headline, which digest.toml drops"
            for word in publication.selection.drop
            if has_keyword(word.casefold(), headline, words)
        ),
        None,
    )


def why_told(candidate: Candidate, *, told: Mapping[str, str], wishes: Wishes) -> str | None:
    """Tell in which edition a story was told before, unless it has changed since."""
    articles = candidate.story.articles
    earlier = next((told[one.url] for one in articles if one.url in told), None)
    if earlier is not None:
        return None if candidate.updated else f"told before, in {earlier}"
    copied = next((wishes.repeats[one.url] for one in articles if one.url in wishes.repeats), None)
    return f"its text was told before, in {copied}" if copied else None


def why_doubled(
    candidate: Candidate, headline: str, *, seen: set[str], headlines: set[str]
) -> str | None:
    """Tell why a story would stand in the edition twice, or without a name."""
    if not headline:
        return "it has no headline"
    if candidate.story.lead.url in seen:
        return "it is here already"
    return "another story has this headline" if headline in headlines else None


def fill(plan: Plan, queue: Sequence[Candidate]) -> list[Candidate]:
    """Place what has room, the best first; return what has none, in its order."""
    queue = place_pinned(plan, queue)
    if queue and plan.room > 0 and plan.words.top not in plan.placed:
        hero = next((one for one in queue if not plan.source_is_full(one)), None)
        if hero:
            plan.place(hero, plan.words.top, "the best score")
            queue = [one for one in queue if one is not hero]
    for chances in (take_minimum, take_room, take_brief):
        queue = [one for one in queue if plan.source_is_full(one) or not chances(plan, one)]
    return queue


def place_pinned(plan: Plan, queue: Iterable[Candidate]) -> list[Candidate]:
    """Place what the desk has pinned, whatever is full; return the others."""
    left = []
    for one in queue:
        if one.pinned:
            plan.place(one, one.wanted or plan.home(one), "pinned by the desk")
        else:
            left.append(one)
    return left


def take_minimum(plan: Plan, one: Candidate) -> bool:
    """Place a story that its section is given before others fill up."""
    rule = plan.rules.get(plan.home(one))
    if rule is None or not plan.has_room(one, min(rule.minimum, rule.limit)):
        return False
    plan.place(one, rule.name, "the section's minimum")
    return True


def take_room(plan: Plan, one: Candidate) -> bool:
    """Place a story whose section has room."""
    if not plan.has_room(one):
        return False
    plan.place(one, plan.home(one), "its score")
    return True


def take_brief(plan: Plan, one: Candidate) -> bool:
    """Make a brief of a story whose section is full.

    Where the desk has a section of that name itself, its limit counts for these as well.
    """
    rule = plan.rules.get(plan.words.brief)
    if plan.room <= 0 or (rule and len(plan.placed.get(rule.name, ())) >= rule.limit):
        return False
    plan.place(one, plan.words.brief, f"{plan.home(one)} is full")
    return True


def lay_out(plan: Plan) -> tuple[ChosenSection, ...]:
    """Put the sections in their order and the best story of each first.

    A section that only a pin names stands before the briefs.
    """
    words = plan.words
    known = [words.top, *plan.rules, words.more if plan.rules else words.today]
    order = [*known, *(name for name in plan.placed if name != words.brief), words.brief]
    return tuple(
        ChosenSection(
            name=name,
            stories=tuple(one.story for one in sorted(plan.placed[name], key=lambda one: one.rank)),
            briefs=name == words.brief and name not in plan.rules,
        )
        for name in dict.fromkeys(order)
        if name in plan.placed
    )
