"""A desk changes one token, one macro, one word or one block; the rest stays ours."""

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.render.examples import render, sources

from digest.errors import RenderError
from digest.render.layers import find_layers, list_themes
from digest.render.opening import open_theme
from digest.render.tokens import PARTS, read_layers

SHIPPED = sources()
DAILY = tomllib.loads(SHIPPED["shipped/daily/theme.toml"])
BEFORE = render()
EXTENDS = '{% extends "shipped/daily/mail.mjml.j2" %}'


def desk(**files: str) -> dict[str, str]:
    """Ours and a desk's own: `daily__macros_mjml_j2` is daily/macros.mjml.j2."""
    ends = {"_mjml_j2": ".mjml.j2", "_txt_j2": ".txt.j2", "_toml": ".toml", "_css": ".css"}
    own = {}
    for given_name, text in files.items():
        name = given_name.replace("__", "/")
        for end, real in ends.items():
            name = name.removesuffix(end) + real if name.endswith(end) else name
        own[name] = text
    return SHIPPED | own


def test_a_name_means_the_desks_file_then_ours_then_what_all_themes_share() -> None:
    layers = find_layers("daily", desk(daily__mail_mjml_j2="own"))
    assert layers.resolve("daily/mail.mjml.j2") == "daily/mail.mjml.j2"
    assert layers.resolve("shipped/daily/mail.mjml.j2") == "shipped/shared/mail.mjml.j2"
    assert layers.resolve("daily/mail.txt.j2") == "shipped/shared/mail.txt.j2"
    assert layers.resolve("daily/none.j2") is None
    assert layers.resolve("../digest.toml") is None


def test_a_new_theme_builds_on_the_daily_or_on_what_it_names() -> None:
    mine = find_layers("mine", desk(mine__mail_mjml_j2=""))
    assert mine.folders == (
        "mine", "shipped/mine", "daily", "shipped/daily", "shared", "shipped/shared",
    )  # fmt: skip
    named = find_layers("mine", desk(mine__theme_toml='base = "brief"'))
    assert named.folders[2:4] == ("brief", "shipped/brief")
    assert find_layers("brief", SHIPPED).folders[2:] == ("shared", "shipped/shared")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"mine__theme_toml": '\nbase = "dialy"'},
            r"^mine/theme\.toml:2: there is no theme 'dialy",
        ),
        ({"mine__theme_toml": 'base = "mine"'}, r"^mine/theme\.toml:1: .* builds on itself"),
        (
            {"mine__theme_toml": 'base = "other"', "other__theme_toml": 'base = "mine"'},
            r"^other/theme\.toml:1: .* builds on itself",
        ),
    ],
)
def test_a_theme_cannot_build_on_itself_or_on_nothing(files: dict[str, str], message: str) -> None:
    with pytest.raises(RenderError, match=message):
        find_layers("mine", desk(**files))


def test_what_all_themes_share_is_no_theme_that_may_be_chosen() -> None:
    assert list_themes(desk(shared__inline_css="")) == ["brief", "daily", "magazine"]
    for name in ("shared", "shipped", "archive"):
        with pytest.raises(RenderError, match=f"There is no theme '{name}'"):
            find_layers(name, SHIPPED)


def test_a_macro_that_is_overridden_alone_is_found_by_ours() -> None:
    theme = open_theme(
        "daily",
        desk(daily__macros_mjml_j2="{% macro kicker(text) %}<p>!{{ text }}!</p>{% endmacro %}"),
    )
    html = render(theme=theme).html
    assert "!Politics!</p>" in html
    assert html.count("<h3") == BEFORE.html.count("<h3")


def test_ours_can_be_wrapped_and_text_stays_escaped() -> None:
    macro = '{% macro kicker(text) %}{{ shipped.kicker("<b>" ~ text) }}{% endmacro %}'
    html = render(theme=open_theme("daily", desk(daily__macros_mjml_j2=macro))).html
    assert "&lt;b&gt;Politics</p>" in html


def test_the_text_part_has_macros_of_its_own() -> None:
    macro = (
        "{% macro story(story, words, mark='', reading='') %}* {{ story.headline }}\n{% endmacro %}"
    )
    rendered = render(theme=open_theme("daily", desk(daily__macros_txt_j2=macro)))
    assert "* Flood defences hold" in rendered.text
    assert rendered.html == BEFORE.html


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (
            "daily__mail_mjml_j2",
            EXTENDS + "\n{% block hero %}{{ piece.kicler() }}{% endblock %}",
            r"^daily/mail\.mjml\.j2:2: there is no macro 'kicler'; did you mean piece\.kicker\?",
        ),
        (
            "daily__macros_mjml_j2",
            "{% macro kicker(text) %}\n{{ nothing }}{% endmacro %}",
            r"^daily/macros\.mjml\.j2:2: there is no value 'nothing'",
        ),
        (
            "daily__macros_mjml_j2",
            "{% macro kicker(text) %}\n<blink>x</blink>{% endmacro %}",
            r"^daily/macros\.mjml\.j2:2: <blink>",
        ),
        ("daily__macros_mjml_j2", "\n{% macro kicker(text %}", r"^daily/macros\.mjml\.j2:2: "),
        (
            "daily__mail_mjml_j2",
            '{% extends "daily/mail.mjml.j2" %}',
            "include one another without end",
        ),
    ],
)  # fmt: skip
def test_a_mistake_names_the_file_of_the_right_layer(file: str, text: str, message: str) -> None:
    with pytest.raises(RenderError, match=message):
        render(theme=open_theme("daily", desk(**{file: text})))


def test_piece_shows_nothing_of_the_machine() -> None:
    for name in ("_environment", "__class__", "_macros", "__init__.__globals__"):
        source = f"{{{{ piece.{name} }}}}"
        with pytest.raises(RenderError, match=r"mail\.mjml\.j2:1"):
            render(theme=open_theme("daily", desk(daily__mail_mjml_j2=source)))


def test_styles_are_put_one_after_the_other_the_nearest_last() -> None:
    theme = open_theme(
        "mine", desk(daily__inline_css=".a { top: 1px }", mine__inline_css=".b { top: 2px }")
    )
    assert theme.css.index(".mast") < theme.css.index(".a { top") < theme.css.index(".b { top")


def test_words_are_merged_one_by_one() -> None:
    own = '[en]\nmore = "Go on"\n[tlh]\nmore = "Mais"\n'
    theme = open_theme("daily", SHIPPED | {"strings.toml": own})
    assert theme.strings["en"]["more"] == "Go on"
    assert theme.strings["en"]["read"] == "Read the full story"
    assert theme.strings["tlh"] == {"more": "Mais"}


def write_toml(table: dict[str, dict[str, Any]]) -> str:
    rows = []
    for name, row in table.items():
        rows += [
            f"[{name}]",
            *(
                f'{key} = "{one}"' if isinstance(one, str) else f"{key} = {one}"
                for key, one in row.items()
            ),
        ]
    return "\n".join(rows)


@settings(max_examples=30)
@given(st.sets(st.sampled_from([(name, key) for name in PARTS for key in DAILY[name]])))
def test_any_of_the_shipped_tokens_in_a_desks_file_give_the_same_theme(
    chosen: set[tuple[str, str]],
) -> None:
    table: dict[str, dict[str, Any]] = {}
    for name, key in sorted(chosen):
        table.setdefault(name, {})[key] = DAILY[name][key]
    merged = read_layers(find_layers("daily", desk(daily__theme_toml=write_toml(table))))
    assert merged == read_layers(find_layers("daily", SHIPPED))


def test_one_token_changes_that_token_alone() -> None:
    merged = read_layers(find_layers("daily", desk(daily__theme_toml="[sizes]\nside = 40")))
    plain = read_layers(find_layers("daily", SHIPPED))
    assert merged.sizes.side == 40
    assert (merged.light, merged.dark, merged.fonts) == (plain.light, plain.dark, plain.fonts)
    assert merged.sizes.width == plain.sizes.width


def test_a_size_of_its_own_is_known_when_a_template_of_the_theme_uses_it() -> None:
    tokens = "[sizes]\ncolumns = 280"
    uses = desk(
        daily__theme_toml=tokens, daily__inline_css=".c { width: {{ theme.sizes.columns }}px }"
    )
    assert ".c { width: 280px }" in open_theme("daily", uses).css
    with pytest.raises(RenderError, match=r"daily/theme\.toml:2: Nobody knows columns"):
        open_theme("daily", desk(daily__theme_toml=tokens))


@pytest.mark.parametrize(
    "files",
    [
        {"daily__theme_toml": ""},
        {"daily__macros_mjml_j2": "", "daily__macros_txt_j2": "{# nothing #}"},
        {"daily__inline_css": "/* nothing */"},
        {"daily__mail_mjml_j2": '{% extends "shipped/daily/mail.mjml.j2" %}'},
        {"daily__mail_txt_j2": '{% extends "shipped/daily/mail.txt.j2" %}'},
        {"strings_toml": "[en]"},
    ],
)
def test_a_file_that_overrides_nothing_changes_no_byte(files: dict[str, str]) -> None:
    assert render(theme=open_theme("daily", desk(**files))) == BEFORE
