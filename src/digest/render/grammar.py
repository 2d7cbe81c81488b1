"""What MJML may hold: tags, where each may stand, and its attributes.

The compiler is silent about mistakes: what it does not know loses output. So everything that is not
listed here is refused, and what is known to go wrong in a mail is refused with its reason.
"""

import re

BOX = frozenset({"padding", "padding-top", "padding-right", "padding-bottom", "padding-left"})
BORDER = frozenset(
    {"border", "border-top", "border-right", "border-bottom", "border-left", "border-radius"}
)
TYPE = frozenset(
    {
        "color", "font-family", "font-size", "font-style", "font-weight", "height",
        "letter-spacing", "line-height", "text-decoration", "text-transform",
    }
)  # fmt: skip
EVERYWHERE = frozenset({"css-class", "mj-class"})
BACKGROUND = frozenset({"background-color", "direction", "text-align"})

BODY = {
    "mj-section": BOX | BORDER | BACKGROUND | {"full-width"},
    "mj-wrapper": BOX | BORDER | BACKGROUND | {"full-width"},
    "mj-group": frozenset({"background-color", "direction", "vertical-align", "width"}),
    "mj-column": BOX | BORDER | {"background-color", "direction", "vertical-align", "width"}
    | {"inner-background-color", "inner-border", "inner-border-radius"},
    "mj-text": BOX | TYPE | {"align", "container-background-color"},
    "mj-image": BOX | BORDER
    | {"align", "alt", "container-background-color", "fluid-on-mobile", "font-size", "height"}
    | {"href", "rel", "sizes", "src", "srcset", "target", "title", "width", "name"},
    "mj-button": BOX | BORDER | TYPE
    | {"align", "background-color", "container-background-color", "href", "inner-padding"}
    | {"name", "rel", "target", "text-align", "title", "vertical-align", "width"},
    "mj-divider": BOX
    | {"align", "border-color", "border-style", "border-width", "container-background-color"}
    | {"width"},
    "mj-spacer": BOX | {"container-background-color", "height"},
    "mj-table": BOX | TYPE
    | {"align", "border", "cellpadding", "cellspacing", "container-background-color", "role"}
    | {"table-layout", "width"},
}  # fmt: skip
ATTRIBUTES = {
    "mjml": frozenset({"lang", "dir"}),
    "mj-head": frozenset[str](),
    "mj-title": frozenset[str](),
    "mj-attributes": frozenset[str](),
    "mj-breakpoint": frozenset({"width"}),
    "mj-style": frozenset[str](),
    "mj-raw": frozenset[str](),
    "mj-body": frozenset({"width", "background-color", "css-class"}),
} | {tag: attributes | EVERYWHERE for tag, attributes in BODY.items()}
CONTENT = ("mj-text", "mj-image", "mj-button", "mj-divider", "mj-spacer", "mj-table", "mj-raw")
PARENTS = {
    "mjml": (),
    "mj-head": ("mjml",),
    "mj-body": ("mjml",),
    **dict.fromkeys(("mj-title", "mj-attributes", "mj-breakpoint", "mj-style"), ("mj-head",)),
    "mj-wrapper": ("mj-body",),
    "mj-section": ("mj-body", "mj-wrapper"),
    "mj-group": ("mj-section",),
    "mj-column": ("mj-section", "mj-group"),
    **dict.fromkeys(CONTENT, ("mj-column",)),
    "mj-raw": ("mj-head", "mj-body", "mj-section", "mj-wrapper", "mj-column"),
}
# In mj-attributes every tag may stand, with its own attributes as defaults.
DEFAULTS = {
    **{tag: attributes - EVERYWHERE for tag, attributes in ATTRIBUTES.items() if tag in BODY},
    "mj-all": frozenset().union(*BODY.values()),
    "mj-class": frozenset({"name"}).union(*BODY.values()),
}
HOLDS_HTML = frozenset({"mj-text", "mj-table", "mj-button", "mj-raw"})
NEEDED = {
    "mjml": ("lang", "dir"),
    "mj-body": ("width",),
    "mj-image": ("src", "alt", "width"),
    "mj-button": ("href",),
}
REFUSED = {
    "mj-include": "it loses the width of 600 px; use {% include %}",
    "mj-html-attributes": "the compiler ignores it",
    "mj-carousel": "it needs what most mail programs do not have",
    "mj-navbar": "it needs what most mail programs do not have",
    "mj-accordion": "it needs what most mail programs do not have",
    "mj-preview": "its white text counts as spam; the theme has a preheader of its own",
    "mj-font": "a mail fetches no fonts; name them in theme.toml",
    "mj-hero": "text on photographs cannot be read in every mail program",
    "mj-social": "it fetches icons from a server that is not yours",
}
REFUSED_ATTRIBUTES = {
    ("mj-style", "inline"): "the compiler does not inline it; put it into inline.css",
    ("mj-raw", "position"): "the compiler ignores it",
    ("mj-wrapper", "gap"): "the compiler ignores it",
    ("mj-section", "background-url"): "text on photographs cannot be read in every mail program",
}

WIDE = frozenset({"class", "dir", "id", "lang", "role", "style", "title"})
CELL = frozenset({"align", "bgcolor", "colspan", "height", "rowspan", "valign", "width", "scope"})
HTML = {
    **dict.fromkeys(
        ("abbr", "b", "blockquote", "br", "cite", "code", "div", "em", "h1", "h2", "h3", "h4", "hr",
         "i", "li", "p", "q", "s", "small", "span", "strong", "sub", "sup", "tbody", "thead", "u",
         "ul"),
        WIDE,
    ),
    "ol": WIDE | {"start"},
    "a": WIDE | {"href", "name", "rel", "target"},
    "img": WIDE | {"align", "alt", "border", "height", "src", "width"},
    "table": WIDE | {"align", "bgcolor", "border", "cellpadding", "cellspacing", "width"},
    "tr": WIDE | {"align", "bgcolor", "valign"},
    "td": WIDE | CELL,
    "th": WIDE | CELL,
    "time": WIDE | {"datetime"},
}  # fmt: skip
META = {"meta": frozenset({"name", "content"}), "title": frozenset[str]()}
ARIA = re.compile(r"aria-[a-z]+")

LENGTH = re.compile(r"-?\d+(?:\.\d+)?(?:px|%)?")
LENGTHS = re.compile(r"\d+(?:\.\d+)?(?:px|%)?(?: \d+(?:\.\d+)?(?:px|%)?){0,3}")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
FORMS = {
    "dir": re.compile("ltr|rtl"),
    "direction": re.compile("ltr|rtl"),
    "align": re.compile("left|right|center|justify"),
    "text-align": re.compile("left|right|center"),
    "color": COLOUR,
    "background-color": COLOUR,
    "container-background-color": COLOUR,
    "inner-background-color": COLOUR,
    "border-color": COLOUR,
    **dict.fromkeys(("padding", "inner-padding"), LENGTHS),
    **dict.fromkeys(BOX - {"padding"}, LENGTH),
    **dict.fromkeys(("width", "height", "font-size", "border-width", "letter-spacing"), LENGTH),
}
HTML_FORMS = {
    "dir": re.compile("ltr|rtl|auto"),
    "align": re.compile("left|right|center|justify"),
    "valign": re.compile("top|middle|bottom|baseline"),
    "width": re.compile(r"\d+%?"),
    "bgcolor": COLOUR,
}
