"""How one line of the edition file is written and read: tidying, escapes, addresses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from digest.errors import EditionError

# Control characters, line separators and lone surrogates: none of them may stand in a line.
NO_TEXT = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
KEYS = ("kicker", "by", "published", "image", "also", "updated", "sponsor", "embargo", "minutes")
BENCH_OPEN = re.compile(r"<!-- ?bench\b", re.IGNORECASE)
# What a line of free text may not begin with, behind any number of backslashes.
RESERVED = re.compile(r"\\*(?:#|<!-- ?bench\b|-->$|(?:" + "|".join(KEYS) + r"):)", re.IGNORECASE)
BENCH_ENTITY = re.compile(r"&#(45|38);")
ESCAPED_IN_HEADING = re.compile(r"\\([\\\[\]{}])")
ESCAPED_IN_VALUE = re.compile(r"\\([\\|;()])")
ESCAPE = re.compile(r"\\.")
WEB = re.compile(r"https?://[^/?#\s]+\S*", re.IGNORECASE)
MAILTO = re.compile(r"mailto:\S+", re.IGNORECASE)
LINK_SCHEME = re.compile(r"(?<!\\)(?:\\\\)*\]\( ?<?([A-Za-z][A-Za-z0-9+.-]{0,30}):")
SCHEMES = ("http", "https", "mailto")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the edition file.

    Attributes:
        number: From 1.
        raw: As it stands, tidied.
        indent: Columns that were taken off its beginning.
    """

    number: int
    raw: str
    indent: int = 0

    @property
    def text(self) -> str:
        """The line with the entities of the bench turned back."""
        return BENCH_ENTITY.sub(lambda match: chr(int(match[1])), self.raw)

    def wrong(self, message: str, hint: str, *, at: str = "") -> EditionError:
        """Make the error that names this line.

        Args:
            message: What is wrong.
            hint: The fix.
            at: Text of the line that it is about, for the column; empty means its beginning.
        """
        column = max(self.raw.find(at), 0) + 1 + self.indent
        return EditionError(message, hint, line=self.number, column=column)


def tidy(text: str) -> str:
    """Make one line: no control characters, single spaces, none at the edges."""
    return NO_TEXT.sub(" ", text).strip(" ")


def tidy_text(text: str) -> str:
    """Make paragraphs of tidied lines with one blank line between them."""
    lines = [tidy(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return join_text(lines)


def join_text(lines: Iterable[str]) -> str:
    """Join lines into paragraphs; several blank lines count as one, those at the edges as none."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).rstrip("\n")


def split_lines(text: str) -> list[Line]:
    """Split a file into its lines; LF and CRLF end one, nothing else does."""
    return [
        Line(number=number, raw=tidy(line), indent=len(line) - len(line.lstrip(" \t")))
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1)
    ]


def write_line(text: str, *, bench: bool = False) -> str:
    """Write a line so that the entities of the bench mean themselves.

    Args:
        text: A finished line.
        bench: Whether it stands in the bench, which is a comment and may not hold two hyphens.
    """
    plain = BENCH_ENTITY.sub(r"&#38;#\1;", text)
    return plain.replace("--", "&#45;&#45;") if bench else plain


def write_text(text: str) -> list[str]:
    """Write free text by line; a backslash keeps a line from meaning something else."""
    return [f"\\{line}" if RESERVED.match(line) else line for line in tidy_text(text).split("\n")]


def read_text(lines: Iterable[Line]) -> str:
    """Read free text.

    Raises:
        EditionError: A link in it leads to something other than http, https or mailto.
    """
    texts: list[str] = []
    for line in lines:
        text = line.text
        for match in LINK_SCHEME.finditer(text):
            if match[1].lower() not in SCHEMES:
                raise line.wrong(
                    f"A link leads to “{match[1]}:”, which no mail may hold.",
                    "Use an address that begins with https://, http:// or mailto:.",
                    at=match[0],
                )
        escaped = text.startswith("\\") and RESERVED.match(text)
        texts.append(text[1:] if escaped else text)
    return join_text(texts)


def escape_heading(text: str) -> str:
    r"""Write text for a heading: `\`, brackets and braces get a backslash."""
    return re.sub(r"([\\\[\]{}])", r"\\\1", tidy(text))


def unescape_heading(text: str) -> str:
    """Read a heading's text; a backslash before anything else means itself."""
    return ESCAPED_IN_HEADING.sub(r"\1", text)


def escape_value(text: str, *, also: str = "") -> str:
    r"""Write text for a metadata line: a backslash before `\`, `|`, `;` and what `also` names."""
    return re.sub(rf"([\\|;{re.escape(also)}])", r"\\\1", tidy(text))


def unescape_value(text: str) -> str:
    """Read a part of a metadata line; a backslash before anything else means itself."""
    return ESCAPED_IN_VALUE.sub(r"\1", text)


def escaped_positions(text: str) -> frozenset[int]:
    """Tell which characters stand behind a backslash that is not itself behind one."""
    return frozenset(match.start() + 1 for match in ESCAPE.finditer(text))


def split_value(text: str, separator: str) -> list[str]:
    """Split a metadata line at a separator that has no backslash before it; still escaped."""
    escaped = escaped_positions(text)
    cuts = [i for i, char in enumerate(text) if char == separator and i not in escaped]
    starts, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(text)]
    return [text[start:end].strip(" ") for start, end in zip(starts, ends, strict=True)]


def is_web_address(url: str) -> bool:
    """Tell whether this is an absolute http or https address without spaces."""
    return tidy(url) == url and bool(WEB.fullmatch(url))


def is_link(url: str) -> bool:
    """Tell whether a headline may lead here: http, https or mailto."""
    return is_web_address(url) or (tidy(url) == url and bool(MAILTO.fullmatch(url)))
