"""The quotation marks of each language."""

ENGLISH = ("“", "”")
GUILLEMETS = ("«", "»")
SPACED = ("«\u00a0", "\u00a0»")
LOW = ("„", "“")
LOW_HIGH = ("„", "”")
CORNERS = ("「", "」")
# By tag in small letters; a whole tag is looked for before what is left of it.
BY_LANGUAGE = {
    "ar": GUILLEMETS,
    "be": GUILLEMETS,
    "bg": LOW,
    "cs": LOW,
    "da": ("»", "«"),
    "de": LOW,
    "de-ch": GUILLEMETS,
    "de-li": GUILLEMETS,
    "el": GUILLEMETS,
    "es": GUILLEMETS,
    "et": LOW,
    "fa": GUILLEMETS,
    "fi": ("”", "”"),
    "fr": SPACED,
    "fr-ch": GUILLEMETS,
    "he": ("”", "”"),
    "hr": LOW_HIGH,
    "hu": LOW_HIGH,
    "it": GUILLEMETS,
    "ja": CORNERS,
    "lt": LOW,
    "lv": GUILLEMETS,
    "nb": GUILLEMETS,
    "nn": GUILLEMETS,
    "no": GUILLEMETS,
    "pl": LOW_HIGH,
    "pt": GUILLEMETS,
    "pt-br": ENGLISH,
    "ro": LOW_HIGH,
    "ru": GUILLEMETS,
    "sk": LOW,
    "sl": LOW,
    "sr": LOW,
    "sv": ("”", "”"),
    "uk": GUILLEMETS,
    "zh-hant": CORNERS,
    "zh-hk": CORNERS,
    "zh-mo": CORNERS,
    "zh-tw": CORNERS,
}


def quotation_marks(language: str) -> tuple[str, str]:
    """Tell the opening and the closing quotation mark of a language; English when nobody knows."""
    parts = language.casefold().split("-")
    tags = ("-".join(parts[:size]) for size in range(len(parts), 0, -1))
    return next((BY_LANGUAGE[tag] for tag in tags if tag in BY_LANGUAGE), ENGLISH)
