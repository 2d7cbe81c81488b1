"""Whether words can be read on a theme's colours; else the nearest colour that would do."""

from collections.abc import Iterator, Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from typing import Any, Protocol

from digest.model.message import Finding
from digest.render.theme import LEAST_CONTRAST, READ_ON, Palette, Theme
from digest.text.colours import contrast

STEPS = 255


class TokenSource(Protocol):
    """A file that sets tokens."""

    def row(self, table: str) -> dict[str, Any]:
        """Give a table, empty when it has none."""
        ...

    def error(self, rule: str, message: str, fix: str, *, table: str, key: str = "") -> Finding:
        """Tell that something is wrong with a key of this file."""
        ...


def judge_contrast(theme: Theme, files: Sequence[TokenSource]) -> Iterator[Finding]:
    """Tell each token with which a text cannot be read, by the worst of its pairs.

    Args:
        theme: With the tokens of all files.
        files: Those that set them, the farthest first.
    """
    for scheme, palette in (("light", theme.light), ("dark", theme.dark)):
        worst: dict[str, tuple[float, str, str]] = {}
        for ink, ground in READ_ON:
            ratio = contrast(getattr(palette, ink), getattr(palette, ground))
            if ratio < LEAST_CONTRAST:
                # The one that was set nearer to the desk is the one to change; else the text.
                token = nearer(files, scheme, ink, ground)
                pair = (ratio, ink, ground)
                worst[token] = min(pair, worst.get(token, pair))
        for token, (ratio, ink, ground) in worst.items():
            yield files[find_setter(files, scheme, token)].error(
                "contrast",
                f"{ink} on {ground} has a contrast of {ratio:.1f} : 1 in [{scheme}] "
                f"({getattr(palette, ink)} on {getattr(palette, ground)}), "
                f"less than {LEAST_CONTRAST} : 1.",
                suggest_colour(palette, token),
                table=scheme,
                key=token,
            )


def nearer(files: Sequence[TokenSource], table: str, first: str, second: str) -> str:
    """Choose the token that was set nearer to the desk; the first when both were set at once."""
    is_first = find_setter(files, table, first) >= find_setter(files, table, second)
    return first if is_first else second


def find_setter(files: Sequence[TokenSource], table: str, key: str) -> int:
    """Find the nearest file that sets a token."""
    return max(place for place, file in enumerate(files) if key in file.row(table))


def suggest_colour(palette: Palette, token: str) -> str:
    """Say which colour of the same hue would do, on everything that it stands on or carries."""
    others = [ground for ink, ground in READ_ON if ink == token]
    others += [ink for ink, ground in READ_ON if ground == token]
    found = nearest_colour(getattr(palette, token), [getattr(palette, one) for one in others])
    if found is None:
        return f"No {token} of this hue goes with all of {', '.join(others)}: change one of them."
    return f'Write {token} = "{found}", the nearest of the same hue that can be read.'


def nearest_colour(colour: str, others: Sequence[str]) -> str | None:
    """Find the nearest darker or lighter colour of the same hue with contrast to all others."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, lightness, saturation = rgb_to_hls(red, green, blue)
    steps = sorted(range(STEPS + 1), key=lambda step: abs(step / STEPS - lightness))
    for step in steps:
        parts = hls_to_rgb(hue, step / STEPS, saturation)
        found = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
        if all(contrast(found, other) >= LEAST_CONTRAST for other in others):
            return found
    return None
