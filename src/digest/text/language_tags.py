"""Language tags that mean a language, rather than only look like a tag."""

import re
from functools import lru_cache

from digest.text.values import read_language

# RFC 5646 section 2.1: language, script, region; then variants, extensions and what is private.
PARTS = re.compile(
    r"([a-z]{2,3})(?:-[a-z]{3}){0,3}(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})){0,4}"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)?(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
# Reserved in ISO 3166-1, and written far more often than GB.
ALSO_REGIONS = frozenset({"UK"})


@lru_cache(maxsize=1024)
def read_known_language(text: str) -> str | None:
    """Read a language tag whose language, script and region the CLDR has a name for.

    Returns:
        The tag with hyphens, or None when it is none.
    """
    tag = read_language(text)
    parts = PARTS.fullmatch(tag) if tag else None
    if parts is None:
        return None
    from babel import Locale

    names = Locale("en")
    language, script, region = (part or "" for part in parts.groups())
    known = (
        language.lower() in names.languages
        and (not script or script.title() in names.scripts)
        and (not region or region.upper() in ALSO_REGIONS.union(names.territories))
    )
    return tag if known else None
