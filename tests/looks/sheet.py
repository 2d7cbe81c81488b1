"""The contact sheet: every picture beside its brothers and sisters, to be judged at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

STYLE = """
body{margin:24px;background:#e9e7e2;color:#1a1a1a;font:15px/22px 'Helvetica Neue',Arial,sans-serif}
h1{font-size:24px;line-height:32px;margin:0 0 4px}h2{font-size:18px;margin:28px 0 8px}
p{margin:0 0 12px;max-width:960px}.row{display:flex;gap:14px;align-items:flex-start}
figure{margin:0}figcaption{font-size:12px;line-height:18px;color:#595959;margin-bottom:4px}
img{display:block;box-shadow:0 0 0 1px #b9b5ab}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture.

    Attributes:
        file: Its name beside the sheet.
        row: What it shows: theme and edition.
        caption: In which state.
        width: Of the window it was taken in.
    """

    file: str
    row: str
    caption: str
    width: int


def write_sheet(shots: Sequence[Shot], *, title: str, shrink: float, base: str = "") -> str:
    """Write the sheet as a page; rows in the order in which they first come.

    Args:
        shots: Its pictures.
        title: What all of them show.
        shrink: How many times smaller they are shown.
        base: Address that the files are found at; empty means beside the page.
    """
    rows = dict.fromkeys(one.row for one in shots)
    body = "\n".join(
        f"<h2>{escape(row)}</h2>\n<div class='row'>\n"
        + "\n".join(write_figure(one, shrink) for one in shots if one.row == row)
        + "\n</div>"
        for row in rows
    )
    found = f"<base href='{escape(base)}'>" if base else ""
    return (
        f"<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>{found}"
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>\n<h1>{escape(title)}</h1>\n"
        "<p>Made by make looks. A picture opens in its own size.</p>\n"
        f"{body}\n</body></html>\n"
    )


def write_figure(shot: Shot, shrink: float) -> str:
    """Write one picture with its caption."""
    width = round(shot.width / shrink)
    return (
        f"<figure><figcaption>{escape(shot.caption)}</figcaption><a href='{escape(shot.file)}'>"
        f"<img src='{escape(shot.file)}' width='{width}' alt='{escape(shot.row)}, "
        f"{escape(shot.caption)}'></a></figure>"
    )
