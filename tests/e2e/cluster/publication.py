"""A publication on a PostgreSQL server, made once and only to be copied."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.e2e.conftest import INIT, Ran
from tests.e2e.forked import Forks
from tests.e2e.test_day import TOPICS, article_page, write_readers
from tests.integration.postgres_server import PostgresServer

# A day that is about eight hours old has time enough for every test.
MORNING = 8
MADE, UNMADE = "made", "unmade"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A publication with today's draft, only to be copied.

    Attributes:
        server: Has its database.
        folder: What belongs to it.
        unmade: The same before anything was collected.
        readers: How many it has.
        slug: Its edition.
    """

    server: PostgresServer
    folder: Path
    unmade: Path
    readers: int
    slug: str


def make_publication(forks: Forks, server: PostgresServer, folder: Path, *, readers: int) -> Made:
    """Make a publication with four saved pages, readers and today's draft."""
    server.run(f"CREATE DATABASE {MADE}")
    environment = {"DIGEST_DATABASE": server.url(MADE)}

    def do(*arguments: str) -> Ran:
        ran = forks.run(folder, *arguments, now=None, environment=environment)
        assert ran.status == 0, ran
        return ran

    init = [*INIT]
    init[init.index("--timezone") + 1] = morning_zone()
    do("init", str(folder), *init)
    (folder / "saved").mkdir()
    published = datetime.now(UTC).isoformat()
    for slug, headline, _ in TOPICS:
        page = article_page(slug, headline).replace(
            b"2026-11-22T18:00:00+01:00", published.encode()
        )
        (folder / "saved" / f"{slug}.html").write_bytes(page)
    do("sources", "add", "saved")
    do("subscribers", "import", str(write_readers(folder, readers)))
    server.run(f"CREATE DATABASE {UNMADE} TEMPLATE {MADE}")
    unmade = folder.with_name(UNMADE)
    shutil.copytree(folder, unmade)
    do("collect")
    slug = do("--json", "draft").data["edition"]
    return Made(server=server, folder=folder, unmade=unmade, readers=readers, slug=slug)


def morning_zone() -> str:
    """Name a zone in which it is morning, so that no day ends while a test runs."""
    hours = (MORNING - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-hours:+d}"  # the name of a zone east of Greenwich has a minus
