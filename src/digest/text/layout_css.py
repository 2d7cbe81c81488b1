"""CSS that lays a mail out, and that too many mail programs do not know: and what does it instead.

Each row: its slug in the caniemail data set, its name, a pattern that finds it, and what to do.
"""

import re

COLUMNS = "Put things side by side with <mj-column>."
LAYOUT_CSS = tuple(
    (slug, name, re.compile(pattern, re.IGNORECASE), instead)
    for slug, name, pattern, instead in (
        ("css-display-flex", "display: flex", r"display\s*:\s*(?:inline-)?flex", COLUMNS),
        ("css-display-grid", "display: grid", r"display\s*:\s*(?:inline-)?grid", COLUMNS),
        ("css-float", "float", r"float\s*:\s*(?:left|right|inline-)", COLUMNS),
        ("css-position", "position", r"position\s*:\s*(?:absolute|fixed|sticky)",
         "Move it with padding or margin."),
        ("css-variables", "CSS variables", r"var\(\s*--",
         "Use a token, such as {{ theme.light.accent }}."),
        ("css-column-count", "CSS columns", r"(?<![-\w])column(?:s|-count)\s*:\s*[1-9]", COLUMNS),
    )
)  # fmt: skip
