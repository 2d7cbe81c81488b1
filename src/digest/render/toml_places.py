"""Where something stands in a TOML file, which its parser does not tell."""

import re

HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?")
KEY = re.compile(r"""\s*(?P<name>(?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[\w-]+)*)\s*=""")
PARSER_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)$")
AT_THE_END = "(at end of document)"


def find_key(text: str, table: str, key: str = "") -> tuple[int, int]:
    """Find a key, or a table.

    Args:
        text: The whole file.
        table: Name of a table; empty for the keys before the first one.
        key: A key of it; empty for the table itself.

    Returns:
        Line and column, from 1; of the table when the key stands in another way than one a line.
    """
    inside, begun = "", (1, 1)
    for number, line in enumerate(text.split("\n"), start=1):
        if header := HEADER.fullmatch(line):
            inside = header[1].strip("\"'")
            if inside == table:
                begun = (number, line.index("[") + 1)
                if not key:
                    return begun
        elif match := KEY.match(line):
            name = match["name"].replace(" ", "").strip("\"'")
            full = f"{inside}.{name}" if inside else name
            place = (number, match.start("name") + 1)
            if key and full == (f"{table}.{key}" if table else key):
                return place
            if table and full == table:
                begun = place
    return begun


def split_place(message: str, text: str) -> tuple[str, int, int]:
    """Take the place out of what the parser says: the rest, the line and the column."""
    if match := PARSER_PLACE.search(message):
        return message[: match.start()].strip(), int(match[1]), int(match[2])
    last = text.rstrip("\n").count("\n") + 1
    return message.removesuffix(AT_THE_END).strip(), last, 1
