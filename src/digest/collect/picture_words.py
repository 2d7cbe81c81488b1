"""The words beside a picture: its caption, and who made it."""

import re
from typing import Any

from digest.collect.markup import one_line
from digest.collect.page_caption import CREDITED, split_caption, tidy_credit

PICTURES = ("img", "amp-img", "amp-anim")
SHORTEST_CREDIT = 2
LONGEST_CREDIT = 120
LONGEST_CAPTION = 1000
LONGEST_IN_FRAME = 500
MOST_FRAMES = 6  # elements around a picture among which its frame is looked for
MOST_IN_FRAME = 60
OUTER = frozenset(("article", "main", "body", "section", "td", "html"))
PICTURED = re.compile(
    r"\b(?:images?|photos?|fotos?|pictures?|bild|media|figure|imagen|imagem|immagine|zdjecie|kuva"
    r"|img)\b"
)
CAPTIONED = re.compile(
    r"\b(?:captions?|bildtexte?|bildtekst|billedtekst|legend[ae]?|bildunterschrift"
    r"|pie(?: ?(?:de )?foto)?|didascalia|podpis|popisek|kuvateksti|photo ?text|img ?desc|desc)\b"
)
CAMEL = re.compile(r"([a-z])([A-Z])")
MAKERS = frozenset(("copyrightHolder", "creditText", "author"))


def words_beside(element: Any) -> tuple[str, str]:  # noqa: ANN401
    """Read the caption of a picture and its credit; both are empty without any."""
    frame = frame_of(element)
    if frame is None:
        return "", ""
    parts = [one for one in frame.iter() if isinstance(one.tag, str)][:MOST_IN_FRAME]
    below = next((one for one in parts if is_caption(one)), None)
    if below is None and frame.tag != "figure":
        below = frame
    credit = next((text for one in parts if (text := credit_of(one))), "")
    words = one_line(below.text_content())[:LONGEST_CAPTION] if below is not None else ""
    caption, told = split_caption(words.removesuffix(credit).rstrip())
    return caption.rstrip(" |/–—-·(,"), tidy_credit(credit) or told


def frame_of(element: Any) -> Any:  # noqa: ANN401
    """Find the figure of a picture, or what frames it with its words; None without any.

    The words may stand in the frame, or be what follows it.
    """
    around_it = zip(element.iterancestors(), range(MOST_FRAMES), strict=False)
    figure = next((one for one, _ in around_it if one.tag == "figure"), None)
    if figure is not None:
        return figure
    for around, _ in zip((element, *element.iterancestors()), range(MOST_FRAMES), strict=False):
        own = (one for one in around.iter(*PICTURES) if not one.get("data-late"))
        if around.tag in OUTER or sum(1 for _ in zip(own, "ab", strict=False)) > 1:
            return None
        beside = [one for one in around.iterchildren() if isinstance(one.tag, str)]
        if any(is_caption(one) or credit_of(one) for one in beside) or is_framed(around):
            return around
        credited = next((one for one in beside if is_credited(one)), None)
        if credited is not None:
            return credited
        following = around.getnext()
        if following is not None and is_worded(following):
            return following
    return None


def is_worded(element: Any) -> bool:  # noqa: ANN401
    """Tell whether what follows a picture is the words below it."""
    return isinstance(element.tag, str) and (is_caption(element) or is_credited(element))


def is_credited(element: Any) -> bool:  # noqa: ANN401
    """Tell whether a short paragraph ends with who made a picture."""
    if element.tag not in {"p", "div", "span", "small", "em"} or element.tag in PICTURES:
        return False
    text = element.text_content()
    return len(text) < LONGEST_IN_FRAME and bool(split_caption(one_line(text))[1])


def is_framed(around: Any) -> bool:  # noqa: ANN401
    """Tell whether an element that is called a picture holds little more than one, and a credit."""
    if not PICTURED.search(names_of(around)):
        return False
    text = around.text_content()
    return len(text) < LONGEST_IN_FRAME and bool(split_caption(one_line(text))[1])


def is_caption(element: Any) -> bool:  # noqa: ANN401
    """Tell whether an element is the words below a picture."""
    return element.tag == "figcaption" or (
        element.tag not in PICTURES and bool(CAPTIONED.search(names_of(element)))
    )


def credit_of(element: Any) -> str:  # noqa: ANN401
    """Read an element that names who made a picture; "" when it does not."""
    named = (
        element.tag == "cite"
        or CREDITED.search(names_of(element))
        or element.get("itemprop") in MAKERS
    )
    text = one_line(element.text_content()) if named else ""
    return text if SHORTEST_CREDIT <= len(text) <= LONGEST_CREDIT else ""


def names_of(element: Any) -> str:  # noqa: ANN401
    """Join the names of an element, in small letters."""
    named = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    return re.sub(r"[_-]+", " ", CAMEL.sub(r"\1 \2", named)).lower()
