"""`make bench`: collect, draft, render, send and start, each beside a plain yardstick."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.servers import body, sentence
from tests.bench.timing import Taken, in_turn, run_function, run_process, show

DIGEST = (sys.executable, "-m", "digest")
ROOT = Path(__file__).parents[2]
FEEDS = 100
ARTICLES = 2000
READERS = 2000
STORIES = 12
BARE_AIOHTTP = """
import asyncio, sys
import aiohttp
async def main(base, count):
    connector = aiohttp.TCPConnector(limit=50)
    async with aiohttp.ClientSession(connector=connector) as session:
        async def get(n):
            async with session.get(f"{base}/{n}.rss") as answer:
                return len(await answer.read())
        print(sum(await asyncio.gather(*(get(n) for n in range(count)))))
asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""
BARE_SMTPLIB = """
import smtplib, sys
from pathlib import Path
data = Path(sys.argv[2]).read_bytes()
with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as relay:
    for n in range(int(sys.argv[3])):
        relay.sendmail("daily@example.org", [f"reader{n}@example.org"], data)
"""
BARE_SQLITE = """
import sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("SELECT * FROM article ORDER BY 1").fetchall()
print(len(rows), sum(len(str(row)) for row in rows))
"""


@contextmanager
def served(*arguments: str) -> Iterator[int]:
    """Run one of our servers beside the benchmark; give its port."""
    command = [sys.executable, "-m", "tests.bench.servers", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def make_publication(folder: Path, *, port: int = 0, relay: str = "maildir:outbox") -> None:
    """Make a publication, with feeds on a local port when there is one."""
    run_process([*DIGEST, "init", str(folder), "--sender", "d@example.org"], folder=ROOT)
    settings = folder / "digest.toml"
    text = settings.read_text(encoding="utf-8")
    allow = 'allow_private = ["127.0.0.1"]'
    if "\n[collect]\n" in text:
        text = text.replace("\n[collect]\n", f"\n[collect]\n{allow}\n", 1)
    else:
        text += f"\n[collect]\n{allow}\n"
    for number in range(FEEDS if port else 0):
        text += (
            f'\n[[sources]]\nname = "Paper {number}"\nkind = "feed"\n'
            f'url = "http://127.0.0.1:{port}/{number}.rss"\n'
        )
    settings.write_text(text, encoding="utf-8")
    environment = folder / ".env"
    kept = [
        line
        for line in environment.read_text(encoding="utf-8").splitlines()
        if not line.startswith("DIGEST_RELAY")
    ]
    environment.write_text("\n".join([*kept, f"DIGEST_RELAY={relay}", ""]), encoding="utf-8")


def bench_start(folder: Path) -> None:
    """`digest --help` and `digest --version` beside an empty interpreter."""
    plain = [sys.executable, "-c", "pass"]
    for option in ("--help", "--version"):
        ours, bare = in_turn(
            lambda option=option: run_process([*DIGEST, option], folder=folder),  # type: ignore[misc]
            lambda: run_process(plain, folder=folder),
            runs=11,
        )
        show(f"digest {option}", "python -c pass", ours, bare)


def bench_collect(folder: Path) -> None:
    """A cold collect of local feeds beside aiohttp fetching the same documents."""
    with served("feeds", str(FEEDS)) as port:
        make_publication(folder, port=port)

        def collect() -> Taken:
            for file in folder.glob("digest.db*"):
                file.unlink()
            return run_process([*DIGEST, "-C", str(folder), "collect"], folder=folder)

        bare = [sys.executable, "-c", BARE_AIOHTTP, f"http://127.0.0.1:{port}", str(FEEDS)]
        ours, plain = in_turn(collect, lambda: run_process(bare, folder=folder), runs=3)
        show(f"collect, {FEEDS} feeds of 30", "bare aiohttp, nothing parsed", ours, plain)


def store_articles(folder: Path) -> None:
    """Put articles of the last day into a publication's store."""
    from digest.adapters.store import open_store
    from digest.model.article import Article, Precision

    now = datetime.now(tz=UTC)
    articles = [
        Article(
            url=f"https://example.org/{seed}",
            headline=sentence(seed),
            source=f"Paper {seed % 20}",
            lede=body(seed).split("\n\n")[0],
            body=body(seed),
            language="en",
            published=now - timedelta(seconds=40 * seed),
            precision=Precision.MINUTE,
            first_seen=now - timedelta(minutes=1),
        )
        for seed in range(ARTICLES)
    ]
    store = open_store(f"sqlite:///{folder}/digest.db", secret="x" * 32)
    store.articles.save_articles(articles, now=now)
    store.close()


def bench_draft(folder: Path) -> None:
    """A draft from a full store beside reading the same rows with sqlite3."""
    make_publication(folder)
    store_articles(folder)
    draft = [*DIGEST, "-C", str(folder), "draft", "--force"]
    bare = [sys.executable, "-c", BARE_SQLITE, str(folder / "digest.db")]
    ours, plain = in_turn(
        lambda: run_process(draft, folder=folder), lambda: run_process(bare, folder=folder), runs=3
    )
    show(f"draft from {ARTICLES:,} articles", "sqlite3 reading the rows", ours, plain)


def bench_send(folder: Path) -> None:
    """A whole send, ledger and all, beside an smtplib loop with the bytes of one message."""
    with served("mail") as port:
        make_publication(folder, relay=f"smtp+plain://127.0.0.1:{port}")
        store_articles(folder)
        readers = folder / "readers.csv"
        rows = "".join(f"reader{n}@example.org,Reader {n}\n" for n in range(READERS))
        readers.write_text("email,name\n" + rows, encoding="utf-8")
        at = [*DIGEST, "-C", str(folder)]
        run_process([*at, "subscribers", "import", str(readers)], folder=folder)
        run_process([*at, "draft", "--force"], folder=folder)
        kept = {file: file.read_bytes() for file in folder.glob("digest.db*")}
        message = write_one_message(folder, at)

        def send() -> Taken:
            for file in folder.glob("digest.db*"):
                file.unlink()
            for file, data in kept.items():
                file.write_bytes(data)
            return run_process([*at, "send"], folder=folder)

        bare = [sys.executable, "-c", BARE_SMTPLIB, str(port), str(message), str(READERS)]
        ours, plain = in_turn(send, lambda: run_process(bare, folder=folder), runs=3)
        show(f"send of {READERS:,} messages", "smtplib loop, ready bytes", ours, plain)


def write_one_message(folder: Path, at: Sequence[str]) -> Path:
    """Send one copy into the outbox and give its file."""
    environment = folder / ".env"
    text = environment.read_text(encoding="utf-8")
    environment.write_text(
        text.replace("DIGEST_RELAY=smtp", "DIGEST_RELAY=maildir:outbox\n#"), encoding="utf-8"
    )
    run_process([*at, "send", "--test", "reader@example.org"], folder=folder)
    environment.write_text(text, encoding="utf-8")
    return next((folder / "outbox" / "new").iterdir())


def bench_render() -> None:
    """Both parts of an edition beside the bare MJML compiler on the same MJML."""
    from tests.bench.rendering import bare_compiler, whole_render

    ours, plain = in_turn(
        lambda: run_function(whole_render(STORIES), times=20),
        lambda: run_function(bare_compiler(STORIES), times=20),
    )
    show(f"render of {STORIES} stories, warm", "one mjml2html call", ours, plain)


def main() -> None:
    """Run every benchmark in a folder that goes away."""
    with tempfile.TemporaryDirectory() as place:
        bench_start(Path(place))
        bench_collect(Path(place, "collect"))
        bench_draft(Path(place, "draft"))
        bench_render()
        bench_send(Path(place, "send"))


if __name__ == "__main__":
    main()
