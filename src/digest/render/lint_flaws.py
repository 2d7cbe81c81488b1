"""What is wrong with a tag, an attribute, its value or a style, and what to do about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digest.render import grammar
from digest.text.colours import TRANSPARENT, read_colour
from digest.text.notes import is_address
from digest.text.values import nearest

TOKEN = re.compile(r"x[a-z2-7]{25}")
CSS_REFUSED = (
    (re.compile(r"@import", re.IGNORECASE), "@import fetches a style sheet"),
    (re.compile(r"url\s*\(", re.IGNORECASE), "url() fetches something from a server"),
    (re.compile(r"expression\s*\(", re.IGNORECASE), "expression() is a script"),
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with an element.

    Attributes:
        rule: Stable id.
        message: What is wrong, as the end of a sentence.
        seek: What stands in the template where it is wrong.
        fix: What to do, as a sentence; empty when the message says it.
    """

    rule: str
    message: str
    seek: str = ""
    fix: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong, as a sentence; one that begins with a name keeps it as it is."""
        word = self.message.split(" ")[0]
        begun = self.message[:1].upper() if word.isalpha() else self.message[:1]
        return f"{begun}{self.message[1:]}."


def refuse_element(tag: str) -> Flaw:
    """Refuse an MJML element that goes wrong in a mail."""
    return Flaw("refused-element", f"<{tag}> is refused: {grammar.REFUSED[tag]}", f"<{tag}")


def unknown_element(tag: str) -> Flaw:
    """Tell that an element is none of MJML's."""
    close = nearest(tag, list(grammar.ATTRIBUTES))
    fix = f"Did you mean <{close}>?" if close else ""
    return Flaw("unknown-element", f"nobody knows <{tag}>", f"<{tag}", fix)


def judge_attribute(tag: str, name: str, known: frozenset[str]) -> Flaw | None:
    """Tell whether an element may have an attribute; None when it may."""
    if reason := grammar.REFUSED_ATTRIBUTES.get((tag, name)):
        return Flaw("refused-attribute", f"{name} of <{tag}> is refused: {reason}", name)
    if name in known:
        return None
    close = nearest(name, sorted(known))
    fix = f"Did you mean {close}?" if close else ""
    return Flaw("unknown-attribute", f"<{tag}> has no attribute {name}", name, fix)


def judge_value(tag: str, name: str, value: str, forms: dict[str, re.Pattern[str]]) -> Flaw | None:
    """Tell whether an attribute may hold a value; None when it may."""
    shown = f'{name}="{value[:60]}"'
    if name in forms and not forms[name].fullmatch(value):
        message = f"{shown} of <{tag}> is no value that mails can use"
        return Flaw("attribute-value", message, name, suggest_value(name, value, forms[name]))
    if name in ("href", "src") and not is_target(name, value):
        return Flaw("bad-link", f"{shown} is no http, https or mailto address", name)
    return None


def suggest_value(name: str, value: str, form: re.Pattern[str]) -> str:
    """Say what to write instead of a value."""
    if form is grammar.COLOUR:
        meant = read_colour(value)
        better = meant if meant and meant != TRANSPARENT else "#0b3d5c"
        return f'Write a colour of six digits, such as {name}="{better}".'
    words = form.pattern.split("|")
    if len(words) > 1 and all(word.isalpha() for word in words):
        close = nearest(value, words)
        return f'Did you mean {name}="{close}"?' if close else f"It may be {', '.join(words)}."
    return f'Write a length, such as {name}="16px".'


def is_target(name: str, value: str) -> bool:
    """Tell whether an attribute may point there: an address, or a reader's own link."""
    if name == "src":
        return is_address(value) and not value.casefold().startswith("mailto:")
    return is_address(value) or bool(TOKEN.fullmatch(value))


def unknown_html(tag: str) -> Flaw:
    """Tell that an element of HTML is not for mails."""
    close = nearest(tag, [*grammar.HTML, *grammar.ATTRIBUTES])
    fix = f"Did you mean <{close}>?" if close else ""
    return Flaw("unknown-element", f"<{tag}> does not work in mail", f"<{tag}", fix)


def judge_style(css: str) -> Iterator[Flaw]:
    """Tell what a style may not hold."""
    for pattern, reason in CSS_REFUSED:
        if found := pattern.search(css):
            yield Flaw("refused-css", f"{reason}, which a mail must not", found[0])
    if "<" in css:
        message = "a < sign in a style breaks the mail; write max-width instead of width<"
        yield Flaw("refused-css", message, "<")
