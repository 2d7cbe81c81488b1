"""An edition while it is filled: stories with their scores, places and reasons."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from digest.compose.words import Words
from digest.model.article import Story
from digest.model.edition import Decision
from digest.model.publication import SectionRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A story with its score and what is wished of it.

    Attributes:
        story: The story.
        section: The configured section that it belongs in; None when it fits none.
        fit: How it found it, for people; empty when it found none.
        terms: Every part of its score by name.
        pinned: Whether the desk forces it in.
        wanted: Section that the desk wants it in.
        updated: Whether it was told before and has changed since.
        held_until: Moment before which it may not be shown; None for most.
        score: The sum of its terms.
        rank: Sorts the best first, and ties always the same way.
    """

    story: Story
    section: str | None
    terms: tuple[tuple[str, float], ...]
    fit: str = ""
    pinned: bool = False
    wanted: str | None = None
    updated: bool = False
    held_until: datetime | None = None
    score: float = field(init=False)
    rank: tuple[float, str] = field(init=False)

    def __post_init__(self) -> None:
        """Reckon score and rank once: there may be twenty thousand, sorted several times."""
        score = round(sum([value for _, value in self.terms]), 4)
        object.__setattr__(self, "score", score)
        object.__setattr__(self, "rank", (-score, self.story.lead.url))

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
            section=self.section,
            fit=self.fit,
            continues=self.story.continues,
        )


@dataclass(slots=True, kw_only=True)
class Plan:
    """The edition while it is filled: stories by section, and the decision for each.

    Attributes:
        rules: The configured sections by name.
        words: Names of the others.
        room: Stories that may still come in.
        per_source: Most stories that one source may lead; None is no limit.
        own: Sources without such a limit.
        placed: Stories by section.
        decisions: For each story that was weighed.
        led: How many placed stories each source leads.
    """

    rules: Mapping[str, SectionRule]
    words: Words
    room: int
    per_source: int | None = None
    own: frozenset[str] = frozenset()
    placed: dict[str, list[Candidate]] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    led: Counter[str] = field(default_factory=Counter)

    def place(self, candidate: Candidate, section: str, reason: str) -> None:
        """Give a story its place."""
        self.placed.setdefault(section, []).append(candidate)
        self.decisions.append(candidate.decide(section, reason))
        self.led[candidate.story.lead.source] += 1
        self.room -= 1

    def home(self, candidate: Candidate) -> str:
        """Name the section a story belongs in: the catch-all one when it fits no configured one."""
        return candidate.section or (self.words.more if self.rules else self.words.today)

    def has_room(self, candidate: Candidate, limit: int | None = None) -> bool:
        """Tell whether a story's section takes another one, up to `limit` or its own limit.

        The sections that nobody configured take whatever the edition has room for.
        """
        home = self.home(candidate)
        rule = self.rules.get(home)
        if limit is None and rule:
            limit = rule.limit
        return self.room > 0 and (limit is None or len(self.placed.get(home, ())) < limit)

    def source_is_full(self, candidate: Candidate) -> bool:
        """Tell whether a story's source leads as many stories as one source may."""
        source = candidate.story.lead.source
        if self.per_source is None or source in self.own:
            return False
        return self.led[source] >= self.per_source

    def why_left(self, candidate: Candidate) -> str:
        """Say why a story found no place."""
        if self.room > 0 and self.source_is_full(candidate):
            source, count = candidate.story.lead.source, self.per_source
            return f"{source} leads {count} stor{'y' if count == 1 else 'ies'} already, its most"
        if self.room > 0:
            return f"no room: {self.home(candidate)} and {self.words.brief} are full"
        return "no room in the edition"
