"""Ask every address of an edition whether it still answers: on request, never before a send."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from digest.app.check import CheckReport
from digest.app.ports import LinkProbe
from digest.check.answers import Answers, asked_addresses, find_dead_links, moved_addresses
from digest.model.edition import Edition
from digest.model.fetch import Fetched, FetchFailure
from digest.model.message import Finding

MOST_SECONDS = 30.0
MOST_ADDRESSES = 500


async def ask_links(
    editions: Iterable[Edition], *, probe: LinkProbe, seconds: float = MOST_SECONDS
) -> Answers:
    """Ask every web address of some editions, each once, side by side.

    Args:
        editions: The edition in each of its languages.
        probe: Asks, under the fetch guard and with its limits for one site.
        seconds: The time for all of them; what has not answered by then is told as such.
    """
    urls = list(dict.fromkeys(url for edition in editions for url in asked_addresses(edition)))
    answers: dict[str, Fetched | FetchFailure] = {
        url: FetchFailure(url=url, reason=f"no answer within {seconds:g} s", asked=False)
        for url in urls
    }

    async def ask(url: str) -> None:
        answers[url] = await probe.probe(url)

    tasks = [asyncio.ensure_future(ask(url)) for url in urls[:MOST_ADDRESSES]]
    try:
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await probe.close()
    return answers


def look_at_links(report: CheckReport, answers: Answers) -> list[Finding]:
    """Tell what the addresses of an edition answered, in each of its files once."""
    found: dict[Finding, None] = {}
    for path, edition in files_of(report):
        for finding in find_dead_links(edition, answers):
            found[replace(finding, file=path)] = None
    return list(found)


def addresses_to_write(report: CheckReport, answers: Answers) -> dict[str, str]:
    """List the addresses that `--fix` may write anew, with what is to stand there."""
    moved: dict[str, str] = {}
    for _, edition in files_of(report):
        moved |= moved_addresses(edition, answers)
    return moved


def files_of(report: CheckReport) -> list[tuple[str, Edition]]:
    """List the files of a checked edition with what they hold, the main one first."""
    own = [(one.path, one.edition) for one in report.others if one.is_translated]
    return [(path, one) for path, one in ((report.path, report.edition), *own) if one]
