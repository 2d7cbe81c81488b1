"""A language model's summaries: which are asked for, and which are taken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest.app.asking import Question
from digest.app.judging import Yardstick, judge
from digest.app.prompts import ask_summary, key_of
from digest.app.writing import Desk
from digest.check.faithful import source_text
from digest.compose.items import as_markdown
from digest.compose.lines import tidy_text
from digest.compose.select import Selection
from digest.model.article import Article, Story
from digest.model.edition import Edition, Item
from digest.model.proposal import ProposalKind
from digest.text.facts import SourceFacts
from digest.text.words import count_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A story's summary that is asked for.

    Attributes:
        question: What is asked.
        place: Number of its section and of the item in it.
        story: Its articles.
    """

    question: Question
    place: tuple[int, int]
    story: Story


def list_wanted(desk: Desk, selection: Selection) -> list[Wanted]:
    """List the summaries to be asked for, in the order of the edition."""
    wanted: list[Wanted] = []
    for at, chosen in enumerate(selection.sections):
        for number, story in enumerate(chosen.stories):
            item = desk.edition.sections[at].items[number]
            if item.summary and is_worth_it(story.lead, words=desk.words):
                prompt = ask_summary(
                    story.lead, language=desk.publication.language, words=desk.words
                )
                key = key_of(prompt, model=desk.writer.model)
                question = Question(key=key, kind=ProposalKind.SUMMARY, prompt=prompt)
                wanted.append(Wanted(question=question, place=(at, number), story=story))
    return wanted


def is_worth_it(article: Article, *, words: int) -> bool:
    """Tell whether an article is longer than its summary may be; else its own words are best."""
    return count_words(article.body) > words


def take_summaries(desk: Desk, wanted: Sequence[Wanted]) -> None:
    """Put the summaries that are good into the edition; note why the others are not."""
    language, zone = desk.publication.language, desk.publication.timezone
    for one in wanted:
        text = desk.answer_to(one.question)
        if text is None:
            continue
        source = source_text(one.story.articles, language=language, zone=zone)
        reason = judge(
            text,
            Yardstick(
                kind=ProposalKind.SUMMARY,
                language=language,
                words=desk.words,
                facts=SourceFacts(source),
                source=source.text,
            ),
        )
        item = item_at(desk.edition, one.place)
        if reason:
            desk.refuse(ProposalKind.SUMMARY, item.url or item.headline, reason, item.summary)
        else:
            desk.edition = with_summary(desk.edition, one.place, as_markdown(tidy_text(text)))
            desk.summaries += 1


def item_at(edition: Edition, place: tuple[int, int]) -> Item:
    """Find an item by its section's number and its own."""
    return edition.sections[place[0]].items[place[1]]


def with_summary(edition: Edition, place: tuple[int, int], summary: str) -> Edition:
    """Give one item another summary."""
    sections = list(edition.sections)
    items = list(sections[place[0]].items)
    items[place[1]] = replace(items[place[1]], summary=summary)
    sections[place[0]] = replace(sections[place[0]], items=tuple(items))
    return replace(edition, sections=tuple(sections))
