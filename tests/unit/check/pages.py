"""The pages of docs/checks, taken apart so that their examples can be run."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from tests.unit.check.examples import look
from tests.unit.render.examples import EDITION, render

from digest.check.catalog import RULES, Rule
from digest.compose.draft import read_edition
from digest.model.message import Rendered

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs" / "checks"
FENCE = re.compile(r"^## (Source|Bad|Good)\n\n```(\w+)\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
FRONT = """+++
edition = "the-daily-2026-11-23"
number = 214
language = "en"
subject = "Ministers back down on port levy"
preheader = "Also today: border crossing reopens"
+++
"""
TOP = """
# Top story

## [Strike at the port ends](https://daily.example.org/2026/11/23/strike)
by: Jo Marsh

The crane drivers went back to work at noon.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    rule: Rule
    text: str
    bad: Example
    good: Example


def read_page(rule: Rule) -> Page:
    text = (PAGES / f"{rule.id}.md").read_text(encoding="utf-8")
    found = {name: Example(kind=kind, text=body) for name, kind, body in FENCE.findall(text)}
    return Page(rule=rule, text=text, bad=found["Bad"], good=found["Good"])


def every_page() -> list[Page]:
    """The pages that are there; that none is missing is a test of its own."""
    return [read_page(rule) for rule in RULES if (PAGES / f"{rule.id}.md").exists()]


def whole_file(block: str) -> str:
    """The edition file that an example is a part of."""
    if block.startswith("+++"):
        return f"{block}\n"
    opening = "" if block.startswith("# ") else "# World\n\n"
    return f"{FRONT}{TOP}\n{opening}{block}\n"


def rules_of(example: Example) -> set[str]:
    """What `digest check` finds in an example."""
    if example.kind == "edition":
        return {one.rule for one in look(read_edition(whole_file(example.text)))}
    return {one.rule for one in look(EDITION, with_html(mail(), example.text))}


@lru_cache(maxsize=1)
def mail() -> Rendered:
    """The message of the example, rendered once."""
    return render()


def with_html(rendered: Rendered, snippet: str) -> Rendered:
    assert rendered.html.count("</body>") == 1
    return replace(rendered, html=rendered.html.replace("</body>", f"{snippet}</body>"))
