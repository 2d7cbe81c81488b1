"""A publication with a drafted edition, made as a process of its own: FOLDER."""

import sys
from pathlib import Path

from tests.bench.__main__ import DIGEST, make_publication, store_articles
from tests.bench.timing import run_process


def main(folder: Path) -> None:
    """Make the publication, give it articles, and draft."""
    make_publication(folder)
    store_articles(folder)
    run_process([*DIGEST, "-C", str(folder), "draft", "--force"], folder=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
