"""Rules about what single mail programs cannot show, by the data of `mail_clients`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from re import Pattern

from digest.check.findings import error, named, quoted, warning
from digest.check.mail_clients import CLIENTS, SUPPORT
from digest.check.parts import Parts
from digest.model.edition import Edition
from digest.model.message import Finding
from digest.text.layout_css import LAYOUT_CSS

MOST_NAMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Something that not every mail program shows.

    Attributes:
        slug: Its row in the data set; empty for what no mail program lets through.
        name: As an editor knows it.
        css: Finds it in style sheets and style attributes; None for an element.
        tag: The element; empty for CSS.
    """

    slug: str
    name: str
    css: Pattern[str] | None = None
    tag: str = ""


def css(slug: str, name: str, pattern: str) -> Feature:
    """Describe a feature of style sheets."""
    return Feature(slug=slug, name=name, css=re.compile(pattern, re.IGNORECASE))


def tags(slug: str, *names: str) -> tuple[Feature, ...]:
    """Describe elements that fare alike."""
    return tuple(Feature(slug=slug, name=f"<{name}>", tag=name) for name in names)


# The must-not list: without it the layout falls apart, or words are lost, or the mail is refused.
MUST_NOT_CSS = (
    *(Feature(slug=slug, name=name, css=pattern) for slug, name, pattern, _ in LAYOUT_CSS),
    css("css-at-import", "@import", r"@import"),
    css("css-at-font-face", "@font-face", r"@font-face"),
    css("css-background-image", "url()", r"url\s*\("),
)
MUST_NOT_TAGS = (
    *tags("", "script", "iframe", "embed", "canvas"),
    *tags("html-svg", "svg"),
    *tags("html-form", "form"),
    *tags("html-input-text", "input"),
    *tags("html-button-submit", "button"),
    *tags("html-select", "select"),
    *tags("html-textarea", "textarea"),
    *tags("html-video", "video"),
    *tags("html-audio", "audio"),
    *tags("html-object", "object"),
    *tags("html-base", "base"),
    *tags("html-link", "link"),
    *tags("html-dialog", "dialog"),
)
# What readers of those programs do without: worth a look, since it may carry more than it should.
UNEVEN = (
    css("css-object-fit", "object-fit", r"object-fit\s*:"),
    css("css-animation", "animation", r"(?<![-\w])animation(?:-name)?\s*:"),
    css("css-at-keyframes", "@keyframes", r"@keyframes"),
    css("css-transform", "transform", r"(?<![-\w])transform\s*:\s*(?!none)"),
    css("css-filter", "filter", r"(?<![-\w])filter\s*:\s*(?!none|progid|alpha)"),
    css("css-backdrop-filter", "backdrop-filter", r"backdrop-filter\s*:"),
    css("css-clip-path", "clip-path", r"clip-path\s*:"),
    css("css-mask-image", "mask-image", r"mask(?:-image)?\s*:"),
    css("css-mix-blend-mode", "mix-blend-mode", r"mix-blend-mode\s*:"),
    css("css-background-blend-mode", "background-blend-mode", r"background-blend-mode\s*:"),
    css("css-gap", "gap", r"(?<![-\w])(?:row-|column-)?gap\s*:"),
    css("css-aspect-ratio", "aspect-ratio", r"(?<![-\w(])aspect-ratio\s*:"),
    css("css-unit-calc", "calc()", r"\bcalc\("),
    css("css-function-clamp", "clamp()", r"\bclamp\("),
    css("css-function-min", "min()", r":\s*min\("),
    css("css-function-max", "max()", r":\s*max\("),
    css("css-function-light-dark", "light-dark()", r"light-dark\("),
    css("css-linear-gradient", "linear-gradient()", r"linear-gradient\("),
    css("css-radial-gradient", "radial-gradient()", r"radial-gradient\("),
    css("css-conic-gradient", "conic-gradient()", r"conic-gradient\("),
    css("css-pseudo-element-before", "::before", r":before\b"),
    css("css-pseudo-element-after", "::after", r":after\b"),
    css("css-pseudo-class-has", ":has()", r":has\("),
    css("css-text-overflow", "text-overflow", r"text-overflow\s*:"),
    css("css-writing-mode", "writing-mode", r"writing-mode\s*:\s*(?!horizontal)"),
    css("css-shape-outside", "shape-outside", r"shape-outside\s*:"),
    css("css-unit-vh", "the unit vh", r"[\d.]vh\b"),
    css("css-unit-vw", "the unit vw", r"[\d.]vw\b"),
    *tags("html-picture", "picture"),
    *tags("html-marquee", "marquee"),
    *tags("html-meter", "meter"),
    *tags("html-progress", "progress"),
)
# What a mail is as good without: our themes use it on purpose, and no finding speaks of it.
GRACEFUL = (
    "css-at-media", "css-at-media-prefers-color-scheme", "css-border-radius", "css-box-shadow",
    "css-color-scheme", "css-hyphens", "css-max-width", "css-opacity", "css-overflow",
    "css-overflow-wrap", "css-pseudo-class-hover", "css-text-shadow", "css-text-wrap",
    "css-transition", "css-word-break", "css-z-index", "html-semantics", "html-style",
)  # fmt: skip
PICTURES = {
    ".webp": ("image-webp", "WebP"),
    ".avif": ("image-avif", "AVIF"),
    ".svg": ("image-svg", "SVG"),
    ".tif": ("image-tiff", "TIFF"),
    ".tiff": ("image-tiff", "TIFF"),
    ".heic": ("image-heif", "HEIF"),
    ".heif": ("image-heif", "HEIF"),
    ".mp4": ("image-mp4", "MP4"),
}


def find_forbidden(parts: Parts) -> Iterator[Finding]:
    """forbidden-element, forbidden-css: what breaks a mail in programs that many readers have."""
    for feature in MUST_NOT_TAGS:
        if next(parts.page.iter(feature.tag), None) is not None:
            yield error(
                "forbidden-element",
                f"The theme uses {feature.name}, which {tell_refusal(feature)}.",
            )
    for feature in MUST_NOT_CSS:
        if feature.css and feature.css.search(parts.css):
            yield error(
                "forbidden-css", f"The theme uses {feature.name}, which {tell_refusal(feature)}."
            )


def find_uneven(parts: Parts) -> Iterator[Finding]:
    """client-support: what readers of some mail programs do without."""
    for feature in UNEVEN:
        used = (
            feature.css.search(parts.css)
            if feature.css
            else next(parts.page.iter(feature.tag), None) is not None
        )
        if used:
            yield warning(
                "client-support",
                f"The theme uses {feature.name}, which {tell_refusal(feature)}. "
                "Make sure that nothing depends on it.",
            )
    if any(image.get("srcset") for image in parts.page.iter("img", "source")):
        feature = Feature(slug="html-srcset", name="srcset")
        yield warning(
            "client-support",
            f"The theme uses srcset, which {tell_refusal(feature)}. "
            "Make sure that src alone is enough.",
        )


def find_story_pictures(edition: Edition, parts: Parts) -> Iterator[Finding]:
    """image-format: a story's picture that some mail programs do not show."""
    shown = frozenset(sources_of(parts))
    for item in edition.items:
        url = item.image.url if item.image else ""
        if url in shown and (refusal := tell_format(url)):
            yield warning("image-format", f"The picture of {named(item)} {refusal}", item.line)


def find_theme_pictures(edition: Edition, parts: Parts) -> Iterator[Finding]:
    """image-format: the theme's pictures that some mail programs do not show."""
    of_stories = {item.image.url for item in edition.items if item.image}
    for source in sources_of(parts):
        if source.casefold().startswith("data:"):
            names = list_names(without_support("image-base64"))
            yield error(
                "image-format",
                f"A picture stands in the mail itself; {names} do not show it. Link to it.",
            )
        elif source not in of_stories and (refusal := tell_format(source)):
            yield warning("image-format", f"{quoted(source)} {refusal}")


def sources_of(parts: Parts) -> list[str]:
    """List the addresses of a mail's pictures."""
    return [(image.get("src") or "").strip() for image in parts.page.iter("img")]


def tell_format(url: str) -> str:
    """Say who cannot show a picture, by its ending; empty for one that all show."""
    ending = url.partition("#")[0].partition("?")[0].casefold().rpartition(".")[2]
    if f".{ending}" not in PICTURES:
        return ""
    slug, kind = PICTURES[f".{ending}"]
    return f"is {kind}, which {list_names(without_support(slug))} cannot show. Use JPEG or PNG."


def tell_refusal(feature: Feature) -> str:
    """Say who does not support something, as the end of a sentence that begins with "which"."""
    names = without_support(feature.slug) if feature.slug else ()
    if not names:
        return "mail programs take out, or refuse the mail for"
    return f"{list_names(names)} {'does' if len(names) == 1 else 'do'} not support"


def without_support(slug: str) -> tuple[str, ...]:
    """List the mail programs that do not support a feature, in the order of the data."""
    return tuple(name for name, letter in zip(CLIENTS, SUPPORT[slug], strict=True) if letter == "n")


def list_names(names: tuple[str, ...]) -> str:
    """Name the first of many programs, and count the others."""
    if not names:
        return "some mail programs"
    shown, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
