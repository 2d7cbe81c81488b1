"""A browser, where there is a display to show it on."""

import os
import sys


def has_display() -> bool:
    """Tell whether a browser could be shown here."""
    return sys.platform == "darwin" or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def open_url(url: str) -> bool:
    """Open an address when there is a display; a browser that fails is no failure."""
    if not has_display():
        return False
    import webbrowser

    try:
        return webbrowser.open(url)
    except (webbrowser.Error, OSError):
        return False
