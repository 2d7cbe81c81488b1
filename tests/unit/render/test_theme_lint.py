"""Everything that is wrong with a desk's templates is told, with its place and what to do."""

from functools import lru_cache

import pytest
from tests.unit.render.examples import PAGES, sources

from digest.model.message import Finding, Level, Trial
from digest.model.signup import LetterKind, LetterWish
from digest.render.lint_theme import lint_theme
from digest.render.opening import OpenTheme, open_theme
from digest.render.samples import PUBLICATION, SAMPLE_HASH, SAMPLES
from digest.render.trial import try_edition, try_letter

SHIPPED = sources()
TOP = '{% extends "shipped/daily/mail.mjml.j2" %}\n'
LETTER, LETTER_TOP = "daily/letter.mjml.j2", TOP.replace("daily/mail", "shared/letter")
MAIL, MACROS, TOKENS = "daily/mail.mjml.j2", "daily/macros.mjml.j2", "daily/theme.toml"


def lint(name: str, text: str) -> list[Finding]:
    theme = name.partition("/")[0] if "/" in name else "daily"
    return lint_theme(theme, SHIPPED | {name: text})


def hero(markup: str) -> str:
    """A template that fills one block, in a branch that no edition reaches."""
    begin = "{% block hero %}{% if edition.number == 'never' %}"
    return f"{TOP}{begin}\n{markup}\n{{% endif %}}{{% endblock %}}"


WRONG = [
    (MAIL, hero("{{ edition.subjetc }}"), 3, 12, "unknown-attribute", "Did you mean subject?"),
    (MAIL, hero("{{ oops }}"), 3, 4, "unknown-variable", "templates.md"),
    (MAIL, hero("{{ edition.hero.imge.url }}"), 3, 17, "unknown-attribute", "image"),
    (MAIL, hero("{{ edition.sections.name }}"), 3, 21, "unknown-attribute", ""),
    (MAIL, hero("{% for one in edition.sections %}{{ one.nam }}{% endfor %}"),
     3, 41, "unknown-attribute", "name"),
    (MAIL, hero("{{ theme.light.acent }}"), 3, 16, "unknown-attribute", "accent"),
    (MAIL, hero("{{ words.mroe }}"), 3, None, "unknown-attribute", "more"),
    (MAIL, hero("{{ edition.subject | uper }}"), 3, 22, "unknown-filter", "Did you mean upper?"),
    (MAIL, hero("{{ edition.note | safe }}"), 3, 19, "unknown-filter", "Leave it out"),
    (MAIL, hero("{% if edition is evne %}{% endif %}"), 3, 18, "unknown-test", "even"),
    (MAIL, hero("{{ piece.kicler('x') }}"), 3, 10, "unknown-macro", "piece.kicker"),
    (MAIL, hero("{{ piece.story(edition.hero) }}"),
     3, 10, "macro-arguments", "story, edition, theme"),
    (MAIL, hero("{{ piece.kicker(txt='x') }}"), 3, 10, "macro-arguments", "piece.kicker(text)"),
    (MAIL, hero('<mj-text colour="#112233">x</mj-text>'), 3, 10, "unknown-attribute", "color"),
    (MAIL, hero('<mj-text\n  align="centre">x</mj-text>'), 4, 3, "attribute-value", "center"),
    (MAIL, hero('<mj-text color="red">x</mj-text>'), 3, 10, "attribute-value", "#ff0000"),
    (MAIL, hero("<mj-imge />"), 3, 1, "unknown-element", "<mj-image>"),
    (MAIL, hero("<mj-include path='x' />"), 3, 1, "refused-element", ""),
    (MAIL, hero("<mj-font />"), 3, 1, "refused-element", ""),
    (MAIL, hero("<mj-text><svg></svg></mj-text>"), 3, 10, "unknown-element", ""),
    (MAIL, hero("<mj-style>@import 'x';</mj-style>"), 3, 11, "refused-css", ""),
    (MAIL, hero("<mj-style>@font-face {}</mj-style>"), 3, 11, "refused-css", ""),
    (MAIL, hero('<mj-button href="#">x</mj-button>'), 3, 12, "bad-link", ""),
    (MAIL, TOP + "{% block hreo %}{% endblock %}", 2, 10, "unknown-block", "Did you mean hero?"),
    (MAIL, TOP + "\nlost", 3, 1, "lost-text", "Put it into a block"),
    (MAIL, '{% extends "daily/mail.mjml.j2" %}', 1, 13, "extends-itself", "shipped/daily"),
    (MAIL, '{% extends "daly/mail.mjml.j2" %}', 1, 13, "unknown-template", "Did you mean daily"),
    (MAIL, TOP + "{% include 'daily/macro.mjml.j2' %}", 2, 13, "unknown-template", "macros"),
    (MAIL, TOP + "{% blok hero %}{% endblock %}", 2, 4, "jinja-syntax", "Did you mean block?"),
    (MAIL, TOP + "{% block hero %}\n{% if edition.hero %}\n{% endblock %}",
     4, 4, "jinja-syntax", "endif"),
    (MAIL, TOP + "{% block hero %}\n{{ edition.subject }", 3, None, "jinja-syntax", "{{ … }}"),
    (MACROS, "{% macro kiker(text) %}{% endmacro %}",
     1, 10, "unused-macro", "Did you mean kicker?"),
    (MACROS, "{% macro meta(story) %}{% endmacro %}",
     1, 10, "macro-arguments", "story, words, reading"),
    (MACROS, "{% macro kicker(text) %}{{ edition.date }}{% endmacro %}",
     1, 28, "unknown-variable", "sees only its arguments: text"),
    (MACROS, "{% macro headline(story) %}{{ story.headlin }}{% endmacro %}",
     1, 37, "unknown-attribute", "headline"),
    ("daily/inline.css", "p { margin: 0 }\na:hover { color: #112233 }",
     2, 1, "not-inlined", "mj-style"),
    ("daily/inline.css", ".k { color: {{ theme.light.acent }} }",
     1, 28, "unknown-attribute", "accent"),
    ("daily/inline.css", ".k { color: #112233 !important }", 1, 21, "not-inlined", ""),
    ("daily/inline.css", ".k { background: url(x) }", 1, 18, "not-inlined", ""),
    ("daily/inline.css", "p, .kicker { margin: 0 }", 1, 4, "unused-style", "lists the classes"),
    ("daily/inline.css", ".story, .k { margin: 0 }", 1, 1, "unused-style", ""),
    ("daily/inline.css", ".strapp { margin: 0 }", 1, 1, "unused-style", "Did you mean .strap?"),
    ("daily/inline.css", ".k { font-varient: small-caps }",
     1, 6, "unknown-property", "Did you mean font-variant?"),
    ("daily/inline.css", ".k {\n color: #b50 }", 2, 9, "short-colour", "Write #bb5500."),
    ("daily/inline.css", ".k { display:flex }", 1, 6, "forbidden-css", "<mj-column>"),
    ("daily/inline.css", "p { margin: 0 }\n@import url('https://fonts.example.org/a.css');",
     2, 1, "not-inlined", "theme.toml"),
    ("daily/inline.css", "@font-face { font-family: A; src: url(a.woff2) }",
     1, 1, "not-inlined", "theme.toml"),
    (MAIL, hero('<mj-text><p style="display: flex">x</p></mj-text>'),
     3, 20, "forbidden-css", "<mj-column>"),
    (MAIL, hero("{{ edition.hero.titel }}"), 3, 17, "unknown-attribute", "headline"),
    ("daily/mail.txt.j2", TOP.replace("mjml", "txt") + "{% block footr %}{% endblock %}",
     2, 10, "unknown-block", "footer"),
    ("daily/mail.txt.j2", "{{ edition.subject | warp }}", 1, 22, "unknown-filter", "wrap"),
    (TOKENS, "[light]\nlink = '#77aaff'", 2, 1, "contrast", 'Write link = "#'),
    (TOKENS, "[dark]\npage = '#777777'", 2, 1, "contrast", "page"),
    (TOKENS, "[light]\nmuted = '#999'", 2, 1, "token-value", '"#999999"'),
    (TOKENS, "[light]\nmutde = '#555555'", 2, 1, "unknown-token", "Did you mean muted?"),
    (TOKENS, "\n[ligth]\nmuted = '#555555'", 2, 1, "unknown-token", "Did you mean light?"),
    (TOKENS, "[fonts]\ntext = 'Roboto, serif'", 2, 1, "token-value", 'Write text = "serif"'),
    (TOKENS, "[fonts]\ntext = 'Georgia'", 2, 1, "token-value", "Georgia, serif"),
    (TOKENS, "[sizes]\nwidth = '620px'", 2, 1, "token-value", "Write width = 620"),
    (TOKENS, "[radii]\nbuton = 3", 2, 1, "unknown-token", "Did you mean button?"),
    (TOKENS, "[light]\nmuted = #595959", 2, 9, "not-toml", ""),
    ("strings.toml", '[en]\nmroe = "x"', 2, 1, "unknown-word", "Did you mean more?"),
    ("strings.toml", '[en]\nnumber = "No."', 2, 1, "word-place", "{}"),
    ("strings.toml", "[en]\nmore = ''", 2, 1, "word-value", "Read more"),
    ("strings.toml", "[ru.stories]\none = 5", 1, 1, "word-plural", ""),
    ("strings.toml", "[tlh]\nmore = 'x'", 1, 1, "missing-word", ""),
    ("letters.toml", '[en]\nwhi = "x"', 2, 1, "unknown-word", "Did you mean why?"),
    ("letters.toml", '[de]\nwhy = "Darum."', 2, 1, "word-place", "{}"),
    ("letters.toml", '[en]\nignore = "{}, no?"', 2, 1, "word-place", "Leave it out"),
    ("letters.toml", "[tlh]\nwhy = '{}'", 1, 1, "missing-word", ""),
    (LETTER, LETTER_TOP + "{% block hero %}{{ letter.buton }}{% endblock %}",
     2, 27, "unknown-attribute", "Did you mean button?"),
    (MAIL, hero("{{ letter.title }}"), 3, 4, "unknown-variable", "docs/reference"),
    ("mine/theme.toml", 'base = "dialy"', 1, None, "template", "Did you mean 'daily'?"),
    ("daily/macro.mjml.j2", "x", None, None, "unused-file", "Did you mean macros.mjml.j2?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "line", "column", "rule", "fix"), WRONG, ids=range(len(WRONG))
)
def test_a_mistake_is_told_with_line_column_and_what_to_do(
    name: str, text: str, line: int | None, column: int | None, rule: str, fix: str
) -> None:
    found = lint(name, text)
    told = [one for one in found if (one.file, one.line, one.rule) == (name, line, rule)]
    assert told, found
    if column:
        assert column in {one.column for one in told}
    assert all(fix in (one.fix or "") for one in told)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (TOKENS, "[light]\naccent = '#e0b080'"),
        (MAIL, '{% extends "shiped/daily/mail.mjml.j2" %}{% block hero %}{{ side }}{% endblock %}'),
        ("daily/inline.css", "@font-face { font-family: A; src: url(a.woff2) }"),
    ],
    ids=range(3),
)
def test_one_mistake_is_told_once(name: str, text: str) -> None:
    assert len(lint(name, text)) == 1


def test_all_mistakes_are_told_at_once_in_every_branch() -> None:
    text = hero("<mj-txt>{{ a1 }}{{ b2 }}</mj-txt>\n{% for x in c3 %}{{ x.y | d4 }}{% endfor %}")
    assert [one.rule for one in lint(MAIL, text)] == [
        "unknown-variable", "unknown-variable", "unknown-variable", "unknown-filter",
        "unknown-element",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "markup",
    [
        "{% set a = edition.hero %}{{ a.headline }}{% if a.image %}{{ a.image.alt }}{% endif %}",
        "{% for s in edition.sections if s.stories %}{{ loop.index ~ loop.last }}{% endfor %}",
        "{{ nothing | default('x') }}{% if edition.nothing is defined %}{% endif %}",
        "{% macro mine(a, b='') %}{{ a }}{{ b }}{{ varargs }}{% endmacro %}{{ mine(1, 2, 3) }}",
        "{% with x = edition.subject %}{{ x.upper() }}{% endwith %}{{ (1, 2) | join }}",
        "{% set ns = namespace(n=0) %}{% set ns.n = 1 %}{{ ns.n }}{{ super() }}{{ self.top() }}",
        "{% import 'daily/macros.mjml.j2' as ours %}{{ ours.kicker('x') }}",
        "{% call piece.kicker('x') %}y{% endcall %}{% block new %}{{ side ~ width }}{% endblock %}",
        "{% set label %}x{% endset %}{{ label }}{{ theme.radii.button + theme.sizes.lede }}",
        "{% for a, b in [(1, 2)] %}{{ a ~ b }}{% endfor %}{{ (edition.sections | first).name }}",
        '<mj-text css-class="{{ "a" if edition.hero }}"><a href="{{ edition.view }}">x</a>',
        "<mj-raw><!--[if mso]><o:PixelsPerInch>96</o:PixelsPerInch><![endif]--></mj-raw>",
    ],
    ids=range(12),
)  # fmt: skip
def test_what_is_right_is_not_told(markup: str) -> None:
    assert [one for one in lint(MAIL, hero(markup)) if one.rule != "unknown-block"] == []


@pytest.mark.parametrize("theme", ["daily", "brief", "magazine"])
def test_our_own_themes_pass_as_a_desks_would(theme: str) -> None:
    own = {path.removeprefix("shipped/"): text for path, text in SHIPPED.items()}
    assert lint_theme(theme, SHIPPED | own) == []


def test_a_loop_of_templates_and_deep_nesting_end() -> None:
    deep = "{{ " + "(" * 4000 + "1" + ")" * 4000 + " }}"
    assert {one.rule for one in lint(MAIL, deep)} == {"jinja-syntax"}
    circle = {
        "a/mail.mjml.j2": '{% extends "b/mail.mjml.j2" %}',
        "b/mail.mjml.j2": '{% extends "a/mail.mjml.j2" %}',
    }
    lint_theme("a", SHIPPED | circle)


def test_rendering_tells_what_reading_cannot_and_goes_on_after_the_first() -> None:
    text = (
        TOP + "{% block hero %}\n<mj-column><mj-text>x</mj-text></mj-column>\n"
        "<mj-section><mj-column>\n  loose\n"
        '  <mj-image\n   src="https://x.example.org/a.jpg" alt=""\n'
        '   width="600px" />\n</mj-column></mj-section>{{ nothing }}\n{% endblock %}'
    )
    theme = open_theme("daily", SHIPPED | {MAIL: text})
    trial = try_edition(
        SAMPLES["full"].edition,
        PUBLICATION,
        theme=theme,
        content_hash=SAMPLE_HASH,
        public_url=PAGES,
    )
    assert trial.rendered is None
    assert [(one.rule, one.line, one.column) for one in trial.findings] == [
        ("template", 9, 29),
        ("wrong-parent", 3, 1),
        ("lost-text", 4, 13),
        ("missing-alt", 6, 3),
    ]
    assert {one.file for one in trial.findings} == {MAIL}
    assert {one.level for one in trial.findings} == {Level.ERROR}


@pytest.mark.parametrize(
    ("theme", "name"),
    [*(("daily", name) for name in SAMPLES), ("brief", "full"), ("magazine", "full")],
)
def test_every_sample_passes_in_our_own_themes(theme: str, name: str) -> None:
    sample = SAMPLES[name]
    trial = try_edition(
        sample.edition,
        PUBLICATION,
        theme=opened(theme),
        content_hash=SAMPLE_HASH,
        public_url=sample.public_url,
    )
    assert trial.findings == ()
    assert trial.rendered
    assert "<script" not in trial.rendered.html


@pytest.mark.parametrize("theme", ["daily", "brief", "magazine"])
def test_every_letter_passes_in_our_own_themes(theme: str) -> None:
    for kind in LetterKind:
        assert try_kind(opened(theme), kind).findings == ()


def try_kind(theme: OpenTheme, kind: LetterKind) -> Trial:
    wish = LetterWish(kind=kind, language="en", hours=48)
    return try_letter(wish, PUBLICATION, theme=theme, content_hash=SAMPLE_HASH, public_url=PAGES)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LETTER_TOP + "{% block hero %}{% endblock %}", (1, "has no link for its reader")),
        (LETTER_TOP + "{% block hero %}\n<mj-text>x</mj-text>{% endblock %}", (3, "mj-text")),
        (LETTER_TOP + "{% block hero %}\n{{ letter.nothing }}{% endblock %}", (3, "nothing")),
    ],
)
def test_a_letter_that_leads_nowhere_or_cannot_be_made_is_told(
    text: str, told: tuple[int, str]
) -> None:
    theme = open_theme("daily", SHIPPED | {LETTER: text})
    found = try_kind(theme, LetterKind.CONFIRM)

    assert found.rendered is None
    assert found.findings[0].file == LETTER
    assert (found.findings[0].line or 1) == told[0]
    assert told[1] in found.findings[0].message


@lru_cache(maxsize=3)
def opened(theme: str) -> OpenTheme:
    return open_theme(theme, SHIPPED)
