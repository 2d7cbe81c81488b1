"""A page of the docs about a rule, shown beside the preview."""

from html import escape

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}: a rule of digest check</title>
<link rel="icon" href="../icon.svg">
<link rel="stylesheet" href="../page.css">
</head>
<body>
<main class="rule">
{body}
</main>
</body>
</html>
"""


def write_rule_page(rule: str, text: str) -> str:
    """Write the page about a rule.

    Args:
        rule: Its id.
        text: Markdown; HTML in it shows as text.
    """
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    # The pages name one another by their files.
    return PAGE.format(title=escape(rule), body=body.replace('.md">', '">'))
