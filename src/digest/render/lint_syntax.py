"""What Jinja says about a template that it cannot read, in words that say what to do."""

import re

from digest.render.lint_flaws import Flaw
from digest.text.values import nearest

TAGS = (
    "block", "call", "else", "elif", "endblock", "endcall", "endfilter", "endfor", "endif",
    "endmacro", "endset", "endwith", "extends", "filter", "for", "from", "if", "import", "include",
    "macro", "set", "with",
)  # fmt: skip
UNKNOWN_TAG = re.compile(r"unknown tag '([\w-]+)'")
OPEN_TAG = re.compile(r"needs to be closed is '(\w+)'")
QUOTED = re.compile(r"'([^']+)'")


def explain_syntax(message: str, source: str) -> Flaw:
    """Tell what is wrong with a template's tags, and what to write.

    Args:
        message: What Jinja says.
        source: The template.
    """
    said = message.rstrip(".").replace("Jinja was looking for", "looked for")
    first = said.split(". ")[0]
    if unknown := UNKNOWN_TAG.search(message):
        close = nearest(unknown[1], list(TAGS))
        fix = f"Did you mean {close}?" if close else f"There are: {', '.join(TAGS)}."
        opened = OPEN_TAG.search(message)
        if opened and unknown[1].startswith("end"):
            fix = f"Write {{% end{opened[1]} %}}."
        return Flaw("jinja-syntax", f"there is no tag {unknown[1]!r} here", unknown[1], fix)
    if opened := OPEN_TAG.search(message):
        fix = f"Write {{% end{opened[1]} %}} where it ends."
        return Flaw("jinja-syntax", f"{{% {opened[1]} %}} is not closed", "", fix)
    quoted = QUOTED.search(first)
    seek = quoted[1] if quoted and quoted[1] in source else ""
    fix = "A value is written {{ … }}, a tag {% … %}." if "unexpected" in first else ""
    return Flaw("jinja-syntax", f"{first[:1].lower()}{first[1:]}", seek, fix)
