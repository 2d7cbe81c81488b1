"""How a picture is cropped: as a picture editor would, who has not seen it."""

from digest.model.picture import Frame

Box = tuple[int, int, int, int]

# Width by height: from the tallest that is shown to the widest.
TALLEST = {Frame.WIDE: 3 / 2, Frame.STORY: 3 / 4}
WIDEST = {Frame.WIDE: 16 / 9, Frame.STORY: 2 / 1}
TALLEST_DRAWING = 3 / 4
# Heads are near the top: of what is too much, this part is taken off above, the rest below.
ABOVE = 0.1
# So little is lost at an edge that nobody would crop for it.
SLACK = 0.02


def crop_box(width: int, height: int, *, frame: Frame, is_drawing: bool) -> Box:
    """Choose what is kept of a picture.

    A photograph is brought between the tallest and the widest proportions of its frame: one that is
    too tall loses most below, one that is too wide as much on the left as on the right. A drawing
    (a chart, a map, a logo) has its words anywhere: nothing is taken off its sides, and only one
    that would fill whole screens is cut below.

    Args:
        width: In pixels.
        height: In pixels.
        frame: Its place in the mail.
        is_drawing: Whether it is no photograph.

    Returns:
        Left, top, right and bottom edge; right and bottom are not included.
    """
    tallest = TALLEST_DRAWING if is_drawing else TALLEST[frame]
    ratio = width / height
    if ratio < tallest * (1 - SLACK):
        kept = max(1, round(width / tallest))
        top = 0 if is_drawing else round((height - kept) * ABOVE)
        return (0, top, width, top + kept)
    if ratio > WIDEST[frame] * (1 + SLACK) and not is_drawing:
        kept = max(1, round(height * WIDEST[frame]))
        left = (width - kept) // 2
        return (left, 0, left + kept, height)
    return (0, 0, width, height)
