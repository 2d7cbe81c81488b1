"""A contact sheet: one page that shows a mail from all sides at once, to be photographed."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

# What is written on the page's root when every frame has its height: width and height of the sheet.
MEASURED = "data-measured"
PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-{hash}';
style-src 'unsafe-inline'; img-src file: data:">
<title>{title}</title>
<style>
html {{ background: #e4dfd3; color: #1c1b19; color-scheme: light; }}
body {{ margin: 0; padding: 40px; width: max-content;
  font: 15px/1.5 "Helvetica Neue", Helvetica, Arial, sans-serif; }}
h1 {{ font: 700 34px/1.2 Georgia, "Times New Roman", serif; margin: 0 0 4px; }}
p {{ margin: 0 0 28px; color: #5a554b; }}
main {{ display: flex; gap: 28px; align-items: flex-start; }}
figure {{ margin: 0; }}
figcaption {{ font-weight: 700; margin-bottom: 10px; }}
.sheet {{ overflow: hidden; background: #fff; border-radius: 5px; box-shadow: 0 6px 24px #0003; }}
.phone {{ border-radius: 14px; }}
iframe {{ border: 0; display: block; transform: scale({scale}); transform-origin: 0 0; }}
pre {{ margin: 0; padding: 20px; width: 72ch; background: #fffdf9; border-radius: 5px;
  white-space: pre-wrap; overflow-wrap: anywhere; zoom: {scale};
  font: 15px/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }}
</style>
</head>
<body>
<h1 dir="auto">{title}</h1>
<p>{note}</p>
<main>
{tiles}
<figure><figcaption>Text part</figcaption><pre dir="auto">{text}</pre></figure>
</main>
<script>{script}</script>
</body>
</html>
"""
SCRIPT = """\
addEventListener("load", () => {
  for (const frame of document.querySelectorAll("iframe")) {
    const tall = Math.min(frame.contentDocument.documentElement.offsetHeight, MOST);
    frame.style.height = `${tall}px`;
    frame.parentElement.style.height = `${Math.round(tall * SCALE)}px`;
  }
  const { scrollWidth, scrollHeight } = document.documentElement;
  document.documentElement.dataset.measured = `${scrollWidth} ${scrollHeight}`;
});
"""
SCALE = 0.5
TALLEST = 14_000
PHONE = 480


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """The mail from one side.

    Attributes:
        name: Stands above it.
        html: As it is shown.
        width: Of the frame, in pixels.
    """

    name: str
    html: str
    width: int


def write_sheet(tiles: Sequence[Tile], *, title: str, note: str, text: str) -> str:
    """Write the page.

    Args:
        tiles: From left to right.
        title: Its heading.
        note: The line below it.
        text: The text part, which stands at the end.
    """
    from digest.render.preview import hash_of

    script = SCRIPT.replace("MOST", str(TALLEST)).replace("SCALE", str(SCALE))
    return PAGE.format(
        hash=hash_of(script),
        title=escape(title),
        note=escape(note),
        scale=SCALE,
        tiles="\n".join(map(write_tile, tiles)),
        text=escape(text),
        script=script,
    )


def write_tile(tile: Tile) -> str:
    """Write one frame; nothing in it runs."""
    shape = "sheet phone" if tile.width <= PHONE else "sheet"
    return (
        f"<figure><figcaption>{escape(tile.name)}</figcaption>"
        f'<div class="{shape}" style="width:{round(tile.width * SCALE)}px">'
        f'<iframe sandbox="allow-same-origin" width="{tile.width}" height="900" '
        f'title="{escape(tile.name)}" srcdoc="{escape(tile.html)}"></iframe></div></figure>'
    )
