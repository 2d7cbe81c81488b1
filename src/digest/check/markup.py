"""Rules about the HTML that mail programs get."""

from collections.abc import Iterator
from itertools import pairwise

from digest.check.findings import error, named, quoted, warning
from digest.check.parts import Parts
from digest.model.edition import Edition
from digest.model.message import Finding

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def find_missing_alt(edition: Edition, parts: Parts) -> Iterator[Finding]:
    """missing-alt: a picture without words for those who do not see it."""
    for item in edition.items:
        if item.image and not item.image.alt.strip():
            yield error(
                "missing-alt",
                f"The picture of {named(item)} has no words for those who do not see it. "
                "Write image: ADDRESS | what it shows | credit",
                item.line,
            )
    for image in parts.page.iter("img"):
        if not (image.get("alt") or "").strip():
            source = quoted(image.get("src") or "")
            yield error("missing-alt", f"The theme shows {source} without alt.")


def find_images(parts: Parts) -> Iterator[Finding]:
    """image-without-width: a picture that Outlook for Windows shows in its full size."""
    for image in parts.page.iter("img"):
        source = image.get("src") or ""
        if not (image.get("width") or "").strip():
            yield error(
                "image-without-width",
                f"The theme shows {quoted(source)} without width; Outlook would show it full size.",
            )


def find_heading_order(parts: Parts) -> Iterator[Finding]:
    """heading-order: headings that skip a level, or not exactly one of the first."""
    levels = [int(one.tag[1]) for one in parts.page.iter(*HEADINGS)]
    if levels.count(1) != 1:
        yield warning(
            "heading-order", f"The mail has {levels.count(1)} h1 headings; it needs exactly one."
        )
    for above, below in pairwise(levels):
        if below > above + 1:
            yield warning(
                "heading-order", f"An h{below} follows an h{above}; a level has been skipped."
            )
            return


def find_bare_document(parts: Parts) -> Iterator[Finding]:
    """document-language: what a screen reader and a browser need to know first."""
    root = parts.page
    if not parts.html.lstrip()[:15].upper().startswith("<!DOCTYPE HTML>"):
        yield error("document-language", "The mail does not begin with <!DOCTYPE html>.")
    if not root.get("lang") or root.get("dir") not in ("ltr", "rtl"):
        yield error("document-language", "The theme does not set lang and dir on <mjml>.")
