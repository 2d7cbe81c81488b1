"""The colour that is named instead of one that cannot be read can be read, and has its hue."""

import re
from colorsys import rgb_to_hls

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.render.examples import sources

from digest.render.contrast import nearest_colour
from digest.render.layers import find_layers
from digest.render.theme import LEAST_CONTRAST
from digest.render.tokens import judge_layers
from digest.text.colours import contrast

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
SHIPPED = sources()


def hue(colour: str) -> float:
    return rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))[0]


@settings(max_examples=60)
@given(COLOURS, COLOURS)
def test_the_colour_that_is_named_can_be_read(colour: str, ground: str) -> None:
    found = nearest_colour(colour, [ground])
    assert found
    assert contrast(found, ground) >= LEAST_CONTRAST
    if contrast(colour, ground) >= LEAST_CONTRAST + 0.5:
        assert contrast(found, colour) < 1.1


def test_the_hue_stays() -> None:
    for colour in ("#77aaff", "#d06020", "#88cc44"):
        found = nearest_colour(colour, ["#ffffff"])
        assert found
        assert abs(hue(found) - hue(colour)) < 0.02


def test_no_colour_goes_with_black_and_white_at_once_as_grey_does_not() -> None:
    assert nearest_colour("#777777", ["#000000", "#ffffff", "#777777"]) is None


def test_what_is_advised_mends_the_theme() -> None:
    for table, token, colour in (
        ("light", "link", "#77aaff"),
        ("dark", "accent", "#502020"),
        ("light", "button", "#c0c0c0"),
        ("light", "page", "#a0a0b0"),
    ):
        own = f"[{table}]\n{token} = '{colour}'\n"
        _, findings = judge_layers(find_layers("daily", SHIPPED | {"daily/theme.toml": own}))
        advice = re.search(r'Write (\w+ = "#\w+")', findings[0].fix or "")
        assert advice
        mended = f"[{table}]\n{advice[1]}\n"
        theme, left = judge_layers(find_layers("daily", SHIPPED | {"daily/theme.toml": mended}))
        assert theme
        assert left == []
