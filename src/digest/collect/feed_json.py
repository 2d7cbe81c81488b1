"""JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from digest.collect.clues import ImageClue
from digest.collect.feed_entry import Entry

VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/(1(?:\.\d)?)/?")


def load(text: str) -> dict[str, Any] | str:
    """Parse a JSON Feed.

    Returns:
        Its object; or why it is none, as one phrase.
    """
    try:
        data = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        return (
            f"its JSON cannot be read (line {error.lineno}: {error.msg[0].lower()}{error.msg[1:]})"
        )
    except (ValueError, RecursionError):  # a number of a thousand digits, ten thousand brackets
        return "its JSON cannot be read"
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        return "it is JSON, but no JSON Feed"
    return data


def kind_of(data: dict[str, Any]) -> str:
    """Tell the kind, such as "JSON Feed 1.1"."""
    match = VERSION.fullmatch(word(data.get("version")))
    return f"JSON Feed {match[1]}" if match else "JSON Feed"


def word(value: Any) -> str:  # noqa: ANN401 - JSON
    """Read a text; "" for anything else."""
    return value.strip() if isinstance(value, str) else ""


def names(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON
    """Read the names of a list of authors, or of the one author of version 1."""
    people = value if isinstance(value, list) else [value]
    told = (word(one.get("name")) for one in people[:20] if isinstance(one, dict))
    return tuple(name for name in told if name)


def entries_of(data: dict[str, Any], *, most: int) -> Iterator[Entry]:
    """Yield the items; authors and language of the feed hold for items that name none."""
    all_of = names(data.get("authors") or data.get("author"))
    for item in data["items"][:most]:
        if not isinstance(item, dict):
            continue
        told = {key: word(value) for key, value in item.items()}
        number = item.get("id")
        tags = item.get("tags")
        yield Entry(
            title=told.get("title", ""),
            links=(
                told.get("url", ""),
                told.get("external_url", ""),
                number if isinstance(number, str) and "://" in number else "",
            ),
            authors=names(item.get("authors") or item.get("author")) or all_of,
            dates=tuple(told[key] for key in ("date_published", "date_modified") if told.get(key)),
            teaser=told.get("summary", ""),
            content=told.get("content_html", "") or told.get("content_text", ""),
            images=tuple(
                ImageClue(url=told[key]) for key in ("image", "banner_image") if told.get(key)
            ),
            language=told.get("language", ""),
            categories=tuple(map(word, tags)) if isinstance(tags, list) else (),
        )
