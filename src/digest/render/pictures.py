"""How wide a mail shows its pictures."""


def shown_widths(html: str) -> dict[str, int]:
    """Tell how wide a mail shows each picture, in pixels.

    Args:
        html: As rendered.

    Returns:
        The largest width by the picture's address. A picture without a width is left out.
    """
    from lxml.html import document_fromstring

    widths: dict[str, int] = {}
    for image in document_fromstring(html).iter("img"):
        address, width = image.get("src", ""), image.get("width", "")
        if width.isascii() and width.isdigit():
            widths[address] = max(int(width), widths.get(address, 0))
    return widths
