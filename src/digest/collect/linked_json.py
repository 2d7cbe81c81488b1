"""JSON as pages hold it: wrapped in comments, escaped twice, with stray quotes and commas."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

LONGEST = 2**20
MOST_DOCUMENTS = 50
# What may stand around the JSON: comments, CDATA, and an assignment of a script.
OPENING = re.compile(
    r"^(?:\s|\ufeff|<!--|-->|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[|/\*[^*]{0,200}\*/"
    r"|(?:(?:var|let|const)\s+)?[\w.$]{1,80}(?:\[[^\]]{1,60}\])?\s*=(?=\s*[\[{]))+"
)
BETWEEN = re.compile(r"(?:[\s,;\ufeff]|-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)*")
ESCAPED_QUOTE = re.compile(r"&(?:quot|#34|#x22);", re.IGNORECASE)
TRAILING_COMMA = re.compile(r",(\s*[}\]])")
MARK = re.compile(r'["\\]')
GOOD_ESCAPE = re.compile(r'["\\/bfnrt]|u[0-9A-Fa-f]{4}')
# What follows a quotation mark that really ends a string: the rest of an object or a list.
BEHIND_STRING = re.compile(r'\s*(?:[:}\]]|$|,\s*(?:["{\[}\]]|-?\d|true\b|false\b|null\b|$))')

BROKEN_FIELD = re.compile(
    r'"(headline|datePublished|dateCreated|dateModified|description|articleSection|inLanguage'
    r'|@type|url)"\s*:\s*"((?:[^"\\\n]|\\.){1,1000})"'
)
BROKEN_AUTHOR = re.compile(r'"(?:author|creator)"\s*:\s*(?=["\[{])')
BROKEN_NAME = re.compile(r'"name"\s*:\s*"((?:[^"\\\n]|\\.){1,200})"')
BROKEN_TEXT = re.compile(r'"((?:[^"\\\n]|\\.){1,200})"')
NEAR = 600
CLOSING = {"[": "]", "{": "}"}


def load(script: str) -> list[Any] | None:
    """Parse the JSON of a script, mending what is often wrong.

    Args:
        script: As it stands in the page.

    Returns:
        Its documents, most often one; None when it stays broken.
    """
    text = OPENING.sub("", script[:LONGEST], count=1).rstrip()
    for mend in (keep, unescaped, without_commas, mend_strings):
        mended = mend(text)
        if mended is not None and (documents := list(decode_all(mended))):
            return documents
    return None


def decode_all(text: str) -> Iterator[Any]:
    """Yield documents that stand one behind the other, up to the first that is broken."""
    decoder = json.JSONDecoder(strict=False)
    at = 0
    for _ in range(MOST_DOCUMENTS):
        match = BETWEEN.match(text, at)
        at = match.end() if match else at
        if at >= len(text) or text[at] not in "{[":
            return
        try:
            document, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield document


def keep(text: str) -> str:
    """Leave a text as it is."""
    return text


def unescaped(text: str) -> str | None:
    """Resolve the references of JSON that was escaped as if it were HTML; None for any other."""
    escaped = ESCAPED_QUOTE.search(text[:200])
    return unescape(text) if escaped and '"' not in text[: escaped.start()] else None


def without_commas(text: str) -> str:
    """Take out the commas that nothing follows."""
    return TRAILING_COMMA.sub(r"\1", text)


def mend_strings(text: str) -> str:
    """Escape the quotation marks that end no string, and mend escapes that JSON does not know."""
    kept: list[str] = []
    inside = False
    at = 0
    while match := MARK.search(text, at):
        start = match.start()
        kept.append(text[at:start])
        if match[0] == "\\":
            piece, at = mend_escape(text, start)
        elif not inside:
            piece, at, inside = '"', start + 1, True
        elif BEHIND_STRING.match(text, start + 1):
            piece, at, inside = '"', start + 1, False
        else:
            piece, at = '\\"', start + 1
        kept.append(piece)
    kept.append(text[at:])
    return without_commas("".join(kept))


def mend_escape(text: str, at: int) -> tuple[str, int]:
    """Read an escape; of one that JSON does not know only the sign itself stays."""
    known = GOOD_ESCAPE.match(text, at + 1)
    if known:
        return text[at : known.end()], known.end()
    return "", at + 1


def pick_out(text: str) -> tuple[dict[str, str], list[str]]:
    """Pick single fields and the authors' names out of JSON that cannot be parsed.

    Returns:
        The first value of each field that was found, and the names.
    """
    found: dict[str, str] = {}
    for match in BROKEN_FIELD.finditer(text):
        found.setdefault(match[1], unquoted(match[2]))
    author = BROKEN_AUTHOR.search(text)
    if not author:
        return found, []
    rest = text[author.end() : author.end() + NEAR]
    part = rest.partition(CLOSING[rest[0]])[0] if rest[0] in CLOSING else rest
    names = [match[1] for match in BROKEN_NAME.finditer(part)]
    if (not names and '":' not in part.replace(" ", "")[:NEAR]) or rest[0] == '"':
        names = [match[1] for match in BROKEN_TEXT.finditer(part)]
        names = names[:1] if rest[0] == '"' else names
    return found, [unquoted(name) for name in names]


def unquoted(text: str) -> str:
    """Resolve the escapes of a JSON string; a broken one stays as it stands."""
    try:
        value = json.loads(f'"{text}"', strict=False)
    except ValueError:
        return text
    return value if isinstance(value, str) else text
