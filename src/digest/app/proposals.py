"""Let a language model write into a draft: summaries, subject and preheader, each one judged.

What is refused, late or missing costs nothing but itself: the extract stands in its place.
"""

import asyncio
from datetime import timedelta

from digest.app.asking import LONGEST_WAIT, open_budget
from digest.app.ports import Clock, ProposalStore, Writer
from digest.app.subject_lines import list_lines, take_lines
from digest.app.summaries import list_wanted, take_summaries
from digest.app.writing import Desk, Writing
from digest.compose.select import Selection
from digest.model.edition import Edition
from digest.model.proposal import Proposal
from digest.model.publication import Publication

KEPT = timedelta(days=90)


def write_with_model(
    edition: Edition,
    selection: Selection,
    publication: Publication,
    *,
    writer: Writer,
    proposals: ProposalStore,
    clock: Clock,
) -> tuple[Edition, Writing]:
    """Put a model's summaries, subject and preheader into a draft, as far as they are faithful.

    Args:
        edition: As drafted from the selection, with extracts.
        selection: The stories behind its items, in the same order.
        publication: Its language, the length of summaries, and `[llm]`.
        writer: The model; closed afterwards.
        proposals: Answers of earlier drafts; gains the new ones, and what was refused.
        clock: Tells when.

    Returns:
        The edition to be written, and what to tell about it.

    Raises:
        ConfigError: The model needs a package that is not installed.
    """
    now = clock.now()
    proposals.forget_proposals(before=now - KEPT)
    desk = Desk(
        edition=edition,
        writer=writer,
        publication=publication,
        proposals=proposals,
        budget=open_budget(publication.llm),
    )
    asyncio.run(write(desk, selection))
    proposals.save_proposals(
        [
            Proposal(key=key, at=now, kind=desk.kinds[key], tokens=one.tokens, answer=one.text)
            for key, one in desk.came.items()
        ]
    )
    proposals.save_refusals(edition.slug, desk.refusals, now=now)
    return desk.edition, Writing(
        model=writer.model,
        summaries=desk.summaries,
        lines=tuple(desk.lines),
        refusals=tuple(desk.refusals),
        kept=len(desk.old),
        tokens=desk.budget.spent,
        failures=tuple(desk.budget.reasons),
    )


async def write(desk: Desk, selection: Selection) -> None:
    """Ask for everything that is wished, and take what is good; ends within a minute."""
    rules = desk.publication.llm
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            if rules.summaries:
                await write_summaries(desk, selection)
            if rules.subject:
                await write_lines(desk)
    except TimeoutError:
        desk.budget.close(f"not all answers came within {LONGEST_WAIT} s")
    finally:
        await desk.writer.close()


async def write_summaries(desk: Desk, selection: Selection) -> None:
    """Ask for the summaries; those that came are taken even when the others are given up."""
    wanted = list_wanted(desk, selection)
    try:
        await desk.fetch([one.question for one in wanted])
    finally:
        take_summaries(desk, wanted)


async def write_lines(desk: Desk) -> None:
    """Ask for subject and preheader, which tell the summaries as they stand by now."""
    lines = list_lines(desk)
    try:
        await desk.fetch(lines)
    finally:
        take_lines(desk, lines)
