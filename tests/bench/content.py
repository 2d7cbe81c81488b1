"""`make bench-content`: reading, merging, collecting, drafting and splitting, one after the other.

Each part is a process of its own, so that none is slowed down by what another one has left.
"""

import subprocess
import sys

PARTS = (
    ("Pages: at most 40 ms each", "content_pages"),
    ("Stories: 1,400 in at most 3 s, the 1,401st in at most 5 ms", "content_stories"),
    ("Feeds: cold at most 2 × bare fetching and parsing, unchanged at most 1.3 ×", "content_feeds"),
    ("Draft from 20,000 stored articles: at most 2 s", "content_draft"),
    ("Sentences: at least 4 MB/s", "content_sentences"),
)


def main() -> None:
    """Run every part; the first that fails ends the whole."""
    for title, module in PARTS:
        print(f"\n## {title}\n", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.bench.{module}"], check=True)


if __name__ == "__main__":
    main()
