"""The pages about the rules of `digest check`, as they come with the program."""

from pathlib import Path


def read_rule_pages() -> dict[str, str]:
    """Read every page by the id of its rule, as Markdown; none where they are not installed."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "docs" / "checks", package.parents[1] / "docs" / "checks"):
        if folder.is_dir():
            return {
                path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))
            }
    return {}
