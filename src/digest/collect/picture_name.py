"""What the address of a picture tells: whether two are one picture, how wide it is, what it is not.

Sites keep a picture in many sizes, and each system writes the size into another place of the
address: "-1024x683", "/w_800,h_600/", "?width=1200", "superJumbo".
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

LONGEST = 2000
SHORTEST = 5  # letters and figures of a name that tells one picture from others
SHORTEST_OF_FILE = 3
# What cameras call every picture: the number tells one from others, though it may look like a size.
CAMERAS = frozenset(("dsc", "dscn", "dscf", "imag", "pict", "mvimg", "pxl", "scan", "gopr", "wp"))
WIDEST = 10_000
HOST = re.compile(r"^(?:[a-z]{2,5}:)?//[^/]*/?", re.IGNORECASE)
INNER = re.compile(r"https?:/{1,2}(?=[^/])")
ENDING = re.compile(
    r"(?:\.(?:jpe?g|png|gif|webp|avif|jfif|bmp|tiff?|pjpeg|image|php|aspx?|ashx))+$", re.IGNORECASE
)
TOKEN = re.compile(r"[^\W_]+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
WIDTHS = frozenset(
    str(width)
    for width in (
        *(100, 120, 140, 150, 160, 180, 200, 220, 240, 250, 280, 300, 320, 340, 350, 360, 375, 380),
        *(400, 414, 420, 440, 450, 460, 480, 500, 512, 540, 560, 580, 600, 620, 624, 630, 640, 650),
        *(660, 675, 680, 683, 700, 720, 740, 750, 760, 768, 780, 800, 820, 840, 850, 860, 880, 900),
        *(920, 940, 950, 960, 976, 980, 1000, 1020, 1024, 1040, 1050, 1080, 1100, 1120, 1140, 1152),
        *(1180, 1200, 1240, 1248, 1280, 1300, 1320, 1400, 1440, 1500, 1536, 1560, 1600, 1680, 1800),
        *(1900, 1920, 2000, 2048, 2100, 2200, 2400, 2500, 2560, 2800, 3000, 3200, 3840, 4000),
    )
)
SIZE_WORDS = frozenset(
    (
        *("large", "small", "medium", "thumb", "thumbnail", "square", "crop", "cropped", "full"),
        *("original", "orig", "master", "scaled", "jumbo", "super", "facebook", "article", "tease"),
        *("exlarge", "retina", "hero", "landscape", "portrait", "wide", "169", "43", "11", "32"),
        *("three", "two", "by", "sixteen", "nine", "at", "2x", "3x", "1x", "amp", "social", "og"),
        *("twitter", "card", "xl", "xxl", "lg", "md", "sm", "xs", "standard", "desktop", "mobile"),
        *("tablet", "preview", "high", "low", "res", "quality", "width", "height", "resized"),
        *("image", "img", "photo", "picture", "pic", "main", "lead", "default", "index", "file"),
        *("teaser", "size", "variant", "rendition", "format", "download", "media", "compressed"),
    )
)
SIZE = re.compile(
    r"\d{1,5}x\d{1,5}|\d{2,5}x|x\d{2,5}|[wh]\d{2,4}|\d{2,4}(?:w|h|px|x)|fp[xy]\d+|[rv]\d|q\d{1,3}"
)
RATIO = re.compile(r"[_-]r\d\.\d{1,4}")
TELLING = re.compile(r"[^\W\d_]|\d{5}")  # in the name of a picture; a rectangle has neither
NUMBERED = re.compile(r"(\d{5,})(?:-\d{3})+")
STATED_WIDTH = (
    re.compile(
        r"[?&;](?:w|width|wid|imwidth|imgwidth|mw|maxwidth|max-w)=(\d{2,5})\b", re.IGNORECASE
    ),
    re.compile(r"[?&](?:resize|fit|size|d|crop)=(\d{3,5})(?:[,x*:]|%2C)\d{2,5}\b", re.IGNORECASE),
    re.compile(r"(?:^|[/_,.-])(\d{3,5})x\d{2,5}(?=[/_.,!-]|$)"),
    re.compile(r"(?:^|[/,_])w[_-]?(\d{3,5})(?=[/,_.]|$)"),
    re.compile(r"/(?:width|w|s|max)[/-]?(\d{3,5})(?=/|$)"),
)
FOLDERS = re.compile(
    r"/(?:logos?|icons?|favicons?|sprites?|avatars?|emojis?|headshots?|badges?|pixels?|placeholders?"
    r"|authors?|reporters?|columnists?|contributors?|bylines?|profile[_-]?(?:pic|picture|image|photo)s?)/|gravatar\.com|doubleclick\.net"
    r"|scorecardresearch|facebook\.com/tr\b|google-analytics|\.(?:svg|ico)(?:$|[?#])",
    re.IGNORECASE,
)
# A picture called by one of these and nothing else that tells anything is the site's own.
SITE_WORDS = frozenset(
    (
        *("logo", "logos", "logotype", "icon", "favicon", "sprite", "pixel", "blank", "spacer"),
        *(
            "placeholder",
            "avatar",
            "gravatar",
            "headshot",
            "default",
            "fallback",
            "dummy",
            "noimage",
        ),
        *("nophoto", "share", "sharing", "badge", "button", "banner", "emoji", "loading", "loader"),
        *(
            "transparent",
            "tracker",
            "tracking",
            "beacon",
            "masthead",
            "strapline",
            "touch",
            "apple",
        ),
        *(
            "1x1",
            "empty",
            "missing",
            "lazy",
            "grey",
            "gray",
            "opengraph",
            "og",
            "social",
            "generic",
        ),
    )
)
OF_DESIGN = re.compile(
    r"/(?:assets?|static|themes?|dist|build|skins?|templates?|resources|design|ui|layout)/",
    re.IGNORECASE,
)
# Words that may stand beside them.
FILLERS = frozenset(
    (
        *(
            "image",
            "img",
            "photo",
            "no",
            "site",
            "social",
            "media",
            "og",
            "facebook",
            "fb",
            "twitter",
        ),
        *("card", "large", "small", "square", "main", "dark", "light", "white", "black", "color"),
        *(
            "colour",
            "new",
            "news",
            "header",
            "head",
            "home",
            "the",
            "meta",
            "web",
            "brand",
            "thumb",
        ),
        *("default", "article", "story", "post", "generic", "standard", "full", "color", "blue"),
        *("red", "and", "for", "v1", "v2", "v3", "final", "min", "retina", "wide", "thumbnail"),
    )
)


@lru_cache(maxsize=2048)
def picture_name(url: str) -> str:
    """Tell the name that all sizes of one picture have; the whole address when there is none."""
    address = inner_address(url[:LONGEST])
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    *folders, file = HOST.sub("", path).split("/")
    name = bare_name(file)
    if len(name) >= SHORTEST_OF_FILE and TELLING.search(name):
        return name
    names = (one for folder in reversed(folders) if TELLING.search(one := bare_name(folder)))
    return next((one for one in names if len(one) >= SHORTEST), address)


def inner_address(url: str) -> str:
    """Tell the address that a resizing service has in its own address; else the one given."""
    address = unquote(url)
    starts = [match.start() for match in INNER.finditer(address)]
    return address[starts[-1] :] if starts and starts[-1] else address


def bare_name(segment: str) -> str:
    """Write the name of a file without what tells its size; "" when nothing else is in it."""
    plain = RATIO.sub("", ENDING.sub("", segment))
    tokens = TOKEN.findall(CAMEL.sub("-", plain).lower())
    kept = list(tokens)
    while kept and is_size(kept[-1]):
        kept.pop()
    while kept and is_size(kept[0]):
        kept.pop(0)
    name = "-".join(kept)
    whole = "-".join(tokens)
    if numbered := NUMBERED.fullmatch(whole):
        return numbered[1]
    if len(name) < SHORTEST_OF_FILE or name in CAMERAS or not TELLING.search(name):
        return "" if all(map(is_size, tokens)) else whole
    return name


def is_size(token: str) -> bool:
    """Tell whether a piece of a name tells a size, or nothing."""
    return token in SIZE_WORDS or token in WIDTHS or bool(SIZE.fullmatch(token))


def width_in(url: str) -> int:
    """Read the width that an address asks for; 0 when it states none."""
    address = url[:LONGEST]
    for pattern in STATED_WIDTH:
        if match := pattern.search(address):
            width = int(match[1])
            return width if width <= WIDEST else 0
    return 0


def is_of_site(url: str, sites: frozenset[str]) -> bool:
    """Tell whether an address is that of a logo, a pixel, a face or the site's own picture.

    A name that ends with "logo" is one. Anywhere else in it such a word proves something only when
    the other words say nothing or name the site: a building may well be shown with its logo.

    Args:
        url: As found.
        sites: Keys of the site's name.
    """
    if url.startswith("data:") or FOLDERS.search(url[:LONGEST]):
        return True
    path = re.split(r"[?#]", inner_address(url[:LONGEST]), maxsplit=1)[0]
    tokens = list(words_of(ENDING.sub("", path.rpartition("/")[2])))
    if not SITE_WORDS.intersection(tokens):
        return False
    telling = [word for word in tokens if not (is_size(word) or word.isdigit())]
    if telling[-1:] and telling[-1] in {"logo", "logos", "logotype", "favicon"}:
        return True
    if OF_DESIGN.search(path):
        return True
    others = [word for word in tokens if not (word in SITE_WORDS or word in FILLERS)]
    return all(is_size(word) or word.isdigit() or of_site(word, sites) for word in others)


def words_of(name: str) -> Iterator[str]:
    """Yield the words of a file's name, in small letters."""
    return (word.lower() for word in TOKEN.findall(CAMEL.sub("-", name)))


def of_site(word: str, sites: frozenset[str]) -> bool:
    """Tell whether a word is part of the site's name."""
    return any(word in site or (len(site) >= SHORTEST and site in word) for site in sites)
