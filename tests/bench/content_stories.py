"""`python -m tests.bench.content_stories`: 1,400 articles merged, and the 1,401st added.

The articles are made here: each event has people, places and words of its own, which its papers
use in their own order among the common words of the language; some papers print a shortened copy,
one event is told by sixty papers, and half of the articles tell what nobody else tells. What is
timed is processor time. The pairs that are together are held against the known events.
"""

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random as Chance

from digest.edit.fingerprints import read_fingerprint
from digest.edit.stories import merge_stories
from digest.edit.story_index import StoryIndex
from digest.model.article import Article

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SYLLABLES = [one + other for one in "bcdfghjklmnprstvwxyz" for other in "aeiou"]
VOCABULARY = 12_000
DAY = timedelta(days=1)
LARGEST = 60


def word(number: int) -> str:
    """Make the word of a number."""
    letters = ""
    while number or not letters:
        number, rest = divmod(number, len(SYLLABLES))
        letters += SYLLABLES[rest]
    return letters + "n"


WORDS = [word(number) for number in range(VOCABULARY)]
# As in any language, the second word is half as frequent as the first, and so on.
FREQUENCY = list(accumulate((rank + 2) ** -1.2 for rank in range(VOCABULARY)))


class Event:
    """Something that happened, as the words that tell it from everything else.

    Args:
        number: Events of one number are the same.
    """

    def __init__(self, number: int) -> None:
        chance = Chance(f"event {number}")  # noqa: S311 - so that every run makes the same
        self.number = number
        self.names = [WORDS[chance.randrange(400, VOCABULARY)].title() for _ in range(10)]
        self.words = [WORDS[chance.randrange(200, VOCABULARY)] for _ in range(60)]
        self.figures = [str(chance.randrange(11, 9999)) for _ in range(6)]
        self.moment = NOON - DAY * chance.random()

    def tell(self, teller: int, *, words: int = 400, day: int = 0) -> Article:
        """Tell it as one paper does: in words of its own, and some that all papers use."""
        chance = Chance(f"event {self.number} paper {teller}")  # noqa: S311 - so that every run makes the same
        own = chance.sample(self.words, 36)
        names = [*self.names[:3], *chance.sample(self.names[3:], 4)]
        common = chance.choices(WORDS, cum_weights=FREQUENCY, k=words)
        text = [
            chance.choice(names)
            if chance.random() < 0.06
            else chance.choice(own)
            if chance.random() < 0.14
            else chance.choice(self.figures)
            if chance.random() < 0.015
            else plain
            for plain in common
        ]
        sentences = [" ".join(text[at : at + 16]) for at in range(0, words, 16)]
        headline = " ".join([names[0], *chance.sample(own, 4), common[0], names[1]])
        body = ". ".join(one[0].upper() + one[1:] for one in sentences) + "."
        moment = self.moment + timedelta(days=day, hours=chance.random() * 4)
        return Article(
            url=f"https://paper{teller}.example.org/{self.number}-{day}",
            headline=headline,
            source=f"Paper {teller}",
            lede=sentences[0],
            body=body,
            published=moment,
            first_seen=moment,
        )


def shorten(article: Article, number: int) -> Article:
    """Print a copy as another paper does: half of its sentences, each tenth word another one."""
    chance = Chance(f"copy {number} {article.url}")  # noqa: S311 - so that every run makes the same
    sentences = article.body.split(". ")
    kept = chance.sample(sentences, len(sentences) // 2)
    text = [
        chance.choice(WORDS) if chance.random() < 0.1 else one for one in ". ".join(kept).split(" ")
    ]
    url = f"https://copy{number}.example.org/{article.url.rpartition('/')[2]}"
    return replace(article, url=url, source=f"Copy {number}", body=" ".join(text))


def make_day(count: int, *, day: int = 0, first_event: int = 0) -> Iterator[tuple[int, Article]]:
    """Make the articles of a day, each with the number of its event."""
    made = 0
    number = first_event
    while made < count:
        event = Event(number)
        tellers = LARGEST if number == first_event else (1, 3, 1, 2, 1, 5)[number % 6]
        for teller in range(tellers):
            article = event.tell(teller, day=day)
            yield number, article
            if teller % 3 == 2:
                yield number, shorten(article, teller)
                made += 1
            made += 1
        number += 1


def pairs_together(groups: Sequence[Sequence[str]]) -> set[tuple[str, str]]:
    """All pairs of addresses that are in one group."""
    return {(one, other) for group in groups for one in group for other in group if one < other}


def show_truth(articles: Sequence[tuple[int, Article]], groups: Sequence[Sequence[str]]) -> str:
    """Hold the pairs that are together against the known events."""
    events: dict[int, list[str]] = {}
    for number, article in articles:
        events.setdefault(number, []).append(article.url)
    true, found = pairs_together(list(events.values())), pairs_together(groups)
    right = len(true & found)
    return f"precision {right / max(len(found), 1):.3f}, recall {right / max(len(true), 1):.3f}"


def time_batch(articles: Sequence[Article], rounds: int) -> list[float]:
    """Time the merging of all articles at once, in seconds."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        merge_stories(articles)
        taken.append(time.process_time() - start)
    return sorted(taken)


def time_adding(index: StoryIndex, articles: Sequence[Article]) -> list[float]:
    """Time one article after the other, from text to ties, in milliseconds."""
    taken = []
    for article in articles:
        start = time.process_time()
        index.add([read_fingerprint(article)])
        taken.append((time.process_time() - start) * 1000)
    return sorted(taken)


def main() -> None:
    """Merge a day, add to it, add to an archive, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--archive", type=int, default=20_000)
    asked = parser.parse_args()
    day = list(make_day(1400))[:1400]
    news = [article for _, article in make_day(100, first_event=10_000)][:100]
    articles = [article for _, article in day]
    batch = time_batch(articles, asked.rounds)
    stories = merge_stories(articles)
    groups = [[one.url for one in story.articles] for story in stories]
    print(f"1,400 articles, {len(stories)} stories: {show_truth(day, groups)}")
    sizes = Counter(map(len, groups)).most_common(1)
    print(f"largest story {max(map(len, groups))}, most have {sizes[0][0]}")
    print("\n| job | CPU | slowest |\n|---|---:|---:|")
    print(f"| merge 1,400 articles | {statistics.median(batch):.2f} s | {batch[-1]:.2f} s |")
    index = StoryIndex()
    index.add(map(read_fingerprint, articles))
    show_adding("add the 1,401st", time_adding(index, news))
    archive = StoryIndex()
    for back in range(asked.archive // 1400):
        some = make_day(1400, day=-1 - back, first_event=20_000 + back * 2000)
        archive.add(read_fingerprint(article) for _, article in some)
    archive.add(map(read_fingerprint, articles))
    show_adding(f"the same with {len(archive):,} in the archive", time_adding(archive, news))


def show_adding(name: str, taken: Sequence[float]) -> None:
    """Print a row of the table."""
    print(f"| {name} | {statistics.median(taken):.2f} ms | {taken[-1]:.2f} ms |", flush=True)


if __name__ == "__main__":
    main()
