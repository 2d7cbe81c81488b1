"""`python -m tests.bench.content_sentences`: how fast running text is cut into sentences.

The text is that of the project's own pages, in all their languages, repeated until it has the size
that is asked for; each round begins with another page. What is timed is processor time.
"""

import argparse
import json
import time
from pathlib import Path

from digest.text.sentences import split_sentences

PAGES = Path(__file__).parents[1] / "data" / "pages"
SHORTEST = 300
MEGABYTE = 1_000_000


def read_texts() -> list[tuple[str, str]]:
    """Read the text of every page that has one, with its language."""
    found = []
    for path in sorted(PAGES.glob("*.expected.json")):
        page = json.loads(path.read_text("utf-8"))
        text = "\n\n".join(page.get("paragraphs") or ())
        if len(text) >= SHORTEST:
            found.append((text, page.get("language") or "en"))
    return found


def time_splitting(texts: list[tuple[str, str]], *, megabytes: int) -> tuple[float, int, float]:
    """Split so much text; tell how many megabytes it was, how many sentences and seconds."""
    size = sum(len(text.encode()) for text, _ in texts)
    rounds = -(-megabytes * MEGABYTE // size)
    sentences = 0
    begun = time.process_time()
    for number in range(rounds):
        first = number % len(texts)
        for text, language in (*texts[first:], *texts[:first]):
            sentences += len(split_sentences(text, language))
    return size * rounds / MEGABYTE, sentences, time.process_time() - begun


def main() -> None:
    """Measure, and print one line for all languages and one for each that has much text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=20)
    megabytes = parser.parse_args().megabytes
    texts = read_texts()
    size, sentences, seconds = time_splitting(texts, megabytes=megabytes)
    print(f"{size:.1f} MB, {sentences:,} sentences, {seconds:.2f} s: {size / seconds:.1f} MB/s")
    for language in ("en", "de", "fr", "es", "ru"):
        some = [one for one in texts if one[1].startswith(language)]
        size, _, seconds = time_splitting(some, megabytes=max(1, megabytes // 5))
        print(f"   {language}: {size / seconds:.1f} MB/s")


if __name__ == "__main__":
    main()
