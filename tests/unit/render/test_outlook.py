"""What Outlook for Windows is told."""

import pytest
from tests.unit.render.examples import render, shipped, sources

from digest.render.opening import open_theme
from digest.render.outlook import outlook_font


@pytest.mark.parametrize(
    ("stack", "font"),
    [
        ("Georgia,'Times New Roman',serif", "Georgia"),
        ("'Helvetica Neue', Helvetica, Arial, sans-serif", "Arial"),
        ('Charter, "Bitstream Charter", serif', "Georgia"),
        ("Avenir, sans-serif", "Arial"),
        ("Menlo, monospace", "Courier New"),
        ("Seravek, 'segoe ui', system-ui", "Segoe UI"),
    ],
)
def test_outlook_gets_a_font_that_every_windows_has(stack: str, font: str) -> None:
    assert outlook_font(stack) == font


def test_the_fonts_of_a_desk_reach_outlook() -> None:
    tokens = "[fonts]\nheading = \"Avenir, 'Trebuchet MS', sans-serif\"\n"
    html = render(theme=open_theme("mine", sources() | {"mine/theme.toml": tokens})).html
    told = html.split("<!--[if mso]><style>")[1].split("</style>")[0]
    assert "h1 a,h3 a,.mast,.mast a{font-family:Trebuchet MS!important}" in told
    assert "body,td,div,p,a{font-family:Georgia!important}" in told


def test_every_theme_tells_outlook_its_own_fonts() -> None:
    told = render(theme=shipped("magazine")).html
    assert ".mast a{font-family:Palatino Linotype!important}" in told
    assert "h2,.q{font-family:Palatino Linotype!important}" in told
    assert ".btn a{font-family:Arial!important}" in told
