"""Paths of requests: the pages may stand below a path of their host."""

import re
from urllib.parse import urlsplit

# What a path of ours begins with; a proxy may pass the public path on, or take it off.
FIRST = frozenset(
    {
        "",
        "archive",
        "confirm",
        "feed.json",
        "feed.xml",
        "index.html",
        "preferences",
        "robots.txt",
        "subscribe",
        "unsubscribe",
    }
)
# What a mail program or a typist has left at the end of a reader's link, such as a full stop.
STRAY = re.compile(
    r"(/(?:confirm|preferences|unsubscribe)/[A-Za-z2-7]+(?:/[a-z]+(?:\.json)?)?)[^A-Za-z2-7]+"
)
PERSONAL = ("preferences", "unsubscribe")


def base_of(public_url: str) -> str:
    """Tell the path of the public pages, such as "/news"; empty at the top of a host."""
    return urlsplit(public_url).path.rstrip("/")


def inner_path(path: str, base: str) -> str:
    """Take the public path off a request's path, if a proxy has left it on.

    Args:
        path: As it came, percent-decoded.
        base: The path of the public pages; empty at the top of a host.
    """
    if not base or not (path == base or path.startswith(base + "/")):
        return path
    inner = path.removeprefix(base)
    # Below a public path such as /archive, what a proxy has taken it off begins with it again.
    taken_off = not is_ours(inner) and is_ours(path)
    return path if taken_off else inner or "/"


def without_stray(path: str) -> str:
    """Take off a reader's link what is in no token at its end.

    Args:
        path: Below the public pages, percent-decoded.
    """
    found = STRAY.fullmatch(path)
    return found[1] if found else path


def is_personal(path: str) -> bool:
    """Tell whether a path is that of a page by which a reader leaves, or may."""
    return path.removeprefix("/").partition("/")[0] in PERSONAL


def is_ours(path: str) -> bool:
    """Tell whether a path begins as one of ours does."""
    first = path.removeprefix("/").partition("/")[0]
    return first in FIRST or (first.startswith("sitemap") and first.endswith(".xml"))
