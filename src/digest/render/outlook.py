"""What Outlook for Windows needs to be told on its own."""

# Outlook takes the first font of a stack, and Times New Roman where the machine has none of that
# name. So it gets one that every Windows has.
ON_WINDOWS = (
    "Arial", "Calibri", "Cambria", "Candara", "Consolas", "Constantia", "Corbel", "Courier New",
    "Georgia", "Palatino Linotype", "Segoe UI", "Tahoma", "Times New Roman", "Trebuchet MS",
    "Verdana",
)  # fmt: skip
KINDS = {"serif": "Georgia", "monospace": "Courier New"}


def outlook_font(stack: str) -> str:
    """Choose the font of a stack that Outlook shows.

    Args:
        stack: As in theme.toml, such as "'Helvetica Neue', Helvetica, Arial, sans-serif".

    Returns:
        The first of its fonts that every Windows has, else one of the same kind.
    """
    known = {name.casefold(): name for name in ON_WINDOWS}
    names = [name.strip(" '\"").casefold() for name in stack.split(",")]
    found = next((known[name] for name in names if name in known), None)
    return found or KINDS.get(names[-1], "Arial")
