"""The id of a section: what readers choose it by, in links, in forms and in segments."""

import re
from unicodedata import normalize

APART = re.compile(r"[\W_]+")


def section_id(name: str) -> str:
    """Make the id of a section of its name: "World & Trade" becomes "world-trade".

    Letters of any script stay. A name without letters or digits becomes "section".
    """
    folded = normalize("NFC", normalize("NFKC", name).casefold())
    return APART.sub("-", folded).strip("-") or "section"
