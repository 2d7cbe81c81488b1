"""The archive's own pictures: which of them a mail shows, and for which story.

The text in a lock names pictures as the edition's file does; the mail shows those that were made of
them. The words of a picture tell which is which.
"""

import re
from dataclasses import replace

from digest.model.edition import Edition, Item
from digest.render.view import show_image

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


def hosted_names(html: str, *, start: str) -> set[str]:
    """Name the archive's own pictures that a mail shows.

    Args:
        html: As it was frozen.
        start: What the addresses of these pictures began with at that time.
    """
    return set(re.findall(re.escape(start) + f"({NAME.pattern})", html))


def place_hosted(edition: Edition, html: str, *, start: str, now: str) -> Edition:
    """Name the pictures of stories as the archive has them today; others stay as they are.

    Args:
        edition: The text of a lock.
        html: The mail that was made of it.
        start: What the addresses of the archive's pictures began with at that time.
        now: What they begin with today.
    """
    if not hosted_names(html, start=start):
        return edition
    by_words = read_words(html, start=start)

    def placed(item: Item) -> Item:
        if item.image is None:
            return item
        shown = show_image(item)
        name = item.image.url.removeprefix(start)
        if name == item.image.url:
            name = by_words.get(shown.alt if shown else "", "")
        return replace(item, image=replace(item.image, url=now + name)) if name else item

    sections = tuple(
        replace(section, items=tuple(placed(item) for item in section.items))
        for section in edition.sections
    )
    return replace(edition, sections=sections)


def read_words(html: str, *, start: str) -> dict[str, str]:
    """Read which of the archive's pictures has which words; words of several tell nothing."""
    from lxml.html import document_fromstring

    found: dict[str, set[str]] = {}
    for image in document_fromstring(html).iter("img"):
        address, words = image.get("src", ""), image.get("alt", "")
        if address.startswith(start) and words:
            found.setdefault(words, set()).add(address.removeprefix(start))
    return {words: names.pop() for words, names in found.items() if len(names) == 1}
