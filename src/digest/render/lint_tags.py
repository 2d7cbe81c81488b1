"""Look a template's own tags up without rendering it: those in every branch, with their columns."""

import re
from collections.abc import Iterator

from digest.render import grammar
from digest.render.lint_flaws import (
    CSS_REFUSED,
    Flaw,
    judge_attribute,
    judge_value,
    refuse_element,
    unknown_element,
    unknown_html,
)
from digest.text.layout_css import LAYOUT_CSS

# Each is left out with as many characters, so that places stay what they are.
JINJA = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
STYLE = re.compile(r"(<mj-style\b[^>]*>)(.*?)(</mj-style>)", re.DOTALL)
TAG = re.compile(r"<([a-z][a-z0-9-]*)(?=[\s/>])")
ATTRIBUTE = re.compile(r'\s*([a-zA-Z][\w:-]*)\s*=\s*("[^"]*"|\'[^\']*\')|\s*([^\s>]+)')
HIDDEN = "\x00"
LONGEST_TAG = 4000
FETCHED = (*CSS_REFUSED, (re.compile("@font-face", re.IGNORECASE), "@font-face fetches a font"))
Found = tuple[int, int, Flaw]


def find_flaws(source: str) -> Iterator[Found]:
    """Find what is wrong with the tags of an MJML template, with line and column, from 1."""
    shown = hide(COMMENT, hide(JINJA, source))
    for pattern, reason in FETCHED:
        for found in pattern.finditer(shown):
            flaw = Flaw("refused-css", f"{reason}, which a mail must not", found[0])
            yield (*place_of(source, found.start()), flaw)
    for _, name, pattern, instead in LAYOUT_CSS:
        for found in pattern.finditer(shown):
            message = f"many mail programs do not support {name}: there the layout falls apart"
            yield (*place_of(source, found.start()), Flaw("forbidden-css", message, "", instead))
    markup = STYLE.sub(lambda one: one[1] + blank(one[2]) + one[3], shown)
    for tag in TAG.finditer(markup):
        yield from judge_tag(source, markup, tag)


def hide(pattern: re.Pattern[str], text: str) -> str:
    """Put something that is no markup in the place of what is not to be read."""
    return pattern.sub(lambda found: blank(found[0]), text)


def blank(text: str) -> str:
    """Blank a text, keeping its lines."""
    return re.sub(r"[^\n]", HIDDEN, text)


def place_of(source: str, at: int) -> tuple[int, int]:
    """Tell line and column of a character, from 1."""
    return source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at)


def judge_tag(source: str, markup: str, tag: re.Match[str]) -> Iterator[Found]:
    """Tell what is wrong with one tag."""
    name = tag[1]
    here = place_of(source, tag.start())
    known = known_attributes(name)
    if name in grammar.REFUSED:
        yield (*here, refuse_element(name))
    elif known is None:
        yield (*here, unknown_element(name) if name.startswith("mj") else unknown_html(name))
    else:
        yield from judge_attributes(source, markup, tag, known)


def known_attributes(tag: str) -> frozenset[str] | None:
    """List the attributes that an element may have somewhere; None when there is no such one."""
    tables = (grammar.ATTRIBUTES, grammar.DEFAULTS, grammar.HTML, grammar.META)
    found = [table[tag] for table in tables if tag in table]
    return frozenset[str]().union(*found) if found else None


def judge_attributes(
    source: str, markup: str, tag: re.Match[str], known: frozenset[str]
) -> Iterator[Found]:
    """Tell what is wrong with the attributes of one tag."""
    forms = grammar.FORMS if tag[1].startswith("mj") else grammar.HTML_FORMS
    end = markup.find(">", tag.end(), tag.end() + LONGEST_TAG)
    for one in ATTRIBUTE.finditer(markup, tag.end(), max(end, tag.end())):
        name = one[1]
        if not name or grammar.ARIA.fullmatch(name):
            continue
        value = one[2][1:-1]
        flaw = judge_attribute(tag[1], name, known)
        if not flaw and HIDDEN not in value:
            flaw = judge_value(tag[1], name, value, forms)
        if flaw:
            yield (*place_of(source, one.start(1)), flaw)
