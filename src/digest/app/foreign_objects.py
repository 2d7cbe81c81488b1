"""JSON objects in a cell of another program's export: attributes, metadata."""

import json


def read_object(text: str) -> dict[str, str] | None:
    """Read a JSON object as fields; a value that is no single one stays JSON.

    Returns:
        None for what is no JSON object; nothing is one without values, and so is JSON's null.
    """
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return None
    if found is None:
        return {}
    if not isinstance(found, dict):
        return None
    written = {without_nul(name).strip(): write_value(value) for name, value in found.items()}
    return {name: value.strip() for name, value in written.items() if name}


def write_value(value: object) -> str:
    """Write a value of a JSON object as a field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return without_nul(str(value))
    return json.dumps(value)


def without_nul(text: str) -> str:
    """Take out the letter that databases take for a text's end; in a table it is refused."""
    return text.replace("\0", "")
