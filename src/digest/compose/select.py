"""Choose which stories an edition tells, where each stands, and say why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from digest.compose.rank import score_story
from digest.compose.words import Words, choose_words
from digest.model.article import Story
from digest.model.edition import Decision, Window
from digest.model.publication import Publication, SectionRule

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
        bench: The next best stories, the best first.
        decisions: Why each story, and each article that was no candidate, is where it is.
        quiet: Whether there is too little for an edition.
    """

    sections: tuple[ChosenSection, ...]
    bench: tuple[Story, ...]
    decisions: tuple[Decision, ...]
    quiet: bool

    @property
    def count(self) -> int:
        """How many stories are chosen."""
        return sum(len(section.stories) for section in self.sections)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A story with its score and the section it asks for."""

    story: Story
    section: str | None
    terms: tuple[tuple[str, float], ...]

    @property
    def score(self) -> float:
        """The sum of its terms."""
        return round(sum(value for _, value in self.terms), 4)

    @property
    def rank(self) -> tuple[float, str]:
        """Sorts the best first, and ties always the same way."""
        return (-self.score, self.story.lead.url)

    def decide(self, place: str, reason: str) -> Decision:
        """Record where it goes."""
        return Decision(
            url=self.story.lead.url,
            headline=self.story.lead.headline,
            place=place,
            reason=reason,
            score=self.score,
            terms=self.terms,
            articles=tuple(article.url for article in self.story.articles),
        )


@dataclass(slots=True, kw_only=True)
class Plan:
    """The edition while it is filled: stories by section, and the decision for each."""

    rules: Mapping[str, SectionRule]
    words: Words
    room: int
    placed: dict[str, list[Candidate]] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)

    def place(self, candidate: Candidate, section: str, reason: str) -> None:
        """Give a story its place."""
        self.placed.setdefault(section, []).append(candidate)
        self.decisions.append(candidate.decide(section, reason))
        self.room -= 1

    def home(self, candidate: Candidate) -> str:
        """Name the section a story belongs in: the catch-all one when it fits no configured one."""
        return candidate.section or (self.words.more if self.rules else self.words.today)

    def has_room(self, candidate: Candidate, limit: int | None = None) -> bool:
        """Tell whether a story's section takes another one, up to `limit` or its own limit."""
        home = self.home(candidate)
        rule = self.rules.get(home)
        if limit is None:
            limit = rule.limit if rule else self.room
        return self.room > 0 and len(self.placed.get(home, ())) < limit


def select_stories(
    stories: Sequence[Story],
    publication: Publication,
    *,
    window: Window,
    told: Mapping[str, str],
    outside: Sequence[Decision] = (),
) -> Selection:
    """Choose the stories of an edition.

    The best story is the hero and stands in a section of its own. Then each configured section
    gets its minimum, then the best stories take what room there is, each in its section up to its
    limit. What finds its section full becomes a brief while the edition has room, then goes to
    the bench. Equal scores are ordered by address, so the same input gives the same edition.

    Args:
        stories: Every story of the window.
        publication: Its sections, their limits, and how many stories an edition holds.
        window: What the edition selects from.
        told: Canonical address of each article told before, with the slug of its edition.
        outside: Decisions on articles that were no candidates; kept behind the others.

    Returns:
        The selection; `quiet` when fewer stories than the publication's minimum were found.
    """
    plan = Plan(
        rules={rule.name: rule for rule in publication.sections},
        words=choose_words(publication.language),
        room=publication.edition.stories,
    )
    fresh = drop_unusable(stories, publication, told=told, window=window, plan=plan)
    queue = fill(plan, fresh)
    bench, left = queue[:BENCH], queue[BENCH:]
    plan.decisions += [one.decide("bench", "no room in the edition") for one in bench]
    plan.decisions += [one.decide("dropped", "no room, and the bench is full") for one in left]
    sections = lay_out(plan)
    return Selection(
        sections=sections,
        bench=tuple(one.story for one in bench),
        decisions=(*plan.decisions, *outside),
        quiet=sum(len(section.stories) for section in sections) < publication.edition.minimum,
    )


def drop_unusable(
    stories: Sequence[Story],
    publication: Publication,
    *,
    told: Mapping[str, str],
    window: Window,
    plan: Plan,
) -> list[Candidate]:
    """Keep the stories that may be told, the best first; note why the others may not."""
    fresh: list[Candidate] = []
    seen: set[str] = set()
    headlines: set[str] = set()
    for candidate in rank_stories(stories, publication, window=window):
        story = candidate.story
        headline = "".join(WORD.findall(story.lead.headline.casefold()))
        earlier = next((told[one.url] for one in story.articles if one.url in told), None)
        if earlier is not None:
            plan.decisions.append(candidate.decide("dropped", f"told before, in {earlier}"))
        elif not headline:
            plan.decisions.append(candidate.decide("dropped", "it has no headline"))
        elif story.lead.url in seen:
            plan.decisions.append(candidate.decide("dropped", "it is here already"))
        elif headline in headlines:
            plan.decisions.append(candidate.decide("dropped", "another story has this headline"))
        else:
            seen.update(one.url for one in story.articles)
            headlines.add(headline)
            fresh.append(candidate)
    return fresh


def rank_stories(
    stories: Sequence[Story], publication: Publication, *, window: Window
) -> list[Candidate]:
    """Score the stories, the best first."""
    candidates = []
    for story in stories:
        section, fit = route(story, publication)
        terms = score_story(story, window=window, publication=publication, fit=fit)
        candidates.append(Candidate(story=story, section=section, terms=terms))
    return sorted(candidates, key=lambda one: one.rank)


def fill(plan: Plan, queue: list[Candidate]) -> list[Candidate]:
    """Place what has room, the best first; return what has none, in its order."""
    if queue and plan.room > 0:
        plan.place(queue[0], plan.words.top, "the best score")
        queue = queue[1:]
    for one in list(queue):
        rule = plan.rules.get(plan.home(one))
        if rule and plan.has_room(one, min(rule.minimum, rule.limit)):
            plan.place(one, rule.name, "the section's minimum")
            queue.remove(one)
    for one in list(queue):
        if plan.has_room(one):
            plan.place(one, plan.home(one), "its score")
            queue.remove(one)
    for one in list(queue):
        if plan.room > 0:
            plan.place(one, plan.words.brief, f"{plan.home(one)} is full")
            queue.remove(one)
    return queue


def lay_out(plan: Plan) -> tuple[ChosenSection, ...]:
    """Put the sections in their order and the best story of each first."""
    words = plan.words
    order = [words.top, *plan.rules, words.more if plan.rules else words.today, words.brief]
    return tuple(
        ChosenSection(
            name=name,
            stories=tuple(one.story for one in sorted(plan.placed[name], key=lambda one: one.rank)),
            briefs=name == words.brief and name not in plan.rules,
        )
        for name in dict.fromkeys(order)
        if name in plan.placed
    )


def route(story: Story, publication: Publication) -> tuple[str | None, str | None]:
    """Find a story's section: its source's, else by keyword, else the one the article names.

    Returns:
        The section's name and what decided ("source", "keyword", "own"); two Nones when it fits
        no configured section.
    """
    names = {rule.name.casefold(): rule.name for rule in publication.sections}
    by_source = {source.name: source.section for source in publication.sources}
    for article in story.articles:
        wished = by_source.get(article.source)
        if wished and wished.casefold() in names:
            return names[wished.casefold()], "source"
    headline = story.lead.headline.casefold()
    words = set(WORD.findall(headline))
    for rule in publication.sections:
        if any(has_keyword(keyword.casefold(), headline, words) for keyword in rule.keywords):
            return rule.name, "keyword"
    for article in story.articles:
        own = (article.section or "").strip().casefold()
        if own in names:
            return names[own], "own"
    return None, None


def has_keyword(keyword: str, headline: str, words: set[str]) -> bool:
    """Tell whether a headline has a keyword: a whole word; a phrase or other script anywhere.

    Args:
        keyword: Case-folded; an empty one is in no headline.
        headline: Case-folded.
        words: The words of the headline.
    """
    if keyword in words:
        return True
    phrase = bool(keyword) and (not keyword.isascii() or not keyword.isalnum())
    return phrase and keyword in headline
